// A handset by the month on a slow phone: from a tap on another plan, term or number to the sheet that follows from it.
//   node sheet.mjs CHANGES         with the environment of the end-to-end tests
// Prints the milliseconds of every change as JSON. `cargo xtask bench` runs it.
import { toPlan } from '../e2e/borrower.mjs';
import { findProduct, openBrowser, openPhone, openShop } from '../e2e/shop.mjs';

const [changes] = process.argv.slice(2).map(Number);
const CPU_SLOWDOWN = 6;
const PATIENCE_MS = 60_000;
/** No plan pays for all of a dearer handset, cents: there is a sheet for each. */
const SUBSIDY_MAX = 40_000;
/** Without a plan at first: another term, then each of the plans, then none. */
const NO_PLAN = '[name=credit-plan][value=""]';
const TURNS = ['credit-months', ...Array(4).fill('credit-plan')];

/**
 * Made from within, since asking from outside takes time of its own: chooses the next of a group, and waits until the page says something else
 * and the next picture is drawn. Milliseconds until the text has changed, and until then.
 */
const change = (name) => new Promise((resolve) => {
  const all = [...document.querySelectorAll(`[name=${name}]`)];
  const next = all[(all.findIndex((one) => one.checked) + 1) % all.length];
  const credit = () => document.querySelector('.credit').textContent;
  const before = credit();
  let changed;
  const observer = new MutationObserver(() => {
    if (changed !== undefined || credit() === before) return;
    changed = performance.now();
    observer.disconnect();
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve({ changed: changed - tapped, drawn: performance.now() - tapped });
      port2.postMessage(null);
    });
  });
  observer.observe(document.querySelector('main'), { subtree: true, childList: true, characterData: true });
  const tapped = performance.now();
  next.click();
});

const shop = await openShop();
const browser = await openBrowser();
try {
  const handset = await findProduct(shop, ({ monthly_from, variants }) => monthly_from && variants.every(({ price }) => price.amount > SUBSIDY_MAX));
  const { page, context } = await openPhone(browser);
  page.setDefaultTimeout(PATIENCE_MS);
  await toPlan(page, shop, '', handset);
  await page.check(NO_PLAN);
  await page.waitForSelector('[name=credit-months]');
  // Each sheet once, so that everything is compiled.
  for (const name of TURNS) await page.evaluate(change, name);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
  const turns = [];
  for (let turn = 0; turn < changes; turn++) turns.push(await page.evaluate(change, TURNS[turn % TURNS.length]));
  console.log(JSON.stringify({ changed: turns.map(({ changed }) => changed), drawn: turns.map(({ drawn }) => drawn) }));
} finally {
  await browser.close();
  await shop.close();
}
