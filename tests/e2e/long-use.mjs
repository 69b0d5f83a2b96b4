// Long use: a journey through the whole shop in one page that is never loaded anew, and what the app holds after it.
import { started } from './shop.mjs';

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
  tab('设置'), nth('.settings [data-act="text-size"]', number % 3), tab('首页'),
];

/** What is in use once everything that nobody holds is gone. */
async function inUse(devtools) {
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  const objectGroup = 'memories';
  const { result: { objectId: prototypeObjectId } } = await devtools.send('Runtime.evaluate', { expression: 'WebAssembly.Memory.prototype', objectGroup });
  const { objects: { objectId } } = await devtools.send('Runtime.queryObjects', { prototypeObjectId, objectGroup });
  const { result: { value } } = await devtools.send('Runtime.callFunctionOn', {
    objectId, returnByValue: true, functionDeclaration: 'function () { return this.reduce((sum, { buffer }) => sum + buffer.byteLength, 0); }',
  });
  await devtools.send('Runtime.releaseObjectGroup', { objectGroup });
  return { heap: usedSize, wasm: value };
}

/**
 * Goes `rounds` rounds of twenty steps and then the same again, so that what still grows in the second half is not what is
 * kept of new pages. Gives what is in use after each round.
 */
export async function useForLong(page, url, rounds) {
  const devtools = await page.context().newCDPSession(page);
  await page.goto(url);
  await started(page);
  await page.evaluate(() => { window.sameVisit = true; });
  const samples = [];
  let steps = 0;
  for (let number = 0; number < 2 * rounds; number++) {
    for (const step of round(number % rounds)) {
      await step(page).catch((error) => { throw new Error(`step ${steps}, ${step}: ${error.message}`); });
      steps++;
    }
    samples.push({ steps, ...await inUse(devtools) });
  }
  if (!await page.evaluate(() => window.sameVisit)) throw new Error('the page was loaded anew');
  return samples;
}
