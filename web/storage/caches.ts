// Cache Storage: nothing else touches it.
import type schemas from './schemas.json';

type Names = keyof (typeof schemas)['caches'];
/** What the name of each version's cache begins with: the shop's own files. The version follows. */
export const SHELL = 'fairday-shell-' satisfies Names;
/** Pictures, whichever version fetched them. */
export const PICTURES = 'fairday-pictures' satisfies Names;
/** A cache of `schemas.json`. */
export type CacheName = typeof PICTURES | `${typeof SHELL}${string}`;

/** Opens a cache, making it when it is not there. */
export const open = (name: CacheName) => caches.open(name);

/** The cache, unless it is not there or this browser has none. */
export const openIfThere = async (name: CacheName) => await globalThis.caches?.has(name) ? open(name) : undefined;

/** What a cache has, or any cache; nothing when it has none, or cannot be read. */
export const find = (request: RequestInfo, cacheName?: CacheName) =>
  caches.match(request, cacheName && { cacheName }).catch(() => undefined);

/** Deletes a cache. */
export const remove = (name: CacheName) => caches.delete(name);

/** The versions whose files are kept, as the names of their caches. */
export const shells = async () => (await caches.keys()).filter((name): name is CacheName => name.startsWith(SHELL));

/** Deletes what is in a cache, one by one: one that another page or worker has open takes its room until that lets go of it. */
export const empty = async (cache: Cache) => {
  for (const request of await cache.keys()) await cache.delete(request);
};
