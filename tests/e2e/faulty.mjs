// A line that fails as told, between a browser and the shop, and a merchant who changes the goods meanwhile.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import path from 'node:path';
import { binary, demo } from './shop.mjs';

/**
 * Runs in the page and in its worker before anything else: what waits for seconds does not keep the tests waiting. The worker
 * tells the console how long it meant to wait.
 */
const HASTE = `{
  const later = setTimeout, patience = AbortSignal.timeout.bind(AbortSignal);
  setTimeout = (what, ms, ...rest) => {
    if (!self.document) console.debug('waits', ms);
    return later(what, self.document && ms !== 4000 ? ms : ms / 50, ...rest);
  };
  // Patience with the server is cut less: it may be busy.
  AbortSignal.timeout = (ms) => patience(self.document ? ms : ms / 15);
}`;

/**
 * Stands in front of the server at `url`. `fault(path, n)` is asked for each request, the nth of that path; what it gives
 * is done to the answer:
 *
 * - nothing: it passes;
 * - `{ cut: share }`: that share of its bytes comes, and the line breaks; with `quietly`, it looks whole;
 * - `{ status, type, body }`: another answer in its place;
 * - `{ silence: true }`: no answer at all;
 * - `{ gone: true }`: no connection.
 *
 * `seen` has the path and the moment of each request. `worker` is put before the script of the app's worker.
 */
export async function openFaultyLine(url) {
  const line = { seen: [], fault: () => null, worker: '' };
  const pass = async (asked) => {
    const isWorker = /^\/offline-\w+\.js$/.test(asked.url);
    const onward = request(url + asked.url, { agent: false, headers: isWorker ? {} : asked.headers });
    const [answer] = await once(onward.end(), 'response');
    const parts = [];
    for await (const part of answer) parts.push(part);
    const body = Buffer.concat(parts);
    return { answer, body: isWorker ? Buffer.concat([Buffer.from(HASTE + line.worker), body]) : body };
  };
  const server = createServer(async (asked, reply) => {
    const path = asked.url, n = line.seen.filter((one) => one.path === path).length;
    line.seen.push({ path, at: performance.now() });
    const fault = (await line.fault(path, n)) || {};
    if (fault.gone) return reply.destroy();
    if (fault.silence) return;
    if (fault.status) return reply.writeHead(fault.status, { 'content-type': fault.type, 'cache-control': 'no-store' }).end(fault.body);
    try {
      const { answer, body } = await pass(asked);
      const headers = { ...answer.headers };
      delete headers['transfer-encoding'];
      const bytes = Math.min(Math.floor(body.length * (fault.cut ?? 1)), body.length - ('cut' in fault ? 1 : 0));
      if (answer.statusCode !== 304) headers['content-length'] = fault.quietly ? bytes : body.length;
      if ('cut' in fault) headers['cache-control'] = 'no-store';
      reply.writeHead(answer.statusCode, headers);
      if (!('cut' in fault) || fault.quietly) return reply.end(body.subarray(0, bytes));
      reply.write(body.subarray(0, bytes), () => reply.socket?.end());
      if (!bytes) reply.flushHeaders(), reply.socket?.end();
    } catch {
      reply.destroy(); // no server is a broken line here too
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  line.url = `http://127.0.0.1:${server.address().port}`;
  line.reset = () => { line.seen.splice(0); line.fault = () => null; line.worker = ''; };
  /** How often something was asked for. */
  line.count = (fits) => line.seen.filter(({ path }) => fits.test(path)).length;
  line.close = () => { server.close(); server.closeAllConnections(); };
  return line;
}

/** A context of a browser whose pages wait for nothing, see `HASTE`. */
export const hasten = (context) => context.addInitScript(HASTE);

/** The rows of some goods in the demo's own file, changed by the merchant; gives when the shop shows it. */
export async function merchantChanges(shop, changes) {
  const [head, ...rows] = (await readFile(path.join(demo, 'products.csv'), 'utf8')).split('\n');
  const names = head.split(',');
  const [price, stock, published, status] = ['Variant Price', 'Variant Inventory Qty', 'Published', 'Status'].map((name) => names.indexOf(name));
  const changed = Object.entries(changes).flatMap(([handle, change]) => rows.filter((row) => row.startsWith(`${handle},`)).map((row) => {
    const cells = row.match(/("([^"]|"")*"|[^,]*)(,|$)/g).map((cell) => cell.replace(/,$/, ''));
    if (change.price && cells[price]) cells[price] = change.price;
    if (change.stock !== undefined && cells[price]) cells[stock] = String(change.stock);
    if (change.gone && cells[status]) [cells[published], cells[status]] = ['false', 'draft'];
    return cells.slice(0, names.length).join(',');
  }));
  const file = path.join(shop.data, 'changes.csv');
  await writeFile(file, [head, ...changed].join('\n'));
  const before = await revision(shop);
  const importer = spawn(binary, ['import', file, '--data', shop.data, '--images', path.join(demo, 'pictures')], { stdio: ['ignore', 'pipe', 'inherit'] });
  let report = '';
  importer.stdout.on('data', (text) => { report += text; });
  const [code] = await once(importer, 'exit');
  if (code !== 0) throw new Error(`the import failed: ${report}`);
  while (await revision(shop) === before) await new Promise((resolve) => setTimeout(resolve, 50));
}

const revision = async (shop) => (await (await fetch(`${shop.url}/api/v1/store`)).json()).revision;

/** The whole catalogue as the server tells it, by handle. */
export async function catalogueOf(shop) {
  const goods = {};
  for (let cursor = ''; cursor !== undefined;) {
    const piece = await (await fetch(`${shop.url}/api/v1/changes?since=0&limit=500${cursor && `&cursor=${cursor}`}`)).json();
    for (const one of piece.products) goods[one.handle] = one;
    cursor = piece.next;
  }
  return goods;
}

/** The same as the phone keeps it, read past the app. */
export const copyOf = (page) => page.evaluate(async () => {
  const done = (request) => new Promise((resolve, reject) => { request.onsuccess = () => resolve(request.result); request.onerror = () => reject(request.error); });
  const database = await done(indexedDB.open('fairday'));
  const goods = {};
  try {
    const stores = database.transaction(['products', 'words']);
    const [handles, products, words] = await Promise.all([done(stores.objectStore('products').getAllKeys()),
      done(stores.objectStore('products').getAll()), done(stores.objectStore('words').getAll())]);
    handles.forEach((handle, n) => { goods[handle] = { ...JSON.parse(products[n]), ...JSON.parse(words[n]) }; });
  } finally { database.close(); }
  return goods;
});
