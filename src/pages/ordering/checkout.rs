//! From the cart to an order, on one page: who gets it, how, how it is paid, what it costs, and one button.

use super::fields::{Input, choice, input, recipient, wrong, wrong_typed};
use super::{terms, trouble, words};
use crate::desk::Desk;
use crate::domain::cart::Cart;
use crate::domain::checkout::Field;
use crate::domain::{moment, price};
use crate::route::Route;
use crate::shop::Shop;
use crate::texts::fill;
use crate::texts::ordering::Texts;
use fairday_contract::{Address, CouponRefused, DeliveryOffer, Money, PaymentMethod, PickUpPoint, Recipient};
use fairday_input::Kind;
use maud::{Markup, html};

pub(super) fn page(shop: &Shop, desk: &Desk, cart: &Cart) -> Markup {
    let texts = words(shop);
    if cart.selected_count() == 0 {
        return super::nothing(shop, shop.texts().select_something, "", Route::Cart, texts.back_to_cart);
    }
    html! {
        div.checkout {
            h1 { (shop.texts().checkout) }
            (trouble(texts, desk))
            @if desk.who.account().is_none() && desk.is_online {
                p.note-box { (texts.sign_in_to_order) " " a.link href=(sign_in(shop)) { (texts.sign_in) } }
            }
            section {
                h2 { (texts.recipient) }
                (who(texts, desk))
                @if !desk.addresses.is_empty() { a.link href=(shop.url(Route::Addresses)) { (texts.manage_addresses) } }
            }
            section { h2 { (texts.delivery) } (how(texts, desk)) }
            section {
                h2 { (texts.payment) }
                fieldset aria-label=(texts.payment) {
                    @for method in desk.payments() {
                        (choice("payment", payment_word(method), desk.draft.payment == Some(method), &html! { (payment(texts, method)) }))
                    }
                }
                (no_credit(shop, desk))
                @if let Some(wrong) = wrong(texts, &desk.missing, Field::Payment) { p.wrong { (wrong) } }
            }
            section { (extras(texts, desk)) }
            section { (cost(shop, desk, cart)) }
            div.buy.sum { (order(shop, desk)) }
        }
    }
}

fn sign_in(shop: &Shop) -> String {
    shop.url(Route::SignIn(Some(Box::new(Route::Checkout))))
}

pub(super) fn who(texts: &Texts, desk: &Desk) -> Markup {
    let draft = &desk.draft;
    html! {
        @if !desk.addresses.is_empty() {
            fieldset aria-label=(texts.recipient) {
                @for one in &desk.addresses {
                    (choice("address", one.id.as_str(), draft.address.as_ref() == Some(&one.id), &address(one)))
                }
                (choice("address", "", draft.address.is_none(), &html! { (texts.another_address) }))
            }
        }
        @if draft.address.is_none() || desk.addresses.is_empty() {
            // For pick-up, the region says which points are near.
            (recipient(texts, &draft.place, desk, true))
        }
    }
}

fn address(one: &Address) -> Markup {
    html! {
        b { (one.place.name) " " (one.place.phone) } @if !one.label.is_empty() { " " span.tag { (one.label) } }
        small { (place(&one.place)) }
    }
}

/// Where, in one line.
pub(super) fn place(place: &Recipient) -> String {
    let parts = place.region_names.iter().map(String::as_str).chain([&*place.village, &*place.detail]);
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn how(texts: &Texts, desk: &Desk) -> Markup {
    let draft = &desk.draft;
    let Some(options) = &desk.options else {
        return html! { p.hint { (if desk.is_online { texts.choose_region_first } else { texts.fee_unknown }) } };
    };
    let goods = desk.terms.as_ref().map_or(0, |terms| terms.goods - terms.discount);
    html! {
        @if let Some(as_of) = desk.options_as_of { p.hint { (fill(texts.fees_as_of, moment::show(as_of, desk.zone_min))) } }
        @if options.door.is_none() && options.points.is_empty() { p.wrong { (texts.no_delivery) } }
        fieldset aria-label=(texts.delivery) {
            @if let Some(door) = &options.door {
                (choice("way", "door", !draft.is_pick_up, &html! { b { (texts.to_the_door) } small { (offer(texts, door, goods)) } }))
            }
            @for point in &options.points {
                (choice("way", point.id.as_str(), draft.is_pick_up && draft.point.as_ref() == Some(&point.id), &at_point(texts, point, goods)))
            }
        }
        @if let Some(wrong) = wrong(texts, &desk.missing, Field::Point) { p.wrong { (wrong) } }
    }
}

fn at_point(texts: &Texts, point: &PickUpPoint, goods: i64) -> Markup {
    html! {
        b { (texts.pick_up) ": " (point.name) }
        small { (point.address) @if !point.hours.is_empty() { " · " (point.hours) } }
        small { (offer(texts, &point.offer, goods)) }
    }
}

fn offer(texts: &Texts, offer: &DeliveryOffer, goods: i64) -> String {
    let fee = crate::domain::terms::fee(offer, goods);
    let cost =
        if fee == 0 { texts.free.to_owned() } else { price::show(Money::new(fee, offer.fee.currency)) };
    let mut text = format!("{cost} · {}", terms::days(texts, offer.days_min, offer.days_max));
    if let Some(from) = offer.free_from.filter(|_| fee > 0) {
        text += " · ";
        text += &fill(texts.free_from, price::show(Money::new(from, offer.fee.currency)));
    }
    text
}

/// A way to pay, as the form's value.
fn payment_word(method: PaymentMethod) -> &'static str {
    match method {
        PaymentMethod::PayAtPickUp => "pay_at_pick_up",
        PaymentMethod::Online => "online",
        PaymentMethod::PhoneCredit => "phone_credit",
        _ => "cash_on_delivery",
    }
}

