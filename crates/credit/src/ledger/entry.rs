//! Entries: balanced by construction, and only of transfers that their event may make.

use super::account::Account;
use super::balances::LedgerError;
use crate::amount::Amount;

/// The business event that an entry records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntryKind {
    /// The shopper may owe more.
    LineGranted,
    /// The shopper may owe less.
    LineReduced,
    /// Part of the line is set aside for a signed order.
    Reserved,
    /// It is not needed.
    Released,
    /// The phone was handed over: the loan begins.
    Captured,
    /// An instalment is due.
    Billed,
    /// The shopper paid.
    Repaid,
    /// Being late cost something.
    LateFee,
    /// A late fee had no cause, because money counts from an earlier day than it was booked on.
    LateFeeReversed,
    /// Something due is given up.
    Waived,
    /// Everything left is given up.
    WrittenOff,
    /// The shopper paid everything that was left.
    SettledEarly,
    /// The phone came back, and what it did not pay was paid.
    Returned,
    /// The shopper withdrew in time: as if nothing had been.
    Cancelled,
    /// Money went back to the shopper.
    Refunded,
}

impl EntryKind {
    /// Every kind.
    pub const ALL: [Self; 15] = [
        Self::LineGranted,
        Self::LineReduced,
        Self::Reserved,
        Self::Released,
        Self::Captured,
        Self::Billed,
        Self::Repaid,
        Self::LateFee,
        Self::LateFeeReversed,
        Self::Waived,
        Self::WrittenOff,
        Self::SettledEarly,
        Self::Returned,
        Self::Cancelled,
        Self::Refunded,
    ];

    /// The name it is stored under; never changed.
    pub const fn code(self) -> &'static str {
        match self {
            Self::LineGranted => "line_granted",
            Self::LineReduced => "line_reduced",
            Self::Reserved => "reserved",
            Self::Released => "released",
            Self::Captured => "captured",
            Self::Billed => "billed",
            Self::Repaid => "repaid",
            Self::LateFee => "late_fee",
            Self::LateFeeReversed => "late_fee_reversed",
            Self::Waived => "waived",
            Self::WrittenOff => "written_off",
            Self::SettledEarly => "settled_early",
            Self::Returned => "returned",
            Self::Cancelled => "cancelled",
            Self::Refunded => "refunded",
        }
    }

    /// The kind stored under a name.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether an entry of this kind may debit `debit` and credit `credit`: the table in the module's description.
    pub fn allows(self, debit: Account, credit: Account) -> bool {
        use Account as A;
        let due = matches!(credit, A::LateFeeDue | A::FeeDue | A::PrincipalDue | A::PlanDue);
        let frees_line = (debit, credit) == (A::LineAvailable, A::LineUsed);
        let loses_line = (debit, credit) == (A::LineGranted, A::LineUsed);
        match self {
            Self::LineGranted => (debit, credit) == (A::LineAvailable, A::LineGranted),
            Self::LineReduced => (debit, credit) == (A::LineGranted, A::LineAvailable),
            Self::Reserved => (debit, credit) == (A::Held, A::LineAvailable),
            Self::Released => (debit, credit) == (A::LineAvailable, A::Held),
            Self::Captured => matches!(
                (debit, credit),
                (A::LineUsed | A::LineAvailable, A::Held) | (A::PrincipalNotDue, A::MerchantPayable)
            ),
            Self::Billed => {
                let bills = matches!(
                    (debit, credit),
                    (A::PrincipalDue, A::PrincipalNotDue)
                        | (A::FeeDue, A::FeeIncome)
                        | (A::PlanDue, A::OperatorPayable)
                );
                bills || (debit == A::Advance && due) || frees_line
            }
            Self::Repaid => (debit == A::Cash && (due || credit == A::Advance)) || frees_line,
            Self::LateFee => (debit, credit) == (A::LateFeeDue, A::LateFeeIncome),
            Self::LateFeeReversed => {
                (debit == A::LateFeeIncome && (due || credit == A::Advance)) || frees_line
            }
            Self::Waived => (debit == A::Waivers && due && credit != A::PlanDue) || loses_line,
            Self::WrittenOff => {
                (debit == A::WriteOffs && (due || credit == A::PrincipalNotDue)) || loses_line
            }
            Self::SettledEarly | Self::Returned => {
                let falls_due = matches!(
                    (debit, credit),
                    (A::PrincipalDue, A::PrincipalNotDue) | (A::PlanDue, A::OperatorPayable)
                );
                let pays = matches!(debit, A::Advance | A::Cash)
                    || (debit == A::MerchantPayable && self == Self::Returned);
                falls_due || (pays && (due || credit == A::RefundsOwed)) || frees_line
            }
            Self::Cancelled => {
                let undone = matches!(
                    debit,
                    A::MerchantPayable | A::OperatorPayable | A::FeeIncome | A::LateFeeIncome | A::Advance
                );
                let cleared = due || matches!(credit, A::PrincipalNotDue | A::Waivers | A::RefundsOwed);
                (undone && cleared) || frees_line || (debit, credit) == (A::LineAvailable, A::Held)
            }
            Self::Refunded => (debit, credit) == (A::RefundsOwed, A::Cash),
        }
    }
}

