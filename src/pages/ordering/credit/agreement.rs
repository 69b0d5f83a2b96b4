//! One agreement: applied for, offered, or running. What is due, what is paid, and everything that can be done about it.

use super::list::{goods, is_open, state};
use super::{application, day_of, money, paying, signing, standing, trouble, words};
use crate::desk::credit::{Act, Wrong};
use crate::desk::{Desk, Who};
use crate::domain::moment;
use crate::pages::ordering::{nothing, waiting};
use crate::route::Route;
use crate::shop::Shop;
use crate::texts::fill;
use fairday_contract::{Agreement, AgreementId, AgreementKind, AgreementState, HardshipStatus, LoanStanding};
use fairday_input::Kind;
use maud::{Markup, html};

pub(super) fn page(shop: &Shop, desk: &Desk, id: &AgreementId) -> Markup {
    let texts = words(shop);
    match desk.credit.agreement(id) {
        Some(one) if one.state == AgreementState::Offered => return signing::page(shop, desk, one),
        Some(one) if one.state == AgreementState::Lapsed && one.signed_ms.is_none() => {
            return lapsed(shop, desk, one);
        }
        Some(one) => return running(shop, desk, one),
        None if desk.credit.draft.agreement.as_ref() == Some(id) => return application::page(shop, desk, id),
        None => {}
    }
    if desk.who == Who::Nobody {
        let to = Route::SignIn(Some(Box::new(Route::Agreement(id.clone()))));
        return nothing(shop, texts.my_credit, texts.sign_in_to_see, to, shop.texts().sign_in);
    }
    if desk.credit.is_answered && desk.trouble.is_none() {
        return nothing(shop, texts.unknown, "", Route::Credit, texts.my_credit);
    }
    waiting(shop, desk)
}

/// Terms that were offered and never signed: nothing of them is shown as if it held, and the way to new ones is.
fn lapsed(shop: &Shop, desk: &Desk, one: &Agreement) -> Markup {
    let texts = words(shop);
    html! {
        div.credit {
            div role="status" { h1 { (state(texts, one)) } }
            p { b { (goods(one)) } " " small { (fill(texts.agreement_no, one.number)) } }
            (signing::refused(shop, desk, one))
            (trouble(shop, desk))
            section {
                p { (texts.lapsed) }
                button.primary type="button" data-do="ask-again" { (texts.ask_again) }
            }
        }
    }
}

fn running(shop: &Shop, desk: &Desk, one: &Agreement) -> Markup {
    let texts = words(shop);
    html! {
        div.credit {
            div role="status" { h1 { (state(texts, one)) } }
            p { b { (goods(one)) } " " small { (fill(texts.agreement_no, one.number)) } }
            @if let Some(signed) = one.signed_ms { p.hint { (fill(if is_handset(one) { texts.signed_on } else { texts.agreed_on }, moment::show(signed, desk.zone_min))) } }
            @if let Some(as_of) = desk.credit.stale_since(desk.is_online) { p.stale role="status" { (fill(texts.as_of, moment::show(as_of, desk.zone_min))) } }
            @if !is_beside(desk, one) { (trouble(shop, desk)) }
            @match &one.loan {
                None => { (before_hand_over(shop, one)) }
                Some(loan) => { (loan_of(shop, desk, one, loan)) }
            }
            (signing::signed(shop, desk, one))
        }
    }
}

/// Whether it is about a phone; else about other goods, which go with one bill.
fn is_handset(one: &Agreement) -> bool {
    one.kind != AgreementKind::Goods
}

/// Whether what went wrong is said beside what was tapped: that may be far below the top.
fn is_beside(desk: &Desk, one: &Agreement) -> bool {
    one.loan.is_some() && (is_open(one.state) || desk.credit.asking.is_some())
}

fn before_hand_over(shop: &Shop, one: &Agreement) -> Markup {
    let texts = words(shop);
    html! {
        @if let Some(order) = &one.order {
            section {
                @if matches!(one.state, AgreementState::Signed | AgreementState::Reserved) {
                    p { (if is_handset(one) { texts.cancel_order } else { texts.cancel_goods }) }
                }
                a.primary href=(shop.url(Route::Order(order.clone()))) { (texts.order) }
            }
        }
    }
}

