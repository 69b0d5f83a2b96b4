//! Signing in: the number, then the code that was sent to it.

use super::fields::{Input, input, wrong, wrong_typed};
use super::{trouble, words};
use crate::desk::{Desk, Sent, Who};
use crate::domain::checkout::Field;
use crate::route::Route;
use crate::shop::Shop;
use crate::texts::fill;
use fairday_input::Kind;
use maud::{Markup, html};

pub(super) fn page(shop: &Shop, desk: &Desk) -> Markup {
    let texts = words(shop);
    if let Who::Somebody(account) = &desk.who {
        return html! {
            section.empty {
                h1 { (fill(texts.signed_in_as, &account.phone)) }
                a.primary href=(shop.url(onward(shop))) { (texts.go_on) }
            }
        };
    }
    html! {
        div.narrow {
            h1 { (texts.sign_in) }
            p.hint { (texts.sign_in_why) }
            (trouble(texts, desk))
            @if desk.sign_in.is_forgotten { p.wrong role="alert" { (texts.sign_in_forgotten) } }
            @match &desk.sign_in.sent {
                None => { (ask(shop, desk)) }
                Some(sent) => { (enter(shop, desk, sent)) }
            }
        }
    }
}

/// Where the shopper goes on.
pub(crate) fn onward(shop: &Shop) -> Route {
    match &shop.place.route {
        Route::SignIn(Some(next)) => next.as_ref().clone(),
        _ => Route::Account,
    }
}

fn ask(shop: &Shop, desk: &Desk) -> Markup {
    let texts = words(shop);
    html! {
        form method="dialog" data-do="send-code" {
            (input(&Input {
                field: "sign-in-phone", label: texts.mobile, value: &desk.sign_in.phone, kind: "tel", autocomplete: "tel",
                chars_max: Kind::Mobile.typed_chars_max(),
                wrong: wrong_typed(texts, &desk.missing, (Field::Phone, Kind::Mobile), &desk.sign_in.phone),
            }))
            button.primary type="submit" aria-disabled=[desk.is_busy.then_some("true")] { (texts.send_code) }
        }
    }
}

fn enter(shop: &Shop, desk: &Desk, sent: &Sent) -> Markup {
    let texts = words(shop);
    let wait_s = (sent.resend_at_ms - desk.now_ms + 999).max(0) / 1000;
    html! {
        form method="dialog" data-do="sign-in" {
            p role="status" { (fill(texts.code_sent, &sent.phone)) }
            @if let Some(code) = &sent.demo_code { p.demo { (fill(texts.demo_code, code)) } }
            (input(&Input {
                field: "code", label: &fill(texts.code, sent.digits), value: &desk.sign_in.code, kind: "text",
                autocomplete: "one-time-code", chars_max: Kind::OneTimeCode.typed_chars_max(),
                wrong: wrong(texts, &desk.missing, Field::Code),
            }))
            button.primary type="submit" aria-disabled=[desk.is_busy.then_some("true")] { (texts.sign_in) }
        }
        div.buttons {
            @if wait_s > 0 {
                p.hint #resend { (fill(texts.resend_in, wait_s)) }
            } @else {
                button type="button" data-do="resend" { (texts.resend) }
            }
            button type="button" data-do="other-number" { (texts.other_number) }
        }
    }
}
