// Lighthouse with its mobile profile on a few pages.
//   node lighthouse.mjs RUNS PAGE...
// Prints, for each page, the four scores of every run and which checks were not passed in full. `cargo xtask bench` runs
// it. Lighthouse itself asks nobody but the page: reports of its own errors are off.
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';

const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
const SWITCHES = ['--headless=new', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];

const [runs, ...pages] = [Number(process.argv[2]), ...process.argv.slice(3)];

/** The scores, and what the page lost points by: the name of each check that counts, and its score. */
async function examine(page) {
  // A new browser each time, so with nothing cached.
  const chrome = await launch({ chromePath: process.env.FAIRDAY_CHROMIUM ?? '/usr/bin/chromium', chromeFlags: SWITCHES });
  try {
    const { lhr } = await lighthouse(page, { port: chrome.port, onlyCategories: CATEGORIES, logLevel: 'error' });
    if (lhr.runtimeError) throw new Error(`${page}: ${lhr.runtimeError.message}`);
    const scores = {}, lost = {};
    for (const name of CATEGORIES) {
      const { score, auditRefs } = lhr.categories[name];
      scores[name] = Math.round(score * 100);
      for (const { id, weight } of auditRefs) {
        const audit = lhr.audits[id];
        if (weight > 0 && audit.score !== null && audit.score < 1) {
          lost[id] = { score: audit.score, says: [audit.displayValue, audit.title].filter(Boolean).join(': ') };
        }
      }
    }
    return { scores, lost };
  } finally {
    chrome.kill();
  }
}

const examined = [];
for (const page of pages) {
  const results = [];
  for (let run = 0; run < runs; run++) results.push(await examine(page));
  examined.push(results);
}
console.log(JSON.stringify(examined));