fn loan_of(shop: &Shop, desk: &Desk, one: &Agreement, loan: &LoanStanding) -> Markup {
    html! {
        (standing::picture(shop, one, loan))
        @if is_open(one.state) { (paying::section(shop, desk, one, loan)) } @else { (paying::last(shop, desk, one)) }
        (standing::calendar(shop, one, loan))
        (standing::receipts(shop, one.kind, loan))
        @if one.can_cancel && is_handset(one) { (withdrawing(shop, desk, one, loan)) }
        @if is_open(one.state) { (hardship(shop, desk, one, loan)) }
        @if is_open(one.state) && is_handset(one) { (giving_back(shop, one, loan)) }
    }
}

fn withdrawing(shop: &Shop, desk: &Desk, one: &Agreement, loan: &LoanStanding) -> Markup {
    let texts = words(shop);
    let is_asked = desk.credit.asking == Some((one.id.clone(), Act::Cancel));
    html! {
        section {
            h2 { (texts.withdraw) }
            p { (fill(texts.withdraw_note, day_of(texts, &loan.cooling_off_ends))) }
            @if is_asked {
                p role="alert" { b { (texts.withdraw_really) } }
                (trouble(shop, desk))
                div.buttons {
                    button.primary type="button" data-do="withdraw-loan" data-key=(one.id) aria-disabled=[desk.is_busy.then_some("true")] { (texts.withdraw_yes) }
                    button type="button" data-do="ask-no-more" { (texts.keep) }
                }
            } @else {
                button type="button" data-do="ask-withdraw" data-key=(one.id) { (texts.withdraw) }
            }
        }
    }
}

fn hardship(shop: &Shop, desk: &Desk, one: &Agreement, loan: &LoanStanding) -> Markup {
    let texts = words(shop);
    let is_asked = desk.credit.asking == Some((one.id.clone(), Act::Hardship));
    let is_wrong = desk.credit.wrong.contains(&Wrong::Reason);
    html! {
        section {
            h2 { (texts.hardship) }
            @match &loan.hardship {
                Some(known) => {
                    p role="status" { (match known.status {
                        HardshipStatus::Accepted => texts.hardship_accepted,
                        HardshipStatus::Declined => texts.hardship_declined,
                        HardshipStatus::Asked | HardshipStatus::Unknown => texts.hardship_asked,
                    }) }
                    @if !known.note.is_empty() { p.lines { (known.note) } }
                }
                None => { p { (texts.hardship_note) } }
            }
            @if is_asked {
                form method="dialog" data-do="hardship" data-key=(one.id) {
                    div.field {
                        label for="f-hardship" { (texts.hardship_reason) }
                        textarea #f-hardship data-field="hardship-reason" rows="3" maxlength=(Kind::HARDSHIP.typed_chars_max())
                            aria-invalid=[is_wrong.then_some("true")] aria-describedby=[is_wrong.then_some("w-hardship")] { (desk.credit.reason) }
                        @if is_wrong { p.wrong #w-hardship { (texts.wrong_reason) } }
                    }
                    (trouble(shop, desk))
                    button.primary type="submit" aria-disabled=[desk.is_busy.then_some("true")] { (texts.hardship_send) }
                }
            } @else if loan.hardship.as_ref().is_none_or(|known| known.status == HardshipStatus::Declined) {
                button type="button" data-do="ask-hardship" data-key=(one.id) { (texts.hardship_ask) }
            }
        }
    }
}

fn giving_back(shop: &Shop, one: &Agreement, loan: &LoanStanding) -> Markup {
    let texts = words(shop);
    let (how, how_free) = if one.choice.plan.is_some() {
        (texts.give_back_how, texts.give_back_how_free)
    } else {
        (texts.give_back_alone_how, texts.give_back_alone_how_free)
    };
    html! {
        @if let Some(takes) = loan.give_back {
            section {
                h2 { (texts.give_phone_back) }
                p { @if takes > 0 { (fill(how, money(shop.currency, takes))) } @else { (how_free) } }
            }
        }
    }
}
