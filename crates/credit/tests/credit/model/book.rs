//! A shopper's book in memory: what a server does with agreements, in the least code that does it.

use crate::fen;
use fairday_credit::agreement::{
    Actor, Dated, Event, Facts, Loan, LoanError, Paid, Refused, Standing, State, Step, due_steps, next,
};
use fairday_credit::ledger::{Account, Balances, Entry, EntryKind, LedgerError, events};
use fairday_credit::sheet::{Sheet, SheetError};
use fairday_credit::{Amount, Date};

/// Nothing happened.
#[derive(Debug)]
pub(super) struct No;

impl From<Refused> for No {
    fn from(_: Refused) -> Self {
        Self
    }
}

impl From<LedgerError> for No {
    fn from(_: LedgerError) -> Self {
        Self
    }
}

impl From<LoanError> for No {
    fn from(error: LoanError) -> Self {
        assert!(matches!(error, LoanError::Ledger(_)), "{error:?}");
        Self
    }
}

impl From<SheetError> for No {
    fn from(_: SheetError) -> Self {
        Self
    }
}

pub(super) struct Agreement {
    pub(super) sheet: Sheet,
    pub(super) state: State,
    pub(super) history: Vec<Dated>,
    /// Since the hand-over.
    pub(super) loan: Option<Loan>,
    /// What the shopper has handed over the counter, refunds not taken off.
    pub(super) received: Amount,
    /// What leaving the plan cost.
    pub(super) plan_exit: Amount,
}

pub(super) struct Book {
    pub(super) today: Date,
    pub(super) shopper: Vec<Entry>,
    pub(super) agreements: Vec<Agreement>,
}

impl Agreement {
    pub(super) fn offered(sheet: Sheet) -> Self {
        let (received, plan_exit) = (Amount::ZERO, Amount::ZERO);
        Self { sheet, state: State::Offered, history: Vec::new(), loan: None, received, plan_exit }
    }

    pub(super) fn standing(&self) -> Standing {
        Standing::of(&self.history).expect("a standing")
    }

    pub(super) fn balances(&self) -> Balances {
        self.standing().balances
    }

    /// The loan; of one that was never handed over, what it would be.
    pub(super) fn loan(&self) -> Loan {
        self.loan
            .clone()
            .unwrap_or_else(|| Loan::begin(&self.sheet, self.sheet.terms.hand_over).expect("a loan"))
    }

    /// Late fees that were waived.
    pub(super) fn late_waived(&self) -> Amount {
        let waived = self.history.iter().filter(|dated| dated.entry.kind() == EntryKind::Waived);
        Amount::sum(waived.map(|dated| dated.entry.credited(Account::LateFeeDue))).expect("a sum")
    }

    /// Late fees from the first day on, whatever was charged.
    pub(super) fn late_fees(&self, through: Date) -> Amount {
        let loan = self.loan();
        loan.late.accrued(loan.rate_bp, &loan.schedule, &self.standing().reductions, through).expect("a fee")
    }
}

impl Book {
    pub(super) fn balances(&self) -> Balances {
        Balances::of(&self.shopper).expect("balances")
    }

    /// One event, whole or not at all: the table, the entry, the guard; then all of it is kept.
    pub(super) fn happen(
        &mut self,
        which: usize,
        event: Event,
        by: Actor,
        entry: impl FnOnce(&Balances, &Agreement) -> Result<Option<Entry>, LedgerError>,
    ) -> Result<(), No> {
        let agreement = &self.agreements[which];
        let transition = next(agreement.state, event, by)?;
        let entry = entry(&self.balances(), agreement)?;
        let before = agreement.standing();
        let mut after = before.balances.clone();
        if let Some(entry) = &entry {
            after.apply(entry)?;
        }
        let facts = match &agreement.loan {
            Some(loan) => loan.facts(self.today, &before, &after)?,
            None => Facts::before_loan(self.today, agreement.sheet.terms.offer_ends, true),
        };
        transition.guard.check(&facts).map_err(Refused::from)?;
        let entry = entry.map(|entry| Dated { counts_from: self.today, entry });
        self.record(which, Step { event, to: transition.to, number: None, entry });
        Ok(())
    }

    fn record(&mut self, which: usize, step: Step) {
        self.agreements[which].state = step.to;
        if let Some(dated) = step.entry {
            self.shopper.push(dated.entry.clone());
            self.agreements[which].history.push(dated);
        }
    }

