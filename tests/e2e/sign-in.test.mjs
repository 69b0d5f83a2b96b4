// Signing in by phone number and code, and what an account can do.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newNumber, signIn, standBefore } from './counter.mjs';
import { openBrowser, openPhone, openShop, started, until } from './shop.mjs';

let shop, browser, line;
before(async () => { shop = await openShop(); browser = await openBrowser(); line = await standBefore(shop.url); });
after(async () => { await browser?.close(); line?.close(); await shop?.close(); });

const open = async (path) => {
  const phone = await openPhone(browser);
  await phone.page.goto(line.url + path);
  await started(phone.page);
  return phone;
};

for (const prefix of ['', '/en']) {
  test(`a shopper signs in and goes on where they were (${prefix || 'zh-CN'})`, async () => {
    const { page, context, complaints } = await open(`${prefix}/sign-in?next=%2Forders`);
    const number = await signIn(page);
    await page.waitForURL(`**${prefix}/orders`);
    await page.goto(`${line.url}${prefix}/account`);
    await page.waitForSelector(`text=${number.slice(0, 3)}****${number.slice(-4)}`);
    await page.waitForSelector('.rows li');
    assert.equal(await page.evaluate(() => document.cookie), '', 'no script reads the session');
    await page.click('[data-do=sign-out]');
    await page.waitForSelector('.empty a.primary');
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

test('the fields tell the phone what they are, and the wait for another code survives a reload', async () => {
  const { page, context } = await open('/en/sign-in');
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
  assert.ok(!stored.includes((await page.textContent('.demo')).match(/\d{4,}/)[0]), 'a code is never kept');
  await page.reload();
  await page.waitForSelector('#resend');
  assert.equal(await page.locator('[data-do=resend]').count(), 0);
  await context.close();
});

test('a wrong code, too many requests and no network are said in words', async () => {
  const { page, context } = await open('/en/sign-in');
  line.shop.busy = 90_000;
  await page.fill('[data-field=sign-in-phone]', newNumber());
  await page.click('[data-do=send-code] button');
  await page.waitForSelector('[role=alert] >> text=Try again in 90 s');
  line.shop.busy = null;
  await page.click('[data-do=send-code] button');
  await page.fill('[data-field=code]', '000000');
  await page.waitForSelector('[role=alert] >> text=not the code');
  await until(page, () => document.querySelector('[data-field=code]').value === '');
  await context.setOffline(true);
  await page.fill('[data-field=code]', '111111');
  await page.waitForSelector('[role=alert] >> text=No connection');
  await context.close();
});

test('another phone is signed out from here, and the account is exported', async () => {
  const number = newNumber();
  const first = await open('/en/sign-in'), second = await open('/en/sign-in');
  await signIn(first.page, number);
  await signIn(second.page, number);
  await first.page.goto(`${line.url}/en/account`);
  await first.page.click('[data-do=revoke]');
  await first.page.waitForSelector('[data-do=revoke]', { state: 'detached' });
  await second.page.goto(`${line.url}/en/account`);
  await second.page.waitForSelector('text=You are not signed in');
  const [download] = await Promise.all([first.page.waitForEvent('download'), first.page.click('[data-do=export]')]);
  assert.equal(download.suggestedFilename(), 'fairday-account.json');
  await first.context.close();
  await second.context.close();
});
