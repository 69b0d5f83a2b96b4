// The shop without network: its own files and pictures. Data of the API is none of this worker's business.
//
// The build writes sw.js, which says VERSION, of the list and of this script, and FILES, [path, SHA-256, bytes] of each
// file that the shop cannot start without, and then imports this script. With most releases only the list is another.
const SHELL = 'fairday-shell-', OURS = SHELL + VERSION, PICTURES = 'fairday-pictures';
// How long a page may take, and how long after one that was late, milliseconds: a line that hardly works should cost
// the shopper three seconds once, not at each page.
const PAGE_MS = 3e3, HURRIED_PAGE_MS = 300, HURRY_MS = 3e4;
// How long a page may take to say which version it is, milliseconds. One that does not is taken for an old one.
const REPLY_MS = 2e3;
// The most pictures kept, the most bytes of them, and the most of what the browser allows us.
const PICTURES_MAX = 400, PICTURES_BYTES_MAX = 5e7, QUOTA_SHARE = 0.05;

const listed = new Set(FILES.map(([path]) => path));
const PAGE = FILES.find(([path]) => path.startsWith('/index-'))[0];
const isHashed = (path) => /-[0-9a-f]{16}\.\w+$/.test(path);
const later = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
const nothing = () => {};

// Installing: every file whole and as the list says, or none.

addEventListener('install', (event) => event.waitUntil(install().catch(async (error) => {
  await caches.delete(OURS);
  throw error;
})));

async function install() {
  await caches.delete(OURS); // what a killed attempt left
  const cache = await caches.open(OURS);
  for (const file of FILES) {
    const answer = await whole(file);
    const put = () => cache.put(file[0], answer.clone());
    await put().catch(() => makeRoom().then(put));
  }
}

/** A file from the version before, from the network, or past a broken copy in the browser's own cache. */
async function whole([path, digest, size]) {
  for (const from of [() => caches.match(path), () => fetch(path), () => fetch(path, { cache: 'reload' })]) {
    const answer = await from().catch(nothing);
    if (!answer?.ok || answer.redirected) continue;
    const bytes = await answer.clone().arrayBuffer().catch(nothing);
    if (bytes?.byteLength === size && hex(await crypto.subtle.digest('SHA-256', bytes)) === digest) return answer;
  }
  throw new Error(path);
}

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

addEventListener('activate', (event) => event.waitUntil((async () => {
  await registration.navigationPreload?.enable();
  await clients.claim();
  await tidy();
})()));

// Versions: a new one waits until it is let in, and the files of an old one stay while a page of it is open.

addEventListener('message', (event) => {
  const { kind, files } = event.data;
  if (kind === 'tidy') event.waitUntil(tidy());
  if (kind === 'apply') skipWaiting();
  if (kind === 'is-it-new') {
    // A page that came from the network is of this version before this worker is let in: nobody needs to be asked.
    const isNew = !areOurs(files);
    event.ports[0].postMessage(isNew);
    if (!isNew) skipWaiting();
  }
});

const areOurs = (files) => files?.length > 0 && files.every((path) => listed.has(path));

/** Whether a newer version is coming, or has come: its files are not to be dropped. */
const isFollowed = () => registration.installing || registration.waiting || self.serviceWorker?.state === 'redundant';

/** Drops the files of versions of which no page is open. */
async function tidy() {
  if (isFollowed()) return;
  const old = (await caches.keys()).filter((name) => name.startsWith(SHELL) && name !== OURS);
  if (!old.length) return;
  const pages = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  const replies = await Promise.all(pages.map((page) => {
    const { port1, port2 } = new MessageChannel();
    page.postMessage({ kind: 'which' }, [port2]);
    return Promise.race([later(REPLY_MS), new Promise((resolve) => { port1.onmessage = ({ data }) => resolve(data); })]);
  }));
  // Asked again: a newer version may have begun to install, or be in already, while the pages were asked.
  if (!isFollowed() && replies.every(areOurs)) await Promise.all(old.map((name) => caches.delete(name)));
}

