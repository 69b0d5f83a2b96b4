//! A product by the month: what can be chosen, the sheet that follows from it, and whether the shop would lend.

use super::{check, compare, money, sheet, words};
use crate::desk::Desk;
use crate::domain::{choice, credit, moment};
use crate::pages::ordering::fields::choice as radio;
use crate::pages::ordering::{nothing, waiting};
use crate::route::Route;
use crate::shop::Shop;
use crate::texts::credit::{Texts, say};
use crate::texts::fill;
use fairday_contract::{
    AgreementKind, CreditChoice, CreditOffers, Currency, PlanOffer, ProductDetail, ProductHandle,
};
use maud::{Markup, html};

pub(super) fn page(shop: &Shop, desk: &Desk, handle: &ProductHandle) -> Markup {
    let texts = words(shop);
    let one = &desk.credit;
    let to_product = || Route::Product(handle.clone());
    if one.is_unknown {
        return nothing(
            shop,
            shop.texts().not_found,
            shop.texts().not_found_detail,
            Route::Home,
            shop.texts().to_home,
        );
    }
    if one.is_closed {
        return nothing(shop, texts.closed, "", to_product(), texts.to_product);
    }
    let (Some(offers), Some(product)) =
        (&one.offers, one.product.as_ref().filter(|one| one.handle == *handle))
    else {
        if one.is_answered && !desk.is_online {
            return nothing(shop, texts.terms_missing, "", to_product(), texts.to_product);
        }
        return waiting(shop, desk);
    };
    let Some(wanted) = &one.draft.choice else {
        return nothing(shop, texts.not_by_the_month, "", to_product(), texts.to_product);
    };
    let today = credit::today(offers, desk.now_ms);
    let found = today.and_then(|today| credit::sheet(offers, product, wanted, today));
    html! {
        div.credit {
            h1 { (product.title) }
            @if wanted.deposit == 0 { p.hint { (texts.by_the_month) } }
            @if let Some(as_of) = one.offers_stale_since(desk.is_online) {
                p.stale role="status" { (fill(texts.terms_as_of, moment::show(as_of, desk.zone_min))) }
            }
            (choices(texts, offers, product, wanted))
            div.result role="status" {
                @match &found {
                    Some(found) => (sheet::summary(texts, found, offers.currency, AgreementKind::Handset)),
                    None => p.wrong { (texts.no_sheet) },
                }
            }
            @if let Some(found) = &found {
                (check::section(shop, desk, product))
                (sheet::details(texts, found, offers.currency, AgreementKind::Handset, one.is_whole))
                (compare::section(shop, found, offers.currency, handle))
            }
        }
    }
}

fn choices(texts: &Texts, offers: &CreditOffers, product: &ProductDetail, wanted: &CreditChoice) -> Markup {
    html! {
        section.choices {
            @if product.variants.len() > 1 { (variants(texts, product, wanted)) }
            @if !offers.plans.is_empty() { (plans(texts, offers, wanted)) }
            @if wanted.plan.is_none() {
                fieldset {
                    legend { (texts.months) }
                    div.terms {
                        @for months in &offers.months {
                            (radio("credit-months", &months.to_string(), wanted.months == *months,
                                &html! { (fill(texts.n_months, months)) }))
                        }
                    }
                }
            } @else {
                fieldset {
                    legend { (texts.number) }
                    (radio("credit-number", "keep", wanted.keep_number, &html! { (texts.keep_number) }))
                    (radio("credit-number", "new", !wanted.keep_number, &html! { (texts.new_number) }))
                }
            }
            @if wanted.deposit > 0 {
                p.chosen {
                    span { (texts.deposit) " " b { (money(offers.currency, wanted.deposit)) } }
                    button type="button" data-do="no-deposit" { (texts.no_deposit) }
                }
            }
        }
    }
}

fn variants(texts: &Texts, product: &ProductDetail, wanted: &CreditChoice) -> Markup {
    html! {
        div.field {
            label for="f-credit-variant" { (texts.variant) }
            select #f-credit-variant data-field="credit-variant" {
                @for one in &product.variants {
                    @let is_there = choice::is_available(one);
                    option value=(one.id.0) selected[one.id == wanted.variant] disabled[!is_there && one.id != wanted.variant] {
                        (choice::words(product, &one.choice)) " · " (crate::domain::price::show(one.price))
                        @if !is_there { " · " (texts.sold_out) }
                    }
                }
            }
        }
    }
}

fn plans(texts: &Texts, offers: &CreditOffers, wanted: &CreditChoice) -> Markup {
    html! {
        fieldset {
            legend { (texts.plan) }
            @for one in &offers.plans {
                (radio("credit-plan", &one.id, wanted.plan.as_ref() == Some(&one.id), &plan(texts, one, offers.currency)))
            }
            @if !offers.months.is_empty() {
                (radio("credit-plan", "", wanted.plan.is_none(), &html! { b { (texts.no_plan) } }))
            }
        }
    }
}

fn plan(texts: &Texts, one: &PlanOffer, currency: Currency) -> Markup {
    let cost = say(texts.plan_cost, &[&money(currency, one.monthly_fee), &one.months.to_string()]);
    html! {
        b { (one.name) } " " span.by { (one.operator) }
        small { (cost) }
        small { (contents(texts, one)) }
        @if one.subsidy > 0 { small { (fill(texts.subsidy, money(currency, one.subsidy))) } }
    }
}

/// What is in a plan, in plain words.
fn contents(texts: &Texts, one: &PlanOffer) -> String {
    let mut parts = Vec::new();
    if one.minutes > 0 {
        parts.push(fill(texts.minutes, one.minutes));
    }
    if one.data_mb > 0 {
        let data = if one.data_mb.is_multiple_of(1024) {
            format!("{} GB", one.data_mb / 1024)
        } else {
            format!("{} MB", one.data_mb)
        };
        parts.push(fill(texts.data, data));
    }
    if one.messages > 0 {
        parts.push(fill(texts.messages, one.messages));
    }
    parts.join(" · ")
}
