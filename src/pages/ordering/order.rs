//! One order: on its way to the shop, or placed; where it is, what it was, and what can be done about it.

use super::fields::{wrong, wrong_typed};
use super::orders::{state, status};
use super::{checkout, code, terms, trouble, words};
use crate::desk::{Act, Desk};
use crate::domain::checkout::Field;
use crate::domain::moment;
use crate::domain::outbox::{Entry, Need, State};
use crate::domain::purchase::{Stage, stage};
use crate::route::Route;
use crate::shop::Shop;
use crate::texts::fill;
use crate::texts::ordering::Texts;
use fairday_contract::{FieldError, Order, OrderId, PaymentMethod, PaymentStatus, ProblemCode};
use fairday_input::Kind;
use maud::{Markup, html};

pub(super) fn page(shop: &Shop, desk: &Desk, id: &OrderId) -> Markup {
    if let Some(entry) = desk.entry(id) {
        let is_shown = entry.is_shown_to(desk.who.owner().as_deref());
        return if is_shown { waiting(shop, desk, entry) } else { of_somebody_else(shop, id) };
    }
    match desk.order(id) {
        Some(order) => placed(shop, desk, order),
        None => super::unknown_order(shop, desk),
    }
}

fn of_somebody_else(shop: &Shop, id: &OrderId) -> Markup {
    let texts = words(shop);
    let to = Route::SignIn(Some(Box::new(Route::Order(id.clone()))));
    super::nothing(shop, texts.state_other_owner, texts.explain_other_owner, to, texts.sign_in)
}

fn waiting(shop: &Shop, desk: &Desk, entry: &Entry) -> Markup {
    let texts = words(shop);
    let key = entry.id.as_str();
    html! {
        div.order {
            h1 role="status" { (state(texts, entry)) }
            (trouble(texts, desk))
            section {
                p { (explained(texts, desk, entry)) }
                @match &entry.state {
                    State::NeedsYou(Need::SignIn) if desk.who.account().is_some() => {
                        button.primary type="button" data-do="claim" data-key=(key) { (texts.claim_order) }
                    }
                    State::NeedsYou(Need::SignIn) => {
                        a.primary href=(shop.url(Route::SignIn(Some(Box::new(Route::Order(entry.id.clone())))))) { (texts.sign_in) }
                    }
                    State::NeedsYou(Need::Terms(quote, found)) => {
                        (terms::differences(shop, &entry.terms, found))
                        @if let Some(quote) = quote {
                            (terms::lines(shop, &quote.terms))
                            (terms::sums(shop, &quote.terms))
                            button.primary type="button" data-do="agree-terms" data-key=(key) {
                                (fill(texts.place_order, terms::amount(&quote.terms, quote.terms.total)))
                            }
                        }
                    }
                    State::NeedsYou(Need::Change(_, errors)) => { (refused(texts, errors)) }
                    State::Saved | State::Sending => { button type="button" data-do="send-now" data-key=(key) { (texts.send_now) } }
                    _ => {}
                }
                @if entry.can_withdraw() {
                    div.buttons {
                        button type="button" data-do="edit" data-key=(key) { (texts.edit) }
                        button type="button" data-do="withdraw" data-key=(key) { (texts.withdraw) }
                    }
                }
            }
            section { h2 { (texts.your_order) } (terms::lines(shop, &entry.terms)) (terms::sums(shop, &entry.terms)) }
            section { h2 { (texts.recipient) } p { (entry.recipient.name) " " (entry.recipient.phone) } p { (checkout::place(&entry.recipient)) } }
        }
    }
}

fn explained(texts: &Texts, desk: &Desk, entry: &Entry) -> &'static str {
    match &entry.state {
        State::Saved => texts.explain_saved,
        State::Sending => texts.explain_sending,
        State::Placed => texts.placed,
        State::NeedsYou(Need::SignIn) if desk.who.account().is_some() => texts.explain_claim,
        State::NeedsYou(Need::SignIn) => texts.explain_sign_in,
        State::NeedsYou(Need::Terms(Some(_), _)) => texts.explain_terms,
        State::NeedsYou(Need::Terms(None, _)) => texts.explain_gone,
        State::NeedsYou(Need::Change(ProblemCode::CreditDeclined, _)) => texts.explain_no_credit,
        State::NeedsYou(Need::Change(ProblemCode::ReservedTooMuch, _)) => texts.explain_reserved,
        State::NeedsYou(Need::Change(..)) => texts.explain_change,
    }
}

/// What the shop refuses of an order that waits, field by field: in the app's words where the checkout has the field.
fn refused(texts: &Texts, errors: &[FieldError]) -> Markup {
    html! {
        @for error in errors {
            p.wrong {
                @match Field::named(&error.field) {
                    Some(Field::Note) => { (texts.note) ": " (error.detail) }
                    Some(Field::Village) => { (texts.village) ": " (error.detail) }
                    Some(field) => { (wrong(texts, &[field], field).unwrap_or_default()) }
                    None => { (error.field) ": " (error.detail) }
                }
            }
        }
    }
}

