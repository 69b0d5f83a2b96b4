// Whose phone it is: after a whole journey the resident ID, the name in it and the account's number are nowhere they do not
// belong.
import assert from 'node:assert/strict';
import { readFile, readdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { applyFor, check, handset, look, newResidentId, openLender, payAtCounter, says, sign, standsAs, toPlan } from './borrower.mjs';
import { openProfile } from './shop.mjs';
import { hasten, newNumber } from './shopper.mjs';

let counter;
before(async () => { counter = await openLender(); await counter.reset(); });
after(async () => { await counter?.close(); });

/** Every file below a folder that has one of these texts in it, in the encodings that browsers keep texts in. */
async function files(folder, ...texts) {
  const forms = texts.flatMap((text) => [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le'), Buffer.from(encodeURIComponent(text))]);
  const found = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    const content = await readFile(file).catch(() => Buffer.alloc(0));
    if (forms.some((form) => content.includes(form))) found.push(path.relative(folder, file));
  }
  return found;
}

test('resident ID and name are nowhere on the phone, in no log and in no URL', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'fairday-phone-'));
  const who = { name: '欧阳密名', id: newResidentId(), number: newNumber() }, urls = [];
  const { context, page } = await openProfile(folder);
  context.on('request', (request) => urls.push(request.url()));
  await hasten(context);
  const product = await handset(counter);
  await toPlan(page, counter, '', product);
  await check(page, 34);
  const id = await applyFor(page, who);
  await sign(page);
  await standsAs(page, says['zh-CN'].reserved);
  const [order] = await counter.placed();
  for (const status of ['sent', 'received']) await counter.advance(order.id, status);
  await look(page, counter, '', id);
  await payAtCounter(page, counter, id, 'due', says['zh-CN']);
  const kept = await page.evaluate(async () => {
    const pages = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) pages.push(await (await cache.match(request)).text());
    }
    return JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage }) + pages.join();
  });
  for (const secret of [who.id, who.name, who.number]) assert.ok(!kept.includes(secret), 'in the storage of the page');
  await context.close();

  assert.ok(urls.length > 20 && urls.every((url) => ![who.id, who.name, who.number].some((secret) => decodeURIComponent(url).includes(secret))));
  assert.deepEqual(await files(folder, who.id, who.name), [], 'on the phone');
  assert.deepEqual((await files(folder, order.id)).length > 0, true, 'the search finds what is there');
  // Typed to sign in, and dropped when the code was used. What is left is the journal of the page's storage, until the browser
  // tidies it, and the browser's own memory of numbers typed (the field is of the kind `tel`): no cache, no page, no history.
  assert.deepEqual((await files(folder, who.number)).filter((file) => !/Local Storage|Web Data/.test(file)), []);
  const said = counter.shop.said();
  assert.ok(said.length > 0);
  for (const secret of [who.id, who.name, who.number]) assert.ok(!said.includes(secret), 'in the log of the shop');
  assert.deepEqual(await files(counter.shop.data, who.id, who.name, who.number), [], 'in the shop\'s database it is sealed');
  await rm(folder, { recursive: true, force: true });
});
