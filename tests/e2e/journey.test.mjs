// A shopper finds something, chooses, puts it into the cart, and finds it there again.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { available, findProduct, openBrowser, openPhone, openShop, started } from './shop.mjs';

let shop, browser;
before(async () => { shop = await openShop(); browser = await openBrowser(); });
after(async () => { await browser?.close(); await shop?.close(); });

const words = {
  'zh-CN': { prefix: '', home: '首页', categories: '分类', cart: '购物车', add: '加入购物车', undo: '撤销' },
  en: { prefix: '/en', home: 'Home', categories: 'Categories', cart: 'Cart', add: 'Add to cart', undo: 'Undo' },
};

test('a tap on a number shows that picture, and the page stays as it is', async () => {
  const many = await findProduct(shop, (detail) => detail.pictures.length > 1);
  const { page, context, complaints } = await openPhone(browser);
  await page.goto(`${shop.url}/en`);
  await started(page);
  await page.evaluate((path) => { const a = document.createElement('a'); a.href = path; document.body.append(a); a.click(); a.remove(); }, `/en/p/${many.handle}`);
  await page.waitForSelector('.dots a');
  await page.evaluate(() => { document.querySelector('h1').dataset.same = 'yes'; });
  await page.click('.dots a >> nth=1');
  await page.waitForFunction(() => location.hash === '#picture-2' && document.querySelector('#pictures').scrollLeft > 0);
  assert.equal(await page.getAttribute('h1', 'data-same'), 'yes', 'it is the same page');
  await page.goBack();
  await page.waitForFunction(() => location.hash === '');
  assert.equal(await page.getAttribute('h1', 'data-same'), 'yes');
  await page.goBack();
  await page.waitForSelector('.shelf');
  assert.deepEqual(complaints, []);
  await context.close();
});

