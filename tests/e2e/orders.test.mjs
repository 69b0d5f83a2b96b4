// From a full cart to an order, at a real shop: placed exactly once, on the terms agreed to.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { ids, isOrder, openCounter } from './counter.mjs';
import { openBrowser, openPhone, openProfile, started, until } from './shop.mjs';
import { askForCode, fillAddress, fillCart, hasten, isPriced, newNumber, offline, order, readyToOrder, signIn, stateIs, toCheckout, words, yuan } from './shopper.mjs';

let counter, browser, phone;
// Who comes again at the end, with another phone: the shop sends a number one code a minute.
const regular = { number: newNumber() };
before(async () => { counter = await openCounter(); browser = await openBrowser(); });
after(async () => { await browser?.close(); await counter?.close(); });
beforeEach(() => counter.reset());
afterEach(async () => { await phone?.context.close(); phone = null; });

const ready = async (prefix = '', number) => {
  phone = await readyToOrder(browser, counter, prefix, number);
  return phone.page;
};

for (const [locale, say] of Object.entries(words)) {
  test(`a first-time shopper with an empty phone orders (${locale})`, async () => {
    const page = await ready(say.prefix, locale === 'en' ? regular.number : newNumber());
    assert.ok((await page.textContent('[data-do=place]')).includes(say.place));
    const total = (await page.textContent('.buy.sum b')).trim();
    await order(page);
    await stateIs(page, say.placed);
    const [placed, ...more] = await counter.placed();
    assert.deepEqual(more, []);
    assert.equal(placed.status, 'placed');
    assert.equal(total, yuan(placed.total.amount), 'what was agreed to is what is ordered');
    assert.ok((await page.textContent('.order .sums')).includes(total));
    await page.click('.tabs a[href$="/cart"]');
    await page.waitForSelector('.empty');
    assert.deepEqual(phone.complaints, []);
    if (locale === 'en') [regular.phone, regular.order, phone] = [phone, placed.id, null];
  });

  test(`begun without network, finished with it (${locale})`, async () => {
    const page = await ready(say.prefix);
    await offline(phone);
    await page.fill('[data-field=note]', 'leave it at the door');
    await order(page);
    await stateIs(page, say.saved, say.sending);
    assert.deepEqual(await counter.placed(), []);
    await phone.context.setOffline(false);
    await stateIs(page, say.placed);
    assert.equal((await counter.placed()).length, 1);
    assert.equal(ids(counter.sent).length, 1);
    assert.deepEqual(phone.complaints, []);
  });
}

test('what was typed is there after the tab was killed, at each step, and one order is made', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'fairday-phone-'));
  let profile;
  const open = async (at) => {
    await profile?.context.close();
    profile = await openProfile(folder);
    await hasten(profile.context);
    await profile.page.goto(counter.url + at);
    await started(profile.page);
    return profile.page;
  };
  try {
    let page = await open('/en');
    await page.locator('.card .add').nth(0).click();
    await page.waitForSelector('.count');
    page = await open('/en/sign-in?next=%2Fcheckout');
    const code = await askForCode(page, newNumber());
    page = await open('/en/sign-in?next=%2Fcheckout');
    await page.fill('[data-field=code]', code);
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
    counter.cut('answered', isOrder);
    await order(page);
    await until(page, () => document.querySelector('.order h1'));
    page = await open('/en/orders');
    await until(page, () => document.querySelector('.cards li:not(.waiting)'));
    assert.equal((await counter.placed()).length, 1);
    assert.equal(new Set(counter.sent.map(({ path, body }) => path + body)).size, 1, 'the same body each time');
  } finally {
    await profile?.context.close();
    await rm(folder, { recursive: true, force: true });
  }
});

test('five taps in a row place one order', async () => {
  const page = await ready('/en');
  await page.evaluate(() => { const button = document.querySelector('[data-do=place]'); for (let n = 0; n < 5; n++) button.click(); });
  await stateIs(page, words.en.placed);
  assert.equal((await counter.placed()).length, 1);
  assert.equal(ids(counter.sent).length, 1);
});

