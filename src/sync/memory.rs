//! What pages showed, in memory: for Back and for the next tap.

use crate::domain::content::Content;
use std::cell::RefCell;

/// The most pages kept; the oldest goes first.
const PAGES_MAX: usize = 24;

thread_local! {
    static KEPT: RefCell<Vec<(String, Content)>> = const { RefCell::new(Vec::new()) };
}

/// What is kept of a page, by its URL.
pub(super) fn kept(url: &str) -> Option<Content> {
    KEPT.with_borrow(|kept| kept.iter().find(|(key, _)| key == url).map(|(_, content)| content.clone()))
}

/// Keeps what a page shows.
pub(super) fn keep(url: String, content: Content) {
    KEPT.with_borrow_mut(|kept| {
        kept.retain(|(key, _)| *key != url);
        if kept.len() >= PAGES_MAX {
            kept.remove(0);
        }
        kept.push((url, content));
    });
}

/// Lets go of what is kept of a page.
pub(super) fn forget(url: &str) {
    KEPT.with_borrow_mut(|kept| kept.retain(|(key, _)| key != url));
}
