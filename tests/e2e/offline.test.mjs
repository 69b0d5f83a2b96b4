// The network is a bonus: the whole store is on the phone, and the server is really stopped.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findProduct, openBrowser, openPhone, openShop, started } from './shop.mjs';

let shop, browser;
before(async () => { shop = await openShop(); browser = await openBrowser(); });
after(async () => { await browser?.close(); await shop?.close().catch(() => {}); });

/** Waits until the phone has a copy of the whole store. */
const copied = (page) => page.waitForSelector('html[data-copy=whole]', { state: 'attached' });

/** What a page shows, as the server shows it too. */
const words = (page) => page.evaluate(() => [...document.querySelector('main').children].filter((one) => !one.matches('.stale')).map((one) => one.textContent).join(' '));

test('without network: products never visited open, lists sort and filter, and a search finds what the server finds', async () => {
  const chosen = await findProduct(shop, (detail) => detail.options?.length === 1 && detail.description_html && detail.specs?.length);
  const { page, context, complaints } = await openPhone(browser);
  const other = await context.newPage();
  await page.goto(`${shop.url}/settings`);
  await started(page);
  await copied(page);
  const paths = ['/', '/c', `/c/${encodeURIComponent(chosen.categories[0].slug)}?sort=price_asc`, `/p/${encodeURIComponent(chosen.handle)}`,
    '/search?q=xyf', '/search?q=xiyi', '/search?q=%E6%89%8B%E6%9C%BA&sort=price_desc', '/search?sort=sales', '/search?q=zzqq'];
  const online = [];
  for (const path of paths) {
    await other.goto(shop.url + path, { waitUntil: 'domcontentloaded' });
    online.push(await words(other));
  }
  await other.close();
  await shop.stop();
  try {
    for (const [n, path] of paths.entries()) {
      await page.evaluate((path) => { const a = document.createElement('a'); a.href = path; document.body.append(a); a.click(); a.remove(); }, path);
      await page.waitForSelector('.stale');
      assert.equal(await words(page), online[n], path);
      assert.match(await page.textContent('.stale'), /\d/, 'as of when prices are is said');
    }
  } finally { await shop.start(); }
  assert.deepEqual(complaints, []);
  await context.close();
});
