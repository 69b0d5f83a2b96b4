// A phone for nothing up front, at a real shop: from the handset's page to the last payment.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { applyFor, check, handset, look, newResidentId, openLender, payAtCounter, says, sign, standsAs, toPlan } from './borrower.mjs';
import { openBrowser, openPhone, until } from './shop.mjs';
import { hasten, newNumber, offline, signIn, yuan } from './shopper.mjs';

let counter, browser, phone, product;
before(async () => { counter = await openLender(); browser = await openBrowser(); product = await handset(counter); });
after(async () => { await browser?.close(); await counter?.close(); });
beforeEach(async () => {
  await counter.reset();
  phone = await openPhone(browser);
  await hasten(phone.context);
});
afterEach(async () => { await phone?.context.close(); });

for (const [locale, say] of Object.entries(says)) {
  test(`from a handset's page to the last payment (${locale})`, async () => {
    const { page } = phone, { prefix } = say;
    await toPlan(page, counter, prefix, product);
    const sheet = await page.textContent('.loan');
    assert.ok(sheet.includes(say.loan) && sheet.includes('Fairday Credit') && sheet.includes('¥0') && sheet.includes('0%'), sheet);
    assert.ok(sheet.includes(yuan(product.monthly_from.amount)), `${sheet} says what the handset's page said: ${yuan(product.monthly_from.amount)}`);
    await page.check('[name=credit-plan][value=rural-39]');
    await until(page, () => document.querySelector('.months tbody').rows.length === 24);
    await page.check('[name=credit-number][value=keep]');
    assert.ok((await check(page, 34)).includes(say.yes));
    const id = await applyFor(page);
    assert.equal(await page.isChecked('[data-do=consent]'), false, 'the shopper ticks it, nobody else');
    await sign(page);
    await standsAs(page, say.reserved);
    const [order] = await counter.placed();
    assert.equal(order.payment, 'phone_credit');
  
    for (const status of ['sent', 'received']) await counter.advance(order.id, status);
    await look(page, counter, prefix, id);
    await standsAs(page, say.active);
    await payAtCounter(page, counter, id, 'due', say);
    const { agreement: { loan } } = await counter.agreement(id);
    assert.equal(loan.paid, loan.instalments[0].handset + loan.instalments[0].plan);
    await payAtCounter(page, counter, id, 'settle', say);
    await standsAs(page, say.early);
    assert.equal((await counter.agreement(id)).agreement.loan.principal_left, 0);
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
