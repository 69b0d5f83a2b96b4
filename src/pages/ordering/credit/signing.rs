//! Terms that were offered: read once more, from the bytes that are signed, then consent, recipient, code, signature.

use super::{check, day, day_of, money, sheet, trouble, words};
use crate::desk::Desk;
use crate::desk::credit::Wrong;
use crate::domain::checkout::Field;
use crate::pages::ordering::checkout;
use crate::pages::ordering::fields::{Input, choice, input, wrong};
use crate::pages::ordering::words as ordering_words;
use crate::route::Route;
use crate::shop::Shop;
use crate::texts::credit::Texts;
use crate::texts::{fill, ordering};
use fairday_contract::{Agreement, AgreementKind, Currency, TermChange};
use fairday_credit::sheet::Sheet;
use maud::{Markup, html};

pub(super) fn page(shop: &Shop, desk: &Desk, agreement: &Agreement) -> Markup {
    let texts = words(shop);
    let one = &desk.credit;
    let Ok(found) = Sheet::read(agreement.sheet.as_bytes()) else {
        return html! { div.credit { h1 { (texts.read_first) } section { p { (texts.other_form) } } } };
    };
    let currency = found.terms.currency.parse().unwrap_or(shop.currency);
    if !one.changes.is_empty() {
        return changed(shop, desk, &found, currency);
    }
    html! {
        div.credit {
            h1 { (texts.read_first) }
            p { b { (found.terms.goods) } }
            p.hint { (fill(texts.sign_until, crate::texts::credit::day(texts, found.terms.offer_ends))) }
            (sheet::summary(texts, &found, currency, agreement.kind))
            (sheet::details(texts, &found, currency, agreement.kind, true))
            (text(texts, desk, agreement))
            (who(shop, desk))
            section { (sign(shop, desk, agreement)) }
        }
    }
}

/// What stands for the agreement's text, as the sheet says it.
pub(crate) fn text_digest(agreement: &Agreement) -> &str {
    agreement.sheet.lines().find_map(|line| line.strip_prefix("agreement-text ")).unwrap_or_default()
}

/// The agreement's whole text.
pub(super) fn text(texts: &Texts, desk: &Desk, agreement: &Agreement) -> Markup {
    let digest = text_digest(agreement);
    let known = desk.credit.text.as_ref().filter(|(known, _)| known == digest).map(|(_, text)| text);
    html! {
        section {
            details {
                summary data-do="read-text" data-key=(digest) { (texts.full_text) }
                @if let Some(known) = known {
                    p.hint { (known.agreement) }
                    @for line in known.text.lines() { p { (line) } }
                } @else {
                    p.hint { (if desk.is_online { texts.text_comes } else { texts.text_missing }) }
                }
            }
        }
    }
}

fn who(shop: &Shop, desk: &Desk) -> Markup {
    let texts = ordering_words(shop);
    html! {
        section {
            h2 { (words(shop).recipient) }
            (checkout::who(texts, desk))
            (how(texts, desk))
        }
    }
}

/// The ways of delivery. Each is free here: the sheet says all that is paid.
fn how(texts: &ordering::Texts, desk: &Desk) -> Markup {
    let draft = &desk.draft;
    let wrong = wrong(texts, &desk.missing, Field::Point);
    let Some(options) = &desk.options else {
        return html! { @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } } };
    };
    if options.door.is_none() && options.points.is_empty() {
        return html! { p.wrong role="alert" { (texts.no_delivery) } };
    }
    html! {
        fieldset aria-label=(texts.delivery) aria-invalid=[wrong.map(|_| "true")] aria-describedby=[wrong.map(|_| "w-way")] {
            @if options.door.is_some() { (choice("way", "door", !draft.is_pick_up, &html! { b { (texts.to_the_door) } })) }
            @for point in &options.points {
                (choice("way", point.id.as_str(), draft.is_pick_up && draft.point.as_ref() == Some(&point.id), &html! {
                    b { (texts.pick_up) ": " (point.name) }
                    small { (point.address) @if !point.hours.is_empty() { " · " (point.hours) } }
                }))
            }
        }
        @if let Some(wrong) = wrong { p.wrong #w-way { (wrong) } }
    }
}

