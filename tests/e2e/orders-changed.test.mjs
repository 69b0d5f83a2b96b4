// Orders at a shop that changes meanwhile: its prices, its table of fees, its stock, and where an order is.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { eventually, openCounter } from './counter.mjs';
import { merchantChanges } from './faulty.mjs';
import { openBrowser, started, until } from './shop.mjs';
import { closeShop, isPriced, offline, order, readyToOrder, stateIs, words, yuan } from './shopper.mjs';

let counter, browser, phone;
before(async () => { counter = await openCounter(); browser = await openBrowser(); });
after(async () => { await browser?.close(); await counter?.close(); });
beforeEach(() => counter.reset());
afterEach(async () => { await phone?.context.close(); phone = null; });

const ready = async (prefix) => {
  phone = await readyToOrder(browser, counter, prefix);
  return phone.page;
};

/** The goods at the checkout. */
const goods = async (page) => (await page.getAttribute('.checkout .rows a', 'href')).split('/').at(-1);

const changes = [
  ['a price', words.en, async (page) => merchantChanges(counter.shop, { [await goods(page)]: { price: '987.65' } }), /price/],
  ['the fee', words['zh-CN'], async () => counter.reconfigure({ fee: 1234 }), /运费.*¥12\.34/s],
];
for (const [what, say, change, difference] of changes) {
  test(`${what} changes after it was shown: the shopper agrees to it, or nothing is ordered`, async () => {
    const page = await ready(say.prefix);
    await change(page);
    await order(page);
    await stateIs(page, say.again);
    assert.deepEqual(await counter.placed(), []);
    assert.match(await page.textContent('.differences'), difference);
    const [total] = (await page.textContent('[data-do=agree-terms]')).match(/¥[\d.]+/);
    await page.click('[data-do=agree-terms]');
    await stateIs(page, say.placed);
    const placed = await counter.placed();
    assert.deepEqual(placed.map(({ total }) => yuan(total.amount)), [total], 'what was agreed to');
  });
}

test('a price changes while the shop is closed: what the service worker sends is refused, and the shopper is asked', async () => {
  const page = await ready('/en');
  const handle = await goods(page);
  await until(page, () => navigator.serviceWorker.ready.then(() => true));
  await offline(phone);
  await order(page);
  await stateIs(page, words.en.saved, words.en.sending);
  const url = page.url();
  await merchantChanges(counter.shop, { [handle]: { price: '654.32' } });
  const { page: again, wake } = await closeShop(phone, counter);
  await eventually(async () => {
    await wake();
    return counter.sent.length > 0;
  });
  await again.goto(url);
  await stateIs(again, words.en.again);
  assert.deepEqual(await counter.placed(), []);
  await again.click('[data-do=agree-terms]');
  await stateIs(again, words.en.placed);
  assert.equal((await counter.placed()).length, 1);
});

test('what is sold out meanwhile is not ordered, and the shopper is told what it is', async () => {
  const page = await ready('/en');
  const handle = await goods(page), title = await page.textContent('.checkout .rows a');
  await merchantChanges(counter.shop, { [handle]: { stock: 0 } });
  await order(page);
  await stateIs(page, words.en.again);
  const [line] = await page.locator('.differences li').allTextContents();
  assert.ok(title.startsWith(line.split(':')[0]), line);
  assert.match(line, /1.*0/);
  assert.equal(await page.locator('[data-do=agree-terms]').count(), 0, 'there is nothing to agree to');
  assert.deepEqual(await counter.placed(), []);
});

test('an order to a pick-up point, with a coupon: the shop moves it on, and the shopper reads it and its code', async () => {
  const page = await ready('/en');
  await page.check('[name=way][value=market]');
  await page.fill('[data-field=coupon]', 'save-2');
  await page.click('[data-do=apply-coupon] button');
  await page.waitForSelector('.checkout .sums >> text=SAVE-2');
  await isPriced(page);
  await order(page);
  await stateIs(page, words.en.placed);
  const [placed] = await counter.placed();
  assert.deepEqual([placed.delivery.method, placed.payment], ['pick_up', 'pay_at_pick_up']);
  await counter.advance(placed.id, 'packed');
  const { order: { pick_up_code: code } } = await counter.advance(placed.id, 'ready', { note: 'from eight o’clock on' });
  await page.reload();
  await stateIs(page, 'Ready for pick-up');
  assert.ok((await page.textContent('.pick-up .code')).includes(code));
  assert.ok((await page.textContent('.timeline')).includes('from eight o’clock on'));
  // At the point there is no network.
  await until(page, () => navigator.serviceWorker.ready.then(() => true));
  counter.down(true);
  await page.reload();
  await started(page);
  await stateIs(page, 'Ready for pick-up');
  assert.ok((await page.textContent('.pick-up .code')).includes(code));
  counter.down(false);
  await counter.advance(placed.id, 'received');
  await page.reload();
  await stateIs(page, 'Received');
});
