// Lists: order, filters, more, and the way back to the same place.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser, openPhone, openShop, started } from './shop.mjs';

let shop, browser, slug;
before(async () => {
  shop = await openShop();
  browser = await openBrowser();
  const tree = await (await fetch(`${shop.url}/api/v1/categories`)).json();
  slug = encodeURIComponent(tree.toSorted?.((a, b) => b.count - a.count)[0]?.slug ?? tree[0].slug);
});
after(async () => { await browser?.close(); await shop?.close(); });

const prices = (page) => page.$$eval('.card .cost b', (all) => all.map((one) => parseFloat(one.textContent.replace(/[^\d.]/g, ''))));

test('goods sorted by price, narrowed by price and stock, all in the address', async () => {
  const { page, context, complaints } = await openPhone(browser);
  await page.goto(`${shop.url}/en/c/${slug}`);
  await started(page);
  await page.click('.chips >> text=Price ↑');
  await page.waitForURL('**sort=price_asc');
  await page.waitForSelector('.chips a.on >> text=Price ↑');
  await page.waitForSelector('.card .cost b');
  const rising = await prices(page);
  assert.deepEqual(rising, [...rising].sort((a, b) => a - b));
  const low = Math.ceil(rising[2]);
  await page.click('.filter summary');
  await page.fill('[name=min]', String(low));
  await page.check('[name=stock]');
  await page.click('.filter .primary');
  await page.waitForURL(`**min=${low}**`);
  await page.waitForFunction((low) => {
    const all = [...document.querySelectorAll('.card .cost b')];
    return all.length && all.every((one) => parseFloat(one.textContent.replace(/[^\d.]/g, '')) >= low);
  }, low);
  assert.equal(await page.locator('.badge.gone').count(), 0);
  await page.reload();
  await page.waitForSelector('.filter[open]');
  assert.equal(await page.inputValue('[name=min]'), String(low));
  assert.deepEqual(complaints, []);
  await context.close();
});

test('“load more” keeps its place on Back', async () => {
  const { page, context, complaints } = await openPhone(browser);
  await page.goto(`${shop.url}/search?sort=sales`);
  await started(page);
  const first = await page.locator('.card').count();
  await page.click('.more');
  await page.waitForFunction((first) => document.querySelectorAll('.card').length > first, first);
  const loaded = await page.locator('.card').count();
  const target = page.locator('.card > a').nth(first + 4);
  await target.scrollIntoViewIfNeeded();
  const y = await page.evaluate(() => scrollY);
  assert.ok(y > 500);
  assert.equal(await page.evaluate(() => document.querySelector('.search').getBoundingClientRect().top >= 0), true, 'the search stays in reach');
  await target.click();
  await page.waitForSelector('#add-to-cart');
  assert.equal(await page.evaluate(() => scrollY), 0, 'a new page begins at its top');
  await page.goBack();
  await page.waitForFunction((loaded) => document.querySelectorAll('.card').length === loaded, loaded);
  await page.waitForFunction((y) => Math.abs(scrollY - y) < 200, y);
  assert.deepEqual(complaints, []);
  await context.close();
});

test('a list has no product twice, to its very end', async () => {
  const { page, context } = await openPhone(browser);
  await page.goto(`${shop.url}/search?sort=price_asc`);
  await started(page);
  for (;;) {
    const count = await page.locator('.card').count();
    if (!await page.$('.more')) break;
    await page.press('.more', 'Enter'); // cards scrolled into sight may move it from under a finger
    await page.waitForFunction((count) => document.querySelectorAll('.card').length > count, count);
  }
  const links = await page.$$eval('.card > a', (all) => all.map((one) => one.getAttribute('href')));
  assert.equal(new Set(links).size, links.length);
  const total = (await (await fetch(`${shop.url}/api/v1/products?limit=1`)).json()).total;
  assert.equal(links.length, total);
  await context.close();
});
