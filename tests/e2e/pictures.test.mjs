// Pictures where data is dear: what is asked for, what it costs, and what the phone says about it.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { connect, createServer } from 'node:net';
import { after, before, test } from 'node:test';
import { findProduct, openBrowser, openPhone, openShop, script, started } from './shop.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SAVER = 'html[data-saving]';
let shop, browser, several;
before(async () => {
  shop = await openShop();
  browser = await openBrowser();
  several = await findProduct(shop, (detail) => detail.pictures?.length > 1);
});
after(async () => { await browser?.close(); await shop?.close(); });

/**
 * A phone, and the pictures it has asked for, by address. Without the service worker, whose requests the browser's tools
 * count apart: `shell.test.mjs` is about those.
 */
async function phoneOf(options) {
  const phone = await openPhone(browser, { serviceWorkers: 'block', ...options });
  phone.asked = [];
  phone.context.on('request', (request) => {
    if (request.url().includes('/pictures/')) phone.asked.push(request.url());
  });
  return phone;
}

/** A phone whose shopper has chosen the data saver. */
async function thriftyPhone(options) {
  const phone = await phoneOf(options);
  await phone.context.addInitScript(() => { localStorage['fairday.saver'] ??= 'on'; });
  return phone;
}

const widthsOf = (urls) => urls.map((url) => Number(url.match(/-(\d+)\.webp$/)[1]));
const bytesOf = async (url) => (await (await fetch(url)).arrayBuffer()).byteLength;
const isShown = (image) => image.evaluate((one) => one.complete && one.naturalWidth > 1);
const shows = (page, selector) => page.waitForFunction((one) => document.querySelector(one)?.naturalWidth > 1, selector);

test('while data is dear no page asks for a picture, before the app has started or after', async () => {
  const { page, context, complaints, asked } = await thriftyPhone();
  for (const path of ['/', '/en', '/c', '/search?sort=sales', `/p/${several.handle}`]) {
    await page.goto(shop.url + path, { waitUntil: 'networkidle' });
    await started(page);
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await page.waitForLoadState('networkidle');
    assert.deepEqual(asked, [], path);
    assert.equal(await page.locator('img:not([data-src])').count(), 0, path);
  }
  // The same by taps within the app.
  await page.click('.tabs >> text=首页');
  await page.waitForSelector('.unseen .show >> visible=true');
  await page.locator('.card .title').nth(0).click();
  await page.waitForSelector('#add-to-cart');
  await page.waitForLoadState('networkidle');
  assert.deepEqual(asked, []);
  assert.deepEqual(complaints, []);
  await context.close();
});

test('each picture says what it costs, in whole kilobytes of the file that a tap asks for', async () => {
  const { page, context } = await thriftyPhone();
  for (const [path, width] of [['/search?sort=sales', 160], [`/p/${several.handle}`, 320]]) {
    await page.goto(shop.url + path);
    const src = await page.locator('main img').nth(0).getAttribute('data-src');
    assert.ok(src.endsWith(`-${width}.webp`), src);
    const said = await page.locator('.show').nth(0).textContent();
    assert.equal(said, `${Math.ceil(await bytesOf(shop.url + src) / 1000)} kB`);
  }
  await context.close();
});

test('a tap shows that picture alone, does not follow the link, and the meter counts it', async () => {
  const { page, context, complaints, asked } = await thriftyPhone();
  await page.goto(`${shop.url}/search?sort=sales`);
  await started(page);
  await page.locator('.card img').nth(0).tap();
  await shows(page, '.card img');
  const src = await page.locator('.card img').nth(0).getAttribute('src');
  assert.deepEqual(asked, [shop.url + src]);
  assert.ok(page.url().endsWith('/search?sort=sales'), 'the page stayed');
  assert.equal(await page.locator('.card').nth(0).locator('.show').isVisible(), false);
  const cost = await bytesOf(shop.url + src);
  await page.waitForFunction(() => JSON.parse(localStorage['fairday.meter'] ?? '{"today":[]}').today[2] > 0);
  const counted = await page.evaluate(() => JSON.parse(localStorage['fairday.meter']).today[2]);
  assert.ok(counted >= cost && counted < cost + 1000, `${counted} for ${cost}`);
  // Another tap follows the link, and a page shown again asks for nothing twice.
  await page.locator('.card img').nth(0).tap();
  await page.waitForSelector('#add-to-cart');
  await page.goBack();
  await shows(page, '.card img');
  assert.equal(asked.filter((url) => url.endsWith(src)).length, 1);
  assert.deepEqual(complaints, []);
  await context.close();
});

