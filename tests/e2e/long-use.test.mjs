// The shop stays open for a long time on a phone with little memory.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { useForLong } from './long-use.mjs';
import { openBrowser, openPhone, openShop } from './shop.mjs';

// Of the page; the worker that keeps the store on the phone needs what the store needs, and is stopped when it rests.
const [WASM_MAX, HEAP_MAX] = [4e6, 6e6];
// A page of wasm memory is 64 kB; the script heap varies with when the collector last ran.
const [WASM_GROWTH_MAX, HEAP_GROWTH_MAX] = [65_536, 150_000];

let shop, browser;
before(async () => { shop = await openShop(); browser = await openBrowser(); });
after(async () => { await browser?.close(); await shop?.close(); });

test('using the shop for long does not fill the phone’s memory', async () => {
  const { page, context, complaints } = await openPhone(browser);
  const samples = await useForLong(page, shop.url, 2);
  const total = ({ wasm, heap, workers }) => workers.reduce((sum, worker) => ({ wasm: sum.wasm + worker.wasm, heap: sum.heap + worker.heap }), { wasm, heap });
  const [half, end] = [samples[samples.length / 2 - 1], samples.at(-1)].map(total);
  const last = samples.at(-1);
  assert.ok(last.wasm > 0 && last.wasm <= WASM_MAX, `${last.wasm} bytes of wasm memory`);
  assert.ok(last.heap > 0 && last.heap <= HEAP_MAX, `${last.heap} bytes of heap`);
  assert.ok(end.wasm - half.wasm <= WASM_GROWTH_MAX, `wasm memory grew: ${JSON.stringify(samples)}`);
  assert.ok(end.heap - half.heap <= HEAP_GROWTH_MAX, `the heap grew: ${JSON.stringify(samples)}`);
  assert.deepEqual(complaints, []);
  await context.close();
});
