// Orders that wait in the outbox (web/page/ordering/orders.ts), while the shop is closed: the browser says when there is
// network. The rule is in src/domain/outbox.rs: this sends the body that it wrote, and leaves an entry without one to the app.
// What becomes of it the app finds out by sending the same again; what needs the shopper waits for it.
import { open, run } from '../storage/database';
import { worker } from './scope';

/** Background Sync: TypeScript does not know it. */
worker.addEventListener('sync', (event: unknown) => {
  (event as ExtendableEvent).waitUntil(navigator.locks.request('fairday.outbox', sendOrders));
});

/** What is looked at of an entry of the outbox, as src/domain/outbox/entry.rs writes it. */
interface Entry {
  id: string;
  owner: string;
  state: { at: string };
  body?: string;
}

async function sendOrders() {
  const database = await open('fairday-orders', 1);
  try {
    const entries: Entry[] = (await run(database, 'outbox', (outbox) => outbox.getAll())).map((text) => JSON.parse(text));
    const account = entries.length && await (await ask('GET', 'account')).json();
    for (const entry of entries) {
      const { id, owner, state, body } = entry;
      if (!body || !/^(saved|sending)$/.test(state.at) || owner !== `${account.phone} ${account.created_ms}`) continue;
      entry.state = { at: 'sending' };
      await run(database, 'outbox', (outbox) => outbox.put(JSON.stringify(entry), id));
      await ask('PUT', `orders/${id}`, body);
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
