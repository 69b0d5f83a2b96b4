// Browsers that cannot start the app: they read, link and search, and say that the shop's app could not start. The script
// inside the page runs in them too. Chromium plays Gecko 48 (KaiOS 2.5) by doing without what that has not.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser, openPhone, openShop } from './shop.mjs';

let shop, browser;
before(async () => { shop = await openShop(); browser = await openBrowser(); });
after(async () => { await browser?.close(); await shop?.close(); });

/** A phone whose pages never get the app, and have nothing that Gecko 48 has not. */
async function oldPhone(hasModules) {
  const { page, context } = await openPhone(browser, { serviceWorkers: 'block' });
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.route('**/fairday-web-*', (route) => {
    // An app that neither starts nor fails.
    if (route.request().url().endsWith('.js')) return route.fulfill({ contentType: 'text/javascript', body: 'export default () => new Promise(() => {});' });
  });
  await page.addInitScript((hasModules) => {
    const missing = [
      [Element.prototype, ['toggleAttribute', 'append', 'prepend', 'replaceWith', 'replaceChildren', 'before', 'after', 'getAttributeNames']],
      [NodeList.prototype, ['forEach', 'keys', 'values', 'entries', Symbol.iterator]],
      [HTMLCollection.prototype, [Symbol.iterator]],
      [DOMTokenList.prototype, ['forEach', 'replace', Symbol.iterator]],
      [Node.prototype, ['isConnected', 'getRootNode']],
      [HTMLImageElement.prototype, ['loading', 'decode']],
      [String.prototype, ['padStart', 'padEnd', 'at', 'replaceAll', 'matchAll', 'trimStart']],
      [Array.prototype, ['flat', 'flatMap', 'at', 'findLast', 'toSorted']],
      [Object, ['fromEntries', 'hasOwn', 'values', 'entries']],
      [Promise.prototype, ['finally']],
      [window, ['PerformanceObserver', 'IntersectionObserver', 'ResizeObserver', 'AbortController', 'queueMicrotask', 'structuredClone']],
      [Navigator.prototype, ['connection', 'serviceWorker', 'storage', 'locks']],
    ];
    if (!hasModules) missing.push([HTMLScriptElement.prototype, ['noModule']], [window, ['WebAssembly']]);
    for (const [owner, names] of missing) for (const name of names) delete owner[name];
  }, hasModules);
  return { page, context, errors };
}

test('a browser without modules reads the shop, and is told that the app could not start', async () => {
  const { page, context, errors } = await oldPhone(false);
  await page.goto(`${shop.url}/en`, { waitUntil: 'commit' });
  await page.waitForSelector('html[data-app=failed]', { state: 'attached' });
  await page.waitForSelector('.fallback');
  await page.locator('.card > a').nth(0).click({ noWaitAfter: true });
  await page.waitForURL('**/p/*', { waitUntil: 'commit' });
  await page.waitForSelector('.fallback');
  // Nothing is held for an app that will not come.
  await page.press('#add-to-cart', 'Enter'); // the sentence lies over it
  await page.waitForSelector('#add-to-cart:not(.pressed)');
  assert.deepEqual(errors, []);
  await context.close();
});

test('what the first script does asks nothing of a browser but what Gecko 48 has', async () => {
  const { page, context, errors } = await oldPhone(true);
  await page.addInitScript(() => { localStorage['fairday.saver'] = 'on'; localStorage['fairday.text'] = '150'; });
  await page.goto(`${shop.url}/en`, { waitUntil: 'commit' });
  await page.waitForSelector('html[data-saving][data-text="150"][lang=en]', { state: 'attached' });
  await page.waitForSelector('.unseen img[data-src]:not([src])[style*=background]', { state: 'attached' });
  await page.locator('.unseen .show').nth(0).tap();
  await page.waitForSelector('main img[src]', { state: 'attached' });
  await page.locator('.card > a').nth(0).press('Enter', { noWaitAfter: true }); // pictures that are held lie over it
  await page.waitForURL('**/p/*', { waitUntil: 'commit' });
  await page.tap('#add-to-cart');
  await page.waitForSelector('#add-to-cart.pressed');
  assert.deepEqual(errors, []);
  await context.close();
});