fn sign(shop: &Shop, desk: &Desk, agreement: &Agreement) -> Markup {
    let texts = words(shop);
    let one = &desk.credit;
    let is_wrong = one.wrong.contains(&Wrong::Consent);
    let sent = one.sent.as_ref().filter(|(digest, _)| *digest == agreement.digest).map(|(_, sent)| sent);
    let busy = desk.is_busy.then_some("true");
    html! {
        label.choice.consent {
            input #f-consent type="checkbox" data-do="consent" checked[one.is_agreed]
                aria-invalid=[is_wrong.then_some("true")] aria-describedby=[is_wrong.then_some("w-consent")];
            div { (texts.consent) }
        }
        @if is_wrong { p.wrong #w-consent { (texts.wrong_consent) } }
        (refused(shop, desk, agreement))
        (trouble(shop, desk))
        @match sent {
            None => { button.primary type="button" data-do="signing-code" aria-disabled=[busy] { (texts.send_code) } }
            Some(sent) => { form method="dialog" data-do="sign" {
                p role="status" { (texts.code_sent) }
                @if let Some(code) = &sent.demo_code { p.demo { (fill(ordering_words(shop).demo_code, code)) } }
                (input(&Input {
                    field: "signing-code", label: &fill(ordering_words(shop).code, sent.digits), value: &one.code, kind: "text",
                    autocomplete: "one-time-code", chars_max: 12,
                    wrong: one.wrong.contains(&Wrong::Code).then_some(ordering_words(shop).wrong_code_form),
                }))
                button.primary type="submit" aria-disabled=[busy] { (texts.sign) }
                div.buttons { button type="button" data-do="signing-code" { (ordering_words(shop).resend) } }
            } }
        }
    }
}

/// Why the guarantor does not stand in for what was to be signed.
pub(super) fn refused(shop: &Shop, desk: &Desk, agreement: &Agreement) -> Markup {
    let said = desk.credit.refused.as_ref().filter(|(id, _)| *id == agreement.id);
    html! { div role="alert" { @if let Some((_, said)) = said { div.no { (check::why(shop, said, shop.currency)) } } } }
}

/// The terms are not those that were read: what differs, and the way to new ones.
fn changed(shop: &Shop, desk: &Desk, found: &Sheet, currency: Currency) -> Markup {
    let texts = words(shop);
    html! {
        div.credit {
            div role="status" { h1 { (texts.changed) } }
            section {
                p { b { (found.terms.goods) } }
                p { (texts.changed_note) }
                ul.differences {
                    @for one in &desk.credit.changes {
                        @if let Some(name) = name_of(texts, one) {
                            li { (name) " " s { (value_of(texts, one, &one.was, currency)) } " → " b { (value_of(texts, one, &one.now, currency)) } }
                        }
                    }
                    @if desk.credit.changes.iter().any(|one| name_of(texts, one).is_none()) { li { (texts.other_terms) } }
                }
                button.primary type="button" data-do="ask-again" { (texts.ask_again) }
                a.link href=(shop.url(Route::Credit)) { (texts.my_credit) }
            }
        }
    }
}

/// A line of the sheet that a shopper knows by a name; the others follow from these.
fn name_of(texts: &Texts, one: &TermChange) -> Option<String> {
    Some(match one.what.as_str() {
        "price" => texts.for_cash.to_owned(),
        "today" => texts.today.to_owned(),
        "total-paid" => texts.in_all.to_owned(),
        "rate-bp" => texts.rate.to_owned(),
        "plan-monthly" => texts.plan.to_owned(),
        "months" => texts.months.to_owned(),
        "hand-over" => texts.due.to_owned(),
        "cooling-off-days" => texts.cooling_off.to_owned(),
        "month 1" => texts.each_month.to_owned(),
        _ => return None,
    })
}

fn value_of(texts: &Texts, one: &TermChange, value: &str, currency: Currency) -> String {
    if value.is_empty() {
        return texts.nothing.to_owned();
    }
    let number = value.rsplit(' ').next().and_then(|last| last.parse::<i64>().ok());
    match (one.what.as_str(), number) {
        ("months" | "cooling-off-days", _) => value.to_owned(),
        ("rate-bp", Some(rate)) => {
            format!("{}%", crate::domain::credit::per_cent(u32::try_from(rate).unwrap_or_default()))
        }
        ("hand-over", _) => day_of(texts, value),
        (_, Some(amount)) => money(currency, amount),
        _ => value.to_owned(),
    }
}

/// The sheet that was signed, to read and to pass on.
pub(super) fn signed(shop: &Shop, desk: &Desk, agreement: &Agreement) -> Markup {
    let texts = words(shop);
    html! {
        section {
            details {
                summary { (if agreement.kind == AgreementKind::Goods { texts.agreed_sheet } else { texts.signed_sheet }) }
                @match Sheet::read(agreement.sheet.as_bytes()) {
                    Err(_) => p { (texts.other_form) },
                    Ok(found) => {
                        @let currency = found.terms.currency.parse().unwrap_or(shop.currency);
                        p.hint { (texts.due) ": " (day(texts, found.schedule.first_due())) }
                        (sheet::summary(texts, &found, currency, agreement.kind))
                        (sheet::details(texts, &found, currency, agreement.kind, true))
                        p.hint { (fill(texts.digest, &agreement.digest)) }
                    }
                }
            }
            button type="button" data-do="share-sheet" data-key=(agreement.id) { (texts.share) }
        }
        (text(texts, desk, agreement))
    }
}