// Answering.

addEventListener('fetch', (event) => {
  const { request } = event, { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (request.mode === 'navigate') {
    // Everything but the API and single files is a page of the shop.
    if (!/^\/(api|pictures|metrics|healthz)(\/|$)|^\/[^/]+\.\w+$/.test(pathname)) event.respondWith(page(event));
  } else if (pathname.startsWith('/pictures/')) event.respondWith(picture(event));
  else if (listed.has(pathname) || isHashed(pathname)) event.respondWith(file(request));
});

/** The first copy of a file, in this version's cache or in another's; a name with a hash is the same in all. */
const file = async (request) =>
  await caches.match(request, { cacheName: OURS }).catch(nothing) ?? await caches.match(request).catch(nothing) ?? fetch(request);

let hurryUntil = 0;

/** A page from the network, or the bare shell when the network gives nothing of ours in time. */
async function page(event) {
  const began = performance.now();
  let isDone = false;
  const network = shopsAnswer(event).catch(nothing).then((answer) => {
    isDone = true;
    if (answer && performance.now() - began < PAGE_MS) hurryUntil = 0;
    return answer;
  });
  const deadline = later(began < hurryUntil ? HURRIED_PAGE_MS : PAGE_MS).then(() => {
    if (!isDone) hurryUntil = performance.now() + HURRY_MS;
  });
  return await Promise.race([network, deadline])
    ?? await caches.match(PAGE, { cacheName: OURS }).catch(nothing) ?? await network ?? Response.error();
}

/** What the network answers, if it is the shop's own: not a captive portal's page, not a redirect, no failure. */
async function shopsAnswer(event) {
  const answer = await event.preloadResponse ?? await fetch(event.request);
  if (answer.type !== 'basic' || answer.redirected || answer.status >= 500) return;
  // Our server says so; a page from a plain static host is the shell itself.
  if (answer.headers.has('x-fairday') || (await answer.clone().text()).includes('<!--fairday:app-->')) return answer;
}

// Pictures: kept when they are pictures and whole, oldest out first.

async function picture(event) {
  const { request } = event;
  const kept = await caches.match(request, { cacheName: PICTURES }).catch(nothing);
  if (kept) return kept;
  const answer = await fetch(request), copy = answer.clone();
  turn = turn.then(() => keep(event, copy)).catch(nothing);
  event.waitUntil(turn);
  return answer;
}

let turn = Promise.resolve(); // one at a time, or they would count past each other
let sizes; // of the pictures kept, by their address, oldest first
performance.setResourceTimingBufferSize?.(1e4);

async function keep({ request: { url }, clientId }, answer) {
  const bytes = await answer.arrayBuffer(), size = bytes.byteLength;
  if (!answer.ok || answer.redirected || !isWholeWebp(bytes)) return;
  // Nothing was spent on what the browser's own cache had.
  if (performance.getEntriesByName(url).pop()?.transferSize !== 0) {
    (await clients.get(clientId))?.postMessage({ kind: 'picture', bytes: size });
  }
  const { quota = Infinity } = await navigator.storage.estimate();
  const most = Math.min(PICTURES_BYTES_MAX, quota * QUOTA_SHARE);
  if (size > most) return;
  if (!await caches.has(PICTURES)) sizes = null; // the shopper has freed the space
  await shrink(PICTURES_MAX - 1, most - size);
  const put = async () => (await caches.open(PICTURES))
    .put(url, new Response(bytes, { headers: { 'content-type': 'image/webp', 'content-length': size } }));
  await put().catch(() => makeRoom().then(put));
  sizes.set(url, size);
}

/** Whether these are the bytes of a WebP picture, to its end: its header has its length. */
function isWholeWebp(bytes) {
  const view = new DataView(bytes), size = bytes.byteLength;
  return size > 12 && view.getUint32(0) === 0x52494646 && view.getUint32(4, true) + 8 === size && view.getUint32(8) === 0x57454250;
}

/** Drops the oldest pictures until there are no more than so many, and no more than so many bytes of them. */
async function shrink(count, bytes) {
  const cache = await caches.open(PICTURES);
  if (!sizes) {
    const answers = await cache.matchAll();
    sizes = new Map((await cache.keys()).map(({ url }, at) => [url, +answers[at].headers.get('content-length')]));
  }
  let sum = 0;
  for (const size of sizes.values()) sum += size;
  for (const [url, size] of sizes) {
    if (sizes.size <= count && sum <= bytes) break;
    await cache.delete(url);
    sizes.delete(url);
    sum -= size;
  }
}

/** The phone is full: the older half of the pictures goes first. */
async function makeRoom() {
  await shrink(Infinity, Infinity);
  await shrink(sizes.size >> 1, Infinity);
}

// Reminders: what they say comes ready to be shown, and what a tap opens is a page of the shop and nobody else's.

addEventListener('push', (event) => {
  let said = {};
  try { said = event.data.json(); } catch { /* something has to be shown all the same */ }
  const { title = '赶集', body, tag, lang, path = '/credit' } = said;
  event.waitUntil(registration.showNotification(title, { body, tag, lang, icon: '/icon-192.png', badge: '/icon-monochrome.svg', data: path }));
});

addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openPage(event.notification.data));
});

