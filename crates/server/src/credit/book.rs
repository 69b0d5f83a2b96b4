//! An agreement within a transaction: what happens to it is worked out here, and then written at once.

use super::CreditError;
use super::agreement::Stored;
use super::documents::write_loan;
use super::ledger::{self, New, Request};
use super::standing_document::write_standing;
use crate::database::Transaction;
use fairday_credit::agreement::{
    Actor, Backdated, Dated, Event, Facts, Loan, Paid, Standing, State, due_steps, step,
};
use fairday_credit::late::LateRule;
use fairday_credit::ledger::{Balances, Entry, LedgerError, events};
use fairday_credit::sheet::Sheet;
use fairday_credit::{Amount, Date};

/// An agreement, its entries summed up, and what has happened to it in this transaction.
pub(super) struct Book {
    pub(super) stored: Stored,
    pub(super) standing: Standing,
    pub(super) state: State,
    pub(super) today: Date,
    loan: Option<Loan>,
    /// The loan's document, when it begins or changes now.
    written: Option<String>,
    at_ms: i64,
    /// The day from which a payment counts, and the late fees that were there then, when it was paid before today.
    paid: Option<(Date, Amount)>,
    /// What has happened, in order; each counts the sequence up.
    happened: Vec<Happened>,
}

struct Happened {
    dated: Option<Dated>,
    instalment: Option<u32>,
    request: Option<Request>,
}

impl Book {
    /// Opens the book of an agreement whose account's lock is held.
    pub(super) fn open(
        transaction: &mut Transaction<'_>,
        stored: Stored,
        now_ms: i64,
    ) -> Result<Self, CreditError> {
        let (today, at_ms) = stored.moment(now_ms)?;
        Self::open_on(transaction, stored, today, at_ms)
    }

    /// Opens it on a day that is given, for a billing run that makes up for a day that has passed.
    pub(super) fn open_on(
        transaction: &mut Transaction<'_>,
        stored: Stored,
        today: Date,
        at_ms: i64,
    ) -> Result<Self, CreditError> {
        let history = ledger::history(transaction, stored.number)?;
        let standing = Standing::of(&history)?;
        let (state, loan) = (stored.state, stored.loan.clone());
        Ok(Self {
            stored,
            standing,
            state,
            today,
            loan,
            written: None,
            at_ms,
            paid: None,
            happened: Vec::new(),
        })
    }

    /// The loan; there is one from the hand-over on.
    pub(super) fn loan(&self) -> Result<&Loan, CreditError> {
        self.loan.as_ref().ok_or(CreditError::Refused(fairday_credit::agreement::Refused::NotInThisState))
    }

    pub(super) fn balances(&self) -> &Balances {
        &self.standing.balances
    }

    pub(super) fn at_ms(&self) -> i64 {
        self.at_ms
    }

    /// Begins the loan of this sheet today. Follows [`Event::Capture`].
    pub(super) fn begin_loan(&mut self, sheet: &Sheet) -> Result<(), CreditError> {
        let mut loan =
            Loan::begin(sheet, self.today).map_err(|_| CreditError::Order("it is handed over too late"))?;
        loan.late.residue = self.stored.wanted.residue();
        self.written = Some(write_loan(sheet, &loan));
        self.loan = Some(loan);
        Ok(())
    }

    /// From today on the loan has these rules for being late. It is brought up to date before and after.
    pub(super) fn concede(&mut self, sheet: &Sheet, late: LateRule) -> Result<(), CreditError> {
        self.bring_up_to_date()?;
        let loan = Loan { late, ..self.loan()?.clone() };
        self.written = Some(write_loan(sheet, &loan));
        self.loan = Some(loan);
        self.bring_up_to_date()?;
        self.note(None, None, None)
    }

    /// Does what is due up to today: see [`due_steps`]. Says how many steps there were.
    pub(super) fn bring_up_to_date(&mut self) -> Result<usize, CreditError> {
        // Between the reversal and its payment the fees look as if they were still to be charged.
        if self.paid.is_some() {
            return Ok(0);
        }
        let Some(loan) = self.loan.as_ref().filter(|_| self.state.is_running()) else { return Ok(0) };
        let steps = due_steps(loan, self.state, &self.standing, self.today)?;
        let count = steps.len();
        for one in steps {
            self.state = one.to;
            self.note(one.entry, one.number, None)?;
        }
        Ok(count)
    }

    /// What may happen depends on the facts before a loan: the day, and whether the terms are those offered.
    pub(super) fn before_loan(
        &mut self,
        (event, by): (Event, Actor),
        facts: &Facts,
        entry: Option<Entry>,
    ) -> Result<(), CreditError> {
        self.state = step(self.state, event, by, facts)?;
        let counts_from = self.today;
        self.note(entry.map(|entry| Dated { counts_from, entry }), None, None)
    }

