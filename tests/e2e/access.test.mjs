// Everybody: screen readers, keyboards, D-pads, old eyes, small and large screens.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { findProduct, openBrowser, openPhone, openShop, started } from './shop.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let shop, browser, paths;
before(async () => {
  shop = await openShop();
  browser = await openBrowser();
  const tree = await (await fetch(`${shop.url}/api/v1/categories`)).json();
  const options = await findProduct(shop, (detail) => detail.options?.length === 2);
  paths = ['', '/c', `/c/${encodeURIComponent(tree[0].slug)}`, '/search?q=xyf', '/search', '/search?q=zzqq', `/p/${options.handle}`,
    '/cart', '/checkout', '/settings', '/orders', '/sign-in', '/account', '/nowhere'];
});
after(async () => { await browser?.close(); await shop?.close(); });

const withCart = async (page) => {
  await page.goto(shop.url);
  await started(page);
  for (const n of [0, 1, 2]) {
    await page.locator('.card .add').nth(n).click();
    await page.click('.notice .close'); // on a small screen with large text it covers the next card
  }
};

for (const prefix of ['', '/en']) {
  test(`axe-core finds nothing on any page (${prefix || 'zh-CN'})`, async () => {
    const { page, context } = await openPhone(browser, { bypassCSP: true });
    await withCart(page);
    for (const path of paths) {
      await page.goto(shop.url + (prefix + path || '/'));
      await started(page);
      await page.waitForSelector('main h1', { state: 'attached' }); // the page itself, after what stands in for it
      await page.evaluate(axe);
      const found = await page.evaluate(() => axe.run());
      const said = found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' | ')}`);
      assert.deepEqual(said, [], prefix + path);
    }
    await context.close();
  });
}

test('no page is wider than its screen, from 240 px to a desktop, with text up to 200 %', async () => {
  for (const [width, height, text] of [[240, 320, 100], [240, 320, 200], [320, 480, 150], [360, 640, 100], [360, 640, 200], [1280, 800, 100]]) {
    const { page, context } = await openPhone(browser, { viewport: { width, height } });
    await page.addInitScript((text) => { localStorage['fairday.text'] = String(text); }, text);
    await withCart(page);
    for (const path of paths) {
      for (const prefix of ['', '/en']) {
        await page.goto(shop.url + (prefix + path || '/'));
        await started(page);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${prefix + path} is ${wide} px wide on ${width} px at ${text} %`);
      }
    }
    await context.close();
  }
});

test('the whole way to the cart by arrow keys and Enter', async () => {
  const { page, context } = await openPhone(browser, { viewport: { width: 240, height: 320 } });
  await page.goto(`${shop.url}/en`);
  await started(page);
  const press = async (key, reached) => {
    for (let n = 0; n < 60; n++) {
      if (await page.evaluate(reached)) return;
      await page.keyboard.press(key);
    }
    assert.fail(`${key} never reached ${reached}, but ${await page.evaluate(() => document.activeElement.outerHTML.slice(0, 200))}`);
  };
  await press('ArrowDown', 'document.activeElement.matches(".card > a")');
  const seen = await page.evaluate(() => { const box = document.activeElement.getBoundingClientRect(); return box.bottom > 0 && box.top < innerHeight; });
  assert.ok(seen, 'what has the focus is on the screen');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#add-to-cart');
  await press('ArrowDown', 'document.activeElement.id === "add-to-cart"');
  await page.keyboard.press('Enter');
  await press('ArrowDown', 'document.activeElement.matches(".tabs a")');
  await press('ArrowRight', 'document.activeElement.getAttribute("href") === "/en/cart"');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/en/cart');
  await context.close();
});

test('the keyboard shows where it is', async () => {
  const { page, context } = await openPhone(browser);
  await page.goto(`${shop.url}/en`);
  await started(page);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
  for (let n = 0; n < 12; n++) {
    await page.keyboard.press('Tab');
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.notEqual(outline, 'none');
  }
  await context.close();
});

test('controls are large enough for a thumb', async () => {
  const { page, context } = await openPhone(browser);
  await withCart(page);
  for (const path of ['/', '/cart', paths[6]]) {
    await page.goto(shop.url + path);
    await started(page);
    const small = await page.$$eval('button,.primary,.tabs a', (all) => all
      .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
      .filter(([, box]) => box.width > 0 && (box.width < 36 || box.height < 36)).map(([html]) => html));
    assert.deepEqual(small, [], path);
  }
  await context.close();
});

test('what was said goes away by itself, an undo stays half a minute, and neither while it has the focus', async () => {
  const { page, context } = await openPhone(browser);
  await page.clock.install();
  await page.goto(shop.url);
  await started(page);
  await page.locator('.card .add').nth(0).click();
  await page.waitForSelector('.notice');
  await page.clock.fastForward(4000); // the clock goes on by itself too
  assert.equal(await page.locator('.notice').count(), 1);
  await page.clock.fastForward(5000);
  await page.waitForSelector('.notice', { state: 'detached' });
  await page.click('.tabs >> text=购物车');
  await page.click('.bin');
  await page.waitForSelector('.notice >> text=撤销');
  await page.clock.fastForward(20000);
  assert.equal(await page.locator('.notice').count(), 1);
  await page.focus('.notice button');
  await page.clock.fastForward(29000);
  await page.click('.notice >> text=撤销');
  await page.waitForSelector('.lines li');
  await context.close();
});

test('the last row can be scrolled clear of what is said, on the smallest screen with the largest text', async () => {
  for (const [width, height, text] of [[240, 320, 100], [240, 320, 200], [360, 640, 200]]) {
    const { page, context } = await openPhone(browser, { viewport: { width, height } });
    await page.addInitScript((text) => { localStorage['fairday.text'] = String(text); }, text);
    await page.goto(`${shop.url}/search?sort=sales`);
    await started(page);
    await page.locator('.card .add').nth(0).click();
    await page.waitForSelector('.notice');
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await page.waitForFunction(() => document.querySelector('.more').getBoundingClientRect().bottom <= document.querySelector('.notice').getBoundingClientRect().top);
    await context.close();
  }
});

test('what follows a lowest price stays on its line', async () => {
  for (const [width, text] of [[240, 100], [240, 150], [360, 100], [360, 200]]) {
    const { page, context } = await openPhone(browser, { viewport: { width, height: 640 } });
    await page.addInitScript((text) => { localStorage['fairday.text'] = String(text); }, text);
    await page.goto(`${shop.url}/search?sort=sales`);
    const broken = await page.$$eval('.card .cost b + small', (all) => all
      .filter((small) => small.getBoundingClientRect().top >= small.previousElementSibling.getBoundingClientRect().bottom).map((small) => small.parentNode.textContent));
    assert.deepEqual(broken, [], `${width} px at ${text} %`);
    await context.close();
  }
});
