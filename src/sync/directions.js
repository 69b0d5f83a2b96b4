// Arrow keys: on a phone with keys (a D-pad) they move to the nearest control in that direction.

// What can be moved to.
const CONTROLS = 'a[href],button,input:not([type=hidden]),summary,select,textarea,[tabindex="0"]';
// How much a step aside counts against a step ahead: straight ahead wins over nearer but aside.
const ASIDE = 3;
// For each key: the edge that leads the way, the edge that follows, the two edges of the other axis, and the sign.
const DIRECTIONS = {
  ArrowUp: ['top', 'bottom', 'left', 'right', -1], ArrowDown: ['bottom', 'top', 'left', 'right', 1],
  ArrowLeft: ['left', 'right', 'top', 'bottom', -1], ArrowRight: ['right', 'left', 'top', 'bottom', 1],
};

// Text fields move their cursor sideways, and up and down as far as there is text; lists to choose from, radio buttons and
// the picture strip move sideways within themselves. Nothing keeps both ways: whoever has but these keys must get past it.
const keeps = ({ localName, type, value, selectionStart, selectionEnd }, key) =>
  /Left|Right/.test(key) ? ['input', 'select', 'textarea', 'ul'].includes(localName) && type !== 'checkbox'
    : localName === 'textarea' && (key === 'ArrowUp' ? selectionStart > 0 : selectionEnd < value.length);

// What is folded away has a place all the same.
const isThere = (to) => to.getBoundingClientRect().width && !to.closest('details:not([open]) form');

const isWithin = (inner, outer) =>
  inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top && inner.bottom <= outer.bottom;

/** How far it is from here to there; nothing when it does not lie ahead. */
const cost = (here, there, [front, back, low, high, sign]) => {
  const between = (one, other) => (there[one] + there[other] - here[one] - here[other]) / 2;
  const gap = sign * (there[back] - here[front]);
  // It must lie ahead, not merely have its centre a little further on; or lie within: a label on a picture's link.
  const isAhead = sign * between(front, back) > 1
    && (gap >= -Math.min(there.height, here.height) / 2 || isWithin(here, there) || isWithin(there, here));
  const aside = here[low] < there[high] && there[low] < here[high] ? 0 : Math.abs(between(low, high));
  return isAhead ? Math.max(gap, 0) + aside * ASIDE : undefined;
};

const nearest = (from, direction) => {
  // From the page as a whole, down is its first control, and up is the search above it.
  if (['body', 'main'].includes(from.localName)) {
    const first = direction === DIRECTIONS.ArrowUp ? 'header input' : `main :is(${CONTROLS})`;
    return [...document.querySelectorAll(first)].find(isThere);
  }
  const here = from.getBoundingClientRect();
  let best, least = Infinity;
  for (const to of document.querySelectorAll(CONTROLS)) {
    if (to === from || !isThere(to)) continue;
    const far = cost(here, to.getBoundingClientRect(), direction);
    if (far < least) [best, least] = [to, far];
  }
  return best;
};

/** Follows arrow keys from here on. Fields keep the keys that they use themselves. */
export const listen = () => addEventListener('keydown', (event) => {
  const direction = DIRECTIONS[event.key], from = document.activeElement;
  const isModified = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
  if (!direction || !from || isModified || event.defaultPrevented) return;
  if (keeps(from, event.key)) return;
  const to = nearest(from, direction);
  if (!to) return;
  event.preventDefault();
  to.focus();
  to.scrollIntoView({ block: 'nearest' });
});
