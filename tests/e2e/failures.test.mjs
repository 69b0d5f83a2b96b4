// No network, no server, nonsense: the shop says what is wrong, loses nothing, and a retry works.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser, openPhone, openShop, started } from './shop.mjs';

let shop, browser;
before(async () => { shop = await openShop(); browser = await openBrowser(); });
after(async () => { await browser?.close(); await shop?.close(); });

test('the server is gone: the page says so, keeps the cart, and the retry works when it is back', async () => {
  const { page, context, complaints } = await openPhone(browser);
  await page.goto(`${shop.url}/en`);
  await started(page);
  await page.locator('.card .add').nth(0).click();
  await shop.stop();
  await page.locator('.card > a').nth(0).click();
  await page.waitForSelector('.empty >> text=No connection');
  assert.equal(await page.textContent('.count'), '1');
  await page.click('.empty button');
  await page.waitForSelector('.empty >> text=No connection');
  await shop.start();
  await page.evaluate(() => document.querySelector('.empty button')?.click()); // unless it has found out by itself
  await page.waitForSelector('#add-to-cart');
  assert.deepEqual(complaints, []);
  await context.close();
});

test('what was seen before is there without network, and is called old', async () => {
  const { page, context } = await openPhone(browser);
  await page.goto(`${shop.url}/en`);
  await started(page);
  await page.click('.tabs >> text=Categories');
  await page.waitForSelector('.categories section');
  await page.click('.tabs >> text=Settings');
  await page.waitForSelector('.settings');
  // Not by stopping the server: for a minute the browser's own cache would answer, and rightly so.
  await page.route('**/api/**', (route) => route.abort('internetdisconnected'));
  await page.click('.tabs >> text=Categories');
  await page.waitForSelector('.categories section');
  await page.waitForSelector('.stale');
  await context.close();
});

for (const [what, reply] of [
  ['a captive portal', { status: 200, contentType: 'text/html', body: '<h1>Welcome to the hotel</h1>' }],
  ['JSON of another shape', { status: 200, contentType: 'application/json', body: '{"hello":[1,2]}' }],
  ['an answer cut short', { status: 200, contentType: 'application/json', body: '[{"slug":"a","na' }],
  ['a failing server', { status: 503, contentType: 'text/plain', body: 'no' }],
]) {
  test(`${what} in place of data is a failure with a retry that works`, async () => {
    const { page, context, complaints } = await openPhone(browser);
    await page.goto(`${shop.url}/en`);
    await started(page);
    await page.route('**/api/v1/categories', (route) => route.fulfill(reply));
    await page.click('.tabs >> text=Categories');
    await page.waitForSelector('.empty[role=alert]');
    await page.unroute('**/api/v1/categories');
    await page.evaluate(() => document.querySelector('.empty button')?.click()); // unless it has found out by itself
    await page.waitForSelector('.categories section');
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

test('an unknown product and an unknown page are 404, with a way on', async () => {
  const { page, context, complaints } = await openPhone(browser);
  for (const path of ['/en/p/no-such-thing', '/en/c/no-such-thing', '/en/nowhere/at/all', '/en/p/%2f']) {
    const answer = await page.goto(shop.url + path);
    assert.equal(answer.status(), 404, path);
    await started(page);
    await page.click('.empty a');
    await page.waitForSelector('.shelf');
    assert.equal(new URL(page.url()).pathname, '/en');
  }
  assert.deepEqual(complaints, []);
  await context.close();
});

test('a phone that does not let us save says so, and the cart works for this visit', async () => {
  const { page, context } = await openPhone(browser);
  await page.addInitScript(() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; });
  await page.goto(`${shop.url}/en`);
  await started(page);
  await page.locator('.card .add').nth(0).click();
  await page.waitForSelector('.notice >> text=This phone does not let us save');
  await page.locator('.card .add').nth(1).click();
  await page.waitForFunction(() => document.querySelector('.count')?.textContent === '2');
  await page.click('.tabs >> text=Cart');
  await page.waitForFunction(() => document.querySelectorAll('.lines li').length === 2);
  await context.close();
});

test('a cart that cannot be read is put aside, not thrown away', async () => {
  const { page, context } = await openPhone(browser);
  await page.addInitScript(() => { if (!localStorage['fairday.cart']) localStorage['fairday.cart'] = '{"version":1,"cart":{"li'; });
  await page.goto(`${shop.url}/en/cart`);
  await started(page);
  await page.waitForSelector('.empty');
  assert.equal(await page.evaluate(() => localStorage['fairday.cart.unreadable']), '{"version":1,"cart":{"li');
  await context.close();
});
