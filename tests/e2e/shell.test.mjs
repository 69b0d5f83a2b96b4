// The installed shop: it opens without network, believes no captive portal, and is updated whole and only when let in.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { filesOf, openLine, release, versionOf } from './releases.mjs';
import { dist, findProduct, openBrowser, openPhone, openProfile, openShop, started, until } from './shop.mjs';

let shop, browser;
before(async () => { shop = await openShop(); browser = await openBrowser(); });
beforeEach(async () => { if (!shop.server) await shop.start(); }); // one that failed may have left it stopped
after(async () => { await browser?.close(); await shop?.close(); });

/** Waits until the service worker has everything and answers for the page. */
const installed = (page) => page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
const visit = async (page, url) => { await page.goto(url); await started(page); await installed(page); };
const caches = (page) => page.evaluate(async () => (await window.caches.keys()).sort());
const kept = (page, cache) => page.evaluate(async (cache) =>
  (await (await window.caches.open(cache)).keys()).map(({ url }) => new URL(url).pathname), cache);
const releaseOf = (page) => page.evaluate(() => document.querySelector('meta[name=release]')?.content ?? 'first');
/** Whether the page was built by the app on the phone, not by the server. */
const isBareShell = (page) => page.evaluate(() => !document.querySelector('#boot'));
const opensFromThePhone = async (page) => {
  await started(page);
  assert.ok(await isBareShell(page), 'not the server’s page');
  assert.ok(await page.isVisible('.tabs a') && await page.isVisible('.search input'));
};
/** Asks the browser to look for a newer version; gives how that ended. */
const update = (page) => page.evaluate(async () => {
  const registration = await navigator.serviceWorker.ready;
  await registration.update().catch(() => {});
  const worker = registration.installing ?? registration.waiting;
  if (!worker) return 'nothing new';
  while (worker.state === 'installing') await new Promise((resolve) => { worker.onstatechange = resolve; });
  return worker.state;
});

test('after one visit the shop opens without network, also after the browser was closed, and says calmly that it is offline', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'fairday-profile-'));
  let { page, context, complaints } = await openProfile(folder);
  await visit(page, `${shop.url}/en`);
  assert.equal(await page.locator('.notice').count(), 0, 'a first visit is not told about versions');
  assert.deepEqual((await kept(page, `fairday-shell-${await versionOf(dist)}`)).sort(), (await filesOf(dist)).sort());
  await page.locator('.card .add').nth(0).click();
  assert.ok(!await page.isVisible('.offline'));
  await shop.stop();

  await page.reload();
  await opensFromThePhone(page);
  assert.equal(await page.textContent('.count'), '1');
  await page.waitForSelector('#line .offline >> text=Offline');
  assert.deepEqual(complaints, []);
  await context.close();

  ({ page, context, complaints } = await openProfile(folder));
  for (const [at, lang] of [['/en/cart', 'en'], ['/cart', 'zh-CN'], ['/p/anything', 'zh-CN']]) {
    await page.goto(shop.url + at);
    await opensFromThePhone(page);
    assert.equal(await page.getAttribute('html', 'lang'), lang);
  }
  await page.goto(`${shop.url}/en/c`);
  await page.waitForSelector('.offline');
  await shop.start();
  await page.waitForSelector('.offline', { state: 'hidden', timeout: 60_000 }); // by itself: it tries again now and then
  await page.waitForSelector('.categories section');
  await page.waitForFunction(() => !document.querySelector('.stale'));
  assert.deepEqual(complaints, []);
  await context.close();
  await rm(folder, { recursive: true });
});

test('a worker that was stopped starts again without network', async () => {
  const { page, context } = await openPhone(browser);
  await visit(page, shop.url);
  const devtools = await context.newCDPSession(page);
  await devtools.send('ServiceWorker.enable');
  await devtools.send('ServiceWorker.stopAllWorkers');
  await shop.stop();
  await page.reload();
  await opensFromThePhone(page);
  await shop.start();
  await context.close();
});

test('the browser’s own cache is not taken for the network', async () => {
  const { page, context } = await openPhone(browser);
  await visit(page, `${shop.url}/en`);
  await page.click('.tabs >> text=Categories');
  await page.waitForSelector('.categories section');
  await shop.stop();
  await page.locator('.search input').fill('rice');
  await page.waitForSelector('.offline');
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await page.evaluate(() => fetch('/api/v1/categories', { headers: { 'accept-language': 'en' } }).then((answer) => answer.text())); // which has it from before
  await page.click('.tabs >> text=Cart');
  await page.waitForSelector('.empty');
  assert.ok(await page.isVisible('.offline'));
  await shop.start();
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await page.waitForSelector('.offline', { state: 'hidden' });
  await context.close();
});

