// What really goes over the line between a browser and the shop: a proxy between them that notes every exchange.
import { createServer, request } from 'node:http';
import { once } from 'node:events';

/** Length of a header as HTTP/1.1 writes it. */
const headBytes = (first, raw) => {
  let bytes = first.length + 4;
  for (let at = 0; at < raw.length; at += 2) bytes += raw[at].length + raw[at + 1].length + 4;
  return bytes;
};

/**
 * Stands in front of the server at `url`. `seen` has every exchange: path, status, the headers of both sides, bytes of the
 * answer as sent: of its header (`head`), and of all of it (`bytes`).
 */
export async function tapTheWire(url) {
  const seen = [];
  const server = createServer((asked, reply) => {
    const { method, url: path, headers } = asked;
    const onward = request(url + path, { method, headers }, (answer) => {
      const exchange = { path, method, asked: headers, status: answer.statusCode, headers: answer.headers };
      exchange.bytes = exchange.head = headBytes(`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}`, answer.rawHeaders);
      seen.push(exchange);
      reply.writeHead(answer.statusCode, answer.rawHeaders);
      answer.on('data', (chunk) => { exchange.bytes += chunk.length; });
      answer.pipe(reply);
    });
    // No server is a broken connection here too.
    onward.on('error', () => reply.destroy());
    asked.pipe(onward);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    seen,
    /** What was seen since the last time. */
    take: () => seen.splice(0),
    close: () => { server.close(); server.closeAllConnections(); },
  };
}

/** How much of a page comes at once, and how long after the one before, over a line that drips. */
const DROP = { bytes: 700, everyMs: 25 };

/** Stands in front of the server at `url`; pages come drop by drop, so that the browser shows each as far as it has come. */
export async function dripping(url) {
  const server = createServer((asked, reply) => {
    const isPage = /text\/html/.test(asked.headers.accept);
    const headers = isPage ? { ...asked.headers, 'accept-encoding': 'identity' } : asked.headers;
    const onward = request(url + asked.url, { method: asked.method, headers }, async (answer) => {
      reply.writeHead(answer.statusCode, answer.rawHeaders);
      if (!isPage) return answer.pipe(reply);
      const parts = [];
      for await (const part of answer) parts.push(part);
      const page = Buffer.concat(parts);
      for (let at = 0; at < page.length && !reply.destroyed; at += DROP.bytes) {
        reply.write(page.subarray(at, at + DROP.bytes));
        await new Promise((done) => { setTimeout(done, DROP.everyMs); });
      }
      reply.end();
    });
    onward.on('error', () => reply.destroy());
    asked.pipe(onward);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => { server.close(); server.closeAllConnections(); },
  };
}

/** Waits until the browser has written down what it got, so that it offers it for the next file of the same kind. */
export async function hasDictionaries(page, wire, probes = ['/fairday-web-next.wasm', '/fairday-web-next.js']) {
  for (const probe of probes) {
    for (let asked = {}; !asked['available-dictionary'];) {
      await page.evaluate((probe) => fetch(probe, { cache: 'no-store' }), probe);
      ({ asked } = wire.take().findLast(({ path }) => path === probe));
    }
  }
}
