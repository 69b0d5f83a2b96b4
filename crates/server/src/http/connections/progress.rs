//! How far one connection is with its request and answer, and whether it goes on fast enough.

use std::time::{Duration, Instant};

/// The state of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// It waits for a request; a part of its header may have come.
    Waiting,
    /// A request's header has come, and its body not to the end.
    Receiving,
    /// The answer is being made or sent.
    Answering,
}

/// How an answer goes out that the client does not take as fast as it is written.
#[derive(Debug)]
struct HeldUp {
    /// When the client last took something.
    moved: Instant,
    /// When the present window of measurement began, and the bytes taken since.
    window: Instant,
    bytes: u64,
}

/// The state of one connection.
#[derive(Debug)]
pub(super) struct Progress {
    phase: Phase,
    /// When the phase began.
    since: Instant,
    /// When the client last sent something.
    heard: Instant,
    /// True when the whole answer is in hyper's hands; the next flush then ends it.
    is_made: bool,
    held_up: Option<HeldUp>,
}

/// How easily a connection can be spared, for the time since when it is so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It costs the server a place and gives it nothing to do: the client has to send something, and has sent nothing since
    /// then.
    Idle(Instant),
    /// The client has to take something.
    HeldUp(Instant),
    /// The server itself is at work.
    Busy,
}

impl Progress {
    pub(super) fn new(now: Instant) -> Self {
        Self { phase: Phase::Waiting, since: now, heard: now, is_made: false, held_up: None }
    }

    /// The client has sent something, if only a byte.
    pub(super) fn heard(&mut self, now: Instant) {
        self.heard = now;
    }

    pub(super) fn request_began(&mut self, now: Instant, has_body: bool) {
        let phase = if has_body { Phase::Receiving } else { Phase::Answering };
        (self.phase, self.since, self.is_made) = (phase, now, false);
    }

    pub(super) fn request_ended(&mut self) {
        if self.phase == Phase::Receiving {
            self.phase = Phase::Answering;
        }
    }

    pub(super) fn answer_made(&mut self) {
        self.is_made = true;
    }

    pub(super) fn wrote(&mut self, now: Instant, bytes: usize) {
        if let Some(held_up) = &mut self.held_up {
            held_up.moved = now;
            held_up.bytes += bytes as u64;
        }
    }

    /// The operating system takes no more for now.
    pub(super) fn held_up(&mut self, now: Instant) {
        self.held_up.get_or_insert(HeldUp { moved: now, window: now, bytes: 0 });
    }

    /// Everything written so far is in the operating system's hands.
    pub(super) fn flushed(&mut self, now: Instant) {
        self.held_up = None;
        if self.is_made {
            (self.phase, self.since, self.is_made) = (Phase::Waiting, now, false);
        }
    }

    pub(super) fn standing(&self) -> Standing {
        match (&self.held_up, self.phase) {
            (Some(held_up), _) => Standing::HeldUp(held_up.moved),
            (None, Phase::Waiting | Phase::Receiving) => Standing::Idle(self.since.max(self.heard)),
            (None, Phase::Answering) => Standing::Busy,
        }
    }

    /// Tells whether the client took fewer than `bytes_min` in the `window` that is over; then begins another window.
    pub(super) fn is_too_slow(&mut self, now: Instant, window: Duration, bytes_min: u64) -> bool {
        let Some(held_up) = &mut self.held_up else { return false };
        if now.duration_since(held_up.window) < window {
            return false;
        }
        let is_too_slow = held_up.bytes < bytes_min;
        (held_up.window, held_up.bytes) = (now, 0);
        is_too_slow
    }

    /// Tells whether one request and its answer have taken longer than `longest`.
    pub(super) fn is_endless(&self, now: Instant, longest: Duration) -> bool {
        self.phase != Phase::Waiting && now.duration_since(self.since) >= longest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: Duration = Duration::from_secs(30);

    #[test]
    fn a_reader_of_a_few_bytes_a_second_is_slow_and_a_2g_phone_is_not() {
        let begin = Instant::now();
        let at = |seconds| begin + Duration::from_secs(seconds);
        let too_slow = |bytes: usize| {
            let mut progress = Progress::new(begin);
            progress.held_up(begin);
            (1..=90).any(|second| {
                if second % 10 == 0 {
                    progress.wrote(at(second), bytes * 10);
                    progress.held_up(at(second));
                }
                progress.is_too_slow(at(second), WINDOW, 256 * 30)
            })
        };
        assert!(too_slow(0) && too_slow(100));
        assert!(!too_slow(300) && !too_slow(1_000));
    }

    #[test]
    fn what_comes_before_the_line_is_full_counts_for_no_window() {
        let begin = Instant::now();
        let mut progress = Progress::new(begin);
        progress.request_began(begin, false);
        progress.wrote(begin, 1_000_000);
        progress.held_up(begin);
        assert!(progress.is_too_slow(begin + WINDOW, WINDOW, 1));
        progress.flushed(begin + WINDOW);
        assert!(!progress.is_too_slow(begin + WINDOW * 3, WINDOW, 1), "nothing waits to be sent");
    }

    #[test]
    fn a_connection_is_idle_until_its_request_has_come_and_once_its_answer_is_out() {
        let begin = Instant::now();
        let later = begin + WINDOW;
        let mut progress = Progress::new(begin);
        assert_eq!(progress.standing(), Standing::Idle(begin));
        progress.request_began(later, true);
        assert_eq!(progress.standing(), Standing::Idle(later), "its body is still to come");
        progress.heard(later + WINDOW);
        assert_eq!(progress.standing(), Standing::Idle(later + WINDOW), "some of it has come");
        progress.flushed(later);
        progress.request_ended();
        progress.flushed(later);
        assert_eq!(progress.standing(), Standing::Busy);
        progress.answer_made();
        progress.held_up(later);
        assert_eq!(progress.standing(), Standing::HeldUp(later));
        assert!(progress.is_endless(later + WINDOW, WINDOW));
        progress.flushed(later + WINDOW);
        assert_eq!(progress.standing(), Standing::Idle(later + WINDOW));
        assert!(!progress.is_endless(later + WINDOW * 3, WINDOW), "waiting has a deadline of its own");
    }
}
