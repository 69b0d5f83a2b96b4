// The worker that keeps the store on the phone: started when it is first asked, stopped when it has had nothing to do for
// a while, which gives its memory back.
import { type StoreName, open, result } from '../storage/database';

const REST_MS = 60e3;
const FAILURES_MAX = 3;
const LOOK_UP_MS = 1e3;
/** What is asked, and what with. */
type Question = [what: string, first: string, second: string];
/** Who waits for the answer to a question, by its number. */
const waiting = new Map<number, (answer?: string | null) => void>();
let worker: Worker | undefined, last = 0, resting: number | undefined, failures = 0, isMemory = false;
let onNews: (...said: string[]) => void = () => {};
// Without network the worker's own files may be what is missing.
addEventListener('online', () => { failures = 0; });

const stop = () => {
  worker?.terminate();
  worker = undefined;
  for (const done of waiting.values()) done();
  waiting.clear();
};

const fail = () => {
  failures += 1;
  stop();
};

const start = () => {
  const script = document.querySelector<HTMLMetaElement>('meta[name="fairday:worker"]')?.content;
  if (!script || !self.Worker || failures >= FAILURES_MAX) return;
  worker = new Worker(script);
  worker.onerror = fail;
  worker.onmessage = ({ data: [id, ...said] }) => {
    if (id) {
      waiting.get(id)?.(said[0]);
      waiting.delete(id);
    } else if (said[0] === 'broken') {
      fail();
    } else if (said[0] === 'bytes') {
      fairday.count?.(said[1], said[2]);
    } else {
      // What is kept in its memory goes with the worker.
      isMemory ||= said[0] === 'memory';
      onNews(...said);
    }
    clearTimeout(resting);
    if (!waiting.size && !isMemory) resting = setTimeout(stop, REST_MS);
  };
};

const post = (...question: Question) => new Promise<string | null | undefined>((done) => {
  try {
    if (!worker) start();
  } catch {
    failures += 1;
  }
  if (!worker) return done(undefined);
  clearTimeout(resting);
  waiting.set(++last, done);
  worker.postMessage([last, ...question]);
});

// What pages showed is read without the worker: starting that takes longer than the rest of the app's own start.
const KEPT = 'kept' satisfies StoreName<'fairday'>;
const readKept = async (...keys: string[]) => {
  const database = await open('fairday');
  try {
    const records = database.transaction(KEPT).objectStore(KEPT);
    return await Promise.all(keys.map((key) => result<string | undefined>(records.get(key))));
  } finally {
    database.close();
  }
};

// Over the bare shell, what the phone has is all there is to show: it is looked up beside the app's start, not after it. A
// database that does not answer keeps nobody from starting.
const lookUp = async () => {
  const [page, store] = await readKept(location.pathname + location.search, 'store ' + document.documentElement.lang);
  const json = (record: string) => record.slice(record.indexOf(' ') + 1);
  return store && (page ? `${parseInt(page)} {"store":${json(store)},"content":${json(page)}}` : `0 {"store":${json(store)}}`);
};
const found = document.getElementById('boot') ? undefined
  : Promise.race([lookUp().catch(() => {}), new Promise((done) => { setTimeout(done, LOOK_UP_MS); })]);

/** What the phone has for the first screen; nothing when the server did send it. */
export const firstScreen = () => found;

/** Asks the worker. */
export const askWorker = async (...question: Question) => {
  if (question[0] === KEPT && !isMemory) {
    try {
      return (await readKept(question[1]))[0];
    } catch {} // the worker knows what to do about it
  }
  return post(...question);
};

const usage = async () => (await navigator.storage?.estimate?.())?.usage ?? 0;

/** Throws everything kept away; gives how many bytes that made free, near enough. */
export const deleteStoreCopy = async () => {
  const before = await usage();
  await post('free', '', '');
  return Math.max(0, before - await usage());
};

/** Hears from here on what the worker says by itself. */
export const hearWorker = (hear: typeof onNews) => { onNews = hear; };

/** Brings the copy up to date: two tabs do not do that at the same time. */
export const updateStoreCopy = async () => {
  const locks = navigator.locks;
  if (!locks) return post('sync', '', '');
  return locks.request('fairday.sync', { ifAvailable: true }, (lock) => lock ? post('sync', '', '') : 'busy');
};