for (const [what, answer] of [
  ['a captive portal’s page', (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome to the hotel</h1>')],
  ['a captive portal’s redirect to another origin', (response) => response.writeHead(302, { location: 'http://localhost:9/login' }).end()],
  ['a redirect within the shop’s address', (response) => response.writeHead(302, { location: '/login' }).end()],
  ['a proxy’s failure', (response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>')],
  ['an answer that breaks off', (response) => response.socket.destroy()],
]) {
  test(`${what} in place of a page counts as offline and is not kept`, async () => {
    const line = await openLine(shop);
    const { page, context, complaints } = await openPhone(browser);
    await visit(page, `${line.url}/en`);
    const before = await caches(page);
    line.disturb = (_, response) => { answer(response); return true; };
    for (const at of ['/en', '/en/cart']) {
      await page.goto(line.url + at);
      await opensFromThePhone(page);
      await page.waitForSelector('.lines, .empty, .shelf');
    }
    const texts = await page.evaluate(async () => {
      const names = await window.caches.keys();
      const all = await Promise.all(names.map(async (name) => (await window.caches.open(name)).matchAll()));
      return Promise.all(all.flat().map((one) => one.text()));
    });
    assert.equal(texts.filter((text) => /hotel|gateway/.test(text)).length, 0);
    assert.deepEqual(await caches(page), before);
    line.disturb = () => false;
    await page.goto(`${line.url}/en`);
    assert.ok(!await isBareShell(page), 'the shop itself again');
    // That requests for data do not follow the portal elsewhere is the policy's doing.
    assert.deepEqual(complaints.filter((one) => !/Connecting to .*login.* Content Security Policy/.test(one)), []);
    await context.close();
    line.close();
  });
}

test('a page that does not come in time is opened from the phone, and the next ones do not wait as long', async () => {
  const line = await openLine(shop);
  const { page, context } = await openPhone(browser);
  await visit(page, line.url);
  let asked = 0;
  line.disturb = () => { asked += 1; return true; }; // and never answers
  const took = [];
  for (const at of ['/cart', '/settings']) {
    const began = performance.now();
    await page.goto(line.url + at);
    await opensFromThePhone(page);
    took.push(performance.now() - began);
  }
  assert.ok(asked >= 2, 'the network was asked first');
  assert.ok(took[0] >= 3000 && took[1] < took[0] - 1000, `took ${took.map(Math.round)} ms`);
  line.disturb = () => false;
  await context.close();
  line.close();
});

const spoilt = {
  'cut short': (response) => { response.writeHead(200, { 'content-type': 'text/javascript', 'content-length': '20000' }); response.write('import'); response.socket.end(); },
  'shorter than it should be': (response) => response.writeHead(200, { 'content-type': 'text/javascript' }).end('let a'),
  'a page of something else': (response) => response.writeHead(200, { 'content-type': 'text/html', 'x-fairday': '1' }).end('<h1>no</h1>'),
  missing: (response) => response.writeHead(404).end(),
};

for (const [how, spoil] of Object.entries(spoilt)) {
  test(`a new version with a file that is ${how} leaves the old one serving, and the next try succeeds`, async () => {
    const next = await release('second');
    const line = await openLine(shop);
    const { page, context } = await openPhone(browser);
    await visit(page, line.url);
    const before = await caches(page);
    await shop.stop();
    await shop.start(next.folder);
    line.disturb = ({ url }, response) => url.endsWith(next.script) && (spoil(response), true);
    assert.equal(await update(page), 'redundant');
    assert.deepEqual(await caches(page), before, 'nothing of it is left');
    assert.equal(await page.locator('.notice').count(), 0);
    line.disturb = () => true; // no network
    await page.reload();
    await opensFromThePhone(page);
    assert.equal(await releaseOf(page), 'first');
    line.disturb = () => false;
    assert.equal(await update(page), 'installed');
    await page.waitForSelector('.notice .update');
    await context.close();
    line.close();
    await shop.stop();
    await shop.start();
    await next.close();
  });
}

test('a first installation that breaks off leaves nothing, and the next visit installs', async () => {
  const line = await openLine(shop);
  const { page, context } = await openPhone(browser);
  let asked = 0;
  line.disturb = ({ url }, response) => url === '/icon-monochrome.svg' && (asked += 1, response.socket.destroy(), true);
  await page.goto(line.url);
  await started(page);
  while (!asked) await new Promise((resolve) => setTimeout(resolve, 20));
  // The browser drops the registration and deletes the cache each in its own time.
  await until(page, async () => !await navigator.serviceWorker.getRegistration() && !(await caches.keys()).length);
  line.disturb = () => false;
  await visit(page, line.url);
  assert.equal((await caches(page)).length, 1);
  await context.close();
  line.close();
});

/** A phone with the shop as it is, and then a newer release at the shop, found by the phone. */
async function withNewer(work) {
  const next = await release('second');
  const folder = await mkdtemp(path.join(tmpdir(), 'fairday-profile-'));
  const phone = await openProfile(folder);
  await visit(phone.page, `${shop.url}/en`);
  await shop.stop();
  await shop.start(next.folder);
  try {
    await work({ ...phone, next, folder });
  } finally {
    await phone.context.close().catch(() => {});
    await rm(folder, { recursive: true, force: true });
    await shop.stop();
    await shop.start();
    await next.close();
  }
}

test('a new version waits and says so; a tap lets it in, with what did not change not fetched again', () => withNewer(async ({ page, next, complaints }) => {
  await page.evaluate(() => { window.same = true; });
  assert.equal(await update(page), 'installed');
  await page.waitForSelector('.notice >> text=A new version of the shop is ready');
  assert.ok(await page.evaluate(() => window.same), 'no reload by itself');
  assert.equal(await releaseOf(page), 'first');
  await page.click('.notice .update');
  await page.waitForFunction(() => !window.same);
  await started(page);
  assert.equal(await releaseOf(page), 'second');
  await until(page, async (name) => (await caches.keys()).filter((one) => one.includes('shell')).join() === name, `fairday-shell-${next.version}`);
  assert.equal(await page.locator('.notice').count(), 0);
  await shop.stop();
  await page.reload();
  await opensFromThePhone(page);
  assert.equal(await releaseOf(page), 'second');
  assert.deepEqual(complaints, []);
}));

test('a new version that nobody let in is there at the next start', () => withNewer(async ({ page, context, folder }) => {
  assert.equal(await update(page), 'installed');
  await context.close();
  await shop.stop();
  const phone = await openProfile(folder);
  await phone.page.goto(`${shop.url}/en`);
  await opensFromThePhone(phone.page);
  assert.equal(await releaseOf(phone.page), 'second');
  await phone.context.close();
}));

test('a page that came from the network is new already: nothing is asked', () => withNewer(async ({ page, next }) => {
  await page.reload();
  await started(page);
  assert.equal(await releaseOf(page), 'second');
  await until(page, async (name) => (await caches.keys()).filter((one) => one.includes('shell')).join() === name, `fairday-shell-${next.version}`);
  assert.equal(await page.locator('.notice').count(), 0);
}));

test('nothing is said about a new version in the middle of an order', () => withNewer(async ({ page }) => {
  await page.locator('.card .add').nth(0).click();
  await page.click('.tabs >> text=Cart');
  await page.click('#order');
  await page.waitForSelector('h2 >> text=Recipient');
  await page.evaluate(() => { window.same = true; });
  assert.equal(await update(page), 'installed');
  await until(page, async () => (await navigator.serviceWorker.ready).waiting);
  await page.click('.tabs >> text=Home');
  await page.waitForSelector('.notice .update'); // it has been told meanwhile, and shows it only here
  await page.goBack();
  await page.waitForFunction(() => location.pathname.endsWith('checkout') && !document.querySelector('.notice'));
  assert.ok(await page.evaluate(() => window.same));
}));

test('two tabs on two versions both work, and the old one keeps its files until it is closed', () => withNewer(async ({ page, context, next }) => {
  const other = await context.newPage();
  await page.evaluate(() => { window.same = true; });
  await other.goto(`${shop.url}/en/cart`); // from the network, so of the new version
  await started(other);
  assert.equal(await releaseOf(other), 'second');
  await until(page, async (name) => {
    const { active, waiting, installing } = await navigator.serviceWorker.ready;
    return active.state === 'activated' && !waiting && !installing && await caches.has(name);
  }, `fairday-shell-${next.version}`);
  await other.evaluate(() => navigator.serviceWorker.controller.postMessage({ kind: 'tidy' }));
  await shop.stop();
  assert.ok(await page.evaluate(() => window.same), 'the old page was not reloaded');
  await page.locator('.card .add').nth(0).click();
  await other.waitForFunction(() => document.querySelector('.count')?.textContent === '1');
  for (const [tab, script] of [[page, next.oldScript], [other, next.script]]) {
    assert.equal(await tab.evaluate((script) => fetch(`/${script}`).then((answer) => answer.status), script), 200);
  }
  await page.close();
  await other.reload();
  await opensFromThePhone(other);
  // The browser may count the closed tab for a moment longer: then a later start tidies up.
  const isTidy = () => until(other, async (name) => (await caches.keys()).filter((one) => one.includes('shell')).join() === name, `fairday-shell-${next.version}`, 4_000).then(() => true, () => false);
  for (let starts = 1; !await isTidy(); starts += 1) {
    assert.ok(starts < 5, 'the old version’s files go once no page of it is open');
    await other.reload();
    await opensFromThePhone(other);
  }
}));

const pictures = async (count) => {
  const all = new Set();
  await findProduct(shop, (detail) => {
    for (const { id } of detail.pictures ?? []) for (const width of [96, 160]) all.add(`/pictures/${id}-${width}.webp`);
    return all.size >= count;
  });
  return [...all].slice(0, count);
};
/** Loads pictures one after the other; gives how many came. */
const load = (page, paths) => page.evaluate(async (paths) => {
  let came = 0;
  for (const path of paths) {
    const image = new Image();
    image.src = path;
    came += await image.decode().then(() => 1, () => 0);
  }
  return came;
}, paths);
const PICTURES = 'fairday-pictures', PICTURES_MAX = 400;

test('pictures are kept up to a limit, the oldest going first, and shown without network', async () => {
  const { page, context } = await openPhone(browser);
  await visit(page, `${shop.url}/cart`);
  const all = await pictures(PICTURES_MAX + 5);
  await page.evaluate(() => {
    window.spent = [];
    navigator.serviceWorker.addEventListener('message', ({ data }) => { if (data.kind === 'picture') window.spent.push(data.bytes); });
  });
  assert.equal(await load(page, all.slice(0, 3)), 3);
  await page.waitForFunction(() => window.spent.length === 3);
  assert.ok(await page.evaluate(() => window.spent.every((bytes) => bytes > 100)));
  await page.evaluate((cache) => caches.delete(cache), PICTURES);
  await load(page, all.slice(0, 2)); // from the browser's own cache now
  assert.equal(await load(page, all), all.length);
  await until(page, async ([cache, last]) => (await caches.open(cache)).match(last), [PICTURES, all.at(-1)]);
  assert.equal(await page.evaluate(() => window.spent.length), all.length, 'what the browser had cost nothing again');
  assert.equal((await kept(page, PICTURES)).join('\n'), all.slice(5).join('\n'));
  await shop.stop();
  await page.reload();
  await started(page);
  assert.equal(await load(page, all.slice(5, 15)), 10);
  await shop.start();
  await context.close();
});

test('pictures take no more than their share of what the phone allows, and a full phone still shows them', async () => {
  const { page, context } = await openPhone(browser);
  await visit(page, `${shop.url}/cart`);
  const all = await pictures(60);
  const devtools = await context.newCDPSession(page);
  const quotaSize = 2_000_000;
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: shop.url, quotaSize });
  assert.equal(await load(page, all), all.length);
  const bytes = () => page.evaluate(async (name) => {
    const all = await (await caches.open(name)).matchAll();
    return (await Promise.all(all.map((one) => one.arrayBuffer()))).reduce((sum, one) => sum + one.byteLength, 0);
  }, PICTURES);
  await until(page, async ([cache, last]) => (await caches.open(cache)).match(last), [PICTURES, all.at(-1)]);
  assert.ok(await bytes() <= quotaSize * 0.05, `${await bytes()} bytes`);
  const before = (await kept(page, PICTURES)).length;
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: shop.url, quotaSize: 50_000_000 });
  await page.evaluate(async () => (await caches.open('ballast')).put('/ballast', new Response(new Uint8Array(1_600_000))));
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: shop.url, quotaSize: 1_000_000 });
  assert.equal(await load(page, await pictures(70)), 70, 'a picture that cannot be kept is still shown');
  await until(page, async ([cache, before]) => (await (await caches.open(cache)).keys()).length <= before / 2, [PICTURES, before]);
  await context.close();
});

