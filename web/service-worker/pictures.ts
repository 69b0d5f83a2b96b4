// Pictures: kept when they are pictures and whole, oldest out first.
import { PICTURES, find, open, openIfThere } from '../storage/caches';
import { nothing, worker } from './scope';

// The most pictures kept, the most bytes of them, and the most of what the browser allows us.
const PICTURES_MAX = 400, PICTURES_BYTES_MAX = 5e7, QUOTA_SHARE = 0.05;

/** A picture from its cache or from the network. */
export async function picture(event: FetchEvent) {
  const { request } = event;
  const kept = await find(request, PICTURES);
  if (kept) return kept;
  const answer = await fetch(request), copy = answer.clone();
  turn = turn.then(() => keep(event, copy)).catch(nothing);
  event.waitUntil(turn);
  return answer;
}

let turn: Promise<unknown> = Promise.resolve(); // one at a time, or they would count past each other
let sizes: Map<string, number> | undefined; // of the pictures kept, by their address, oldest first
performance.setResourceTimingBufferSize?.(1e4);

async function keep({ request: { url }, clientId }: FetchEvent, answer: Response) {
  const bytes = await answer.arrayBuffer(), size = bytes.byteLength;
  if (!answer.ok || answer.redirected || !isWholeWebp(bytes)) return;
  // Nothing was spent on what the browser's own cache had.
  if ((performance.getEntriesByName(url).pop() as PerformanceResourceTiming)?.transferSize !== 0) {
    (await worker.clients.get(clientId))?.postMessage({ kind: 'picture', bytes: size });
  }
  const { quota = Infinity } = await navigator.storage.estimate();
  const most = Math.min(PICTURES_BYTES_MAX, quota * QUOTA_SHARE);
  if (size > most) return;
  if (!await openIfThere(PICTURES)) sizes = undefined; // the shopper has freed the space
  const known = await shrink(PICTURES_MAX - 1, most - size);
  const put = async () => (await open(PICTURES))
    .put(url, new Response(bytes, { headers: { 'content-type': 'image/webp', 'content-length': `${size}` } }));
  await put().catch(() => makeRoom().then(put));
  known.set(url, size);
}

/** Whether these are the bytes of a WebP picture, to its end: its header has its length. */
function isWholeWebp(bytes: ArrayBuffer) {
  const view = new DataView(bytes), size = bytes.byteLength;
  return size > 12 && view.getUint32(0) === 0x52494646 && view.getUint32(4, true) + 8 === size && view.getUint32(8) === 0x57454250;
}

/** Drops the oldest pictures until there are no more than so many, and no more than so many bytes of them; gives the others. */
async function shrink(count: number, bytes: number) {
  const cache = await open(PICTURES);
  if (!sizes) {
    const answers = await cache.matchAll();
    sizes = new Map((await cache.keys()).map(({ url }, at) => [url, +answers[at]!.headers.get('content-length')!]));
  }
  let sum = 0;
  for (const size of sizes.values()) sum += size;
  for (const [url, size] of sizes) {
    if (sizes.size <= count && sum <= bytes) break;
    await cache.delete(url);
    sizes.delete(url);
    sum -= size;
  }
  return sizes;
}

/** The phone is full: the older half of the pictures goes first. */
export async function makeRoom() {
  const { size } = await shrink(Infinity, Infinity);
  await shrink(size >> 1, Infinity);
}
