//! Whether the shop would lend, asked with an age and nothing else; and, when it would not, what there is instead.

use super::{money, trouble, words};
use crate::desk::Desk;
use crate::desk::credit::Wrong;
use crate::domain::price;
use crate::pages::ordering::fields::{Input, input};
use crate::route::Route;
use crate::shop::Shop;
use crate::texts::credit::Texts;
use crate::texts::fill;
use fairday_contract::{
    AlternativeKind, CreditAlternative, CreditAnswer, CreditDecision, CreditOffers, Currency, DeclineReason,
    ProductDetail,
};
use maud::{Markup, html};

pub(super) fn section(shop: &Shop, desk: &Desk, product: &ProductDetail) -> Markup {
    let texts = words(shop);
    let one = &desk.credit;
    let wrong = one.wrong.contains(&Wrong::Age).then_some(texts.wrong_age);
    html! {
        section {
            h2 { (texts.check) }
            p { (texts.check_note) }
            @if desk.is_online {
                form.inline method="dialog" data-do="check" {
                    (input(&Input {
                        field: "age", label: texts.age, value: &one.age, kind: "text", autocomplete: "off", chars_max: 3, wrong,
                    }))
                    button type="submit" aria-disabled=[desk.is_busy.then_some("true")] { (texts.ask) }
                }
            } @else {
                p.hint { (texts.check_offline) }
                button.primary type="button" data-do="apply" { (texts.apply_later) }
            }
            (trouble(shop, desk))
            div.answer role="status" {
                @if let Some(said) = one.answer() { (answer(shop, desk, product, said)) }
            }
        }
    }
}

fn answer(shop: &Shop, desk: &Desk, product: &ProductDetail, said: &CreditAnswer) -> Markup {
    let texts = words(shop);
    match said.decision {
        CreditDecision::Declined => declined(shop, desk, Some(product), said),
        CreditDecision::Approved => html! {
            p.yes { b { (texts.approved) } }
            button.primary type="button" data-do="apply" { (texts.apply) }
        },
        CreditDecision::Referred | CreditDecision::Unknown => html! {
            p.maybe { b { (texts.referred) } }
            button.primary type="button" data-do="apply" { (texts.apply) }
        },
    }
}

/// Why not, and what there is instead.
pub(super) fn declined(
    shop: &Shop,
    desk: &Desk,
    product: Option<&ProductDetail>,
    said: &CreditAnswer,
) -> Markup {
    let texts = words(shop);
    let currency = desk.credit.offers.as_ref().map_or(shop.currency, |offers| offers.currency);
    html! {
        div.no {
            (why(shop, said, currency))
            @if !said.alternatives.is_empty() {
                h3 { (texts.instead) }
                ul.plain {
                    @for (at, one) in said.alternatives.iter().enumerate() {
                        li { (alternative(shop, desk.credit.offers.as_ref(), product, at, one, currency)) }
                    }
                }
            }
        }
    }
}

/// That it is a no, and why.
pub(super) fn why(shop: &Shop, said: &CreditAnswer, currency: Currency) -> Markup {
    let texts = words(shop);
    html! {
        p { b { (texts.declined) } }
        p { (reason(texts, said, currency)) }
        @if matches!(said.reason, Some(DeclineReason::Overdue | DeclineReason::TooManyAgreements | DeclineReason::LineUsedUp)) {
            a.link href=(shop.url(Route::Credit)) { (texts.to_credit) }
        }
    }
}

fn reason(texts: &Texts, said: &CreditAnswer, currency: Currency) -> String {
    match said.reason {
        Some(DeclineReason::TooYoung) => texts.too_young,
        Some(DeclineReason::TooOld) => texts.too_old,
        Some(DeclineReason::Overdue) => texts.overdue,
        Some(DeclineReason::TooManyAgreements) => texts.too_many,
        Some(DeclineReason::AskedTooMuch) => match said.free {
            Some(free) => return fill(texts.asked_too_much, money(currency, free)),
            None => texts.asked_too_much_bare,
        },
        Some(DeclineReason::LineUsedUp) => texts.line_used_up,
        Some(DeclineReason::NotKnownEnough) => texts.not_known,
        Some(DeclineReason::OrdersRefused) => texts.refused,
        Some(DeclineReason::Unknown) | None => texts.some_reason,
    }
    .to_owned()
}

/// `at` is its place among the alternatives: what a tap on it names.
fn alternative(
    shop: &Shop,
    offers: Option<&CreditOffers>,
    product: Option<&ProductDetail>,
    at: usize,
    one: &CreditAlternative,
    currency: Currency,
) -> Markup {
    let texts = words(shop);
    let take = |label: String| html! { button.take type="button" data-do="take" data-key=(at) { (label) } };
    match (one.kind, &one.choice, &one.product) {
        (AlternativeKind::Deposit, Some(choice), _) => {
            take(fill(texts.with_deposit, money(currency, choice.deposit)))
        }
        (AlternativeKind::Plan, Some(choice), _) => {
            let plan = offers
                .and_then(|offers| offers.plans.iter().find(|plan| Some(&plan.id) == choice.plan.as_ref()));
            take(fill(texts.with_plan, plan.map_or(texts.no_plan, |plan| &plan.name)))
        }
        (AlternativeKind::Cheaper, _, Some(card)) => html! {
            a.link href=(shop.url(Route::Plan(card.handle.clone()))) { (texts.cheaper) " " (card.title) " " (price::show(card.price)) }
        },
        (AlternativeKind::Outright, ..) => {
            let found = product.and_then(|product| {
                Some((product, product.variants.iter().map(|one| one.price.amount).min()?))
            });
            html! {
                @if let Some((product, least)) = found {
                    a.link href=(shop.product_url(&product.handle)) { (fill(texts.buy_outright, money(currency, least))) }
                } @else {
                    (texts.outright)
                }
            }
        }
        _ => html! {},
    }
}
