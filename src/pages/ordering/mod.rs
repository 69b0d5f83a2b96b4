//! Signing in, ordering, and what becomes of orders: a piece of wasm of its own, fetched when one of these pages is opened
//! or an order waits to be sent. Its sentences and styles come with it.

mod account;
mod addresses;
mod checkout;
mod code;
pub(crate) mod credit;
mod fields;
mod order;
mod orders;
mod receipt;
mod sign_in;
mod terms;

use crate::desk::{Desk, Trouble};
use crate::domain::cart::Cart;
use crate::route::Route;
use crate::shop::Shop;
use crate::texts::fill;
use crate::texts::ordering::{self, Texts};
use fairday_contract::ProblemCode;
use maud::{Markup, html};

pub(crate) use receipt::as_text as receipt_as_text;
pub(crate) use sign_in::onward;

/// The piece's own styles: they are no part of the page, whose first screen does not need them.
pub(crate) const STYLES: &str = include_str!("../../../style/ordering.css");

/// The page of the shop's place.
pub(crate) fn page(shop: &Shop, desk: &Desk, cart: &Cart) -> Markup {
    match &shop.place.route {
        Route::SignIn(_) => sign_in::page(shop, desk),
        Route::Account => account::page(shop, desk),
        Route::Addresses => addresses::page(shop, desk),
        Route::Checkout => checkout::page(shop, desk, cart),
        Route::Order(id) => order::page(shop, desk, id),
        Route::Receipt(id) => receipt::page(shop, desk, id),
        _ => orders::page(shop, desk),
    }
}

/// The piece's sentences in the page's language.
pub(crate) fn words(shop: &Shop) -> &'static Texts {
    ordering::of(shop.locale())
}

/// What went wrong, when something did.
fn trouble(texts: &Texts, desk: &Desk) -> Markup {
    html! { div role="alert" { @if let Some(trouble) = &desk.trouble { p.wrong { (sentence(texts, trouble)) } } } }
}

/// What went wrong, in words that say what to do.
pub(crate) fn sentence(texts: &Texts, trouble: &Trouble) -> String {
    let code = match trouble {
        Trouble::Offline => return texts.offline.to_owned(),
        Trouble::Busy => return texts.server_trouble.to_owned(),
        Trouble::NotKept => return texts.not_kept.to_owned(),
        Trouble::BookFull => return texts.book_full.to_owned(),
        Trouble::OutboxFull => return texts.outbox_full.to_owned(),
        Trouble::NothingSelected => return texts.nothing_selected.to_owned(),
        Trouble::Unplaced(said) => return fill(texts.invalid_said, said),
        Trouble::Refused(ProblemCode::TooManyRequests, Some(ms)) => {
            return fill(texts.too_many, wait(texts, *ms));
        }
        Trouble::Refused(code, _) => code,
    };
    match code {
        ProblemCode::WrongCode => texts.wrong_code,
        ProblemCode::CodeExpired => texts.code_expired,
        ProblemCode::SignInRequired => texts.signed_out,
        ProblemCode::NoDelivery => texts.no_delivery,
        ProblemCode::ReservedTooMuch => texts.explain_reserved,
        ProblemCode::NotPossibleNow => texts.not_possible_now,
        ProblemCode::OrderNotFound => texts.order_not_found,
        ProblemCode::InvalidRequest | ProblemCode::TooLarge => texts.invalid,
        ProblemCode::OutOfStock | ProblemCode::TermsChanged => texts.explain_terms,
        _ => texts.server_trouble,
    }
    .to_owned()
}

/// A wait in words: seconds, from two minutes on in minutes.
fn wait(texts: &Texts, ms: u32) -> String {
    let seconds = ms.div_ceil(1000);
    if seconds < 120 { fill(texts.seconds, seconds) } else { fill(texts.minutes, seconds.div_ceil(60)) }
}

/// An empty place with a sentence and a way on.
fn nothing(shop: &Shop, title: &str, detail: &str, to: Route, link: &str) -> Markup {
    html! {
        section.empty {
            h1 { (title) }
            @if !detail.is_empty() { p { (detail) } }
            a.primary href=(shop.url(to)) { (link) }
        }
    }
}

/// Holds the place of what is on its way; without network there is nothing on its way.
pub(crate) fn waiting(shop: &Shop, desk: &Desk) -> Markup {
    if let Some(trouble) = &desk.trouble {
        return html! {
            section.empty role="alert" {
                h1 { (sentence(words(shop), trouble)) }
                button.primary type="button" data-do="again-ask" { (shop.texts().retry) }
            }
        };
    }
    html! { section aria-busy="true" { p.sr role="status" { (shop.texts().loading) } ul.grid { @for _ in 0..3 { li.card.ghost {} } } } }
}

/// An order that the phone does not have.
fn unknown_order(shop: &Shop, desk: &Desk) -> Markup {
    let texts = words(shop);
    if desk.who == crate::desk::Who::Nobody {
        let to = Route::SignIn(Some(Box::new(shop.place.route.clone())));
        return nothing(shop, texts.signed_out, texts.sign_in_for_orders, to, texts.sign_in);
    }
    if desk.is_answered && desk.trouble.is_none() {
        return nothing(shop, texts.order_not_found, "", Route::Orders, shop.texts().orders);
    }
    waiting(shop, desk)
}
