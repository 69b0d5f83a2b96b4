// A provider at whose page is paid (docs/webhooks-and-payments.md): it checks what the shop signed, takes the money when the
// shopper says so, and tells the shop.
import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

/** Opens it. `configuration` is what the shop has to know of it; `taken` has everything that was paid there. */
export async function openProvider() {
  const key = randomBytes(24), taken = [];
  let shop;
  const page = (text) => `<!doctype html><meta charset="utf-8"><title>pay</title><form method="post">${text}<button id="pay">OK</button></form>`;
  const tell = async (body) => {
    const id = `pay_${randomBytes(8).toString('hex')}`, at = Math.floor(shop.now() / 1000), text = JSON.stringify(body);
    const signature = createHmac('sha256', key).update(`${id}.${at}.${text}`).digest('base64');
    const headers = { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': `v1,${signature}` };
    const answer = await fetch(`${shop.url}/api/v1/callbacks/payments/online`, { method: 'POST', headers, body: text });
    return answer.status;
  };
  const server = createServer(async (asked, reply) => {
    const query = asked.url.slice(asked.url.indexOf('?') + 1), [signed, signature] = query.split('&signature=');
    if (createHmac('sha256', key).update(signed).digest('hex') !== signature) return reply.writeHead(403).end('this is not what the shop asked for');
    const { return_url: back, ...charge } = Object.fromEntries(new URLSearchParams(signed));
    if (asked.method === 'GET') return reply.setHeader('content-type', 'text/html').end(page(`${charge.amount} ${charge.currency}`));
    const { order, repayment, amount, currency } = charge;
    const what = { ...order && { order: Number(order) }, ...repayment && { repayment: Number(repayment) }, amount: Number(amount), currency };
    taken.push(what);
    const status = await tell({ ...what, outcome: 'paid' });
    if (status !== 204) return reply.writeHead(502).end(`the shop says ${status}`);
    reply.writeHead(303, { location: back }).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${server.address().port}`;
  return {
    url,
    taken,
    configuration: `\n[payment.online]\nurl = "${url}/checkout"\nsecret = "whsec_${key.toString('base64')}"\n`,
    belongTo: (one) => { shop = one; },
    /** The same message once more, as providers send them. */
    tellAgain: () => tell({ ...taken.at(-1), outcome: 'paid' }),
    close: () => { server.close(); server.closeAllConnections(); },
  };
}
