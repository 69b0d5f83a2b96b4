// A cold product page on a slow phone: first paint, largest paint, and when a tap on "add to cart" has worked.
//   node phone.mjs http://127.0.0.1:PORT/ RUNS
// Prints the medians in milliseconds as JSON. `cargo xtask bench` runs it.
import { createRequire } from 'node:module';

const { chromium } = createRequire(new URL('../e2e/', import.meta.url))('playwright-core');

const PRODUCT_LINK = 'a[href^="/p/"]';
const ADD_TO_CART = '[data-testid="add-to-cart"]';
const CART_COUNT = '[data-testid="cart-count"]';

const LINE = { offline: false, downloadThroughput: 400_000 / 8, uploadThroughput: 400_000 / 8, latency: 400 };
const CPU_SLOWDOWN = 6;
const PATIENCE_MS = 60_000;
const SCREEN = { viewport: { width: 360, height: 640 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, locale: 'zh-CN' };
const SWITCHES = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];

const [home, runs] = [process.argv[2], Number(process.argv[3])];

// Runs in the page before anything else: notes paints, and the moment the cart's count shows something.
function watch(cartCount) {
  const seen = (window.__bench = { largestPaint: 0, tapWorked: null });
  new PerformanceObserver((list) => { seen.largestPaint = list.getEntries().at(-1).startTime; })
    .observe({ type: 'largest-contentful-paint', buffered: true });
  const look = () => {
    const count = parseInt(document.querySelector(cartCount)?.textContent ?? '', 10);
    if (count > 0 && seen.tapWorked === null) seen.tapWorked = performance.now();
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
}

async function inBrowser(work) {
  const browser = await chromium.launch({ executablePath: process.env.FAIRDAY_CHROMIUM ?? '/usr/bin/chromium', args: SWITCHES });
  try {
    return await work(await (await browser.newContext(SCREEN)).newPage());
  } finally {
    await browser.close();
  }
}

const findProduct = () => inBrowser(async (page) => {
  await page.goto(home);
  return page.locator(PRODUCT_LINK).first().evaluate((link) => link.href);
});

async function slowDown(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', LINE);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
  await page.addInitScript(watch, CART_COUNT);
}

const tapped = (url) => inBrowser(async (page) => {
  await slowDown(page);
  await page.goto(url, { waitUntil: 'commit', timeout: PATIENCE_MS });
  const button = page.locator(ADD_TO_CART).first();
  await button.waitFor({ state: 'visible', timeout: PATIENCE_MS });
  const firstPaint = await (await page.waitForFunction(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime, null, { timeout: PATIENCE_MS })).jsonValue();
  await button.tap({ timeout: PATIENCE_MS, noWaitAfter: true });
  await page.waitForFunction(() => window.__bench.tapWorked !== null, null, { timeout: PATIENCE_MS });
  return { firstPaint, tapWorked: await page.evaluate(() => window.__bench.tapWorked) };
});

// The browser stops looking for the largest paint at the first tap: it takes a visit without one.
const untapped = (url) => inBrowser(async (page) => {
  await slowDown(page);
  await page.goto(url, { waitUntil: 'networkidle', timeout: PATIENCE_MS });
  return { largestPaint: await page.evaluate(() => window.__bench.largestPaint) };
});

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

const product = await findProduct();
const visits = [];
for (let run = 0; run < runs; run++) visits.push({ ...(await tapped(product)), ...(await untapped(product)) });
const medians = Object.fromEntries(Object.keys(visits[0]).map((name) => [name, median(visits.map((visit) => visit[name]))]));
console.log(JSON.stringify(medians));
