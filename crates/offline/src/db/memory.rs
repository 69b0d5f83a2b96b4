//! Where records go when the phone gives no database.

use super::{DbError, Write};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Records by store and key.
#[derive(Default)]
pub(super) struct Memory(RefCell<BTreeMap<(&'static str, String), String>>);

impl Memory {
    pub(super) fn get(&self, store: &'static str, key: &str) -> Option<String> {
        self.0.borrow().get(&(store, key.to_owned())).cloned()
    }

    pub(super) fn all(&self, store: &'static str) -> Vec<String> {
        let records = self.0.borrow();
        records.iter().filter(|((of, _), _)| *of == store).map(|(_, text)| text.clone()).collect()
    }

    pub(super) fn keys(&self, store: &'static str) -> Vec<String> {
        self.0.borrow().keys().filter(|(of, _)| *of == store).map(|(_, key)| key.clone()).collect()
    }

    pub(super) fn write(&self, writes: &[Write]) -> Result<(), DbError> {
        let mut records = self.0.borrow_mut();
        let is_expected = |write: &Write| match write {
            Write::Expect(store, key, expected) => records.get(&(*store, key.clone())) == expected.as_ref(),
            _ => true,
        };
        if !writes.iter().all(is_expected) {
            return Err(DbError::Changed);
        }
        for write in writes {
            match write {
                Write::Put(store, key, text) => _ = records.insert((store, key.clone()), text.clone()),
                Write::Delete(store, key) => _ = records.remove(&(*store, key.clone())),
                Write::Clear(store) => records.retain(|(of, _), _| of != store),
                Write::Expect(..) => {}
            }
        }
        Ok(())
    }
}
