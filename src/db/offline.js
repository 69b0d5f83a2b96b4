// The worker that keeps the store on the phone: started when it is first asked, stopped when it has had nothing to do for
// a while, which gives its memory back.
const REST_MS = 60e3;
const FAILURES_MAX = 3;
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

// Over the bare shell, what the phone has is all there is to show: the worker starts beside the app, not after it.
if (!document.getElementById('boot')) {
  try {
    start();
    resting = setTimeout(stop, REST_MS);
  } catch {
    failures += 1;
  }
}

export const ask = (...question) => new Promise((done) => {
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

const usage = async () => (await navigator.storage?.estimate?.())?.usage ?? 0;
// Gives how many bytes that made free, near enough.
export const free = async () => {
  const before = await usage();
  await ask('free', '', '');
  return Math.max(0, before - await usage());
};

export const listen = (hear) => { hears = hear; };
// Two tabs do not bring one copy up to date at the same time.
export const sync = async () => {
  const locks = navigator.locks;
  if (!locks) return ask('sync', '', '');
  return locks.request('fairday.sync', { ifAvailable: true }, (lock) => lock ? ask('sync', '', '') : 'busy');
};
