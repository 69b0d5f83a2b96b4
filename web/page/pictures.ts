// The pictures that the phone keeps: the service worker puts them into their cache.
import { PICTURES, empty, openIfThere, remove } from '../storage/caches';

const kept = () => openIfThere(PICTURES).catch(() => undefined);

/** Shows those of the held pictures that the phone has, at any width: they cost nothing. */
async function showKept() {
  const cache = await kept();
  if (!cache) return;
  const have = new Set((await cache.keys()).map(({ url }) => url));
  for (const image of document.querySelectorAll<HTMLImageElement>('img[data-src]')) {
    const { src, srcset } = image.dataset, urls = srcset!.split(',').map((one) => one.split(' ')[0]), at = urls.indexOf(src);
    // The width that would be asked for, else a larger one, else the largest that is there.
    const best = [...urls.slice(at), ...urls.slice(0, at).reverse()].find((url) => have.has(location.origin + url));
    if (best) {
      image.dataset.src = best;
      fairday.showPicture(image);
    }
  }
}

/** Shows, from here on, what is held but kept. */
export function watchHeldPictures() {
  fairday.onPicturesHeld = showKept;
  showKept();
}

/** Deletes every picture kept; gives how many bytes they were. */
export async function deletePictures() {
  const cache = await kept();
  if (!cache) return 0;
  let bytes = 0;
  for (const answer of await cache.matchAll()) bytes += (await answer.blob()).size;
  await empty(cache);
  await remove(PICTURES);
  return bytes;
}
