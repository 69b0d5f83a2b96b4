//! `fairday credit`: the shop's side of credit agreements, straight on the database.

use super::books::CreditArgs;
use super::print::{line, time};
use super::reminders::{RemindArgs, remind};
use crate::credit::running::ShopAct;
use crate::credit::{Credit, CreditError, agreement, person};
use crate::database::Transaction;
use crate::hex::hex;
use crate::privacy::random;
use clap::{Args, Subcommand};
use fairday_contract::AgreementId;
use fairday_credit::Amount;
use fairday_credit::agreement::State;
use fairday_credit::ledger::Account;
use std::sync::Arc;

/// Agreements that `list` shows when nothing is said.
const LISTED_DEFAULT: i64 = 20;
/// Most agreements that `list` shows.
const LISTED_MAX: i64 = 10_000;
/// The longest name of an operator, characters.
const OPERATOR_CHARS_MAX: usize = 60;

/// What is to be done.
#[derive(Debug, Subcommand)]
pub enum CreditCommand {
    /// List agreements, the newest first; nobody is named
    List(ListArgs),
    /// Show an agreement: its terms as they were signed, and where it stands. Name and resident ID are mostly hidden
    Show(ShowArgs),
    /// Stand in for a shopper whose application is being looked at, up to this line. To decline, cancel the order
    Approve(AmountArgs),
    /// Give up part of what is due
    Waive(AmountArgs),
    /// Give up everything that is left of a loan that has long been overdue
    WriteOff(ActArgs),
    /// Take the phone back; the amount is what the shopper has paid beside it
    GiveBack(AmountArgs),
    /// Note that this was paid out to the shopper
    Refund(AmountArgs),
    /// Grant a shopper in hardship the patience that was asked for: no more late fees, more days of grace
    AcceptHardship(HardshipArgs),
    /// Decline it
    DeclineHardship(HardshipArgs),
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
    #[arg(long, value_name = "N", default_value_t = LISTED_DEFAULT, value_parser = clap::value_parser!(i64).range(1..=LISTED_MAX))]
    limit: i64,
    #[command(flatten)]
    shop: CreditArgs,
}

/// Options of `fairday credit show`.
#[derive(Args, Debug)]
pub struct ShowArgs {
    /// The agreement's id
    agreement: AgreementId,
    #[command(flatten)]
    shop: CreditArgs,
}

/// An act, and who does it.
#[derive(Args, Debug)]
pub struct ActArgs {
    /// The agreement's id
    agreement: AgreementId,
    /// Who does this: written into the audit log
    #[arg(long, value_parser = parse_operator)]
    by: String,
    /// 32 hexadecimal digits that name this act: done again with them, it changes nothing [default: random]
    #[arg(long, value_name = "ID", value_parser = parse_request)]
    request: Option<String>,
    #[command(flatten)]
    shop: CreditArgs,
}

/// An answer to a shopper in hardship.
#[derive(Args, Debug)]
pub struct HardshipArgs {
    #[command(flatten)]
    act: ActArgs,
    /// What to tell the shopper
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
}

/// An act with an amount.
#[derive(Args, Debug)]
pub struct AmountArgs {
    #[command(flatten)]
    act: ActArgs,
    /// In minor units
    #[arg(long, value_parser = parse_amount)]
    amount: Amount,
}

/// Does what was asked.
///
/// # Errors
/// A sentence for the operator.
pub async fn command(command: CreditCommand) -> Result<(), String> {
    let (args, act) = match command {
        CreditCommand::List(args) => {
            let credit = args.shop.open().await?;
            let listed = list(&credit, args.state, args.limit).await;
            credit.database.close().await;
            return listed.map_err(|error| sentence(&error));
        }
        CreditCommand::Show(args) => {
            let credit = args.shop.open().await?;
            let shown = show(&credit, args.agreement).await;
            credit.database.close().await;
            return shown.map_err(|error| sentence(&error));
        }
        CreditCommand::Remind(args) => return remind(args).await,
        CreditCommand::Approve(AmountArgs { act, amount }) => (act, ShopAct::Approve(amount)),
        CreditCommand::Waive(AmountArgs { act, amount }) => (act, ShopAct::Waive(amount)),
        CreditCommand::WriteOff(act) => (act, ShopAct::WriteOff),
        CreditCommand::GiveBack(AmountArgs { act, amount }) => (act, ShopAct::GiveBack(amount)),
        CreditCommand::Refund(AmountArgs { act, amount }) => (act, ShopAct::Refund(amount)),
        CreditCommand::AcceptHardship(HardshipArgs { act, note }) => {
            (act, ShopAct::AnswerHardship { is_accepted: true, note })
        }
        CreditCommand::DeclineHardship(HardshipArgs { act, note }) => {
            (act, ShopAct::AnswerHardship { is_accepted: false, note })
        }
    };
    let credit = args.shop.open().await?;
    let request = args.request.unwrap_or_else(|| hex(&random::bytes::<16>()));
    let done = credit.by_shop(args.by, args.agreement, act, request).await;
    credit.database.close().await;
    let outcome = done.map_err(|error| sentence(&error))?;
    let owed = outcome.balances.owed_now().unwrap_or(Amount::MAX);
    let not_due = outcome.balances.get(Account::PrincipalNotDue);
    line(&format!("It is {}: {} due, {not_due} not due yet.", outcome.state.code(), owed.minor()));
    Ok(())
}

