// The browser's side of the installed app: the service worker, a newer version, installing. It says what happens by
// events on the window; src/sync/shell.rs decides what follows.
const HOUR_MS = 3600e3;
const workers = navigator.serviceWorker;
const say = (what) => dispatchEvent(new Event(`fairday-${what}`));
// Which version this page is: the files that it was started with.
const files = () => [...document.querySelectorAll('link[rel*=preload]')].map(({ href }) => new URL(href).pathname);
let newer, isWanted;

// The browser's side of a piece that is fetched on demand: `fairday:NAME` in the page's head says where it is.
export const script = (name) => import(document.querySelector(`meta[name="fairday:${name}"]`).content);


export function attend() {
  addEventListener('appinstalled', () => {
    fairday.prompt = null;
    say('install');
  });
  if (!workers) return;
  workers.addEventListener('message', ({ data, ports }) => {
    if (data?.kind === 'which') ports[0].postMessage(files());
  });
  workers.addEventListener('controllerchange', () => {
    if (isWanted) location.reload();
  });
  // The worker fetches files of its own: not before the page has its pictures.
  if (document.readyState === 'complete') register();
  else addEventListener('load', register);
}

async function register() {
  const registration = await workers.register('/sw.js').catch(() => {});
  if (!registration) return;
  registration.active?.postMessage({ kind: 'tidy' });
  const look = () => {
    const worker = registration.waiting;
    if (!worker || !workers.controller) return;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => {
      if (!data) return;
      newer = worker;
      say('update');
    };
    worker.postMessage({ kind: 'is-it-new', files: files() }, [port2]);
  };
  const follow = () => registration.installing?.addEventListener('statechange', look);
  registration.addEventListener('updatefound', follow);
  follow();
  look();
  // A shop that stays open for days asks for a newer version as well.
  let asked = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.hidden || Date.now() - asked < HOUR_MS) return;
    asked = Date.now();
    registration.update().catch(() => {});
  });
}

export function update() {
  isWanted = true;
  // Another page may have let it in already.
  if (newer?.state === 'installed') newer.postMessage({ kind: 'apply' });
  else location.reload();
}

export async function install() {
  const { prompt } = fairday;
  if (!prompt) return;
  fairday.prompt = null; // the browser asks once for each time it has offered to
  prompt.prompt();
  const { outcome } = await prompt.userChoice;
  say(outcome === 'accepted' ? 'install' : 'decline');
  means();
}

export function means() {
  const isInstalled = navigator.standalone || !matchMedia('(display-mode: browser)').matches;
  const found = isInstalled ? 0 : fairday.prompt ? 1 : navigator.standalone === false ? 2 : 0;
  document.documentElement.dataset.install = ['no', 'prompt', 'words'][found];
  return found;
}
