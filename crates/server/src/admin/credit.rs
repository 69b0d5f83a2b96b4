//! `fairday credit`: the shop's side of credit agreements, straight on the database.

use super::Common;
use super::acts::{ActArgs, AmountArgs, NoteArgs, PaidArgs, PaymentArgs, Typed};
use super::common::Zone;
use super::money::money;
use super::print::{json, line, word};
use super::reminders::{RemindArgs, remind};
use crate::credit::{Credit, CreditError};
use crate::hex::hex;
use crate::orders::payment::Payments;
use crate::privacy::random;
use clap::{Args, Subcommand};
use fairday_contract::{
    AdminAgreement, AdminAgreementSummary, AdminRepayment, AgreementId, CreditActKind, Currency, LoanStanding,
};
use fairday_credit::agreement::State;
use fairday_credit::ledger::LedgerError;
use fairday_credit::sheet::Sheet;

/// Agreements that `list` shows when nothing is said.
const LISTED_DEFAULT: usize = 20;
/// Most agreements that `list` shows.
const LISTED_MAX: i64 = 10_000;

/// What is to be done.
#[derive(Debug, Subcommand)]
pub enum CreditCommand {
    /// List agreements, the newest first; nobody is named
    List(ListArgs),
    /// Show an agreement: its terms as they were signed, its payments, and where it stands. Name and resident ID are mostly hidden
    Show(ShowArgs),
    /// Stand in for a shopper whose application is being looked at, up to this line
    Approve(AmountArgs),
    /// Do not stand in: the order is cancelled
    Decline(NoteArgs),
    /// Give up part of what is due
    Waive(AmountArgs),
    /// Give up everything that is left of a loan that has long been overdue
    WriteOff(ActArgs),
    /// Take the phone back; the amount is what the shopper has paid beside it
    GiveBack(AmountArgs),
    /// Note that this was paid out to the shopper
    Refund(AmountArgs),
    /// Note that a payment was taken at the counter; it counts from the day on which it was paid
    Paid(PaidArgs),
    /// Note that a payment that is `refund_due` was paid back
    PaidBack(PaymentArgs),
    /// Grant a shopper in hardship the patience that was asked for: no more late fees, more days of grace
    AcceptHardship(NoteArgs),
    /// Decline it
    DeclineHardship(NoteArgs),
    /// Remind shoppers who have asked for it of what is due; again sends nothing. A running server does it by itself
    Remind(RemindArgs),
}

/// Options of `fairday credit list`.
#[derive(Args, Debug)]
pub struct ListArgs {
    /// Only those in this state: offered, signed, reserved, active, late, `cooling_off_cancelled`, `settled_early`, settled,
    /// returned, `written_off`, lapsed
    #[arg(long, value_parser = parse_state)]
    state: Option<State>,
    /// How many, at most
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(1..=LISTED_MAX))]
    limit: Option<i64>,
    #[command(flatten)]
    common: Common,
}

/// Options of `fairday credit show`.
#[derive(Args, Debug)]
pub struct ShowArgs {
    /// The agreement's id
    agreement: AgreementId,
    #[command(flatten)]
    common: Common,
}

/// Does what was asked.
///
/// # Errors
/// A sentence for the operator.
pub async fn command(command: CreditCommand) -> Result<(), String> {
    let typed = match &command {
        CreditCommand::List(args) => return list(args).await,
        CreditCommand::Show(args) => return show(args).await,
        CreditCommand::Remind(args) => return remind(args).await,
        CreditCommand::Approve(args) => args.typed(CreditActKind::Approve),
        CreditCommand::Decline(args) => args.typed(CreditActKind::Decline),
        CreditCommand::Waive(args) => args.typed(CreditActKind::Waive),
        CreditCommand::WriteOff(args) => args.typed(CreditActKind::WriteOff),
        CreditCommand::GiveBack(args) => args.typed(CreditActKind::GiveBack),
        CreditCommand::Refund(args) => args.typed(CreditActKind::Refund),
        CreditCommand::Paid(args) => args.typed(CreditActKind::Paid),
        CreditCommand::PaidBack(args) => args.typed(CreditActKind::PaidBack),
        CreditCommand::AcceptHardship(args) => args.typed(CreditActKind::AcceptHardship),
        CreditCommand::DeclineHardship(args) => args.typed(CreditActKind::DeclineHardship),
    };
    act(&typed).await
}