async fn list(credit: &Credit, state: Option<State>, limit: i64) -> Result<(), CreditError> {
    let look = move |transaction: &mut Transaction<'_>| {
        let rows = match state {
            None => transaction
                .query("SELECT number FROM credit_agreement ORDER BY number DESC LIMIT $1", &[&limit])?,
            Some(state) => transaction.query(
                "SELECT number FROM credit_agreement WHERE state = $1 ORDER BY number DESC LIMIT $2",
                &[&state.code(), &limit],
            )?,
        };
        rows.iter()
            .map(|row| agreement::numbered(transaction, row.get(0)?))
            .collect::<Result<Vec<_>, CreditError>>()
    };
    let found = credit.database.read(look).await?;
    for one in &found {
        let (id, state, at) = (one.id.as_str(), one.state.code(), time(one.state_ms));
        let order = one.order_number.map_or_else(String::new, |order| format!("order {order}"));
        let waits = if one.is_referred && one.state == State::Signed { "  waits for approval" } else { "" };
        line(&format!("{:>7}  {id}  {at}  {state:<21}  {order}{waits}", one.number));
    }
    if found.is_empty() {
        line("There are none.");
    }
    Ok(())
}

async fn show(credit: &Credit, id: AgreementId) -> Result<(), CreditError> {
    let (keys, of) = (Arc::clone(&credit.keys), id.clone());
    let look = move |transaction: &mut Transaction<'_>| {
        let stored = agreement::find(transaction, &of)?.ok_or(CreditError::NotFound)?;
        let person = person::masked(transaction, &keys, stored.account)?;
        Ok::<_, CreditError>((stored, person))
    };
    let (stored, person) = credit.database.read(look).await?;
    let standing = credit.standing(stored.account, id).await?;
    line(&format!("Agreement {} ({}): {}", stored.number, stored.id.as_str(), stored.state.code()));
    match person {
        Some(person) => line(&format!("Who: {}, {}", person.name, person.resident_id)),
        None => line("Who: the account was deleted"),
    }
    line(&format!("Offered: {}", time(stored.offered_ms)));
    if let Some(signed_ms) = stored.signed_ms {
        line(&format!("Signed: {}, order {}", time(signed_ms), stored.order_number.unwrap_or_default()));
    }
    for account in Account::ALL {
        let balance = standing.balances.get(account);
        if balance != 0 {
            line(&format!("  {:<18} {balance:>10}", account.code()));
        }
    }
    if let Some(hardship) = credit.hardship(stored.account, stored.id.clone()).await? {
        let answer = match &hardship.answer {
            None => "not answered",
            Some(answer) if answer.is_accepted => "accepted",
            Some(_) => "declined",
        };
        line(&format!("Asked for patience: {}, {answer}", time(hardship.asked_ms)));
        line(&format!("  {}", hardship.reason));
    }
    line(&String::from_utf8_lossy(&stored.sheet));
    Ok(())
}

fn sentence(error: &CreditError) -> String {
    match error {
        CreditError::NotFound => "There is no such agreement.".to_owned(),
        error => format!("This cannot be done: {error}."),
    }
}

fn parse_state(text: &str) -> Result<State, String> {
    let all = || State::ALL.map(State::code).join(", ");
    State::of_code(text).ok_or_else(|| format!("it is one of {}", all()))
}

fn parse_amount(text: &str) -> Result<Amount, String> {
    let minor: i64 = text.parse().map_err(|_| "it is a whole number of minor units".to_owned())?;
    Amount::new(minor).map_err(|error| error.to_string())
}

fn parse_request(text: &str) -> Result<String, String> {
    AgreementId::try_from(text.to_owned())
        .map(|id| id.as_str().to_owned())
        .map_err(|_| "it is 32 characters of 0-9 a-f".to_owned())
}

fn parse_operator(text: &str) -> Result<String, String> {
    let is_name =
        (1..=OPERATOR_CHARS_MAX).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    if is_name {
        Ok(text.to_owned())
    } else {
        Err(format!("it is a name of 1 to {OPERATOR_CHARS_MAX} characters"))
    }
}
