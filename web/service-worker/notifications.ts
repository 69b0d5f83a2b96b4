// Reminders: what they say comes ready to be shown, and what a tap opens is a page of the shop and nobody else's.
import { nothing, worker } from './scope';

const { registration, clients } = worker;

worker.addEventListener('push', (event) => {
  let said = {} as { title?: string; body: string; tag: string; lang: string; path?: string };
  try { said = event.data!.json(); } catch { /* something has to be shown all the same */ }
  const { title = '赶集', body, tag, lang, path = '/credit' } = said;
  event.waitUntil(registration.showNotification(title, { body, tag, lang, icon: '/icon-192.png', badge: '/icon-monochrome.svg', data: path }));
});

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openPage(event.notification.data));
});

/** TypeScript does not know it. */
interface SubscriptionChange extends ExtendableEvent {
  oldSubscription?: PushSubscription | null;
  newSubscription?: PushSubscription | null;
}

// The browser has changed the address of this phone's notifications: the shop is told, else they would end without a word.
worker.addEventListener('pushsubscriptionchange' as 'sync', (event: unknown) => {
  const { oldSubscription: old, newSubscription } = event as SubscriptionChange;
  const renew = async () => {
    const push = newSubscription ?? await registration.pushManager.subscribe(old!.options as PushSubscriptionOptionsInit);
    const url = '/api/v1/credit/reminders', answer = await fetch(url), { sms, locale } = await answer.json();
    // Nobody is signed in, or nobody has chosen: then there is nobody to remind.
    if (!answer.ok || !locale) return;
    await fetch(url, { method: 'PUT', body: JSON.stringify({ sms, push, locale }), headers: { 'content-type': 'application/json' } });
  };
  // Without the network or the permission the page says that notifications have ended.
  (event as ExtendableEvent).waitUntil(renew().catch(nothing));
});

async function openPage(path: string) {
  let url = new URL('/credit', location.href);
  try {
    const told = new URL(path, location.href);
    if (told.origin === location.origin) url = told;
  } catch { /* no address */ }
  const pages = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  const page = pages.find((one) => one.url === url.href) ?? pages[0];
  if (!page) return clients.openWindow(url);
  await page.focus().catch(nothing);
  if (page.url !== url.href) await page.navigate(url).catch(() => clients.openWindow(url));
  return undefined;
}
