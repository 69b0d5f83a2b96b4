//! What was last said to the shopper, above the tab bar.

use crate::shop::Shop;
use crate::state::{Notice, Remedy};
use maud::{Markup, html};

/// The sentence, what can be done about it, and a way to be rid of it.
pub fn notice(shop: &Shop, notice: &Notice) -> Markup {
    let texts = shop.texts();
    html! {
        p.notice {
            span { (notice.text) }
            @if let Some(remedy) = &notice.remedy {
                button data-act="remedy" {
                    (match remedy {
                        Remedy::RestoreLine(..) => texts.undo,
                        Remedy::SeeCart => texts.see_cart,
                    })
                }
            }
            button.close data-act="close-notice" aria-label=(texts.close) { "×" }
        }
    }
}
