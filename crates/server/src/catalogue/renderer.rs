//! Makes answers ready: a few at a time, in turns between clients, and only while somebody waits for them.

use super::budget::Budget;
use super::polish::Polish;
use super::rendered::{Content, Ready, ReadyKey, RenderedCache};
use crate::held::{Held, Hold};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

/// Answers made ready at the same time when there are fewer processors: with one, a dear answer would hold up all others.
const AT_ONCE_MIN: usize = 2;
/// Of the answers made ready at the same time, one client has at most this part; the rest is always free for others.
const CLIENT_PART: usize = 2;
/// Requests that may wait for their turn, from all clients. Beyond it: "try again".
const WAITING_MAX: usize = 1_024;
/// Requests of one client that may wait for their turn.
pub const CLIENT_WAITING_MAX: usize = 64;
/// The longest that a request waits for its turn.
const WAIT_MAX: Duration = Duration::from_secs(10);
const NEVER_CLOSED: &str = "the semaphore is never closed";

/// The reason why an answer cannot be made ready now. Each passes by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Busy {
    /// As many are waiting as may wait, of all clients or of this one.
    Full,
    /// Its turn did not come in time.
    Late,
    /// Answers on their way have all the memory that answers may have.
    Memory,
}

/// The shared state of all requests that wait for one answer.
#[derive(Debug, Default)]
pub(super) struct UnderWay {
    /// True while somebody makes the answer.
    is_begun: AtomicBool,
    /// The answer, for those who waited for it: the cache may have no room for it.
    ready: OnceLock<Arc<Ready>>,
    made: Notify,
    /// It could not be made: the next may try.
    failed: Notify,
}

/// One client's part of the turns.
#[derive(Debug)]
struct Client {
    turns: Arc<Semaphore>,
    waiting: AtomicUsize,
}

/// The right to make one answer ready. The work holds it, and not the request: work goes on when its request has gone, and
/// must count until it ends.
struct Turn {
    _client: Hold<String, Client>,
    _own: OwnedSemaphorePermit,
    _of_all: OwnedSemaphorePermit,
}

/// A place among those who wait.
struct Place<'a> {
    _of_all: tokio::sync::SemaphorePermit<'a>,
    client: &'a Client,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.client.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Makes answers ready.
pub struct Renderer {
    at_once: usize,
    turns: Arc<Semaphore>,
    waiting: Semaphore,
    clients: Held<String, Client>,
    /// One request of each client for each answer.
    lanes: Held<(ReadyKey, String), Semaphore>,
    budget: Budget,
    polish: Polish,
}

impl Default for Renderer {
    fn default() -> Self {
        let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self::new(processors, Budget::default())
    }
}

/// Ends work on one answer, also when it panics.
struct Ending(Hold<ReadyKey, UnderWay>);

impl Drop for Ending {
    fn drop(&mut self) {
        if self.0.ready.get().is_some() {
            self.0.made.notify_waiters();
        } else {
            self.0.is_begun.store(false, Ordering::Release);
            self.0.failed.notify_waiters();
        }
    }
}

impl Renderer {
    /// One that uses so many processors.
    pub fn new(processors: usize, budget: Budget) -> Self {
        let at_once = processors.max(AT_ONCE_MIN);
        Self {
            at_once,
            turns: Arc::new(Semaphore::new(at_once)),
            waiting: Semaphore::new(WAITING_MAX),
            clients: Held::default(),
            lanes: Held::default(),
            polish: Polish::start(budget.clone()),
            budget,
        }
    }

    /// The memory that answers may have.
    pub fn budget(&self) -> &Budget {
        &self.budget
    }

    /// Answers that are being made ready.
    pub fn under_way(&self) -> usize {
        self.at_once - self.turns.available_permits()
    }

    /// Answers that may be made ready at the same time.
    pub fn at_once(&self) -> usize {
        self.at_once
    }

    /// The answer if it is ready in this encoding.
    pub fn get(&self, cache: &RenderedCache, key: &ReadyKey) -> Option<Arc<Ready>> {
        Some(self.counted(cache, key, cache.get(key)?))
    }

    /// The answer, after noting that it was asked for.
    fn counted(&self, cache: &RenderedCache, key: &ReadyKey, ready: Arc<Ready>) -> Arc<Ready> {
        if ready.count() {
            self.polish.put(cache, key, &ready);
        }
        ready
    }

