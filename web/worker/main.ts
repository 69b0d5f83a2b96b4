// The worker's own script: starts the wasm, passes questions in and answers out, and counts the bytes it fetches.
import './browser';
import init, { ask } from 'fairday_offline';

const ready = init({ module_or_path: WASM });
ready.then(({ memory }) => { Object.assign(self, { wasmMemory: memory }); }, () => {}); // for whoever measures
self.onmessage = async ({ data: [id, ...question] }: MessageEvent<[id: number, ...question: Parameters<typeof ask>]>) => {
  let answer = null;
  try {
    await ready;
    answer = await ask(...question) ?? null;
  } catch {
    // The question stays without an answer, as when there is no worker; the app goes on without.
    postMessage([0, 'broken', '']);
  }
  postMessage([id, answer]);
};
// A database that fails may throw in the middle of an event; whoever asked hears of the failure all the same, and the worker
// goes on. Where the wasm itself has ended, it cannot.
self.addEventListener('error', (event) => {
  if (!(event.error instanceof WebAssembly.RuntimeError)) event.preventDefault();
});
new PerformanceObserver((list) => {
  for (const { name, transferSize } of list.getEntries() as PerformanceResourceTiming[]) {
    postMessage([0, 'bytes', new URL(name).pathname.startsWith('/api/') ? 'data' : 'page', transferSize]);
  }
}).observe({ type: 'resource', buffered: true });