async function openPage(path) {
  let url = new URL('/credit', location);
  try {
    const told = new URL(path, location);
    if (told.origin === location.origin) url = told;
  } catch { /* no address */ }
  const pages = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  const page = pages.find((one) => one.url === url.href) ?? pages[0];
  if (!page) return clients.openWindow(url);
  await page.focus().catch(nothing);
  if (page.url !== url.href) await page.navigate(url).catch(() => clients.openWindow(url));
}

// Orders that wait in the outbox (src/db/orders.js), while the shop is closed: the browser says when there is network. The rule
// is in src/domain/outbox.rs: this sends the body that it wrote, and leaves an entry without one to the app. What becomes of it
// the app finds out by sending the same again; what needs the shopper waits for it.

addEventListener('sync', (event) => event.waitUntil(navigator.locks.request('fairday.outbox', sendOrders)));

async function sendOrders() {
  const opening = indexedDB.open('fairday-orders', 1);
  opening.onupgradeneeded = () => opening.transaction.abort();
  const database = await new Promise((done, fail) => {
    opening.onsuccess = () => done(opening.result);
    opening.onerror = fail;
  });
  // Done means that it is on the disk.
  const outbox = async (go) => {
    const work = database.transaction('outbox', 'readwrite', { durability: 'strict' }), request = go(work.objectStore('outbox'));
    await new Promise((done, fail) => {
      work.oncomplete = done;
      work.onabort = fail;
    });
    return request.result;
  };
  try {
    const entries = (await outbox((store) => store.getAll())).map((text) => JSON.parse(text));
    const account = entries.length && await (await ask('GET', 'account')).json();
    for (const entry of entries) {
      const { id, owner, state, body } = entry;
      if (!body || !/^(saved|sending)$/.test(state.at) || owner !== `${account.phone} ${account.created_ms}`) continue;
      entry.state = { at: 'sending' };
      await outbox((store) => store.put(JSON.stringify(entry), id));
      await ask('PUT', `orders/${id}`, body);
    }
  } finally {
    database.close();
    new BroadcastChannel('fairday.outbox').postMessage(0);
  }
}

/** A failure that may pass is thrown, a captive portal's page too: the browser tries again later. */
async function ask(method, path, body) {
  const answer = await fetch(`/api/v1/${path}`, { method, body, headers: { 'content-type': 'application/json' } });
  if (answer.status > 499 || !/json/.test(answer.headers.get('content-type'))) throw new Error(path);
  return answer;
}
