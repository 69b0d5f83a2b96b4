// Signing in by phone number and code.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { eventually, openCounter } from './counter.mjs';
import { openBrowser, openPhone, started, until } from './shop.mjs';
import { askForCode, newNumber, signIn } from './shopper.mjs';

let counter, browser, phone;
before(async () => { counter = await openCounter(); browser = await openBrowser(); });
after(async () => { await browser?.close(); await counter?.close(); });
afterEach(async () => { await phone?.context.close(); await counter.reset(); });

const open = async (path) => {
  phone = await openPhone(browser);
  await phone.page.goto(counter.url + path);
  await started(phone.page);
  return phone.page;
};
const isSignIn = ({ method, path }) => method === 'POST' && path === '/api/v1/sessions';

for (const prefix of ['', '/en']) {
  test(`a shopper signs in and goes on where they were (${prefix || 'zh-CN'})`, async () => {
    const page = await open(`${prefix}/sign-in?next=%2Forders`);
    const number = await signIn(page);
    await page.waitForURL(`**${prefix}/orders`);
    await page.goto(`${counter.url}${prefix}/account`);
    await page.waitForSelector(`text=${number.slice(0, 3)}****${number.slice(-4)}`);
    await page.waitForSelector('.rows li');
    assert.equal(await page.evaluate(() => document.cookie), '', 'no script reads the session');
    await page.click('[data-do=sign-out]');
    await page.waitForSelector('.empty a.primary');
    assert.deepEqual(phone.complaints, []);
  });

  test(`the answer to a sign-in is lost twice: the same code signs in all the same (${prefix || 'zh-CN'})`, async () => {
    const page = await open(`${prefix}/sign-in`);
    const code = await askForCode(page, newNumber());
    counter.cut('answered', isSignIn);
    await page.fill('[data-field=code]', code);
    await page.waitForSelector('[role=alert]');
    assert.ok(counter.isDone(), 'the answer was lost');
    assert.equal(await page.inputValue('[data-field=code]'), code, 'nobody types it twice');
    counter.cut('answered', isSignIn);
    await page.click('[data-do=sign-in] button');
    await eventually(counter.isDone);
    // The third time, after the tab was killed.
    await page.reload();
    await page.fill('[data-field=code]', code);
    await page.waitForSelector('[data-do=sign-in]', { state: 'detached' });
    await page.goto(`${counter.url}${prefix}/account`);
    await page.waitForSelector('.rows li');
    assert.equal(await page.locator('.rows li').count(), 1, 'one session, however often it was begun');
  });
}

test('the fields tell the phone what they are, and the wait for another code survives a reload', async () => {
  const page = await open('/en/sign-in');
  const field = page.locator('[data-field=sign-in-phone]');
  assert.deepEqual([await field.getAttribute('type'), await field.getAttribute('autocomplete')], ['tel', 'tel']);
  await field.fill('12');
  await page.click('[data-do=send-code] button');
  await page.waitForSelector('.wrong');
  assert.equal(await page.evaluate(() => document.activeElement.dataset.field), 'sign-in-phone');
  await field.fill(newNumber());
  await page.keyboard.press('Enter');
  const code = page.locator('[data-field=code]');
  await code.waitFor();
  assert.deepEqual([await code.getAttribute('inputmode'), await code.getAttribute('autocomplete')], ['numeric', 'one-time-code']);
  await page.waitForSelector('#resend');
  const stored = await page.evaluate(() => JSON.stringify(localStorage));
  assert.ok(stored.includes('fairday.code'));
  assert.ok(!stored.includes((await page.textContent('.demo')).match(/\d{4,}/)[0]), 'a code is never kept');
  await page.reload();
  await page.waitForSelector('#resend');
  assert.equal(await page.locator('[data-do=resend]').count(), 0);
});

test('a wrong code, too many requests and no network are said in words', async () => {
  const page = await open('/en/sign-in'), number = newNumber();
  const code = await askForCode(page, number);
  await page.click('[data-do=other-number]');
  await page.fill('[data-field=sign-in-phone]', number);
  await page.click('[data-do=send-code] button');
  await page.waitForSelector('[role=alert] >> text=/Try again in \\d+ s/');
  const other = await askForCode(page, newNumber());
  await page.fill('[data-field=code]', String((Number(other) + 1) % 1e6).padStart(code.length, '0'));
  await page.waitForSelector('[role=alert] >> text=not the code');
  await until(page, () => document.querySelector('[data-field=code]').value === '');
  await phone.context.setOffline(true);
  await page.fill('[data-field=code]', other);
  await page.waitForSelector('[role=alert] >> text=No connection');
});

test('a browser that blocks cookies is named as the cause, after a sign-in that worked', async () => {
  const page = await open('/en/sign-in?next=%2Forders');
  await page.evaluate(() => {
    const { fetch: ask } = window;
    window.fetch = (what, how) => ask(window.takesCookies ? what : new Request(what, { ...how, credentials: 'omit' }), how);
  });
  const code = await askForCode(page, newNumber());
  await page.fill('[data-field=code]', code);
  await page.waitForSelector('[role=alert]:has-text("Allow cookies for this site")');
  assert.match(page.url(), /\/en\/sign-in\?next=%2Forders$/);
  await page.evaluate(() => { window.takesCookies = true; });
  await signIn(page);
  await page.waitForURL('**/en/orders');
  assert.equal(await page.locator('text=Allow cookies').count(), 0);
});