test('two tabs send one order once', async () => {
  const page = await ready('/en');
  const other = await phone.context.newPage();
  await other.goto(`${counter.url}/en/checkout`);
  await other.waitForSelector('[data-do=place]:not([aria-disabled])');
  // At the same moment, as near as can be: one tab tells the other.
  await page.evaluate(() => { new BroadcastChannel('now').onmessage = () => document.querySelector('[data-do=place]')?.click(); });
  await other.evaluate(() => {
    new BroadcastChannel('now').postMessage(0);
    document.querySelector('[data-do=place]').click();
  });
  await stateIs(other, words.en.placed);
  await until(page, () => document.querySelector('.order h1,.empty'));
  assert.equal((await counter.placed()).length, 1);
  assert.equal(ids(counter.sent).length, 1);
});

test('what comes out of contacts is taken, and what is wrong is marked at its field, also when only the shop knows', async () => {
  const page = await ready('/en');
  await page.fill('[data-field=phone]', '0312502123');
  await page.click('[data-do=place]');
  assert.match(await (await page.waitForSelector('#w-phone')).textContent(), /After the area code come 7 or 8 digits/);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'f-phone');
  await page.fill('[data-field=phone]', '\u202d138.0013\u20118000\u202c');
  await page.fill('[data-field=note]', 'at the door\ncall first');
  await page.fill('[data-field=coupon]', '优惠');
  await page.click('[data-do=apply-coupon] button');
  await page.waitForSelector('#f-coupon[aria-invalid] + #w-coupon');
  await page.fill('[data-field=coupon]', '“save–2”\u200b');
  await page.click('[data-do=apply-coupon] button');
  await until(page, () => /SAVE-2|Discount/.test(document.querySelector('.checkout .sums')?.textContent));
  // A shop of another version, which takes no such note.
  const problem = {
    type: 'about:blank', title: 'Bad Request', status: 400, code: 'invalid_request', detail: 'The body has fields that are not right: see errors.',
    instance: '/', request_id: '1', errors: [{ field: 'note', detail: 'must be one line' }],
  };
  const refuse = { status: 400, contentType: 'application/problem+json', body: JSON.stringify(problem) };
  await page.route('**/api/v1/orders/*', (route) => route.fulfill(refuse), { times: 1 });
  await order(page);
  await stateIs(page, words.en.change);
  assert.match(await page.textContent('.order section'), /must be one line/);
  await page.click('[data-do=edit]');
  await page.waitForSelector('#f-note[aria-invalid=true][aria-describedby=w-note]');
  await isPriced(page);
  await order(page);
  await stateIs(page, words.en.placed);
  assert.equal((await page.textContent('p.lines')).split(': ').at(-1), 'at the door\ncall first');
  assert.equal((await counter.placed()).length, 1);
});

test('an order that was never sent is taken back, and its goods are in the cart again', async () => {
  const page = await ready('/en');
  await offline(phone);
  await order(page);
  await page.waitForSelector('[data-do=withdraw]');
  // While the page or its worker tries to send it, it is not taken back: the shopper taps again.
  await until(page, () => {
    document.querySelector('[data-do=withdraw]')?.click();
    return document.querySelector('.lines li');
  });
  await phone.context.setOffline(false);
  await page.goto(`${counter.url}/en/orders`);
  await page.waitForSelector('.empty');
  assert.deepEqual(counter.sent, []);
  assert.deepEqual(await counter.placed(), []);
});

