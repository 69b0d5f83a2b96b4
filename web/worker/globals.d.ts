/** Where the wasm is: the build says it. */
declare const WASM: string;

/** The script that wasm-bindgen writes for crates/offline. */
declare module 'fairday_offline' {
  export default function init(options: { module_or_path: string }): Promise<{ memory: WebAssembly.Memory }>;
  export function ask(what: string, first: string, second: string): Promise<string | undefined>;
}

interface WorkerNavigator {
  /** Network Information: not every browser has it, nor all of it. */
  readonly connection?: { saveData?: boolean; effectiveType?: string };
}
