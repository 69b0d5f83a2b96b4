// What the service worker runs in, and what the build says to it.

/** The version: of the list and of this script. A line before the script says it. */
declare const VERSION: string;
/** Each file that the shop cannot start without: path, SHA-256, bytes. A line before the script says it. */
declare const FILES: ListedFile[];

export type ListedFile = [path: string, digest: string, bytes: number];
export const version = VERSION;
export const files = FILES;

export const worker = self as unknown as ServiceWorkerGlobalScope;

export const nothing = () => undefined;
export const later = (ms: number) => new Promise<undefined>((resolve) => { setTimeout(resolve, ms); });
