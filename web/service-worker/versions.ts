// Versions: a new one waits until it is let in, and the files of an old one stay while a page of it is open.
import * as storage from '../storage/caches';
import { OURS } from './install';
import { files as ourFiles, later, worker } from './scope';

// How long a page may take to say which version it is, milliseconds. One that does not is taken for an old one.
const REPLY_MS = 2e3;

const { registration, clients } = worker;
export const listed = new Set(ourFiles.map(([path]) => path));

worker.addEventListener('activate', (event) => event.waitUntil((async () => {
  await registration.navigationPreload?.enable();
  await clients.claim();
  await tidy();
})()));

worker.addEventListener('message', (event) => {
  const { kind, files } = event.data;
  if (kind === 'tidy') event.waitUntil(tidy());
  if (kind === 'apply') worker.skipWaiting();
  if (kind === 'is-it-new') {
    // A page that came from the network is of this version before this worker is let in: nobody needs to be asked.
    const isNew = !areOurs(files);
    event.ports[0]!.postMessage(isNew);
    if (!isNew) worker.skipWaiting();
  }
});

const areOurs = (files: string[] | undefined) => !!files?.length && files.every((path) => listed.has(path));

/** Whether a newer version is coming, or has come: its files are not to be dropped. */
const isFollowed = () => registration.installing || registration.waiting || worker.serviceWorker?.state === 'redundant';

/** Drops the files of versions of which no page is open. */
async function tidy() {
  if (isFollowed()) return;
  const old = (await storage.shells()).filter((name) => name !== OURS);
  if (!old.length) return;
  const pages = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  const replies = await Promise.all(pages.map((page) => {
    const { port1, port2 } = new MessageChannel();
    page.postMessage({ kind: 'which' }, [port2]);
    const reply = new Promise<string[]>((resolve) => { port1.onmessage = ({ data }) => resolve(data); });
    return Promise.race([later(REPLY_MS), reply]);
  }));
  // Asked again: a newer version may have begun to install, or be in already, while the pages were asked.
  if (!isFollowed() && replies.every(areOurs)) await Promise.all(old.map(storage.remove));
}
