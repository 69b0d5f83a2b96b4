//! An operator's plan, and what is left to finance when it is paired with a handset.

use crate::amount::{Amount, AmountError, BASIS_POINTS};
use thiserror::Error;

/// For how long a plan binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Term {
    /// One year.
    Months12,
    /// Two years.
    Months24,
    /// Three years.
    Months36,
}

impl Term {
    /// Every term.
    pub const ALL: [Self; 3] = [Self::Months12, Self::Months24, Self::Months36];

    /// In months.
    pub const fn months(self) -> u32 {
        match self {
            Self::Months12 => 12,
            Self::Months24 => 24,
            Self::Months36 => 36,
        }
    }

    /// The term of so many months, if there is one.
    pub fn of_months(months: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|term| term.months() == months)
    }
}

/// What leaving a plan early costs. Never more than the fees of the months that are left: leaving cannot cost more than
/// staying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitRule {
    /// Nothing.
    Free,
    /// A share of the fees of the remaining months, in basis points (3,000 is 30 %), and at most `at_most`.
    ShareOfRemaining {
        /// 0 to 10,000.
        basis_points: u32,
        /// Never more than this; [`Amount::MAX`] for no such limit.
        at_most: Amount,
    },
    /// The same amount in every month.
    Fixed(Amount),
}

/// The money side of an operator's plan. What is in it (minutes, data, messages) is for the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Due each month.
    pub monthly_fee: Amount,
    /// For how long it binds.
    pub term: Term,
    /// What the operator adds to the price of a handset.
    pub subsidy: Amount,
    /// What leaving early costs.
    pub exit: ExitRule,
}

/// A handset and a plan that do not fit together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PlanError {
    /// The deposit is more than what is left of the price.
    #[error("the deposit is more than the handset costs")]
    DepositTooLarge,
    /// A share of more than everything.
    #[error("an early-exit share is at most 10,000 basis points")]
    ShareTooLarge,
    /// A sum beyond what an amount can be.
    #[error(transparent)]
    Amount(#[from] AmountError),
}

impl Plan {
    /// Says whether the plan's figures can be worked with; for what is read from configuration or imported.
    ///
    /// # Errors
    /// When a share is above one whole, or the fees of the whole term are too large.
    pub fn check(&self) -> Result<(), PlanError> {
        self.fees_of(self.term.months())?;
        match self.exit {
            ExitRule::ShareOfRemaining { basis_points, .. } if i64::from(basis_points) > BASIS_POINTS => {
                Err(PlanError::ShareTooLarge)
            }
            _ => Ok(()),
        }
    }

    /// The plan's fees of so many months.
    ///
    /// # Errors
    /// When they are too large.
    pub fn fees_of(&self, months: u32) -> Result<Amount, AmountError> {
        self.monthly_fee.times(months)
    }

    /// What leaving costs when `remaining` months have not been billed.
    ///
    /// # Errors
    /// When the figures are too large.
    pub fn exit_fee(&self, remaining: u32) -> Result<Amount, AmountError> {
        let left = self.fees_of(remaining)?;
        Ok(match self.exit {
            ExitRule::Free => Amount::ZERO,
            ExitRule::ShareOfRemaining { basis_points, at_most } => {
                left.share(basis_points)?.min(at_most).min(left)
            }
            ExitRule::Fixed(fee) => fee.min(left),
        })
    }
}

/// How the price of a handset is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pairing {
    /// The price for cash, without a plan.
    pub price: Amount,
    /// Paid by the operator: the plan's subsidy, at most the price.
    pub subsidy: Amount,
    /// Paid by the shopper today.
    pub deposit: Amount,
    /// Lent: price − subsidy − deposit.
    pub financed: Amount,
}

impl Pairing {
    /// A handset at `price` with a plan, if any, and `deposit` paid today.
    ///
    /// # Errors
    /// When the deposit is more than the subsidy leaves to pay.
    pub fn new(price: Amount, plan: Option<&Plan>, deposit: Amount) -> Result<Self, PlanError> {
        let subsidy = plan.map_or(Amount::ZERO, |plan| plan.subsidy).min(price);
        let left = price.less(subsidy);
        let financed = left.minus(deposit).map_err(|_| PlanError::DepositTooLarge)?;
        Ok(Self { price, subsidy, deposit, financed })
    }
}
