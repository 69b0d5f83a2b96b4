// Whose phone it is: after a whole journey the resident ID, the name in it and the account's number are nowhere they do not
// belong.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { applyFor, check, handOver, handset, look, newResidentId, openLender, payAtCounter, payAtProvider, says, sign, standsAs, toPlan } from './borrower.mjs';
import { filesWith } from './profile.mjs';
import { keepTime, openProfile, started } from './shop.mjs';
import { hasten, newNumber } from './shopper.mjs';

let counter, folder;
before(async () => {
  counter = await openLender({ online: true });
  await counter.reset();
  folder = await mkdtemp(path.join(tmpdir(), 'fairday-phone-'));
});
after(async () => {
  await counter?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Has the browser tidy its databases: what was a log becomes tables when they are opened again. */
async function reopen(page) {
  const { context, page: again } = await openProfile(folder);
  await again.goto(page);
  await started(again);
  await context.close();
}

test('the search finds what is kept on a phone, wherever and however it is', async () => {
  const mark = '6f0d51c2e9';
  const { context, page } = await openProfile(folder);
  await page.goto(counter.url);
  await started(page);
  await page.evaluate(async (mark) => {
    localStorage.setItem('mark', `local-${mark}`);
    localStorage.setItem('mark-zh', `本地-${mark}`);
    await (await caches.open('mark')).put('/mark', new Response(`cached-${mark}`));
    const opening = indexedDB.open('mark', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('mark');
    const database = await new Promise((done) => { opening.onsuccess = () => done(opening.result); });
    const writing = database.transaction('mark', 'readwrite');
    // Long enough to be compressed, and to be cut in pieces.
    for (const [key, value] of Object.entries({ short: `short-${mark}`, zh: `短-${mark}`, long: 'goods '.repeat(20_000) + `long-${mark}`, mixed: '协议单'.repeat(9_000) + `长-${mark}` })) writing.objectStore('mark').put({ json: value }, key);
    await new Promise((done) => { writing.oncomplete = done; });
    history.pushState(null, '', `/?visited-${mark}`);
  }, mark);
  await context.close();
  const marks = ['local', '本地', 'short', '短', 'long', '长', 'cached', 'visited'].map((where) => `${where}-${mark}`);
  for (const text of marks) assert.ok((await filesWith(folder, text)).length > 0, `${text} is found`);
  await reopen(counter.url);
  for (const text of marks) assert.ok((await filesWith(folder, text)).length > 0, `${text} is found when it was tidied`);
  assert.deepEqual(await filesWith(folder, `nowhere-${mark}`), []);
});

test('resident ID, name and number are nowhere on the phone, in no log and in no URL', async () => {
  const say = says['zh-CN'], who = { name: '欧阳密名', id: newResidentId(), number: newNumber() }, secrets = Object.values(who), urls = [], kept = [];
  const { context, page } = await openProfile(folder);
  context.on('request', (request) => urls.push(request.url(), request.headers().referer ?? ''));
  context.on('response', (answer) => {
    if (/\/api\/v1\/(account|sessions|orders|addresses|quotes|credit\/(checks|agreements))/.test(answer.url()) && !/no-store/.test(answer.headers()['cache-control'])) kept.push(answer.url());
  });
  await hasten(context);
  const product = await handset(counter);
  await toPlan(page, counter, '', product);
  await check(page, 34);
  const id = await applyFor(page, who);
  await sign(page);
  await standsAs(page, say.reserved);
  await handOver(counter, page, '', id);
  const { agreement: { order, loan: { instalments: [first] } } } = await counter.agreement(id);
  await counter.bill(first.due);
  await keepTime(context, counter.shop);
  await look(page, counter, '', id);
  await page.click('[data-do=ask-hardship]');
  await page.fill('[data-field=hardship-reason]', '收成不好');
  await page.click('form[data-do=hardship] button.primary');
  await page.waitForSelector('form[data-do=hardship]', { state: 'detached' });
  await page.click('form[data-do=pay] button.primary');
  await payAtProvider(page);
  for (const at of ['/credit', '/orders', `/orders/${order}`, '/account', '/addresses']) {
    await page.goto(counter.url + at);
    await started(page);
    await page.waitForSelector('main h1');
  }
  await look(page, counter, '', id);
  await payAtCounter(page, counter, id, 'settle', say);
  await standsAs(page, say.early);
  const open = await page.evaluate(async () => {
    const pages = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) pages.push(await (await cache.match(request)).text());
    }
    return JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage }) + pages.join() + document.documentElement.outerHTML;
  });
  for (const secret of secrets) assert.ok(!open.includes(secret), 'in what the page has');
  await context.close();

  assert.ok(urls.length > 20 && urls.every((url) => !secrets.some((secret) => decodeURIComponent(url).includes(secret))));
  assert.deepEqual(kept, [], 'the browser keeps no answer that is one shopper\'s');
  for (const when of ['at once', 'when it was tidied']) {
    assert.ok((await filesWith(folder, order)).length > 0 && (await filesWith(folder, id)).length > 0, 'the search finds what is there');
    assert.deepEqual(await filesWith(folder, who.id, who.name), [], `on the phone ${when}`);
    // Typed to sign in, and dropped when the code was used. What is left is the journal of the page's storage, until the browser
    // tidies it, and the browser's own memory of numbers typed (the field is of the kind `tel`): no cache, no page, no history.
    assert.deepEqual((await filesWith(folder, who.number)).filter((file) => !/Local Storage|Web Data/.test(file)), []);
    await reopen(`${counter.url}/credit`);
  }

  const said = counter.shop.said();
  assert.ok(said.includes('/api/v1/credit/agreements'), 'the log has what was asked for');
  for (const secret of secrets) assert.ok(!said.includes(secret), 'in the log of the shop');
  // The operator's commands speak too.
  const where = ['--data', counter.shop.data, '--shop', counter.file];
  const listed = await counter.shop.run('credit', 'list', ...where) + await counter.shop.run('credit', 'show', id, ...where);
  for (const secret of secrets) assert.ok(!listed.includes(secret), 'in what the operator lists');
  assert.ok((await filesWith(counter.shop.data, id)).length > 0, 'the search finds what is in the database');
  assert.deepEqual(await filesWith(counter.shop.data, ...secrets), [], 'in the shop\'s database it is sealed');
  await counter.shop.stop();
  assert.deepEqual(await filesWith(counter.shop.data, ...secrets), [], 'also when it has stopped');
  await counter.shop.start();
});
