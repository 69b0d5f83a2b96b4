//! Phone credit: a product by the month, the honest sheet, the application, and what is owed. A piece of wasm of its own, on
//! top of the one that orders. Its sentences and styles come with it.

mod agreement;
mod application;
mod check;
mod compare;
mod list;
mod paying;
mod plan;
mod reminders;
mod sheet;
mod signing;
mod standing;

use crate::desk::{Desk, Trouble};
use crate::domain::price;
use crate::route::Route;
use crate::shop::Shop;
use crate::texts::credit::{self, Texts};
use fairday_contract::{Currency, Money, ProblemCode};
use fairday_credit::{Amount, Date};
use maud::{Markup, html};

pub(crate) use sheet::as_text;
pub(crate) use signing::text_digest;

/// The piece's own styles.
pub(crate) const STYLES: &str = include_str!("../../../../style/credit.css");

/// The page of the shop's place.
pub(crate) fn page(shop: &Shop, desk: &Desk) -> Markup {
    match &shop.place.route {
        Route::Plan(handle) => plan::page(shop, desk, handle),
        Route::Agreement(id) => agreement::page(shop, desk, id),
        _ => list::page(shop, desk),
    }
}

/// The piece's sentences in the page's language.
fn words(shop: &Shop) -> &'static Texts {
    credit::of(shop.locale())
}

/// An amount of the shop's currency.
fn money(currency: Currency, amount: i64) -> String {
    price::show(Money::new(amount, currency))
}

/// A day, for people and for programs.
fn day(texts: &Texts, date: Date) -> Markup {
    // Chinese has no spaces to break a line at: after the year is the place.
    let words = credit::day(texts, date);
    let (year, rest) = words.split_once('年').map_or(("", words.as_str()), |(year, rest)| (year, rest));
    html! { time datetime=(date) { @if !year.is_empty() { (year) "年" wbr; } (rest) } }
}

/// A day as the shop writes it; as it stands when it is none.
fn day_of(texts: &Texts, iso: &str) -> String {
    iso.parse().map_or_else(|_| iso.to_owned(), |date| credit::day(texts, date))
}

/// An amount of the rules.
fn minor(currency: Currency, amount: Amount) -> String {
    money(currency, amount.minor())
}

/// What went wrong, when something did.
fn trouble(shop: &Shop, desk: &Desk) -> Markup {
    html! { div role="alert" { @if let Some(trouble) = &desk.trouble { p.wrong { (sentence(shop, trouble)) } } } }
}

fn sentence(shop: &Shop, trouble: &Trouble) -> String {
    let texts = words(shop);
    let code = match trouble {
        Trouble::Offline => return texts.no_answer.to_owned(),
        Trouble::Busy => return texts.away.to_owned(),
        Trouble::Refused(code, _) => code,
        _ => &ProblemCode::Unknown,
    };
    match code {
        ProblemCode::OtherPerson => texts.other_person,
        ProblemCode::AmountDiffers => texts.amount_differs,
        ProblemCode::AgreementIdUsed => texts.id_used,
        ProblemCode::NotPossibleNow => texts.not_as_it_is,
        ProblemCode::AgreementNotFound => texts.unknown,
        ProblemCode::CreditTermsChanged => texts.changed,
        ProblemCode::CreditDeclined => texts.declined,
        ProblemCode::OutOfStock => texts.sold_out,
        _ => return super::sentence(super::words(shop), trouble),
    }
    .to_owned()
}
