// A second visit without network: first paint, and when a tap on "add to cart" has worked; beside it a plain static page
// with a service worker of its own.
//   node repeat.mjs RUNS           with the environment of the end-to-end tests
// Prints the milliseconds of every run as JSON. `cargo xtask bench` runs it.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { available, findProduct, openProfile, openShop, started } from '../e2e/shop.mjs';

const [runs] = process.argv.slice(2).map(Number);
const CPU_SLOWDOWN = 6;
const PATIENCE_MS = 60_000;

// Runs in the page before anything else. The tap is made from within as well, as soon as the button is there and something
// is painted: a slowed browser takes hundreds of milliseconds to be asked from outside.
function watch() {
  const seen = (window.__bench = { firstPaint: null, tapMade: null, tapWorked: null });
  const look = () => {
    const button = document.querySelector('#add-to-cart');
    if (button && seen.firstPaint !== null && seen.tapMade === null) {
      seen.tapMade = performance.now();
      button.click();
    }
    if (Number.parseInt(document.querySelector('.tabs .count')?.textContent ?? '', 10) > 0) seen.tapWorked ??= performance.now();
  };
  new PerformanceObserver((list) => {
    for (const paint of list.getEntries()) if (paint.name === 'first-contentful-paint') seen.firstPaint = paint.startTime;
    look();
  }).observe({ type: 'paint', buffered: true });
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
}

/** The same page with scripts that do not run, but one that counts what is put into the cart and keeps the page. */
const plainPage = (html) => html
  .replaceAll('<script', '<script type="text/plain"')
  .replaceAll(/rel="(modulepreload|preload|manifest|icon|apple-touch-icon)"/g, 'rel="not-now"')
  .replaceAll(/<img[^>]*>/g, '')
  .replace('</body>', `<script>
    navigator.serviceWorker.register('/sw.js');
    let count = 0;
    document.querySelector('#add-to-cart').onclick = () => {
      document.querySelector('.tabs a[href$="/cart"]').innerHTML += '<b class="count">' + ++count + '</b>';
    };</script></body>`);
const PLAIN_WORKER = `
addEventListener('install', (event) => event.waitUntil(caches.open('plain').then((cache) => cache.add('/'))));
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('fetch', (event) => event.respondWith(caches.match(event.request).then((kept) => kept ?? fetch(event.request))));
`;

async function servePlain(html) {
  const server = createServer((request, response) => {
    const [kind, body] = request.url === '/sw.js' ? ['text/javascript', PLAIN_WORKER] : ['text/html; charset=utf-8', html];
    response.writeHead(200, { 'content-type': kind }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => { server.close(); server.closeAllConnections(); } };
}

const kept = (page) => page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');

/** A browser with the profile as the first visit left it, slow as the phone. */
async function onPhone(profile, url) {
  const folder = await mkdtemp(path.join(tmpdir(), 'fairday-repeat-'));
  await cp(profile, folder, { recursive: true });
  const { page, context } = await openProfile(folder);
  try {
    page.setDefaultTimeout(PATIENCE_MS);
    const devtools = await context.newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
    await page.addInitScript(watch);
    await page.goto(url, { waitUntil: 'commit' });
    await page.waitForFunction(() => window.__bench?.tapWorked > 0, null, { polling: 100 });
    return await page.evaluate(() => window.__bench);
  } finally {
    await context.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const shop = await openShop();
const one = await findProduct(shop, (detail) => detail.variants.length === 1 && available(detail.variants[0]));
const product = `${shop.url}/p/${encodeURIComponent(one.handle)}`;
const plain = await servePlain(plainPage(await (await fetch(product)).text()));
const profile = await mkdtemp(path.join(tmpdir(), 'fairday-profile-'));
try {
  const { page, context } = await openProfile(profile);
  await page.goto(product);
  await started(page);
  await kept(page);
  await page.locator('html[data-copy=whole]').waitFor({ state: 'attached' });
  await page.goto(plain.url);
  await kept(page);
  await context.close();
  await shop.stop();
  plain.close();
  const visits = { shop: { firstPaint: [], tapWorked: [] }, plain: { firstPaint: [], tapWorked: [] } };
  for (let run = 0; run < runs; run++) {
    for (const [name, url] of [['shop', product], ['plain', plain.url]]) {
      const { firstPaint, tapWorked } = await onPhone(profile, url);
      visits[name].firstPaint.push(firstPaint);
      visits[name].tapWorked.push(tapWorked);
    }
  }
  console.log(JSON.stringify(visits));
} finally {
  await rm(profile, { recursive: true, force: true });
  await shop.close();
}