test('a tap shows a picture also before the app has started, and without it', async () => {
  const { page, context } = await thriftyPhone();
  await page.route('**/*.wasm', (route) => route.abort());
  await page.goto(`${shop.url}/search?sort=sales`);
  await page.locator('.card .show').nth(0).tap();
  await shows(page, '.card img');
  await context.close();
});

test('the keys of a phone reach the label, and it is named for screen readers', async () => {
  const { page, context } = await thriftyPhone({ viewport: { width: 240, height: 320 } });
  await page.goto(`${shop.url}/en/search?sort=sales`);
  await started(page);
  await page.locator('.card > a').nth(0).focus();
  await page.keyboard.press('ArrowDown');
  assert.match(await page.evaluate(() => document.activeElement.ariaLabel), /^Show picture \d+ kB$/);
  await page.keyboard.press('Enter');
  await shows(page, '.card img');
  assert.equal(await page.evaluate(() => document.activeElement.matches('.card > a')), true, 'the focus is not lost');
  await page.locator('.card .show').nth(1).focus();
  await page.keyboard.press('ArrowUp');
  assert.equal(await page.evaluate(() => document.activeElement.matches('.card:nth-child(2) > a')), true);
  await page.goto(`${shop.url}/search?sort=sales`);
  assert.match(await page.locator('.card .show').nth(0).getAttribute('aria-label'), /^显示图片 \d+ kB$/);
  await context.close();
});

test('data saver comes on by itself when the browser saves data or the network is 2G', async () => {
  for (const [what, command, options] of [
    ['save', 'Emulation.setDataSaverOverride', { dataSaverEnabled: true }],
    ['2g', 'Network.emulateNetworkConditions', { offline: false, latency: 2000, downloadThroughput: 1e5, uploadThroughput: 1e5, connectionType: 'cellular2g' }],
  ]) {
    const { page, context, asked } = await phoneOf();
    const chromium = await context.newCDPSession(page);
    await chromium.send('Network.enable');
    await chromium.send(command, options);
    await page.goto(shop.url);
    await page.waitForSelector(SAVER);
    await started(page);
    assert.deepEqual(asked, [], what);
    await page.evaluate(() => { localStorage['fairday.saver'] = 'off'; });
    await page.reload();
    await shows(page, '.card img');
    assert.equal(await page.locator(SAVER).count(), 0, `${what}: what the shopper chose is stronger`);
    await context.close();
  }
});

test('the settings switch it on and off at once, and it holds for the next visit', async () => {
  const { page, context, asked } = await phoneOf();
  await page.goto(`${shop.url}/en/settings`);
  await started(page);
  await page.click('[data-key=on]');
  await page.waitForSelector('.saver [aria-pressed=true][data-key=on]');
  await page.click('.tabs >> text=Home');
  await page.waitForSelector('.unseen .show >> visible=true');
  await page.reload();
  await started(page);
  assert.deepEqual(asked, []);
  await page.click('a[href="/en/settings"]');
  await page.click('[data-key=off]');
  await page.click('.tabs >> text=Home');
  await shows(page, '.card img');
  assert.ok(asked.length > 2);
  assert.equal(await page.locator('.unseen').count(), 0);
  await context.close();
});

test('without data saver the pictures of the first screen do not wait for the app', async () => {
  const { page, context, asked } = await phoneOf();
  let release;
  const gate = new Promise((resolve) => { release = resolve; });
  await page.route('**/*.wasm', async (route) => { await gate; await route.continue().catch(() => {}); });
  await page.goto(`${shop.url}/search?sort=sales`, { waitUntil: 'commit' });
  await shows(page, '.card img');
  assert.equal(await page.locator('.card img').nth(0).evaluate((image) => image.loading), 'eager');
  assert.ok(asked.length >= 4);
  release();
  await context.close();
});

test('the width asked for is the smallest that is enough, on each screen', async () => {
  const { handle } = several;
  for (const [width, height, density, list, product] of [
    [240, 320, 1, 160, 160], [360, 640, 1, 160, 320], [360, 640, 2, 320, 640], [1280, 800, 1, 320, 640], [1280, 800, 2, 640, 640],
  ]) {
    const { page, context, asked } = await phoneOf({ viewport: { width, height }, deviceScaleFactor: density });
    for (const [path, selector, wanted] of [['/search?sort=sales', '.card img', list], [`/p/${handle}`, '.gallery img', product]]) {
      asked.length = 0;
      await page.goto(shop.url + path);
      await shows(page, selector);
      const image = page.locator(selector).nth(0);
      const got = Number((await image.evaluate((one) => one.currentSrc)).match(/-(\d+)\.webp/)[1]);
      const shown = await image.evaluate((one) => Math.min(one.clientWidth, one.clientHeight)) * density;
      assert.equal(got, wanted, `${path} at ${width} px, density ${density}: shown at ${shown}`);
      assert.ok(got >= shown * 0.8, `${got} for ${shown}`);
    }
    await context.close();
  }
});

