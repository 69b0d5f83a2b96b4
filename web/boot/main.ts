// Runs before anything is shown, inside the page. It holds what the shopper does until the app has started, and pictures
// while data is dear: taps are acknowledged at once and carried out later; text size, language and data saver hold from the
// first paint.
//
// Browsers that cannot start the app must be able to say so: this folder keeps to ECMAScript 5 (esbuild refuses anything
// newer) and to what Gecko 48 and the WebViews of its time have (tests/e2e/old-browser.test.mjs).
import './settings';
import { hashDigits, hold, saver, showPicture } from './pictures';
import { carryOut, clear, release } from './taps';

var root = document.documentElement;

function fail() {
  if (root.getAttribute('data-app')) return;
  release();
  root.setAttribute('data-app', 'failed');
}

// Captured, because the error of a script that does not come stays at its element. A picture's place stays as it was.
addEventListener('error', function (event) {
  var target = event.target as Element | Window;
  if (target === window) fail();
  else if ((target as Element).localName === 'img') hold(target as HTMLImageElement);
  else if ((target as Element).localName === 'script') fail();
}, true);
addEventListener('unhandledrejection', fail);
addEventListener('pageshow', function (event) {
  if (event.persisted) clear();
});

// The browser offers to install the shop once, perhaps before the app has started; web/page/shell.ts takes it up.
addEventListener('beforeinstallprompt', function (event) {
  event.preventDefault();
  window.fairday.installPrompt = event as InstallPrompt;
  dispatchEvent(new Event('fairday-install'));
});

window.fairday = {
  hashDigits: hashDigits,
  showPicture: showPicture,
  saver: saver,
  failed: fail,
  started: function () {
    root.setAttribute('data-app', 'started');
    release();
    carryOut();
  }
};

// A browser without modules passes over the app's script and says nothing.
if (!('noModule' in document.createElement('script'))) fail();
