// The data meter: what came over the wire today and this month, by pages, data and pictures.
import { read, write } from '../storage/local';

const KEY = 'fairday.meter';
/** The order of every list of three. */
const KINDS = ['page', 'data', 'picture'];
/** No phone fetches more in a month, bytes: a figure beyond is not ours. */
const BYTES_MAX = 1e13;
/** What browsers reckon for the head of an answer, bytes. */
const HEAD_BYTES = 300;
/** How often figures are written at most, milliseconds. */
const WRITE_MS = 1e3;

/** Bytes of each of the [`KINDS`]. */
type Counts = [page: number, data: number, picture: number];

const isCount = (bytes: unknown) => Number.isSafeInteger(bytes) && bytes as number >= 0 && bytes as number < BYTES_MAX;
const counts = (list: unknown) => Array.isArray(list) && list.length === 3 && list.every(isCount) ? list as Counts : [0, 0, 0];

/**
 * The record `text` with `more` added, as of `now`. Another day or month starts at nothing, whichever way the clock went;
 * figures that cannot be are dropped.
 */
export function added(text: string | null, more: Counts, now: Date) {
  let kept;
  try { kept = JSON.parse(text!); } catch { /* none, or not ours */ }
  const day = new Date(+now - now.getTimezoneOffset() * 6e4).toISOString().slice(0, -14), month = day.slice(0, -3);
  const sum = (list: unknown) => counts(list).map((bytes, at) => bytes + more[at]!) as Counts;
  return { day, today: sum(kept?.day === day && kept.today), month, this_month: sum(kept?.month === month && kept.this_month) };
}

/** Bytes for people: whole kilobytes, never too few; from a megabyte on with a tenth. */
export const formatBytes = (bytes: number) => bytes > 999e3 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1e3)} kB`;

let more: Counts = [0, 0, 0], timer: number | undefined;

/** Counts bytes of a kind: `page`, `data` or `picture`. Workers report theirs by a message `{ kind, bytes }`. */
function count(kind: string, bytes: number | undefined) {
  const at = KINDS.indexOf(kind);
  if (at < 0 || !isCount(bytes) || !bytes) return;
  more[at]! += bytes;
  timer ??= setTimeout(save, WRITE_MS);
}

// What another tab has written meanwhile is read first. What cannot be written waits for the next time.
function save() {
  clearTimeout(timer);
  timer = undefined;
  if (more.every((bytes) => !bytes)) return;
  if (write(KEY, JSON.stringify(added(read(KEY), more, new Date())))) more = [0, 0, 0];
  fillMeter();
}

/** Shows the figures, when the page has a place for them. */
export async function fillMeter() {
  const place = document.querySelector('#meter'), { dataset } = document.documentElement;
  if (!place) return;
  for (const chip of document.querySelectorAll<HTMLElement>('.saver button')) {
    chip.ariaPressed = `${chip.dataset.key === dataset.saver}`;
  }
  const { today, this_month } = added(read(KEY), more, new Date());
  const total = (list: Counts) => list[0] + list[1] + list[2];
  const { usage } = await navigator.storage?.estimate?.() ?? {};
  const figures = [0, 1, 2].flatMap((at) => [today[at], this_month[at]]).concat(total(today), total(this_month), usage);
  place.querySelectorAll('tbody td').forEach((cell, at) => {
    const bytes = figures[at];
    cell.textContent = bytes! >= 0 ? formatBytes(bytes!) : '–';
  });
}

/** Counts from here on what this page fetches, and what it has fetched since it began. */
export function watchTraffic() {
  fairday.count = count;
  const page = () => count('page', (performance.getEntriesByType('navigation')[0] as PerformanceResourceTiming)?.transferSize);
  if (document.readyState === 'complete') page();
  else addEventListener('load', () => setTimeout(page)); // it is whole when the listeners are done
  const seen = new PerformanceObserver((list) => {
    for (const { name, transferSize, workerStart } of list.getEntries() as PerformanceResourceTiming[]) {
      const { pathname } = new URL(name), isPicture = pathname.startsWith('/pictures/');
      // The service worker tells which pictures it fetched, and which it had.
      if (!isPicture || !workerStart) count(isPicture ? 'picture' : pathname.startsWith('/api/') ? 'data' : 'page', transferSize);
    }
  });
  seen.observe({ type: 'resource', buffered: true });
  navigator.serviceWorker?.addEventListener('message', ({ data }) => count(data?.kind, data?.bytes + HEAD_BYTES));
  for (const kind of ['pagehide', 'visibilitychange']) addEventListener(kind, save);
}
