//! Things by name that are there for as long as somebody holds them.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

type ByName<K, V> = Mutex<HashMap<K, Arc<V>>>;

/// Things by name, each made when it is asked for first and gone when the last [`Hold`] of it is dropped: the table never
/// has more than what is in use. Clones share it.
#[derive(Debug)]
pub(crate) struct Held<K, V>(Arc<ByName<K, V>>);

/// One thing, held.
#[derive(Debug)]
pub(crate) struct Hold<K: Hash + Eq, V> {
    table: Arc<ByName<K, V>>,
    name: K,
    /// There until this is dropped.
    thing: Option<Arc<V>>,
}

impl<K, V> Default for Held<K, V> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<K, V> Clone for Held<K, V> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<K: Hash + Eq + Clone, V> Held<K, V> {
    /// The thing of this name, made by `make` when nobody holds it.
    pub(crate) fn hold(&self, name: K, make: impl FnOnce() -> V) -> Hold<K, V> {
        let mut table = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let thing = Arc::clone(table.entry(name.clone()).or_insert_with(|| Arc::new(make())));
        drop(table);
        Hold { table: Arc::clone(&self.0), name, thing: Some(thing) }
    }

    /// Things that somebody holds.
    #[cfg(test)]
    pub(crate) fn count(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

impl<K: Hash + Eq, V> Deref for Hold<K, V> {
    type Target = V;

    fn deref(&self) -> &V {
        self.thing.as_deref().expect("it is there until this is dropped")
    }
}

impl<K: Hash + Eq, V> Drop for Hold<K, V> {
    fn drop(&mut self) {
        let mut table = self.table.lock().unwrap_or_else(PoisonError::into_inner);
        // Given up under the lock: of two that go at the same time the later one sees that only the table has it.
        drop(self.thing.take());
        if table.get(&self.name).is_some_and(|thing| Arc::strong_count(thing) == 1) {
            table.remove(&self.name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Held;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[test]
    fn a_thing_is_the_same_for_all_who_hold_it_and_then_gone() {
        let table: Held<&str, AtomicU32> = Held::default();
        let (one, two) = (table.hold("a", AtomicU32::default), table.hold("a", || AtomicU32::new(9)));
        one.store(5, Ordering::Relaxed);
        assert_eq!((two.load(Ordering::Relaxed), table.count()), (5, 1));
        drop(one);
        assert_eq!(table.count(), 1);
        drop(two);
        assert_eq!(table.count(), 0);
    }
}
