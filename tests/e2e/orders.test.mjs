// From a full cart to an order, over a network that loses what it likes: placed exactly once, on the terms agreed to.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { fillAddress, fillCart, ids, order, signIn, standBefore, stateIs, toCheckout, words } from './counter.mjs';
import { openBrowser, openPhone, openProfile, openShop, started, until } from './shop.mjs';

let shop, browser, line, phone;
before(async () => { shop = await openShop(); browser = await openBrowser(); });
after(async () => { await browser?.close(); await shop?.close(); });
beforeEach(async () => { line = await standBefore(shop.url); });
afterEach(async () => { await phone?.context.close(); phone = null; line.close(); });

const isOrder = ({ method, path }) => method === 'PUT' && path.startsWith('/api/v1/orders/');

/** A shopper who is signed in, at the checkout, with everything filled in. */
const ready = async (prefix = '') => {
  phone = await openPhone(browser);
  const { page } = phone;
  await fillCart(page, line.url, { prefix });
  await toCheckout(page);
  await page.click('.checkout a.primary');
  await signIn(page);
  await page.waitForSelector('.checkout');
  await fillAddress(page);
  await page.waitForSelector('[data-do=place]:not([aria-disabled])');
  await until(page, () => !document.querySelector('.checkout').textContent.match(/没有网络|Offline/));
  return page;
};

for (const [locale, say] of Object.entries(words)) {
  test(`a first-time shopper with an empty phone orders (${locale})`, async () => {
    const page = await ready(say.prefix);
    assert.ok((await page.textContent('[data-do=place]')).includes(say.place));
    const total = (await page.textContent('.buy.sum b')).trim();
    await order(page);
    await stateIs(page, say.placed);
    assert.equal(line.orders.length, 1);
    assert.ok((await page.textContent('.order .sums')).includes(total), 'what was agreed to is what is ordered');
    await page.click('.tabs a[href$="/cart"]');
    await page.waitForSelector('.empty');
    assert.deepEqual(phone.complaints, []);
  });

  test(`begun without network, finished with it (${locale})`, async () => {
    const page = await ready(say.prefix);
    await phone.context.setOffline(true);
    await page.waitForSelector('html[data-online=no]', { state: 'attached' });
    await page.fill('[data-field=note]', 'leave it at the door');
    await order(page);
    await until(page, (words) => words.some((word) => document.querySelector('.order h1')?.textContent.includes(word)), [say.saved, say.sending]);
    assert.equal(line.orders.length, 0);
    await phone.context.setOffline(false);
    await stateIs(page, say.placed);
    assert.equal(ids(line.orders).length, 1);
    assert.equal(line.shop.orders.size, 1);
    assert.deepEqual(phone.complaints, []);
  });
}

test('what was typed is there after the tab was killed, at each step, and one order is made', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'fairday-phone-'));
  let profile;
  const open = async (at) => {
    await profile?.context.close();
    profile = await openProfile(folder);
    await profile.page.goto(line.url + at);
    await started(profile.page);
    return profile.page;
  };
  try {
    let page = await open('/en');
    await page.locator('.card .add').nth(0).click();
    await page.waitForSelector('.count');
    page = await open('/en/sign-in?next=%2Fcheckout');
    await page.fill('[data-field=sign-in-phone]', '13812345678');
    await page.click('[data-do=send-code] button');
    await page.waitForSelector('[data-field=code]');
    page = await open('/en/sign-in?next=%2Fcheckout');
    await page.fill('[data-field=code]', line.shop.code);
    await page.waitForSelector('.checkout');
    await page.fill('[data-field=name]', '王小红');
    page = await open('/en/checkout');
    await page.waitForSelector('[data-field=name]');
    assert.equal(await page.inputValue('[data-field=name]'), '王小红');
    await fillAddress(page);
    await page.fill('[data-field=note]', 'after six');
    page = await open('/en/checkout');
    await until(page, () => document.querySelector('#f-region-3')?.selectedIndex > 0);
    assert.equal(await page.inputValue('[data-field=note]'), 'after six');
    line.lose('answer', isOrder);
    await order(page);
    await until(page, () => document.querySelector('.order h1'));
    page = await open('/en/orders');
    await until(page, () => document.querySelector('.cards li:not(.waiting)'));
    assert.equal(line.shop.orders.size, 1);
    assert.equal(ids(line.orders).length, 1);
    assert.equal(new Set(line.orders.map(({ body }) => body)).size, 1, 'the same body each time');
  } finally {
    await profile?.context.close();
    await rm(folder, { recursive: true, force: true });
  }
});

