// Ordering as a shopper does it, and a proxy between browser and shop that loses what it is told to lose.
import { createServer, request } from 'node:http';
import { once } from 'node:events';
import { pretend } from './pretend.mjs';
import { started, until } from './shop.mjs';

export const words = {
  'zh-CN': { prefix: '', place: '提交订单', placed: '已下单', saved: '已存下', sending: '正在提交', again: '需要您确认', signIn: '需要您登录' },
  en: { prefix: '/en', place: 'Place order', placed: 'Placed', saved: 'Saved', sending: 'Sending', again: 'Needs you: something changed', signIn: 'Needs you: sign in' },
};

/**
 * Stands before the shop at `url`. `lose(what, fits)` loses the request or the answer of the next exchange that fits, and
 * `orders` has every PUT of an order that was passed on or lost, with its body and what the shop answered.
 */
export async function standBefore(url) {
  const losses = [], orders = [], shop = pretend(url);
  let isDown = false;
  const server = createServer((asked, reply) => {
    const chunks = [];
    asked.on('data', (chunk) => chunks.push(chunk));
    asked.on('end', async () => {
      const body = Buffer.concat(chunks), { method, url: path } = asked;
      const isOrder = method === 'PUT' && path.startsWith('/api/v1/orders/');
      const sent = { path, body: body.toString() };
      if (isOrder) orders.push(sent);
      if (isDown) return reply.destroy();
      const at = losses.findIndex(({ fits }) => fits({ method, path }));
      const loss = at < 0 ? null : losses.splice(at, 1)[0].what;
      if (loss === 'request') return reply.destroy();
      if (loss === 'answer') reply.writeHead = reply.end = () => {};
      if (await shop.answer(asked, reply, sent.body)) return loss && reply.destroy();
      const headers = { ...asked.headers, host: new URL(url).host };
      // The shop compares where a page comes from with where it is itself.
      if (headers.origin) headers.origin = url;
      if (headers.referer) headers.referer = headers.referer.replace(/^https?:\/\/[^/]+/, url);
      const onward = request(url + path, { method, headers }, (answer) => {
        sent.status = answer.statusCode;
        if (loss === 'answer') {
          answer.resume();
          return answer.on('end', () => reply.destroy());
        }
        reply.writeHead(answer.statusCode, answer.rawHeaders);
        answer.pipe(reply);
      });
      onward.on('error', () => reply.destroy());
      onward.end(body);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    orders,
    shop,
    lose: (what, fits) => { losses.push({ what, fits }); },
    down: (yes) => { isDown = yes; },
    close: () => { server.close(); server.closeAllConnections(); },
  };
}

/** How often each order was placed, by the shop's own answers: a replayed answer is the same order. */
export const ids = (orders) => [...new Set(orders.map(({ path }) => path))];

let last = 0;
/** A number nobody has used in this run. */
export const newNumber = () => `138${String(Date.now() % 1e5).padStart(5, '0')}${String(last++).padStart(3, '0')}`;

/** Signs in on the page of signing in, with the code that the demo shop shows. */
export async function signIn(page, number = newNumber()) {
  await page.fill('[data-field=sign-in-phone]', number);
  await page.click('[data-do=send-code] button');
  const code = (await page.textContent('.demo')).match(/\d{4,}/)[0];
  await page.fill('[data-field=code]', code);
  await page.waitForSelector('[data-do=sign-in]', { state: 'detached' });
  return number;
}

/** Puts the first goods of the home page into the cart. */
export async function fillCart(page, url, { prefix = '' } = {}) {
  await page.goto(url + (prefix || '/'));
  await started(page);
  await page.locator('.card .add').nth(0).click();
  await page.waitForSelector('.count');
}

/** From the cart to the page of ordering. */
export async function toCheckout(page) {
  await page.click('.tabs a[href$="/cart"]');
  await page.click('#order');
  await page.waitForSelector('.checkout');
}

/** Chooses the first of everything within a province, down to the last step. */
export async function chooseRegion(page, province = '河北省') {
  for (let step = 0; ; step++) {
    const select = `#f-region-${step}`;
    if (step === 0) {
      await until(page, (select) => document.querySelector(select)?.options.length > 1, select);
      await page.selectOption(select, { label: province });
    } else {
      const isThere = await page.waitForSelector(select, { timeout: 3000 }).catch(() => null);
      if (!isThere) return;
      await page.selectOption(select, { index: 1 });
    }
    await until(page, (select) => document.querySelector(select).selectedIndex > 0, select);
  }
}

/** Types who gets it and where. */
export async function fillAddress(page) {
  await page.fill('[data-field=name]', '王小红');
  await page.fill('[data-field=phone]', '13800138000');
  await chooseRegion(page);
  await page.fill('[data-field=detail]', '人民路 1 号');
}

/** Waits until the shop has said what it costs, and orders. */
export async function order(page) {
  await page.waitForSelector('[data-do=place]:not([aria-disabled])');
  await page.click('[data-do=place]');
}

/** What the page of an order says that it is. */
export const state = (page) => page.textContent('.order h1');

export const stateIs = (page, word) =>
  until(page, (word) => document.querySelector('.order h1')?.textContent.includes(word), word);
