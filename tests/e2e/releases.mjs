// Other releases of the front end, and a line between phone and shop that can be disturbed.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dist } from './shop.mjs';

const digest = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** The first line of a service worker says its version and its files. */
async function list(folder) {
  const script = await readFile(path.join(folder, 'sw.js'), 'utf8');
  const [, version, files] = script.match(/^const VERSION="(\w+)",FILES=(.*);\n/);
  return { version, files: JSON.parse(files), script };
}

export const versionOf = async (folder) => (await list(folder)).version;
export const filesOf = async (folder) => (await list(folder)).files.map(([name]) => name);

/** Writes a file in place of `old`, without the compressed forms it had. */
async function put(folder, old, name, content) {
  for (const file of await readdir(folder)) if (file === old || file.startsWith(`${old}.`)) await rm(path.join(folder, file));
  await writeFile(path.join(folder, name), content);
}

/** Another release of the built front end: its script has changed, and each page says which one it is. */
export async function release(name) {
  const folder = await mkdtemp(path.join(tmpdir(), 'fairday-release-'));
  await cp(dist, folder, { recursive: true });
  const old = JSON.parse(await readFile(path.join(folder, 'assets.json'), 'utf8')).script;
  const script = `${await readFile(path.join(folder, old), 'utf8')}\n// ${name}\n`;
  const next = old.replace(/-[0-9a-f]{16}\./, `-${digest(script).slice(0, 16)}.`);
  await put(folder, old, next, script);
  const page = (await readFile(path.join(folder, 'index.html'), 'utf8')).replaceAll(old, next)
    .replace('<meta charset="utf-8">', `<meta charset="utf-8"><meta name="release" content="${name}">`);
  await put(folder, 'index.html', 'index.html', page);
  const was = await list(folder);
  const oldPage = was.files.find(([at]) => at.startsWith('/index-'))[0].slice(1);
  const nextPage = `index-${digest(page).slice(0, 16)}.html`;
  await put(folder, oldPage, nextPage, page);
  const files = await Promise.all(was.files.map(async ([at]) => {
    const file = at.replace(old, next).replace(oldPage, nextPage), bytes = await readFile(path.join(folder, file));
    return [file, digest(bytes), bytes.length];
  }));
  const version = digest(JSON.stringify(files)).slice(0, 16);
  const worker = was.script.replace(/^.*\n/, `const VERSION="${version}",FILES=${JSON.stringify(files)};\n`);
  await put(folder, 'sw.js', 'sw.js', worker);
  return { folder, version, script: next, oldScript: old, close: () => rm(folder, { recursive: true, force: true }) };
}

/** A line to the shop. `disturb(request, response)` may answer in its place: then it returns true. */
export async function openLine(shop) {
  const line = { disturb: () => false };
  const server = createServer((incoming, response) => {
    if (line.disturb(incoming, response)) return;
    const { method, url, headers } = incoming;
    const onward = request({ port: shop.port, host: '127.0.0.1', method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    incoming.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  line.url = `http://127.0.0.1:${server.address().port}`;
  line.close = () => { server.closeAllConnections(); server.close(); };
  return line;
}
