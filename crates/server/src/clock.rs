//! What time it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// A clock. Clones of one that is set by hand are one clock, so that a test moves time for the server it asks.
#[derive(Clone, Debug, Default)]
pub struct Clock(Option<Arc<AtomicI64>>);

impl Clock {
    /// A clock that stands at this time until it is moved, milliseconds since 1970 UTC.
    pub fn set_to(ms: i64) -> Self {
        Self(Some(Arc::new(AtomicI64::new(ms))))
    }

    /// The time, milliseconds since 1970 UTC.
    pub fn now_ms(&self) -> i64 {
        if let Some(set) = &self.0 {
            return set.load(Ordering::SeqCst);
        }
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since_1970.as_millis()).unwrap_or(i64::MAX)
    }

    /// Moves a clock that is set by hand; the machine's own goes its own way.
    pub fn advance(&self, ms: i64) {
        if let Some(set) = &self.0 {
            set.fetch_add(ms, Ordering::SeqCst);
        }
    }
}
