// Phone credit for everybody: screen readers, keyboards, D-pads, old eyes, small and large screens.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { applyFor, check, handset, openBorrower, openLender, says, sign, standsAs, toPlan } from './borrower.mjs';
import { openBrowser, openPhone, started, until } from './shop.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let counter, browser, shopper, product;

/** A shopper with an agreement that runs, one that can be signed, and one that is begun. */
before(async () => {
  counter = await openLender();
  await counter.reset();
  browser = await openBrowser();
  product = await handset(counter, 30_000, 50_000);
  const { page, context } = await openBorrower(browser, counter);
  await toPlan(page, counter, '/en', product);
  await check(page, 34);
  const who = { name: '李大山', id: '110101199003070054' };
  const running = await applyFor(page, who);
  await sign(page);
  await standsAs(page, says.en.reserved);
  const [{ id }] = await counter.placed();
  for (const status of ['sent', 'received']) await counter.advance(id, status);
  await toPlan(page, counter, '/en', product);
  await check(page, 34);
  const offered = await applyFor(page, who);
  await toPlan(page, counter, '/en', product);
  // Another choice is another wish: the same one would lead to the offer that waits.
  await page.check('[name=credit-plan][value=rural-19]');
  await check(page, 34);
  await page.click('[data-do=apply]');
  await page.waitForSelector('[data-field=resident-id]');
  const begun = new URL(page.url()).pathname.split('/').at(-1);
  shopper = {
    state: await context.storageState(),
    paths: [`/p/${encodeURIComponent(product.handle)}/plan`, '/credit', `/credit/${begun}`, `/credit/${offered}`, `/credit/${running}`],
    shown: { '/credit': '.cards li:nth-child(3) a', [`/credit/${begun}`]: '[data-field=resident-id]', [`/credit/${offered}`]: '[data-do=consent]', [`/credit/${running}`]: '.bar' },
  };
  await context.close();
});
after(async () => { await browser?.close(); await counter?.close(); });

const open = async (options) => {
  const phone = await openPhone(browser, { storageState: shopper.state, ...options });
  const go = async (prefix, path) => {
    await phone.page.goto(counter.url + prefix + path);
    await started(phone.page);
    await phone.page.waitForSelector(shopper.shown[path] ?? '.loan');
    await phone.page.evaluate(() => document.querySelector('summary[data-do=whole-sheet]')?.click());
    await phone.page.evaluate(() => document.querySelectorAll('details').forEach((one) => { one.open = true; }));
  };
  return { ...phone, go };
};

for (const [locale, { prefix }] of Object.entries(says)) {
  test(`axe-core finds nothing on the pages of phone credit (${locale})`, async () => {
    const { page, context, go, complaints } = await open({ bypassCSP: true });
    for (const path of shopper.paths) {
      await go(prefix, path);
      await page.evaluate(axe);
      const found = await page.evaluate(() => axe.run());
      const said = found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' | ')}`);
      assert.deepEqual(said, [], prefix + path);
      if (process.env.FAIRDAY_PICTURES) await page.screenshot({ path: `${process.env.FAIRDAY_PICTURES}/${locale}-${shopper.paths.indexOf(path)}.png`, fullPage: true });
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
          // A long table is scrolled within its own frame.
          out: [...document.querySelectorAll('main :is(button, a, input, select, b, small, dd)')].filter((one) => {
            const { left, right, width } = one.getBoundingClientRect();
            return width && !one.closest('table') && (left < -1 || right > innerWidth + 1);
          }).map((one) => one.outerHTML.slice(0, 80)),
        }));
        assert.ok(wide <= width, `${prefix + path} is ${wide} px wide on ${width} px at ${text} %`);
        assert.deepEqual(out, [], `${prefix + path} on ${width} px at ${text} %`);
        if (process.env.FAIRDAY_PICTURES) await page.screenshot({ path: `${process.env.FAIRDAY_PICTURES}/${width}-${text}-${prefix.slice(1) || 'zh'}-${shopper.paths.indexOf(path)}.png`, fullPage: true });
      }
    }
    await context.close();
  }
});

test('a choice, the sheet and the question by keys alone', async () => {
  const { page, context } = await open({ viewport: { width: 240, height: 320 } });
  await page.goto(`${counter.url}/en${shopper.paths[0]}`);
  await started(page);
  await page.waitForSelector('.loan');
  const passed = new Set();
  const press = async (key, until) => {
    for (let n = 0, here; n < 60 && here !== until; n++) {
      await page.keyboard.press(key);
      here = await page.evaluate(() => { const { dataset, localName } = document.activeElement; return dataset.do ?? dataset.field ?? localName; });
      passed.add(here);
    }
  };
  await press('Tab', 'whole-sheet');
  await page.keyboard.press('Enter');
  await page.waitForSelector('details[open] .months tbody tr');
  await press('Shift+Tab', 'age');
  for (const one of ['credit-plan', 'whole-sheet', 'age']) assert.ok(passed.has(one), `${one} is not among ${[...passed].join(' ')}`);
  await page.keyboard.type('34');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.yes');
  await context.close();
});

test('what is chosen says at once what it costs, to screen readers too', async () => {
  const { page, context } = await open();
  await page.goto(`${counter.url}/en${shopper.paths[0]}`);
  await started(page);
  await page.waitForSelector('.result[role=status] .loan');
  const before = await page.textContent('.result');
  await page.check('[name=credit-plan][value=rural-39]');
  await until(page, (before) => document.querySelector('.result').textContent !== before, before);
  assert.equal(await page.evaluate(() => document.activeElement.value), 'rural-39', 'the focus stays');
  await context.close();
});
