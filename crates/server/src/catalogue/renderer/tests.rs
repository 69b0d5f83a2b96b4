use super::*;
use crate::catalogue::compress::{Effort, Encoding, decompress};
use crate::catalogue::rendered::{ASKED_OFTEN, RenderedKey};
use fairday_contract::Locale;
use std::sync::mpsc;
use tokio::task::JoinHandle;

/// A test that waits longer than this has failed.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Failed {
    Busy(Busy),
    Render,
}

impl From<Busy> for Failed {
    fn from(busy: Busy) -> Self {
        Self::Busy(busy)
    }
}

type Made = Result<Arc<Ready>, Failed>;

struct Kitchen {
    renderer: Arc<Renderer>,
    cache: RenderedCache,
    begun: Arc<AtomicUsize>,
}

fn key(query: impl ToString) -> ReadyKey {
    (RenderedKey { locale: Locale::default(), route: "test", query: query.to_string() }, Encoding::Br)
}

fn content(effort: Effort) -> Content {
    Content {
        content_type: "text/plain",
        bytes: "the shop sells rice and pans ".repeat(40).into_bytes(),
        effort,
    }
}

impl Kitchen {
    fn of(budget: Budget) -> Self {
        let renderer = Arc::new(Renderer::new(2, budget));
        Self { renderer, cache: RenderedCache::default(), begun: Arc::default() }
    }

    /// Asks for an answer whose making lasts until `go` says so, or is at once without it.
    fn ask(&self, client: &'static str, key: ReadyKey, go: Option<mpsc::Receiver<()>>) -> JoinHandle<Made> {
        let (renderer, cache, begun) =
            (Arc::clone(&self.renderer), self.cache.clone(), Arc::clone(&self.begun));
        tokio::spawn(async move {
            let render = move || {
                begun.fetch_add(1, Ordering::SeqCst);
                if let Some(go) = go {
                    let _ = go.recv_timeout(PATIENCE);
                }
                Ok(content(Effort::Quick))
            };
            renderer.get_or_render(&cache, key, client, render).await
        })
    }

    fn begun(&self) -> usize {
        self.begun.load(Ordering::SeqCst)
    }

