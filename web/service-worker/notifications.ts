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
