//! Language and text size.

use crate::route::Route;
use crate::shop::Shop;
use fairday_contract::Locale;
use maud::{Markup, html};

/// Text sizes to choose from, per cent of the browser's own.
pub(super) const TEXT_SIZES: [u16; 4] = [100, 125, 150, 200];

pub(super) fn page(shop: &Shop) -> Markup {
    let texts = shop.texts();
    let names = [texts.text_normal, texts.text_large, texts.text_larger, texts.text_largest];
    html! {
        div.settings {
            h1 { (texts.settings) }
            section {
                h2 { (texts.language) }
                nav.chips aria-label=(texts.language) {
                    @for (locale, name) in [(Locale::ZhCn, "中文"), (Locale::En, "English")] {
                        @let on = shop.locale() == locale;
                        a.on[on] href=(shop.place.to(Route::Settings).in_locale(locale).url()) lang=(locale.tag()) hreflang=(locale.tag())
                            aria-current=[on.then_some("true")] data-act="language" data-key=(locale.tag()) { (name) }
                    }
                }
            }
            section {
                h2 { (texts.text_size) }
                div.chips role="group" aria-label=(texts.text_size) {
                    // Which one is on is the phone's own affair: the stylesheet marks it by the root's `data-text`.
                    @for (per_cent, name) in TEXT_SIZES.into_iter().zip(names) {
                        button data-act="text-size" data-key=(per_cent) { (name) }
                    }
                }
            }
            section { h2 { (texts.about) } p { (texts.about_text) } }
        }
    }
}
