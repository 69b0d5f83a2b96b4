//! Checking the books: every entry by the rules that made it, every balance against what is kept beside it.

use super::audit::Head;
use super::book::Book;
use super::documents::write_loan;
use super::standing_document::write_standing;
use super::{CreditError, agreement, audit, hardship, ledger};
use crate::database::{Database, DatabaseError, Row, Transaction};
use fairday_credit::agreement::{Dated, Loan, Standing};
use fairday_credit::late::LateRule;
use fairday_credit::ledger::{Account, Entry, verify_agreement, verify_shopper};
use sha2::{Digest, Sha256};

/// Agreements and shoppers that are read in one go.
const BATCH: i64 = 200;
/// Findings that are told; after these something else is wrong.
pub const FINDINGS_MAX: usize = 100;

/// What was looked at, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Agreements.
    pub agreements: u64,
    /// Shoppers that have a line.
    pub shoppers: u64,
    /// What the audit log ends with: to be noted somewhere else.
    pub audit: Head,
    /// Sentences for the operator, without anything personal.
    pub findings: Vec<String>,
}

/// Checks the whole ledger, the agreements and the audit log, which once ended with `known`.
///
/// # Errors
/// When the database does not answer. What is wrong is no error: it is found.
pub async fn verify(database: &Database, known: Option<Head>) -> Result<Verified, CreditError> {
    let mut verified = Verified::default();
    let mut after = 0;
    while verified.findings.len() < FINDINGS_MAX {
        let batch = database.read(move |transaction| agreements(transaction, after)).await?;
        let Some((last, _)) = batch.last() else { break };
        after = *last;
        verified.agreements += batch.len() as u64;
        let told = |(number, found): (i64, Option<String>)| Some(format!("agreement {number}: {}", found?));
        verified.findings.extend(batch.into_iter().filter_map(told));
    }
    let mut after = 0;
    while verified.findings.len() < FINDINGS_MAX {
        let batch = database.read(move |transaction| shoppers(transaction, after)).await?;
        let Some((last, _)) = batch.last() else { break };
        after = *last;
        verified.shoppers += batch.len() as u64;
        let told = |(number, found): (i64, Option<String>)| Some(format!("account {number}: {}", found?));
        verified.findings.extend(batch.into_iter().filter_map(told));
    }
    let log = database.read(move |transaction| audit::verify(transaction, known)).await?;
    verified.audit = log.head;
    verified.findings.extend(log.finding.map(|finding| format!("audit log: {finding}")));
    Ok(verified)
}

type Found = Vec<(i64, Option<String>)>;

fn agreements(transaction: &mut Transaction<'_>, after: i64) -> Result<Found, CreditError> {
    let rows = transaction.query(
        "SELECT number FROM credit_agreement WHERE number > $1 ORDER BY number LIMIT $2",
        &[&after, &BATCH],
    )?;
    each(&rows, |number| one_agreement(transaction, number))
}

fn shoppers(transaction: &mut Transaction<'_>, after: i64) -> Result<Found, CreditError> {
    let rows = transaction.query(
        "SELECT DISTINCT account_id FROM credit_entry WHERE account_id > $1 ORDER BY account_id LIMIT $2",
        &[&after, &BATCH],
    )?;
    each(&rows, |number| one_shopper(transaction, number))
}

/// What cannot be read is a finding; a database that does not answer is none.
fn each(
    rows: &[Row],
    mut check: impl FnMut(i64) -> Result<Option<String>, CreditError>,
) -> Result<Found, CreditError> {
    let one = |row: &Row| {
        let number = row.get(0)?;
        match check(number) {
            Ok(found) => Ok((number, found)),
            Err(CreditError::Database(error)) => Err(error.into()),
            Err(error) => Ok((number, Some(error.to_string()))),
        }
    };
    rows.iter().map(one).collect()
}

fn entries(history: &[Dated]) -> Vec<Entry> {
    history.iter().map(|dated| dated.entry.clone()).collect()
}

