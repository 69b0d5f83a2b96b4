// What the phone and its browser do for an order: chance, clock, printing, sharing, notifications, files.

/** 128 random bits in hexadecimal digits. */
export const randomId = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** What the phone's clock is ahead of UTC, minutes. */
export const minutesAheadOfUtc = () => -new Date().getTimezoneOffset();

export const printPage = () => print();

/** Passes a text on. Says whether it was only copied. */
export const share = async (text: string) => {
  if (navigator.share as unknown) return navigator.share({ text }).then(() => false);
  await navigator.clipboard.writeText(text);
  return true;
};

/**
 * Notifications on this phone. `look` and `end` ask nobody; anything else is the shop's key, and the browser asks the
 * shopper: at once, because it listens only to a tap.
 */
export const push = async (what: string) => {
  const isAsked = what !== 'look' && what !== 'end';
  if (!('PushManager' in self) || !('Notification' in self) || !navigator.serviceWorker) throw 'no';
  const permission = isAsked && Notification.requestPermission();
  const manager = (await navigator.serviceWorker.getRegistration())?.pushManager;
  if (isAsked && await permission !== 'granted') throw 'denied';
  const old = await manager?.getSubscription();
  if (what === 'end') await old?.unsubscribe();
  if (!isAsked) return old && what === 'look' ? JSON.stringify(old) : '';
  const subscribe = () => manager!.subscribe({ userVisibleOnly: true, applicationServerKey: what });
  // One that was made with another key of the shop is in the way.
  return JSON.stringify(await subscribe().catch(async () => {
    await old?.unsubscribe();
    return subscribe();
  }));
};

/** Saves a text as a file. */
export const download = (name: string, text: string) => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: name.endsWith('.ics') ? 'text/calendar' : 'application/json' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 6e4);
};
