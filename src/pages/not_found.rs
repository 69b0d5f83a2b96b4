//! No page of the shop.

use crate::components::failure::nothing;
use crate::route::Route;
use crate::state::State;
use crate::sync::navigation;
use leptos::prelude::*;

pub(super) fn page() -> AnyView {
    let texts = State::get().texts();
    navigation::set_title(State::get(), Some(texts.not_found));
    nothing(texts.not_found, texts.not_found_detail, Route::Home, texts.to_home)
}
