//! The steps that bring an older phone's database up to date. A step that has been released is never edited.

use idb::{Database, Error, ObjectStoreParams};

/// A step: from the version that is its place in the list to the next.
type Step = fn(&Database) -> Result<(), Error>;

/// Every step, oldest first; the newest version is their number.
pub const STEPS: [Step; 2] = [
    // 1: what pages showed, by the page's URL.
    |database| add_store(database, super::KEPT),
    // 2: the copy of the catalogue: products and their words by handle, how Han characters are read, how far the copy has come.
    |database| {
        add_store(database, super::PRODUCTS)?;
        add_store(database, super::WORDS)?;
        add_store(database, super::READINGS)?;
        add_store(database, super::PROGRESS)
    },
];

fn add_store(database: &Database, name: &str) -> Result<(), Error> {
    database.create_object_store(name, ObjectStoreParams::new()).map(drop)
}

/// Takes the steps from version `from` up to version `to`.
///
/// # Errors
/// Those of the browser; the upgrade is then undone as a whole.
pub fn run(database: &Database, from: u32, to: u32) -> Result<(), Error> {
    STEPS
        .iter()
        .skip(from as usize)
        .take(to.saturating_sub(from) as usize)
        .try_for_each(|step| step(database))
}
