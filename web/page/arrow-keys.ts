// Arrow keys: on a phone with keys (a D-pad) they move to the nearest control in that direction.

// What can be moved to.
const CONTROLS = 'a[href],button,input:not([type=hidden]),summary,select,textarea,[tabindex="0"]';
// How much a step aside counts against a step ahead: straight ahead wins over nearer but aside.
const ASIDE = 3;

type Edge = 'top' | 'bottom' | 'left' | 'right';
/** The edge that leads the way, the edge that follows, the two edges of the other axis, and the sign. */
type Direction = readonly [front: Edge, back: Edge, low: Edge, high: Edge, sign: 1 | -1];

const UP: Direction = ['top', 'bottom', 'left', 'right', -1];
const DIRECTIONS: Record<string, Direction | undefined> = {
  ArrowUp: UP, ArrowDown: ['bottom', 'top', 'left', 'right', 1],
  ArrowLeft: ['left', 'right', 'top', 'bottom', -1], ArrowRight: ['right', 'left', 'top', 'bottom', 1],
};

// Text fields move their cursor sideways, and up and down as far as there is text; lists to choose from, radio buttons and
// the picture strip move sideways within themselves. Nothing keeps both ways: whoever has but these keys must get past it.
const keepsKey = (control: Element, key: string) => {
  const { localName, type, value, selectionStart, selectionEnd } = control as HTMLTextAreaElement;
  return /Left|Right/.test(key) ? ['input', 'select', 'textarea', 'ul'].includes(localName) && type as string !== 'checkbox'
    : localName === 'textarea' && (key === 'ArrowUp' ? selectionStart > 0 : selectionEnd < value.length);
};

// What is folded away has a place all the same.
const isThere = (to: Element) => to.getBoundingClientRect().width && !to.closest('details:not([open]) form');

const isWithin = (inner: DOMRect, outer: DOMRect) =>
  inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top && inner.bottom <= outer.bottom;

/** How far it is from here to there; infinitely when it does not lie ahead. */
const cost = (here: DOMRect, there: DOMRect, [front, back, low, high, sign]: Direction) => {
  const between = (one: Edge, other: Edge) => (there[one] + there[other] - here[one] - here[other]) / 2;
  const gap = sign * (there[back] - here[front]);
  // It must lie ahead, not merely have its centre a little further on; or lie within: a label on a picture's link.
  const isAhead = sign * between(front, back) > 1
    && (gap >= -Math.min(there.height, here.height) / 2 || isWithin(here, there) || isWithin(there, here));
  const aside = here[low] < there[high] && there[low] < here[high] ? 0 : Math.abs(between(low, high));
  return isAhead ? Math.max(gap, 0) + aside * ASIDE : Infinity;
};

const nearest = (from: Element, direction: Direction) => {
  // From the page as a whole, down is its first control, and up is the search above it.
  if (['body', 'main'].includes(from.localName)) {
    const first = direction === UP ? 'header input' : `main :is(${CONTROLS})`;
    return [...document.querySelectorAll<HTMLElement>(first)].find(isThere);
  }
  const here = from.getBoundingClientRect();
  let best: HTMLElement | undefined, least = Infinity;
  for (const to of document.querySelectorAll<HTMLElement>(CONTROLS)) {
    if (to === from || !isThere(to)) continue;
    const far = cost(here, to.getBoundingClientRect(), direction);
    if (far < least) [best, least] = [to, far];
  }
  return best;
};

/** Follows arrow keys from here on. Fields keep the keys that they use themselves. */
export const followArrowKeys = () => addEventListener('keydown', (event) => {
  const direction = DIRECTIONS[event.key], from = document.activeElement;
  const isModified = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
  if (!direction || !from || isModified || event.defaultPrevented) return;
  if (keepsKey(from, event.key)) return;
  const to = nearest(from, direction);
  if (!to) return;
  event.preventDefault();
  to.focus();
  to.scrollIntoView({ block: 'nearest' });
});
