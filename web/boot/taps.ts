// Taps before the app has started: acknowledged at once, carried out later.
var doc = document;
/** The buttons that were tapped, in their order. */
var taps: HTMLElement[] = [];

function press(event: Event) {
  var control = (event.target as Element).closest<HTMLAnchorElement | HTMLButtonElement>('a[href],button');
  if (!control) return;
  control.classList.add('pressed');
  // Links and forms work by themselves; other buttons wait for the app.
  if (control.localName === 'a' || control.type === 'submit' && (control as HTMLButtonElement).form) return;
  event.preventDefault();
  event.stopPropagation();
  if (taps.indexOf(control) < 0) taps.push(control);
}

/** No control looks pressed any more. */
export function clear() {
  var pressed = doc.querySelectorAll('.pressed');
  for (var at = 0; at < pressed.length; at++) pressed[at]!.classList.remove('pressed');
}

/** Holds no more taps. */
export function release() {
  doc.removeEventListener('click', press, true);
  clear();
}

/** Carries out the taps that were held. */
export function carryOut() {
  var held = taps.splice(0);
  for (var at = 0; at < held.length; at++) if (doc.contains(held[at]!)) held[at]!.click();
}

doc.addEventListener('click', press, true);
