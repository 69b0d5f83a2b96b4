//! Bringing a running agreement up to date: the billing run's part in it, in one fixed order.
//!
//! 1. Every instalment that is due is billed, counting from its due date.
//! 2. The agreement falls late when one is past its days of grace.
//! 3. Late fees are charged through yesterday: the day of a payment is not charged, and today has not ended.
//! 4. It catches up when nothing is past its days of grace any more.
//! 5. It is settled when everything was billed and nothing is owed.
//!
//! The same steps come out however often they are asked for: once they are recorded, there are none. So a run can be
//! repeated, stopped half-way and taken up again. A payment, a waiver or an early end is preceded by these steps, and
//! followed by them.

use super::loan::{Dated, Loan, LoanError, Standing};
use super::{Actor, Event, Refused, State, step};
use crate::amount::Amount;
use crate::calendar::Date;
use crate::ledger::{Entry, LedgerError, events};

/// One thing that the billing run does to an agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What happens.
    pub event: Event,
    /// The state after it.
    pub to: State,
    /// The instalment that is billed.
    pub number: Option<u32>,
    /// What it posts, if anything.
    pub entry: Option<Dated>,
}

/// What has to be done to an agreement in this state to bring it up to `today`, in order. Nothing unless it runs.
///
/// # Errors
/// When the standing is not this loan's, or lacks the history that a late fee needs ([`LoanError::History`]).
pub fn due_steps(
    loan: &Loan,
    state: State,
    standing: &Standing,
    today: Date,
) -> Result<Vec<Step>, LoanError> {
    let mut run = Run { loan, state, standing: standing.clone(), today, steps: Vec::new() };
    if !state.is_running() {
        return Ok(run.steps);
    }
    for instalment in loan.schedule.instalments().iter().skip(standing.billed as usize) {
        if instalment.due > today {
            break;
        }
        let entry = events::bill(&run.standing.balances, instalment, loan.plan_fee())?;
        run.take(Event::Bill, Some(Dated { counts_from: instalment.due, entry }), Some(instalment.number))?;
    }
    run.take(Event::FallLate, None, None)?;
    if run.state == State::Late {
        let fee = loan.late_fee_to_charge(&run.standing, today.plus_days(-1)?)?;
        if let Some(entry) = charge(fee)? {
            run.take(Event::ChargeLateFee, Some(Dated { counts_from: today, entry }), None)?;
        }
    }
    run.take(Event::CatchUp, None, None)?;
    run.take(Event::Settle, None, None)?;
    Ok(run.steps)
}

fn charge(fee: Amount) -> Result<Option<Entry>, LedgerError> {
    if fee.is_zero() { Ok(None) } else { events::late_fee(fee).map(Some) }
}

struct Run<'a> {
    loan: &'a Loan,
    state: State,
    standing: Standing,
    today: Date,
    steps: Vec<Step>,
}

impl Run<'_> {
    /// Takes a step if the table has it and its condition holds.
    fn take(&mut self, event: Event, entry: Option<Dated>, number: Option<u32>) -> Result<(), LoanError> {
        let mut after = self.standing.clone();
        if let Some(dated) = &entry {
            after.apply(dated)?;
        }
        let facts = self.loan.facts(self.today, &self.standing, &after.balances)?;
        match step(self.state, event, Actor::BillingRun, &facts) {
            Ok(to) => {
                self.steps.push(Step { event, to, number, entry });
                self.state = to;
                self.standing = after;
                Ok(())
            }
            Err(Refused::Guard(_) | Refused::NotInThisState) => Ok(()),
            Err(Refused::NotByThisActor) => Err(LoanError::Balances), // the table gives all of these to the run
        }
    }
}
