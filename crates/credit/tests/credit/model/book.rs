//! A shopper's book in memory: what a server does with agreements, in the least code that does it.

use crate::fen;
use fairday_credit::agreement::{Actor, Event, Facts, Refused, State, next};
use fairday_credit::early::early_end;
use fairday_credit::late::{Overdue, Reduction, overdue};
use fairday_credit::ledger::{Account, Balances, Entry, EntryKind, LedgerError, events};
use fairday_credit::schedule::Schedule;
use fairday_credit::sheet::Sheet;
use fairday_credit::{Amount, Date};

/// Why nothing happened.
#[derive(Debug)]
pub(super) enum No {
    Refused,
    Ledger,
    TooLate,
}

impl From<Refused> for No {
    fn from(_: Refused) -> Self {
        Self::Refused
    }
}

impl From<LedgerError> for No {
    fn from(_: LedgerError) -> Self {
        Self::Ledger
    }
}

pub(super) struct Agreement {
    pub(super) sheet: Sheet,
    pub(super) state: State,
    /// With the day from which each counts.
    pub(super) entries: Vec<(Date, Entry)>,
    pub(super) schedule: Schedule,
    pub(super) cooling_off_ends: Option<Date>,
    pub(super) billed: u32,
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
        let schedule = sheet.schedule.clone();
        Self {
            sheet,
            state: State::Offered,
            entries: Vec::new(),
            schedule,
            cooling_off_ends: None,
            billed: 0,
            received: Amount::ZERO,
            plan_exit: Amount::ZERO,
        }
    }

    pub(super) fn balances(&self) -> Balances {
        Balances::of(self.entries.iter().map(|(_, entry)| entry)).expect("balances")
    }

    pub(super) fn reductions(&self) -> Vec<Reduction> {
        let reduction =
            |(on, entry): &(Date, Entry)| Reduction { on: *on, amount: entry.reduces_instalments() };
        self.entries.iter().map(reduction).collect()
    }

    pub(super) fn overdue(&self, today: Date) -> Vec<Overdue> {
        let reduced = Amount::sum(self.reductions().iter().map(|one| one.amount)).expect("a sum");
        overdue(&self.schedule, reduced, today).expect("figures")
    }

    pub(super) fn late_fees(&self, through: Date) -> Amount {
        let rate = self.sheet.rates.effective_bp;
        self.sheet.terms.late.accrued(rate, &self.schedule, &self.reductions(), through).expect("a fee")
    }

    pub(super) fn late_fees_charged(&self) -> Amount {
        let charged = self.entries.iter().filter(|(_, entry)| entry.kind() == EntryKind::LateFee);
        Amount::sum(charged.map(|(_, entry)| entry.credited(Account::LateFeeIncome))).expect("a sum")
    }

    pub(super) fn plan_fee(&self) -> Amount {
        self.sheet.terms.plan.as_ref().map_or(Amount::ZERO, |plan| plan.plan.monthly_fee)
    }

    fn still_to_bill(&self) -> Amount {
        let later = &self.schedule.instalments()[self.billed as usize..];
        let loan = Amount::sum(later.iter().map(fairday_credit::schedule::Instalment::total)).expect("a sum");
        loan.plus(self.plan_fee().times(later.len() as u32).expect("a sum")).expect("a sum")
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
        counts_from: Date,
        entry: impl FnOnce(&Balances, &Agreement) -> Result<Option<Entry>, LedgerError>,
    ) -> Result<(), No> {
        let agreement = &self.agreements[which];
        let transition = next(agreement.state, event, by)?;
        let entry = entry(&self.balances(), agreement)?;
        let mut after = agreement.balances();
        if let Some(entry) = &entry {
            after.apply(entry)?;
        }
        let terms = &agreement.sheet.terms;
        let facts = Facts {
            today: self.today,
            offer_ends: terms.offer_ends,
            cooling_off_ends: agreement.cooling_off_ends,
            terms_agree: true,
            owed_now: after.owed_now()?,
            principal_not_due: after.amount(Account::PrincipalNotDue),
            bills_left: agreement.schedule.months() - agreement.billed,
            refunds_owed: agreement.balances().amount(Account::RefundsOwed),
            overdue_days: agreement.overdue(self.today).first().map_or(0, |one| one.days),
            grace_days: terms.late.grace_days,
        };
        transition.guard.check(&facts).map_err(Refused::from)?;
        let agreement = &mut self.agreements[which];
        agreement.state = transition.to;
        if let Some(entry) = entry {
            agreement.entries.push((counts_from, entry.clone()));
            self.shopper.push(entry);
        }
        Ok(())
    }

    pub(super) fn capture(&mut self, which: usize) -> Result<(), No> {
        let today = self.today;
        let amount = self.agreements[which].schedule.financed();
        let schedule = self.agreements[which].sheet.handed_over(today).map_err(|_| No::TooLate)?;
        self.happen(which, Event::Capture, Actor::Operator, today, |_, one| {
            events::capture(&one.balances(), amount).map(Some)
        })?;
        let agreement = &mut self.agreements[which];
        let days = agreement.sheet.terms.cooling_off_days.cast_signed();
        agreement.cooling_off_ends = Some(today.plus_days(days).expect("a day"));
        agreement.schedule = schedule;
        Ok(())
    }

    /// The billing run for one agreement. Running it twice changes nothing.
    pub(super) fn bring_up_to_date(&mut self, which: usize) {
        let today = self.today;
        while self.agreements[which].state.is_running() {
            let agreement = &self.agreements[which];
            let Some(instalment) = agreement.schedule.instalments().get(agreement.billed as usize).copied()
            else {
                break;
            };
            if instalment.due > today {
                break;
            }
            self.happen(which, Event::Bill, Actor::BillingRun, instalment.due, |_, one| {
                events::bill(&one.balances(), &instalment, one.plan_fee()).map(Some)
            })
            .expect("a bill");
            self.agreements[which].billed += 1;
        }
        let _ = self.happen(which, Event::FallLate, Actor::BillingRun, today, |_, _| Ok(None));
        let yesterday = today.plus_days(-1).expect("a day");
        let _ = self.happen(which, Event::ChargeLateFee, Actor::BillingRun, today, |_, one| {
            events::late_fee(one.late_fees(yesterday).less(one.late_fees_charged())).map(Some)
        });
        let _ = self.happen(which, Event::CatchUp, Actor::BillingRun, today, |_, _| Ok(None));
        let _ = self.happen(which, Event::Settle, Actor::BillingRun, today, |_, _| Ok(None));
    }

    pub(super) fn repay(&mut self, which: usize, amount: Amount) -> Result<(), No> {
        self.bring_up_to_date(which);
        self.happen(which, Event::Repay, Actor::Shopper, self.today, |_, one| {
            events::repay(&one.balances(), amount, one.still_to_bill()).map(Some)
        })?;
        self.received(which, amount);
        self.bring_up_to_date(which);
        Ok(())
    }

    /// Ends a loan early, by money alone or by the phone and money.
    pub(super) fn end(&mut self, which: usize, event: Event, leave_plan: bool) -> Result<(), No> {
        self.bring_up_to_date(which);
        let agreement = &self.agreements[which];
        let plan = agreement.sheet.terms.plan.as_ref().map(|plan| &plan.plan);
        let end = early_end(&agreement.schedule, plan, agreement.sheet.terms.returns, agreement.billed)
            .expect("figures");
        let exit = if leave_plan { end.plan_exit } else { Amount::ZERO };
        let (by, credit) = match event {
            Event::GiveBack => (Actor::Operator, end.phone_credit),
            _ => (Actor::Shopper, Amount::ZERO),
        };
        let cash = events::to_close(&agreement.balances(), exit, credit)?;
        self.happen(which, event, by, self.today, |_, one| match event {
            Event::GiveBack => events::give_back(&one.balances(), exit, credit, cash).map(Some),
            _ => events::settle_early(&one.balances(), exit, cash).map(Some),
        })?;
        self.received(which, cash);
        self.agreements[which].plan_exit = exit;
        Ok(())
    }

    pub(super) fn refund(&mut self, which: usize) -> Result<(), No> {
        let owed = fen(self.agreements[which].balances().get(Account::RefundsOwed));
        self.happen(which, Event::Refund, Actor::BillingRun, self.today, |_, one| {
            events::refund(&one.balances(), owed).map(Some)
        })
    }

    fn received(&mut self, which: usize, amount: Amount) {
        let agreement = &mut self.agreements[which];
        agreement.received = agreement.received.plus(amount).expect("a sum");
    }
}
