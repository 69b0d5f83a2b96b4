// Storage that fails, tabs that are killed, lines that lie: the copy of the store is never harmed, the shop still opens,
// and nothing that the shopper put in is lost without being told.
import assert from 'node:assert/strict';
import { copyFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { catalogueOf, copyOf, hasten, merchantChanges, openFaultyLine } from './faulty.mjs';
import { openBrowser, openPhone, openShop, started } from './shop.mjs';

const NO_STORAGE = 'This phone gives us no storage';
const NOT_SAVED = 'This phone does not let us save';
const CHANGES = /^\/api\/v1\/changes/;

let shop, browser, line, goods;
const contexts = [];
before(async () => {
  [shop, browser] = await Promise.all([openShop({ ownData: true }), openBrowser()]);
  line = await openFaultyLine(shop.url);
  goods = await catalogueOf(shop);
});
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
  line.reset(); // a phone that is still open would ask for something in the next test's name
});
after(async () => {
  await browser?.close();
  line?.close();
  await shop?.close();
});

/** A phone behind the faulty line. Service workers are left out: they would answer for the line. */
async function phone() {
  const { page, context, complaints } = await openPhone(browser, { serviceWorkers: 'block' });
  contexts.push(context);
  await hasten(context);
  return { page, context, complaints };
}

const open = async (page, at = '/en/settings') => { await page.goto(line.url + at); await started(page); };
const copied = (page, how = 'whole') => page.waitForSelector(`html[data-copy=${how}]`, { state: 'attached' });
const isEqual = async (page) => assert.deepEqual(await copyOf(page), goods);
/** Goes to a page of the shop as a tap on a link does. */
const follow = (page, href) => page.evaluate((href) => { const a = document.createElement('a'); a.href = href; document.body.append(a); a.click(); a.remove(); }, href);
const count = (page, figure) => page.waitForFunction((figure) => document.querySelector('.count')?.textContent === figure, String(figure));
const addOne = (page, n = 0) => page.evaluate((n) => document.querySelectorAll('.card .add')[n].click(), n);
const cut = (page) => { line.fault = (path) => path.startsWith('/api/') && { gone: true }; return page; };
/** Without network, a product that was never opened is there. */
async function browses(page) {
  cut(page);
  await follow(page, '/en/p/salt-iodised');
  await page.waitForSelector('#add-to-cart');
}
const devtools = async (page) => (await page.context().newCDPSession(page));
/** From here on the browser's own cache does not answer. */
const withoutCache = async (page) => { const tools = await devtools(page); await tools.send('Network.enable'); await tools.send('Network.setCacheDisabled', { cacheDisabled: true }); };
const evict = async (page) => (await devtools(page)).send('Storage.clearDataForOrigin', { origin: line.url, storageTypes: 'all' });

// Quota.

const setQuota = async (page, quotaSize) => (await devtools(page)).send('Storage.overrideQuotaForOrigin', { origin: line.url, quotaSize });
const keepPictures = (page, bytes) => page.evaluate(async (bytes) => {
  const cache = await caches.open('fairday-pictures');
  await cache.put('/pictures/old-96.webp', new Response(new Blob([new Uint8Array(bytes)])));
}, bytes);

test('a full phone lets its pictures go for the copy of the store', async () => {
  const { page, complaints } = await phone();
  await page.goto(`${line.url}/robots.txt`);
  await keepPictures(page, 6_000_000);
  await setQuota(page, 6_100_000);
  await open(page);
  await copied(page);
  assert.deepEqual(await page.evaluate(async () => (await caches.open('fairday-pictures')).keys()), []);
  await isEqual(page);
  assert.deepEqual(complaints, []);
});

test('a phone without any room for the copy goes without it: the shop works, the cart is kept, and the copy comes when there is room', async () => {
  const { page, complaints } = await phone();
  await page.goto(`${line.url}/robots.txt`);
  await setQuota(page, 1_000);
  await open(page, '/en');
  await copied(page, 'full');
  assert.ok(line.count(CHANGES) <= 2, 'a full phone is not filled again and again');
  await addOne(page);
  await count(page, 1);
  await follow(page, '/en/p/salt-iodised');
  await page.waitForSelector('#add-to-cart');
  await page.reload();
  await started(page);
  await count(page, 1);
  await setQuota(page, 1e9);
  await open(page);
  await copied(page);
  await isEqual(page);
  assert.deepEqual(complaints, []);
});

