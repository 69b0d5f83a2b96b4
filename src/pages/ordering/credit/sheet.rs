//! The honest sheet: everything that the shopper is promised, on the page and as a text to pass on.

use super::{day, minor, money};
use crate::domain::credit::per_cent;
use crate::texts::credit::{Texts, day as date_words, say};
use crate::texts::fill;
use fairday_contract::{AgreementKind, Currency};
use fairday_credit::early::EarlyEnd;
use fairday_credit::late::{DailyFee, EXAMPLE_DAYS};
use fairday_credit::plan::ExitRule;
use fairday_credit::sheet::{AfterTerm, Sheet};
use maud::{Markup, html};

/// That it is a loan, from whom, what is paid when, what it comes to, and what that is a year.
pub(super) fn summary(texts: &Texts, sheet: &Sheet, currency: Currency, kind: AgreementKind) -> Markup {
    html! {
        section.loan {
            h2 { (texts.is_loan) }
            p { (lent(texts, sheet, currency, kind)) }
            dl.figures {
                @for row in rows(texts, sheet, currency) {
                    div { dt { (row.0) } dd { b { (row.1) } @if !row.2.is_empty() { small { (row.2) } } } }
                }
            }
        }
    }
}

pub(super) fn lent(texts: &Texts, sheet: &Sheet, currency: Currency, kind: AgreementKind) -> String {
    let months = sheet.months.len().to_string();
    let sentence = if kind == AgreementKind::Goods { texts.loan_for_goods } else { texts.loan };
    say(sentence, &[&sheet.terms.lender, &minor(currency, sheet.pairing.financed), &months])
}

