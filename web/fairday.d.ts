// What the scripts of a page share with each other and with the wasm: `window.fairday`. The wasm declares what it calls
// in `extern` blocks under the same names.

/** What Chromium says when it would install the shop. */
interface InstallPrompt extends Event {
  prompt(): void;
  userChoice: Promise<{ outcome: string }>;
}

/** Each part is set up by the folder that it is named after. */
interface Fairday {
  // web/boot

  /** What BlurHash writes numbers with, to the base of 83. */
  hashDigits: string;
  /** Asks for a picture that is held. */
  showPicture(image: HTMLImageElement): void;
  /** Holds pictures back from here on, or no longer: `auto`, `on` or `off`. */
  saver(choice: string): void;
  /** Carries out the taps made before the app had started, and holds no more of them. */
  started(): void;
  /** Says that the app cannot start, and lets the page work without it. */
  failed(): void;
  /** The browser offers to install the shop; taken up by web/page/shell.ts. */
  installPrompt?: InstallPrompt | null;

  // web/page

  /** Called when pictures are held. */
  onPicturesHeld?(): void;
  /** Counts bytes of a kind: `page`, `data` or `picture`. */
  count?(kind: string, bytes: number): void;
  /** What the wasm calls. */
  [name: string]: unknown;
}

/** Set up by web/boot, which is in every page. */
declare var fairday: Fairday;

interface Navigator {
  /** Network Information: not every browser has it, nor all of it. */
  readonly connection?: Partial<EventTarget> & { saveData?: boolean; effectiveType?: string };
  /** Safari: whether this is the installed app. */
  readonly standalone?: boolean;
}