    pub(super) fn capture(&mut self, which: usize) -> Result<(), No> {
        let loan = Loan::begin(&self.agreements[which].sheet, self.today)?;
        let amount = loan.schedule.financed();
        self.happen(which, Event::Capture, Actor::Operator, |_, one| {
            events::capture(&one.balances(), amount).map(Some)
        })?;
        self.agreements[which].loan = Some(loan);
        Ok(())
    }

    /// The billing run for one agreement. Running it twice changes nothing.
    pub(super) fn bring_up_to_date(&mut self, which: usize) {
        let agreement = &self.agreements[which];
        let Some(loan) = &agreement.loan else { return };
        let steps = due_steps(loan, agreement.state, &agreement.standing(), self.today).expect("steps");
        for step in steps {
            self.record(which, step);
        }
    }

    pub(super) fn repay(&mut self, which: usize, amount: Amount) -> Result<(), No> {
        self.bring_up_to_date(which);
        let agreement = &self.agreements[which];
        let still_to_bill = agreement.loan().still_to_bill(agreement.standing().billed)?;
        self.happen(which, Event::Repay, Actor::Shopper, |_, one| {
            events::repay(&one.balances(), amount, still_to_bill).map(Some)
        })?;
        self.received(which, amount);
        self.bring_up_to_date(which);
        Ok(())
    }

    /// A payment that was paid some days ago, and nobody wrote down.
    pub(super) fn repay_late(&mut self, which: usize, amount: Amount, days: i32) -> Result<(), No> {
        self.bring_up_to_date(which);
        let agreement = &self.agreements[which];
        next(agreement.state, Event::Repay, Actor::Shopper)?;
        let loan = agreement.loan();
        let on = self.today.plus_days(-days).expect("a day").max(loan.schedule.hand_over());
        let standing = agreement.standing();
        let late_waived = agreement.late_waived();
        let paid = Paid { on, cash: amount, late_waived };
        let found = loan.backdated(&standing, &paid, self.today)?;
        let still_to_bill = loan.still_to_bill(standing.billed)?;
        let mut after = standing.balances.clone();
        let mut entries = Vec::new();
        if !found.groundless.is_zero() {
            entries.push((
                Event::ReverseLateFee,
                events::reverse_late_fee(&after, found.groundless, found.was_paid)?,
            ));
            after.apply(&entries[0].1)?;
        }
        entries.push((Event::Repay, events::repay_before(&after, amount, found.late, still_to_bill)?));
        for (event, entry) in entries {
            let by = if event == Event::Repay { Actor::Shopper } else { Actor::BillingRun };
            let to = next(self.agreements[which].state, event, by)?.to;
            let entry = Some(Dated { counts_from: on, entry });
            self.record(which, Step { event, to, number: None, entry });
        }
        self.received(which, amount);
        self.bring_up_to_date(which);
        Ok(())
    }

    /// Ends a loan early, by money alone or by the phone and money.
    pub(super) fn end(&mut self, which: usize, event: Event, leave_plan: bool) -> Result<(), No> {
        self.bring_up_to_date(which);
        let standing = self.agreements[which].standing();
        let end = self.agreements[which].loan().early_end(standing.billed).expect("figures");
        let exit = if leave_plan { end.plan_exit } else { Amount::ZERO };
        let (by, credit) = match event {
            Event::GiveBack => (Actor::Operator, end.phone_credit),
            _ => (Actor::Shopper, Amount::ZERO),
        };
        let cash = events::to_close(&standing.balances, exit, credit)?;
        self.happen(which, event, by, |_, one| match event {
            Event::GiveBack => events::give_back(&one.balances(), exit, credit, cash).map(Some),
            _ => events::settle_early(&one.balances(), exit, cash).map(Some),
        })?;
        self.received(which, cash);
        self.agreements[which].plan_exit = exit;
        Ok(())
    }

    pub(super) fn refund(&mut self, which: usize) -> Result<(), No> {
        let owed = fen(self.agreements[which].balances().get(Account::RefundsOwed));
        self.happen(which, Event::Refund, Actor::BillingRun, |_, one| {
            events::refund(&one.balances(), owed).map(Some)
        })
    }

    fn received(&mut self, which: usize, amount: Amount) {
        let agreement = &mut self.agreements[which];
        agreement.received = agreement.received.plus(amount).expect("a sum");
    }
}
