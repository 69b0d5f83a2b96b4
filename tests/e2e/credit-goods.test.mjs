// Ordinary goods that go with next month's bill: within the free line, and in plain words beyond it.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { borrow, handset, openBorrower, openLender, says } from './borrower.mjs';
import { isOrder } from './counter.mjs';
import { findProduct, keepTime, openBrowser, started, until } from './shop.mjs';
import { isPriced, order, stateIs, toCheckout, words, yuan } from './shopper.mjs';

let counter, browser, phone, product, dear;
before(async () => {
  counter = await openLender();
  browser = await openBrowser();
  product = await handset(counter, 30_000, 50_000);
  // Twice it is more than what is free, once it is not.
  const free = 100_000 - Math.min(...product.variants.map(({ price }) => price.amount));
  const fits = ({ stock, price: { amount } }) => stock !== 0 && amount > free / 2 && amount < free - 1_000;
  dear = await findProduct(counter.shop, ({ handle, variants }) => handle !== product.handle && variants.every(fits));
});
after(async () => { await browser?.close(); await counter?.close(); });
beforeEach(async () => {
  await counter.reset();
  phone = await openBorrower(browser, counter);
});
afterEach(async () => { await phone?.context.close(); });

/** Puts so many of some goods into the cart, and goes to the checkout. */
async function fetchGoods(page, prefix, goods, count = 1) {
  await page.goto(`${counter.url}${prefix}/p/${encodeURIComponent(goods.handle)}`);
  await started(page);
  for (let n = 1; n <= count; n++) {
    await page.click('#add-to-cart');
    await until(page, (n) => Number(document.querySelector('.count')?.textContent) === n, n);
  }
  await toCheckout(page);
  await page.check('[name=address] >> nth=0'); // where the handset went
  await isPriced(page);
}

for (const [locale, say] of Object.entries(says)) {
  test(`goods go with next month's bill, and their order leads to what is owed (${locale})`, async () => {
    const { page } = phone, { prefix } = say;
    await borrow(page, counter, say, product);
    await fetchGoods(page, prefix, dear);
    await page.check('[name=payment][value=phone_credit]');
    await order(page);
    await stateIs(page, words[locale].placed);
    const [placed] = await counter.placed();
    assert.equal(placed.payment, 'phone_credit');
    const total = placed.total.amount;
    await page.click('.order a[href*="/credit"]');
    await page.waitForSelector('.credit h1');
    await page.goto(`${counter.url}${prefix}/credit`);
    await page.waitForSelector('.cards li:nth-child(2) a');

    for (const status of ['sent', 'received']) await counter.advance(placed.id, status);
    await page.goto(`${counter.url}${prefix}/orders/${placed.id}`);
    await page.click('.order a[href*="/credit/"]');
    await page.waitForSelector('.due-next');
    const { agreement: { kind, loan } } = await counter.agreement(placed.id);
    assert.equal(kind, 'goods');
    assert.deepEqual(loan.instalments.map(({ handset, plan = 0 }) => handset + plan), [total], 'one bill, and nothing on top');
    const text = await page.textContent('.due-next');
    assert.ok(text.includes(say.next) && text.includes(yuan(total)), text);
    await counter.bill(loan.instalments[0].due);
    await keepTime(phone.context, counter.shop);
    await page.reload();
    await until(page, (owed) => document.querySelector('.due-next')?.textContent.includes(owed), say.owed);
    assert.deepEqual(phone.complaints, []);
  });

  test(`more than what is free is refused in plain words, before ordering and after (${locale})`, async () => {
    const { page, context } = phone, { prefix } = say;
    await borrow(page, counter, say, product);
    const free = await page.evaluate(async () => (await (await fetch('/api/v1/credit/agreements')).json()).available);
    await fetchGoods(page, prefix, dear, 2);
    assert.equal(await page.locator('[name=payment][value=phone_credit]').count(), 0);
    const why = await page.textContent('.checkout .hint:has(a[href$="/credit"])');
    assert.ok(why.includes(yuan(free)), why);

    await page.goto(`${counter.url}${prefix}/cart`);
    await started(page);
    await page.click('.fewer');
    await page.click('#order');
    await isPriced(page);
    await page.check('[name=payment][value=phone_credit]');
    // While it is on its way, the same goods are ordered once more, from elsewhere.
    counter.cut('asked', isOrder, async () => {
      const cookie = (await context.cookies(counter.url)).map(({ name, value }) => `${name}=${value}`).join('; ');
      const headers = { cookie, origin: counter.shop.url, 'content-type': 'application/json' }, id = randomBytes(16).toString('hex');
      const answer = await fetch(`${counter.shop.url}/api/v1/orders/${id}`, { method: 'PUT', headers, body: counter.sent[0].body });
      assert.equal(answer.ok, true, await answer.text());
    });
    await order(page);
    await stateIs(page, words[locale].change);
    assert.ok((await page.textContent('.order')).includes(words[locale].noCredit));
    assert.equal((await counter.placed()).length, 2, 'the handset, and the goods once');
    assert.deepEqual(phone.complaints, []);
  });
}
