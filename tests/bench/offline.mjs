// The whole store on the phone: what it costs to bring it there, to keep it and to search it without network.
// Prints one JSON object: for each figure the values of its runs.
import { openBrowser, openPhone, openShop, started } from '../e2e/shop.mjs';

const runs = Number(process.argv[2]);
const QUERIES = ['洗衣粉', '洗', 'xyf', 'xiyifen', '手机', 'oppo 手机', 'samsnug', 'phone', '加厚 电饭煲', '红色雨靴', 'zzzzzz', '保温杯', 'tg', 'Red', '收纳箱 12', 'nokia'];
const figures = {};
const note = (name, value) => (figures[name] ??= []).push(value);

/** Has every piece of the store compressed as small as it can be, as after the first few phones: the server does it behind its answers. */
async function warm(shop) {
  const until = Date.now() + 300e3;
  for (let cursor = ''; cursor !== undefined;) {
    const path = `/api/v1/changes?since=0&limit=100${cursor && `&cursor=${cursor}`}`;
    for (;;) {
      const answer = await fetch(`${shop.url}${path}`, { headers: { 'accept-encoding': 'br' } });
      const { next } = await answer.json();
      if (!answer.headers.get('etag').endsWith('-brq"')) {
        cursor = next;
        break;
      }
      if (Date.now() > until) throw new Error(`${path} is not compressed again`);
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
  }
}

const shop = await openShop();
await warm(shop);
const browser = await openBrowser();
for (let run = 0; run < runs; run++) {
  const { page, context } = await openPhone(browser, { serviceWorkers: 'block' });
  const pieces = [];
  let begun, ended;
  page.on('request', (request) => { if (request.url().includes('/changes')) begun ??= Date.now(); });
  page.on('requestfinished', (request) => { if (request.url().includes('/changes')) pieces.push(request.sizes()); });
  await page.goto(`${shop.url}/settings`);
  await started(page);
  await page.waitForSelector('html[data-copy=whole]', { state: 'attached', timeout: 120e3 });
  ended = Date.now();
  note('syncMs', ended - begun);
  note('pieces', pieces.length);
  note('syncBytes', (await Promise.all(pieces)).reduce((sum, { responseBodySize }) => sum + responseBodySize, 0));
  note('storedBytes', await page.evaluate(async () => (await navigator.storage.estimate()).usageDetails?.indexedDB ?? 0));

  const search = (q) => page.evaluate(async (q) => {
    const field = document.querySelector('.search input');
    const form = field.form;
    field.value = q;
    const begun = performance.now();
    form.requestSubmit();
    const isThere = () => new URL(location).searchParams.get('q') === q && document.querySelector('main .card:not(.ghost), main .empty:not([role=alert])');
    while (!isThere()) await new Promise((resolve) => { setTimeout(resolve, 0); });
    return performance.now() - begun;
  }, q);
  const online = [];
  for (const q of QUERIES.slice(1)) {
    const begun = performance.now();
    await (await fetch(`${shop.url}/api/v1/search?q=${encodeURIComponent(q)}`)).text();
    online.push(performance.now() - begun);
  }
  await page.route('**/api/**', (route) => route.abort('internetdisconnected'));
  note('firstSearchMs', await search(QUERIES[0]));
  const later = [];
  for (const q of QUERIES.slice(1)) later.push(await search(q));
  later.sort((a, b) => a - b);
  online.sort((a, b) => a - b);
  note('searchMs', later[Math.floor(later.length / 2)]);
  note('slowestSearchMs', later.at(-1));
  note('serverSearchMs', online[Math.floor(online.length / 2)]);
  note('workerBytes', await page.workers()[0].evaluate(() => self.wasmMemory.buffer.byteLength));
  await context.close();
}
await browser.close();
await shop.close();
console.log(JSON.stringify(figures));
