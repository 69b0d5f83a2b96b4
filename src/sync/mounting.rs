//! The owner of the app: what belongs to it lasts as long as the page.

use leptos::prelude::*;
use std::cell::OnceCell;

thread_local! {
    /// What owns every signal, effect and view of the app.
    static OWNER: OnceCell<Owner> = const { OnceCell::new() };
}

/// Does something that belongs to the app as a whole: it finds the app's contexts, and lasts as long as the page.
pub(super) fn within<T>(act: impl FnOnce() -> T) -> T {
    OWNER.with(|owner| owner.get_or_init(Owner::new).with(act))
}
