//! Amounts of money: whole minor units, never negative, never too large for the sums that are made of them.

use thiserror::Error;

/// The largest amount, in minor units: ten billion yuan. A few thousand of them still add up within `i64`, and one of
/// them times [`BASIS_POINTS_MAX`] does too.
pub const AMOUNT_MAX: i64 = 1_000_000_000_000;
/// One whole, in basis points (hundredths of a percent).
pub const BASIS_POINTS: i64 = 10_000;
/// The largest share that [`Amount::share`] takes: a hundred wholes.
pub const BASIS_POINTS_MAX: u32 = 1_000_000;

/// An amount of money from 0 to [`AMOUNT_MAX`] minor units (fen) of the one currency that an agreement has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(i64);

/// A sum that is not an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum AmountError {
    /// Below zero.
    #[error("an amount of money cannot be below zero")]
    Negative,
    /// Above [`AMOUNT_MAX`].
    #[error("an amount of money cannot be above {AMOUNT_MAX} minor units")]
    TooLarge,
}

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// [`AMOUNT_MAX`].
    pub const MAX: Self = Self(AMOUNT_MAX);

    /// `minor` minor units.
    ///
    /// # Errors
    /// When it is below zero or above [`AMOUNT_MAX`].
    pub const fn new(minor: i64) -> Result<Self, AmountError> {
        if minor < 0 {
            Err(AmountError::Negative)
        } else if minor > AMOUNT_MAX {
            Err(AmountError::TooLarge)
        } else {
            Ok(Self(minor))
        }
    }

    /// In minor units.
    pub const fn minor(self) -> i64 {
        self.0
    }

    /// Whether it is nothing.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The sum.
    ///
    /// # Errors
    /// When it is too large.
    pub fn plus(self, other: Self) -> Result<Self, AmountError> {
        Self::new(self.0 + other.0) // two amounts always fit into i64
    }

    /// What is left after taking `other`.
    ///
    /// # Errors
    /// When `other` is more than this.
    pub fn minus(self, other: Self) -> Result<Self, AmountError> {
        Self::new(self.0 - other.0)
    }

    /// What is left after taking `other`, or nothing when that is more.
    pub fn less(self, other: Self) -> Self {
        Self((self.0 - other.0).max(0))
    }

    /// This amount `count` times.
    ///
    /// # Errors
    /// When it is too large.
    pub fn times(self, count: u32) -> Result<Self, AmountError> {
        Self::new(self.0.checked_mul(i64::from(count)).ok_or(AmountError::TooLarge)?)
    }

    /// `basis_points` ten-thousandths of this amount. Part of a minor unit is left away: every share in this crate is
    /// something that the shopper pays.
    ///
    /// # Errors
    /// When it is too large.
    pub fn share(self, basis_points: u32) -> Result<Self, AmountError> {
        if basis_points > BASIS_POINTS_MAX {
            return Err(AmountError::TooLarge);
        }
        Self::new(self.0 * i64::from(basis_points) / BASIS_POINTS)
    }

    /// All of them together.
    ///
    /// # Errors
    /// When that is too large.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Result<Self, AmountError> {
        amounts.into_iter().try_fold(Self::ZERO, Self::plus)
    }
}

impl TryFrom<i64> for Amount {
    type Error = AmountError;
    fn try_from(minor: i64) -> Result<Self, AmountError> {
        Self::new(minor)
    }
}
