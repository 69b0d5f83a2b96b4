// What a shopper sees and does before the app has started, or without it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { available, findProduct, openBrowser, openPhone, openShop, started } from './shop.mjs';

let shop, browser;
before(async () => { shop = await openShop(); browser = await openBrowser(); });
after(async () => { await browser?.close(); await shop?.close(); });

/** Holds the app back until `release()`: a slow network, without waiting for one. */
async function heldBack(options) {
  const phone = await openPhone(browser, options);
  let release;
  const gate = new Promise((resolve) => { release = resolve; });
  await phone.page.route('**/*.wasm', async (route) => { await gate; await route.continue().catch(() => {}); });
  return { ...phone, release };
}

test('with scripts off the shop reads, links and searches', async () => {
  const { page, context } = await openPhone(browser, { javaScriptEnabled: false });
  await page.goto(`${shop.url}/en`);
  await page.click('.tabs >> text=Categories');
  await page.locator('.categories h2 a').nth(0).click();
  await page.waitForSelector('.card');
  await page.click('.chips >> text=Price ↑');
  assert.ok(page.url().endsWith('sort=price_asc'));
  await page.locator('.card > a').nth(0).click();
  assert.match(await page.textContent('#cost b'), /^¥\d/);
  assert.ok((await page.textContent('.prose')).length > 5);
  await page.fill('.search input', 'rice');
  await page.click('.search button[type=submit]');
  assert.equal(new URL(page.url()).searchParams.get('q'), 'rice');
  await page.waitForSelector('.card');
  await page.fill('.filter [name=min]', '20').catch(async () => { await page.click('.filter summary'); await page.fill('.filter [name=min]', '20'); });
  await page.click('.filter .primary');
  assert.equal(new URL(page.url()).searchParams.get('min'), '20');
  await context.close();
});

test('a tap before the app has started is acknowledged at once and carried out once', async () => {
  const one = await findProduct(shop, (detail) => detail.variants.length === 1 && available(detail.variants[0]));
  const { page, context, complaints, release } = await heldBack();
  await page.goto(`${shop.url}/p/${one.handle}`, { waitUntil: 'commit' });
  await page.waitForSelector('#add-to-cart');
  await page.tap('#add-to-cart');
  await page.waitForSelector('#add-to-cart.pressed');
  await page.tap('#add-to-cart');
  assert.equal(await page.locator('html[data-app=started]').count(), 0, 'the app was held back');
  release();
  await started(page);
  await page.waitForFunction(() => document.querySelector('.count')?.textContent === '1');
  assert.equal(await page.locator('.pressed').count(), 0);
  assert.deepEqual(complaints, []);
  await context.close();
});

/** The piece with every view, once it is built. */
// A service worker would fetch them by itself, past what a test routes.
const VIEWS = '**/pages-*.wasm';

test('a tap that adds to the cart is answered before the views have come', async () => {
  const one = await findProduct(shop, (detail) => detail.variants.length === 1 && available(detail.variants[0]));
  for (const [path, button] of [['/en', '.card .add'], [`/en/p/${one.handle}`, '#add-to-cart']]) {
    const { page, context, complaints } = await openPhone(browser, { serviceWorkers: 'block' });
    let release;
    const gate = new Promise((resolve) => { release = resolve; });
    await page.route(VIEWS, async (route) => { await gate; await route.continue().catch(() => {}); });
    await page.goto(shop.url + path, { waitUntil: 'commit' });
    await started(page);
    await page.locator(button).first().tap();
    await page.waitForFunction(() => document.querySelector('.count')?.textContent === '1');
    assert.match(await page.textContent('.notice'), /cart/i, 'what came of it is said');
    assert.equal(await page.locator('.notice button, .pressed').count(), 0, 'without any view, and nothing waits');
    await page.locator(button).first().tap();
    await page.waitForFunction(() => document.querySelector('.count')?.textContent === '2');
    release();
    await page.waitForSelector('.notice .close');
    assert.equal(await page.locator('.notice').count(), 1, 'it is said once');
    assert.equal(await page.locator('.count').count(), 1);
    assert.equal(await page.textContent('.count'), '2');
    await page.locator(button).first().tap();
    await page.waitForFunction(() => document.querySelector('.count')?.textContent === '3');
    assert.deepEqual(complaints, [], path);
    await context.close();
  }
});