/// An amount that one account is debited and another credited with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// The account that is debited.
    pub debit: Account,
    /// The account that is credited.
    pub credit: Account,
    /// By how much; never nothing.
    pub amount: Amount,
}

/// One side of a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posting {
    /// The account.
    pub account: Account,
    /// What it is debited with (positive) or credited with (negative), in minor units.
    pub debit: i64,
}

/// What one event does to the accounts. Never edited: a mistake is followed by another entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    kind: EntryKind,
    transfers: Vec<Transfer>,
}

impl Entry {
    /// An entry as it was stored.
    ///
    /// # Errors
    /// When it is empty, or has a transfer of nothing or one that the event does not make.
    pub fn restore(kind: EntryKind, transfers: Vec<Transfer>) -> Result<Self, LedgerError> {
        if transfers.is_empty() {
            return Err(LedgerError::Nothing);
        }
        let allowed = |one: &Transfer| !one.amount.is_zero() && kind.allows(one.debit, one.credit);
        if transfers.iter().all(allowed) {
            Ok(Self { kind, transfers })
        } else {
            Err(LedgerError::NotAllowed)
        }
    }

    /// The event.
    pub fn kind(&self) -> EntryKind {
        self.kind
    }

    /// What it moves, in the order in which it was worked out.
    pub fn transfers(&self) -> &[Transfer] {
        &self.transfers
    }

    /// Both sides of every transfer. They add up to nothing.
    pub fn postings(&self) -> impl Iterator<Item = Posting> + '_ {
        self.transfers.iter().flat_map(|one| {
            let minor = one.amount.minor();
            [Posting { account: one.debit, debit: minor }, Posting { account: one.credit, debit: -minor }]
        })
    }

    /// How much it credits an account with, altogether: for a repayment, what went where.
    pub fn credited(&self, account: Account) -> Amount {
        let amounts = self.transfers.iter().filter(|one| one.credit == account).map(|one| one.amount);
        Amount::sum(amounts).unwrap_or(Amount::MAX) // parts of balances, which are amounts
    }

    /// How much it debits an account with, altogether.
    pub fn debited(&self, account: Account) -> Amount {
        let amounts = self.transfers.iter().filter(|one| one.debit == account).map(|one| one.amount);
        Amount::sum(amounts).unwrap_or(Amount::MAX) // parts of balances, which are amounts
    }

    /// By how much it reduces what is owed for the instalments: see [`crate::late::Reduction`].
    pub fn reduces_instalments(&self) -> Amount {
        self.credited(Account::FeeDue).plus(self.credited(Account::PrincipalDue)).unwrap_or(Amount::MAX)
    }
}