test('what is not a whole picture is not kept', async () => {
  const line = await openLine(shop);
  const { page, context } = await openPhone(browser);
  await visit(page, `${line.url}/cart`);
  const [one, two, three] = await pictures(3);
  line.disturb = ({ url }, response) => {
    if (url === one) response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome to the hotel</h1>');
    else if (url === two) response.writeHead(200, { 'content-type': 'image/webp' }).end('RIFF\x00\x01\x00\x00WEBPVP8 cut');
    else return false;
    return true;
  };
  await load(page, [one, two, three]);
  await until(page, async ([cache, last]) => (await caches.open(cache)).match(last), [PICTURES, three]);
  assert.deepEqual(await kept(page, PICTURES), [three]);
  line.disturb = () => false;
  assert.equal(await load(page, [one, two]), 2);
  await context.close();
  line.close();
});

test('a shell that cannot start says so in the page’s language', async () => {
  const { page, context } = await openPhone(browser);
  await visit(page, shop.url);
  await page.evaluate(async () => {
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) if (request.url.endsWith('.wasm')) await cache.put(request, new Response('no', { headers: { 'content-type': 'application/wasm' } }));
    }
  });
  await shop.stop();
  for (const [at, words] of [['/cart', '商店没能打开'], ['/en/cart', 'The shop could not open']]) {
    await page.goto(shop.url + at);
    await page.waitForSelector(`.fallback >> text=${words}`);
    assert.equal(await page.locator('.fallback a:visible').count(), 1);
  }
  await shop.start();
  await context.close();
});

