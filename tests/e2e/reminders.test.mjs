// Reminders by choice: nothing is ticked, what is ticked is kept, a refusal is explained, and a notification opens its page.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { applyFor, check, credit, handset, says, sign, standsAs, toPlan } from './borrower.mjs';
import { openCounter } from './counter.mjs';
import { openBrowser, openPhone, started, until } from './shop.mjs';
import { hasten } from './shopper.mjs';

// A key pair of the example of RFC 8291; the push service is never asked here, because nothing is due yet.
const SERVICE = 'http://127.0.0.1:9';
const reminders = `
[credit.reminders]
days_before = [3, 0]
day_after = true
hour = 9

[credit.reminders.push]
contact = "mailto:shop@example.com"
key = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
services = ["${SERVICE}"]
`;
const PUBLIC_KEY = 'BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8';
const tells = {
  'zh-CN': { title: '还款提醒', body: '赶集提醒您:分期 ¥95.58 今天到期。', offline: '没有网络,现在不能改提醒', denied: '浏览器没有允许通知' },
  en: { title: 'Payment reminder', body: 'Fairday: ¥95.58 is due today.', offline: 'No network: reminders cannot be changed', denied: 'The browser does not allow notifications' },
};
const REDELIVERY_MS = 5_000, DELIVERIES_MAX = 6;
const pictures = process.env.FAIRDAY_E2E_PICTURES;
if (pictures) mkdirSync(pictures, { recursive: true });

/** The browser's push service is far away: this is what a subscription looks like. */
const PUSH = `{
  const kept = 'test.push', subscription = { endpoint: '${SERVICE}/push/1', expirationTime: null, keys: {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4', auth: 'BTBZMqHH6r4Tts7J_aSIgg' } };
  const one = () => ({ toJSON: () => subscription, unsubscribe: async () => { localStorage.removeItem(kept); return true; } });
  PushManager.prototype.getSubscription = async () => localStorage.getItem(kept) ? one() : null;
  PushManager.prototype.subscribe = async (options) => {
    localStorage.setItem(kept, JSON.stringify(options));
    return one();
  };
}`;

let counter, browser, phone, product;
before(async () => { counter = await openCounter({ more: credit() + reminders }); browser = await openBrowser(); product = await handset(counter); });
after(async () => { await browser?.close(); await counter?.close(); });
beforeEach(async () => {
  await counter.reset();
  phone = await openPhone(browser);
  await hasten(phone.context);
  await phone.context.addInitScript(PUSH);
});
afterEach(async () => { await phone?.context.close(); });

/** From a handset to a signed agreement, and its list. */
async function borrow(page, locale) {
  await toPlan(page, counter, says[locale].prefix, product);
  assert.ok((await check(page, 34)).includes(says[locale].yes));
  const id = await applyFor(page);
  await sign(page);
  await standsAs(page, says[locale].reserved);
  await toList(page, locale);
  return id;
}

/** Taps, and waits for the shop's answer: until then no other tap counts. */
const tapped = (page, what) => Promise.all([
  page.waitForResponse((one) => one.request().method() === 'PUT' && one.url().endsWith('/credit/reminders')),
  page.click(`.reminders [data-do=${what}]`)]);

