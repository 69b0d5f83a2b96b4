// IndexedDB, for scripts: nothing else touches it. The database `fairday` is the worker's, which has its own way to it in
// Rust (crates/offline/src/db).
import type schemas from './schemas.json';

type Databases = (typeof schemas)['indexedDB'];
/** A database of `schemas.json`. */
export type DatabaseName = keyof Databases;
/** A store of such a database. */
export type StoreName<Name extends DatabaseName> = keyof Databases[Name]['stores'] & string;
/** An open database, which TypeScript tells from others by its stores. */
type Database<Name extends DatabaseName> = IDBDatabase & { readonly stores?: StoreName<Name> };

/** What a request gives. */
export const result = <T>(request: IDBRequest<T>) => new Promise<T>((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = reject;
});

/**
 * Opens a database. Without `upgrade`, one that is not there, or of an older version, is not made here: opening fails and
 * leaves all as it was.
 */
export const open = async <Name extends DatabaseName>(
  name: Name, version?: number, upgrade?: (database: IDBDatabase) => void,
): Promise<Database<Name>> => {
  const opening = indexedDB.open(name, version), opened = result(opening);
  opening.onupgradeneeded = () => upgrade ? upgrade(opening.result) : opening.transaction!.abort();
  opening.onblocked = opening.onerror;
  return opened;
};

/** Does one thing in a store. When this is over, it is on the disk, as far as the browser can tell. */
export const run = async <Name extends DatabaseName, T>(
  database: Database<Name>, store: StoreName<Name>, go: (store: IDBObjectStore) => IDBRequest<T>,
) => {
  const transaction = database.transaction(store, 'readwrite', { durability: 'strict' });
  const request = go(transaction.objectStore(store));
  await new Promise<unknown>((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
  return request.result;
};
