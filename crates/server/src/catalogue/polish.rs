//! Compresses answers that are asked for often as small as they can be, after they were sent: on one thread of low priority.

use super::budget::Budget;
use super::rendered::{Ready, ReadyKey, RenderedCache, WeakCache};
use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// Answers that wait to be compressed again. Beyond it they stay as they are until they are asked for once more.
const WAITING_MAX: usize = 256;

/// An answer to compress again.
struct Job {
    cache: WeakCache,
    key: ReadyKey,
}

#[derive(Default)]
struct Waiting {
    jobs: VecDeque<Job>,
    is_closed: bool,
}

#[derive(Default)]
struct Queue {
    waiting: Mutex<Waiting>,
    news: Condvar,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        // No code of others runs under the lock, so a poisoned one is whole.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a job; none when the queue is closed.
    fn take(&self) -> Option<Job> {
        let is_idle = |waiting: &mut Waiting| waiting.jobs.is_empty() && !waiting.is_closed;
        let mut waiting = self.news.wait_while(self.lock(), is_idle).unwrap_or_else(PoisonError::into_inner);
        if waiting.is_closed { None } else { waiting.jobs.pop_front() }
    }
}

/// The thread that compresses again, and what waits for it. The thread ends when this is dropped.
pub(super) struct Polish(Arc<Queue>);

impl Polish {
    /// Starts the thread. Without it answers stay as they were compressed first, and the log says so.
    pub(super) fn start(budget: Budget) -> Self {
        let queue: Arc<Queue> = Arc::default();
        let jobs = Arc::clone(&queue);
        let work = move || {
            give_way();
            while let Some(Job { cache, key }) = jobs.take() {
                // Gone with its snapshot, or from the cache: then nobody needs it.
                let Some(quick) = cache.get(&key) else { continue };
                match quick.best(&budget) {
                    Some(best) => cache.replace(key, best),
                    None => quick.put_off(),
                }
            }
        };
        if let Err(error) = std::thread::Builder::new().name("compressor".to_owned()).spawn(work) {
            tracing::warn!(%error, "answers are not compressed as small as they could be: no thread for it");
            queue.lock().is_closed = true;
        }
        Self(queue)
    }

    /// Queues an answer. Those that many were expected to ask for come first. When the queue is full, the answer is queued at a
    /// later request.
    pub(super) fn put(&self, cache: &RenderedCache, key: &ReadyKey, ready: &Ready) {
        let mut waiting = self.0.lock();
        if waiting.is_closed || waiting.jobs.len() >= WAITING_MAX {
            drop(waiting);
            return ready.put_off();
        }
        let job = Job { cache: cache.weak(), key: key.clone() };
        if ready.was_expected() {
            waiting.jobs.push_front(job);
        } else {
            waiting.jobs.push_back(job);
        }
        drop(waiting);
        self.0.news.notify_one();
    }
}

impl Drop for Polish {
    fn drop(&mut self) {
        self.0.lock().is_closed = true;
        self.0.news.notify_all();
    }
}

/// Lets every other thread go first. On Linux a priority is a thread's own; elsewhere it would be the whole program's.
#[cfg(target_os = "linux")]
fn give_way() {
    /// A tenth of the time that an ordinary thread gets when both want it; the lowest, 19, may get none for minutes. See
    /// sched(7).
    const LOW: i32 = 10;
    // Without it only other answers come a little later.
    let _ = rustix::process::setpriority_process(None, LOW);
}

#[cfg(not(target_os = "linux"))]
fn give_way() {}
