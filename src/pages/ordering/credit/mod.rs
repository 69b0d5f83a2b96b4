//! Phone credit: a product by the month, the honest sheet, the application, and what is owed. A piece of wasm of its own, on
//! top of the one that orders. Its sentences and styles come with it.

mod check;
mod compare;
mod plan;
mod sheet;

use crate::desk::Desk;
use crate::domain::price;
use crate::route::Route;
use crate::shop::Shop;
use crate::texts::credit::{self, Texts};
use fairday_contract::{Currency, Money};
use fairday_credit::{Amount, Date};
use maud::{Markup, html};

/// The piece's own styles.
pub(crate) const STYLES: &str = include_str!("../../../../style/credit.css");

/// The page of the shop's place.
pub(crate) fn page(shop: &Shop, desk: &Desk) -> Markup {
    match &shop.place.route {
        Route::Plan(handle) => plan::page(shop, desk, handle),
        _ => super::waiting(shop, desk),
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
    html! { time datetime=(date) { (credit::day(texts, date)) } }
}

/// A day as the shop writes it; as it stands when it is none.
fn day_of(texts: &Texts, iso: &str) -> String {
    iso.parse().map_or_else(|_| iso.to_owned(), |date| credit::day(texts, date))
}

/// An amount of the rules.
fn minor(currency: Currency, amount: Amount) -> String {
    money(currency, amount.minor())
}
