// Phone credit as a shopper uses it, from a handset's page to a signed agreement.
import { openCounter } from './counter.mjs';
import { findProduct, keepTime, letPass, openPhone, started, until } from './shop.mjs';
import { fillAddress, hasten, newNumber, signIn } from './shopper.mjs';

export const says = {
  'zh-CN': { prefix: '', loan: '这是一笔借款', yes: '可以办', no: '这次不能办', maybe: '还不算同意', reserved: '已同意', active: '正在还', early: '提前还清', kept: '存在这台手机里', waits: '等待收款', booked: '已入账', withdrawn: '已反悔', returned: '手机已退回', owed: '现在要付', next: '下一次付', receipt: '您付了', billed: '到期应付', away: '没法答复', text: '按月还给出借人' },
  en: { prefix: '/en', loan: 'This is a loan', yes: 'Yes.', no: 'Not this time', maybe: 'not a yes yet', reserved: 'Agreed', active: 'Running', early: 'Paid off early', kept: 'kept on this phone', waits: 'Waiting for', booked: 'was received', withdrawn: 'Withdrawn', returned: 'given back', owed: 'To pay now', next: 'Next due', receipt: 'You paid', billed: 'Came to be due', away: 'cannot answer just now', text: '按月还给出借人' },
};

/** Who is 21 or older is lent up to 1,000 yuan at once; somebody looks at who is younger. */
const terms = `
[credit]
lender = "Fairday Credit"
guarantor = "Fairday Guarantee"
agreement = "1-zh-CN"
text = """
这是一份借款协议。
按月还给出借人。
"""
categories = ["smartphones", "button-phones"]
months = [6, 12]
grace_days = 3
late_daily_bp = 5
yearly_cap_bp = 2400
return_principal_bp = 5000
bill_day = 5
cooling_off_days = 7
offer_days = 3
hand_over_days = 10

[credit.rules]
refer_from = 20
age_min = 18
age_max = 70
agreements_max = 3
band = [{ fact = "age", from = 0, points = 0 }, { fact = "age", from = 18, points = 20 }, { fact = "age", from = 21, points = 30 }]
line = [{ from = 30, amount = 100000 }]

[[credit.plan]]
id = "rural-19"
name = "Rural 19"
operator = "Rural Telecom"
monthly_fee = MONTHLY
months = 12
exit_bp = 3000
minutes = 100
data_mb = 5120
messages = 50

[[credit.plan]]
id = "rural-39"
name = "Rural 39"
operator = "Rural Telecom"
monthly_fee = 3900
months = 24
subsidy = 30000
exit_bp = 3000
exit_at_most = 20000
then_monthly = 2900
minutes = 300
data_mb = 20480
messages = 100
`;

/** The sections of the shop's configuration. */
export const credit = (monthly = 1900) => terms.replace('MONTHLY', monthly);
export const openLender = (more = {}) => openCounter({ more: credit(), ...more });

/** A phone without anything of this shop on it, whose clock goes as the shop's does. */
export async function openBorrower(browser, counter) {
  const phone = await openPhone(browser);
  await hasten(phone.context);
  await keepTime(phone.context, counter.shop);
  return phone;
}

/** A handset that can be had by the month and whose cheapest variant costs between these, in cents. */
export const handset = (counter, from = 30_000, to = 90_000) => findProduct(counter.shop, ({ monthly_from, variants }) => {
  const least = Math.min(...variants.map(({ price }) => price.amount));
  return monthly_from && variants.every(({ stock }) => stock !== 0) && least >= from && least <= to;
});

let last = 0;
/** A resident ID that nobody has used in this run (GB 11643), of somebody born in 1990. */
export function newResidentId() {
  const digits = `1101011990${String(1 + (last % 12)).padStart(2, '0')}${String(1 + (Math.floor(Date.now() / 1000) % 28)).padStart(2, '0')}${String(100 + last++).padStart(3, '0')}`;
  const sum = [...digits].reduce((sum, digit, n) => sum + digit * (2 ** (17 - n) % 11), 0);
  return digits + '10X98765432'[sum % 11];
}

/** Opens a handset's page and goes on to having it by the month. */
export async function toPlan(page, counter, prefix, product) {
  await page.goto(`${counter.url}${prefix}/p/${encodeURIComponent(product.handle)}`);
  await started(page);
  await page.click('a.monthly');
  await page.waitForSelector('.loan');
}