test('pictures and then the copy make room for the cart; when that is not enough, the shopper is told and the cart works for the visit', async () => {
  const { page } = await phone();
  await open(page, '/en');
  await copied(page);
  await keepPictures(page, 1000);
  // Nothing can be written into localStorage before `roomy` is gone, as on a phone where all kinds of storage share the room.
  await page.evaluate(() => {
    const real = Storage.prototype.setItem;
    Storage.prototype.setItem = function (...record) {
      if (window.isFull !== false) throw new DOMException('full', 'QuotaExceededError');
      return real.apply(this, record);
    };
    const free = CacheStorage.prototype.delete;
    CacheStorage.prototype.delete = function (name) { window.freed = name; if (!window.isTight) window.isFull = false; return free.call(this, name); };
  });
  await addOne(page);
  await page.waitForFunction(() => window.freed === 'fairday-pictures' && localStorage['fairday.cart']);
  await page.waitForFunction(() => !document.querySelector('.notice'));
  assert.ok(Object.keys(await copyOf(page)).length > 100, 'the copy was not needed');
  await page.evaluate(() => { window.isTight = window.isFull = true; });
  await keepPictures(page, 1000);
  await addOne(page, 1);
  await page.waitForSelector(`.notice >> text=${NOT_SAVED}`);
  await count(page, 2);
  // Another tab's records are heard of meanwhile; what is only here stays.
  await page.evaluate(() => dispatchEvent(new StorageEvent('storage', { key: 'fairday.meter' })));
  await count(page, 2);
  while (Object.keys(await copyOf(page)).length) await page.evaluate(() => new Promise(requestAnimationFrame));
  await page.evaluate(() => { window.isFull = false; });
  await addOne(page, 2);
  await count(page, 3);
  await page.reload();
  await started(page);
  await count(page, 3);
});

// IndexedDB.

for (const [what, worker] of [
  ['throws when it is opened', 'IDBFactory.prototype.open = () => { throw new DOMException("no", "SecurityError"); };'],
  ['cannot be opened', `{ const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (...what) { const asked = open.apply(this, what); asked.addEventListener("upgradeneeded", () => asked.transaction.abort()); return asked; }; }`],
  ['is not there', 'Object.defineProperty(self, "indexedDB", { value: undefined });'],
  ['ends every transaction', `{ const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...what) { const asked = put.apply(this, what); this.transaction.abort(); return asked; }; }`],
]) {
  test(`a database that ${what} leaves the shop and the copy for this visit, and the shopper is told`, async () => {
    line.worker = worker;
    const { page, complaints } = await phone();
    await open(page, '/en');
    await page.waitForSelector(`.notice >> text=${NO_STORAGE}`);
    await addOne(page);
    await count(page, 1);
    await copied(page);
    await browses(page);
    await count(page, 1);
    assert.deepEqual(complaints, []);
  });
}

test('a transaction that ends once is tried again, and nobody need be told', async () => {
  line.worker = `{ const put = IDBObjectStore.prototype.put; let n = 0;
    IDBObjectStore.prototype.put = function (...what) { const asked = put.apply(this, what); if ((n += 1) === 40) this.transaction.abort(); return asked; }; }`;
  const { page, complaints } = await phone();
  await open(page);
  await copied(page);
  await isEqual(page);
  assert.equal(await page.locator('.notice').count(), 0);
  assert.deepEqual(complaints, []);
});

// What each version of the database but the newest had: a step that is added adds a line here.
const STORES_BEFORE = [[], ['kept']];

test('a database of any earlier version is brought up to date with what is in it', async () => {
  for (const [version, stores] of STORES_BEFORE.entries()) {
    const { page, complaints } = await phone();
    line.fault = (path) => CHANGES.test(path) && { gone: true }; // a copy that comes takes the place of what was kept
    await page.goto(`${line.url}/robots.txt`);
    if (version) {
      await page.evaluate(([version, stores]) => new Promise((resolve, reject) => {
        const asked = indexedDB.open('fairday', version);
        asked.onupgradeneeded = () => { for (const store of stores) asked.result.createObjectStore(store).put(`1 of ${version}`, '/en/c/old'); };
        asked.onsuccess = () => { asked.result.close(); resolve(); };
        asked.onerror = reject;
      }), [version, stores]);
    }
    await open(page);
    await copied(page, 'partly');
    const [newest, records] = await page.evaluate((stores) => new Promise((resolve, reject) => {
      const asked = indexedDB.open('fairday');
      asked.onsuccess = async () => {
        const database = asked.result, found = [];
        for (const store of stores) found.push(await new Promise((resolve) => { const one = database.transaction(store).objectStore(store).get('/en/c/old'); one.onsuccess = () => resolve(one.result); }));
        database.close();
        resolve([database.version, found]);
      };
      asked.onerror = reject;
    }), stores);
    assert.equal(newest, STORES_BEFORE.length);
    assert.deepEqual(records, stores.map(() => `1 of ${version}`));
    line.reset();
    await page.reload();
    await copied(page);
    await isEqual(page);
    assert.deepEqual(complaints, []);
  }
});