/// A name, a figure, and what it is made of.
type Row = (&'static str, String, String);

fn rows(texts: &Texts, sheet: &Sheet, currency: Currency) -> Vec<Row> {
    let money = |amount| minor(currency, amount);
    let (Some(first), Some(last)) = (sheet.months.first(), sheet.months.last()) else { return Vec::new() };
    let has_plan = sheet.terms.plan.is_some();
    let split = |month: &fairday_credit::sheet::Month| {
        if has_plan { say(texts.split, &[&money(month.handset), &money(month.plan)]) } else { String::new() }
    };
    let totals = &sheet.totals;
    let mut rows = vec![
        (texts.today, money(sheet.pairing.deposit), String::new()),
        (texts.each_month, money(first.total), split(first)),
    ];
    if last.total != first.total {
        rows.push((texts.last_month, money(last.total), split(last)));
    }
    let parts = |handset, plan| {
        if has_plan { say(texts.split, &[&money(handset), &money(plan)]) } else { String::new() }
    };
    let cash = if has_plan {
        say(texts.cash_with_plan, &[&money(sheet.pairing.price), &money(totals.plan)])
    } else {
        String::new()
    };
    rows.extend([
        (texts.first_due, date_words(texts, first.due), String::new()),
        (texts.last_due, date_words(texts, last.due), String::new()),
        (texts.in_all, money(totals.paid), parts(totals.handset, totals.plan)),
        (texts.for_cash, money(totals.cash), cash),
        (texts.difference, difference(texts, sheet, currency), String::new()),
        (texts.rate, format!("{}%", per_cent(sheet.rates.effective_bp)), texts.rate_method.to_owned()),
    ]);
    rows
}

/// What is paid more or less than for cash.
pub(super) fn difference(texts: &Texts, sheet: &Sheet, currency: Currency) -> String {
    match sheet.totals.more_than_cash {
        0 => texts.same.to_owned(),
        more @ 1.. => fill(texts.more, money(currency, more)),
        less => fill(texts.less, money(currency, -less)),
    }
}

/// Every month, what being late costs, how to end early, what comes after, who stands in. The tables of all months and all
/// ends are there if `is_whole`; opening one asks for them.
pub(super) fn details(
    texts: &Texts,
    sheet: &Sheet,
    currency: Currency,
    kind: AgreementKind,
    is_whole: bool,
) -> Markup {
    html! {
        section {
            details {
                summary data-do="whole-sheet" { (texts.every_month) }
                @if is_whole { (months(texts, sheet, currency)) }
            }
            p { (fill(texts.hand_over, date_words(texts, sheet.terms.hand_over))) }
        }
        @for (title, paragraph) in paragraphs(texts, sheet, currency, kind) {
            section {
                h2 { (title) }
                p { (paragraph) }
                @if title == texts.end_early {
                    details {
                        summary data-do="whole-sheet" { (texts.every_end) }
                        @if is_whole { (ends(texts, sheet, currency, kind)) }
                    }
                }
            }
        }
    }
}

fn months(texts: &Texts, sheet: &Sheet, currency: Currency) -> Markup {
    let has_plan = sheet.terms.plan.is_some();
    html! {
        table.months {
            caption.sr { (texts.months_caption) }
            thead { tr {
                th scope="col" { (texts.no) } th scope="col" { (texts.due) }
                @if has_plan { th scope="col" { (texts.handset) } th scope="col" { (texts.plan) } }
                th scope="col" { (texts.sum) }
            } }
            tbody { @for one in &sheet.months {
                tr {
                    th scope="row" { (one.number) } td { (day(texts, one.due)) }
                    @if has_plan { td { (minor(currency, one.handset)) } td { (minor(currency, one.plan)) } }
                    td { (minor(currency, one.total)) }
                }
            } }
        }
    }
}

fn ends(texts: &Texts, sheet: &Sheet, currency: Currency, kind: AgreementKind) -> Markup {
    let has_plan = sheet.terms.plan.is_some();
    let is_handset = kind != AgreementKind::Goods;
    let or_dash = |amount: Option<_>| amount.map_or("–".to_owned(), |amount| minor(currency, amount));
    html! {
        table.months {
            caption.sr { (texts.ends_caption) }
            thead { tr {
                th scope="col" { (texts.paid_months) } th scope="col" { (if is_handset { texts.settle } else { texts.settle_goods }) }
                @if has_plan { th scope="col" { (texts.settle_and_leave) } }
                @if is_handset { th scope="col" { (if has_plan { texts.give_back } else { texts.give_back_alone }) } }
            } }
            tbody { @for one in &sheet.early {
                tr {
                    th scope="row" { (one.after) } td { (minor(currency, one.settle())) }
                    @if has_plan { td { (or_dash(one.settle_and_leave().ok())) } }
                    @if is_handset { td { (or_dash(EarlyEnd::give_back(one).ok())) } }
                }
            } }
        }
    }
}

/// Other goods are neither given back to end the loan nor withdrawn from: that is said of handsets alone.
fn paragraphs(
    texts: &Texts,
    sheet: &Sheet,
    currency: Currency,
    kind: AgreementKind,
) -> Vec<(&'static str, String)> {
    let terms = &sheet.terms;
    let after = match terms.plan.as_ref().map(|plan| plan.after) {
        None => texts.is_yours.to_owned(),
        Some(AfterTerm::Ends) => texts.ends_by_itself.to_owned(),
        Some(AfterTerm::Monthly(fee)) => fill(texts.goes_on, minor(currency, fee)),
    };
    let mut all = vec![
        (texts.if_late, late(texts, sheet, currency)),
        (texts.end_early, early(texts, sheet, kind)),
        (texts.after_term, after),
        (texts.guarantor, fill(texts.guaranteed_by, &terms.guarantor)),
    ];
    if kind != AgreementKind::Goods {
        all.push((texts.cooling_off, fill(texts.cooling_off_days, terms.cooling_off_days)));
    }
    all
}

fn late(texts: &Texts, sheet: &Sheet, currency: Currency) -> String {
    let rule = &sheet.terms.late;
    let overdue = sheet.months.first().map_or_else(String::new, |month| minor(currency, month.handset));
    let (days, costs) = (EXAMPLE_DAYS.to_string(), minor(currency, sheet.late_example));
    let grace = if rule.grace_days > 0 { fill(texts.grace, rule.grace_days) } else { String::new() };
    let fee = match rule.fee {
        DailyFee::Nothing => return join(texts.late_nothing, &[texts.late_help]),
        DailyFee::BasisPoints(share) => say(texts.late_share, &[&per_cent(share), &overdue, &days, &costs]),
        DailyFee::Fixed(fee) => say(texts.late_fixed, &[&minor(currency, fee), &overdue, &days, &costs]),
    };
    join(&grace, &[&fee, &fill(texts.late_cap, per_cent(rule.yearly_cap_bp)), texts.late_help])
}

fn early(texts: &Texts, sheet: &Sheet, kind: AgreementKind) -> String {
    if kind == AgreementKind::Goods {
        return texts.early_free_alone.to_owned();
    }
    let share = fill(texts.give_back_share, per_cent(sheet.terms.returns.principal_bp));
    match sheet.terms.plan.as_ref().map(|plan| plan.plan.exit) {
        None => join(texts.early_free_alone, &[&share]),
        Some(ExitRule::Free) => join(texts.early_free, &[texts.exit_nothing, &share]),
        Some(_) => join(texts.early_free, &[texts.exit, &share]),
    }
}

/// Sentences one after the other: with a space where the language has one between them.
fn join(first: &str, others: &[&str]) -> String {
    others.iter().fold(first.to_owned(), |text, next| {
        let gap = if text.ends_with('.') { " " } else { "" };
        text + gap + next
    })
}

/// The sheet as a text, to pass on.
pub(crate) fn as_text(texts: &Texts, sheet: &Sheet, currency: Currency, kind: AgreementKind) -> String {
    let lent = lent(texts, sheet, currency, kind);
    let mut lines = vec![sheet.terms.goods.clone(), texts.is_loan.to_owned(), lent];
    lines.extend(rows(texts, sheet, currency).into_iter().map(|(name, figure, of)| {
        if of.is_empty() { format!("{name} {figure}") } else { format!("{name} {figure} ({of})") }
    }));
    lines.extend(
        sheet
            .months
            .iter()
            .map(|month| format!("{} {} {}", month.number, month.due, minor(currency, month.total))),
    );
    lines.extend(
        paragraphs(texts, sheet, currency, kind).into_iter().map(|(title, text)| format!("{title}: {text}")),
    );
    lines.join("\n")
}