    async fn until(&self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let wait = async {
            while !is_so(self) {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        tokio::time::timeout(PATIENCE, wait).await.unwrap_or_else(|_| panic!("{what}"));
    }
}

fn is_idle(kitchen: &Kitchen) -> bool {
    kitchen.renderer.under_way() == 0
}

#[tokio::test]
async fn requests_that_are_dropped_leave_no_work_behind() {
    let kitchen = Kitchen::of(Budget::default());
    let (go, wait) = mpsc::channel();
    let first = kitchen.ask("one", key("first"), Some(wait));
    kitchen.until("begins", |kitchen| kitchen.begun() == 1).await;
    let dropped: Vec<_> = (0..250).map(|number| kitchen.ask("one", key(number), None)).collect();
    kitchen.until("wait", |kitchen| kitchen.renderer.lanes.count() > CLIENT_WAITING_MAX).await;
    first.abort();
    dropped.iter().for_each(JoinHandle::abort);
    for task in dropped {
        let ended = task.await;
        assert!(ended.is_err() || matches!(ended, Ok(Err(Failed::Busy(Busy::Full)))));
    }
    assert_eq!(kitchen.renderer.under_way(), 1, "what is begun is still work");
    drop(go);
    kitchen.until("ends", is_idle).await;
    assert_eq!(kitchen.begun(), 1, "nothing that nobody waited for was begun");
    assert_eq!((kitchen.renderer.clients.count(), kitchen.renderer.lanes.count()), (0, 0));
    assert!(kitchen.cache.get(&key("first")).is_some(), "what was begun is kept");
}

#[tokio::test]
async fn a_client_with_a_full_queue_holds_up_nobody_else() {
    let kitchen = Kitchen::of(Budget::default());
    let (go, wait) = mpsc::channel();
    let slow = kitchen.ask("one", key("slow"), Some(wait));
    kitchen.until("begins", |kitchen| kitchen.begun() == 1).await;
    let waiting: Vec<_> =
        (0..CLIENT_WAITING_MAX).map(|number| kitchen.ask("one", key(number), None)).collect();
    kitchen.until("wait", |kitchen| kitchen.renderer.lanes.count() == CLIENT_WAITING_MAX + 1).await;
    let refused = kitchen.ask("one", key("more"), None).await.expect("answers");
    assert_eq!(refused.err(), Some(Failed::Busy(Busy::Full)));
    let other = tokio::time::timeout(PATIENCE, kitchen.ask("two", key("other"), None)).await;
    assert!(
        other.expect("in time").expect("answers").is_ok(),
        "while the first client's work is still under way"
    );
    let same = kitchen.ask("two", key(7), None).await.expect("answers");
    assert!(same.is_ok(), "also what the first client waits for already");
    assert_eq!(kitchen.begun(), 3);
    drop(go);
    for task in waiting.into_iter().chain([slow]) {
        assert!(task.await.expect("answers").is_ok());
    }
    assert_eq!(kitchen.begun(), 2 + CLIENT_WAITING_MAX, "each answer was made once");
}

#[tokio::test]
async fn many_who_ask_for_one_answer_wait_for_one_rendering() {
    let kitchen = Kitchen::of(Budget::default());
    let (go, wait) = mpsc::channel();
    let first = kitchen.ask("one", key("home"), Some(wait));
    kitchen.until("begins", |kitchen| kitchen.begun() == 1).await;
    let crowd: Vec<_> = (0..500)
        .map(|number| kitchen.ask(if number % 2 == 0 { "one" } else { "two" }, key("home"), None))
        .collect();
    kitchen.until("wait", |kitchen| kitchen.renderer.lanes.count() == 2).await;
    first.abort(); // who asked first has gone; the answer is for all who did not
    drop(go);
    for task in crowd {
        assert!(task.await.expect("answers").is_ok());
    }
    assert_eq!(kitchen.begun(), 1);
}

#[tokio::test]
async fn a_failure_is_not_kept_and_the_next_tries() {
    let kitchen = Kitchen::of(Budget::default());
    let fail = || Err(Failed::Render);
    let failed = kitchen.renderer.get_or_render(&kitchen.cache, key("x"), "one", fail).await;
    assert_eq!(failed.err(), Some(Failed::Render));
    let panics = || -> Result<Content, Failed> { panic!("a mistake in a renderer") };
    let (renderer, cache) = (Arc::clone(&kitchen.renderer), kitchen.cache.clone());
    let broken = tokio::spawn(async move { renderer.get_or_render(&cache, key("x"), "one", panics).await });
    assert!(broken.await.is_err());
    assert!(kitchen.ask("one", key("x"), None).await.expect("answers").is_ok());
    kitchen.until("turns come back from a failure too", is_idle).await;
}

#[tokio::test]
async fn what_is_asked_for_often_is_compressed_again() {
    let kitchen = Kitchen::of(Budget::default());
    let (plain, key) = (content(Effort::Quick).bytes, key("often"));
    let first = kitchen.ask("one", key.clone(), None).await.expect("answers").expect("made");
    assert_eq!(first.effort, Effort::Quick);
    for _ in 1..ASKED_OFTEN {
        kitchen.renderer.get(&kitchen.cache, &key).expect("kept");
    }
    let is_best =
        |kitchen: &Kitchen| kitchen.cache.get(&key).is_some_and(|ready| ready.effort == Effort::Best);
    kitchen.until("is compressed again", is_best).await;
    let best = kitchen.cache.get(&key).expect("kept");
    for ready in [&first, &best] {
        assert_eq!(decompress(&ready.representation.bytes, ready.encoding).as_deref(), Some(&*plain));
    }
    assert!(best.representation.bytes.len() <= first.representation.bytes.len());
    assert_ne!(first.representation.etag, best.representation.etag, "a strong tag is of exactly these bytes");
    assert_eq!(best.representation.twin.as_ref(), Some(&first.representation.etag));
    assert_eq!(first.representation.twin.as_ref(), Some(&best.representation.etag));
}

#[tokio::test]
async fn what_is_asked_for_seldom_is_not_compressed_again() {
    let kitchen = Kitchen::of(Budget::default());
    for number in 0..50 {
        let ready = kitchen.ask("one", key(number), None).await.expect("answers").expect("made");
        assert_eq!(ready.effort, Effort::Quick);
    }
    // What was known to be asked for often is compressed again at once, and nothing stood before it.
    let expected = || Ok::<_, Failed>(content(Effort::Best));
    let made = kitchen.renderer.get_or_render(&kitchen.cache, key("home"), "one", expected).await;
    assert_eq!(made.expect("made").effort, Effort::Quick, "the first answer does not wait for it");
    let effort = |query: &str| kitchen.cache.get(&key(query)).map(|ready| ready.effort);
    kitchen.until("is compressed again", |_| effort("home") == Some(Effort::Best)).await;
    assert_eq!(effort("7"), Some(Effort::Quick));
}

#[tokio::test]
async fn answers_on_their_way_have_a_budget_and_beyond_it_is_said_so() {
    let kitchen = Kitchen::of(Budget::of(1 << 10));
    let reading = kitchen.ask("one", key("a"), None).await.expect("answers").expect("there is room for one");
    let refused = kitchen.ask("one", key("b"), None).await.expect("answers");
    assert_eq!(refused.err(), Some(Failed::Busy(Busy::Memory)));
    let Kitchen { renderer, cache, .. } = kitchen;
    while Arc::strong_count(&reading) > 2 {
        tokio::task::yield_now().await; // the work that made it is about to end
    }
    drop(cache);
    assert_eq!(renderer.budget().left(), 0, "somebody still reads what the cache has let go of");
    drop(reading);
    assert_eq!(renderer.budget().left(), 1 << 10);
}
