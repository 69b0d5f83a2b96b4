//! How a loan stands: the next due date, paid and left as a picture, every instalment, every receipt.

use super::list::is_open;
use super::{day_of, money, words};
use crate::domain::credit::{left, missing, next_due};
use crate::shop::Shop;
use crate::texts::credit::{Texts, say};
use crate::texts::fill;
use fairday_contract::{Agreement, AgreementKind, InstalmentStanding, LoanEntryKind, LoanStanding};
use maud::{Markup, html};

/// How wide the picture is, in parts.
const PARTS: i64 = 1000;

pub(super) fn picture(shop: &Shop, one: &Agreement, loan: &LoanStanding) -> Markup {
    let texts = words(shop);
    let in_words = |amount| money(shop.currency, amount);
    let (paid, left) = (loan.paid, if is_open(one.state) { left(loan) } else { 0 });
    let said = say(texts.paid_of, &[&in_words(paid), &in_words(left)]);
    let all = paid.saturating_add(left).max(1);
    let width = i64::try_from(i128::from(paid) * i128::from(PARTS) / i128::from(all))
        .unwrap_or_default()
        .clamp(0, PARTS);
    html! {
        section.due-next {
            @if is_open(one.state) {
                @match next_due(loan) {
                    Some((amount, due)) => {
                        h2 { (if loan.owed_now > 0 { texts.owed_now } else { texts.next_due }) }
                        p.big { (say(if due < loan.as_of.as_str() { texts.was_due_on } else { texts.next_due_on }, &[&in_words(amount), &day_of(texts, due)])) }
                        @if loan.late_fees > 0 { p.wrong { (fill(texts.with_late_fees, in_words(loan.late_fees))) } }
                    }
                    None => { p { (texts.nothing_due) } }
                }
            }
            svg.bar viewBox={ "0 0 " (PARTS) " 40" } preserveAspectRatio="none" role="img" aria-label=(said) {
                rect.rest width=(PARTS) height="40" {}
                rect.paid width=(width) height="40" {}
            }
            p aria-hidden="true" { (said) }
            @if loan.owed_back > 0 { p { b { (fill(texts.owed_back, in_words(loan.owed_back))) } } }
        }
    }
}

pub(super) fn calendar(shop: &Shop, one: &Agreement, loan: &LoanStanding) -> Markup {
    let texts = words(shop);
    let is_open = is_open(one.state);
    html! {
        section {
            h2 { (texts.calendar) }
            @if is_open && next_due(loan).is_some() {
                button type="button" data-do="to-calendar" data-key=(one.id) { (texts.to_calendar) }
            }
            details {
                summary { (texts.every_month) }
                table.months {
                    caption.sr { (texts.months_caption) }
                    thead { tr { th scope="col" { (texts.due) } th scope="col" { (texts.sum) } th scope="col" { (texts.standing) } } }
                    tbody { @for part in &loan.instalments {
                        tr {
                            th scope="row" { time datetime=(part.due) { (day_of(texts, &part.due)) } }
                            td { (money(shop.currency, part.handset.saturating_add(part.plan))) }
                            td { (how(shop, texts, part, loan, is_open)) }
                        }
                    } }
                }
            }
        }
    }
}

fn how(shop: &Shop, texts: &Texts, part: &InstalmentStanding, loan: &LoanStanding, is_open: bool) -> String {
    let lacks = missing(part);
    match lacks {
        0 => texts.is_paid.to_owned(),
        _ if !is_open => "–".to_owned(),
        // Both are ISO 8601, whose order is that of the days.
        _ if part.due < loan.as_of => fill(texts.is_overdue, money(shop.currency, lacks)),
        _ if part.covered > 0 => fill(texts.partly, money(shop.currency, lacks)),
        _ => texts.to_come.to_owned(),
    }
}

pub(super) fn receipts(shop: &Shop, of: AgreementKind, loan: &LoanStanding) -> Markup {
    let texts = words(shop);
    html! {
        section {
            details {
                summary { (texts.receipts) }
                ul.rows {
                    @for one in loan.entries.iter().rev() {
                        li {
                            span { (kind(texts, of, one.kind)) small { time datetime=(one.on) { (day_of(texts, &one.on)) } } }
                            b { (money(shop.currency, one.amount)) }
                        }
                    }
                }
            }
        }
    }
}

fn kind(texts: &Texts, of: AgreementKind, kind: LoanEntryKind) -> &'static str {
    match kind {
        LoanEntryKind::Captured if of == AgreementKind::Goods => texts.e_goods_captured,
        LoanEntryKind::Captured => texts.e_captured,
        LoanEntryKind::Billed => texts.e_billed,
        LoanEntryKind::Repaid => texts.e_repaid,
        LoanEntryKind::LateFee => texts.e_late_fee,
        LoanEntryKind::LateFeeReversed => texts.e_late_fee_reversed,
        LoanEntryKind::Waived => texts.e_waived,
        LoanEntryKind::WrittenOff => texts.e_written_off,
        LoanEntryKind::SettledEarly => texts.e_settled_early,
        LoanEntryKind::Returned if of == AgreementKind::Goods => texts.e_goods_returned,
        LoanEntryKind::Returned => texts.e_returned,
        LoanEntryKind::Cancelled => texts.e_cancelled,
        LoanEntryKind::Refunded => texts.e_refunded,
        LoanEntryKind::Unknown => texts.e_other,
    }
}
