//! Language, text size, data saver, and what the shop costs in data and storage.

use crate::route::Route;
use crate::shop::Shop;
use crate::texts::{Texts, settings, shell};
use fairday_contract::Locale;
use maud::{Markup, html};

/// Text sizes to choose from, per cent of the browser's own.
pub(super) const TEXT_SIZES: [u16; 4] = [100, 125, 150, 200];

pub(super) fn page(shop: &Shop) -> Markup {
    let (texts, words) = (shop.texts(), settings::of(shop.locale()));
    let names = [words.text_normal, words.text_large, words.text_larger, words.text_largest];
    html! {
        div.settings {
            h1 { (texts.settings) }
            section {
                h2 { (texts.account) }
                nav.chips aria-label=(texts.account) {
                    a href=(shop.url(Route::Orders)) { (texts.orders) }
                    a href=(shop.url(Route::Credit)) { (words.my_credit) }
                    a href=(shop.url(Route::Account)) { (texts.account) }
                }
            }
            section {
                h2 { (words.language) }
                nav.chips aria-label=(words.language) {
                    @for (locale, name) in [(Locale::ZhCn, "中文"), (Locale::En, "English")] {
                        @let on = shop.locale() == locale;
                        a.on[on] href=(shop.place.to(Route::Settings).in_locale(locale).url()) lang=(locale.tag()) hreflang=(locale.tag())
                            aria-current=[on.then_some("true")] data-act="language" data-key=(locale.tag()) { (name) }
                    }
                }
            }
            section {
                h2 { (words.text_size) }
                div.chips role="group" aria-label=(words.text_size) {
                    // Which one is on is the phone's own affair: the stylesheet marks it by the root's `data-text`.
                    @for (per_cent, name) in TEXT_SIZES.into_iter().zip(names) {
                        button data-act="text-size" data-key=(per_cent) { (name) }
                    }
                }
            }
            (saver(texts, words))
            (meter(texts, words))
            // Which of them is shown, if any, the stylesheet knows by the root's `data-install`.
            section.install.by-prompt {
                h2 { (words.install_title) }
                button.primary data-act="install" { (shell::of(shop.locale()).install) }
            }
            section.install.by-words { h2 { (words.install_title) } p { (shell::of(shop.locale()).install_words) } }
            section { h2 { (words.about) } p { (words.about_text) } }
        }
    }
}

fn saver(texts: &Texts, words: &settings::Texts) -> Markup {
    html! {
        section {
            h2 { (texts.saver) }
            div.chips role="group" aria-label=(texts.saver) {
                // As for the text size, by the root's `data-saver`.
                @for (choice, name) in [("auto", words.saver_auto), ("on", words.saver_on), ("off", words.saver_off)] {
                    button data-act="saver" data-key=(choice) { (name) }
                }
            }
            p { small { (words.saver_note) } }
        }
    }
}

/// The phone fills the figures in, in this order (`web/page/meter.ts`).
fn meter(texts: &Texts, words: &settings::Texts) -> Markup {
    let rows = [words.meter_pages, words.meter_data, words.meter_pictures, texts.total];
    html! {
        section #meter {
            h2 { (words.meter) }
            table {
                thead { tr { td {} th scope="col" { (words.today) } th scope="col" { (words.this_month) } } }
                @for name in rows { tr { th scope="row" { (name) } td { "–" } td { "–" } } }
                tr { th scope="row" { (words.stored) } td colspan="2" { "–" } }
            }
            p { small { (words.free_note) } }
            button.primary data-act="free" { (texts.free) }
        }
    }
}