    /// Gives the answer; `render` makes it on a blocking thread when it is not ready. All requests for one answer wait for one
    /// rendering. Work that has not begun is dropped with its request. Work that has begun goes on, and its result is kept
    /// even when the request has gone. Errors are not kept.
    ///
    /// # Errors
    /// Those of `render`, and [`Busy`].
    pub async fn get_or_render<E: From<Busy> + Send + 'static>(
        &self,
        cache: &RenderedCache,
        key: ReadyKey,
        client: &str,
        render: impl FnOnce() -> Result<Content, E> + Send + 'static,
    ) -> Result<Arc<Ready>, E> {
        let wanted = cache.want(&key);
        let mut made = std::pin::pin!(wanted.made.notified());
        made.as_mut().enable(); // before looking: what ends after the look is heard
        let ready = if let Some(ready) = cache.get(&key).or_else(|| wanted.ready.get().cloned()) {
            ready
        } else {
            tokio::select! {
                biased;
                () = made => Arc::clone(wanted.ready.get().expect("it is there before it is told")),
                made = self.in_turn(cache, &key, client, render) => made?,
            }
        };
        Ok(self.counted(cache, &key, ready))
    }

    /// Makes an answer when the turn comes. Of the requests of one client for one answer only one waits for a turn.
    async fn in_turn<E: From<Busy> + Send + 'static>(
        &self,
        cache: &RenderedCache,
        key: &ReadyKey,
        client: &str,
        render: impl FnOnce() -> Result<Content, E> + Send + 'static,
    ) -> Result<Arc<Ready>, E> {
        let lane = self.lanes.hold((key.clone(), client.to_owned()), || Semaphore::new(1));
        let _first = lane.acquire().await.expect(NEVER_CLOSED);
        let wanted = cache.want(key);
        loop {
            let mut failed = std::pin::pin!(wanted.failed.notified());
            failed.as_mut().enable();
            if !wanted.is_begun.load(Ordering::Acquire) {
                let turn = self.turn(client).await?;
                if !wanted.is_begun.swap(true, Ordering::AcqRel) {
                    return self.make(cache, key, turn, render).await;
                }
            }
            failed.await;
        }
    }

    /// Makes an answer, and gives the turn back when that is done, whoever has gone meanwhile.
    async fn make<E: From<Busy> + Send + 'static>(
        &self,
        cache: &RenderedCache,
        key: &ReadyKey,
        turn: Turn,
        render: impl FnOnce() -> Result<Content, E> + Send + 'static,
    ) -> Result<Arc<Ready>, E> {
        let ending = Ending(cache.want(key));
        let (budget, kept, place) = (self.budget.clone(), cache.clone(), key.clone());
        let work = move || {
            let (_turn, ending) = (turn, ending);
            let ready = Arc::new(Ready::quickly(render()?, place.1, &budget).ok_or(Busy::Memory)?);
            kept.keep(place, Arc::clone(&ready));
            let _ = ending.0.ready.set(Arc::clone(&ready));
            Ok::<_, E>(ready)
        };
        match tokio::task::spawn_blocking(work).await {
            Ok(made) => made,
            Err(failed) => std::panic::resume_unwind(failed.into_panic()),
        }
    }

    /// Waits for a turn: a client's own first, so that many requests of one client stand behind each other and not in front
    /// of everybody else's.
    async fn turn(&self, client: &str) -> Result<Turn, Busy> {
        let part = (self.at_once / CLIENT_PART).max(1);
        let client = self.clients.hold(client.to_owned(), || Client {
            turns: Arc::new(Semaphore::new(part)),
            waiting: AtomicUsize::new(0),
        });
        let of_all = self.waiting.try_acquire().map_err(|_| Busy::Full)?;
        let before = client.waiting.fetch_add(1, Ordering::Relaxed);
        let place = Place { _of_all: of_all, client: &client };
        if before >= CLIENT_WAITING_MAX {
            return Err(Busy::Full);
        }
        let both = async {
            let own = Arc::clone(&client.turns).acquire_owned().await;
            (own, Arc::clone(&self.turns).acquire_owned().await)
        };
        let (own, of_all) = tokio::time::timeout(WAIT_MAX, both).await.map_err(|_| Busy::Late)?;
        drop(place);
        Ok(Turn { _own: own.expect(NEVER_CLOSED), _of_all: of_all.expect(NEVER_CLOSED), _client: client })
    }
}

#[cfg(test)]
mod tests;
