// The service worker and the outbox, without a browser: it sends the bodies that the app wrote, once they are kept as sent, and
// nothing else. The entries are those of the app's own test (tests/app/outbox_worker.rs).
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import vm from 'node:vm';

const dist = process.env.FAIRDAY_DIST;
const { account, base, entries } = JSON.parse(await readFile(new URL('../vectors/outbox.json', import.meta.url)));
const json = (status, body) => ({ status, ok: status < 300, headers: new Map([['content-type', 'application/json']]), json: async () => body });
const entryOf = (vector, id = base.id) =>
  Object.fromEntries(Object.entries({ ...base, ...vector.with, id }).filter(([, value]) => value !== null));
const saved = entries.find(({ what }) => what === 'saved');

/** The database of the outbox: a change is on the disk when its transaction is complete, and not before. */
const databaseOf = (disk) => {
  const soon = (go) => setImmediate(go);
  const transaction = () => {
    const work = {}, changes = [];
    const request = (value) => ({ result: value, onsuccess: null });
    work.objectStore = () => ({
      getAll: () => request([...disk.values()]),
      put: (text, id) => { changes.push([id, text]); return request(id); },
    });
    soon(() => soon(() => {
      for (const [id, text] of changes) disk.set(id, text);
      work.oncomplete?.();
    }));
    return work;
  };
  return { open: () => {
    const opening = { result: { transaction, close: () => {} } };
    soon(() => opening.onsuccess());
    return opening;
  } };
};

/** Wakes the worker, with this on the disk and this to answer. What it sent, and how it ended. */
async function wake(disk, answer) {
  const listeners = {}, sent = [];
  const self = {
    addEventListener: (name, hear) => { listeners[name] = hear; },
    navigator: { locks: { request: (name, work) => work() } },
    performance: { now: () => 0 },
    indexedDB: databaseOf(disk),
    BroadcastChannel: class { postMessage() {} },
    fetch: async (url, { method, body }) => {
      sent.push({ method, url, body, kept: JSON.parse(disk.get(url.split('/').at(-1)) ?? 'null') });
      return answer(method, url);
    },
    setTimeout, Promise, URL,
  };
  self.self = self;
  const scripts = async (name) => readFile(path.join(dist, name), 'utf8');
  const first = await scripts('sw.js'), imported = [];
  for (const [, name] of first.matchAll(/importScripts\(["'`]([^"'`]+)/g)) imported.push([name, await scripts(name)]);
  self.importScripts = (...names) => names.forEach((name) => vm.runInContext(imported.find(([one]) => one === name)[1], self));
  vm.createContext(self);
  vm.runInContext(first, self);
  let ended;
  listeners.sync({ tag: 'orders', waitUntil: (work) => { ended = work; } });
  const failure = await ended.then(() => null, (error) => error);
  return { sent, failure };
}

const shop = (method, url) => url.endsWith('/account') ? json(200, account) : json(201, {});
const orders = (sent) => sent.filter(({ url }) => url.includes('/orders/'));

for (const vector of entries) {
  test(`the worker ${vector.worker} an order that is: ${vector.what}`, async () => {
    const entry = entryOf(vector), disk = new Map([[entry.id, JSON.stringify(entry)]]);
    const { sent, failure } = await wake(disk, shop);
    assert.equal(failure, null);
    const [order, ...others] = orders(sent);
    assert.deepEqual(others, []);
    if (vector.worker === 'leaves') {
      assert.equal(order, undefined);
      return assert.equal(disk.get(entry.id), JSON.stringify(entry), 'it is as it was');
    }
    assert.deepEqual([order.method, order.url, order.body], ['PUT', `/api/v1/orders/${entry.id}`, entry.body]);
    assert.deepEqual(order.kept, { ...entry, state: { at: 'sending' } }, 'kept as sent before it is sent');
    assert.deepEqual(sent.map(({ method }) => method), ['GET', 'PUT'], 'it asks for nothing else');
  });
}

const ids = ['0', '1', '2'].map((digit) => digit.repeat(32));
const three = () => new Map(ids.map((id) => [id, JSON.stringify(entryOf(saved, id))]));

test('an order that the shop refuses does not keep the next ones back', async () => {
  const { sent, failure } = await wake(three(), (method, url) => url.endsWith(ids[0]) ? json(409, {}) : shop(method, url));
  assert.equal(failure, null);
  assert.equal(orders(sent).length, 3);
});

for (const [what, answer] of [
  ['a server in trouble', async () => json(503, {})],
  ['a captive portal', async () => ({ ...json(200), headers: new Map([['content-type', 'text/html']]) })],
  ['no network', async () => { throw new TypeError('network'); }],
]) {
  test(`after ${what} the browser is to try again, with the same order`, async () => {
    const disk = three();
    const { sent, failure } = await wake(disk, (method, url) => method === 'PUT' ? answer() : shop(method, url));
    assert.ok(failure);
    assert.equal(orders(sent).length, 1);
    const again = await wake(disk, shop);
    assert.equal(again.failure, null);
    assert.deepEqual(orders(again.sent).map(({ body }) => body), ids.map(() => saved.with.body));
  });
}

test('while nobody is signed in the worker sends nothing', async () => {
  const { sent } = await wake(three(), () => json(401, { code: 'sign_in_required' }));
  assert.deepEqual(orders(sent), []);
});

test('with nothing in the outbox the worker asks for nothing', async () => {
  assert.deepEqual((await wake(new Map(), shop)).sent, []);
});
