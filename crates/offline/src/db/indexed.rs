//! The database itself.

use super::{DbError, NAME, Write, migrations};
use idb::event::VersionChangeEvent;
use idb::{Database, DatabaseEvent, Error, Factory, KeyRange, Query, Transaction, TransactionMode};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use web_sys::{IdbDatabase, IdbTransaction};

impl From<Error> for DbError {
    fn from(_: Error) -> Self {
        Self::Broken
    }
}

/// Records read at once: a few hundred kilobytes.
const PAGE: u32 = 250;

/// A part of a store.
pub(super) struct Page {
    pub(super) records: Vec<String>,
    /// The key of the last of them; absent after the end.
    pub(super) last: Option<String>,
}

/// An open database.
pub(super) struct Indexed {
    database: Database,
    is_open: Rc<Cell<bool>>,
}

impl Indexed {
    /// Opens the database, bringing an older one up to date. One of a newer version is left alone: another tab has a
    /// newer app.
    pub(super) async fn open() -> Result<Self, DbError> {
        let newest = migrations::STEPS.len() as u32;
        let mut request = Factory::new()?.open(NAME, Some(newest))?;
        request.on_upgrade_needed(move |event: VersionChangeEvent| {
            let upgraded = event
                .database()
                .and_then(|database| migrations::run(&database, event.old_version().unwrap_or(0), newest));
            if upgraded.is_err() {
                // A half upgraded database must not be: the browser undoes it all.
                wasm_bindgen::throw_str("the database could not be brought up to date");
            }
        });
        let handle: IdbDatabase = request.await?.into();
        let mut database = Database::from(handle.clone());
        let is_open = Rc::new(Cell::new(true));
        // A newer app in another tab wants to upgrade, or the browser throws the data away: let go.
        let closed = Rc::clone(&is_open);
        database.on_version_change(move |_| {
            closed.set(false);
            handle.close();
        });
        let closed = Rc::clone(&is_open);
        database.on_close(move |_| closed.set(false));
        Ok(Self { database, is_open })
    }

    pub(super) fn is_open(&self) -> bool {
        self.is_open.get()
    }

    fn transaction(&self, stores: &[&str], mode: TransactionMode) -> Result<Transaction, DbError> {
        Ok(self.database.transaction(stores, mode)?)
    }

    pub(super) async fn get(&self, store: &'static str, key: &str) -> Result<Option<String>, DbError> {
        let transaction = self.transaction(&[store], TransactionMode::ReadOnly)?;
        let found = transaction.object_store(store)?.get(JsValue::from_str(key))?.await?;
        Ok(found.and_then(|value| value.as_string()))
    }

    /// At most [`PAGE`] records after a key, and the last one's key.
    pub(super) async fn page(&self, store: &'static str, after: Option<&str>) -> Result<Page, DbError> {
        let range = || -> Result<Option<Query>, DbError> {
            let from = |after| KeyRange::lower_bound(&JsValue::from_str(after), Some(true));
            Ok(after.map(from).transpose()?.map(Query::from))
        };
        let transaction = self.transaction(&[store], TransactionMode::ReadOnly)?;
        let store = transaction.object_store(store)?;
        // Both are asked before either is awaited: a transaction with nothing left to do ends.
        let (keys, values) =
            (store.get_all_keys(range()?, Some(PAGE))?, store.get_all(range()?, Some(PAGE))?);
        let (keys, values) = (keys.await?, values.await?);
        let records = values.into_iter().filter_map(|value| value.as_string()).collect();
        Ok(Page { records, last: keys.last().and_then(JsValue::as_string) })
    }

    pub(super) async fn keys(&self, store: &'static str) -> Result<Vec<String>, DbError> {
        let transaction = self.transaction(&[store], TransactionMode::ReadOnly)?;
        let found = transaction.object_store(store)?.get_all_keys(None::<Query>, None)?.await?;
        Ok(found.into_iter().filter_map(|key| key.as_string()).collect())
    }

    /// Whether a record is as a [`Write::Expect`] says; within the transaction, so that it stays so until the end of it.
    async fn is_expected(transaction: &Transaction, write: &Write) -> Result<bool, DbError> {
        let Write::Expect(store, key, expected) = write else { return Ok(true) };
        let found = transaction.object_store(store)?.get(JsValue::from_str(key))?.await?;
        Ok(found.and_then(|value| value.as_string()) == *expected)
    }

    pub(super) async fn write(&self, writes: &[Write]) -> Result<(), DbError> {
        let mut stores: Vec<&str> = writes.iter().map(Write::store).collect();
        stores.sort_unstable();
        stores.dedup();
        let raw: IdbTransaction = self.transaction(&stores, TransactionMode::ReadWrite)?.into();
        let transaction = Transaction::from(raw.clone());
        for write in writes {
            if !Self::is_expected(&transaction, write).await? {
                _ = transaction.abort();
                return Err(DbError::Changed);
            }
        }
        let put = || -> Result<(), DbError> {
            for write in writes {
                let store = transaction.object_store(write.store())?;
                match write {
                    Write::Put(_, key, text) => {
                        drop(store.put(&JsValue::from_str(text), Some(&JsValue::from_str(key)))?);
                    }
                    Write::Delete(_, key) => drop(store.delete(JsValue::from_str(key))?),
                    Write::Clear(_) => drop(store.clear()?),
                    Write::Expect(..) => {}
                }
            }
            Ok(())
        };
        if let Err(error) = put() {
            _ = transaction.abort();
            return Err(error);
        }
        match transaction.await {
            Ok(result) if result.is_committed() => Ok(()),
            _ => Err(reason(&raw)),
        }
    }
}

// A connection that nobody listens to any more would keep a newer app from upgrading for ever.
impl Drop for Indexed {
    fn drop(&mut self) {
        self.database.close();
    }
}

/// Why a transaction did not come to pass.
fn reason(transaction: &IdbTransaction) -> DbError {
    let is_full = transaction.error().is_some_and(|error| error.name() == "QuotaExceededError");
    if is_full { DbError::Full } else { DbError::Broken }
}

impl Write {
    fn store(&self) -> &'static str {
        match self {
            Self::Put(store, ..) | Self::Delete(store, _) | Self::Clear(store) | Self::Expect(store, ..) => {
                store
            }
        }
    }
}