test('a picture that does not come leaves its place as it was, and a tap asks again', async () => {
  const { page, context, asked } = await phoneOf();
  await page.route('**/pictures/**', (route) => route.abort());
  // Also those have failed that are asked for after the first layout.
  await page.goto(`${shop.url}/search?sort=sales`, { waitUntil: 'networkidle' });
  await page.waitForSelector('.unseen .show >> visible=true');
  await page.unroute('**/pictures/**');
  asked.length = 0;
  await page.locator('.card .show').nth(0).tap();
  await shows(page, '.card img');
  assert.equal(asked.length, 1);
  assert.equal(widthsOf(asked)[0], 160);
  await context.close();
});

test('a picture that the phone keeps is shown without asking', async () => {
  const { page, context, asked } = await thriftyPhone();
  await page.goto(`${shop.url}/search?sort=sales`);
  await started(page);
  const src = await page.locator('.card img').nth(1).getAttribute('data-src');
  // As the service worker keeps them; a larger one does as well.
  await page.evaluate(async (url) => (await caches.open('fairday-pictures')).add(url), src.replace('-160', '-320'));
  await page.reload();
  await page.waitForFunction(() => document.querySelectorAll('.card img')[1].src.endsWith('-320.webp'));
  assert.equal(await page.locator('.card').nth(1).locator('.show').isVisible(), false);
  assert.equal(await page.locator('.card').nth(0).locator('.show').isVisible(), true);
  assert.ok(asked.every((url) => url.endsWith('-320.webp')));
  await context.close();
});

/** The figures of the settings page, bytes. */
const figures = (page) => page.$$eval('#meter tbody td', (cells) => cells.map((cell) => {
  const [number, unit] = cell.textContent.split(' ');
  return Number(number) * (unit === 'MB' ? 1e6 : 1e3);
}));

