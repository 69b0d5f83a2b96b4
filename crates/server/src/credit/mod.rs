//! Phone credit: agreements, the ledger, and the monthly bills.
//!
//! The rules are in the crate `fairday_credit`; here is where they meet the database. An agreement goes the way of
//! [`fairday_credit::agreement`]: it is offered ([`offer`]), signed together with its order and reserved ([`sign`]), captured
//! when the order is handed over ([`orders`]), billed ([`billing`]), repaid or ended ([`running`]).
//!
//! **One transaction an event.** It holds the account's lock, reads the agreement and its entries, lets the rules work out
//! what happens, appends the entries and writes the state `WHERE state = … AND sequence = …` ([`book`]). Entries are never
//! changed; what happens once has a unique key.

pub mod acts;
pub mod agreement;
pub mod asking;
pub mod audit;
pub mod background;
mod batch;
pub mod billing;
mod book;
pub mod booking;
pub mod codes;
mod documents;
pub mod goods;
pub mod guarantor;
pub mod hardship;
pub mod ledger;
pub mod offer;
pub mod offers;
pub mod orders;
pub mod payments;
pub mod person;
mod purchase;
pub mod reminders;
pub mod remote;
pub mod running;
pub mod shop;
pub mod sign;
pub mod standing;
mod standing_document;
mod terms;
pub mod texts;
pub mod verify;

pub use terms::{Choice, Handset};

use crate::accounts::rate_limit::Limited;
use crate::database::{Database, DatabaseError};
use crate::orders::OrderError;
use crate::privacy::{KeyError, KeyRing};
use crate::shop_config::CreditConfig;
use fairday_contract::FieldError;
use fairday_credit::agreement::{LoanError, Refused, WRITE_OFF_DAYS_MIN};
use fairday_credit::assess::Reason;
use fairday_credit::calendar::CalendarError;
use fairday_credit::ledger::LedgerError;
use fairday_credit::sheet::Difference;
use fairday_credit::{Date, UtcOffset};
use guarantor::Guarantor;
use std::sync::Arc;

/// How often a job is tried again that met another one about the same agreement.
pub const TRIES_MAX: u32 = 8;

/// What credit works with, for one request.
#[derive(Clone)]
pub struct Credit {
    /// Where agreements and the ledger are.
    pub database: Database,
    /// What seals personal data and makes keyed hashes.
    pub keys: Arc<KeyRing>,
    /// The shop's terms.
    pub config: Arc<CreditConfig>,
    /// Who stands in for the shopper.
    pub guarantor: Arc<dyn Guarantor>,
    /// Now, milliseconds since 1970 UTC.
    pub now_ms: i64,
}

impl Credit {
    /// The day in the shop's time zone.
    ///
    /// # Errors
    /// When the clock is outside the calendar.
    pub fn today(&self) -> Result<Date, CreditError> {
        day_at(self.now_ms, self.config.utc_offset)
    }
}

/// The day at a moment, so many minutes east of UTC.
pub(crate) fn day_at(ms: i64, utc_offset: i32) -> Result<Date, CreditError> {
    Ok(Date::at(ms, UtcOffset::minutes_east(utc_offset)?)?)
}

/// Why nothing was offered, signed or moved.
#[derive(Debug, thiserror::Error)]
pub enum CreditError {
    /// The database could not do it.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// What is sealed cannot be opened.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// Something was tried too often.
    #[error(transparent)]
    Limited(#[from] Limited),
    /// What is stored is not what this version writes.
    #[error("the database holds an agreement that cannot be read: {0}")]
    Corrupt(&'static str),
    /// Fields of the request are wrong.
    #[error("fields of the request are wrong")]
    Invalid(Vec<FieldError>),
    /// No such agreement of this account.
    #[error("no such agreement of this account")]
    NotFound,
    /// The account was deleted in the meantime.
    #[error("the account is there no more")]
    NoAccount,
    /// An agreement or a payment with this id was sent with another body.
    #[error("this id was used with another body")]
    IdUsed,
    /// The account has credit under another name, or the person has another account with credit.
    #[error("a person has credit with one account, and an account for one person")]
    OtherPerson,
    /// As many phones of the account get notifications as can.
    #[error("too many phones get notifications")]
    TooManyPhones,
    /// The guarantor said no.
    #[error("the guarantor does not stand in: {0:?}")]
    Declined(Reason),
    /// A shopper asks for patience who has no loan that runs, or it was answered already.
    #[error("there is nothing to answer")]
    NothingAsked,
    /// The guarantor cannot be reached.
    #[error("the guarantor does not answer")]
    NoGuarantor,
    /// The terms are not those that were offered any more.
    #[error("the terms have changed since they were offered")]
    TermsChanged(Vec<Difference>),
    /// What the shopper has read is not what was offered.
    #[error("the digest is not that of the terms offered")]
    OtherTerms,
    /// The code is wrong.
    #[error("the code is wrong; it can be tried {tries_left} times more")]
    WrongCode {
        /// How often it can still be tried.
        tries_left: i64,
    },
    /// There is no code for these terms that can still be used.
    #[error("there is no code for these terms that can still be used")]
    NoCode,
    /// It does not happen to an agreement in this state, or not by them, or not now.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The books do not allow it.
    #[error(transparent)]
    Ledger(LedgerError),
    /// It is too early to write it off.
    #[error(
        "it is written off once something has been overdue for {WRITE_OFF_DAYS_MIN} days; so far it has been {0}"
    )]
    NotLongOverdue(u32),
    /// The order could not be placed.
    #[error("the order cannot be placed: {0}")]
    Placing(Box<OrderError>),
    /// The order cannot be had like this.
    #[error("the order cannot be placed: {0}")]
    Order(&'static str),
    /// The agreement is changing under the request: the same may succeed in a moment.
    #[error("the agreement is changing just now")]
    Changing,
}

impl From<OrderError> for CreditError {
    fn from(error: OrderError) -> Self {
        match error {
            OrderError::Database(error) => Self::Database(error),
            OrderError::Changing => Self::Changing,
            error => Self::Placing(Box::new(error)),
        }
    }
}

impl From<LedgerError> for CreditError {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

impl From<LoanError> for CreditError {
    fn from(error: LoanError) -> Self {
        match error {
            LoanError::Ledger(error) => Self::Ledger(error),
            _ => Self::Corrupt("its loan"),
        }
    }
}

impl From<CalendarError> for CreditError {
    fn from(_: CalendarError) -> Self {
        Self::Corrupt("a day outside the calendar")
    }
}

impl CreditError {
    /// A request with one wrong field.
    pub(super) fn field(field: &str, detail: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError { field: field.to_owned(), detail: detail.into() }])
    }
}
