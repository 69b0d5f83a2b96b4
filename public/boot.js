// Runs before anything is shown. It holds what the shopper does until the app has started, and nothing else:
// taps are acknowledged at once and carried out later, the text size and the language are there from the first paint.
(() => {
  const doc = document, root = doc.documentElement, taps = [];
  const kept = (key) => { try { return localStorage.getItem('fairday.' + key); } catch { return null; } };
  if (kept('text')) root.dataset.text = kept('text');
  if (location.pathname === '/' && kept('language') === 'en') location.replace('/en');

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
  // Captured, because the error of a script that does not come stays at its element; a picture's is no matter.
  addEventListener('error', (event) => { if (event.target === window || event.target.localName === 'script') fail(); }, true);
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

  window.fairday = {
    started() {
      root.dataset.app = 'started';
      release();
      for (const control of taps.splice(0)) if (control.isConnected) control.click();
    },
  };
})();
