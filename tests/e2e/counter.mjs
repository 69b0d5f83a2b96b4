// The shop of the tests that order: the real server with a configuration of its own, what its operator does, and before it a
// line that breaks when it is told to.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream';
import { buffer as whole } from 'node:stream/consumers';
import { openProvider } from './provider.mjs';
import { comesBy, openShop } from './shop.mjs';

/** Within Hebei (13) it costs `fee` to bring things; 130102001 is its first township. Amounts are in cents. */
const configuration = ({ fee, more = '' }) => `
[delivery.default]
fee = 900
days = [3, 6]

[delivery.region]
13 = { fee = ${fee}, days = [1, 3] }

[[pick_up]]
id = "market"
region = "130102001"
name = { zh-CN = "集市自提点", en = "Market point" }
address = "建设大街 1 号"
hours = "8:00–18:00"
fee = 100
days = [1, 2]

[[coupon]]
code = "SAVE-2"
amount = 200
${more}`;

/**
 * Opens the shop, with data and a clock of its own, and a line to it. `initially` changes what it is configured with; `more` are
 * further sections. With `online`, a provider takes payments for it. Phones come by `url`; tests that ask the shop itself go to
 * `shop.url`, where nothing breaks.
 */
export async function openCounter({ online = false, ...initially } = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'fairday-counter-'));
  const file = path.join(folder, 'shop.toml'), tokenFile = path.join(folder, 'token'), token = randomBytes(24).toString('hex');
  const line = await openLine();
  const provider = online ? await openProvider() : null;
  const configure = (change = {}) => writeFile(file, configuration({ fee: 600, ...initially, ...change }) + (provider?.configuration ?? ''));
  await configure();
  await writeFile(tokenFile, token);
  const options = ['--shop', file, '--admin-token-file', tokenFile, ...online ? ['--public-url', line.url] : []];
  const shop = await openShop({ ownData: true, clock: true, options });
  line.leadTo(shop.url);
  provider?.belongTo(shop);
  comesBy(shop, line.url);

  /** What one of the shop's own systems asks. */
  const ask = async (method, path, body) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(`${shop.url}/api/v1/admin/${path}`, { method, headers, body: body && JSON.stringify(body) });
    assert.equal(answer.status, 200, `${method} ${path}: ${answer.status === 200 || await answer.clone().text()}`);
    return answer.json();
  };
  const operator = (method, path, body) => ask(method, `orders${path}`, body);
  const everyOrder = async () => {
    const orders = [];
    for (let cursor = ''; cursor !== undefined;) {
      const piece = await operator('GET', cursor && `?cursor=${cursor}`);
      orders.push(...piece.items);
      cursor = piece.next;
    }
    return orders;
  };
  let earlier = 0;
  return {
    shop,
    provider,
    /** The shop's configuration. */
    file,
    ...line,
    /** Forgets what was: the next test begins. */
    reset: async () => {
      line.reset();
      earlier = (await everyOrder()).length;
    },
    /** What the shop has taken in since then, as its operator sees it, the newest first. */
    placed: async () => {
      const all = await everyOrder();
      return all.slice(0, all.length - earlier);
    },
    /** The operator moves an order on. */
    advance: (id, status, more = {}) => operator('POST', `/${id}/advance`, { status, ...more }),
    /** The operator does something with an agreement. */
    act: (agreement, act) => ask('PUT', `credit/agreements/${agreement}/acts/${randomBytes(16).toString('hex')}`, { by: 'e2e', ...act }),
    /** The operator looks at an agreement. */
    agreement: (id) => ask('GET', `credit/agreements/${id}`),
    /** Time passes until this day, YYYY-MM-DD, and the operator bills all that has come to be due. Says what was done. */
    bill: async (day) => {
      // Noon in China.
      await shop.pass(Math.max(0, Math.ceil((Date.parse(`${day}T04:00:00Z`) - shop.now()) / 1000)));
      return shop.run('billing', 'run', '--shop', file, '--data', shop.data);
    },
    /** The books are right: says what the check says. */
    verify: () => shop.run('ledger', 'verify', '--data', shop.data),
    /** The shop comes back with another table. */
    reconfigure: async (change) => {
      await configure(change);
      await shop.stop();
      await shop.start();
    },
    close: async () => {
      line.close();
      provider?.close();
      await shop.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Stands before the shop it leads to. `cut(when, fits, meanwhile)` breaks the line in the next exchange that fits: when it is
 * `asked` and has not come to the shop, as soon as it is `passed` on to the shop, or when the shop has `answered` and the
 * phone has not heard. `meanwhile` is done before that.
 *
 * `sent` has every PUT of an order that a phone sent, with its body.
 */
async function openLine() {
  let url;
  const cuts = new Set(), sent = [];
  let isDown = false;
  const server = createServer(async (asked, reply) => {
    // Each request has a connection of its own: otherwise a browser sends again by itself what was lost.
    reply.shouldKeepAlive = false;
    const { method, url: path, headers } = asked;
    const body = await whole(asked).catch(() => null); // nothing: the page is gone
    if (!body) return;
    if (isOrder({ method, path })) sent.push({ path, body: body.toString() });
    if (isDown) return reply.destroy();
    const cut = [...cuts].find(({ isTaken, fits }) => !isTaken && fits({ method, path }));
    if (cut) cut.isTaken = true;
    const breaks = async (when) => {
      if (cut?.when !== when) return false;
      await cut.meanwhile();
      reply.destroy();
      cuts.delete(cut);
      return true;
    };
    if (await breaks('asked')) return;
    const onward = request(url + path, { method, headers, agent: false }, async (answer) => {
      // A line that breaks when it has passed something on brings no answer, however quick the shop is.
      if (cut?.when === 'passed' || await breaks('answered')) return answer.resume();
      reply.writeHead(answer.statusCode, answer.headers);
      pipeline(answer, reply, () => {});
    });
    onward.on('error', () => reply.destroy()); // no shop is a broken line here too
    onward.end(body, () => breaks('passed'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    leadTo: (shop) => { url = shop; },
    sent,
    cut: (when, fits, meanwhile = () => {}) => { cuts.add({ when, fits, meanwhile }); },
    /** Whether all that was to be cut was cut. */
    isDone: () => cuts.size === 0,
    down: (yes) => { isDown = yes; },
    reset: () => { cuts.clear(); sent.splice(0); isDown = false; },
    close: () => { server.close(); server.closeAllConnections(); },
  };
}

/** The sending of an order. */
export const isOrder = ({ method, path }) => method === 'PUT' && path.startsWith('/api/v1/orders/');

/** Which orders were sent, however often. */
export const ids = (sent) => [...new Set(sent.map(({ path }) => path.split('/').at(-1)))];

/** Waits until something that a test can ask says yes. */
export async function eventually(ask, ms = 30_000) {
  const end = Date.now() + ms;
  while (!await ask()) {
    if (Date.now() > end) throw new Error(`not after ${ms} ms: ${ask}`);
    await new Promise((resolve) => { setTimeout(resolve, 25); });
  }
}