test('orders are read without network, cancelled with it, bought again and printed', async () => {
  const page = await ready('/en');
  await order(page);
  await stateIs(page, words.en.placed);
  await page.goto(`${counter.url}/en/orders`);
  await page.waitForSelector('.cards li');
  await until(page, () => navigator.serviceWorker.ready.then(() => true));
  counter.down(true);
  await page.reload();
  await page.waitForSelector('.cards li .title');
  await page.waitForSelector('.stale');
  await page.click('.cards li a');
  await stateIs(page, words.en.placed);
  counter.down(false);
  await page.reload();
  await page.click('[data-do=ask-cancel]');
  await page.click('[data-do=act] .primary');
  await stateIs(page, 'Cancelled');
  assert.deepEqual((await counter.placed()).map(({ status }) => status), ['cancelled']);
  await page.click('a[href$="/receipt"]');
  await page.waitForSelector('.receipt');
  const pdf = await page.pdf({ format: 'A4' });
  assert.equal((pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []).length, 1, 'one sheet');
  await page.goBack();
  await page.click('[data-do=again]');
  await page.waitForSelector('.lines li');
});

test('on a shared phone nobody sees or sends what another has typed and ordered, in any tab', async () => {
  const { en: say } = words, first = newNumber(), theirs = '王小红';
  const page = await ready(say.prefix, first), way = '**/api/v1/orders/*';
  await phone.context.route(way, (route) => route.abort());
  await order(page);
  await stateIs(page, say.saved, say.sending);
  const waiting = page.url();
  // The next order, in another tab: the name is filled in already.
  const other = await phone.context.newPage();
  await fillCart(other, counter.url, say);
  await toCheckout(other);
  await until(other, (name) => document.querySelector('[data-field=name]')?.value === name, theirs);

  // The session ends by itself, which the first tab hears of when it tries to send the order.
  await phone.context.clearCookies();
  await phone.context.unroute(way);
  await page.waitForSelector('text=An order waits for its owner');
  await until(other, () => document.querySelector('[data-field=name]')?.value === '');
  assert.ok(!(await page.textContent('main')).includes(theirs));

  await page.goto(`${counter.url}/en/sign-in?next=%2Forders`);
  await started(page);
  await signIn(page);
  await page.waitForSelector('.waiting >> text=An order waits for its owner');
  assert.ok(!(await page.textContent('main')).includes(theirs));
  await until(other, () => document.querySelector('[data-field=name]')?.value === '');
  assert.deepEqual(await counter.placed(), [], 'it is not ordered in the name of whoever holds the phone');
  await page.goto(waiting);
  await page.waitForSelector('text=Sign in with that account');

  // Its owner is back.
  await page.goto(`${counter.url}/en/account`);
  await page.click('[data-do=sign-out]');
  await page.waitForSelector('.empty a.primary');
  await page.goto(`${counter.url}/en/sign-in?next=%2Forders`);
  await started(page);
  await signIn(page, first);
  await page.waitForSelector('.cards li .title');
  await until(other, (name) => document.querySelector('[data-field=name]')?.value === name, theirs);
  await page.locator('.waiting').waitFor({ state: 'detached' });
  assert.equal((await counter.placed()).length, 1, 'once, and for its owner');
});

test('another phone of the same shopper has the order too, is signed out from the first, and the account is exported', async () => {
  phone = await openPhone(browser);
  const { page } = phone, first = regular.phone.page;
  await page.goto(`${counter.url}/en/sign-in?next=%2Forders`);
  await started(page);
  await signIn(page, regular.number);
  await page.waitForSelector('.cards li .title');
  await first.goto(`${counter.url}/en/account`);
  await first.click('[data-do=revoke]');
  await first.waitForSelector('[data-do=revoke]', { state: 'detached' });
  await page.goto(`${counter.url}/en/account`);
  await page.waitForSelector('text=You are not signed in');
  const [download] = await Promise.all([first.waitForEvent('download'), first.click('[data-do=export]')]);
  assert.equal(download.suggestedFilename(), 'fairday-account.json');
  const { phone: own, orders, sessions } = JSON.parse(await readFile(await download.path(), 'utf8'));
  assert.ok(own.endsWith(regular.number));
  assert.deepEqual([orders.map(({ id }) => id), sessions.length], [[regular.order], 1]);
});
