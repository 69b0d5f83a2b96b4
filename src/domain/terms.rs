//! What an order costs: what the shopper agreed to, what differs from it now, and what the phone can tell by itself.

use super::cart::{Cart, Line};
use fairday_contract::{
    AgreedLine, AgreedTerms, Currency, DeliveryChoice, DeliveryOffer, Difference, DifferenceKind, QuoteLine,
    QuoteRequest, Terms, TermsLine,
};

/// The amounts of terms, as an order repeats them.
pub fn agreed(terms: &Terms) -> AgreedTerms {
    AgreedTerms {
        currency: terms.currency,
        lines: terms
            .lines
            .iter()
            .map(|line| AgreedLine { variant: line.variant, quantity: line.quantity, price: line.price })
            .collect(),
        coupon: terms.coupon.clone(),
        discount: terms.discount,
        delivery: terms.delivery.clone(),
        delivery_fee: terms.delivery_fee,
        total: terms.total,
    }
}

/// Everything in which `now` is not what was agreed to. Nothing: the terms are the same, and an order may be made of
/// `now` without asking.
pub fn differences(before: &AgreedTerms, now: &Terms) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut differ = |what, variant, agreed, now| {
        if agreed != now {
            found.push(Difference { what, variant, agreed, now });
        }
    };
    for line in &before.lines {
        let variant = Some(line.variant);
        match now.lines.iter().find(|other| other.variant == line.variant) {
            None => differ(DifferenceKind::Gone, variant, line.quantity.into(), 0),
            Some(other) => {
                differ(DifferenceKind::Price, variant, line.price, other.price);
                differ(DifferenceKind::Stock, variant, line.quantity.into(), other.quantity.into());
            }
        }
    }
    differ(DifferenceKind::Discount, None, before.discount, now.discount);
    differ(DifferenceKind::DeliveryFee, None, before.delivery_fee, now.delivery_fee);
    differ(DifferenceKind::Total, None, before.total, now.total);
    // What has no amount is still not what was agreed to.
    let is_other = before.currency != now.currency
        || before.delivery != now.delivery
        || before.coupon != now.coupon
        || now.lines.iter().any(|line| before.lines.iter().all(|old| old.variant != line.variant));
    if is_other && found.is_empty() {
        let what = DifferenceKind::Unknown;
        found.push(Difference { what, variant: None, agreed: before.total, now: now.total });
    }
    found
}

/// What is marked in the cart, as a quote asks for it.
pub fn request(lines: &[TermsLine], delivery: DeliveryChoice, coupon: &str) -> QuoteRequest {
    let coupon = coupon.trim();
    QuoteRequest {
        lines: lines
            .iter()
            .map(|line| QuoteLine { variant: line.variant, quantity: line.quantity })
            .collect(),
        delivery,
        coupon: (!coupon.is_empty()).then(|| coupon.to_owned()),
    }
}

/// The marked lines of a cart, as the phone knows them.
pub fn lines(cart: &Cart) -> Vec<TermsLine> {
    cart.lines.iter().filter(|line| line.selected).map(line_of).collect()
}

fn line_of(line: &Line) -> TermsLine {
    TermsLine {
        variant: line.variant,
        handle: line.handle.clone(),
        title: line.title.clone(),
        choice: line.choice.clone(),
        picture: line.picture.as_ref().map(|picture| picture.id.clone()),
        price: line.price.amount,
        quantity: line.quantity,
        amount: line.price.amount.saturating_mul(line.quantity.into()),
    }
}

/// What delivery of goods of so much costs.
pub fn fee(offer: &DeliveryOffer, goods: i64) -> i64 {
    if offer.free_from.is_some_and(|from| goods >= from) { 0 } else { offer.fee.amount }
}

/// What the phone can tell by itself, without network: the prices in the cart, the fee as it was last told, and no
/// coupon, of which it knows nothing. Nothing when a sum does not fit.
pub fn estimate(
    lines: Vec<TermsLine>,
    currency: Currency,
    delivery: DeliveryChoice,
    offer: &DeliveryOffer,
) -> Option<Terms> {
    let goods = lines
        .iter()
        .try_fold(0_i64, |sum, line| sum.checked_add(line.price.checked_mul(line.quantity.into())?))?;
    let delivery_fee = fee(offer, goods);
    Some(Terms {
        currency,
        lines,
        goods,
        coupon: None,
        discount: 0,
        delivery,
        delivery_fee,
        days_min: offer.days_min,
        days_max: offer.days_max,
        total: goods.checked_add(delivery_fee)?,
    })
}
