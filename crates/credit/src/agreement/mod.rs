//! The life of an agreement: its states, what may happen in each, and who may cause it.
//!
//! [`TRANSITIONS`] is the one table. What is not in it does not happen: [`next`] refuses every other combination of
//! state, event and actor. A transition may have a [`Guard`], a condition on the [`Facts`] of the moment; [`step`] looks at
//! both. The ledger's constructors then refuse amounts that do not fit.
//!
//! ```text
//! offered ─sign─► signed ─reserve─► reserved ─capture─► active ◄─catch up─ late ─write off─► written off
//!    │              │                  │                  │  └───fall late──►│
//!    └─lapse────────┴──────────────────┤                  ├─settle──► settled
//!                 lapsed ◄─────────────┘                  ├─settle early──► settled early
//!                                                         └─give back──► returned
//! cancelled while cooling off ◄─cancel─ signed, reserved, active, late
//! ```
//!
//! **Before anything happens to a running agreement, it is brought up to date** ([`due_steps`]): otherwise a payment would
//! meet bills that are not there yet.
//!
//! *Lapsed* is the end of an agreement that nobody cancelled and that never became a loan: the offer expired, the
//! guarantor said no, or the order was not handed over.

mod billing;
mod facts;
mod loan;
mod table;
mod value_date;

pub use billing::{Step, due_steps};
pub use facts::{Facts, Guard, GuardFailed, WRITE_OFF_DAYS_MIN};
pub use loan::{Dated, Loan, LoanError, Standing};
pub use table::{TRANSITIONS, Transition};
pub use value_date::{Backdated, Paid, VALUE_DAYS_MAX, ValueDateError};

use crate::ledger::{Account, Balances};
use thiserror::Error;

/// Where an agreement is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// The shopper has the sheet.
    Offered,
    /// The shopper has signed exactly these terms.
    Signed,
    /// The guarantor has promised to stand in, and the amount is held.
    Reserved,
    /// The phone was handed over; the loan runs.
    Active,
    /// An instalment is overdue by more than the days of grace.
    Late,
    /// Ended: the shopper withdrew in time.
    CoolingOffCancelled,
    /// Ended: paid before it was due.
    SettledEarly,
    /// Ended: everything was billed and paid.
    Settled,
    /// Ended: the phone came back.
    Returned,
    /// Ended: the rest was given up.
    WrittenOff,
    /// Ended before it became a loan.
    Lapsed,
}

/// Something that happens to an agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// The shopper signs with a code for these terms.
    Sign,
    /// The guarantor promises, and the ledger holds the amount.
    Reserve,
    /// It will not become a loan.
    Lapse,
    /// The phone is handed over.
    Capture,
    /// The shopper withdraws.
    Cancel,
    /// An instalment is due.
    Bill,
    /// The shopper pays an instalment or any amount.
    Repay,
    /// An instalment is overdue by more than the days of grace.
    FallLate,
    /// A late fee is charged.
    ChargeLateFee,
    /// Late fees without cause are reversed: a payment counts from an earlier day.
    ReverseLateFee,
    /// Nothing is overdue any more.
    CatchUp,
    /// Part of what is due is given up.
    Waive,
    /// Everything has been billed and paid.
    Settle,
    /// The shopper pays everything that is left.
    SettleEarly,
    /// The phone comes back.
    GiveBack,
    /// The rest is given up.
    WriteOff,
    /// What is owed to the shopper is paid out.
    Refund,
}

/// Who causes an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Actor {
    /// The shopper, signed in.
    Shopper,
    /// Somebody of the shop, or its operator, with a token; in the audit log.
    Operator,
    /// Who stands in for the shopper.
    Guarantor,
    /// The shop by itself: the billing run, and what follows from a payment.
    BillingRun,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 11] = [
        Self::Offered,
        Self::Signed,
        Self::Reserved,
        Self::Active,
        Self::Late,
        Self::CoolingOffCancelled,
        Self::SettledEarly,
        Self::Settled,
        Self::Returned,
        Self::WrittenOff,
        Self::Lapsed,
    ];

    /// The name it is stored under; never changed.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Offered => "offered",
            Self::Signed => "signed",
            Self::Reserved => "reserved",
            Self::Active => "active",
            Self::Late => "late",
            Self::CoolingOffCancelled => "cooling_off_cancelled",
            Self::SettledEarly => "settled_early",
            Self::Settled => "settled",
            Self::Returned => "returned",
            Self::WrittenOff => "written_off",
            Self::Lapsed => "lapsed",
        }
    }

    /// The state stored under a name.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether the loan runs: bills are due, and can be paid.
    pub const fn is_running(self) -> bool {
        matches!(self, Self::Active | Self::Late)
    }

    /// Whether an agreement with these balances can be in this state: for checking what is stored.
    pub fn fits(self, balances: &Balances) -> bool {
        let held = balances.get(Account::Held) > 0;
        let owes = [Account::LineUsed, Account::Advance].iter().chain(&Account::DUE);
        let open = owes.into_iter().any(|account| balances.get(*account) != 0);
        match self {
            Self::Offered | Self::Signed => *balances == Balances::default(),
            Self::Reserved => held && !open,
            Self::Active | Self::Late => !held && balances.get(Account::MerchantPayable) > 0,
            Self::Settled | Self::WrittenOff | Self::Lapsed => balances.is_closed(),
            Self::CoolingOffCancelled | Self::SettledEarly | Self::Returned => !held && !open,
        }
    }

    /// Whether it has come to its end.
    pub const fn is_ended(self) -> bool {
        !matches!(self, Self::Offered | Self::Signed | Self::Reserved | Self::Active | Self::Late)
    }
}

impl Event {
    /// Every event.
    pub const ALL: [Self; 17] = [
        Self::Sign,
        Self::Reserve,
        Self::Lapse,
        Self::Capture,
        Self::Cancel,
        Self::Bill,
        Self::Repay,
        Self::FallLate,
        Self::ChargeLateFee,
        Self::ReverseLateFee,
        Self::CatchUp,
        Self::Waive,
        Self::Settle,
        Self::SettleEarly,
        Self::GiveBack,
        Self::WriteOff,
        Self::Refund,
    ];
}

impl Actor {
    /// Everybody.
    pub const ALL: [Self; 4] = [Self::Shopper, Self::Operator, Self::Guarantor, Self::BillingRun];
}

/// Why an event does not happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Refused {
    /// Nothing of the kind happens in this state, whoever asks.
    #[error("this does not happen to an agreement in this state")]
    NotInThisState,
    /// It happens in this state, but not by this actor.
    #[error("somebody else has to do this")]
    NotByThisActor,
    /// Its condition does not hold.
    #[error(transparent)]
    Guard(#[from] GuardFailed),
}

/// The transition for this event by this actor in this state; its guard has still to be looked at.
///
/// # Errors
/// When the table has none.
pub fn next(state: State, event: Event, by: Actor) -> Result<&'static Transition, Refused> {
    let mut possible = TRANSITIONS.iter().filter(|one| one.from == state && one.event == event).peekable();
    if possible.peek().is_none() {
        return Err(Refused::NotInThisState);
    }
    possible.find(|one| one.by.contains(&by)).ok_or(Refused::NotByThisActor)
}

/// The state after this event.
///
/// # Errors
/// When the table does not have it, or its guard does not hold.
pub fn step(state: State, event: Event, by: Actor, facts: &Facts) -> Result<State, Refused> {
    let transition = next(state, event, by)?;
    transition.guard.check(facts)?;
    Ok(transition.to)
}
