// Orders on their way, and what the phone keeps of a shopper's own things: a database of their own, which the service
// worker reads too (public/sw.js). Version 1: `outbox` has an entry's JSON by its id, `kept` has "TIME JSON" by a name.
const LOCK = 'fairday.outbox';
const channel = self.BroadcastChannel && new BroadcastChannel(LOCK);
let opened, release;

const open = () => new Promise((done, fail) => {
  const opening = indexedDB.open('fairday-orders', 1);
  opening.onupgradeneeded = () => ['outbox', 'kept'].forEach((name) => opening.result.createObjectStore(name));
  opening.onsuccess = () => {
    const database = opening.result;
    database.onclose = database.onversionchange = () => { database.close(); opened = null; };
    done(database);
  };
  opening.onerror = opening.onblocked = fail;
});

// Done means that it is on the disk, as far as the browser can tell.
const run = async (name, go) => {
  const database = await (opened ??= open().catch((error) => { opened = null; throw error; }));
  const work = database.transaction(name, 'readwrite', { durability: 'strict' }), request = go(work.objectStore(name));
  await new Promise((done, fail) => {
    work.oncomplete = done;
    work.onabort = () => fail(work.error);
  });
  return request.result;
};
const changed = (name) => { if (name === 'outbox') channel?.postMessage(0); };

export const get = (name, key) => run(name, (store) => store.get(key));
export const all = async () => `[${(await run('outbox', (store) => store.getAll())).join()}]`;
// Says whether it was put: what is to be new does not take the place of what is there.
export const put = async (name, key, text, isNew) => {
  try {
    await run(name, (store) => isNew ? store.add(text, key) : store.put(text, key));
  } catch (error) {
    if (error?.name === 'ConstraintError') return false;
    throw error;
  }
  changed(name);
  return true;
};
export const remove = async (name, key) => {
  await run(name, (store) => key ? store.delete(key) : store.clear());
  changed(name);
};

// One tab at a time sends; without locks, the shop itself takes the same order only once.
export const acquire = () => new Promise((done) => {
  const { locks } = navigator;
  if (!locks) return done(true);
  locks.request(LOCK, { ifAvailable: true }, (lock) => {
    done(!!lock);
    if (lock) return new Promise((free) => { release = free; });
  });
});
export const let_go = () => release?.();

// Other tabs, and the service worker, tell when they have changed something.
export const listen = (hear) => { if (channel) channel.onmessage = () => hear(); };

// The browser may send what waits while the shop is closed.
export const ask_sync = async () => (await navigator.serviceWorker?.ready)?.sync?.register('orders').catch(() => {});