test('without the views the page goes on, a tap that needs them says so, and the next one tries again', async () => {
  const { page, context } = await openPhone(browser, { serviceWorkers: 'block' });
  await page.route(VIEWS, (route) => route.abort());
  await page.goto(`${shop.url}/en/search?sort=sales`);
  await started(page);
  await page.locator('.card .add').first().tap();
  await page.waitForFunction(() => document.querySelector('.count')?.textContent === '1');
  const before = await page.locator('.card').count();
  await page.tap('.more');
  await page.waitForSelector('.notice:has-text("No connection")');
  assert.equal(await page.locator('.pressed').count(), 0, 'nothing looks as if it were still going on');
  assert.equal(await page.locator('.card').count(), before, 'the page stays readable');
  await page.unroute(VIEWS);
  await page.tap('.more');
  await page.waitForFunction((before) => document.querySelectorAll('.card').length > before, before);
  assert.equal(await page.textContent('.count'), '1');
  await page.locator('.card .add').first().tap();
  await page.waitForSelector('.notice >> text=See cart');
  await context.close();
});

test('without the views a choice still decides what is put into the cart', async () => {
  const many = await findProduct(shop, (detail) => detail.options?.length === 1 && detail.variants.filter(available).length > 1);
  const other = many.variants.filter(available).find(({ choice }) => choice[0] > 0);
  const { page, context } = await openPhone(browser, { serviceWorkers: 'block' });
  await page.route(VIEWS, (route) => route.abort());
  await page.goto(`${shop.url}/p/${many.handle}`);
  await started(page);
  await page.locator('.options label').nth(other.choice[0]).tap();
  await page.waitForSelector('.notice:has-text("连不上网络")');
  await page.tap('#add-to-cart');
  await page.waitForFunction(() => !document.querySelector('.pressed'));
  assert.equal(await page.locator('.count').count(), 0, 'better nothing than something else');
  await page.unroute(VIEWS);
  await page.tap('#add-to-cart');
  await page.waitForSelector('.count');
  await page.click('.tabs >> text=购物车');
  await page.waitForSelector('.lines li');
  assert.ok((await page.textContent('.how small')).includes(many.options[0].values[other.choice[0]]));
  await context.close();
});

test('without the views a link is followed by the browser, and so is a search', async () => {
  const { page, context } = await openPhone(browser, { serviceWorkers: 'block' });
  await page.route(VIEWS, (route) => route.abort());
  await page.goto(`${shop.url}/en`);
  await started(page);
  await page.locator('.card > a').first().tap();
  await page.waitForSelector('#add-to-cart');
  await started(page);
  await page.tap('#add-to-cart');
  await page.waitForFunction(() => document.querySelector('.count')?.textContent === '1');
  await page.fill('.search input', 'rice');
  await page.press('.search input', 'Enter');
  await page.waitForSelector('.card >> text=rice');
  assert.equal(new URL(page.url()).searchParams.get('q'), 'rice');
  await context.close();
});

test('while the views are on their way a link looks followed, and goods can still be added', async () => {
  const { page, context } = await openPhone(browser, { serviceWorkers: 'block' });
  let release;
  const gate = new Promise((resolve) => { release = resolve; });
  await page.route(VIEWS, async (route) => { await gate; await route.continue().catch(() => {}); });
  await page.goto(`${shop.url}/en`);
  await started(page);
  await page.focus('.tabs >> text=Settings');
  await page.tap('.tabs >> text=Categories');
  await page.waitForSelector('main[aria-busy=true]');
  await page.locator('.card .add').first().tap();
  await page.waitForFunction(() => document.querySelector('.count')?.textContent === '1');
  release();
  await page.waitForSelector('.categories');
  assert.equal(await page.locator('main[aria-busy]').count(), 0);
  assert.equal(await page.textContent('.count'), '1');
  await context.close();
});

test('a page that is not there says so after the app has taken it over, and suggestions go with their page', async () => {
  const { page, context } = await openPhone(browser);
  await page.goto(`${shop.url}/en`);
  await started(page);
  await page.goto(`${shop.url}/en/p/nope`);
  await started(page);
  const before = await page.innerText('main');
  await page.locator('.search input').pressSequentially('ri');
  await page.waitForSelector('.offer li');
  assert.equal(await page.innerText('main'), before);
  assert.match(await page.title(), /No such page|not found|nicht/i);
  await page.click('.tabs >> text=Categories');
  await page.waitForSelector('.categories');
  await page.locator('.search input').pressSequentially('ri');
  await page.waitForSelector('.offer li');
  await page.goBack();
  await page.waitForFunction(() => !document.querySelector('.offer'));
  await context.close();
});

