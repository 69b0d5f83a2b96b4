//! A budget in bytes for all answers: those that are kept and those on their way, also after the cache has let go of them.

use axum::body::Bytes;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Bytes of answers in memory at a time, kept or on their way. Twice what one catalogue's answers may have
/// ([`CACHE_BYTES_MAX`](super::rendered::CACHE_BYTES_MAX)), because two catalogues are there while one takes the other's
/// place, and as much again for what slow lines are reading.
const ANSWER_BYTES_MAX: usize = 64 << 20;
/// The unit in which bytes are counted: a semaphore takes 32 bits for a number of permits.
const UNIT_BYTES: usize = 1 << 10;

/// A limit on the bytes of all answers in memory. Clones share it.
#[derive(Clone, Debug)]
pub struct Budget(Arc<Semaphore>);

/// A part of the budget, given back when this is dropped.
#[derive(Debug)]
pub struct Share(#[allow(dead_code)] OwnedSemaphorePermit);

/// Bytes and their part of the budget.
struct Counted<T> {
    bytes: T,
    _share: Arc<Share>,
}

impl<T: AsRef<[u8]>> AsRef<[u8]> for Counted<T> {
    fn as_ref(&self) -> &[u8] {
        self.bytes.as_ref()
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self::of(ANSWER_BYTES_MAX)
    }
}

impl Budget {
    /// A budget of so many bytes.
    pub fn of(bytes: usize) -> Self {
        Self(Arc::new(Semaphore::new(bytes / UNIT_BYTES)))
    }

    /// A part of the budget; `None` when not so much is left.
    pub fn share(&self, bytes: usize) -> Option<Share> {
        let units = u32::try_from(bytes.div_ceil(UNIT_BYTES)).ok()?;
        Arc::clone(&self.0).try_acquire_many_owned(units).ok().map(Share)
    }

    /// The bytes as an answer, counted until the last reader has let go of them; `None` when not so much is left.
    pub fn hold(&self, bytes: Vec<u8>) -> Option<Bytes> {
        let share = self.share(bytes.len())?;
        Some(counted(bytes, &Arc::new(share)))
    }

    /// Bytes that are left.
    pub fn left(&self) -> usize {
        self.0.available_permits() * UNIT_BYTES
    }
}

/// The bytes, counted by a share that they have in common with others.
pub fn counted(bytes: impl AsRef<[u8]> + Send + 'static, share: &Arc<Share>) -> Bytes {
    Bytes::from_owner(Counted { bytes, _share: Arc::clone(share) })
}

#[cfg(test)]
mod tests {
    use super::Budget;

    #[test]
    fn bytes_count_until_their_last_reader_has_let_go_of_them() {
        let budget = Budget::of(10 << 10);
        let kept = budget.hold(vec![7; 8 << 10]).expect("there is room");
        let reading = kept.slice(4..);
        assert!(budget.hold(vec![0; 4 << 10]).is_none(), "only 2 kB are left");
        drop(kept);
        assert_eq!(budget.left(), 2 << 10, "somebody still reads");
        drop(reading);
        assert_eq!(budget.left(), 10 << 10);
        assert!(budget.share(usize::MAX).is_none());
    }
}
