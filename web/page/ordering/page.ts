// What is on the page becomes what it should be, element by element, so that what is typed, focused and scrolled to stays.
export const main = () => document.getElementById('main')!;
/** The element of a page of ordering; none on any other page. */
const place = () => document.getElementById('ordering');

type Field = HTMLInputElement & HTMLSelectElement & HTMLTextAreaElement;

// Whether details are open is the shopper's affair.
const attributes = (old: Element, now: Element) => {
  for (const name of old.getAttributeNames()) if (!now.hasAttribute(name) && name !== 'open') old.removeAttribute(name);
  for (const name of now.getAttributeNames()) {
    const value = now.getAttribute(name)!;
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
};
const FIELDS = 'input,select,textarea';
// What was ticked or typed is not in the attributes.
const fill = (old: Element, now: Element) => {
  const [field, wanted] = [old as Field, now as Field];
  if ('checked' in now) field.checked = wanted.checked;
  // What is typed is told with every letter: what is otherwise was changed on purpose.
  if ('value' in now && wanted.type as string !== 'radio' && field.value !== wanted.value) field.value = wanted.value;
};
const isElement = (node: Node): node is Element => node.nodeType === 1;
const does = (node: Node) => isElement(node) ? node.getAttribute('data-do') : undefined;
const isOther = (old: Node, now: Node) =>
  old.nodeName !== now.nodeName || (old as Element).id !== (now as Element).id || does(old) !== does(now);
const become = (old: Node & ParentNode, now: Node) => {
  let here: ChildNode | null | undefined = old.firstChild;
  for (let next = now.firstChild, after, follows; next; next = after, here = follows) {
    [after, follows] = [next.nextSibling as ChildNode | null, here?.nextSibling as ChildNode | null | undefined];
    if (!here) old.append(next);
    // The browser compares what has not changed, which is most of a page, many times faster than this does.
    else if (here.isEqualNode(next)) {
      if (!isElement(next)) continue;
      if (next.matches(FIELDS)) fill(here as Node as Element, next);
      const fields = next.querySelectorAll(FIELDS);
      if (fields.length) (here as Node as Element).querySelectorAll(FIELDS).forEach((field, n) => fill(field, fields[n]!));
    } else if (isOther(here, next) || (next as Node as Element).localName === 'tbody') here.replaceWith(next); // figures only, by the hundred
    else if (!isElement(next)) here.nodeValue = next.nodeValue;
    else {
      const element = here as Node as Element;
      attributes(element, next);
      if (next.localName !== 'textarea') become(element, next);
      fill(element, next);
    }
  }
  while (here) {
    const follows: ChildNode | null = here.nextSibling;
    here.remove();
    here = follows;
  }
};

/** The page becomes this HTML. */
export const show = (html: string) => {
  const next = document.createElement('template');
  next.innerHTML = html;
  const here = place();
  if (here) become(here, next.content);
};

/** Adds styles to the page's own. */
export const adopt = (styles: string) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
};
