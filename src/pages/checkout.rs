//! Where an order will be made. Until then it says what is still to come.

use crate::components::failure::nothing;
use crate::route::Route;
use crate::state::State;
use crate::sync::navigation;
use leptos::prelude::*;

pub(super) fn page() -> AnyView {
    let texts = State::get().texts();
    navigation::set_title(State::get(), Some(texts.checkout));
    nothing(texts.checkout_soon, texts.checkout_detail, Route::Cart, texts.back_to_cart)
}
