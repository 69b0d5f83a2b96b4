// Runs before anything is shown. It holds what the shopper does until the app has started, and pictures while data is
// dear: taps are acknowledged at once and carried out later; text size, language and data saver hold from the first paint.
(() => {
  const doc = document, root = doc.documentElement, taps = [];
  const kept = (key) => { try { return localStorage.getItem('fairday.' + key); } catch { return null; } };
  if (kept('text')) root.dataset.text = kept('text');
  // The server's pages say their language; the bare shell is the same file for every page.
  root.lang = /^\/en(\/|$)/.test(location.pathname) ? 'en' : 'zh-CN';
  if (location.pathname === '/' && kept('language') === 'en') location.replace('/en');

  // Every picture is `loading=lazy` in the HTML: such a one is asked for after the first layout, so after the observer
  // below has seen it. Without data saver, those of the first screen are then asked for at once. With it, each one is
  // held: its address is set aside until a tap. (An eager picture is asked for by the browser before any script.)
  const pictures = doc.getElementsByTagName('img'), seen = new Set();
  let chosen = kept('saver');
  const move = (image, from, to, names) => {
    for (const name of names) {
      const value = image.getAttribute(from + name);
      if (value) { image.setAttribute(to + name, value); image.removeAttribute(from + name); }
    }
    image.closest('li,section')?.classList.toggle('unseen', !image.hasAttribute('src'));
  };
  const hold = (image) => move(image, '', 'data-', ['srcset', 'src']);
  const show = (image, names) => move(image, 'data-', '', names ?? ['src']);
  const settle = () => {
    let held;
    for (const image of pictures) {
      if (!image.srcset) continue;
      if (!root.hasAttribute('data-saving')) {
        if (image.getAttribute('fetchpriority') === 'high') image.loading = 'eager';
      } else if (seen.has(image.getAttribute('src'))) {
        image.removeAttribute('srcset'); // a page shown again: what was asked for stays
      } else if (!image.naturalWidth) {
        hold(image);
        held = true;
      }
    }
    if (held) window.fairday?.held?.();
  };
  const decide = () => {
    const { saveData, effectiveType } = navigator.connection ?? {};
    const saving = chosen === 'on' || chosen !== 'off' && (saveData || /2g/.test(effectiveType));
    root.dataset.saver = chosen ?? 'auto';
    root.toggleAttribute('data-saving', !!saving);
    if (!saving) for (const image of pictures) show(image, ['srcset', 'src']);
    settle();
  };
  decide();
  navigator.connection?.addEventListener?.('change', decide);
  addEventListener('online', decide);
  new MutationObserver(settle).observe(doc, { childList: true, subtree: true });
  // A picture that is held, or did not come, is asked for by a tap on it or on its label. No app is needed.
  doc.addEventListener('click', (event) => {
    const holder = event.target.closest('.show,img[data-src]')?.closest('.unseen');
    if (!holder) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const image = holder.querySelector('img');
    seen.add(image.dataset.src);
    if (doc.activeElement.className === 'show') (holder.querySelector('a') ?? holder.parentNode).focus({ preventScroll: true });
    show(image);
  }, true);

  const press = (event) => {
    const control = event.target.closest('a[href],button');
    if (!control) return;
    control.classList.add('pressed');
    // Links and forms work by themselves; other buttons wait for the app.
    if (control.localName === 'a' || control.type === 'submit' && control.form) return;
    event.preventDefault();
    event.stopPropagation();
    if (!taps.includes(control)) taps.push(control);
  };
  doc.addEventListener('click', press, true);

  const release = () => {
    doc.removeEventListener('click', press, true);
    for (const control of doc.querySelectorAll('.pressed')) control.classList.remove('pressed');
  };
  const fail = () => {
    if (root.dataset.app) return;
    release();
    root.dataset.app = 'failed';
  };
  // Captured, because the error of a script that does not come stays at its element. A picture's place stays as it was.
  addEventListener('error', ({ target }) => {
    if (target.localName === 'img') hold(target);
    else if (target === window || target.localName === 'script') fail();
  }, true);
  addEventListener('unhandledrejection', fail);
  addEventListener('pageshow', (event) => { if (event.persisted) for (const c of doc.querySelectorAll('.pressed')) c.classList.remove('pressed'); });

  // The mean colour of each picture holds its place until the app paints a finer one (BlurHash: letters 2 to 5).
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~';
  doc.addEventListener('DOMContentLoaded', () => {
    for (const image of doc.querySelectorAll('img[data-hash]')) {
      let colour = 0;
      for (const letter of image.dataset.hash.slice(2, 6)) colour = colour * 83 + digits.indexOf(letter);
      image.style.backgroundColor = '#' + colour.toString(16).padStart(6, '0');
    }
  });

  // The browser offers to install the shop once, perhaps before the app has started; src/sync/shell.js takes it up.
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    window.fairday.prompt = event;
    dispatchEvent(new Event('fairday-install'));
  });

  window.fairday = {
    show,
    failed: fail,
    saver(choice) { chosen = choice; decide(); },
    started() {
      root.dataset.app = 'started';
      release();
      for (const control of taps.splice(0)) if (control.isConnected) control.click();
    },
  };
})();
