// What the worker's wasm says to the browser in its own language, which is smaller there (crates/offline/src/browser.rs).
import { PICTURES, empty, openIfThere } from '../storage/caches';

const scope = self as unknown as Partial<DedicatedWorkerGlobalScope> & { fairday: unknown };

scope.fairday = {
  /** Status and body of a request; rejects when there is no whole answer in time. */
  async get(path: string, deadline: number) {
    const answer = await fetch(path, { signal: AbortSignal.timeout(deadline) });
    return [answer.status, await answer.text()];
  },

  sleep: (milliseconds: number) => new Promise<void>((resolve) => { setTimeout(resolve, milliseconds); }),

  async deletePictures() {
    const cache = await openIfThere(PICTURES);
    if (cache) await empty(cache);
  },

  /** What the phone says about its line: whether it saves data, and the effective type. */
  connection() {
    const line = navigator.connection ?? {};
    return [Boolean(line.saveData), line.effectiveType ?? ''];
  },

  /** Tells the app something. */
  tell: (kind: string, value: string) => { scope.postMessage?.([0, kind, value]); },
};
