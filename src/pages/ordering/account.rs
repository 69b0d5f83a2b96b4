//! Who is signed in, where, and what can be done about it.

use super::fields::{Input, input, wrong_typed};
use super::{trouble, words};
use crate::desk::{Desk, Who};
use crate::domain::checkout::Field;
use crate::domain::moment;
use crate::route::Route;
use crate::shop::Shop;
use crate::texts::fill;
use fairday_input::Kind;
use maud::{Markup, html};

pub(super) fn page(shop: &Shop, desk: &Desk) -> Markup {
    let texts = words(shop);
    let account = match &desk.who {
        Who::Unknown => return super::waiting(shop, desk),
        Who::Nobody => {
            let to = Route::SignIn(Some(Box::new(Route::Account)));
            return super::nothing(shop, texts.signed_out, texts.sign_in_why, to, texts.sign_in);
        }
        Who::Somebody(account) => account,
    };
    html! {
        div.settings.account {
            h1 { (texts.account) }
            (trouble(texts, desk))
            section {
                h2 { (fill(texts.signed_in_as, &account.phone)) }
                p { small { (fill(texts.since, moment::show(account.created_ms, desk.zone_min))) } }
                div.buttons {
                    a.primary href=(shop.url(Route::Orders)) { (shop.texts().orders) }
                    a.link href=(shop.url(Route::Credit)) { (texts.my_credit) }
                    a.link href=(shop.url(Route::Addresses)) { (shop.texts().addresses) }
                    button type="button" data-do="sign-out" { (texts.sign_out) }
                }
            }
            (sessions(shop, desk))
            section {
                h2 { (texts.your_data) }
                p { small { (texts.export_note) } }
                button.primary type="button" data-do="export" { (texts.export) }
            }
            (deletion(shop, desk))
        }
    }
}

fn sessions(shop: &Shop, desk: &Desk) -> Markup {
    let texts = words(shop);
    html! {
        @if !desk.sessions.is_empty() {
            section {
                h2 { (texts.sessions) }
                ul.rows {
                    @for session in &desk.sessions {
                        @let device = if session.device.is_empty() { texts.some_device } else { &session.device };
                        li {
                            span {
                                (device) @if session.is_current { " · " (texts.this_phone) }
                                small { (fill(texts.seen, moment::show(session.seen_ms, desk.zone_min))) }
                            }
                            @if !session.is_current {
                                button type="button" data-do="revoke" data-key=(session.id) aria-label={ (texts.sign_out) ": " (device) } {
                                    (texts.sign_out)
                                }
                            }
                        }
                    }
                }
                @if desk.sessions.len() > 1 {
                    button.quiet type="button" data-do="sign-out-everywhere" { (texts.sign_out_everywhere) }
                }
            }
        }
    }
}

fn deletion(shop: &Shop, desk: &Desk) -> Markup {
    let texts = words(shop);
    html! {
        section {
            h2 { (texts.delete_account) }
            p { small { (texts.delete_note) } }
            @match &desk.deleting {
                None => { button type="button" data-do="delete" { (texts.delete_account) } }
                Some(typed) => { form method="dialog" data-do="delete-account" {
                    (input(&Input {
                        field: "delete-phone", label: texts.delete_type, value: typed, kind: "tel", autocomplete: "off",
                        chars_max: Kind::Mobile.typed_chars_max(),
                        wrong: wrong_typed(texts, &desk.missing, (Field::Phone, Kind::Mobile), typed),
                    }))
                    div.buttons {
                        button.primary type="submit" { (texts.delete_for_good) }
                        button type="button" data-do="keep" { (texts.cancel) }
                    }
                } }
            }
        }
    }
}