async fn act(typed: &Typed<'_>) -> Result<(), String> {
    let (common, id) = (&typed.args.common, &typed.args.agreement);
    let credit = common.open_credit().await?;
    let done = done(&credit, typed, id).await;
    credit.database.close().await;
    let after = done?;
    if common.json {
        json(&after);
    } else {
        line(&outcome(&after));
    }
    Ok(())
}

async fn done(credit: &Credit, typed: &Typed<'_>, id: &AgreementId) -> Result<AdminAgreement, String> {
    let before = credit.any_agreement(id.clone()).await.map_err(|error| sentence(&error, None))?;
    let currency = currency(&before)?;
    let wish = typed.wish(currency)?;
    let request = match &typed.args.request {
        Some(request) => request.clone(),
        None => hex(&random::bytes::<16>()).parse().map_err(|_| "No id can be made.".to_owned())?,
    };
    let told = |error: CreditError| sentence(&error, Some(currency));
    credit.act(&Payments::default(), (id, &request), &wish).await.map_err(told)?;
    credit.any_agreement(id.clone()).await.map_err(told)
}

/// Where an agreement is, in one line.
fn outcome(after: &AdminAgreement) -> String {
    let state = word(&after.agreement.state);
    match (&after.agreement.loan, currency(after)) {
        (Some(loan), Ok(currency)) => {
            let owed_back = match loan.owed_back {
                0 => String::new(),
                back => format!(", {} to be paid out to the shopper", money(back, currency)),
            };
            let (due, left) = (money(loan.owed_now, currency), money(loan.principal_left, currency));
            format!("It is {state}: {due} due, {left} of the principal left{owed_back}.")
        }
        _ => format!("It is {state}."),
    }
}

async fn list(args: &ListArgs) -> Result<(), String> {
    let zone = args.common.zone()?;
    let credit = args.common.open_credit().await?;
    let most = args.limit.map_or(LISTED_DEFAULT, |limit| usize::try_from(limit).unwrap_or(LISTED_DEFAULT));
    let found = listed(&credit, args.state, most).await;
    credit.database.close().await;
    let found = found.map_err(|error| sentence(&error, None))?;
    if args.common.json {
        json(&found);
        return Ok(());
    }
    for one in &found {
        let (id, state, at) = (one.id.as_str(), word(&one.state), zone.show(one.moved_ms));
        let order = one.order.map_or_else(String::new, |order| format!("order {order}"));
        let waits = if one.is_waiting { "  waits for approval" } else { "" };
        line(&format!("{:>7}  {id}  {at}  {state:<21}  {order}{waits}", one.number));
    }
    if found.is_empty() {
        line("There are none.");
    }
    Ok(())
}

async fn listed(
    credit: &Credit,
    state: Option<State>,
    most: usize,
) -> Result<Vec<AdminAgreementSummary>, CreditError> {
    let (mut found, mut below) = (Vec::new(), i64::MAX);
    while found.len() < most {
        let page = credit.all_agreements(state, below).await?;
        let Some(last) = page.items.last() else { break };
        below = last.number.cast_signed();
        found.extend(page.items);
    }
    found.truncate(most);
    Ok(found)
}

async fn show(args: &ShowArgs) -> Result<(), String> {
    let zone = args.common.zone()?;
    let credit = args.common.open_credit().await?;
    let found = credit.any_agreement(args.agreement.clone()).await;
    let hardship = match &found {
        Ok(_) => credit.hardship_of(args.agreement.clone()).await,
        Err(_) => Ok(None),
    };
    credit.database.close().await;
    let found = found.map_err(|error| sentence(&error, None))?;
    let reason = hardship.map_err(|error| sentence(&error, None))?.map(|asked| asked.reason);
    if args.common.json {
        json(&found);
    } else {
        show_agreement(&found, zone, reason.as_deref())?;
    }
    Ok(())
}

