// Orders that wait in the outbox (web/page/ordering/orders.ts), while the shop is closed: the browser says when there is
// network. As in src/domain/outbox.rs, what is sent is kept first, and nothing is sent on terms other than those agreed to.
// What becomes of it the app finds out by sending the same again; what needs the shopper waits for it.
import { open, run } from '../storage/database';
import { worker } from './scope';

/** Background Sync: TypeScript does not know it. */
worker.addEventListener('sync', (event: unknown) => {
  (event as ExtendableEvent).waitUntil(navigator.locks.request('fairday.outbox', sendOrders));
});

interface Terms {
  currency: string;
  lines: { variant: number; quantity: number; price: number }[];
  coupon: unknown;
  discount: unknown;
  delivery: { method: unknown; region: unknown; point: unknown };
  delivery_fee: unknown;
  total: unknown;
}

/** An entry of the outbox, as src/domain/outbox/entry.rs writes it. */
interface Entry {
  id: string;
  owner: string;
  terms: Terms;
  quote?: string;
  coupon: unknown;
  state: { at: string };
  body?: string | undefined;
  recipient: unknown;
  payment: unknown;
  note: unknown;
  locale: unknown;
}

async function sendOrders() {
  const database = await open('fairday-orders', 1);
  try {
    const entries: Entry[] = (await run(database, 'outbox', (outbox) => outbox.getAll())).map((text) => JSON.parse(text));
    const account = entries.length && await (await ask('GET', 'account')).json();
    for (const entry of entries) {
      const { id, owner, terms, quote } = entry;
      if (!/^(saved|sending)$/.test(entry.state.at) || owner !== `${account.phone} ${account.created_ms}`) continue;
      entry.body ??= await body(entry, quote ?? await quoteOf(terms, entry.coupon));
      if (!entry.body) continue;
      entry.state = { at: 'sending' };
      await run(database, 'outbox', (outbox) => outbox.put(JSON.stringify(entry), id));
      await ask('PUT', `orders/${id}`, entry.body);
    }
  } finally {
    database.close();
    new BroadcastChannel('fairday.outbox').postMessage(0);
  }
}

/** A failure that may pass is thrown, a captive portal's page too: the browser tries again later. */
async function ask(method: string, path: string, body?: string) {
  const answer = await fetch(`/api/v1/${path}`, { method, body: body ?? null, headers: { 'content-type': 'application/json' } });
  if (answer.status > 499 || !/json/.test(answer.headers.get('content-type')!)) throw new Error(path);
  return answer;
}

const agreed = ({ currency, lines, coupon, discount, delivery, delivery_fee, total }: Terms) => ({
  currency, lines: lines.map(({ variant, quantity, price }) => ({ variant, quantity, price })), coupon, discount,
  delivery: { method: delivery.method, region: delivery.region, point: delivery.point }, delivery_fee, total,
});

/** The id of a quote on exactly these terms, if there is one. */
async function quoteOf(terms: Terms, coupon: unknown): Promise<string | undefined> {
  const { lines, delivery } = agreed(terms);
  const wanted = { lines: lines.map(({ variant, quantity }) => ({ variant, quantity })), delivery, coupon };
  const answer = await ask('POST', 'quotes', JSON.stringify(wanted));
  const quote = answer.ok && await answer.json();
  return quote && JSON.stringify(agreed(quote.terms)) === JSON.stringify(agreed(terms)) ? quote.id : undefined;
}

const body = ({ terms, recipient, payment, note, locale }: Entry, quote: string | undefined) =>
  quote && JSON.stringify({ quote, agreed: agreed(terms), recipient, payment, note, locale });