test('a database deleted underneath is let go of, and made anew', async () => {
  const { page, complaints } = await phone();
  await open(page);
  await copied(page);
  await page.evaluate(() => new Promise((resolve, reject) => { Object.assign(indexedDB.deleteDatabase('fairday'), { onsuccess: resolve, onblocked: reject, onerror: reject }); }));
  await follow(page, '/en');
  await page.waitForSelector('.card');
  await page.reload();
  await copied(page);
  await isEqual(page);
  assert.equal(await page.locator('.notice').count(), 0);
  assert.deepEqual(complaints, []);
});

test('a database deleted between two pieces never leaves a copy that only says it is whole', async () => {
  const { page } = await phone();
  for (const at of [2, 3]) {
    let n = 0;
    line.fault = async (path) => {
      if (CHANGES.test(path) && (n += 1) === at) await page.evaluate(() => new Promise((resolve) => { indexedDB.deleteDatabase('fairday').onsuccess = resolve; }));
    };
    await open(page);
    await copied(page);
    await isEqual(page);
    await evict(page);
  }
});

test('everything the browser threw away while the shop was open: the cart is put back, and the copy comes again', async () => {
  const { page, context } = await phone();
  await open(page, '/en');
  await copied(page);
  await addOne(page);
  await count(page, 1);
  await evict(page);
  await addOne(page, 1);
  await count(page, 2);
  await evict(page);
  await page.close({ runBeforeUnload: false });
  const next = await context.newPage();
  await open(next, '/en');
  await next.waitForFunction(() => localStorage['fairday.cart']);
  await count(next, 2);
  await copied(next);
  await isEqual(next);
});

test('everything the browser threw away while the shop was closed: it opens as on the first visit', async () => {
  const { page, context, complaints } = await phone();
  await open(page);
  await copied(page);
  await page.goto('about:blank');
  await evict(page);
  await page.close();
  const next = await context.newPage();
  await open(next);
  await copied(next);
  await isEqual(next);
  assert.equal(await next.locator('.notice').count(), 0);
  assert.deepEqual(complaints, []);
});

// Tabs.

test('a tab killed after any piece goes on where it was, and ends with the whole copy', async () => {
  const { page: first, context } = await phone();
  let page = first, whole = false, starts = 0;
  while (!whole) {
    starts += 1;
    let taken = 0;
    // The piece before is written when the next is asked for.
    const killed = new Promise((resolve) => { line.fault = (path) => { if (CHANGES.test(path) && (taken += 1) === 2) { resolve(false); return { silence: true }; } return null; }; });
    await open(page);
    whole = await Promise.race([killed, copied(page).then(() => true, () => false)]);
    if (whole) break;
    await page.close();
    page = await context.newPage();
  }
  assert.ok(starts >= 3, `killed ${starts - 1} times`);
  assert.equal(line.count(/changes\?since=0&limit=\d+$/), 1, 'no start begins again');
  await isEqual(page);
});

test('a tab killed in the middle of a tap has kept what it showed', async () => {
  const { page: first, context } = await phone();
  let page = first;
  for (let n = 1; n <= 5; n += 1) {
    await open(page, '/en');
    await addOne(page, n);
    await count(page, n);
    const crash = (await devtools(page)).send('Page.crash').catch(() => {});
    await page.waitForEvent('crash');
    void crash;
    await page.close();
    page = await context.newPage();
  }
  await open(page, '/en');
  await count(page, 5);
});

test('of two tabs one brings the copy', async () => {
  const { page, context } = await phone();
  const other = await context.newPage();
  await Promise.all([open(page), open(other, '/en')]);
  await page.waitForSelector('html[data-copy]', { state: 'attached' });
  await other.waitForSelector('html[data-copy]', { state: 'attached' });
  await Promise.race([copied(page), copied(other)]);
  assert.equal(line.count(/changes\?since=0&limit=\d+$/), 1);
  await isEqual(page);
});

