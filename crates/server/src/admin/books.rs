//! `fairday billing` and `fairday ledger`: the books of phone credit, straight on the database.

use super::StoreArgs;
use super::print::line;
use crate::clock::Clock;
use crate::credit::audit::Head;
use crate::credit::billing::RunError;
use crate::credit::guarantor;
use crate::credit::verify::{FINDINGS_MAX, verify};
use crate::credit::{Credit, CreditError};
use crate::lease::Holder;
use crate::shop_config::ShopConfig;
use clap::{Args, Subcommand};
use fairday_credit::Date;
use std::path::PathBuf;
use std::sync::Arc;

/// What is to be billed.
#[derive(Debug, Subcommand)]
pub enum BillingCommand {
    /// Bill everything that is due, charge what is late, settle what is paid; again changes nothing
    Run(RunArgs),
}

/// Options of `fairday billing run`.
#[derive(Args, Debug)]
pub struct RunArgs {
    /// The day up to which, YYYY-MM-DD in the shop's time zone [default: today]
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    #[command(flatten)]
    shop: CreditArgs,
}

/// What is to be checked.
#[derive(Debug, Subcommand)]
pub enum LedgerCommand {
    /// Check every entry, every balance, every agreement and the audit log
    Verify(VerifyArgs),
}

/// Options of `fairday ledger verify`.
#[derive(Args, Debug)]
pub struct VerifyArgs {
    /// What the audit log ended with at an earlier check, as it was printed then: nothing before it may have changed
    #[arg(long, value_name = "HEAD")]
    audit: Option<Head>,
    #[command(flatten)]
    store: StoreArgs,
}

/// A shop with credit.
#[derive(Args, Debug)]
pub struct CreditArgs {
    /// The shop's configuration, with its section `credit`
    #[arg(long, env = "FAIRDAY_SHOP", value_name = "FILE")]
    shop: PathBuf,
    #[command(flatten)]
    store: StoreArgs,
}

impl CreditArgs {
    /// What credit works with.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub(super) async fn open(&self) -> Result<Credit, String> {
        let config = ShopConfig::read(&self.shop)?.credit;
        let config = config.ok_or_else(|| format!("{} has no section [credit].", self.shop.display()))?;
        let (database, keys) = self.store.open_with_keys().await?;
        let guarantor = guarantor::of(&config)?;
        let now_ms = Clock::default().now_ms();
        Ok(Credit { database, keys, config: Arc::new(config), guarantor, now_ms })
    }
}

/// Runs the bills.
///
/// # Errors
/// A sentence for the operator.
pub async fn bill(command: BillingCommand) -> Result<(), String> {
    let BillingCommand::Run(args) = command;
    let credit = args.shop.open().await?;
    let done = run(&credit, args.as_of).await;
    credit.database.close().await;
    done
}

async fn run(credit: &Credit, as_of: Option<Date>) -> Result<(), String> {
    let today = credit.today().map_err(|error| format!("The clock cannot be used: {error}."))?;
    let as_of = as_of.unwrap_or(today);
    let clock = Clock::default();
    let run = credit.run_billing(Holder::new(), as_of, || clock.now_ms()).await;
    let run = run.map_err(|error| match error {
        RunError::Busy => "Another process is running the bills. Nothing has to be done.".to_owned(),
        RunError::NotYet => format!("{as_of} has not come: in the shop it is {today}."),
        RunError::Credit(error) => {
            format!("The run stopped: {error}. Run it again; what was done stays done.")
        }
    })?;
    let told = credit.tell_guarantor(Holder::new()).await;
    let told = told.map_err(|error| format!("The bills are done, but: {error}. Run it again."))?;
    if told.failed > 0 {
        line(&format!(
            "The guarantor did not answer {} messages; a running server tries again.",
            told.failed
        ));
    }
    line(&format!("Billed up to {as_of}: {} agreements looked at, {} changed.", run.looked_at, run.changed));
    if run.failed.is_empty() {
        return Ok(());
    }
    let failed: Vec<String> = run.failed.iter().map(i64::to_string).collect();
    Err(format!("These agreements could not be billed: {}. See `fairday ledger verify`.", failed.join(", ")))
}

/// Checks the books.
///
/// # Errors
/// A sentence for the operator; also when something is wrong with them.
pub async fn check(command: LedgerCommand) -> Result<(), String> {
    let LedgerCommand::Verify(args) = command;
    let database = args.store.open().await?;
    let verified = verify(&database, args.audit).await;
    database.close().await;
    let verified = verified.map_err(|error: CreditError| format!("The books cannot be read: {error}."))?;
    for finding in &verified.findings {
        line(finding);
    }
    let looked_at = format!("{} agreements and {} shoppers", verified.agreements, verified.shoppers);
    line(&format!("The audit log ends with {}. Note it elsewhere for the next check.", verified.audit));
    match verified.findings.len() {
        0 => {
            line(&format!("The books are right: {looked_at}."));
            Ok(())
        }
        found if found >= FINDINGS_MAX => {
            Err(format!("More than {FINDINGS_MAX} things are wrong with the books."))
        }
        found => Err(format!("{found} things are wrong with the books of {looked_at}.")),
    }
}
