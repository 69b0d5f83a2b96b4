// Cold pages on a slow phone: first paint, largest paint, and when a tap on "add to cart" has worked.
//   node phone.mjs PAGES RUNS
// PAGES is JSON: for each name the page's `url`, and the `button` that is tapped, if any.
// Prints the milliseconds of every run as JSON. `cargo xtask bench` runs it.
import { createRequire } from 'node:module';

const { chromium } = createRequire(new URL('../e2e/', import.meta.url))('playwright-core');

const CART_COUNT = '.tabs .count';

const LINE = { offline: false, downloadThroughput: 400_000 / 8, uploadThroughput: 400_000 / 8, latency: 400 };
const CPU_SLOWDOWN = 6;
const PATIENCE_MS = 60_000;
const SCREEN = { viewport: { width: 360, height: 640 }, deviceScaleFactor: 1, isMobile: true, hasTouch: true, locale: 'zh-CN' };
const SWITCHES = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];

const [pages, runs] = [JSON.parse(process.argv[2]), Number(process.argv[3])];

// Runs in the page before anything else. It notes paints, the tap, when the button shows that it was pressed, and when
// the cart's count shows something: by the page's clock, since asking from outside takes time of its own.
function watch([button, cartCount]) {
  const seen = (window.__bench = { firstPaint: null, largestPaint: null, tapMade: null, tapAcknowledged: null, tapWorked: null });
  new PerformanceObserver((list) => {
    for (const paint of list.getEntries()) if (paint.name === 'first-contentful-paint') seen.firstPaint = paint.startTime;
  }).observe({ type: 'paint', buffered: true });
  new PerformanceObserver((list) => { seen.largestPaint = list.getEntries().at(-1).startTime; })
    .observe({ type: 'largest-contentful-paint', buffered: true });
  addEventListener('touchstart', (event) => { seen.tapMade ??= event.timeStamp; }, { capture: true, passive: true });
  const look = () => {
    const pressed = document.querySelector(button)?.classList.contains('pressed');
    if (pressed) seen.tapAcknowledged ??= performance.now();
    const count = Number.parseInt(document.querySelector(cartCount)?.textContent ?? '', 10);
    if (count > 0) seen.tapWorked ??= performance.now();
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
}

/** A new browser, so with nothing cached and nothing in the cart, as slow as the phone. */
async function onPhone(button, work) {
  const browser = await chromium.launch({ executablePath: process.env.FAIRDAY_CHROMIUM ?? '/usr/bin/chromium', args: SWITCHES });
  try {
    const page = await (await browser.newContext(SCREEN)).newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Network.enable');
    await devtools.send('Network.emulateNetworkConditions', LINE);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
    await page.addInitScript(watch, [button, CART_COUNT]);
    return await work(page);
  } finally {
    await browser.close();
  }
}

const seen = (page) => page.evaluate(() => window.__bench);
const waitFor = (page, name) => page.waitForFunction((name) => window.__bench?.[name] !== null, name, { polling: 20 });

/** The middle of the button, on the screen. */
const whereIs = (page, selector) => page.evaluate((selector) => {
  const button = document.querySelector(selector);
  const isVisible = ({ top, bottom }) => top >= 0 && bottom <= innerHeight;
  if (!isVisible(button.getBoundingClientRect())) button.scrollIntoView({ block: 'center' });
  const { x, y, width, height } = button.getBoundingClientRect();
  return { x: x + width / 2, y: y + height / 2 };
}, selector);

/** Taps as soon as something is painted, long before the app is there. */
const tapped = ({ url, button }) => onPhone(button, async (page) => {
  await page.goto(url, { waitUntil: 'commit' });
  await waitFor(page, 'firstPaint');
  const { x, y } = await whereIs(page, button);
  await page.touchscreen.tap(x, y);
  await waitFor(page, 'tapWorked');
  const { tapMade, tapAcknowledged, tapWorked } = await seen(page);
  return { tapMade, untilAcknowledged: tapAcknowledged - tapMade, tapWorked };
});

// The browser stops looking for the largest paint at the first tap: paints are those of a visit without one.
const painted = ({ url, button }) => onPhone(button ?? 'button', async (page) => {
  await page.goto(url, { waitUntil: 'networkidle' });
  await waitFor(page, 'largestPaint');
  const { firstPaint, largestPaint } = await seen(page);
  return { firstPaint, largestPaint };
});

const visits = {};
const note = (name, values) => {
  visits[name] ??= {};
  for (const [what, value] of Object.entries(values)) (visits[name][what] ??= []).push(value);
};
// In turns, so that whatever else the machine does meets all of them.
for (let run = 0; run < runs; run++) {
  for (const [name, page] of Object.entries(pages)) {
    note(name, await painted(page));
    if (page.button) note(name, await tapped(page));
  }
}
console.log(JSON.stringify(visits));
