// What the tests do to the browser they run in.
const NAME = 'fairday';
const original = { open: IDBFactory.prototype.open, put: IDBObjectStore.prototype.put, setTimeout: self.setTimeout, now: Date.now, fetch: self.fetch };
const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/** The browser as it was, and an empty phone. */
export const reset = async () => {
  IDBFactory.prototype.open = original.open;
  IDBObjectStore.prototype.put = original.put;
  self.setTimeout = original.setTimeout;
  Date.now = original.now;
  self.fetch = original.fetch;
  delete navigator.connection;
  await done(indexedDB.deleteDatabase(NAME));
};

/** A database of another version, with these stores and in each a record under "old". */
export const makeVersion = async (version, stores) => {
  const asked = indexedDB.open(NAME, version);
  asked.onupgradeneeded = () => {
    for (const store of stores) asked.result.createObjectStore(store).put(`of version ${version}`, 'old');
  };
  (await done(asked)).close();
};

/** Version and stores of the database as it is. */
export const describe = async () => {
  const database = await done(indexedDB.open(NAME));
  const words = [database.version, ...database.objectStoreNames].join(' ');
  database.close();
  return words;
};

export const refuseDatabases = () => { IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); }; };

/** The `nth` record from now on is not taken, and everything written with it neither. */
export const failPut = (nth) => {
  let n = 0;
  IDBObjectStore.prototype.put = function (...record) {
    if ((n += 1) === nth) throw new DOMException('no', 'UnknownError');
    return original.put.apply(this, record);
  };
};

/** No wait is longer than nothing. */
export const hurry = () => { self.setTimeout = (go) => original.setTimeout.call(self, go, 0); };

export const setNow = (ms) => { Date.now = () => ms; };

export const setConnection = (effectiveType) => {
  Object.defineProperty(navigator, 'connection', { configurable: true, value: { effectiveType, saveData: false } });
};

/** Every request is answered by `answer`: with "STATUS BODY", or not at all. */
export const serve = (answer) => {
  self.fetch = async (path) => {
    const text = answer(path);
    if (text === undefined) throw new TypeError('no network');
    return { status: Number(text.slice(0, 3)), text: async () => text.slice(4) };
  };
};
