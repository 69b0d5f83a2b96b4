//! Mounts components in the parts of the frame, below one owner that lasts as long as the page.

use leptos::prelude::*;
use std::cell::OnceCell;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

thread_local! {
    /// What owns every signal, effect and view of the app.
    static OWNER: OnceCell<Owner> = const { OnceCell::new() };
}

/// Does something that belongs to the app as a whole: it finds the app's contexts, and lasts as long as the page.
pub(super) fn within<T>(act: impl FnOnce() -> T) -> T {
    OWNER.with(|owner| owner.get_or_init(Owner::new).with(act))
}

/// Puts components in the place of what the server has sent in one part of the frame.
pub(super) fn mount_in(id: &str, view: impl FnOnce() -> AnyView + 'static) {
    let part = document().get_element_by_id(id).and_then(|part| part.dyn_into::<HtmlElement>().ok());
    if let Some(part) = part {
        part.set_text_content(None);
        within(|| mount_to(part, view)).forget();
    }
}
