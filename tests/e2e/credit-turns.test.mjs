// Phone credit that does not go straight on: a no, somebody who has to look, terms that changed, second thoughts, no network.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { applyFor, check, credit, handset, look, openBorrower, openLender, says, sign, standsAs, toPlan } from './borrower.mjs';
import { openBrowser, until } from './shop.mjs';
import { newNumber, offline, signIn } from './shopper.mjs';

let counter, browser, phone, product;
before(async () => { counter = await openLender(); browser = await openBrowser(); product = await handset(counter); });
after(async () => { await browser?.close(); await counter?.close(); });
beforeEach(async () => {
  await counter.reset();
  phone = await openBorrower(browser, counter);
});
afterEach(async () => { await phone?.context.close(); });

test('declined in plain words, and an alternative taken', async () => {
  const { page } = phone, dear = await handset(counter, 135_000, 220_000);
  await toPlan(page, counter, '', dear);
  await page.check('[name=credit-plan][value=""]');
  const said = await check(page, 34);
  assert.ok(said.includes(says['zh-CN'].no) && said.includes('¥1,000'), said);
  assert.equal(await page.locator('[data-do=apply]').count(), 0, 'a no is not applied over');
  await page.click('.answer .take >> nth=0');
  await until(page, (yes) => document.querySelector('.answer')?.textContent.includes(yes), says['zh-CN'].yes);
  assert.notEqual(await page.textContent('.figures div:first-child b'), '¥0', 'the deposit is in the sheet');
  await applyFor(page);
  await sign(page);
  await standsAs(page, says['zh-CN'].reserved);
  assert.deepEqual(phone.complaints, []);
});

test('a no to the application itself is at the top, where it is seen and heard', async () => {
  const { page } = phone;
  await toPlan(page, counter, '/en', product);
  assert.ok((await check(page, 34)).includes(says.en.yes));
  await page.click('[data-do=apply]');
  await page.click('.credit a.primary');
  await signIn(page, newNumber());
  await page.waitForSelector('[data-field=resident-id]');
  await page.fill('[data-field=credit-name]', '李老山');
  const digits = '11010119400101123'; // older than the guarantor accepts
  const sum = [...digits].reduce((sum, digit, n) => sum + digit * (2 ** (17 - n) % 11), 0);
  await page.fill('[data-field=resident-id]', digits + '10X98765432'[sum % 11]);
  await page.click('[data-do=send-application] button');
  await page.waitForSelector('[role=alert] .no');
  await until(page, () => scrollY === 0 && document.activeElement?.id === 'main');
  assert.ok((await page.textContent('[role=alert] .no')).includes(says.en.no));
  assert.equal(await page.inputValue('[data-field=resident-id]'), '');
  assert.deepEqual(phone.complaints, []);
});

test('somebody has to look: signed, and not a yes until they have', async () => {
  const { page } = phone;
  await toPlan(page, counter, '/en', product);
  const eighteen = new Date().getFullYear() - 19;
  assert.ok((await check(page, 18)).includes(says.en.maybe));
  await page.click('[data-do=apply]');
  await page.click('.credit a.primary');
  await signIn(page, newNumber());
  await page.waitForSelector('[data-field=resident-id]');
  await page.fill('[data-field=credit-name]', '李小山');
  await page.fill('[data-field=resident-id]', '110101199003070000');
  await page.click('[data-do=send-application] button');
  await page.waitForSelector('#w-resident-id');
  const digits = `110101${eighteen}0101123`;
  const sum = [...digits].reduce((sum, digit, n) => sum + digit * (2 ** (17 - n) % 11), 0);
  await page.fill('[data-field=resident-id]', digits + '10X98765432'[sum % 11]);
  await page.click('[data-do=send-application] button');
  const id = new URL(page.url()).pathname.split('/').at(-1);
  await sign(page);
  await standsAs(page, 'Not a yes yet');
  await counter.act(id, { kind: 'approve', amount: 100_000 });
  await look(page, counter, '/en', id);
  await standsAs(page, says.en.reserved);
  assert.deepEqual(phone.complaints, []);
});

test('terms that changed between reading and signing are shown, and asked about again', async () => {
  const { page } = phone;
  await toPlan(page, counter, '/en', product);
  await page.check('[name=credit-plan][value=rural-39]');
  await check(page, 34);
  const id = await applyFor(page);
  await counter.reconfigure({ more: credit().replace('monthly_fee = 3900', 'monthly_fee = 4400') });
  try {
    await sign(page);
    await page.waitForSelector('.differences li');
    assert.ok(/¥39.*¥44/.test(await page.textContent('.differences')), await page.textContent('.differences'));
    assert.deepEqual(await counter.placed(), []);
    await page.click('[data-do=ask-again]');
    await page.waitForSelector('[data-field=resident-id]');
    assert.notEqual(new URL(page.url()).pathname.split('/').at(-1), id);
    assert.equal(await page.inputValue('[data-field=resident-id]'), '', 'it was nowhere on the phone');
  } finally {
    await counter.reconfigure();
  }
});

test('a phone that was handed over goes back within the cooling-off period, and the loan ends', async () => {
  const { page } = phone, say = says['zh-CN'];
  await toPlan(page, counter, '', product);
  await page.check('[name=credit-plan][value=""]');
  await check(page, 34);
  const id = await applyFor(page);
  await sign(page);
  await standsAs(page, say.reserved);
  const [order] = await counter.placed();
  for (const status of ['sent', 'received']) await counter.advance(order.id, status);
  await look(page, counter, '', id);
  await standsAs(page, say.active);
  await page.click('[data-do=ask-withdraw]');
  await page.click('[data-do=withdraw-loan]');
  await standsAs(page, say.withdrawn);
  assert.deepEqual(phone.complaints, []);
});

test('what is signed can be read, and the due dates taken along, without network', async () => {
  const { page } = phone;
  await toPlan(page, counter, '/en', product);
  await check(page, 34);
  const id = await applyFor(page);
  await sign(page);
  await standsAs(page, says.en.reserved);
  const [order] = await counter.placed();
  for (const status of ['sent', 'received']) await counter.advance(order.id, status);
  await look(page, counter, '/en', id);
  await standsAs(page, says.en.active);
  await offline(phone);
  await page.evaluate(() => { history.pushState(null, '', '/en/credit'); dispatchEvent(new PopStateEvent('popstate')); });
  await page.waitForSelector('.cards a');
  await page.click('.cards a');
  await page.waitForSelector('.bar');
  assert.ok((await page.textContent('main')).includes('This is a loan'));
  const [file] = await Promise.all([page.waitForEvent('download'), page.click('[data-do=to-calendar]')]);
  assert.equal(file.suggestedFilename(), 'fairday.ics');
});

test('a phone that is given back ends the loan', async () => {
  const { page } = phone, say = says.en;
  await toPlan(page, counter, '/en', product);
  await check(page, 34);
  const id = await applyFor(page);
  await sign(page);
  await standsAs(page, say.reserved);
  const [order] = await counter.placed();
  for (const status of ['sent', 'received']) await counter.advance(order.id, status);
  await look(page, counter, '/en', id);
  await standsAs(page, say.active);
  const { agreement: { loan: { give_back: amount } } } = await counter.agreement(id);
  assert.ok((await page.textContent('main')).includes('Bring the phone and your ID to the counter'));
  await counter.act(id, { kind: 'give_back', amount });
  await look(page, counter, '/en', id);
  await standsAs(page, say.returned);
  assert.equal(await page.locator('[data-do=pay]').count(), 0);
  assert.deepEqual(phone.complaints, []);
});
