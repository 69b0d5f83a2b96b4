//! Mounts the frame around every page, or a part of it. Its views are in the piece `pages`, which comes after the app.

use crate::app::{App, MAIN, NOTICES, TABS, TOP};
use crate::components::header::Header;
use crate::components::notices::Notices;
use crate::components::tab_bar::TabBar;
use crate::pages::Page;
use crate::sync::mounting::within;
use crate::sync::{early, snapshot};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::Cell;
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

fn mount(part: Part) {
    match part {
        Part::Around => {
            early::end();
            let focus = snapshot::focus_in(TABS);
            mount_in(NOTICES, || view! { <Notices/> }.into_any());
            mount_in(TABS, || view! { <TabBar/> }.into_any());
            focus.put_back();
        }
        Part::Page => {
            mount_in(TOP, || view! { <Header/> }.into_any());
            mount_in(MAIN, || view! { <Page/> }.into_any());
        }
        Part::Whole => {
            IS_AROUND.set(true);
            mount_in("app", || view! { <App/> }.into_any());
        }
    }
}

/// Puts components in the place of what is in an element.
fn mount_in(id: &str, view: impl FnOnce() -> AnyView + 'static) {
    let part = document().get_element_by_id(id).and_then(|part| part.dyn_into::<HtmlElement>().ok());
    if let Some(part) = part {
        part.set_text_content(None);
        within(|| mount_to(part, view)).forget();
    }
}

/// Mounts a part. The function comes out of the piece, so that the main module has no views.
pub(super) type Mount = fn(Part);

#[cfg(split)]
#[wasm_split_helpers::wasm_split(pages, fallible)]
fn entry() -> Result<Mount, wasm_split_helpers::SplitLoaderError> {
    Ok(mount)
}

/// Fetches the views unless they are there; nothing when they cannot be had.
#[allow(clippy::unused_async)] // where nothing is cut out
pub(super) async fn load() -> Option<Mount> {
    #[cfg(split)]
    let mount: Mount = entry().await.ok()?;
    Some(mount)
}

/// Mounts a part as soon as the views are there; says whether they could be had.
pub(super) async fn bring(part: Part) -> bool {
    let mount = load().await;
    if let Some(mount) = mount {
        mount(part);
    }
    mount.is_some()
}

thread_local! {
    /// Whether notices and tab bar are components, or are about to be.
    static IS_AROUND: Cell<bool> = const { Cell::new(false) };
}

/// Puts notices and tab bar around the server's page, unless they are there. Where their piece cannot be had, the next call
/// tries again.
pub(super) fn bring_around() {
    if !IS_AROUND.replace(true) {
        spawn_local(async move { IS_AROUND.set(bring(Part::Around).await) });
    }
}
