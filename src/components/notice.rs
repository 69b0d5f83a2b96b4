//! What was last said to the shopper, above the tab bar.

use crate::route::Route;
use crate::state::{Action, State};
use crate::sync;
use leptos::prelude::*;

/// The place for it. Screen readers hear of each new sentence.
pub fn notice(state: State) -> AnyView {
    let texts = state.texts();
    let close = move || state.notice.set(None);
    let act = move |action: Action| {
        close();
        match action {
            Action::RestoreLine(at, line) => sync::cart::change(state, |cart| cart.restore(at, line)),
            Action::SeeCart => {
                sync::navigation::go(state, state.place.with_untracked(|place| place.to(Route::Cart)));
            }
        }
    };
    let shown = move || {
        state.notice.get().map(|notice| {
            let label = match notice.action {
                Some(Action::RestoreLine(..)) => texts.undo,
                _ => texts.see_cart,
            };
            view! {
                <p class="notice">
                    <span>{notice.text}</span>
                    {notice.action.map(|action| view! { <button on:click=move |_| act(action.clone())>{label}</button> })}
                    <button class="close" aria-label=texts.close on:click=move |_| close()>"×"</button>
                </p>
            }
        })
    };
    view! { <div class="notices" role="status" aria-live="polite">{shown}</div> }.into_any()
}
