// The browser's side of the pages of ordering: what is on the page becomes what it should be, element by element, so that
// what is typed, focused and scrolled to stays; and what a browser alone can do.
const page = () => document.getElementById('ordering');
const main = () => document.getElementById('main');

// Whether details are open is the shopper's affair.
const attributes = (old, now) => {
  for (const name of old.getAttributeNames()) if (!now.hasAttribute(name) && name !== 'open') old.removeAttribute(name);
  for (const name of now.getAttributeNames()) {
    const value = now.getAttribute(name);
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
};
const FIELDS = 'input,select,textarea';
// What was ticked or typed is not in the attributes.
const fill = (old, now) => {
  if ('checked' in now) old.checked = now.checked;
  // What is typed is told with every letter: what is otherwise was changed on purpose.
  if ('value' in now && now.type !== 'radio' && old.value !== now.value) old.value = now.value;
};
const does = (node) => node.getAttribute?.('data-do');
const isOther = (old, now) => old.nodeName !== now.nodeName || old.id !== now.id || does(old) !== does(now);
const become = (old, now) => {
  let here = old.firstChild;
  for (let next = now.firstChild, after, follows; next; next = after, here = follows) {
    [after, follows] = [next.nextSibling, here?.nextSibling];
    if (!here) old.append(next);
    // The browser compares what has not changed, which is most of a page, many times faster than this does.
    else if (here.isEqualNode(next)) {
      if (next.matches?.(FIELDS)) fill(here, next);
      const fields = next.querySelectorAll?.(FIELDS);
      if (fields?.length) here.querySelectorAll(FIELDS).forEach((field, n) => fill(field, fields[n]));
    } else if (isOther(here, next) || next.localName === 'tbody') here.replaceWith(next); // figures only, by the hundred
    else if (next.nodeType !== 1) here.data = next.data;
    else {
      attributes(here, next);
      if (next.localName !== 'textarea') become(here, next);
      fill(here, next);
    }
  }
  while (here) {
    const follows = here.nextSibling;
    here.remove();
    here = follows;
  }
};
export const show = (html) => {
  const next = document.createElement('template');
  next.innerHTML = html;
  const here = page();
  if (here) become(here, next.content);
};

export const adopt = (styles) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
};

let tell = () => {}, awaiting;
export const listen = (hear) => {
  tell = hear;
  const control = (event) => event.target.closest?.('[data-do]');
  addEventListener('click', (event) => {
    const at = control(event);
    if (at && at.localName !== 'form') hear('do', at.dataset.do, at.dataset.key ?? '');
  });
  addEventListener('submit', (event) => {
    const form = control(event);
    if (!form) return;
    event.preventDefault();
    hear('do', form.dataset.do, form.dataset.key ?? '');
  });
  addEventListener('input', ({ target: { dataset, value } }) => {
    if (dataset.field) hear('field', dataset.field, value);
  });
};

// The browser may read the code from the message, if the shopper agrees (WebOTP).
export const await_code = () => {
  leave();
  if (!self.OTPCredential) return;
  awaiting = new AbortController();
  navigator.credentials.get({ otp: { transport: ['sms'] }, signal: awaiting.signal }).then(({ code }) => {
    tell('field', 'code', code);
    tell('do', 'sign-in', '');
  }).catch(() => {});
};
export const leave = () => awaiting?.abort();

export const random_id = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
export const zone = () => -new Date().getTimezoneOffset();
// Of a group, its first field: the group itself takes no focus.
export const focus_wrong = () => {
  const wrong = main().querySelector('[aria-invalid]');
  (wrong?.querySelector('select,input') ?? wrong)?.focus();
};
export const into_sight = (what) => main().querySelector(what)?.scrollIntoView({ block: 'center' });
export const focus_first = () => main().querySelector('form input')?.focus();
export const focus_after_region = () => [...main().querySelectorAll('.region select')].at(-1)?.focus();
export const focus_code = () => main().querySelector('#f-code,#f-signing-code,#f-hardship,[data-do=ask-no-more]')?.focus();
export const to_top = () => { scrollTo(0, 0); main().focus({ preventScroll: true }); };
export const print_page = () => print();
// Says whether it was only copied.
export const share = async (text) => {
  if (navigator.share) return navigator.share({ text }).then(() => false);
  await navigator.clipboard.writeText(text);
  return true;
};
// Notifications on this phone. `look` and `end` ask nobody; anything else is the shop's key, and the browser asks the shopper:
// at once, because it listens only to a tap.
export const push = async (what) => {
  const isAsked = what !== 'look' && what !== 'end';
  if (!self.PushManager || !self.Notification || !navigator.serviceWorker) throw 'no';
  const permission = isAsked && Notification.requestPermission();
  const manager = (await navigator.serviceWorker.getRegistration())?.pushManager;
  if (isAsked && await permission !== 'granted') throw 'denied';
  const old = await manager?.getSubscription();
  if (what === 'end') await old?.unsubscribe();
  if (!isAsked) return old && what === 'look' ? JSON.stringify(old) : '';
  const subscribe = () => manager.subscribe({ userVisibleOnly: true, applicationServerKey: what });
  // One that was made with another key of the shop is in the way.
  return JSON.stringify(await subscribe().catch(async () => { await old?.unsubscribe(); return subscribe(); }));
};
export const download = (name, text) => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: name.endsWith('.ics') ? 'text/calendar' : 'application/json' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 6e4);
};
