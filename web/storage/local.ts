// localStorage, for scripts: nothing else touches it. `src/db/mod.rs` is the same for the wasm.
//
// It is part of web/boot too, so it keeps to ECMAScript 5.
import type schemas from './schemas.json';

/** A key of `schemas.json`. */
export type LocalKey = keyof (typeof schemas)['localStorage'];

/** What is kept under a key; nothing when there is none, or the phone does not let us read. */
export function read(key: LocalKey): string | null {
  try {
    return localStorage.getItem(key);
  } catch (_) {
    return null;
  }
}

/** Keeps a text under a key; says whether the phone took it: it may be full, or have its storage switched off. */
export function write(key: LocalKey, text: string): boolean {
  try {
    localStorage.setItem(key, text);
    return true;
  } catch (_) {
    return false;
  }
}
