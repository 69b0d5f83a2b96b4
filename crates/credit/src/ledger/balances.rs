//! Balances: the sum of the entries.

use super::account::{Account, Side};
use super::entry::Entry;
use crate::amount::{Amount, AmountError};
use thiserror::Error;

/// Something that the books do not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum LedgerError {
    /// The entry would move nothing.
    #[error("the entry moves nothing")]
    Nothing,
    /// A transfer that the event does not make.
    #[error("the event does not move money between these accounts")]
    NotAllowed,
    /// More than is free of the shopper's line.
    #[error("the line has only {free} minor units left")]
    LineExceeded {
        /// What is free.
        free: i64,
    },
    /// The agreement has a hold, or had one.
    #[error("the agreement has had its hold")]
    HeldAlready,
    /// More than is held.
    #[error("less is held than that")]
    NotHeld,
    /// More than is there: of what is not due, of what is due, or of what is owed to the shopper.
    #[error("there is less than that: {most} minor units at most")]
    TooMuch {
        /// The most that can be taken, minor units.
        most: i64,
    },
    /// Less than is needed to end the agreement.
    #[error("{missing} minor units are missing")]
    NotEnough {
        /// What is missing.
        missing: i64,
    },
    /// A balance beyond what an amount can be.
    #[error(transparent)]
    Amount(#[from] AmountError),
}

impl LedgerError {
    /// More than this, which is all there is.
    pub const fn too_much(most: Amount) -> Self {
        Self::TooMuch { most: most.minor() }
    }
}

/// The balance of each account: of one agreement, or of all entries of a shopper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Balances {
    /// Debits less credits.
    debit: [i64; Account::COUNT],
}

impl Balances {
    /// The balances after these entries.
    ///
    /// # Errors
    /// When a balance is beyond what an amount can be.
    pub fn of<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Result<Self, LedgerError> {
        let mut balances = Self::default();
        for entry in entries {
            balances.apply(entry)?;
        }
        Ok(balances)
    }

    /// The balances with these debits less credits, in the order of [`Account::ALL`], as [`Self::debits`] gave them. None when
    /// they do not balance, or one is beyond what an amount can be.
    pub fn of_debits(debit: [i64; Account::COUNT]) -> Option<Self> {
        let is_amount = |balance: &i64| balance.unsigned_abs() <= Amount::MAX.minor().unsigned_abs();
        (debit.iter().all(is_amount) && debit.iter().sum::<i64>() == 0).then_some(Self { debit })
    }

    /// Debits less credits of each account, minor units, in the order of [`Account::ALL`].
    pub fn debits(&self) -> [i64; Account::COUNT] {
        self.debit
    }

    /// Adds an entry.
    ///
    /// # Errors
    /// When a balance is beyond what an amount can be; then nothing has changed.
    pub fn apply(&mut self, entry: &Entry) -> Result<(), LedgerError> {
        let mut debit = self.debit;
        for posting in entry.postings() {
            let balance = &mut debit[posting.account as usize];
            *balance = balance.checked_add(posting.debit).ok_or(AmountError::TooLarge)?;
        }
        if debit.iter().any(|balance| balance.abs() > Amount::MAX.minor()) {
            return Err(AmountError::TooLarge.into());
        }
        self.debit = debit;
        Ok(())
    }

    /// The balance of an account on the side on which it grows. Negative only for what an agreement takes from the line,
    /// which was granted to the shopper and not to it.
    pub fn get(&self, account: Account) -> i64 {
        let debit = self.debit[account as usize];
        match account.side() {
            Side::Debit => debit,
            Side::Credit => -debit,
        }
    }

    /// The balance as an amount; nothing when it is below zero.
    pub fn amount(&self, account: Account) -> Amount {
        Amount::new(self.get(account).max(0)).unwrap_or(Amount::MAX) // `apply` keeps it within
    }

    /// Everything that the shopper owes now.
    ///
    /// # Errors
    /// When that is too large.
    pub fn owed_now(&self) -> Result<Amount, LedgerError> {
        Ok(Amount::sum(Account::DUE.map(|account| self.amount(account)))?)
    }

    /// What is left of the principal, due or not.
    ///
    /// # Errors
    /// When that is too large.
    pub fn principal_left(&self) -> Result<Amount, LedgerError> {
        Ok(self.amount(Account::PrincipalDue).plus(self.amount(Account::PrincipalNotDue))?)
    }

    /// Whether nothing is owed either way: not by the shopper, now or later, and not to the shopper.
    pub fn is_closed(&self) -> bool {
        let open = [Account::Held, Account::LineUsed, Account::PrincipalNotDue, Account::Advance];
        open.iter().chain(&Account::DUE).all(|account| self.get(*account) == 0)
            && self.get(Account::RefundsOwed) == 0
    }

    /// Debits less credits over all accounts: always nothing.
    pub fn trial(&self) -> i64 {
        self.debit.iter().sum()
    }
}
