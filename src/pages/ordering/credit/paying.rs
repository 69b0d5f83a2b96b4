//! Paying: what is due, an amount, or all of it; online or at the counter.

use super::{money, trouble, words};
use crate::desk::Desk;
use crate::desk::credit::{Pay, Wrong};
use crate::domain::credit::next_due;
use crate::pages::ordering::fields::{Input, choice, input};
use crate::shop::Shop;
use crate::texts::fill;
use fairday_contract::{Agreement, LoanStanding, PaymentMethod, PaymentStatus, Repayment, RepaymentPurpose};
use maud::{Markup, html};

pub(super) fn section(shop: &Shop, desk: &Desk, one: &Agreement, loan: &LoanStanding) -> Markup {
    let texts = words(shop);
    let kept = desk.credit.payment.as_ref().filter(|kept| kept.agreement == one.id);
    let known = desk.credit.repayment.as_ref().filter(|known| known.agreement.id == one.id);
    html! {
        section {
            h2 { (texts.pay) }
            @if let Some(known) = known { (standing(shop, known)) }
            @if desk.credit.asking.is_none() { (trouble(shop, desk)) }
            @match kept {
                Some(kept) if known.is_none() => {
                    p role="status" { (texts.payment_unknown) }
                    p { b { (money(shop.currency, kept.request.amount)) } }
                    button type="button" data-do="again-ask" { (texts.payment_look) }
                }
                Some(_) => {
                    div.buttons {
                        button type="button" data-do="again-ask" { (texts.payment_look) }
                        button type="button" data-do="other-payment" { (texts.other_payment) }
                    }
                }
                None if desk.is_online => { (form(shop, desk, one, loan)) }
                None => { p.hint { (texts.check_offline) } }
            }
        }
    }
}

/// The payment that ended a loan.
pub(super) fn last(shop: &Shop, desk: &Desk, one: &Agreement) -> Markup {
    let known = desk.credit.repayment.as_ref().filter(|known| known.agreement.id == one.id);
    html! { @if let Some(known) = known { section { (standing(shop, known)) } } }
}

/// A payment that the shop knows of.
fn standing(shop: &Shop, known: &Repayment) -> Markup {
    let texts = words(shop);
    let amount = money(shop.currency, known.amount);
    let is_other = known.counted_as == Some(RepaymentPurpose::Instalments)
        && known.purpose != RepaymentPurpose::Instalments;
    // Only an address that cannot run anything: the policy would refuse it too.
    let url = known
        .url
        .as_deref()
        .filter(|url| url.starts_with("https://") || url.starts_with('/') || url.starts_with("http://"));
    html! {
        div.standing role="status" {
            @match known.status {
                PaymentStatus::Paid if is_other => p { (fill(texts.payment_counted, amount)) },
                PaymentStatus::Paid => p { b { (fill(texts.payment_booked, amount)) } },
                PaymentStatus::Pending | PaymentStatus::OnHandOver => {
                    p { b { (fill(texts.payment_waits, amount)) } }
                    @if known.method == PaymentMethod::PayAtPickUp {
                        p { (texts.say_number) " " b.big { (known.number) } }
                    } @else if let Some(url) = url {
                        a.primary href=(url) data-outside { (texts.to_provider) }
                    }
                    p.hint { (texts.booked_when_there) }
                }
                _ => p.wrong { (texts.payment_failed) },
            }
        }
    }
}

fn form(shop: &Shop, desk: &Desk, one: &Agreement, loan: &LoanStanding) -> Markup {
    let texts = words(shop);
    let pay = desk.credit.pay;
    let in_words = |amount| money(shop.currency, amount);
    let has_plan = one.choice.plan.is_some();
    let option = |value, which, label: String| choice("pay", value, pay == which, &html! { (label) });
    let amount = desk.credit.to_pay(loan, shop.currency);
    let is_wrong = desk.credit.wrong.contains(&Wrong::Amount);
    html! {
        form method="dialog" data-do="pay" data-key=(one.id) {
            fieldset aria-label=(texts.pay) {
                @if let Some((next, _)) = next_due(loan) {
                    (option("due", Pay::Due, fill(if loan.owed_now > 0 { texts.pay_due } else { texts.pay_next }, in_words(next))))
                }
                (option("any", Pay::Any, texts.pay_any.to_owned()))
                @if pay == Pay::Any {
                    (input(&Input {
                        field: "pay-amount", label: texts.amount, value: &desk.credit.amount, kind: "text", autocomplete: "off",
                        chars_max: 12, wrong: is_wrong.then_some(texts.wrong_amount),
                    }))
                }
                @if let Some(all) = loan.settle.filter(|all| *all > 0) {
                    (option("settle", Pay::Settle, fill(if has_plan { texts.pay_all } else { texts.pay_all_alone }, in_words(all))))
                }
                @if let (true, Some(all)) = (has_plan, loan.settle_and_leave.filter(|all| *all > 0)) {
                    (option("settle-and-leave", Pay::SettleAndLeave, fill(texts.pay_all_and_leave, in_words(all))))
                }
            }
            @if desk.credit.no_online || loan.counter_only {
                p.ways role=[desk.credit.no_online.then_some("alert")] { (if desk.credit.no_online { texts.no_online } else { texts.counter_only }) }
            } @else {
                fieldset.ways aria-label=(texts.pay) {
                    (choice("pay-way", "online", !desk.credit.is_counter, &html! { (texts.online) }))
                    (choice("pay-way", "counter", desk.credit.is_counter, &html! { (texts.counter) }))
                }
            }
            @if is_wrong && pay != Pay::Any { p.wrong role="alert" { (texts.nothing_due) } }
            button.primary type="submit" aria-disabled=[desk.is_busy.then_some("true")] {
                (amount.map_or_else(|| texts.begin_payment_bare.to_owned(), |amount| fill(texts.begin_payment, in_words(amount))))
            }
        }
    }
}