test('a newer version in another tab is not held up by this one, which goes on in memory and says so', async () => {
  const { page, context, complaints } = await phone();
  await open(page, '/en');
  await copied(page);
  await addOne(page);
  const newer = await context.newPage();
  await newer.goto(`${line.url}/robots.txt`);
  await newer.evaluate(() => new Promise((resolve, reject) => { Object.assign(indexedDB.open('fairday', 99), { onsuccess: resolve, onblocked: reject, onerror: reject }); }));
  await follow(page, '/en/p/salt-iodised');
  await page.waitForSelector('#add-to-cart');
  await page.waitForSelector(`.notice >> text=${NO_STORAGE}`);
  await count(page, 1);
  await page.reload(); // the old app, as kept by the old shell, beside the newer one's database
  await started(page);
  await page.waitForSelector(`.notice >> text=${NO_STORAGE}`);
  await count(page, 1);
  assert.deepEqual(complaints, []);
});

// Clocks.

test('a clock off by years, either way, loses nothing', async () => {
  const { page: first, context } = await phone();
  let page = first;
  await open(page, '/en');
  await addOne(page);
  await copied(page);
  await page.close();
  for (const years of [12, -30, 40, -12]) {
    const off = `{ const Real = Date, by = ${years} * 31557600000; const shift = (...w) => w.length ? new Real(...w) : new Real(Real.now() + by);
      Date = new Proxy(Real, { construct: (_, w) => shift(...w), get: (of, name) => name === 'now' ? () => Real.now() + by : Reflect.get(of, name) }); }`;
    line.reset();
    line.worker = off;
    page = await context.newPage();
    // A cache would give the other clock's script; the browser's own clock is right.
    await withoutCache(page);
    await page.addInitScript(off);
    await open(page, '/en');
    await count(page, 1);
    await copied(page);
    assert.equal(line.count(/since=0&/), 0, 'the copy is not brought again');
    await isEqual(page);
    await browses(page);
    assert.match(await page.textContent('.stale'), /\d/);
    await page.close();
  }
});

// The line.

for (const quietly of [false, true]) {
  test(`answers cut at any byte, ${quietly ? 'looking whole' : 'by a broken line'}, do the copy no harm`, async () => {
    const SHARES = 48;
    let n = 0;
    for (let round = 0; n < SHARES; round += 1) {
      const { page, complaints } = await phone();
      // Four of five tries are cut, each elsewhere.
      line.fault = (path, asked) => CHANGES.test(path) && asked % 5 < 4 ? { cut: [0, 1e-9, 0.999][n] ?? n / SHARES, quietly, n: n += 1 } : null;
      await open(page);
      await copied(page);
      await isEqual(page);
      assert.deepEqual(complaints, []);
      line.reset();
    }
  });
}

const NONSENSE = [
  ['a web page', { status: 200, type: 'text/html', body: '<!doctype html><h1>Welcome to the hotel</h1>' }],
  ['JSON of another shape', { status: 200, type: 'application/json', body: '{"epoch_ms":1,"revision":"9","products":{}}' }],
  ['an empty answer', { status: 200, type: 'application/json', body: '' }],
  ['nobody’s refusal', { status: 400, type: 'application/json', body: '{"code":"payment_required"}' }],
  ['a failing server', { status: 503, type: 'text/plain', body: 'no' }],
  ['silence', { silence: true }],
];

test('whatever comes in place of a piece, it is asked for again with ever longer waits, and the copy is not harmed', async () => {
  const { page, complaints } = await phone();
  await open(page);
  await copied(page);
  const waits = [];
  let told = [];
  page.on('console', (message) => { const [, ms] = message.text().match(/^waits (\d+)$/) ?? []; if (ms) told.push(Number(ms)); });
  for (const [what, fault] of NONSENSE) {
    told = [];
    line.reset();
    line.fault = (path) => CHANGES.test(path) && fault;
    await page.reload();
    await copied(page, 'partly');
    assert.equal(line.count(CHANGES), 5, `${what}: no storm, and no giving up at once`);
    waits.push(told);
    await isEqual(page);
  }
  for (const told of waits) {
    assert.equal(told.length, 4);
    told.forEach((ms, n) => assert.ok(Math.abs(ms / (1000 * 2 ** n) - 1) <= 0.25, `${told} ms`));
  }
  assert.ok(new Set(waits.map(([first]) => first)).size > 1, 'not all phones of a village at once');
  line.reset();
  await page.reload();
  await copied(page);
  await isEqual(page);
  assert.deepEqual(complaints, []);
});