fn show_agreement(found: &AdminAgreement, zone: Zone, reason: Option<&str>) -> Result<(), String> {
    let (one, currency) = (&found.agreement, currency(found)?);
    line(&format!("Agreement {} ({}): {}", one.number, one.id.as_str(), word(&one.state)));
    if found.name.is_empty() {
        line("Who: the account was deleted");
    } else {
        line(&format!("Who: {}, {}", found.name, found.resident_id));
    }
    line(&format!("Offered: {}", zone.show(one.offered_ms)));
    if let Some(signed_ms) = one.signed_ms {
        let order = one.order.as_ref().map_or("none", |order| order.as_str());
        line(&format!("Signed: {}, order {order}", zone.show(signed_ms)));
    }
    if let Some(loan) = &one.loan {
        show_loan(loan, currency);
    }
    for payment in &found.payments {
        show_payment(payment, currency, zone);
    }
    if let Some(asked) = one.loan.as_ref().and_then(|loan| loan.hardship.as_ref()) {
        line(&format!("Asked for patience: {}, {}", zone.show(asked.at_ms), word(&asked.status)));
        line(&format!("  {}", reason.unwrap_or_default()));
    }
    line(&one.sheet);
    Ok(())
}

fn show_loan(loan: &LoanStanding, currency: Currency) {
    for (what, amount) in [
        ("due now", Some(loan.owed_now)),
        ("of that late fees", Some(loan.late_fees)),
        ("principal left", Some(loan.principal_left)),
        ("paid so far", Some(loan.paid)),
        ("to be paid out to the shopper", Some(loan.owed_back)),
        ("settling takes", loan.settle),
        ("settling and leaving the plan takes", loan.settle_and_leave),
        ("giving the phone back takes", loan.give_back),
    ] {
        if let Some(amount) = amount {
            line(&format!("  {what:<36} {:>12}", money(amount, currency)));
        }
    }
}

fn show_payment(payment: &AdminRepayment, currency: Currency, zone: Zone) {
    let on = payment.paid_on.as_deref().map(|on| format!(", counts from {on}")).unwrap_or_default();
    line(&format!(
        "Payment {}: {} {} {}, asked for {}{on}",
        payment.number,
        money(payment.amount, currency),
        word(&payment.method),
        word(&payment.status),
        zone.show(payment.at_ms),
    ));
}

/// Of what was signed: the catalogue's may be another by now.
fn currency(found: &AdminAgreement) -> Result<Currency, String> {
    let sheet = Sheet::read(found.agreement.sheet.as_bytes()).ok();
    let currency = sheet.and_then(|sheet| sheet.terms.currency.parse().ok());
    currency
        .ok_or_else(|| "The terms of the agreement cannot be read: see `fairday ledger verify`.".to_owned())
}

fn sentence(error: &CreditError, currency: Option<Currency>) -> String {
    match (error, currency) {
        (CreditError::NotFound, _) => "There is no such agreement, or no such payment of it.".to_owned(),
        (CreditError::Invalid(errors), _) => {
            let told =
                errors.iter().map(|error| format!("--{} {}", error.field.replace('_', "-"), error.detail));
            format!("{}.", told.collect::<Vec<_>>().join("; "))
        }
        (CreditError::Ledger(LedgerError::TooMuch { most: 0 }), _) => {
            "This cannot be done: there is nothing of that.".to_owned()
        }
        (CreditError::Ledger(LedgerError::TooMuch { most }), Some(currency)) => {
            format!("This cannot be done: there is {} at most.", money(*most, currency))
        }
        (CreditError::Ledger(LedgerError::NotEnough { missing }), Some(currency)) => {
            format!("This cannot be done: {} are missing.", money(*missing, currency))
        }
        (error, _) => format!("This cannot be done: {error}."),
    }
}

fn parse_state(text: &str) -> Result<State, String> {
    let all = || State::ALL.map(State::code).join(", ");
    State::of_code(text).ok_or_else(|| format!("it is one of {}", all()))
}
