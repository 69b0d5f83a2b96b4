//! Mounts the frame around every page, or a part of it. All views are in one piece of wasm, which comes beside the app.

use crate::app::{App, NOTICES, TABS};
use crate::components::notices::Notices;
use crate::components::tab_bar::TabBar;
use crate::state::State;
use crate::sync::mounting::within;
use crate::sync::take_over;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// What of the frame is mounted.
#[derive(Clone, Copy)]
pub(super) enum Part {
    /// Notices and tab bar, around the page that the server sent.
    Around,
    /// Header and page, in the place of those that the server sent.
    Page,
    /// All of it, where the server sent nothing.
    Whole,
}

fn mount(part: Part, state: State) {
    match part {
        Part::Around => {
            mount_in(NOTICES, || view! { <Notices/> }.into_any());
            mount_in(TABS, || view! { <TabBar/> }.into_any());
        }
        Part::Page => take_over::mount_page(state),
        Part::Whole => mount_in("app", || view! { <App/> }.into_any()),
    }
}

/// Puts components in the place of what is in an element.
pub(super) fn mount_in(id: &str, view: impl FnOnce() -> AnyView + 'static) {
    let part = document().get_element_by_id(id).and_then(|part| part.dyn_into::<HtmlElement>().ok());
    if let Some(part) = part {
        part.set_text_content(None);
        within(|| mount_to(part, view)).forget();
    }
}

#[cfg(split)]
#[wasm_split_helpers::wasm_split(pages, fallible)]
fn entry(part: Part, state: State) -> Result<(), wasm_split_helpers::SplitLoaderError> {
    mount(part, state);
    Ok(())
}

/// Mounts a part as soon as the piece is there; says whether it could be had.
#[cfg(split)]
pub(super) async fn bring(part: Part, state: State) -> bool {
    entry(part, state).await.is_ok()
}

/// Mounts a part.
#[cfg(not(split))]
#[allow(clippy::unused_async)] // where the piece is cut out, it is waited for
pub(super) async fn bring(part: Part, state: State) -> bool {
    mount(part, state);
    true
}

/// Mounts a part as soon as the piece is there.
pub(super) fn run(part: Part, state: State) {
    leptos::task::spawn_local(async move { _ = bring(part, state).await });
}
