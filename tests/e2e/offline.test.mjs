// The network is a bonus: the whole store is on the phone, and the server is really stopped.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { available, findProduct, openBrowser, openPhone, openProfile, openShop, started } from './shop.mjs';

let shop, browser;
before(async () => { shop = await openShop(); browser = await openBrowser(); });
after(async () => { await browser?.close(); await shop?.close().catch(() => {}); });

/** Waits until the phone has a copy of the whole store. */
const copied = (page) => page.waitForSelector('html[data-copy=whole]', { state: 'attached' });

/** What a page shows, as the server shows it too. */
const words = (page) => page.evaluate(() => [...document.querySelector('main').children].filter((one) => !one.matches('.stale')).map((one) => one.textContent).join(' '));

test('without network: products never visited open, lists sort and filter, and a search finds what the server finds', async () => {
  const chosen = await findProduct(shop, (detail) => detail.options?.length === 1 && detail.description_html && detail.specs?.length);
  const { page, context, complaints } = await openPhone(browser);
  const other = await context.newPage();
  await page.goto(`${shop.url}/settings`);
  await started(page);
  await copied(page);
  const paths = ['/', '/c', `/c/${encodeURIComponent(chosen.categories[0].slug)}?sort=price_asc`, `/p/${encodeURIComponent(chosen.handle)}`,
    '/search?q=xyf', '/search?q=xiyi', '/search?q=%E6%89%8B%E6%9C%BA&sort=price_desc', '/search?sort=sales', '/search?q=zzqq'];
  const online = [];
  for (const path of paths) {
    await other.goto(shop.url + path, { waitUntil: 'domcontentloaded' });
    online.push(await words(other));
  }
  await other.close();
  await shop.stop();
  try {
    for (const [n, path] of paths.entries()) {
      await page.evaluate((path) => { const a = document.createElement('a'); a.href = path; document.body.append(a); a.click(); a.remove(); }, path);
      await page.waitForSelector('.stale');
      assert.equal(await words(page), online[n], path);
      assert.match(await page.textContent('.stale'), /\d/, 'as of when prices are is said');
    }
  } finally { await shop.start(); }
  assert.deepEqual(complaints, []);
  await context.close();
});

test('a day without network: browse, search, fill the cart, reload, restart the browser, and come back', async () => {
  const plain = await findProduct(shop, (detail) => detail.variants.length === 1 && available(detail.variants[0]) && detail.vendor);
  const folder = await mkdtemp(path.join(tmpdir(), 'fairday-profile-'));
  let phone = await openProfile(folder);
  try {
    await phone.page.goto(`${shop.url}/en`);
    await started(phone.page);
    await copied(phone.page);
    await phone.page.evaluate(() => navigator.serviceWorker.ready);
    await phone.page.waitForFunction(() => navigator.serviceWorker.controller);
    await shop.stop();

    await phone.page.goto(`${shop.url}/en/p/${encodeURIComponent(plain.handle)}`);
    await phone.page.waitForSelector('#add-to-cart');
    await phone.page.click('#add-to-cart');
    await phone.page.waitForSelector('.count');
    await phone.page.reload();
    await phone.page.waitForSelector('#add-to-cart');
    assert.equal(await phone.page.textContent('.count'), '1');
    await phone.context.close();

    phone = await openProfile(folder);
    await phone.page.goto(`${shop.url}/en/search?q=xyf`);
    await phone.page.waitForSelector('.card:not(.ghost)');
    await phone.page.goto(`${shop.url}/en/search?sort=sales`);
    await phone.page.waitForSelector('.card .add');
    await phone.page.locator('.card .add').first().click();
    await phone.page.waitForFunction(() => document.querySelector('.count')?.textContent === '2');
    await phone.page.click('.tabs >> text=Cart');
    await phone.page.waitForFunction(() => document.querySelectorAll('.lines li').length === 2);
    await phone.page.locator('.lines li').first().locator('.bin').click();
    await phone.page.waitForFunction(() => document.querySelectorAll('.lines li').length === 1);
    await shop.start();
    await phone.page.waitForSelector('html[data-online=yes]', { state: 'attached', timeout: 60e3 });
    await phone.page.click('.tabs >> text=Home');
    await phone.page.waitForSelector('.shelf');
    assert.equal(await phone.page.locator('.stale').count(), 0);
    assert.equal(await phone.page.textContent('.count'), '1', 'what was put in without network is there');
    assert.deepEqual(phone.complaints, []);
  } finally {
    await phone.context.close();
    await rm(folder, { recursive: true, force: true });
    if (!shop.server) await shop.start();
  }
});

test('with the data saver on, the phone asks for no copy of the store', async () => {
  const { page, context } = await openPhone(browser, { serviceWorkers: 'block' });
  await page.addInitScript(() => { Object.defineProperty(navigator, 'connection', { value: { saveData: true, effectiveType: '2g' } }); });
  await page.route('**/offline*.js', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: `Object.defineProperty(navigator, 'connection', { value: { saveData: true, effectiveType: '2g' } });${await answer.text()}` });
  });
  const asked = [];
  page.on('request', (request) => { if (request.url().includes('/changes')) asked.push(request.url()); });
  await page.goto(shop.url);
  await started(page);
  await page.waitForSelector('html[data-copy=partly]', { state: 'attached' });
  assert.deepEqual(asked, []);
  await context.close();
});

for (const [prefix, say] of [['', { changed: '请先逐条确认', undo: '撤销' }], ['/en', { changed: 'look at them first', undo: 'Undo' }]]) {
  test(`what is otherwise when the cart is opened again is shown line by line and holds only when agreed to (${prefix || 'zh-CN'})`, async () => {
    const { page, context, complaints } = await openPhone(browser, { serviceWorkers: 'block' });
    await page.goto(shop.url + (prefix || '/'));
    await started(page);
    const lines = () => page.locator('.lines li');
    for (const n of [0, 1, 2]) { await page.locator('.card .add').nth(n).click(); await page.click('.notice .close'); }
    await page.route('**/api/v1/variants**', async (route) => {
      const offers = await (await route.fetch()).json();
      const [dearer, gone] = offers.items;
      dearer.price.amount += 200;
      await route.fulfill({ json: { items: offers.items.filter((offer) => offer !== gone) } });
    });
    await page.click('.tabs a[href$="/cart"]');
    await page.waitForFunction(() => document.querySelectorAll('.lines .news').length === 2);
    const cents = async () => Math.round(100 * parseFloat((await page.textContent('.sum b')).replace(/[^\d.]/g, '')));
    const before = await cents();
    await page.click('#order');
    await page.waitForSelector(`.notice >> text=${say.changed}`);
    assert.ok(page.url().endsWith('/cart'), 'nothing is ordered before the shopper has agreed');
    await page.click('.notice .close');

    await lines().nth(0).locator('.news button').click();
    await page.waitForFunction(() => document.querySelectorAll('.lines .news').length === 1);
    assert.equal(await cents(), before + 200);
    await page.reload();
    await page.waitForFunction(() => document.querySelectorAll('.lines .news').length === 1);
    assert.equal(await cents(), before + 200, 'what was agreed to stays, and what was not is asked again');
    await lines().nth(1).locator('.news button').click();
    await page.waitForFunction(() => document.querySelectorAll('.lines li').length === 2);
    await page.click(`.notice >> text=${say.undo}`);
    await page.waitForFunction(() => document.querySelectorAll('.lines li').length === 3);
    assert.deepEqual(complaints, []);
    await context.close();
  });
}
