//! What was last said to the shopper, above the tab bar.

use crate::domain::invitation::Means;
use crate::shop::Shop;
use crate::state::{Notice, Question, Remedy};
use crate::texts::shell;
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

/// Something that waits for an answer: what it is, yes, and no.
pub fn question(shop: &Shop, question: Question) -> Markup {
    let (texts, words) = (shop.texts(), shell::of(shop.locale()));
    html! {
        p.notice {
            @match question {
                Question::Update => {
                    span { (words.update_ready) }
                    button data-act="update" { (words.update_now) }
                    button.close data-act="not-now" aria-label=(texts.close) { "×" }
                }
                Question::Install(means) => {
                    span { (if means == Means::Prompt { words.install_offer } else { words.install_words }) }
                    @if means == Means::Prompt { button data-act="install" { (words.install) } }
                    button data-act="decline" { (words.install_decline) }
                }
            }
        }
    }
}
