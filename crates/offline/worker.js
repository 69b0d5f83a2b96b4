// The worker's own script: starts the wasm, passes questions in and answers out, and counts the bytes it fetches.
import init, { ask } from './fairday_offline.js';

const ready = init({ module_or_path: WASM }); // the build says where it is
ready.then(({ memory }) => { self.wasmMemory = memory; }, () => {}); // for whoever measures
onmessage = async ({ data: [id, ...question] }) => {
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
onerror = (message, file, line, column, error) => !(error instanceof WebAssembly.RuntimeError);
new PerformanceObserver((list) => {
  for (const { name, transferSize } of list.getEntries()) {
    postMessage([0, 'bytes', new URL(name).pathname.startsWith('/api/') ? 'data' : 'page', transferSize]);
  }
}).observe({ type: 'resource', buffered: true });
