// The pages of who is signed in, for everybody: screen readers, keyboards, D-pads, old eyes, small and large screens.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { openCounter } from './counter.mjs';
import { openBrowser, openPhone, started, until } from './shop.mjs';
import { fillCart, isPriced, order, readyToOrder, stateIs, words } from './shopper.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let counter, browser, shopper;

/** A shopper with an address, an order, and something in the cart again. */
before(async () => {
  counter = await openCounter();
  await counter.reset();
  browser = await openBrowser();
  const { page, context } = await readyToOrder(browser, counter, '/en');
  await order(page);
  await stateIs(page, words.en.placed);
  const [{ id }] = await counter.placed();
  await counter.advance(id, 'sent', { tracking: { carrier: '邮政', number: 'EA123456789CN' }, note: 'on its way' });
  await fillCart(page, counter.url, { prefix: '/en' });
  shopper = { state: await context.storageState(), paths: ['/checkout', '/orders', `/orders/${id}`, `/orders/${id}/receipt`, '/account', '/addresses'] };
  await context.close();
});
after(async () => { await browser?.close(); await counter?.close(); });

/** What each page shows once it has everything. */
const shown = (path) => ({ '/checkout': '.checkout .sums', '/orders': '.cards li a', '/account': '[data-do]', '/addresses': '.address' }[path]
  ?? (path.endsWith('/receipt') ? '.receipt' : '.timeline li:nth-child(2)'));

const open = async (options) => {
  const phone = await openPhone(browser, { storageState: shopper.state, ...options });
  const go = async (prefix, path) => {
    await phone.page.goto(counter.url + prefix + path);
    await started(phone.page);
    await phone.page.waitForSelector(shown(path));
    if (path === '/checkout') await isPriced(phone.page);
  };
  return { ...phone, go };
};

for (const [locale, { prefix }] of Object.entries(words)) {
  test(`axe-core finds nothing on the pages of who is signed in (${locale})`, async () => {
    const { page, context, go, complaints } = await open({ bypassCSP: true });
    for (const path of shopper.paths) {
      await go(prefix, path);
      await page.evaluate(axe);
      const found = await page.evaluate(() => axe.run());
      const said = found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' | ')}`);
      assert.deepEqual(said, [], prefix + path);
    }
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

test('they are no wider than the screen, from 240 px to a desktop, with text up to 200 %', async () => {
  for (const [width, height, text] of [[240, 320, 100], [240, 320, 200], [360, 640, 200], [1280, 800, 100]]) {
    const { page, context, go } = await open({ viewport: { width, height } });
    await page.addInitScript((text) => { localStorage['fairday.text'] = String(text); }, text);
    for (const path of shopper.paths) {
      for (const prefix of ['', '/en']) {
        await go(prefix, path);
        const { wide, out } = await page.evaluate(() => ({
          wide: document.documentElement.scrollWidth,
          out: [...document.querySelectorAll('main :is(.tag, button, a, input, select, b, small)')].filter((one) => {
            const { left, right, width } = one.getBoundingClientRect();
            return width && (left < -1 || right > innerWidth + 1);
          }).map((one) => one.outerHTML.slice(0, 80)),
        }));
        assert.ok(wide <= width, `${prefix + path} is ${wide} px wide on ${width} px at ${text} %`);
        assert.deepEqual(out, [], `${prefix + path} on ${width} px at ${text} %`);
      }
    }
    await context.close();
  }
});

test('what these pages look like changes nothing of the others', async () => {
  const { page, context, go } = await open();
  const look = () => page.evaluate(() => ['.badge', '.card', '.row', '.tabs a', 'button', 'h2'].map((name) => {
    const one = document.querySelector(`main ${name}, ${name}`);
    return one && [...['position', 'display', 'color', 'backgroundColor', 'padding', 'margin', 'fontSize', 'flexWrap']].map((what) => getComputedStyle(one)[what]).join();
  }));
  const goods = () => [...document.querySelectorAll('main .card a')].map((a) => a.getAttribute('href')).join();
  await page.goto(`${counter.url}/en/search?q=phone`);
  await started(page);
  const [found, before] = [await page.evaluate(goods), await look()];
  assert.ok(found && before.filter(Boolean).length > 3);
  await go('/en', '/addresses');
  const tag = await page.locator('.address .tag').first().boundingBox(), address = await page.locator('.address').first().boundingBox();
  assert.ok(tag.y >= address.y && tag.y < address.y + address.height, '“default” stands in its address');
  await page.click('.tabs a[href="/en"]');
  await page.waitForSelector('.card');
  await page.evaluate(() => { document.querySelector('header input').value = 'phone'; document.querySelector('header form').requestSubmit(); });
  await page.waitForURL('**/search?q=phone');
  // Neither the page before nor the outlines of the one that comes.
  await until(page, `(${goods})() === ${JSON.stringify(found)}`);
  assert.deepEqual(await look(), before, 'after the styles of ordering have come');
  await context.close();
});

test('an order by arrow keys and Enter alone', async () => {
  const { page, context, go } = await open({ viewport: { width: 240, height: 320 } });
  await go('/en', '/checkout');
  const [{ number: before } = { number: 0 }] = await counter.placed();
  const passed = new Set();
  for (let n = 0; n < 80 && !passed.has('place'); n++) {
    await page.keyboard.press('ArrowDown');
    passed.add(await page.evaluate(() => { const { id, dataset } = document.activeElement; return dataset.do ?? dataset.field ?? id; }));
  }
  const all = [...passed].join(' ');
  for (const one of ['name', 'phone', 'region', 'detail', 'coupon', 'note', 'place']) assert.ok(passed.has(one), `${one} is not among ${all}`);
  await page.keyboard.press('Enter');
  await stateIs(page, words.en.placed);
  const [{ number: now }] = await counter.placed();
  assert.equal(now, before + 1);
  await context.close();
});