fn one_agreement(transaction: &mut Transaction<'_>, number: i64) -> Result<Option<String>, CreditError> {
    let stored = agreement::numbered(transaction, number)?;
    let history = ledger::history(transaction, number)?;
    let balances = match verify_agreement(&entries(&history)) {
        Ok(balances) => balances,
        Err(finding) => return Ok(Some(finding.to_string())),
    };
    if !stored.state.fits(&balances) {
        return Ok(Some(format!("its balances are not those of one that is {}", stored.state.code())));
    }
    let digest: [u8; 32] = Sha256::digest(&stored.sheet).into();
    if digest != stored.digest {
        return Ok(Some("its terms are not those of its digest".to_owned()));
    }
    let sheet = stored.read_sheet()?;
    if let Some(loan) = &stored.loan {
        let begun = Loan::begin(&sheet, loan.schedule.hand_over());
        let conceded = hardship::conceded(transaction, number)?;
        let is_same = begun.is_ok_and(|begun| {
            let residue = stored.wanted.residue();
            let late = LateRule { residue, ..begun.late };
            let late = conceded.map_or(late, |grace_days| hardship::rule(late, grace_days));
            write_loan(&sheet, &Loan { late, ..begun }) == write_loan(&sheet, loan)
        });
        if !is_same {
            return Ok(Some("its loan is not that of its terms".to_owned()));
        }
    }
    let row = transaction.query_one(
        "SELECT (SELECT COUNT(*) FROM credit_entry WHERE agreement = $1 AND (account_id <> $2 OR sequence > $3)), \
         (SELECT standing FROM credit_agreement WHERE number = $1)",
        &[&number, &stored.account.0, &stored.sequence],
    )?;
    let (strange, standing): (i64, Option<String>) = (row.get(0)?, row.get(1)?);
    if strange > 0 {
        return Ok(Some("it has entries that it does not know of".to_owned()));
    }
    let summed_up = write_standing(&Standing::of(&history)?, stored.sequence);
    if standing.is_some_and(|standing| standing != summed_up) {
        return Ok(Some("its standing is not what its entries come to".to_owned()));
    }
    let (kept, day, at_ms) =
        (stored.check_day, stored.up_to_day.unwrap_or(stored.offered_day), stored.state_ms);
    let next = Book::open_on(transaction, stored, day, at_ms)?.check_day()?;
    Ok((next != kept).then(|| "the billing run does not look at it on the day on which it has to".to_owned()))
}

fn one_shopper(transaction: &mut Transaction<'_>, account: i64) -> Result<Option<String>, CreditError> {
    let history = ledger::history_of_account(transaction, account)?;
    let balances = match verify_shopper(&entries(&history)) {
        Ok(balances) => balances,
        Err(finding) => return Ok(Some(finding.to_string())),
    };
    let line = ledger::line(transaction, crate::accounts::AccountId(account))?;
    let kept = (line.granted.minor(), line.available.minor());
    let derived = (balances.get(Account::LineGranted), balances.get(Account::LineAvailable));
    Ok((kept != derived).then(|| "its line is not what its entries say".to_owned()))
}

/// What can be checked in a moment, also of a large shop: that both sides of the line and of what is lent are the same over
/// all entries together. For the start of a server; [`verify`] looks at everything.
///
/// # Errors
/// When the database does not answer.
pub async fn check_totals(database: &Database) -> Result<Option<String>, DatabaseError> {
    let look = |transaction: &mut Transaction<'_>| {
        let row = transaction.query_one(
            "SELECT (SELECT CAST(COALESCE(SUM(available), 0) AS BIGINT) FROM credit_line), \
             (SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM credit_transfer WHERE debit = 'line_available'), \
             (SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM credit_transfer WHERE credit = 'line_available'), \
             (SELECT COUNT(*) FROM credit_agreement WHERE state IN ('active', 'late') AND NOT EXISTS \
             (SELECT 1 FROM credit_entry WHERE agreement = credit_agreement.number AND kind = 'captured'))",
            &[],
        )?;
        Ok((row.get::<i64>(0)?, row.get::<i64>(1)?, row.get::<i64>(2)?, row.get::<i64>(3)?))
    };
    let (kept, freed, taken, not_captured) = database.read::<_, DatabaseError>(look).await?;
    Ok(if kept != freed - taken {
        Some("the lines of all shoppers are not what the ledger says".to_owned())
    } else if not_captured > 0 {
        Some(format!("{not_captured} loans run that the ledger does not know of"))
    } else {
        None
    })
}
