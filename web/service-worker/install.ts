// Installing: every file whole and as the list says, or none.
import * as storage from '../storage/caches';
import { makeRoom } from './pictures';
import { type ListedFile, files, nothing, version, worker } from './scope';

/** This version's cache. */
export const OURS: storage.CacheName = `${storage.SHELL}${version}`;

worker.addEventListener('install', (event) => event.waitUntil(install().catch(async (error) => {
  await storage.remove(OURS);
  throw error;
})));

async function install() {
  await storage.remove(OURS); // what a killed attempt left
  const cache = await storage.open(OURS);
  for (const file of files) {
    const answer = await whole(file);
    const put = () => cache.put(file[0], answer.clone());
    await put().catch(() => makeRoom().then(put));
  }
}

/** A file from the version before, from the network, or past a broken copy in the browser's own cache. */
async function whole([path, digest, size]: ListedFile) {
  for (const from of [() => storage.find(path), () => fetch(path), () => fetch(path, { cache: 'reload' })]) {
    const answer = await from().catch(nothing);
    if (!answer?.ok || answer.redirected) continue;
    const bytes = await answer.clone().arrayBuffer().catch(nothing);
    if (bytes?.byteLength === size && hex(await crypto.subtle.digest('SHA-256', bytes)) === digest) return answer;
  }
  throw new Error(path);
}

const hex = (buffer: ArrayBuffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
