// The real server with the demo catalogue, and real browsers in front of it.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../..');
export const binary = process.env.FAIRDAY_BIN ?? path.join(root, 'target/debug/fairday');
export const dist = process.env.FAIRDAY_DIST ?? path.join(root, 'dist');
export const demo = process.env.FAIRDAY_DEMO ?? path.join(root, 'demo');
// Single scripts of web/ as plain JavaScript: `cargo xtask scripts` writes them.
export const script = (name) => import(path.join(root, `target/scripts/tests/${name}.mjs`));
// Importing the demo catalogue with its pictures takes a while: `cargo xtask test` does it once, for all test files.
const kept = process.env.FAIRDAY_DEMO_DATA;

const freePort = async () => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
};

// What a phone's page comes from, and the shop behind it.
const shops = new Map();

/** Phones come to this shop by this URL too. */
export const comesBy = (shop, url) => shops.set(url, shop);

/**
 * A clock for a server: libfaketime puts it ahead of the machine's, by as many seconds as a file says. The server itself has no
 * switch for that.
 */
async function openClock() {
  const folder = await mkdtemp(path.join(tmpdir(), 'fairday-clock-'));
  const file = path.join(folder, 'ahead');
  const set = async (seconds) => {
    await writeFile(`${file}.new`, `+${seconds}\n`);
    await rename(`${file}.new`, file); // whoever reads it reads all of it
  };
  await set(0);
  let ahead = 0;
  return {
    env: { LD_PRELOAD: '/usr/$LIB/faketime/libfaketimeMT.so.1', FAKETIME_TIMESTAMP_FILE: file, FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1', FAKETIME_DISABLE_SHM: '1' },
    ahead: () => ahead,
    pass: async (seconds) => { ahead += seconds; await set(ahead); },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/**
 * Lets time pass in the shop that a page comes from: what the shop says to wait for need not be waited for.
 */
export const letPass = (page, seconds) => shops.get(new URL(page.url()).origin).pass(seconds);

/** From the next page on, the clock of a phone is that of the shop. */
export const keepTime = (context, shop) => context.addInitScript(`{
  const Real = Date.real ?? Date, ahead = ${shop.now() - Date.now()};
  Date = class extends Real {
    constructor(...all) { if (all.length) super(...all); else super(Real.now() + ahead); }
    static now() { return Real.now() + ahead; }
  };
  Date.real = Real;
}`);

/**
 * Starts the shop. `stop()` ends it, `kill()` as a power cut does; `start()` brings it back at the same address, perhaps with
 * another front end. With `ownData` its catalogue may be changed: it is in the folder `data`, and no other test sees it.
 * `options` go to the server. With a `clock`, time can `pass()` in it, seconds at a time.
 */
export async function openShop({ ownData = false, clock: hasClock = false, options = [] } = {}) {
  const clock = hasClock ? await openClock() : null;
  const isOwn = ownData || !kept;
  const data = isOwn ? await mkdtemp(path.join(tmpdir(), 'fairday-e2e-')) : kept;
  if (ownData && kept) await cp(kept, data, { recursive: true });
  const port = await freePort();
  const shop = { url: `http://127.0.0.1:${port}`, port, data, server: null };
  const env = { ...process.env, ...clock?.env };
  comesBy(shop, shop.url);
  shop.now = () => Date.now() + (clock ? clock.ahead() * 1000 : 0);
  shop.pass = (seconds) => clock.pass(seconds);
  /** Runs a command of the operator's, by the shop's clock; gives what it says. */
  shop.run = async (...args) => (await promisify(execFile)(binary, args, { env })).stdout;
  let exit;
  shop.start = async (frontEnd = dist) => {
    shop.server = spawn(binary, ['demo', '--listen', `127.0.0.1:${port}`, '--data', data, '--dist', frontEnd, '--demo-dir', demo, ...options],
      { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    shop.said = () => said;
    shop.server.stdout.on('data', (chunk) => { said += chunk; });
    shop.server.stderr.on('data', (chunk) => { said += chunk; });
    exit = once(shop.server, 'exit');
    const ended = exit.then(() => { throw new Error(`the server ended: ${said}`); });
    let isOver = false;
    ended.catch(() => { isOver = true; });
    await Promise.race([ended, answers(`${shop.url}/healthz`, () => isOver)]);
  };
  const end = async (signal) => {
    shop.server?.kill(signal);
    shop.server = null;
    await exit;
  };
  shop.stop = () => end('SIGTERM');
  shop.kill = () => end('SIGKILL');
  shop.close = async () => {
    await shop.stop();
    if (isOwn) await rm(data, { recursive: true, force: true });
    await clock?.close();
  };
  await shop.start();
  return shop;
}

async function answers(url, isOver) {
  while (!isOver()) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const program = {
  executablePath: process.env.FAIRDAY_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
};
const screen = { viewport: { width: 360, height: 640 }, deviceScaleFactor: 1, isMobile: true, hasTouch: true, locale: 'zh-CN' };

/** A browser of the kind that a phone has. */
export const openBrowser = () => chromium.launch(program);

/** A phone with a memory: what its browser keeps is in `folder`, and is there again after `close()`. */
export async function openProfile(folder) {
  const context = await chromium.launchPersistentContext(folder, { ...program, ...screen });
  const complaints = [];
  context.on('page', (page) => watch(page, complaints));
  return { context, page: await context.newPage(), complaints };
}

/** A phone's page, which fails the test when a script fails or the security policy is broken. */
export async function openPhone(browser, options = {}) {
  const context = await browser.newContext({ ...screen, ...options });
  const complaints = [];
  context.on('page', (page) => watch(page, complaints));
  const page = await context.newPage();
  return { context, page, complaints };
}

function watch(page, complaints) {
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const text = message.text();
    const isNetwork = /net::ERR|Failed to load resource/.test(text);
    if (message.type() === 'error' && !isNetwork) complaints.push(text);
  });
}

/**
 * Waits until a function that runs in the page, and may be async, says yes. Playwright's own `waitForFunction` takes the
 * promise of an async function for a yes and waits for nothing.
 */
export async function until(page, ask, argument, ms = 30_000) {
  const end = Date.now() + ms;
  while (!await page.evaluate(ask, argument).then(Boolean)) {
    if (Date.now() > end) throw new Error(`not after ${ms} ms: ${ask}`);
    await new Promise((resolve) => { setTimeout(resolve, 25); });
  }
}

/** Waits until the app has taken the page over. */
export const started = (page) => page.waitForSelector('html[data-app=started]', { state: 'attached' });

/** Any product of the demo catalogue that fits. */
export async function findProduct(shop, fits) {
  let cursor = '';
  for (;;) {
    const page = await (await fetch(`${shop.url}/api/v1/products?limit=100${cursor && `&cursor=${cursor}`}`)).json();
    for (const card of page.items) {
      const detail = await (await fetch(`${shop.url}/api/v1/products/${encodeURIComponent(card.handle)}`)).json();
      if (fits(detail, card)) return detail;
    }
    if (!page.next) throw new Error('no such product in the demo catalogue');
    cursor = page.next;
  }
}

export const available = (variant) => variant.stock !== 0;
