//! The bulkhead: lanes that jobs wait in, and how the threads of a database are shared out among them.

use super::Mode;
use super::limits::Class;
use super::transaction::Kind;

/// Where a job waits. Jobs of one lane wait for each other, and jobs of another lane do not wait for all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lane {
    /// Reads of a request: sessions, lists. They wait for no row.
    Reads,
    /// Writes of a request about an account.
    Personal,
    /// Writes of a request about orders and the stock.
    Orders,
    /// Work that no request waits for.
    Background,
}

/// How many there are.
pub(super) const LANES: usize = 4;

impl Lane {
    pub(super) const ALL: [Self; LANES] = [Self::Reads, Self::Personal, Self::Orders, Self::Background];

    /// The lane of a job. `SQLite` has one writer: there, what requests write waits together and shares a commit.
    pub(super) const fn of(kind: Kind, class: Class, mode: Mode) -> Self {
        match (class, mode) {
            (Class::Background | Class::Bulk, _) => Self::Background,
            (_, Mode::Read | Mode::ReadOne) => Self::Reads,
            (Class::Personal, Mode::Write) if matches!(kind, Kind::Postgres) => Self::Personal,
            (Class::Personal | Class::Orders, Mode::Write) => Self::Orders,
        }
    }
}

/// A lane's share of the threads.
#[derive(Clone, Copy, Debug, Default)]
struct Share {
    /// Threads that no other lane takes.
    own: usize,
    /// Most threads at a time.
    most: usize,
}

/// How the threads are shared out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shares {
    threads: usize,
    lanes: [Share; LANES],
}

impl Shares {
    /// Each lane has a connection of its own, so that none waits for ever for another. Orders have half of them at the
    /// most, and so has what is written about accounts; the background has no more than its own.
    pub(super) fn of_postgres(connections: usize) -> Self {
        let half = Share { own: 1, most: connections / 2 };
        let reads = Share { own: 1, most: connections };
        Self { threads: connections, lanes: [reads, half, half, Share { own: 1, most: 1 }] }
    }

    /// The one thread that writes to `SQLite`.
    pub(super) fn of_writer() -> Self {
        Self { threads: 1, lanes: [Share { own: 0, most: 1 }; LANES] }
    }

    /// The threads that read from `SQLite`: half of them at the most for the background.
    pub(super) fn of_readers(threads: usize) -> Self {
        let mut lanes = [Share { own: 0, most: threads }; LANES];
        lanes[Lane::Background as usize].most = (threads / 2).max(1);
        Self { threads, lanes }
    }

    /// True when a thread may take a job of this lane, while so many of each lane are being done.
    pub(super) fn admit(&self, lane: Lane, running: &[usize; LANES]) -> bool {
        let busy: usize = running.iter().sum();
        let kept_free: usize = Lane::ALL
            .iter()
            .filter(|other| **other != lane)
            .map(|other| self.lanes[*other as usize].own.saturating_sub(running[*other as usize]))
            .sum();
        running[lane as usize] < self.lanes[lane as usize].most && busy + kept_free < self.threads
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::{CONNECTIONS_MAX, CONNECTIONS_MIN};

    /// How many jobs of a lane can be begun, when these are being done.
    fn room(shares: &Shares, lane: Lane, mut running: [usize; LANES]) -> usize {
        let before = running[lane as usize];
        while shares.admit(lane, &running) {
            running[lane as usize] += 1;
        }
        running[lane as usize] - before
    }

    #[test]
    fn whatever_is_stuck_each_other_lane_goes_on() {
        for connections in CONNECTIONS_MIN..=CONNECTIONS_MAX {
            let shares = Shares::of_postgres(connections);
            let mut running = [0; LANES];
            for lane in [Lane::Orders, Lane::Background, Lane::Personal, Lane::Reads] {
                assert!(room(&shares, lane, running) >= 1, "{lane:?} of {connections} with {running:?}");
                running[lane as usize] += room(&shares, lane, running);
            }
            assert!(running[Lane::Orders as usize] <= connections / 2, "{running:?}");
            assert_eq!(running[Lane::Background as usize], 1);
            assert!(running.iter().sum::<usize>() <= connections);
        }
    }

    #[test]
    fn long_readers_of_the_background_leave_half_of_the_readers() {
        let shares = Shares::of_readers(4);
        let background = room(&shares, Lane::Background, [0; LANES]);
        assert_eq!((background, room(&shares, Lane::Reads, [0, 0, 0, background])), (2, 2));
    }
}