/** A browser that offers to install the shop, and a shopper who says yes or no to it. */
const offer = (page, outcome) => page.evaluate((outcome) => {
  const event = new Event('beforeinstallprompt', { cancelable: true });
  event.prompt = () => { window.prompted = true; };
  event.userChoice = Promise.resolve({ outcome });
  dispatchEvent(event);
  return event.defaultPrevented;
}, outcome);

test('installing is offered after use, once, and a no is for good', async () => {
  const { page, context, complaints } = await openPhone(browser);
  await visit(page, `${shop.url}/en`);
  await page.locator('.card .add').nth(0).click();
  await page.click('.notice .close');
  assert.ok(await offer(page, 'accepted'), 'the browser’s own banner does not come');
  assert.equal(await page.locator('.notice').count(), 0, 'not on first sight');
  await page.reload();
  await started(page);
  await offer(page, 'accepted');
  await page.waitForSelector('.notice >> text=Install the shop?');
  await page.click('.tabs >> text=Cart');
  await page.click('#order');
  await page.waitForFunction(() => !document.querySelector('.notice'), null, {});
  await page.click('.tabs >> text=Settings');
  await page.waitForSelector('.notice >> text=No thanks');
  await page.click('.notice >> text=No thanks');
  await page.reload();
  await started(page);
  await offer(page, 'accepted');
  await page.waitForSelector('.settings .by-prompt button');
  assert.equal(await page.locator('.notice').count(), 0, 'a no is for good');
  await page.click('.settings .by-prompt button');
  assert.ok(await page.evaluate(() => window.prompted));
  await page.waitForSelector('.by-prompt', { state: 'hidden' });
  assert.deepEqual(complaints, []);
  await context.close();
});

test('where the browser does not ask, the way to install is explained in words', async () => {
  const { page, context } = await openPhone(browser);
  await page.addInitScript(() => { navigator.standalone = false; localStorage['fairday.install'] ??= '[1,4,3,0,0]'; });
  await page.goto(shop.url);
  await started(page);
  await page.waitForSelector('.notice >> text=添加到主屏幕');
  await page.click('.notice >> text=不用了');
  await page.goto(`${shop.url}/settings`);
  await started(page);
  await page.waitForSelector('.settings >> text=添加到主屏幕');
  assert.equal(await page.locator('.notice').count(), 0);
  await context.close();
});

test('where the shop cannot be installed or is, nothing is said about it', async () => {
  const { page, context } = await openPhone(browser);
  await page.addInitScript(() => { localStorage['fairday.install'] ??= '[1,9,9,1,0]'; });
  await page.goto(`${shop.url}/settings`);
  await started(page);
  assert.equal(await page.locator('.notice, .install:visible').count(), 0);
  await page.addInitScript(() => { navigator.standalone = true; });
  await page.reload();
  await started(page);
  await offer(page, 'accepted');
  assert.equal(await page.locator('.notice, .install:visible').count(), 0);
  await context.close();
});
