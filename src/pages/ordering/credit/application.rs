//! Who applies: name and resident ID, which go to the shop and stay nowhere on the phone.

use super::{check, minor, sheet, trouble, words};
use crate::desk::Desk;
use crate::desk::credit::Wrong;
use crate::domain::credit;
use crate::pages::ordering::fields::{Input, input};
use crate::route::Route;
use crate::shop::Shop;
use crate::texts::credit::Texts;
use fairday_contract::{AgreementId, AgreementKind, CreditDecision};
use fairday_credit::resident_id::ResidentIdError;
use fairday_input::Kind;
use maud::{Markup, html};

pub(super) fn page(shop: &Shop, desk: &Desk, id: &AgreementId) -> Markup {
    let texts = words(shop);
    let one = &desk.credit;
    let plan = one.draft.handle.clone().map(Route::Plan);
    html! {
        div.credit {
            h1 { (texts.application) }
            div role="alert" {
                @if let Some(said) = one.answer().filter(|said| said.decision == CreditDecision::Declined) {
                    section { (check::declined(shop, desk, one.product.as_ref(), said)) }
                }
            }
            section {
                h2 { (one.draft.title) }
                (chosen(texts, desk))
                @if let Some(plan) = plan { a.link href=(shop.url(plan)) { (texts.other_choice) } }
            }
            @if !desk.is_online {
                section {
                    p role="status" { (if one.draft.was_sent { texts.is_sent } else { texts.is_kept }) }
                    button type="button" data-do="drop" { (texts.drop) }
                }
            } @else if desk.who.account().is_none() {
                section {
                    (trouble(shop, desk))
                    p { (texts.sign_in_first) }
                    a.primary href=(shop.url(Route::SignIn(Some(Box::new(Route::Agreement(id.clone())))))) { (shop.texts().sign_in) }
                }
            } @else {
                (form(shop, desk))
            }
        }
    }
}

fn chosen(texts: &Texts, desk: &Desk) -> Markup {
    let one = &desk.credit;
    let found = one.offers.as_ref().zip(one.product.as_ref()).zip(one.draft.choice.as_ref()).and_then(
        |((offers, product), choice)| {
            let found = credit::sheet(offers, product, choice, credit::today(offers, desk.now_ms)?)?;
            Some((found, offers.currency))
        },
    );
    html! {
        @if let Some((found, currency)) = &found {
            p { (sheet::lent(texts, found, *currency, AgreementKind::Handset)) }
            @if let Some(first) = found.months.first() {
                p { (texts.each_month) " " b { (minor(*currency, first.total)) } }
            }
        }
    }
}

fn form(shop: &Shop, desk: &Desk) -> Markup {
    let texts = words(shop);
    let one = &desk.credit;
    html! {
        section {
            form method="dialog" data-do="send-application" autocomplete="off" {
                (input(&Input {
                    field: "credit-name", label: texts.name, value: &one.name, kind: "text", autocomplete: "off",
                    chars_max: Kind::PERSON.typed_chars_max(), wrong: one.wrong.contains(&Wrong::Name).then_some(texts.wrong_name),
                }))
                (input(&Input {
                    field: "resident-id", label: texts.resident_id, value: &one.resident_id, kind: "text", autocomplete: "off",
                    chars_max: Kind::ResidentId.typed_chars_max(), wrong: wrong_id(texts, &one.wrong),
                }))
                p.hint { (texts.id_note) }
                @if one.draft.was_sent && !desk.is_busy && desk.trouble.is_none() { p.hint { (texts.no_answer) } }
                (trouble(shop, desk))
                button.primary type="submit" aria-disabled=[desk.is_busy.then_some("true")] { (texts.send) }
            }
            div.buttons { button type="button" data-do="drop" { (texts.drop) } }
        }
    }
}

fn wrong_id(texts: &Texts, wrong: &[Wrong]) -> Option<&'static str> {
    wrong.iter().find_map(|one| match one {
        Wrong::ResidentId(ResidentIdError::Format) => Some(texts.wrong_format),
        Wrong::ResidentId(ResidentIdError::Region) => Some(texts.wrong_region),
        Wrong::ResidentId(ResidentIdError::BirthDate) => Some(texts.wrong_birth),
        Wrong::ResidentId(ResidentIdError::Check) => Some(texts.wrong_check),
        Wrong::TooYoung => Some(texts.wrong_under_age),
        _ => None,
    })
}