fn placed(shop: &Shop, desk: &Desk, order: &Order) -> Markup {
    let texts = words(shop);
    html! {
        div.order {
            h1 { (status(texts, order.status)) " " small { (fill(texts.number, order.number)) } }
            @if let Some(as_of) = desk.orders_as_of { p.stale role="status" { (fill(texts.as_of, moment::show(as_of, desk.zone_min))) } }
            (trouble(texts, desk))
            @if let Some(secret) = &order.pick_up_code { (code::pick_up(texts, secret)) }
            section { h2 { (texts.timeline) } (timeline(texts, desk, order)) }
            section { (paid(texts, desk, order)) (agreement(shop, desk, order)) }
            @if let Some(point) = &order.point {
                section {
                    h2 { (texts.pick_up) }
                    p { b { (point.name) } } p { (point.address) }
                    @if !point.hours.is_empty() { p { (point.hours) } }
                    @if !point.phone.is_empty() { p { a.link href={ "tel:" (point.phone) } { (point.phone) } } }
                }
            }
            section { h2 { (texts.your_order) } (terms::lines(shop, &order.terms)) (terms::sums(shop, &order.terms)) }
            section {
                h2 { (texts.recipient) }
                p { (order.recipient.name) " " (order.recipient.phone) } p { (checkout::place(&order.recipient)) }
                @if !order.note.is_empty() { p.lines { (texts.note) ": " (order.note) } }
            }
            (acts(shop, desk, order))
        }
    }
}

fn timeline(texts: &Texts, desk: &Desk, order: &Order) -> Markup {
    html! {
        ol.timeline {
            @for event in order.timeline.iter().rev() {
                li {
                    b { (status(texts, event.status)) }
                    small { (moment::show(event.at_ms, desk.zone_min)) }
                    @if !event.note.is_empty() { p.lines { (event.note) } }
                    @if let Some(tracking) = &event.tracking { p { (tracking.carrier) " " b.number { (tracking.number) } } }
                }
            }
        }
    }
}

/// How it is paid, and whether it is.
pub(super) fn paid(texts: &Texts, desk: &Desk, order: &Order) -> Markup {
    let is_on_credit = order.payment.method == PaymentMethod::PhoneCredit;
    let said = match order.payment.status {
        // The loan pays the shop at the hand-over: what its owner has paid, the agreement says.
        PaymentStatus::OnHandOver | PaymentStatus::Paid if is_on_credit => owed(texts, desk, order),
        PaymentStatus::OnHandOver => texts.pay_on_hand_over,
        PaymentStatus::Pending => texts.pay_pending,
        PaymentStatus::Paid => texts.pay_paid,
        PaymentStatus::Failed => texts.pay_failed,
        PaymentStatus::RefundDue => texts.pay_refund_due,
        PaymentStatus::Refunded => texts.pay_refunded,
        PaymentStatus::Void => texts.pay_void,
        PaymentStatus::Unknown => "",
    };
    // Only an address that cannot run anything: the policy would refuse it too.
    let url = order
        .payment
        .url
        .as_deref()
        .filter(|url| url.starts_with("https://") || url.starts_with('/') || url.starts_with("http://"));
    html! {
        h2 { (texts.payment) }
        p { (if is_on_credit { texts.on_credit } else { checkout::payment(texts, order.payment.method) }) @if !said.is_empty() { " · " (said) } }
        @if let Some(url) = url { a.primary href=(url) data-outside { (fill(texts.pay_now, terms::amount(&order.terms, order.terms.total))) } }
    }
}

/// What is owed of an order on credit, as far as the phone knows its agreement.
fn owed(texts: &Texts, desk: &Desk, order: &Order) -> &'static str {
    let known = desk.credit.agreements.iter().find(|one| one.order.as_ref() == Some(&order.id));
    match known.map(|one| stage(one.state, Some(order.status))) {
        Some(Stage::Running | Stage::HandedOver) => texts.credit_running,
        Some(Stage::Late) => texts.credit_late,
        Some(Stage::PaidBack | Stage::PaidBackEarly) => texts.credit_paid_back,
        _ => "",
    }
}

/// The way to the agreement by which it is paid, as far as the phone knows it; else to all of them.
fn agreement(shop: &Shop, desk: &Desk, order: &Order) -> Markup {
    let known = desk.credit.agreements.iter().find(|one| one.order.as_ref() == Some(&order.id));
    let to = known.map_or(Route::Credit, |one| Route::Agreement(one.id.clone()));
    html! {
        @if order.payment.method == PaymentMethod::PhoneCredit { a.link href=(shop.url(to)) { (words(shop).agreement) } }
    }
}

fn acts(shop: &Shop, desk: &Desk, order: &Order) -> Markup {
    let texts = words(shop);
    let key = order.id.as_str();
    html! {
        @if let Some((id, act)) = &desk.asking {
            @if *id == order.id { (ask(texts, desk, *act, key)) }
        }
        div.buttons.acts {
            button type="button" data-do="again" data-key=(key) { (texts.buy_again) }
            a.quiet href=(shop.url(Route::Receipt(order.id.clone()))) { (texts.receipt) }
            @if order.can_cancel { button type="button" data-do="ask-cancel" data-key=(key) { (texts.cancel_order) } }
            @if order.can_return { button type="button" data-do="ask-return" data-key=(key) { (texts.return_order) } }
        }
    }
}

fn ask(texts: &Texts, desk: &Desk, act: Act, key: &str) -> Markup {
    let (title, yes) = match act {
        Act::Cancel => (texts.why_cancel, texts.cancel_order),
        Act::Return => (texts.why_return, texts.return_order),
    };
    let wrong = wrong_typed(texts, &desk.missing, (Field::Note, Kind::REASON), &desk.reason);
    let wrong = wrong.map(|said| if said == texts.too_long { texts.reason_needed } else { said });
    html! {
        form.ask method="dialog" data-do="act" data-key=(key) {
            div.field {
                label for="f-reason" { (title) }
                textarea #f-reason data-field="reason" rows="2" maxlength=(Kind::REASON.typed_chars_max())
                    aria-invalid=[wrong.map(|_| "true")] aria-describedby=[wrong.map(|_| "w-reason")] { (desk.reason) }
                @if let Some(wrong) = wrong { p.wrong #w-reason { (wrong) } }
            }
            div.buttons {
                button.primary type="submit" { (yes) }
                button type="button" data-do="ask-nothing" { (texts.cancel) }
            }
        }
    }
}