/** Asks whether the shop would lend. */
export async function check(page, age) {
  await page.fill('[data-field=age]', String(age));
  await page.click('[data-do=check] button');
  await page.waitForSelector('.answer > *');
  return page.textContent('.answer');
}

/** From a yes to the offered terms; gives the agreement's id. */
export async function applyFor(page, { name = '李大山', id = newResidentId(), number = newNumber() } = {}) {
  await page.click('[data-do=apply]');
  await page.waitForSelector('.credit a.primary, [data-field=resident-id]');
  if (await page.locator('[data-field=resident-id]').count() === 0) {
    await page.click('.credit a.primary');
    await signIn(page, number);
    await page.waitForSelector('[data-field=resident-id]');
  }
  await page.fill('[data-field=credit-name]', name);
  await page.fill('[data-field=resident-id]', id);
  await page.click('[data-do=send-application] button');
  await page.waitForSelector('[data-do=consent]');
  return new URL(page.url()).pathname.split('/').at(-1);
}

/** Asks for the code that signs. A number that has just got one to sign in is told how long to wait, and the shop's clock goes on by that. */
async function askForCode(page) {
  for (;;) {
    await page.click('button[data-do=signing-code]');
    const said = await (await page.waitForSelector('.demo, main [role=alert] p')).textContent();
    const [, seconds] = said.match(/(\d+) (s\b|秒)/) ?? [];
    if (!seconds) return said.match(/\d{4,}/)[0];
    await letPass(page, Number(seconds));
  }
}

/** Reads, ticks the box, and signs with the code. */
export async function sign(page) {
  await page.waitForSelector('[data-do=consent]');
  if (await page.locator('[data-field=name]').count()) await fillAddress(page);
  await until(page, () => document.querySelector('[data-field=way]'));
  await page.check('[data-do=consent]');
  const code = await askForCode(page);
  await page.fill('[data-field=signing-code]', code);
  await page.click('form[data-do=sign] button.primary');
}

/** Waits until the page of an agreement says that it is so. */
export async function standsAs(page, word) {
  const isSo = (word) => document.querySelector('.credit h1')?.textContent.includes(word);
  await until(page, isSo, word).catch(async (error) => {
    throw new Error(`the agreement is not “${word}”: ${await page.textContent('main')}`, { cause: error });
  });
}

/** From reserved to running: the operator sends the phone, and the shopper has it. */
export async function handOver(counter, page, prefix, id) {
  const { agreement: { order } } = await counter.agreement(id);
  for (const status of ['sent', 'received']) await counter.advance(order, status);
  await look(page, counter, prefix, id);
}

/** A shopper whose loan for a handset runs; gives the agreement's id. */
export async function borrow(page, counter, say, product, who) {
  await toPlan(page, counter, say.prefix, product);
  await page.check('[name=credit-plan][value=""]');
  await check(page, 34);
  const id = await applyFor(page, who);
  await sign(page);
  await standsAs(page, say.reserved);
  await handOver(counter, page, say.prefix, id);
  await standsAs(page, say.active);
  return id;
}

/** Sending a payment. */
export const isPayment = ({ method, path }) => method === 'PUT' && path.includes('/payments/');

/** Pays at the provider's page, whose answer leads back to the agreement. */
export async function payAtProvider(page) {
  await page.click('.standing a.primary');
  await page.click('#pay');
  await started(page);
  await page.waitForSelector('.standing');
}

/** Opens an agreement's page anew, as the shop has it now. */
export async function look(page, counter, prefix, id) {
  await page.goto(`${counter.url}${prefix}/credit/${id}`);
  await started(page);
  await page.waitForSelector('.credit h1');
}

/** Pays at the counter, where the operator takes the money. */
export async function payAtCounter(page, counter, agreement, what, say) {
  await page.check(`[name=pay][value=${what}]`);
  await page.check('[name=pay-way][value=counter]');
  await page.click('form[data-do=pay] button.primary');
  await page.waitForSelector('.standing .big');
  const payment = Number(await page.textContent('.standing .big'));
  await counter.act(agreement, { kind: 'paid', payment });
  await page.click('[data-do=again-ask]');
  await until(page, (word) => document.querySelector('.standing')?.textContent.includes(word), say.booked);
}
