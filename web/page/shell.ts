// The browser's side of the installed app: the service worker, a newer version, installing. It says what happens by
// events on the window; src/sync/shell.rs decides what follows.
const HOUR_MS = 3600e3;
// Not every browser has them: `followShell` looks.
const workers = navigator.serviceWorker;
const say = (what: string) => dispatchEvent(new Event(`fairday-${what}`));
// Which version this page is: the files that it was started with.
const files = () => [...document.querySelectorAll<HTMLLinkElement>('link[rel*=preload]')].map(({ href }) => new URL(href).pathname);
let newer: ServiceWorker | undefined, isWanted = false;

/** Fetches the script of a piece: `fairday:NAME` in the page's head says where it is. */
export const fetchScript = (name: string) => import(document.querySelector<HTMLMetaElement>(`meta[name="fairday:${name}"]`)!.content);

/** Registers the service worker when the first load is over, and follows what it and the browser say. */
export function followShell() {
  addEventListener('appinstalled', () => {
    fairday.installPrompt = null;
    say('install');
  });
  if (!(workers as unknown)) return;
  workers.addEventListener('message', ({ data, ports }) => {
    if (data?.kind === 'which') ports[0]!.postMessage(files());
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

/** Lets the newer version in, and opens the page anew with it. */
export function applyUpdate() {
  isWanted = true;
  // Another page may have let it in already.
  if (newer?.state === 'installed') newer.postMessage({ kind: 'apply' });
  else location.reload();
}

/** Has the browser ask whether to install the shop. */
export async function askToInstall() {
  const { installPrompt } = fairday;
  if (!installPrompt) return;
  fairday.installPrompt = null; // the browser asks once for each time it has offered to
  installPrompt.prompt();
  const { outcome } = await installPrompt.userChoice;
  say(outcome === 'accepted' ? 'install' : 'decline');
  meansToInstall();
}

/** How the shop can be installed now: 0 not, or it is; 1 the browser asks; 2 by the browser's menu. */
export function meansToInstall() {
  const isInstalled = navigator.standalone || !matchMedia('(display-mode: browser)').matches;
  const found = isInstalled ? 0 : fairday.installPrompt ? 1 : navigator.standalone === false ? 2 : 0;
  document.documentElement.dataset.install = ['no', 'prompt', 'words'][found]!;
  return found;
}
