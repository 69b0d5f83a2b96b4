//! How many connections there may be and how long they may take, and how often that was reached.

use crate::http::limits::{
    CONNECTION_TIME_MAX, CONNECTIONS_MAX, CONNECTIONS_PER_ADDRESS_MAX, EXCHANGE_TIME_MAX, HEADER_TIME_MAX,
    STOP_TIME_MAX, WRITE_WINDOW, WRITE_WINDOW_BYTES_MIN,
};
use std::ops::AddAssign;
use std::time::Duration;

/// Longest time between two looks at all connections.
const LOOK_INTERVAL_MAX: Duration = Duration::from_secs(1);

/// How many connections a server has and how long they may take; tests use less of both.
#[derive(Clone, Copy, Debug)]
pub struct ConnectionLimits {
    /// Connections at once.
    pub all: usize,
    /// Connections of one address at once; trusted proxies have no limit but `all`.
    pub per_address: usize,
    /// How long a header may take, and how long a connection may stay idle.
    pub header: Duration,
    /// How long a client may take for `write_bytes_min` bytes while an answer waits for it.
    pub write_window: Duration,
    /// Bytes of an answer that a client must take in a `write_window`.
    pub write_bytes_min: u64,
    /// How long one request and its answer may take on the line.
    pub exchange: Duration,
    /// How long a connection is used for; what is under way then is finished.
    pub life: Duration,
    /// How long requests under way may take when the server stops.
    pub stop: Duration,
}

impl Default for ConnectionLimits {
    fn default() -> Self {
        Self {
            all: CONNECTIONS_MAX,
            per_address: CONNECTIONS_PER_ADDRESS_MAX,
            header: HEADER_TIME_MAX,
            write_window: WRITE_WINDOW,
            write_bytes_min: WRITE_WINDOW_BYTES_MIN,
            exchange: EXCHANGE_TIME_MAX,
            life: CONNECTION_TIME_MAX,
            stop: STOP_TIME_MAX,
        }
    }
}

impl ConnectionLimits {
    /// How often to look which connections take too long.
    pub(in crate::http) fn look_interval(&self) -> Duration {
        (self.write_window.min(self.life).min(self.exchange) / 8)
            .clamp(Duration::from_millis(5), LOOK_INTERVAL_MAX)
    }
}

/// How often something was done to a connection since it was last asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::http) struct Counts {
    /// Idle ones closed to make room.
    pub(in crate::http) idle: u64,
    /// Ones whose client took nothing of its answer, closed to make room.
    pub(in crate::http) held_up: u64,
    /// New ones that there was no room for.
    pub(in crate::http) refused: u64,
    /// Ones that took too little of an answer, or too long in all.
    pub(in crate::http) slow: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, more: Self) {
        self.idle += more.idle;
        self.held_up += more.held_up;
        self.refused += more.refused;
        self.slow += more.slow;
    }
}

impl Counts {
    pub(in crate::http) fn is_any(&self) -> bool {
        *self != Self::default()
    }

    /// Says to the operator what was done and what can be done about it.
    pub(in crate::http) fn warn(&self) {
        let Self { idle, held_up, refused, slow } = self;
        if *refused + *held_up > 0 {
            tracing::warn!(
                refused,
                held_up,
                idle,
                slow,
                "there was no room for some connections: raise --connections and --connections-per-address if these were \
                 shoppers, and name a proxy with --trusted-proxies"
            );
        } else {
            tracing::info!(
                idle,
                slow,
                "connections were closed that did nothing or took an answer too slowly"
            );
        }
    }
}
