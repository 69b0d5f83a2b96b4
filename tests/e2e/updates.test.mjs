// What a second visit and a new release cost, counted on the line between a real browser and the real server.
import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { dist, openBrowser, openPhone, openShop, started } from './shop.mjs';
import { hasDictionaries, tapTheWire } from './wire.mjs';

// The front end with one sentence changed, as `cargo xtask test` makes it.
const nextDist = process.env.FAIRDAY_NEXT_DIST ?? path.join(dist, '../target/xtask/next-dist');
// A release with a small change: far less than the app, which is some 75 kB. Most of it are two headers.
const UPDATE_BYTES_MAX = 2_500;
// A header alone.
const UNCHANGED_BYTES_MAX = 1_000;

let browser;
before(async () => { browser = await openBrowser(); });
after(async () => { await browser?.close(); });

const assetsOf = async (folder) => JSON.parse(await readFile(path.join(folder, 'assets.json'), 'utf8'));
const named = (exchanges, name) => exchanges.filter((exchange) => exchange.path === `/${name}`);

/** A shop, and the line to it; both end with the test. */
async function openShopOnWire(t) {
  const shop = await openShop();
  t.after(() => shop.close());
  const wire = await tapTheWire(shop.url);
  t.after(() => wire.close());
  return { shop, wire };
}

test('a phone that has the release before gets only the difference', async (t) => {
  const { shop, wire } = await openShopOnWire(t);
  const [old, next] = [await assetsOf(dist), await assetsOf(nextDist)];
  const { page, context, complaints } = await openPhone(browser);
  await page.goto(`${wire.url}/en`);
  await started(page);
  const first = wire.take();
  for (const [name, pattern] of [[old.wasm, '/fairday-web-*.wasm'], [old.script, '/fairday-web-*.js']]) {
    const [whole] = named(first, name);
    assert.equal(whole.headers['content-encoding'], 'br', 'the first visit is whole');
    assert.equal(whole.headers['use-as-dictionary'], `match="${pattern}"`);
  }
  await hasDictionaries(page, wire);
  await shop.stop();
  await shop.start(nextDist);
  await page.goto('about:blank');
  await page.goto(`${wire.url}/en`);
  await started(page);
  const update = wire.take();
  let bytes = 0;
  for (const name of [next.wasm, next.script]) {
    const [difference] = named(update, name);
    assert.match(difference.asked['available-dictionary'] ?? '', /^:[A-Za-z0-9+/]{43}=:$/, name);
    assert.match(difference.asked['accept-encoding'], /\bdcb\b/, name);
    assert.equal(difference.headers['content-encoding'], 'dcb', name);
    assert.match(difference.headers.vary, /Available-Dictionary/);
    const whole = (await stat(path.join(nextDist, `${name}.br`))).size;
    assert.ok(difference.bytes < whole / 2, `${name}: ${difference.bytes} of ${whole} bytes`);
    bytes += difference.bytes;
  }
  assert.ok(bytes <= UPDATE_BYTES_MAX, `${bytes} bytes`);
  // It is the new app that runs.
  await page.click('.tabs >> text=Settings');
  await page.waitForSelector('.settings >> text=Data miser');
  assert.deepEqual(complaints, []);
  await context.close();
});

test('a page and data that have not changed are a header on the second visit', async (t) => {
  const { wire } = await openShopOnWire(t);
  const { page, context } = await openPhone(browser);
  const visit = async () => {
    await page.goto(`${wire.url}/en`);
    await started(page);
    // As after a minute, when the data may no longer be used without asking.
    await page.evaluate(() => fetch('/api/v1/home', { cache: 'no-cache' }).then((answer) => answer.text()));
    const exchanges = wire.take();
    return ['/en', '/api/v1/home'].map((path) => exchanges.find((exchange) => exchange.path === path));
  };
  for (const whole of await visit()) assert.equal(whole.status, 200, whole.path);
  for (const unchanged of await visit()) {
    assert.equal(unchanged.status, 304, unchanged.path);
    assert.ok(unchanged.bytes < UNCHANGED_BYTES_MAX, `${unchanged.path}: ${unchanged.bytes} bytes`);
  }
  await context.close();
});