test('whatever comes in place of a page’s data, or however little of it, what was there stays and is called old', async () => {
  const { page, complaints } = await phone();
  const faults = [...NONSENSE.filter(([what]) => what !== 'silence').map(([, fault]) => fault), ...[0, 0.3, 0.7, 0.999].map((cut) => ({ cut })), ...[0, 0.3, 0.7].map((cut) => ({ cut, quietly: true }))];
  // For a minute the browser's own cache would answer, and rightly so.
  await withoutCache(page);
  await open(page, '/en');
  for (const [at, shown] of [['/en', '.shelf'], ['/en/c', '.categories section'], ['/en/p/salt-iodised', '#add-to-cart'], ['/en/search?sort=sales', '.card']]) {
    await follow(page, at);
    await page.waitForSelector(shown);
    for (const fault of faults) {
      line.fault = (path) => path.startsWith('/api/') && !CHANGES.test(path) && fault;
      await follow(page, '/en/settings');
      await page.waitForSelector('.settings');
      await follow(page, at);
      await page.waitForSelector('.stale', { timeout: 10_000 }).catch(() => assert.fail(`${at} is not called old: ${JSON.stringify(fault)}`));
      assert.ok(await page.isVisible(shown), `${at} ${JSON.stringify(fault)}`);
      line.fault = () => null;
    }
    await follow(page, '/en/settings');
    await follow(page, at);
    await page.waitForFunction((shown) => document.querySelector(shown) && !document.querySelector('.stale'), shown);
  }
  assert.deepEqual(complaints, []);
});

// The server.

test('prices that change come to the phone; a server put back to a backup, one that refuses the place, and another shop make the copy start over', async () => {
  const { page } = await phone();
  await open(page);
  await copied(page);
  const database = path.join(shop.data, 'fairday.db'), backup = path.join(shop.data, 'backup.db');
  const swap = async (what) => { await shop.stop(); for (const end of ['-wal', '-shm']) await rm(database + end, { force: true }); await what(); await shop.start(); };
  await swap(() => copyFile(database, backup));
  const back = goods;
  try {
    await merchantChanges(shop, { 'msg-chicken': { price: '11.10' }, 'salt-iodised': { price: '2.30' } });
    goods = await catalogueOf(shop);
    assert.notDeepEqual(goods, back);
    await page.reload();
    await copied(page);
    await isEqual(page);

    await swap(() => copyFile(backup, database)); // the catalogue knows less than the copy
    goods = await catalogueOf(shop);
    assert.deepEqual(goods, back);
    await page.reload();
    await copied(page);
    await isEqual(page);

    line.reset();
    line.fault = (path) => CHANGES.test(path) && !path.includes('since=0') && { status: 400, type: 'application/problem+json', body: '{"type":"about:blank","status":400,"code":"invalid_cursor"}' };
    await page.reload();
    await copied(page);
    await isEqual(page);
    assert.equal(line.count(/since=0&limit=\d+$/), 1, 'started over once');
    line.reset();

    // Another catalogue at the same address, with the same goods.
    const other = (text) => text.replace(/"epoch_ms":\d+/, '"epoch_ms":77');
    line.fault = async (path) => CHANGES.test(path) && { status: 200, type: 'application/json', body: other(await (await fetch(shop.url + path)).text()) };
    await page.reload();
    await copied(page);
    await isEqual(page);
    assert.equal(line.count(/since=0&limit=\d+$/), 1, 'started over once');

    // Two servers that do not agree do not have the phone fetch for ever.
    let n = 0;
    line.seen.splice(0);
    line.fault = async (path) => CHANGES.test(path) && { status: 200, type: 'application/json', body: (await (await fetch(shop.url + path)).text()).replace(/"epoch_ms":\d+/, `"epoch_ms":${n += 1}`) };
    await page.reload();
    await page.waitForSelector('html[data-copy=partly]', { state: 'attached' });
    assert.ok(line.count(CHANGES) <= 8);
    line.reset();
    await page.reload();
    await copied(page);
    await isEqual(page);
  } finally {
    await swap(() => copyFile(backup, database));
    goods = back;
  }
});
