//! What an order costs, line by line, and what differs from what was agreed to.

use super::words;
use crate::domain::price;
use crate::shop::Shop;
use crate::texts::fill;
use crate::texts::ordering::Texts;
use fairday_contract::{Difference, DifferenceKind, Money, Terms};
use maud::{Markup, html};

/// An amount of these terms.
pub(super) fn amount(terms: &Terms, amount: i64) -> String {
    price::show(Money::new(amount, terms.currency))
}

/// The lines.
pub(super) fn lines(shop: &Shop, terms: &Terms) -> Markup {
    html! {
        ul.rows {
            @for line in &terms.lines {
                li {
                    a href=(shop.product_url(&line.handle)) {
                        (line.title)
                        small { @if !line.choice.is_empty() { (line.choice) " · " } (amount(terms, line.price)) " × " (line.quantity) }
                    }
                    b { (amount(terms, line.amount)) }
                }
            }
        }
    }
}

/// The sums, and how long delivery takes.
pub(super) fn sums(shop: &Shop, terms: &Terms) -> Markup {
    let texts = words(shop);
    html! {
        dl.sums {
            dt { (texts.goods) } dd { (amount(terms, terms.goods)) }
            @if terms.discount != 0 || terms.coupon.is_some() {
                dt { (texts.discount) @if let Some(code) = &terms.coupon { " " small { (code) } } }
                dd { "−" (amount(terms, terms.discount)) }
            }
            dt { (texts.delivery_fee) } dd { (fee(texts, terms, terms.delivery_fee)) }
            dt { b { (shop.texts().total) } } dd { b { (amount(terms, terms.total)) } }
        }
        p.hint { (days(texts, terms.days_min, terms.days_max)) }
    }
}

fn fee(texts: &Texts, terms: &Terms, fee: i64) -> String {
    if fee == 0 { texts.free.to_owned() } else { amount(terms, fee) }
}

/// How long it takes.
pub(super) fn days(texts: &Texts, least: u8, most: u8) -> String {
    if least == most { fill(texts.days, least) } else { fill(texts.days, format!("{least}–{most}")) }
}

/// Everything that is not as it was agreed to.
pub(super) fn differences(shop: &Shop, agreed: &Terms, found: &[Difference]) -> Markup {
    let texts = words(shop);
    let amounts = |one: &Difference| (amount(agreed, one.agreed), amount(agreed, one.now));
    html! {
        ul.differences {
            @for one in found {
                @let title = agreed.lines.iter().find(|line| Some(line.variant) == one.variant).map(|line| &line.title);
                @let (was, now) = match one.what {
                    DifferenceKind::Stock | DifferenceKind::Gone => (one.agreed.to_string(), one.now.to_string()),
                    _ => amounts(one),
                };
                li {
                    @if let Some(title) = title { (title) ": " }
                    (match one.what {
                        DifferenceKind::Price => texts.differs_price,
                        DifferenceKind::Stock => texts.differs_stock,
                        DifferenceKind::Gone => shop.texts().gone,
                        DifferenceKind::Discount => texts.discount,
                        DifferenceKind::DeliveryFee => texts.delivery_fee,
                        DifferenceKind::Total => shop.texts().total,
                        DifferenceKind::Unknown => texts.differs,
                    })
                    @if one.what != DifferenceKind::Gone && was != now {
                        " " s { span.sr { (shop.texts().was) " " } (was) } " → " b { (now) }
                    }
                }
            }
        }
    }
}