/** A way to the shop that counts every byte the phone is sent. */
async function countedWay() {
  const way = { bytes: 0 };
  const { hostname, port } = new URL(shop.url);
  const proxy = createServer((phone) => {
    const server = connect(port, hostname);
    server.on('data', (chunk) => { way.bytes += chunk.length; });
    phone.pipe(server).pipe(phone);
    for (const end of [phone, server]) end.on('error', () => { phone.destroy(); server.destroy(); });
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  way.url = `http://127.0.0.1:${proxy.address().port}`;
  way.close = () => proxy.close();
  return way;
}

test('the settings say what came over the wire, within a tenth of what did', async () => {
  const way = await countedWay();
  const { page, context } = await phoneOf();
  const chromium = await context.newCDPSession(page);
  await chromium.send('Network.enable');
  const isPicture = new Map();
  let pictures = 0;
  chromium.on('Network.requestWillBeSent', ({ requestId, request }) => { isPicture.set(requestId, request.url.startsWith(`${way.url}/pictures/`)); });
  chromium.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => { if (isPicture.get(requestId)) pictures += encodedDataLength; });
  await page.goto(way.url, { waitUntil: 'networkidle' });
  await started(page);
  for (const tab of ['分类', '首页']) await page.click(`.tabs >> text=${tab}`);
  await page.locator('.card > a').nth(3).click();
  await page.waitForSelector('#add-to-cart');
  await page.waitForLoadState('networkidle');
  await page.click('a[href="/settings"]');
  // The copy of the store may still be on its way, and the meter is written once a second.
  const isNear = (said, was) => Math.abs(said - was) <= was / 10;
  const deadline = Date.now() + 30_000;
  let said, total;
  do {
    await page.waitForTimeout(100);
    total = way.bytes;
    said = await figures(page);
  } while (Date.now() < deadline && !(isNear(said[4], pictures) && isNear(said[6], total)));
  assert.ok(isNear(said[4], pictures), `pictures: said ${said[4]}, were ${pictures}`);
  assert.ok(isNear(said[6], total), `in all: said ${said[6]}, was ${total}`);
  assert.ok(said[0] > 0 && said[2] > 0 && Math.abs(said[0] + said[2] + said[4] - said[6]) <= 3000, `${said}`);
  for (const row of [0, 2, 4, 6]) assert.equal(said[row], said[row + 1], 'the first day of the month has what the day has');
  await context.close();
  way.close();
});

test('two tabs do not lose each other\'s figures', async () => {
  const { page, context } = await thriftyPhone();
  const other = await context.newPage();
  for (const tab of [page, other]) {
    await tab.goto(`${shop.url}/cart`, { waitUntil: 'networkidle' });
    await started(tab);
  }
  await page.waitForFunction(() => localStorage['fairday.meter']);
  // Pictures: no other figure stands still, the copy of the store comes meanwhile.
  const today = () => page.evaluate(() => JSON.parse(localStorage['fairday.meter']).today[2]);
  const before = await today();
  // One tab writes while the other has not yet written its own.
  await other.evaluate(() => { for (let n = 0; n < 5; n++) window.fairday.count('picture', 1000); });
  await page.evaluate(() => { for (let n = 0; n < 5; n++) window.fairday.count('picture', 1000); dispatchEvent(new Event('pagehide')); });
  await page.waitForFunction((bytes) => JSON.parse(localStorage['fairday.meter']).today[2] >= bytes, before + 10000);
  assert.equal(await today(), before + 10000);
  await context.close();
});

test('freeing space deletes the pictures, says how much, and leaves cart and settings', async () => {
  const { page, context } = await phoneOf();
  await page.goto(`${shop.url}/en`);
  await started(page);
  await page.locator('.card .add').nth(0).click();
  await page.waitForSelector('.count');
  const kept = await page.evaluate(async () => {
    const cache = await caches.open('fairday-pictures');
    await cache.addAll([...document.querySelectorAll('.card img')].slice(0, 8).map((image) => image.currentSrc || image.src));
    let bytes = 0;
    for (const answer of await cache.matchAll()) bytes += (await answer.blob()).size;
    return bytes;
  });
  await page.click('a[href="/en/settings"]');
  await page.click('#free');
  await page.waitForSelector(`.notice >> text=Freed ${Math.ceil(kept / 1000)} kB`);
  assert.equal(await page.evaluate(async () => (await (await caches.open('fairday-pictures')).keys()).length), 0);
  assert.equal(await page.textContent('.count'), '1');
  await context.close();
});

for (const prefix of ['', '/en']) {
  test(`axe-core finds nothing on settings, lists and products while data is dear (${prefix || 'zh-CN'})`, async () => {
    const { page, context } = await thriftyPhone({ bypassCSP: true });
    for (const path of ['/settings', '/search?sort=sales', prefix ? '' : '/', `/p/${several.handle}`, '/c']) {
      await page.goto(shop.url + prefix + path);
      await started(page);
      await page.evaluate(axe);
      const found = await page.evaluate(() => axe.run());
      assert.deepEqual(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' | ')}`), [], prefix + path);
    }
    await context.close();
  });
}

test('the meter survives any clock and any record', async () => {
  const { added, formatBytes } = await script('meter');
  const day = new Date(2026, 10, 21, 12), next = new Date(2026, 10, 22), later = new Date(2026, 11, 1), before = new Date(1970, 0, 2);
  const first = added(null, [1, 2, 3], day);
  assert.deepEqual(first, { day: '2026-11-21', today: [1, 2, 3], month: '2026-11', this_month: [1, 2, 3] });
  const kept = JSON.stringify(first);
  assert.deepEqual(added(kept, [1, 0, 0], day).today, [2, 2, 3]);
  assert.deepEqual(added(kept, [1, 0, 0], next), { day: '2026-11-22', today: [1, 0, 0], month: '2026-11', this_month: [2, 2, 3] });
  assert.deepEqual(added(kept, [0, 0, 1], later).this_month, [0, 0, 1]);
  for (const odd of [before, new Date(275760, 0, 1), new Date(0)]) {
    assert.deepEqual(added(kept, [5, 0, 0], odd).today, [5, 0, 0]);
    const back = added(JSON.stringify(added(kept, [5, 0, 0], odd)), [1, 0, 0], day);
    assert.deepEqual(back.today, [1, 0, 0], 'a clock put right again starts anew and is never negative');
  }
  for (const text of ['', 'null', '[]', '7', '"x"', '{', '{"day":"2026-11-21","today":[-1,0,0]}', '{"day":"2026-11-21","today":[1,2]}',
    '{"day":"2026-11-21","today":[1e300,0,0]}', '{"day":"2026-11-21","today":[0.5,0,0]}', '{"day":"2026-11-21","today":"abc"}',
    '{"day":"2026-11-21","today":[null,0,0],"month":"2026-11","this_month":{"length":3}}']) {
    const { today, this_month } = added(text, [1, 1, 1], day);
    assert.deepEqual([today, this_month], [[1, 1, 1], [1, 1, 1]], text);
  }
  const words = [0, 1, 999, 1000, 1001, 998_500, 999_001, 1_234_567, 250_000_000].map(formatBytes);
  assert.deepEqual(words, ['0 kB', '1 kB', '1 kB', '1 kB', '2 kB', '999 kB', '1.0 MB', '1.2 MB', '250.0 MB']);
});