    /// What is paid next was paid on this day: it counts from then, and late fees that had no cause are reversed first. Nothing is
    /// done for a day that is today.
    pub(super) fn paid_on(
        &mut self,
        transaction: &mut Transaction<'_>,
        (on, cash): (Date, Amount),
    ) -> Result<(), CreditError> {
        self.bring_up_to_date()?;
        if on >= self.today || !self.state.is_running() {
            return Ok(());
        }
        let late_waived = ledger::late_waived(transaction, self.stored.number)?;
        let paid = Paid { on, cash, late_waived };
        let loan = self.loan()?;
        let Backdated { groundless, was_paid, late } = loan.backdated(&self.standing, &paid, self.today)?;
        if !groundless.is_zero() {
            let entry = events::reverse_late_fee(self.balances(), groundless, was_paid)?;
            let mut after = self.standing.balances.clone();
            after.apply(&entry)?;
            let facts = loan.facts(self.today, &self.standing, &after)?;
            self.state = step(self.state, Event::ReverseLateFee, Actor::BillingRun, &facts)?;
            self.note(Some(Dated { counts_from: on, entry }), None, None)?;
        }
        self.paid = Some((on, late));
        Ok(())
    }

    /// The late fees that were there on the day on which a payment was paid, when that was not today.
    pub(super) fn late_then(&self) -> Option<Amount> {
        self.paid.map(|(_, late)| late)
    }

    /// Something happens to a running or ended loan, with this entry; before it the agreement is brought up to date, and
    /// after it too.
    pub(super) fn on_loan(
        &mut self,
        (event, by): (Event, Actor),
        request: Option<Request>,
        make: impl FnOnce(&Loan, &Standing) -> Result<Entry, LedgerError>,
    ) -> Result<(), CreditError> {
        self.bring_up_to_date()?;
        let loan = self.loan()?;
        // What the table never allows is refused as such, and not for the amounts that then do not fit.
        fairday_credit::agreement::next(self.state, event, by)?;
        let entry = make(loan, &self.standing)?;
        let mut after = self.standing.balances.clone();
        after.apply(&entry)?;
        let facts = loan.facts(self.today, &self.standing, &after)?;
        self.state = step(self.state, event, by, &facts)?;
        let counts_from = self.paid.take().map_or(self.today, |(on, _)| on);
        self.note(Some(Dated { counts_from, entry }), None, request)?;
        self.bring_up_to_date()?;
        Ok(())
    }

    fn note(
        &mut self,
        dated: Option<Dated>,
        instalment: Option<u32>,
        request: Option<Request>,
    ) -> Result<(), CreditError> {
        if let Some(dated) = &dated {
            self.standing.apply(dated)?;
        }
        self.happened.push(Happened { dated, instalment, request });
        Ok(())
    }

    /// Writes it all. `Changing` when somebody else has changed the agreement since it was read, which the account's lock
    /// forbids: then nothing is written.
    pub(super) fn save(&self, transaction: &mut Transaction<'_>) -> Result<(), CreditError> {
        let Self { stored, .. } = self;
        let mut sequence = stored.sequence;
        for Happened { dated, instalment, request } in &self.happened {
            sequence += 1;
            let Some(dated) = dated else { continue };
            let new = New {
                account: stored.account,
                agreement: Some((stored.number, sequence)),
                instalment: *instalment,
                dated,
                request: request.as_ref(),
                at_ms: self.at_ms,
            };
            ledger::append(transaction, &new)?;
        }
        let up_to = self.loan.as_ref().map(|_| self.today.days_since_1970());
        let changed = transaction.execute(
            "UPDATE credit_agreement SET state = $1, sequence = $2, state_ms = $3, up_to_day = $4, check_day = $5, \
             loan = COALESCE($6, loan), line = $7, standing = $8 WHERE number = $9 AND state = $10 AND sequence = $11",
            &[
                &self.state.code(),
                &sequence,
                &self.at_ms,
                &up_to,
                &self.check_day()?.map(Date::days_since_1970),
                &self.written,
                &stored.line.minor(),
                &write_standing(&self.standing, sequence),
                &stored.number,
                &stored.state.code(),
                &stored.sequence,
            ],
        )?;
        if changed == 1 { Ok(()) } else { Err(CreditError::Changing) }
    }

    /// The next day on which the billing run has something to do: while it is offered, or a loan.
    pub(super) fn check_day(&self) -> Result<Option<Date>, CreditError> {
        if self.state == State::Offered {
            return Ok(Some(self.stored.read_sheet()?.terms.offer_ends.plus_days(1)?));
        }
        self.loan.as_ref().map_or(Ok(None), |loan| next_check(loan, self.state, &self.standing, self.today))
    }
}

/// The next day after `today` on which there is something to do for a loan; none when it does not run.
pub(super) fn next_check(
    loan: &Loan,
    state: State,
    standing: &Standing,
    today: Date,
) -> Result<Option<Date>, CreditError> {
    if !state.is_running() {
        return Ok(None);
    }
    let tomorrow = today.plus_days(1)?;
    if state == State::Late {
        return Ok(Some(tomorrow)); // a fee for each day
    }
    let reduced = loan.reduced(standing)?;
    let billed = standing.billed as usize;
    let unpaid = loan.schedule.covered(reduced).take(billed).find(|one| one.unpaid > loan.late.residue);
    let falls_late = match unpaid {
        None => None,
        Some(one) => Some(one.instalment.due.plus_days(loan.late.grace_days.cast_signed() + 1)?),
    };
    let next_bill = loan.schedule.instalments().get(billed).map(|one| one.due);
    Ok(Some(falls_late.into_iter().chain(next_bill).min().unwrap_or(tomorrow).max(tomorrow)))
}
