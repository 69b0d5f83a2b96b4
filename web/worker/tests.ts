// For the tests of crates/offline: what the worker's wasm calls, and what the tests do to the browser they run in.
import './browser';
import { open, result } from '../storage/database';

const NAME = 'fairday';
const original = {
  open: IDBFactory.prototype.open, put: IDBObjectStore.prototype.put,
  setTimeout: self.setTimeout, now: Date.now, fetch: self.fetch,
};

/** The browser as it was, and an empty phone. */
export const reset = async () => {
  IDBFactory.prototype.open = original.open;
  IDBObjectStore.prototype.put = original.put;
  self.setTimeout = original.setTimeout;
  Date.now = original.now;
  self.fetch = original.fetch;
  Reflect.deleteProperty(navigator, 'connection');
  await result(indexedDB.deleteDatabase(NAME));
};

/** A database of another version, with these stores and in each a record under "old". */
export const makeVersion = async (version: number, stores: string[]) => {
  const database = await open(NAME, version, (fresh) => {
    for (const store of stores) fresh.createObjectStore(store).put(`of version ${version}`, 'old');
  });
  database.close();
};

/** Version and stores of the database as it is. */
export const describe = async () => {
  const database = await open(NAME);
  const words = [database.version, ...database.objectStoreNames].join(' ');
  database.close();
  return words;
};

export const refuseDatabases = () => { IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); }; };

/** The `nth` record from now on is not taken, and everything written with it neither. */
export const failPut = (nth: number) => {
  let n = 0;
  IDBObjectStore.prototype.put = function (...record) {
    if ((n += 1) === nth) throw new DOMException('no', 'UnknownError');
    return original.put.apply(this, record);
  };
};

/** No wait is longer than nothing. */
export const hurry = () => {
  self.setTimeout = ((go: () => void) => original.setTimeout.call(self, go, 0)) as typeof self.setTimeout;
};

export const setNow = (ms: number) => { Date.now = () => ms; };

export const setConnection = (effectiveType: string) => {
  Object.defineProperty(navigator, 'connection', { configurable: true, value: { effectiveType, saveData: false } });
};

/** Every request is answered by `answer`: with "STATUS BODY", or not at all. */
export const serve = (answer: (path: string) => string | undefined) => {
  self.fetch = async (path) => {
    const text = answer(path as string);
    if (text === undefined) throw new TypeError('no network');
    return { status: Number(text.slice(0, 3)), text: async () => text.slice(4) } as Response;
  };
};