for (const [locale, say] of Object.entries(words)) {
  test(`home, category, product, variant, cart, reload: still there (${locale})`, async () => {
    const { page, context, complaints } = await openPhone(browser);
    const chosen = await findProduct(shop, (detail) => detail.options?.length === 1 && detail.variants.filter(available).length > 1 && detail.categories?.length);
    const second = chosen.variants.filter(available)[1];
    await page.goto(`${shop.url}${say.prefix || '/'}`);
    await started(page);
    assert.equal(await page.getAttribute('html', 'lang'), locale);

    await page.click(`.tabs >> text=${say.categories}`);
    const slug = chosen.categories.at(-1).slug;
    await page.click(`main a[href='${say.prefix}/c/${encodeURIComponent(slug)}']`);
    await page.waitForSelector('.card a');
    while (!await page.$(`a[href='${say.prefix}/p/${chosen.handle}']`)) await page.click('.more');
    await page.click(`.card a[href='${say.prefix}/p/${chosen.handle}']`);

    await page.waitForSelector('#add-to-cart');
    await page.locator('.options label').nth(second.choice[0]).click();
    const price = (second.price.amount / 100).toLocaleString('en-US', { minimumFractionDigits: 2 }).replace(/\.00$/, '');
    await page.waitForFunction((price) => document.querySelector('#cost b').textContent === price, `¥${price}`);
    await page.click('#add-to-cart');
    await page.waitForSelector('.count');
    assert.equal(await page.textContent('.count'), '1');

    await page.click(`.tabs >> text=${say.cart}`);
    await page.waitForSelector('.lines li');
    await page.reload();
    await page.waitForSelector('.lines li');
    assert.equal(await page.locator('.lines li').count(), 1);
    assert.equal((await page.textContent('.sum b')).trim(), `¥${price}`);
    assert.deepEqual(complaints, []);
    await context.close();
  });

  test(`the cart: more, fewer, marks, sum, remove and undo, and the order page (${locale})`, async () => {
    const { page, context, complaints } = await openPhone(browser);
    await page.goto(`${shop.url}${say.prefix || '/'}`);
    await started(page);
    const buttons = page.locator('.card .add');
    await buttons.nth(0).click();
    await buttons.nth(1).click();
    await page.waitForFunction(() => document.querySelector('.count')?.textContent === '2');
    await page.click(`.tabs >> text=${say.cart}`);
    await page.waitForFunction(() => document.querySelectorAll('.lines li').length === 2);
    const first = page.locator('.lines li').nth(0);
    const cents = async (where) => Math.round(100 * parseFloat((await where.textContent()).replace(/[^\d.]/g, '')));
    const one = await cents(first.locator('.how > b'));
    await first.locator('.stepper button').nth(1).click();
    await page.waitForFunction(() => document.querySelector('.stepper output').textContent === '2');
    assert.equal(await cents(first.locator('.how > b')), 2 * one);
    const both = await cents(page.locator('.sum b'));
    const sum = await page.textContent('.sum b');
    await first.locator('.mark input').uncheck();
    await page.waitForFunction((sum) => document.querySelector('.sum b').textContent !== sum, sum);
    assert.equal(await cents(page.locator('.sum b')), both - 2 * one);
    await first.locator('.mark input').check();
    await first.locator('.bin').click();
    await page.waitForFunction(() => document.querySelectorAll('.lines li').length === 1);
    await page.click(`.notice >> text=${say.undo}`);
    await page.waitForFunction(() => document.querySelectorAll('.lines li').length === 2);
    assert.equal(await cents(page.locator('.sum b')), both, 'an undo brings back quantity and mark');
    await page.click('#order');
    await page.waitForSelector('.checkout');
    assert.ok(page.url().endsWith(`${say.prefix}/checkout`));
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

test('two open tabs agree about the cart', async () => {
  const { page, context, complaints } = await openPhone(browser);
  const other = await context.newPage();
  for (const tab of [page, other]) { await tab.goto(shop.url); await started(tab); }
  await page.locator('.card .add').nth(0).click();
  await other.waitForFunction(() => document.querySelector('.count')?.textContent === '1');
  await other.locator('.card .add').nth(1).click();
  await page.waitForFunction(() => document.querySelector('.count')?.textContent === '2');
  assert.deepEqual(complaints, []);
  await context.close();
});

test('what the shop has not is not put into the cart', async () => {
  const gone = await findProduct(shop, (detail) => detail.variants.every((variant) => variant.stock === 0));
  const { page, context } = await openPhone(browser);
  await page.goto(`${shop.url}/en/p/${gone.handle}`);
  await started(page);
  assert.equal((await page.textContent('#add-to-cart')).trim(), 'Sold out');
  await page.click('#add-to-cart', { force: true });
  assert.equal(await page.locator('.count').count(), 0);
  await context.close();
});

test('a search by pinyin initials, with suggestions, remembered for the next time', async () => {
  const { page, context, complaints } = await openPhone(browser);
  await page.goto(shop.url);
  await started(page);
  await page.locator('.search input').pressSequentially('xyf');
  await page.waitForSelector('.offer a >> text=洗衣粉');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.card >> text=洗衣粉');
  assert.equal(new URL(page.url()).search, '?q=xyf');
  await page.click('.tabs >> text=首页');
  await page.waitForSelector('.banners,.shelf');
  await page.locator('.search input').fill('');
  await page.locator('.search input').blur();
  await page.locator('.search input').focus();
  await page.click('.offer a >> text=xyf');
  await page.waitForSelector('.card >> text=洗衣粉');
  await page.locator('.search input').fill('这里没有的东西zzqq');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.empty');
  assert.match(await page.textContent('.empty h1'), /没有找到/);
  assert.deepEqual(complaints, []);
  await context.close();
});

test('the language is chosen once, for the next visit too', async () => {
  const { page, context } = await openPhone(browser);
  await page.goto(`${shop.url}/settings`);
  await started(page);
  await page.click('text=English');
  await page.waitForSelector('h1 >> text=Settings');
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
  assert.ok(page.url().endsWith('/en/settings'));
  await page.waitForFunction(() => document.title === 'Settings - Fairday');
  await page.goto(shop.url);
  await page.waitForURL('**/en');
  await context.close();
});

test('the text size is chosen once and there from the first paint', async () => {
  const { page, context } = await openPhone(browser);
  await page.goto(`${shop.url}/settings`);
  await started(page);
  await page.click('text=最大');
  await page.goto(shop.url);
  const size = await page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
  assert.equal(size, '32px');
  await context.close();
});
