// Ordering as a shopper does it, from an empty phone to the page of the order.
import { eventually } from './counter.mjs';
import { letPass, openPhone, started, until } from './shop.mjs';

export const words = {
  'zh-CN': { prefix: '', place: '提交订单', placed: '已下单', saved: '已存下', sending: '正在提交', again: '需要您确认', change: '需要您修改', noCredit: '分期额度不够付这一单' },
  en: { prefix: '/en', place: 'Place order', placed: 'Placed', saved: 'Saved', sending: 'Sending', again: 'Needs you: something changed', change: 'Needs you: change something', noCredit: 'Your phone credit does not cover this order' },
};

/**
 * Runs in pages before anything else: the app waits for seconds before it tries again, and tests do not. (4000 is when it
 * begins to copy the store, which no test here is about.)
 */
const HASTE = `{
  const later = setTimeout;
  setTimeout = (what, ms, ...rest) => later(what, ms > 2000 && ms !== 4000 ? ms / 20 : ms, ...rest);
}`;

/** Has the app of a browser's context try again soon. */
export const hasten = (context) => context.addInitScript(HASTE);

let last = 0;
/** A number nobody has used in this run. */
export const newNumber = () => `138${String(Date.now() % 1e5).padStart(5, '0')}${String(last++).padStart(3, '0')}`;

/**
 * Asks for a code on the page of signing in; gives the code, which a demo shop shows. A number that asks again within a minute
 * is told how long to wait, and the shop's clock goes on by that.
 */
export async function askForCode(page, number) {
  await page.fill('[data-field=sign-in-phone]', number);
  for (;;) {
    await page.click('[data-do=send-code] button');
    const said = await (await page.waitForSelector('.demo, main [role=alert] p')).textContent();
    const [, seconds] = said.match(/(\d+) (s\b|秒)/) ?? [];
    if (!seconds) return said.match(/\d{4,}/)[0];
    await letPass(page, Number(seconds));
  }
}

/** Signs in on the page of signing in. */
export async function signIn(page, number = newNumber()) {
  await page.fill('[data-field=code]', await askForCode(page, number));
  await page.waitForSelector('[data-do=sign-in]', { state: 'detached' });
  return number;
}

/** Puts the first goods of the home page into the cart. */
export async function fillCart(page, url, { prefix = '' } = {}) {
  await page.goto(url + (prefix || '/'));
  await started(page);
  await page.locator('.card .add').nth(0).click();
  await page.waitForSelector('.count');
}

/** From the cart to the page of ordering. */
export async function toCheckout(page) {
  await page.click('.tabs a[href$="/cart"]');
  await page.click('#order');
  await page.waitForSelector('.checkout');
}

/** Chooses Hebei, and the first of everything in it down to the township. */
export async function chooseRegion(page) {
  for (let step = 0; step < 4; step++) {
    const select = `#f-region-${step}`;
    await until(page, (select) => document.querySelector(select)?.options.length > 1, select);
    await page.selectOption(select, step ? { index: 1 } : { label: '河北省' });
    await until(page, (select) => document.querySelector(select).selectedIndex > 0, select);
  }
}

/** Types who gets it and where. */
export async function fillAddress(page) {
  await page.fill('[data-field=name]', '王小红');
  await page.fill('[data-field=phone]', '13800138000');
  await chooseRegion(page);
  await page.fill('[data-field=detail]', '人民路 1 号');
}

/** Waits until the shop has said what it costs. */
export const isPriced = (page) => until(page, () =>
  document.querySelector('[data-do=place]:not([aria-disabled])') && !/没有网络|Offline/.test(document.querySelector('.checkout').textContent));

/** A phone whose shopper is signed in, at the checkout, with everything filled in. */
export async function readyToOrder(browser, counter, prefix = '', number = newNumber()) {
  const phone = await openPhone(browser), { page } = phone;
  await hasten(phone.context);
  await fillCart(page, counter.url, { prefix });
  await toCheckout(page);
  await page.click('.checkout a.primary');
  await signIn(page, number);
  await page.waitForSelector('.checkout');
  await fillAddress(page);
  await isPriced(page);
  return phone;
}

/** Orders, as soon as it can be ordered. */
export async function order(page) {
  await page.waitForSelector('[data-do=place]:not([aria-disabled])');
  await page.click('[data-do=place]');
}

/** No line, as far as the phone knows. */
export async function offline(phone) {
  await phone.context.setOffline(true);
  await phone.page.waitForSelector('html[data-online=no]', { state: 'attached' });
}

/**
 * Closes the shop while an order waits, and is back on the line. `wake` has the browser tell the service worker that there is
 * network, as Background Sync would; `page` is another page, of nothing yet.
 */
export async function closeShop({ context, page }, counter) {
  const elsewhere = await context.newPage(), tools = await context.newCDPSession(elsewhere);
  let registration;
  tools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    registration ??= registrations.find(({ scopeURL, isDeleted }) => !isDeleted && scopeURL.startsWith(counter.url));
  });
  await tools.send('ServiceWorker.enable');
  await eventually(() => registration);
  await page.close();
  await context.setOffline(false);
  const { registrationId } = registration;
  const wake = () => tools.send('ServiceWorker.dispatchSyncEvent', { origin: counter.url, registrationId, tag: 'orders', lastChance: false });
  return { page: elsewhere, wake };
}

/** Waits until the page of an order says that it is one of these. */
export async function stateIs(page, ...all) {
  const isOne = (all) => all.some((word) => document.querySelector('.order h1')?.textContent.includes(word));
  await until(page, isOne, all).catch(async (error) => {
    throw new Error(`the order is not “${all.join('” or “')}”: ${await page.textContent('main')}`, { cause: error });
  });
}

/** ¥12.50, as pages write an amount of cents. */
export const yuan = (cents) => `¥${(cents / 100).toLocaleString('en-US', { minimumFractionDigits: 2 }).replace(/\.00$/, '')}`;
