//! One order on one sheet of paper.

use super::{checkout, order, terms, words};
use crate::desk::Desk;
use crate::domain::moment;
use crate::route::Route;
use crate::shop::Shop;
use crate::texts::fill;
use fairday_contract::OrderId;
use maud::{Markup, html};
use std::fmt::Write as _;

pub(super) fn page(shop: &Shop, desk: &Desk, id: &OrderId) -> Markup {
    let texts = words(shop);
    let Some(one) = desk.order(id) else { return super::unknown_order(shop, desk) };
    html! {
        article.receipt {
            h1 { (shop.name) " · " (texts.receipt) }
            p { (fill(texts.number, one.number)) }
            @if let Some(first) = one.timeline.first() { p { (texts.placed) " " (moment::show(first.at_ms, desk.zone_min)) } }
            (terms::lines(shop, &one.terms))
            (terms::sums(shop, &one.terms))
            (order::paid(texts, desk, one))
            h2 { (texts.recipient) }
            p { (one.recipient.name) " " (one.recipient.phone) } p { (checkout::place(&one.recipient)) }
        }
        div.buttons.no-print {
            button.primary type="button" data-do="print" { (texts.print) }
            button type="button" data-do="share" data-key=(id) { (texts.share) }
            a.quiet href=(shop.url(Route::Order(id.clone()))) { (shop.texts().back) }
        }
    }
}

/// The receipt as a text, to pass on.
pub(crate) fn as_text(shop: &Shop, desk: &Desk, id: &OrderId) -> Option<String> {
    let texts = words(shop);
    let one = desk.order(id)?;
    let mut text = format!("{} · {}\n", shop.name, fill(texts.number, one.number));
    for line in &one.terms.lines {
        _ = writeln!(text, "{} × {}  {}", line.title, line.quantity, terms::amount(&one.terms, line.amount));
    }
    _ = write!(text, "{} {}", shop.texts().total, terms::amount(&one.terms, one.terms.total));
    Some(text)
}
