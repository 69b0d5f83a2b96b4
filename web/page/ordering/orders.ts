// Orders on their way, and what the phone keeps of a shopper's own things: a database of their own, which the service
// worker reads too (web/service-worker/outbox.ts). `outbox` has an entry's JSON by its id, `kept` has "TIME JSON" by a name.
import { type StoreName, open, run } from '../../storage/database';

const LOCK = 'fairday.outbox';
const channel = self.BroadcastChannel && new BroadcastChannel(LOCK);
type Store = StoreName<'fairday-orders'>;
const STORES: Store[] = ['outbox', 'kept'];
let opened: ReturnType<typeof openOrders> | undefined, release: ((_?: unknown) => void) | undefined;

const openOrders = async () => {
  const database = await open('fairday-orders', 1, (fresh) => STORES.forEach((name) => fresh.createObjectStore(name)));
  database.onclose = database.onversionchange = () => {
    database.close();
    opened = undefined;
  };
  return database;
};

const inStore = async <T>(name: Store, go: (store: IDBObjectStore) => IDBRequest<T>) =>
  run(await (opened ??= openOrders().catch((error) => {
    opened = undefined;
    throw error;
  })), name, go);

const tellOthers = (name: Store) => { if (name === 'outbox') channel?.postMessage(0); };

export const get = (name: Store, key: string) => inStore(name, (store) => store.get(key));

/** Every entry, as a list in JSON. */
export const all = async () => `[${(await inStore('outbox', (store) => store.getAll())).join()}]`;

/** Says whether it was put: what is to be new does not take the place of what is there. */
export const put = async (name: Store, key: string, text: string, isNew: boolean) => {
  try {
    await inStore(name, (store) => isNew ? store.add(text, key) : store.put(text, key));
  } catch (error) {
    if ((error as DOMException | null)?.name === 'ConstraintError') return false;
    throw error;
  }
  tellOthers(name);
  return true;
};

/** Lets go of one, or of all when there is no key. */
export const remove = async (name: Store, key: string) => {
  await inStore(name, (store): IDBRequest<undefined> => key ? store.delete(key) : store.clear());
  tellOthers(name);
};

/** Says whether this tab may send: one at a time does. Without locks, the shop itself takes the same order only once. */
export const acquireLock = () => new Promise<boolean>((done) => {
  const locks = navigator.locks as LockManager | undefined;
  if (!locks) return done(true);
  locks.request(LOCK, { ifAvailable: true }, (lock): Promise<unknown> | undefined => {
    done(!!lock);
    return lock ? new Promise((free) => { release = free; }) : undefined;
  });
});

/** Lets another tab send. */
export const releaseLock = () => release?.();

/** Other tabs, and the service worker, tell when they have changed something. */
export const listen = (hear: () => void) => { if (channel) channel.onmessage = () => hear(); };

/** The browser may send what waits while the shop is closed. */
export const askForSync = async () => {
  const registration: ServiceWorkerRegistration & { sync?: { register(tag: string): Promise<void> } } | undefined =
    await navigator.serviceWorker?.ready;
  return registration?.sync?.register('orders').catch(() => {});
};
