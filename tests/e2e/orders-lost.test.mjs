// Orders over a line that breaks, and at a shop that loses its power: exactly one order, without the shopper's help.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { eventually, isOrder, openCounter } from './counter.mjs';
import { openBrowser, until } from './shop.mjs';
import { closeShop, offline, order, readyToOrder, stateIs, words } from './shopper.mjs';

let counter, browser, phone;
before(async () => { counter = await openCounter(); browser = await openBrowser(); });
after(async () => { await browser?.close(); await counter?.close(); });
beforeEach(() => counter.reset());
afterEach(async () => { await phone?.context.close(); phone = null; });

const ready = async (prefix) => {
  phone = await readyToOrder(browser, counter, prefix);
  return phone.page;
};

/** The shop has one order, and the phone never sent anything else. */
const isOneOrder = async () => {
  const placed = await counter.placed();
  assert.equal(placed.length, 1);
  const [path, ...others] = new Set(counter.sent.map(({ path }) => path));
  assert.deepEqual([path, others], [`/api/v1/orders/${placed[0].id}`, []], 'one id');
  assert.equal(new Set(counter.sent.map(({ body }) => body)).size, 1, 'the same body each time');
};

for (const [moment, what] of [['asked', 'request'], ['passed', 'line'], ['answered', 'answer']]) {
  test(`a lost ${what} is asked for again by itself, under the same id, with the same body`, async () => {
    const say = moment === 'passed' ? words['zh-CN'] : words.en;
    const page = await ready(say.prefix);
    counter.cut(moment, isOrder);
    counter.cut(moment, isOrder);
    await order(page);
    await stateIs(page, say.sending, say.placed);
    assert.equal(await page.locator('[data-do=withdraw]').count(), 0, 'what may have arrived is not taken back');
    await stateIs(page, say.placed);
    assert.ok(counter.isDone(), 'it was lost twice');
    assert.ok(counter.sent.length >= 3); // more when the service worker was as quick as the page
    await isOneOrder();
    assert.deepEqual(phone.complaints, []);
  });
}

for (const say of Object.values(words)) {
  test(`an order made offline is sent by itself when there is network, once, while its answers are lost (${say.prefix})`, async () => {
    const page = await ready(say.prefix);
    await offline(phone);
    await order(page);
    await stateIs(page, say.saved);
    for (let n = 0; n < 3; n++) counter.cut('answered', isOrder);
    await phone.context.setOffline(false);
    await stateIs(page, say.placed);
    assert.ok(counter.isDone(), 'three answers were lost');
    await isOneOrder();
  });
}

for (const [moment, when] of [['passed', 'while an order is under way to it'], ['answered', 'before its answer gets through']]) {
  test(`the shop loses its power ${when}: there is one order when it is back`, async () => {
    const page = await ready('/en');
    counter.cut(moment, isOrder, () => counter.shop.kill());
    await order(page);
    await eventually(counter.isDone);
    await stateIs(page, words.en.sending);
    await counter.shop.start();
    await stateIs(page, words.en.placed);
    await isOneOrder();
    assert.ok(counter.sent.length > 1, 'it was asked for again');
  });
}

test('an order that waits is sent while the shop is closed, when the browser says that there is network', async () => {
  const page = await ready('/en');
  await until(page, () => navigator.serviceWorker.ready.then(() => true));
  await offline(phone);
  await order(page);
  await stateIs(page, words.en.saved, words.en.sending);
  // No quote holds for so long, and none is needed.
  await counter.shop.pass(5 * 3600);
  assert.deepEqual(await counter.placed(), []);
  const { page: elsewhere, wake } = await closeShop(phone, counter);
  // The browser tries again when it fails, but minutes later.
  await eventually(async () => {
    await wake();
    return (await counter.placed()).length === 1;
  });
  assert.equal(JSON.parse(counter.sent[0].body).quote, undefined);
  await elsewhere.goto(`${counter.url}/en/orders`);
  await until(elsewhere, () => document.querySelector('.cards li:not(.waiting)'));
  assert.equal(await elsewhere.locator('.cards li').count(), 1);
  await isOneOrder();
});
