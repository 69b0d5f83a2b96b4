// The worker that keeps the store on the phone: started when it is first asked, stopped when it has had nothing to do for
// a while, which gives its memory back.
const REST_MS = 60e3;
const FAILURES_MAX = 3;
const LOOK_UP_MS = 1e3;
const waiting = new Map();
let worker, last = 0, resting, failures = 0, isMemory = false, hears = () => {};
// Without network the worker's own files may be what is missing.
addEventListener('online', () => { failures = 0; });

const stop = () => {
  worker?.terminate();
  worker = undefined;
  for (const done of waiting.values()) done();
  waiting.clear();
};

const start = () => {
  const script = document.querySelector('meta[name="fairday:worker"]')?.content;
  if (!script || !self.Worker || failures >= FAILURES_MAX) return;
  worker = new Worker(script);
  worker.onerror = () => { failures += 1; stop(); };
  worker.onmessage = ({ data: [id, ...said] }) => {
    if (id) {
      waiting.get(id)?.(said[0]);
      waiting.delete(id);
    } else if (said[0] === 'broken') {
      failures += 1;
      stop();
    } else if (said[0] === 'bytes') {
      window.fairday?.count?.(said[1], said[2]);
    } else {
      // What is kept in its memory goes with the worker.
      isMemory ||= said[0] === 'memory';
      hears(...said);
    }
    clearTimeout(resting);
    if (!waiting.size && !isMemory) resting = setTimeout(stop, REST_MS);
  };
};

const tell = (...question) => new Promise((done) => {
  try {
    if (!worker) start();
  } catch {
    failures += 1;
  }
  if (!worker) return done();
  clearTimeout(resting);
  waiting.set(++last, done);
  worker.postMessage([last, ...question]);
});

// What pages showed is read without the worker: starting that takes longer than the rest of the app's own start. The
// database is the worker's all the same: one that is not there is not made here.
const KEPT = 'kept';
const result = (request) => new Promise((done, fail) => {
  request.onsuccess = () => done(request.result);
  request.onerror = fail;
});
const kept = async (...keys) => {
  const opening = indexedDB.open('fairday');
  opening.onupgradeneeded = () => opening.transaction.abort();
  const database = await result(opening);
  try {
    const records = database.transaction(KEPT).objectStore(KEPT);
    return await Promise.all(keys.map((key) => result(records.get(key))));
  } finally {
    database.close();
  }
};

// Over the bare shell, what the phone has is all there is to show: it is looked up beside the app's start, not after it. A
// database that does not answer keeps nobody from starting.
const lookUp = async () => {
  const [page, store] = await kept(location.pathname + location.search, 'store ' + document.documentElement.lang);
  const json = (record) => record.slice(record.indexOf(' ') + 1);
  return store && (page ? `${parseInt(page)} {"store":${json(store)},"content":${json(page)}}` : `0 {"store":${json(store)}}`);
};
const found = document.getElementById('boot') ? undefined
  : Promise.race([lookUp().catch(() => {}), new Promise((done) => { setTimeout(done, LOOK_UP_MS); })]);
export const firstScreen = () => found;

export const ask = async (...question) => {
  if (question[0] === KEPT && !isMemory) {
    try {
      return (await kept(question[1]))[0];
    } catch {} // the worker knows what to do about it
  }
  return tell(...question);
};

const usage = async () => (await navigator.storage?.estimate?.())?.usage ?? 0;
// Gives how many bytes that made free, near enough.
export const free = async () => {
  const before = await usage();
  await tell('free', '', '');
  return Math.max(0, before - await usage());
};

export const listen = (hear) => { hears = hear; };
// Two tabs do not bring one copy up to date at the same time.
export const sync = async () => {
  const locks = navigator.locks;
  if (!locks) return tell('sync', '', '');
  return locks.request('fairday.sync', { ifAvailable: true }, (lock) => lock ? tell('sync', '', '') : 'busy');
};
