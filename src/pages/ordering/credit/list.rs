//! All agreements of the shopper, and an application that was begun.

use super::{day_of, money, reminders, trouble, words};
use crate::desk::{Desk, Who};
use crate::domain::purchase::{Stage, stage};
use crate::domain::{credit, moment};
use crate::pages::ordering::{nothing, waiting};
use crate::route::Route;
use crate::shop::Shop;
use crate::texts::credit::{Texts, say};
use crate::texts::fill;
use fairday_contract::{Agreement, AgreementKind, AgreementState};
use maud::{Markup, html};

pub(super) fn page(shop: &Shop, desk: &Desk) -> Markup {
    let texts = words(shop);
    let one = &desk.credit;
    let is_nobody = desk.who == Who::Nobody;
    if one.agreements.is_empty() && one.begun().next().is_none() {
        if is_nobody {
            let to = Route::SignIn(Some(Box::new(Route::Credit)));
            return nothing(shop, texts.none, texts.sign_in_to_see, to, shop.texts().sign_in);
        }
        if !one.is_answered {
            return waiting(shop, desk);
        }
        return nothing(shop, texts.none, texts.none_detail, Route::Home, shop.texts().go_shopping);
    }
    html! {
        div.credit {
            h1 { (texts.my_credit) }
            (trouble(shop, desk))
            @if let Some(as_of) = one.stale_since(desk.is_online) { p.stale role="status" { (fill(texts.as_of, moment::show(as_of, desk.zone_min))) } }
            @if one.granted > 0 {
                p { (say(texts.line, &[&money(shop.currency, one.granted), &money(shop.currency, one.available)])) }
            }
            ul.cards {
                @for (draft, id) in one.begun() {
                    li.waiting { a href=(shop.url(Route::Agreement(id.clone()))) {
                        b { (texts.begun) } span.title { (draft.title) } small { (texts.go_on) }
                    } }
                }
                @for agreement in &one.agreements { li { (row(shop, texts, agreement)) } }
            }
            @if !is_nobody { (reminders::section(shop, desk)) }
        }
    }
}

fn row(shop: &Shop, texts: &Texts, agreement: &Agreement) -> Markup {
    let next = agreement.loan.as_ref().and_then(credit::next_due).filter(|_| is_open(agreement.state));
    html! {
        a href=(shop.url(Route::Agreement(agreement.id.clone()))) {
            b { (state(texts, agreement)) }
            span.title { (goods(agreement)) }
            @if let Some((amount, due)) = next {
                small { (texts.next_due) " " (say(texts.next_due_on, &[&money(shop.currency, amount), &day_of(texts, due)])) }
            }
        }
    }
}

/// What it is about, as the sheet says it.
pub(super) fn goods(agreement: &Agreement) -> &str {
    agreement.sheet.lines().find_map(|line| line.strip_prefix("goods ")).unwrap_or_default()
}

/// Whether anything is still to come.
pub(super) fn is_open(state: AgreementState) -> bool {
    matches!(state, AgreementState::Active | AgreementState::Late | AgreementState::Unknown)
}

/// Where an agreement is, in words.
pub(super) fn state(texts: &Texts, agreement: &Agreement) -> &'static str {
    let is_goods = agreement.kind == AgreementKind::Goods;
    match stage(agreement.state, agreement.order_status) {
        Stage::Offered => texts.offered,
        Stage::Checking => texts.signed,
        Stage::Agreed => texts.agreed,
        Stage::Preparing => texts.preparing,
        Stage::OnItsWay if is_goods => texts.goods_on_their_way,
        Stage::OnItsWay => texts.on_its_way,
        Stage::Ready => texts.to_pick_up,
        Stage::HandedOver => texts.handed_over,
        Stage::Running => texts.active,
        Stage::Late => texts.late,
        Stage::Withdrawn => texts.cancelled,
        Stage::PaidBackEarly => texts.settled_early,
        Stage::PaidBack => texts.settled,
        Stage::Returned if is_goods => texts.goods_returned,
        Stage::Returned => texts.returned,
        Stage::WrittenOff => texts.written_off,
        Stage::NoLoan if agreement.signed_ms.is_some() => texts.no_loan,
        Stage::NoLoan => texts.is_lapsed,
        Stage::Unknown => texts.some_state,
    }
}
