// Where the shopper goes on: focus and what is in sight.
import { main } from './page';

const field = (selector: string) => main().querySelector<HTMLElement>(selector);

// Of a group, its first field: the group itself takes no focus.
export const focusWrong = () => {
  const wrong = field('[aria-invalid]');
  (wrong?.querySelector<HTMLElement>('select,input') ?? wrong)?.focus();
};
export const scrollIntoSight = (selector: string) => field(selector)?.scrollIntoView({ block: 'center' });
export const focusFirst = () => field('form input')?.focus();
export const focusAfterRegion = () => [...main().querySelectorAll<HTMLElement>('.region select')].at(-1)?.focus();
export const focusCode = () => field('#f-code,#f-signing-code,#f-hardship,[data-do=ask-no-more]')?.focus();
export const goToTop = () => {
  scrollTo(0, 0);
  main().focus({ preventScroll: true });
};
