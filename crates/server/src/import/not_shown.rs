//! Products of a file that are not for sale after its import, and why.

use fairday_contract::ProductHandle;
use std::fmt;

/// How many products a report names for each reason; the rest is counted.
pub const NAMED_MAX: usize = 10;

/// Why a product of the file is not for sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unshown {
    /// Its status is draft.
    Draft,
    /// Its status is archived.
    Archived,
    /// Its status is unlisted.
    Unlisted,
    /// It is not published.
    Unpublished,
    /// Its status is a word that this importer does not know.
    OddStatus,
    /// It is a gift card: worth money itself, which this shop cannot redeem.
    GiftCard,
    /// Its price is 0, and `--allow-free` was not said.
    Free,
    /// Another shop sells it, or it is only a group of other products.
    NotOurs,
    /// It cannot be read; the problems say why.
    Unreadable,
}

impl Unshown {
    /// Whether the merchant has to do something about it: the file wants the product sold.
    pub fn is_problem(self) -> bool {
        matches!(self, Self::OddStatus | Self::GiftCard | Self::Free | Self::Unreadable)
    }

    fn words(self) -> &'static str {
        match self {
            Self::Draft => "drafts",
            Self::Archived => "archived",
            Self::Unlisted => "unlisted",
            Self::Unpublished => "not published",
            Self::OddStatus => "of a status that is not known",
            Self::GiftCard => "gift cards, which the shop cannot redeem",
            Self::Free => "at price 0 (--allow-free sells them)",
            Self::NotOurs => "only a group of other products, or sold by another shop",
            Self::Unreadable => "not to be read (the problems say why; what the shop has of them stays)",
        }
    }
}

/// The products that are not for sale for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotShown {
    /// Why.
    pub reason: Unshown,
    /// How many.
    pub count: usize,
    /// The first [`NAMED_MAX`] of them, in the order of the file.
    pub names: Vec<String>,
}

impl fmt::Display for NotShown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.count, self.reason.words(), self.names.join(", "))?;
        match self.count - self.names.len() {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}

/// Counts one more product that is not for sale.
pub(super) fn add(all: &mut Vec<NotShown>, reason: Unshown, handle: &ProductHandle) {
    add_name(all, reason, handle.as_str());
}

/// As [`add`], for one that has no Handle.
pub(super) fn add_name(all: &mut Vec<NotShown>, reason: Unshown, name: &str) {
    let index = all.iter().position(|known| known.reason == reason).unwrap_or_else(|| {
        all.push(NotShown { reason, count: 0, names: Vec::new() });
        all.len() - 1
    });
    let same = &mut all[index];
    same.count += 1;
    if same.names.len() < NAMED_MAX {
        same.names.push(name.to_owned());
    }
}
