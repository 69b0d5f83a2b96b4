// The pictures that the phone keeps: `public/sw.js` puts them into this cache.

const CACHE = 'fairday-pictures';

const kept = async () => await globalThis.caches?.has(CACHE) ? caches.open(CACHE) : null;

/** Shows those of the held pictures that the phone has, at any width: they cost nothing. */
async function show_kept() {
  const cache = await kept().catch(() => null);
  if (!cache) return;
  const have = new Set((await cache.keys()).map(({ url }) => url));
  for (const image of document.querySelectorAll('img[data-src]')) {
    const { src, srcset } = image.dataset, urls = srcset.split(',').map((one) => one.split(' ')[0]), at = urls.indexOf(src);
    // The width that would be asked for, else a larger one, else the largest that is there.
    const best = [...urls.slice(at), ...urls.slice(0, at).reverse()].find((url) => have.has(location.origin + url));
    if (best) {
      image.dataset.src = best;
      window.fairday.show(image);
    }
  }
}

/** Shows, from here on, what is held but kept. */
export function watch() {
  window.fairday.held = show_kept;
  show_kept();
}

/** Deletes every picture kept; gives how many bytes they were. */
export async function free_pictures() {
  const cache = await kept().catch(() => null);
  if (!cache) return 0;
  let bytes = 0;
  for (const answer of await cache.matchAll()) bytes += (await answer.blob()).size;
  // One by one: a cache that another page or worker has open takes its room until that lets go of it.
  for (const picture of await cache.keys()) await cache.delete(picture);
  await caches.delete(CACHE);
  return bytes;
}