test('what was typed, chosen, scrolled to and focused before the app has started is still there after', async () => {
  const shirt = await findProduct(shop, (detail) => detail.options?.length === 1 && detail.variants.filter(available).length > 1 && detail.related?.length > 3);
  const { page, context, complaints, release } = await heldBack();
  await page.goto(`${shop.url}/p/${shirt.handle}`, { waitUntil: 'commit' });
  await page.waitForSelector('main .card >> nth=3');
  const value = shirt.variants.filter(available)[1].choice[0];
  await page.locator('.options label').nth(value).click();
  await page.locator('.search input').fill('xiyi');
  await page.evaluate(() => scrollTo(0, 400));
  const y = await page.evaluate(() => scrollY);
  await page.evaluate(() => document.querySelector('.search input').setSelectionRange(2, 2));
  release();
  await started(page);
  assert.equal(await page.inputValue('.search input'), 'xiyi');
  assert.ok(await page.locator('.options input').nth(value).isChecked());
  assert.equal(await page.evaluate(() => scrollY), y);
  assert.equal(await page.evaluate(() => document.activeElement.name), 'q');
  assert.equal(await page.evaluate(() => document.activeElement.selectionStart), 2);
  await page.click('#add-to-cart');
  await page.click('.tabs >> text=购物车');
  await page.waitForSelector('.lines li');
  assert.match(await page.textContent('.how small'), new RegExp(shirt.options[0].values[value].replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  assert.deepEqual(complaints, []);
  await context.close();
});

test('the app takes the page over without a change to what is seen', async () => {
  for (const path of ['/', '/en', '/c', '/search?q=xyf', '/settings', '/cart']) {
    const { page, context, complaints, release } = await heldBack();
    await page.goto(shop.url + path, { waitUntil: 'commit' });
    await page.waitForSelector('.tabs');
    // The data meter's figures are the phone's own.
    const words = () => page.evaluate(() => document.querySelector('#app').innerText.replace(/\d+ kB|–/g, '?'));
    const before = await words();
    await page.evaluate(() => { document.querySelector('main').dataset.same = 'yes'; });
    release();
    await started(page);
    assert.equal(await page.getAttribute('main', 'data-same'), 'yes', `${path}: taken over, not built anew`);
    assert.equal(await words(), before, path);
    assert.deepEqual(complaints, [], path);
    await context.close();
  }
});

for (const [what, files, answer] of [
  ['broken wasm', '**/*.wasm', (route) => route.fulfill({ status: 200, contentType: 'application/wasm', body: 'not wasm' })],
  ['wasm that does not come', '**/*.wasm', (route) => route.abort()],
  ['a script that does not come', '**/fairday-web-*.js', (route) => route.abort()],
]) {
  test(`an app that cannot start says so, and the page stays readable: ${what}`, async () => {
    const { page, context } = await openPhone(browser);
    await page.route(files, answer);
    await page.goto(`${shop.url}/en`);
    await page.waitForSelector('html[data-app=failed]', { state: 'attached' });
    assert.ok(await page.isVisible('.fallback'));
    await page.locator('.card > a').nth(0).click();
    await page.waitForSelector('#add-to-cart');
    await context.close();
  });
}

/** What has moved on the pages of a shop while they came, from where to where, so that a failure says its cause. */
async function shifts(url, paths) {
  const found = {};
  for (const path of paths) {
    const { page, context } = await openPhone(browser);
    await page.addInitScript(() => {
      window.shifts = [];
      const name = (node) => node?.nodeType === 1 ? `${node.localName}#${node.id}.${node.getAttribute('class')}` : String(node?.textContent).slice(0, 40);
      const place = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(' ');
      new PerformanceObserver((list) => {
        for (const { value, startTime, sources } of list.getEntries()) {
          const moved = sources.map(({ node, previousRect, currentRect }) => `${name(node)}: ${place(previousRect)} to ${place(currentRect)}`);
          window.shifts.push(`${value} at ${Math.round(startTime)} ms: ${moved.join('; ')}`);
        }
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto(url + path, { waitUntil: 'networkidle' });
    await started(page);
    const moved = await page.evaluate(() => window.shifts);
    if (moved.length) found[path] = moved;
    await context.close();
  }
  return found;
}

test('nothing on the first screen moves: no layout shift', async () => {
  assert.deepEqual(await shifts(shop.url, ['/', '/c', '/search?sort=sales', '/en']), {});
});