test('two taps in a row place one order', async () => {
  const page = await ready('/en');
  await page.evaluate(() => { const button = document.querySelector('[data-do=place]'); for (let n = 0; n < 5; n++) button.click(); });
  await stateIs(page, words.en.placed);
  assert.equal(line.shop.orders.size, 1);
  assert.equal(ids(line.orders).length, 1);
});

for (const what of ['request', 'answer']) {
  test(`a lost ${what} is asked for again under the same id, with the same body`, async () => {
    const page = await ready('/en');
    line.lose(what, isOrder);
    line.lose(what, isOrder);
    await order(page);
    // A browser itself may send a request again that never arrived.
    await until(page, (all) => all.some((word) => document.querySelector('.order h1')?.textContent.includes(word)), [words.en.sending, words.en.placed]);
    assert.equal(await page.locator('[data-do=withdraw]').count(), 0, 'what may have arrived is not taken back');
    for (let n = 0; n < 2; n++) {
      await page.click('[data-do=send-now]', { timeout: 1000 }).catch(() => {});
    }
    await stateIs(page, words.en.placed);
    assert.ok(line.orders.length >= 3);
    assert.equal(new Set(line.orders.map(({ body, path }) => path + body)).size, 1);
    assert.equal(line.shop.orders.size, 1);
  });
}

test('terms that have changed are shown and agreed to again, or nothing is ordered', async () => {
  const page = await ready('/en');
  line.shop.rate = 1.5;
  await order(page);
  await stateIs(page, words.en.again);
  assert.equal(line.shop.orders.size, 0);
  assert.ok(await page.locator('.differences li').count() > 0);
  const total = (await page.textContent('[data-do=agree-terms]')).match(/¥[\d.]+/)[0];
  await page.click('[data-do=agree-terms]');
  await stateIs(page, words.en.placed);
  const [placed] = line.shop.orders.values();
  assert.equal(`¥${(placed.order.terms.total / 100).toFixed(2).replace(/\.00$/, '')}`, total);
});

test('an order that was never sent is taken back, and its goods are in the cart again', async () => {
  const page = await ready('/en');
  await phone.context.setOffline(true);
  await page.waitForSelector('html[data-online=no]', { state: 'attached' });
  await order(page);
  await page.waitForSelector('[data-do=withdraw]');
  await page.click('[data-do=withdraw]');
  await page.waitForSelector('.lines li');
  await phone.context.setOffline(false);
  await page.goto(`${line.url}/en/orders`);
  await page.waitForSelector('.empty');
  assert.equal(line.orders.length, 0);
});

test('two tabs send one order once', async () => {
  const page = await ready('/en');
  const other = await phone.context.newPage();
  await other.goto(`${line.url}/en/checkout`);
  await other.waitForSelector('[data-do=place]:not([aria-disabled])');
  await Promise.all([order(page), order(other).catch(() => {})]);
  await stateIs(page, words.en.placed);
  await until(other, () => document.querySelector('.order h1,.empty'));
  assert.equal(line.shop.orders.size, 1);
  assert.equal(ids(line.orders).length, 1);
});

test('orders are read without network, cancelled with it, bought again and printed', async () => {
  const page = await ready('/en');
  await order(page);
  await stateIs(page, words.en.placed);
  await page.goto(`${line.url}/en/orders`);
  await page.waitForSelector('.cards li');
  await until(page, () => navigator.serviceWorker.ready.then(() => true));
  line.down(true);
  await page.reload();
  await page.waitForSelector('.cards li .title');
  await page.waitForSelector('.stale');
  await page.click('.cards li a');
  await stateIs(page, words.en.placed);
  line.down(false);
  await page.reload();
  await page.click('[data-do=ask-cancel]');
  await page.click('[data-do=act] .primary');
  await stateIs(page, 'Cancelled');
  await page.click('a[href$="/receipt"]');
  await page.waitForSelector('.receipt');
  const pdf = await page.pdf({ format: 'A4' });
  assert.equal((pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []).length, 1, 'one sheet');
  await page.goBack();
  await page.click('[data-do=again]');
  await page.waitForSelector('.lines li');
});
