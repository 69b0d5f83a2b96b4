// A phone for nothing up front, at a real shop: from the handset's page to the last payment.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { applyFor, check, handOver, handset, isPayment, look, newResidentId, openBorrower, openLender, payAtCounter, payAtProvider, says, sign, standsAs, toPlan } from './borrower.mjs';
import { eventually } from './counter.mjs';
import { keepTime, openBrowser, until } from './shop.mjs';
import { newNumber, offline, signIn, yuan } from './shopper.mjs';

let counter, browser, phone, product;
before(async () => { counter = await openLender({ online: true }); browser = await openBrowser(); product = await handset(counter); });
after(async () => { await browser?.close(); await counter?.close(); });
beforeEach(async () => {
  await counter.reset();
  phone = await openBorrower(browser, counter);
});
afterEach(async () => { await phone?.context.close(); });

/** Waits until all of this is said there: what the phone kept is shown first. */
const tells = (page, where, ...words) => until(page, ([where, words]) => words.every((word) => document.querySelector(where)?.textContent.includes(word)), [where, words]);

for (const [locale, say] of Object.entries(says)) {
  test(`from a handset's page to the first bill, a payment, and the end (${locale})`, async () => {
    const { page } = phone, { prefix } = say;
    await toPlan(page, counter, prefix, product);
    const sheet = await page.textContent('.loan');
    assert.ok(sheet.includes(say.loan) && sheet.includes('Fairday Credit') && sheet.includes('¥0') && sheet.includes('0%'), sheet);
    assert.ok(sheet.includes(yuan(product.monthly_from.amount)), `${sheet} says what the handset's page said: ${yuan(product.monthly_from.amount)}`);
    await page.check('[name=credit-plan][value=rural-39]');
    await page.click('summary[data-do=whole-sheet]');
    await until(page, () => document.querySelector('details[open] .months tbody')?.rows.length === 24);
    await page.check('[name=credit-number][value=keep]');
    assert.ok((await check(page, 34)).includes(say.yes));
    const id = await applyFor(page);
    assert.equal(await page.isChecked('[data-do=consent]'), false, 'the shopper ticks it, nobody else');
    await sign(page);
    await standsAs(page, say.reserved);
    const [order] = await counter.placed();
    assert.equal(order.payment, 'phone_credit');
    await handOver(counter, page, prefix, id);
    await standsAs(page, say.active);
    assert.ok((await page.textContent('.due-next')).includes(say.next), 'nothing is due yet');

    const { agreement: { loan: { instalments: [first] } } } = await counter.agreement(id);
    const month = first.handset + first.plan;
    assert.match(await counter.bill(first.due), /[1-9]\d* changed/);
    await keepTime(phone.context, counter.shop);
    await look(page, counter, prefix, id);
    await tells(page, '.due-next', say.owed, yuan(month));

    counter.cut('answered', isPayment);
    await page.check('[name=pay][value=due]');
    await page.check('[name=pay-way][value=online]');
    await page.click('form[data-do=pay] button.primary');
    await eventually(counter.isDone); // the answer is lost
    await page.click('[data-do=again-ask]');
    await payAtProvider(page);
    assert.equal(new URL(page.url()).pathname, `${prefix}/credit/${id}`, 'back in the language that is read');
    await tells(page, '.standing', say.booked);
    await look(page, counter, prefix, id);
    assert.equal(await counter.provider.tellAgain(), 204);
    const paid = await counter.agreement(id);
    assert.deepEqual(paid.payments.map(({ status, amount }) => [status, amount]), [['paid', month]], 'one payment, though it was sent twice');
    assert.equal(paid.agreement.loan.paid, month);
    assert.equal(counter.provider.taken.filter(({ repayment }) => repayment === paid.payments[0].number).length, 1);
    await tells(page, 'main', say.next, say.receipt, say.billed);

    await payAtCounter(page, counter, id, 'settle', say);
    await standsAs(page, say.early);
    assert.equal((await counter.agreement(id)).agreement.loan.principal_left, 0);
    assert.match(await counter.verify(), /The books are right/);
    assert.deepEqual(phone.complaints, []);
  });
}

for (const [locale, say] of Object.entries(says)) {
  test(`begun without network, signed with it (${locale})`, async () => {
    const { page } = phone;
    await toPlan(page, counter, say.prefix, product);
    await offline(phone);
    const before = await page.textContent('.loan');
    await page.check('[name=credit-plan][value=rural-39]');
    await until(page, (before) => document.querySelector('.loan').textContent !== before, before);
    await page.click('[data-do=apply]');
    await until(page, (kept) => document.querySelector('main').textContent.includes(kept), say.kept);
    await phone.context.setOffline(false);
    await page.waitForSelector('.credit a.primary');
    await page.click('.credit a.primary');
    await signIn(page, newNumber());
    await page.waitForSelector('[data-field=resident-id]');
    await page.fill('[data-field=credit-name]', '李大山');
    await page.fill('[data-field=resident-id]', newResidentId());
    await page.click('[data-do=send-application] button');
    await sign(page);
    await standsAs(page, say.reserved);
    assert.equal((await counter.placed()).length, 1);
    assert.deepEqual(phone.complaints, []);
  });
}
