// What the app holds after long use: a journey of 200 steps, as fast as it goes.
//   node memory.mjs               with the environment of the end-to-end tests
// Prints, for each tenth of the journey, the bytes of wasm memory and of the script heap as JSON. `cargo xtask bench`
// runs it.
import { useForLong } from './long-use.mjs';
import { openBrowser, openPhone, openShop } from '../e2e/shop.mjs';

const shop = await openShop();
const browser = await openBrowser();
try {
  const { page, complaints } = await openPhone(browser);
  const samples = await useForLong(page, shop.url, 5);
  if (complaints.length) throw new Error(complaints.join('\n'));
  console.log(JSON.stringify(samples));
} finally {
  await browser.close();
  await shop.close();
}
