// Phone credit when somebody is away: the guarantor, or the network.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { applyFor, borrow, check, credit, handset, newResidentId, openBorrower, openLender, says, sign, standsAs, toPlan } from './borrower.mjs';
import { eventually } from './counter.mjs';
import { openBrowser, started, until } from './shop.mjs';
import { newNumber, offline, signIn, yuan } from './shopper.mjs';

/** A guarantor of whom nothing is heard: nobody is at this port. */
const away = credit().replace('[credit.rules]', '[credit.guarantor_at]\nurl = "http://127.0.0.1:9/"\nsecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"\n\n[credit.rules]');

let counter, browser, phone, product;
before(async () => { counter = await openLender(); browser = await openBrowser(); product = await handset(counter, 30_000, 50_000); });
after(async () => { await browser?.close(); await counter?.close(); });
beforeEach(async () => {
  await counter.reset();
  phone = await openBorrower(browser, counter);
});
afterEach(async () => { await phone?.context.close(); });

/** Sending an application. */
const isApplication = ({ method, path }) => method === 'PUT' && /^\/api\/v1\/credit\/agreements\/[^/]+$/.test(path);

/** Goes to a page as a link in the app does. */
const go = (page, path) => page.evaluate((path) => { history.pushState(null, '', path); dispatchEvent(new PopStateEvent('popstate')); }, path);

/** Waits until the phone can open pages by itself. */
const isInstalled = async (page) => {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller);
};

for (const [locale, say] of Object.entries(says)) {
  test(`a guarantor who is away is said to be, what was typed stays, and later it goes on (${locale})`, async () => {
    const { page } = phone;
    await toPlan(page, counter, say.prefix, product);
    await counter.reconfigure({ more: away });
    try {
      await page.fill('[data-field=age]', '34');
      await page.click('[data-do=check] button');
      await until(page, (word) => document.querySelector('[role=alert] .wrong')?.textContent.includes(word), say.away);
      assert.ok(await page.locator('[role=alert] .wrong').isVisible());
      assert.equal(await page.inputValue('[data-field=age]'), '34');
      assert.equal(await page.locator('[data-do=apply]').count(), 0, 'no answer is never a yes');
      await counter.reconfigure();
      assert.ok((await check(page, 34)).includes(say.yes));
      await page.click('[data-do=apply]');
      await page.click('.credit a.primary');
      await signIn(page, newNumber());
      await page.waitForSelector('[data-field=resident-id]');
      await counter.reconfigure({ more: away });
      const id = newResidentId();
      await page.fill('[data-field=credit-name]', '李大山');
      await page.fill('[data-field=resident-id]', id);
      await page.click('[data-do=send-application] button');
      await until(page, (word) => document.querySelector('[role=alert] .wrong')?.textContent.includes(word), say.away);
      assert.equal(await page.inputValue('[data-field=resident-id]'), id);
      assert.equal(await page.inputValue('[data-field=credit-name]'), '李大山');
      await counter.reconfigure();
      await page.click('[data-do=send-application] button');
      await page.waitForSelector('[data-do=consent]');
    } finally {
      await counter.reconfigure();
    }
    assert.deepEqual(phone.complaints, []);
  });

  test(`an application whose answer is lost is not sent anew: the shop is asked what came of it (${locale})`, async () => {
    const { page } = phone;
    await toPlan(page, counter, say.prefix, product);
    await check(page, 34);
    await page.click('[data-do=apply]');
    await page.click('.credit a.primary');
    await signIn(page, newNumber());
    await page.waitForSelector('[data-field=resident-id]');
    await page.fill('[data-field=credit-name]', '李大山');
    await page.fill('[data-field=resident-id]', newResidentId());
    counter.cut('answered', isApplication);
    await page.click('[data-do=send-application] button');
    await eventually(counter.isDone);
    await page.waitForSelector('[data-do=consent]');
    assert.deepEqual(phone.complaints, []);
  });

  test(`what was signed is read without network though it was never opened, as of when it was known (${locale})`, async () => {
    const { page } = phone;
    await borrow(page, counter, say, product);
    await until(page, async () => (await (await new Promise((done) => {
      const opening = indexedDB.open('fairday-orders');
      opening.onsuccess = () => { const all = opening.result.transaction('kept').objectStore('kept').getAllKeys(); all.onsuccess = () => done(all.result); };
    })).some((key) => key.includes('/texts/'))));
    await isInstalled(page);
    await offline(phone);
    await page.goto(`${counter.url}${say.prefix}/credit`);
    await page.waitForSelector('.cards a');
    assert.match(await page.textContent('.stale'), /\d/, 'as of when it is');
    await page.click('.cards a');
    await page.waitForSelector('.bar');
    assert.match(await page.textContent('.credit .stale'), /\d/);
    await page.click('summary[data-do=read-text]');
    await until(page, (text) => document.querySelector('details[open] summary[data-do=read-text]')?.parentElement.innerText.includes(text), say.text);
    await page.click('details:has(.loan) > summary');
    assert.ok(await page.locator('.loan').isVisible());
    assert.ok((await page.locator('.loan').innerText()).includes(say.loan));
    assert.deepEqual(phone.complaints, []);
  });

  test(`a handset's page says what a month costs without network, and the plans are worked out anew (${locale})`, async () => {
    const { page } = phone;
    await toPlan(page, counter, say.prefix, product);
    await isInstalled(page);
    await page.goto(`${counter.url}${say.prefix}/p/${encodeURIComponent(product.handle)}`);
    await started(page);
    await page.waitForSelector('a.monthly');
    await page.waitForSelector('html[data-copy=whole]', { state: 'attached' }); // the page itself was kept before that
    await offline(phone);
    await page.reload();
    await started(page);
    assert.ok((await page.textContent('a.monthly')).includes(yuan(product.monthly_from.amount)));
    await page.click('a.monthly');
    await page.waitForSelector('.loan');
    assert.match(await page.textContent('.credit .stale'), /\d/, 'as of when the terms are');
    await page.click('summary[data-do=whole-sheet]');
    for (const [plan, months] of [['rural-39', 24], ['rural-19', 12]]) {
      await page.check(`[name=credit-plan][value=${plan}]`);
      await until(page, (months) => document.querySelector('details[open] .months tbody')?.rows.length === months, months);
    }
    await page.check('[name=credit-plan][value=""]');
    await page.check('[name=credit-months][value="6"]');
    await until(page, () => document.querySelector('.months tbody').rows.length === 6);
    assert.deepEqual(phone.complaints, []);
  });
}
