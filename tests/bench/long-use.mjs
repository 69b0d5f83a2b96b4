// Long use: a journey through the whole shop in one page that is never loaded anew, and what the app holds after it.
import { started } from '../e2e/shop.mjs';

const tab = (words) => (page) => page.click(`.tabs >> text=${words}`);
// Not `waitForSelector`: the handle it gives would keep a page's elements alive.
const appears = (page, selector) => page.locator(selector).first().waitFor();
const nth = (selector, at) => async (page) => {
  await appears(page, selector);
  const all = page.locator(selector);
  await all.nth(at % await all.count()).click();
};
const hasChangedTo = (selector) => (page) => appears(page, selector);
const back = (page) => page.goBack();
const search = (words) => async (page) => {
  await page.locator('.search input').fill(words);
  await page.keyboard.press('Enter');
  await appears(page, '.card, .empty');
};
/** Puts something into the cart where there is anything to put. */
const add = async (page) => {
  await appears(page, '#add-to-cart');
  await page.click('#add-to-cart', { force: true });
};

/** Twenty steps, not the same in any two rounds. */
const round = (number) => [
  tab('首页'), nth('.card > a', number), add, back,
  tab('分类'), nth('.categories section a', number), nth('.chips a', number), nth('.card > a', 2 * number), add, back,
  search(['xyf', '手机', 'mi', 'zzqq', '洗衣', 'rice', '油', 'sj', '杯', 'te'][number]), back,
  tab('购物车'), nth('.lines .stepper button:not([disabled])', 1), hasChangedTo('.lines li'),
  nth('.lines .bin', number), nth('.notice button', 0),
  tab('设置'), nth('.settings [data-key]:not(.saver *)', number % 3), tab('首页'),
];

const STOPPED = 'the worker was stopped';

/** Speaks to the page and, each by a session of its own, to its workers. */
async function debuggers(page) {
  const devtools = await page.context().newCDPSession(page);
  const workers = new Set(), answers = new Map(); // of the latter, each with the worker that owes it
  let last = 0;
  devtools.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => { if (targetInfo.type === 'worker') workers.add(sessionId); });
  // A worker at rest is stopped, also in the middle of a question.
  devtools.on('Target.detachedFromTarget', ({ sessionId }) => {
    workers.delete(sessionId);
    for (const { of, fail } of answers.values()) if (of === sessionId) fail(new Error(STOPPED));
  });
  devtools.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message);
    answers.get(id)?.done(result);
    answers.delete(id);
  });
  await devtools.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  const toWorker = (sessionId) => (method, params) => new Promise((done, fail) => {
    answers.set(++last, { of: sessionId, done, fail });
    devtools.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id: last, method, params }) });
  });
  return () => [(method, params) => devtools.send(method, params), ...[...workers].map(toWorker)];
}

/** What is in use once everything that nobody holds is gone. Whoever starts the wasm says where its memory is. */
async function inUse(send) {
  await send('HeapProfiler.collectGarbage');
  const { usedSize } = await send('Runtime.getHeapUsage');
  const { result: { value } } = await send('Runtime.evaluate', { expression: 'self.wasmMemory.buffer.byteLength', returnByValue: true });
  return { heap: usedSize, wasm: value };
}

/** Has the page say so; the worker does by itself. */
const noteMemory = () => {
  const instantiate = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (...what) => {
    const done = await instantiate.apply(WebAssembly, what);
    if (done.instance.exports.memory) self.wasmMemory = done.instance.exports.memory;
    return done;
  };
};

/**
 * Goes `rounds` rounds of twenty steps and then the same again, so that what still grows in the second half is not what is
 * kept of new pages. Gives what is in use after each round: by the page, and by each worker.
 */
export async function useForLong(page, url, rounds) {
  const everywhere = await debuggers(page);
  await page.addInitScript(noteMemory);
  await page.goto(url);
  await started(page);
  // Otherwise the copy of the store would come in the middle of the journey.
  await page.locator('html[data-copy=whole]').waitFor({ state: 'attached' });
  await page.evaluate(() => { window.sameVisit = true; });
  const samples = [];
  let steps = 0;
  for (let number = 0; number < 2 * rounds; number++) {
    for (const step of round(number % rounds)) {
      await step(page).catch((error) => { throw new Error(`step ${steps}, ${step}: ${error.message}`); });
      steps++;
    }
    // One after the other: two of one process that look for their objects at the same time may wait for each other.
    const used = [];
    for (const send of everywhere()) {
      used.push(await inUse(send).catch((error) => { if (error.message !== STOPPED) throw error; }));
    }
    const [app, ...workers] = used.filter(Boolean);
    samples.push({ steps, ...app, workers });
  }
  if (!await page.evaluate(() => window.sameVisit)) throw new Error('the page was loaded anew');
  return samples;
}
