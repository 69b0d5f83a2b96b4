//! What the phone keeps in `IndexedDB`; in memory when there is no such thing. The only place that touches it.
//!
//! Records are texts under texts. Nothing else is awaited while a transaction is open: everything that is written
//! together is put into one at once.

mod indexed;
mod memory;
pub mod migrations;

use indexed::{Indexed, Page};
use memory::Memory;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// What pages showed, by the page's URL: `{milliseconds} {JSON}`.
pub const KEPT: &str = "kept";
/// The copy's products, by handle.
pub const PRODUCTS: &str = "products";
/// What only a product's own page shows, by handle.
pub const WORDS: &str = "words";
/// How the copy's Han characters are read, a record a piece.
pub const READINGS: &str = "readings";
/// How far the copy has come: one record, [`PROGRESS`].
pub const PROGRESS: &str = "progress";
/// The database's name.
pub const NAME: &str = "fairday";

/// One thing to write.
#[derive(Clone, Debug)]
pub enum Write {
    /// A record in place of the one under that key.
    Put(&'static str, String, String),
    /// No record under that key any more.
    Delete(&'static str, String),
    /// No record at all any more.
    Clear(&'static str),
    /// Nothing is written when the record under that key is another: another tab, or the browser, changed it meanwhile.
    Expect(&'static str, String, Option<String>),
}

/// Why something could not be read or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DbError {
    /// The phone is full.
    Full,
    /// The database is gone, closed or broken.
    Broken,
    /// Something expected is not so any more; nothing was written.
    Changed,
}

/// The phone's database, opened when it is first needed.
#[derive(Default)]
pub struct Db {
    indexed: RefCell<Option<Rc<Indexed>>>,
    /// In use when the database cannot be: what is kept then lasts as long as the app is open.
    memory: Memory,
    is_memory: Cell<bool>,
}

impl Db {
    /// Whether nothing outlasts this visit, because the phone gives no database.
    pub fn is_memory(&self) -> bool {
        self.is_memory.get()
    }

    /// The open database: opened again if it was closed or deleted underneath. `None` when there is none to be had.
    async fn indexed(&self) -> Option<Rc<Indexed>> {
        if self.is_memory.get() {
            return None;
        }
        if let Some(open) = self.indexed.borrow().as_ref().filter(|open| open.is_open()) {
            return Some(Rc::clone(open));
        }
        if let Ok(opened) = Indexed::open().await {
            let opened = Rc::new(opened);
            *self.indexed.borrow_mut() = Some(Rc::clone(&opened));
            return Some(opened);
        }
        self.use_memory();
        None
    }

    fn use_memory(&self) {
        self.is_memory.set(true);
        self.indexed.take();
        crate::browser::tell("memory", "");
    }

    /// Reads with a database that may have to be opened again; from memory when that fails too.
    async fn read<T>(
        &self,
        read: impl AsyncFn(&Indexed) -> Result<T, DbError>,
        from_memory: impl Fn(&Memory) -> T,
    ) -> T {
        for _ in 0..2 {
            let Some(open) = self.indexed().await else { break };
            match read(&open).await {
                Ok(found) => return found,
                Err(_) => _ = self.indexed.take(),
            }
        }
        if !self.is_memory.get() {
            self.use_memory();
        }
        from_memory(&self.memory)
    }

    /// The record under a key.
    pub async fn get(&self, store: &'static str, key: &str) -> Option<String> {
        self.read(async |open| open.get(store, key).await, |memory| memory.get(store, key)).await
    }

    /// Every record of a store, in the order of the keys, a part at a time: a phone has no room for all of them as
    /// text and as what they mean.
    pub async fn each(&self, store: &'static str, mut take: impl FnMut(String)) {
        let mut last: Option<String> = None;
        loop {
            let after = last.take();
            let page = self
                .read(
                    async |open| open.page(store, after.as_deref()).await,
                    |memory| Page {
                        records: if after.is_none() { memory.all(store) } else { Vec::new() },
                        last: None,
                    },
                )
                .await;
            page.records.into_iter().for_each(&mut take);
            match page.last {
                Some(key) => last = Some(key),
                None => break,
            }
        }
    }

    /// Every key of a store.
    pub async fn keys(&self, store: &'static str) -> Vec<String> {
        self.read(async |open| open.keys(store).await, |memory| memory.keys(store)).await
    }

    /// Writes all of it or nothing.
    ///
    /// # Errors
    /// [`DbError::Full`]: the caller decides what can go. [`DbError::Changed`]: the caller reads again. Never
    /// [`DbError::Broken`]: then memory takes it.
    pub async fn write(&self, writes: &[Write]) -> Result<(), DbError> {
        for _ in 0..2 {
            let Some(open) = self.indexed().await else { break };
            match open.write(writes).await {
                Ok(()) => return Ok(()),
                Err(DbError::Broken) => _ = self.indexed.take(),
                Err(error) => return Err(error),
            }
        }
        if !self.is_memory.get() {
            self.use_memory();
        }
        self.memory.write(writes)
    }
}
