//! Another visitor of the shop, who wants nothing but to look around while somebody attacks it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::client::{Client, PATIENCE};
use crate::bench::grouped;

/// The paths asked for in turns, each on a connection of its own as a new visitor would. The words differ each time.
const ASKED: [&str; 3] = ["/api/v1/search?limit=24&q=", "/api/v1/home?", "/healthz?"];
const WORDS: [&str; 8] = ["rice", "soap", "shoes", "phone", "tea", "lamp", "oil", "pot"];
/// Each at its own time, whether or not the one before was answered.
const EVERY: Duration = Duration::from_millis(50);

/// How long answers took, in milliseconds from when they were due, sorted.
#[derive(Clone, Default)]
pub(super) struct Times(Vec<f64>);

impl Times {
    fn of(mut times: Vec<f64>) -> Self {
        times.sort_by(f64::total_cmp);
        Self(times)
    }

    /// The time that so many hundredths of the answers did not exceed.
    pub(super) fn percentile(&self, hundredths: usize) -> f64 {
        let at = (self.0.len() * hundredths).div_ceil(100).saturating_sub(1);
        self.0.get(at).copied().unwrap_or(f64::NAN)
    }

    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// The middle and the slowest hundredth, for people.
    pub(super) fn shown(&self) -> String {
        format!("p50 {}, p99 {} ms", short(self.percentile(50)), short(self.percentile(99)))
    }
}

/// A number with a fraction only where that says something.
pub(super) fn short(value: f64) -> String {
    if value < 10.0 { format!("{value:.1}") } else { grouped(value) }
}

/// A visitor who goes on until stopped.
pub(super) struct Visitor {
    stop: Arc<AtomicBool>,
    walk: JoinHandle<Times>,
}

impl Visitor {
    pub(super) fn start(client: &Client) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let (client, told) = (client.clone(), Arc::clone(&stop));
        let walk = std::thread::spawn(move || visit(&client, |_| told.load(Ordering::Relaxed)));
        Self { stop, walk }
    }

    /// The latencies it felt; a request that is under way is waited for.
    pub(super) fn stop(self) -> Times {
        self.stop.store(true, Ordering::Relaxed);
        self.walk.join().unwrap_or_default()
    }
}

/// A visit of so long.
pub(super) fn visit_for(client: &Client, time: Duration) -> Times {
    let begin = Instant::now();
    visit(client, |due| due >= begin + time)
}

fn visit(client: &Client, is_over: impl Fn(Instant) -> bool) -> Times {
    let times = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        let mut due = Instant::now();
        for number in 0_usize.. {
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            if is_over(due) {
                break;
            }
            let times = &times;
            scope.spawn(move || {
                let path = ASKED[number % ASKED.len()];
                let word = if path.ends_with('=') { WORDS[number % WORDS.len()] } else { "" };
                let answer = client.get(&format!("{path}{word}"), "", PATIENCE);
                let took =
                    if answer.is_ok_and(|answer| answer.status < 500) { due.elapsed() } else { PATIENCE };
                times.lock().expect("nobody panics with it").push(took.as_secs_f64() * 1000.0);
            });
            due += EVERY;
        }
    });
    Times::of(times.into_inner().expect("nobody panics with it"))
}

#[cfg(test)]
mod tests {
    use super::{Times, short};

    #[test]
    fn the_slowest_hundredth_is_what_the_others_do_not_exceed() {
        let times = Times::of((1..=200).rev().map(f64::from).collect());
        let said = [50, 99, 100].map(|hundredths| short(times.percentile(hundredths)));
        assert_eq!(said, ["100", "198", "200"]);
        assert!(Times::default().percentile(99).is_nan());
    }
}
