// What a release costs a phone that has the one before, as its service worker fetches it.
//   node update.mjs FIRST_DIST NEXT_DIST      with the environment of the end-to-end tests
// Prints each file that was fetched as JSON. `cargo xtask bench` runs it.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { openBrowser, openPhone, openShop, started } from '../e2e/shop.mjs';
import { hasDictionaries, tapTheWire } from '../e2e/wire.mjs';

const [first, next] = process.argv.slice(2);
/** As many bytes as go over the line without a dictionary. */
const whole = async (name) => (await stat(path.join(next, `${name}.br`)).catch(() => stat(path.join(next, name)))).size;
// What belongs to the shop's data and not to the release.
const isFile = ({ path }) => /^\/[^/]+\.\w+$/.test(path);

const shop = await openShop();
await shop.stop();
await shop.start(first);
const wire = await tapTheWire(shop.url);
const browser = await openBrowser();
try {
  const { page } = await openPhone(browser);
  await page.goto(`${wire.url}/`);
  await started(page);
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
  await hasDictionaries(page, wire, ['/fairday-web-next.wasm', '/fairday-web-next.js', '/index-next.html']);
  await shop.stop();
  await shop.start(next);
  wire.take();
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
    const worker = registration.installing ?? registration.waiting;
    while (worker.state === 'installing') await new Promise((resolve) => { worker.onstatechange = resolve; });
    if (worker.state === 'redundant') throw new Error('the next release was not installed');
  });
  const files = wire.take().filter(isFile).map(async ({ path, headers, head, bytes }) => ({
    name: path.slice(1).replace(/-[0-9a-f]{16}/, ''),
    encoding: headers['content-encoding'],
    head,
    body: bytes - head,
    whole: await whole(path.slice(1)),
  }));
  console.log(JSON.stringify(await Promise.all(files)));
} finally {
  await browser.close();
  wire.close();
  await shop.close();
}