/** The browser gives the phone's notifications another address; what the service worker tells the shop then, and its answer. */
async function renewed(context) {
  const worker = context.serviceWorkers()[0] ?? await context.waitForEvent('serviceworker');
  return worker.evaluate(async (endpoint) => {
    const event = new ExtendableEvent('pushsubscriptionchange'), { fetch: ask } = self;
    const keys = { p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4', auth: 'BTBZMqHH6r4Tts7J_aSIgg' };
    let done, told;
    // Only the browser's own events may wait.
    event.waitUntil = (work) => { done = work; };
    event.newSubscription = { toJSON: () => ({ endpoint, expirationTime: null, keys }) };
    self.fetch = async (url, init) => {
      const answer = await ask(url, init);
      if (init && answer.ok) told = JSON.parse(init.body);
      return answer;
    };
    self.dispatchEvent(event);
    await done;
    self.fetch = ask;
    return told && { sms: told.sms, locale: told.locale, endpoint: told.push.endpoint };
  }, `${SERVICE}/push/2`);
}

async function toList(page, locale) {
  await page.goto(`${counter.url}${says[locale].prefix}/credit`);
  await started(page);
  await page.waitForSelector('.reminders');
}

const chosen = (page) => page.evaluate(async () => {
  const { sms, push, phones } = await (await fetch('/api/v1/credit/reminders')).json();
  return `${sms} ${push} ${phones}`;
});
const ticked = (page) => page.$$eval('.reminders input', (all) => all.map(({ checked }) => checked));
const ticks = (page, wanted) => until(page, (wanted) =>
  [...document.querySelectorAll('.reminders input')].map(({ checked }) => checked).join() === wanted, wanted.join());

for (const locale of ['zh-CN', 'en']) {
  test(`reminders are chosen, kept and given up (${locale})`, async () => {
    const { page, context } = phone;
    await context.grantPermissions(['notifications'], { origin: counter.url });
    await borrow(page, locale);
    assert.deepEqual(await ticked(page), [false, false], 'nothing is ticked by itself');
    if (pictures) {
      for (const width of [240, 360]) {
        await page.setViewportSize({ width, height: 640 });
        await page.locator('.reminders').scrollIntoViewIfNeeded();
        await page.screenshot({ path: `${pictures}/reminders-${locale}-${width}.png` });
      }
    }
    await tapped(page, 'remind-sms');
    await until(page, async () => (await (await fetch('/api/v1/credit/reminders')).json()).sms);
    assert.equal(await chosen(page), 'true false 0');
    await tapped(page, 'remind-push');
    await until(page, async () => (await (await fetch('/api/v1/credit/reminders')).json()).push);
    const options = JSON.parse(await page.evaluate(() => localStorage.getItem('test.push')));
    assert.deepEqual(options, { userVisibleOnly: true, applicationServerKey: PUBLIC_KEY });
    await toList(page, locale);
    await ticks(page, [true, true]);
    assert.deepEqual(await renewed(context), { sms: true, locale, endpoint: `${SERVICE}/push/2` }, 'the shop has the new address');

    await context.setOffline(true);
    await page.waitForSelector('.reminders input[disabled]');
    assert.ok((await page.textContent('.reminders')).includes(tells[locale].offline));
    await context.setOffline(false);
    await page.waitForSelector('.reminders input:not([disabled])');

    await tapped(page, 'remind-sms');
    await until(page, async () => !(await (await fetch('/api/v1/credit/reminders')).json()).sms);
    assert.equal(await chosen(page), 'false true 1', 'the notifications stay');
    await ticks(page, [false, true]);
    await page.click('.reminders [data-do=remind-push]');
    await until(page, async () => !(await (await fetch('/api/v1/credit/reminders')).json()).push);
    assert.equal(await page.evaluate(() => localStorage.getItem('test.push')), null, 'the browser has let go of it');
    await ticks(page, [false, false]);
    assert.deepEqual(phone.complaints, []);
  });

  test(`a browser that refuses is explained, and a phone that signs out gets nothing (${locale})`, async () => {
    const { page, context } = phone;
    await borrow(page, locale); // nothing is granted: a headless browser says no
    await page.click('.reminders [data-do=remind-push]');
    const wrong = await page.waitForSelector('.reminders .wrong');
    assert.ok((await wrong.textContent()).includes(tells[locale].denied));
    assert.deepEqual([await ticked(page), await chosen(page)], [[false, false], 'false false 0']);
    if (pictures) {
      await page.setViewportSize({ width: 240, height: 640 });
      await wrong.scrollIntoViewIfNeeded();
      await page.screenshot({ path: `${pictures}/reminders-denied-${locale}-240.png` });
    }
    await context.grantPermissions(['notifications'], { origin: counter.url });
    await page.click('.reminders [data-do=remind-push]');
    await until(page, () => localStorage.getItem('test.push'));
    await until(page, async () => (await (await fetch('/api/v1/credit/reminders')).json()).push);
    await page.goto(`${counter.url}${says[locale].prefix}/account`);
    await started(page);
    await page.click('[data-do=sign-out]');
    await until(page, () => !localStorage.getItem('test.push'));
    assert.deepEqual(phone.complaints, []);
  });

  test(`a notification says what came, and a tap opens the agreement (${locale})`, async () => {
    const { page, context } = phone, { prefix } = says[locale], { title, body } = tells[locale];
    await context.grantPermissions(['notifications'], { origin: counter.url });
    await page.goto(`${counter.url}${prefix || '/'}`);
    await started(page);
    await until(page, async () => (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated');
    await until(page, () => navigator.serviceWorker.controller);
    const id = '00112233445566778899aabbccddeeff', path = `${prefix}/credit/${id}`;
    const deliver = await delivery(context, page);
    await deliver({ title, body, path, tag: 'a', lang: locale });
    const [one] = await notifications(page);
    assert.deepEqual(one, { title, body, tag: 'a', lang: locale, data: path });
    await deliver({ title, body: `${body}!`, path, tag: 'a', lang: locale });
    assert.equal((await notifications(page)).length, 1, 'a later one takes its place');

    await tap(context);
    await page.waitForURL(`${counter.url}${path}`);
    await started(page);
    assert.equal((await notifications(page)).length, 0);
    for (const evil of ['https://evil.example/', '//evil.example/x', 'javascript:alert(1)', undefined]) {
      await page.goto(`${counter.url}${prefix || '/'}`);
      await started(page);
      await until(page, async () => !(await shown()).length); // the one before is closed by its tap
      await deliver({ title, body, path: evil, tag: 'b', lang: locale });
      await tap(context);
      await page.waitForURL((url) => url.pathname === '/credit');
      assert.equal(new URL(page.url()).origin, counter.url, `${evil}`);
    }
  });
}

/**
 * Messages as the push service brings them, to the worker itself, until it shows what they say. The browser's tools hand one over and do
 * not tell what became of it: like a push service that hears nothing, this one does it again. The same tag is the same notification.
 */
async function delivery(context, page) {
  await page.evaluate(() => { self.shown = async () => (await navigator.serviceWorker.ready).getNotifications(); });
  await page.addInitScript(() => { self.shown = async () => (await navigator.serviceWorker.ready).getNotifications(); });
  const devtools = await context.newCDPSession(page), registrations = [];
  devtools.on('ServiceWorker.workerRegistrationUpdated', (event) => registrations.push(...event.registrations));
  await devtools.send('ServiceWorker.enable');
  const origin = counter.url;
  const find = () => registrations.findLast(({ scopeURL, isDeleted }) => scopeURL === `${origin}/` && !isDeleted);
  for (let tries = 0; !find() && tries < 400; tries++) await new Promise((resolve) => { setTimeout(resolve, 25); });
  return async (message) => {
    for (let tries = 1; ; tries++) {
      const { registrationId } = find();
      await devtools.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data: JSON.stringify(message) });
      const says = async (body) => (await shown()).some((one) => one.body === body);
      try {
        return await until(page, says, message.body, REDELIVERY_MS);
      } catch (error) {
        if (tries === DELIVERIES_MAX) throw error;
      }
    }
  };
}

const notifications = (page) => page.evaluate(async () =>
  (await shown()).map(({ title, body, tag, lang, data }) => ({ title, body, tag, lang, data })));

/** A tap on the notification, which no test can make: the worker is told of it as the browser would. */
async function tap(context) {
  const worker = context.serviceWorkers()[0] ?? await context.waitForEvent('serviceworker');
  await worker.evaluate(async () => {
    const [notification] = await registration.getNotifications();
    dispatchEvent(new NotificationEvent('notificationclick', { notification }));
  });
}
