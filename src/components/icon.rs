//! Drawings of 24 by 24 units, in the colour of the text around them.

use leptos::prelude::*;

/// A house.
pub const HOME: &str = "M3 11 12 3l9 8v10h-6v-6H9v6H3z";
/// Four squares.
pub const CATEGORIES: &str = "M3 3h8v8H3zm10 0h8v8h-8zM3 13h8v8H3zm10 0h8v8h-8z";
/// A cart.
pub const CART: &str = "M2 3h3l3 12h11l3-9H7m2 15a1 1 0 1 0 .1 0m8-.1a1 1 0 1 0 .1 0";
/// Sliders.
pub const SETTINGS: &str = "M4 6h9m4 0h3M4 12h3m4 0h9M4 18h9m4 0h3M15 4v4M9 10v4m6 2v4";
/// A looking glass.
pub const SEARCH: &str = "M10.5 4a6.5 6.5 0 1 0 .1 0m4.6 11.2L21 21";
/// An arrow to the left.
pub const BACK: &str = "M15 4l-8 8 8 8";
/// A plus.
pub const PLUS: &str = "M12 5v14M5 12h14";
/// A minus.
pub const MINUS: &str = "M5 12h14";
/// A bin.
pub const BIN: &str = "M4 7h16M9 7V4h6v3M6 7l1 14h10l1-14";

/// One of the drawings above. Decoration: the words are beside it or in the control's label.
#[component]
pub fn Icon(
    /// What is drawn.
    path: &'static str,
) -> impl IntoView {
    view! { <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=path></path></svg> }.into_any()
}
