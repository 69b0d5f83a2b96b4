// Pages and the shop's own files: what they are answered with.
import * as storage from '../storage/caches';
import { OURS } from './install';
import { picture } from './pictures';
import { files, later, nothing, worker } from './scope';
import { listed } from './versions';

// How long a page may take, and how long after one that was late, milliseconds: a line that hardly works should cost
// the shopper three seconds once, not at each page.
const PAGE_MS = 3e3, HURRIED_PAGE_MS = 300, HURRY_MS = 3e4;
const PAGE = files.find(([path]) => path.startsWith('/index-'))![0];

const isHashed = (path: string) => /-[0-9a-f]{16}\.\w+$/.test(path);

worker.addEventListener('fetch', (event) => {
  const { request } = event, { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (request.mode === 'navigate') {
    // Everything but the API and single files is a page of the shop.
    if (!/^\/(api|pictures|metrics|healthz)(\/|$)|^\/[^/]+\.\w+$/.test(pathname)) event.respondWith(page(event));
  } else if (pathname.startsWith('/pictures/')) event.respondWith(picture(event));
  else if (listed.has(pathname) || isHashed(pathname)) event.respondWith(file(request));
});

/** The first copy of a file, in this version's cache or in another's; a name with a hash is the same in all. */
const file = async (request: Request) => await storage.find(request, OURS) ?? await storage.find(request) ?? fetch(request);

let hurryUntil = 0;

/** A page from the network, or the bare shell when the network gives nothing of ours in time. */
async function page(event: FetchEvent) {
  const began = performance.now();
  let isDone = false;
  const network = shopsAnswer(event).catch(nothing).then((answer) => {
    isDone = true;
    if (answer && performance.now() - began < PAGE_MS) hurryUntil = 0;
    return answer;
  });
  const deadline = later(began < hurryUntil ? HURRIED_PAGE_MS : PAGE_MS).then(() => {
    if (!isDone) hurryUntil = performance.now() + HURRY_MS;
    return undefined;
  });
  return await Promise.race([network, deadline]) ?? await storage.find(PAGE, OURS) ?? await network ?? Response.error();
}

/** What the network answers, if it is the shop's own: not a captive portal's page, not a redirect, no failure. */
async function shopsAnswer(event: FetchEvent): Promise<Response | undefined> {
  const answer: Response = await event.preloadResponse ?? await fetch(event.request);
  if (answer.type !== 'basic' || answer.redirected || answer.status >= 500) return undefined;
  // Our server says so; a page from a plain static host is the shell itself.
  if (answer.headers.has('x-fairday') || (await answer.clone().text()).includes('<!--fairday:app-->')) return answer;
  return undefined;
}
