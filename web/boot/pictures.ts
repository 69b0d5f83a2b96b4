// Pictures while data is dear. Every picture is `loading=lazy` in the HTML: such a one is asked for after the first layout,
// so after the observer below has seen it. Without data saver, those of the first screen are then asked for at once. With
// it, each one is held: its address is set aside until a tap. (An eager picture is asked for by the browser before any
// script.)
import { read } from '../storage/local';

var doc = document, root = doc.documentElement;
var pictures = doc.getElementsByTagName('img');
/** The addresses that were asked for by a tap. */
var asked: { [address: string]: boolean } = {};
var chosen = read('fairday.saver');

function move(image: HTMLImageElement, from: string, to: string, names: string[]) {
  for (var at = 0; at < names.length; at++) {
    var name = names[at]!, value = image.getAttribute(from + name);
    if (value) {
      image.setAttribute(to + name, value);
      image.removeAttribute(from + name);
    }
  }
  var holder = image.closest && image.closest('li,section');
  if (holder) holder.classList.toggle('unseen', !image.hasAttribute('src'));
}

/** Sets a picture's address aside. */
export function hold(image: HTMLImageElement) {
  move(image, '', 'data-', ['srcset', 'src']);
}

/** Asks for a picture that is held. */
export function showPicture(image: HTMLImageElement) {
  move(image, 'data-', '', ['src']);
}

function settle() {
  var isHeld = false;
  for (var at = 0; at < pictures.length; at++) {
    var image = pictures[at]!;
    if (!image.srcset) continue;
    if (!root.hasAttribute('data-saving')) {
      if (image.getAttribute('fetchpriority') === 'high') image.loading = 'eager';
    } else if (asked[image.getAttribute('src')!]) {
      image.removeAttribute('srcset'); // a page shown again: what was asked for stays
    } else if (!image.naturalWidth) {
      hold(image);
      isHeld = true;
    }
  }
  if (isHeld && window.fairday && window.fairday.onPicturesHeld) window.fairday.onPicturesHeld();
}

function decide() {
  var connection = navigator.connection || {};
  var isSaving = chosen === 'on' || chosen !== 'off' && (connection.saveData || /2g/.test(connection.effectiveType!));
  root.setAttribute('data-saver', chosen || 'auto');
  if (isSaving) root.setAttribute('data-saving', '');
  else {
    root.removeAttribute('data-saving');
    for (var at = 0; at < pictures.length; at++) move(pictures[at]!, 'data-', '', ['srcset', 'src']);
  }
  settle();
}

/** Takes up what was chosen in the settings. */
export function saver(choice: string) {
  chosen = choice;
  decide();
}

decide();
if (navigator.connection && navigator.connection.addEventListener) navigator.connection.addEventListener('change', decide);
addEventListener('online', decide);
new MutationObserver(settle).observe(doc, { childList: true, subtree: true });

// A picture that is held, or did not come, is asked for by a tap on it or on its label. No app is needed.
doc.addEventListener('click', function (event) {
  var label = (event.target as Element).closest('.show,img[data-src]'), holder = label && label.closest('.unseen');
  if (!holder) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  var image = holder.querySelector('img')!;
  asked[image.getAttribute('data-src')!] = true;
  if (doc.activeElement!.className === 'show') {
    (holder.querySelector('a') || holder.parentNode as HTMLElement).focus({ preventScroll: true });
  }
  showPicture(image);
}, true);

/** What BlurHash writes numbers with, to the base of 83. */
export var hashDigits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~';
// The mean colour of each picture holds its place until the app paints a finer one: letters 2 to 5.
doc.addEventListener('DOMContentLoaded', function () {
  for (var at = 0; at < pictures.length; at++) {
    var image = pictures[at]!, hash = image.getAttribute('data-hash'), colour = 0;
    if (hash === null) continue;
    for (var n = 2; n < 6; n++) colour = colour * 83 + hashDigits.indexOf(hash.charAt(n));
    image.style.backgroundColor = '#' + ('00000' + colour.toString(16)).slice(-6);
  }
});