/// A way to pay in words.
pub(super) fn payment(texts: &Texts, method: PaymentMethod) -> &'static str {
    match method {
        PaymentMethod::CashOnDelivery => texts.cash_on_delivery,
        PaymentMethod::PayAtPickUp => texts.pay_at_pick_up,
        PaymentMethod::Online => texts.pay_online,
        PaymentMethod::PhoneCredit => texts.phone_credit,
        PaymentMethod::Unknown => texts.some_payment,
    }
}

/// Why an order does not go with next month's bill, for who has phone credit.
fn no_credit(shop: &Shop, desk: &Desk) -> Markup {
    let texts = words(shop);
    let quote = desk.quote.as_ref().filter(|quote| !quote.payments.contains(&PaymentMethod::PhoneCredit));
    let Some(quote) = quote.filter(|_| desk.credit.granted > 0) else { return html! {} };
    let free = desk.credit.available;
    html! {
        p.hint {
            @if free < quote.terms.total {
                (fill(texts.credit_too_little, price::show(Money::new(free, quote.terms.currency))))
            } @else {
                (texts.credit_not_now)
            }
            " " a.link href=(shop.url(Route::Credit)) { (texts.my_credit) }
        }
    }
}

fn extras(texts: &Texts, desk: &Desk) -> Markup {
    let refused = desk.quote.as_ref().and_then(|quote| quote.coupon_refused).map(|why| match why {
        CouponRefused::NotFound => texts.coupon_not_found,
        CouponRefused::TooEarly => texts.coupon_too_early,
        CouponRefused::Expired => texts.coupon_expired,
        CouponRefused::BelowMinimum => texts.coupon_below_minimum,
        CouponRefused::UsedUp => texts.coupon_used_up,
        CouponRefused::RaisesTotal => texts.coupon_raises_total,
        CouponRefused::NothingOff => texts.coupon_nothing_off,
        CouponRefused::Unknown => texts.coupon_refused,
    });
    let is_waiting = desk.quote.is_none() && !desk.draft.applied.is_empty();
    html! {
        form.inline method="dialog" data-do="apply-coupon" {
            (input(&Input {
                field: "coupon", label: texts.coupon, value: &desk.draft.coupon, kind: "text", autocomplete: "off",
                chars_max: Kind::Coupon.typed_chars_max(),
                wrong: wrong(texts, &desk.missing, Field::Coupon).or(refused),
            }))
            button type="submit" { (texts.apply) }
        }
        @if is_waiting { p.hint { (texts.coupon_later) } }
        div.field {
            @let wrong = wrong_typed(texts, &desk.missing, (Field::Note, Kind::NOTE), &desk.draft.note);
            label for="f-note" { (texts.note) }
            textarea #f-note data-field="note" rows="2" maxlength=(Kind::NOTE.typed_chars_max())
                aria-invalid=[wrong.map(|_| "true")] aria-describedby=[wrong.map(|_| "w-note")] { (desk.draft.note) }
            @if let Some(wrong) = wrong { p.wrong #w-note { (wrong) } }
        }
    }
}

fn cost(shop: &Shop, desk: &Desk, cart: &Cart) -> Markup {
    let texts = words(shop);
    html! {
        h2 { (texts.your_order) }
        div role="status" {
            @match &desk.terms {
                Some(found) => {
                    (terms::lines(shop, found))
                    (terms::sums(shop, found))
                    @if desk.quote.is_none() { p.hint { (texts.estimated) } }
                }
                None => {
                    ul.rows {
                        @for line in cart.lines.iter().filter(|line| line.selected) {
                            li { span { (line.title) small { (line.choice) " " (price::show(line.price)) " × " (line.quantity) } } }
                        }
                    }
                    p.hint { (texts.total_later) }
                }
            }
        }
    }
}

/// The button, which says what is agreed to.
fn order(shop: &Shop, desk: &Desk) -> Markup {
    let texts = words(shop);
    let total = desk.terms.as_ref().map(|found| terms::amount(found, found.total));
    html! {
        p { @if let Some(total) = &total { span { (shop.texts().total) " " b { (total) } } } }
        @if desk.who.account().is_none() && desk.is_online {
            a.primary href=(sign_in(shop)) { (texts.sign_in) }
        } @else {
            button.primary type="button" data-do="place" aria-disabled=[(desk.is_busy || total.is_none()).then_some("true")] {
                (match total {
                    Some(total) if desk.is_online => fill(texts.place_order, total),
                    Some(total) => fill(texts.save_order, total),
                    None => texts.place.to_owned(),
                })
            }
        }
    }
}
