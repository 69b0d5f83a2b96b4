// What is tapped and typed on the pages of ordering.

/** Hears `do`, an act and what with; or `field`, its name and its value. */
type Hear = (kind: 'do' | 'field', name: string, value: string) => void;
let tell: Hear = () => {}, awaiting: AbortController | undefined;

export const listen = (hear: Hear) => {
  tell = hear;
  const control = (event: Event) => (event.target as Partial<Element>).closest?.<HTMLElement>('[data-do]');
  const act = ({ dataset }: HTMLElement) => hear('do', dataset.do!, dataset.key ?? '');
  addEventListener('click', (event) => {
    const at = control(event);
    if (at && at.localName !== 'form') act(at);
  });
  addEventListener('submit', (event) => {
    const form = control(event);
    if (!form) return;
    event.preventDefault();
    act(form);
  });
  addEventListener('input', ({ target }) => {
    const { dataset, value } = target as HTMLInputElement;
    if (dataset.field) hear('field', dataset.field, value);
  });
};

/** The browser may read the code from the message, if the shopper agrees (WebOTP). */
export const awaitCode = () => {
  stopAwaitingCode();
  if (!('OTPCredential' in self)) return;
  awaiting = new AbortController();
  const wanted = { otp: { transport: ['sms'] }, signal: awaiting.signal };
  navigator.credentials.get(wanted).then((found) => {
    tell('field', 'code', (found as Credential & { code: string }).code);
    tell('do', 'sign-in', '');
  }).catch(() => {});
};
export const stopAwaitingCode = () => awaiting?.abort();
