use crate::sheet::terms;
use crate::{date, fen};
use fairday_credit::agreement::{
    Backdated, Dated, Event, Loan, LoanError, Paid, Standing, State, Step, VALUE_DAYS_MAX, ValueDateError,
    due_steps,
};
use fairday_credit::late::LateRule;
use fairday_credit::ledger::{Account, Balances, events};
use fairday_credit::sheet::Sheet;
use fairday_credit::{Amount, Date};

/// An agreement handed over on 28 November: 83.25 and a plan of 59.00 due on the fifth of each month from December on.
struct Case {
    loan: Loan,
    state: State,
    history: Vec<Dated>,
}

impl Case {
    fn begun() -> Self {
        let sheet = Sheet::work_out(terms()).expect("a sheet");
        let loan = Loan::begin(&sheet, date("2026-11-28")).expect("a loan");
        let mut line = Balances::default();
        line.apply(&events::grant_line(fen(100_000)).expect("a line")).expect("it fits");
        let hold = events::reserve(&line, &Balances::default(), loan.schedule.financed()).expect("a hold");
        let mut case = Self { loan, state: State::Active, history: Vec::new() };
        case.record(hold, "2026-11-21");
        let lent = events::capture(&case.standing().balances, case.loan.schedule.financed()).expect("a loan");
        case.record(lent, "2026-11-28");
        case
    }

    fn record(&mut self, entry: fairday_credit::ledger::Entry, day: &str) {
        self.history.push(Dated { counts_from: date(day), entry });
    }

    fn standing(&self) -> Standing {
        Standing::of(&self.history).expect("a standing")
    }

    /// Does what is due, and says what that was.
    fn run(&mut self, day: &str) -> Vec<Event> {
        let steps = self.steps(day).expect("steps");
        for step in &steps {
            self.state = step.to;
            self.history.extend(step.entry.clone());
        }
        steps.iter().map(|step| step.event).collect()
    }

    fn steps(&self, day: &str) -> Result<Vec<Step>, LoanError> {
        due_steps(&self.loan, self.state, &self.standing(), date(day))
    }

    fn repay(&mut self, amount: i64, day: &str) {
        let standing = self.standing();
        let most = self.loan.still_to_bill(standing.billed).expect("a sum");
        self.record(events::repay(&standing.balances, fen(amount), most).expect("a payment"), day);
    }

    /// Booked on `day`, paid on `on`.
    fn repay_on(&mut self, amount: i64, on: &str, day: &str) -> Backdated {
        let standing = self.standing();
        let paid = Paid { on: date(on), cash: fen(amount), late_waived: Amount::ZERO };
        let found = self.loan.backdated(&standing, &paid, date(day)).expect("figures");
        let most = self.loan.still_to_bill(standing.billed).expect("a sum");
        if !found.groundless.is_zero() {
            let entry = events::reverse_late_fee(&standing.balances, found.groundless, found.was_paid);
            self.record(entry.expect("an entry"), on);
        }
        let entry = events::repay_before(&self.standing().balances, fen(amount), found.late, most);
        self.record(entry.expect("a payment"), on);
        found
    }

    fn owed(&self) -> i64 {
        self.standing().balances.owed_now().expect("a sum").minor()
    }
}

#[test]
fn nothing_is_billed_before_it_is_due_and_each_bill_once() {
    let mut case = Case::begun();
    assert_eq!(case.run("2026-12-04"), []);
    assert_eq!(case.run("2026-12-05"), [Event::Bill]);
    assert_eq!(case.owed(), 14_225);
    assert_eq!(case.run("2026-12-05"), []);
}

#[test]
fn a_run_that_was_missed_bills_each_month_from_its_own_day() {
    let mut case = Case::begun();
    let steps = case.steps("2027-02-07").expect("steps");
    let bills: Vec<_> = steps.iter().filter(|step| step.event == Event::Bill).collect();
    assert_eq!(bills.iter().map(|step| step.number).collect::<Vec<_>>(), [Some(1), Some(2), Some(3)]);
    let days: Vec<Date> =
        bills.iter().filter_map(|step| step.entry.as_ref()).map(|dated| dated.counts_from).collect();
    assert_eq!(days, [date("2026-12-05"), date("2027-01-05"), date("2027-02-05")]);
    assert_eq!(case.run("2027-02-07").last(), Some(&Event::ChargeLateFee));
    assert_eq!(case.state, State::Late);
}

#[test]
fn late_begins_after_the_days_of_grace_and_is_charged_through_yesterday() {
    let mut case = Case::begun();
    case.run("2026-12-05");
    assert_eq!(case.run("2026-12-08"), []);
    assert_eq!(case.run("2026-12-09"), [Event::FallLate]);
    assert_eq!(case.run("2026-12-09"), []);
    // One charged day: 0.05 % of 83.25 is 4.1625 fen.
    assert_eq!(case.run("2026-12-10"), [Event::ChargeLateFee]);
    assert_eq!(case.owed(), 14_225 + 4);
    assert_eq!(case.run("2026-12-10"), []);
    // Ten charged days: 41.625 fen in all.
    case.run("2026-12-19");
    assert_eq!(case.owed(), 14_225 + 41);
}

#[test]
fn what_is_paid_up_is_no_longer_late() {
    let mut case = Case::begun();
    case.run("2026-12-19");
    case.repay(14_225 + 41, "2026-12-19");
    assert_eq!(case.run("2026-12-19"), [Event::CatchUp]);
    assert_eq!(case.run("2027-01-04"), []);
    assert_eq!((case.state, case.owed()), (State::Active, 0));
}

#[test]
fn the_last_payment_settles() {
    let mut case = Case::begun();
    let mut due = date("2026-12-05");
    for _ in 0..11 {
        assert_eq!(case.run(&due.to_string()), [Event::Bill]);
        case.repay(14_225, &due.to_string());
        due = due.plus_months(1).expect("a date");
    }
    case.run("2027-11-05");
    case.repay(14_225, "2027-11-05");
    assert_eq!(case.run("2027-11-05"), [Event::Settle]);
    assert_eq!(case.run("2028-11-05"), []);
    assert!(case.standing().balances.is_closed());
}

#[test]
fn what_was_paid_in_advance_settles_by_itself() {
    let mut case = Case::begun();
    case.repay(12 * 14_225, "2026-11-29");
    let steps = case.run("2027-12-01");
    assert_eq!((steps.len(), steps.last()), (13, Some(&Event::Settle)));
    assert_eq!(case.standing().balances.get(Account::LateFeeIncome), 0);
}

#[test]
fn no_late_fee_is_worked_out_from_half_a_history() {
    let mut case = Case::begun();
    case.run("2026-12-05");
    case.repay(10_000, "2026-12-05");
    let half = Standing { reductions: Vec::new(), ..case.standing() };
    let steps = |standing: &Standing, day| due_steps(&case.loan, case.state, standing, date(day));
    assert_eq!(steps(&half, "2027-01-04"), Ok(Vec::new())); // the loan is paid, the plan's rest is not
    assert_eq!(steps(&half, "2027-01-05").expect("steps").len(), 1);
    assert_eq!(steps(&half, "2027-01-09"), Err(LoanError::History));
    assert!(steps(&case.standing(), "2027-01-09").is_ok());
}

#[test]
fn balances_of_another_loan_are_noticed() {
    let case = Case::begun();
    let other = Standing { billed: 13, ..case.standing() };
    assert_eq!(case.loan.reduced(&other), Err(LoanError::Balances));
    assert_eq!(case.loan.still_to_bill(13), Err(LoanError::Balances));
    let mut owing = Case::begun();
    owing.run("2027-01-05");
    let short = Standing { billed: 1, ..owing.standing() };
    assert_eq!(owing.loan.overdue(&short, date("2027-02-01")), Err(LoanError::Balances));
}

#[test]
fn nothing_is_done_to_an_agreement_that_does_not_run() {
    let case = Case::begun();
    for state in State::ALL.into_iter().filter(|state| !state.is_running()) {
        assert_eq!(due_steps(&case.loan, state, &case.standing(), date("2027-06-01")), Ok(Vec::new()));
    }
}

#[test]
fn being_late_can_cost_nothing() {
    let mut case = Case::begun();
    case.loan.late = LateRule { fee: fairday_credit::late::DailyFee::Nothing, ..case.loan.late };
    assert_eq!(case.run("2027-01-04"), [Event::Bill, Event::FallLate]);
    assert_eq!(case.standing().late_charged, Amount::ZERO);
}

#[test]
fn what_was_paid_in_time_and_booked_late_leaves_nothing_late_and_no_fee() {
    let mut case = Case::begun();
    case.run("2026-12-05");
    case.run("2026-12-15");
    assert!(case.owed() > 14_225 && case.state == State::Late);
    let before = case.history.clone();
    case.repay_on(14_225, "2026-12-05", "2026-12-15");
    assert_eq!(case.history[..before.len()], before[..], "no entry has changed");
    assert_eq!(case.run("2026-12-15"), [Event::CatchUp]);
    assert_eq!((case.owed(), case.state, case.standing().late_charged), (0, State::Active, Amount::ZERO));
    assert_eq!(case.run("2027-01-04"), []);
}

#[test]
fn fees_that_were_there_on_the_day_of_a_payment_stay_and_are_paid_first() {
    let mut case = Case::begun();
    case.run("2026-12-05");
    case.run("2026-12-31");
    // Through 18 December ten days were charged: 41.625 fen of 83.25. Paid on the 19th, booked on the 31st.
    let found = case.repay_on(14_225 + 41, "2026-12-19", "2026-12-31");
    assert_eq!((found.late, found.groundless.minor()), (fen(41), 91 - 41));
    case.run("2026-12-31");
    assert_eq!((case.owed(), case.state, case.standing().late_charged), (0, State::Active, fen(41)));
}

#[test]
fn a_part_that_is_booked_late_costs_what_it_would_have_cost_in_time() {
    let (mut late, mut in_time) = (Case::begun(), Case::begun());
    in_time.run("2026-12-05");
    in_time.run("2026-12-12");
    in_time.repay(5_000, "2026-12-12");
    in_time.run("2026-12-30");
    late.run("2026-12-05");
    late.run("2026-12-30");
    late.repay_on(5_000, "2026-12-12", "2026-12-30");
    late.run("2026-12-30");
    assert_eq!(late.standing().late_charged, in_time.standing().late_charged);
    assert_eq!(late.owed(), in_time.owed());
}

#[test]
fn a_payment_counts_from_a_day_of_the_loan_that_has_come_and_is_not_long_ago() {
    let case = Case::begun();
    let check = |on: &str, today: &str| Paid::check_day(date(on), date(today), &case.loan);
    assert_eq!(check("2026-12-06", "2026-12-05"), Err(ValueDateError::Future(date("2026-12-05"))));
    assert_eq!(check("2026-12-05", "2026-12-05"), Ok(()));
    assert_eq!(check("2026-11-27", "2026-12-05"), Err(ValueDateError::BeforeLoan(date("2026-11-28"))));
    let first = date("2027-06-01").plus_days(-VALUE_DAYS_MAX.cast_signed()).expect("a day");
    assert_eq!(Paid::check_day(first, date("2027-06-01"), &case.loan), Ok(()));
    let before = first.plus_days(-1).expect("a day");
    assert_eq!(Paid::check_day(before, date("2027-06-01"), &case.loan), Err(ValueDateError::TooOld(first)));
}

#[test]
fn a_few_fen_that_are_missing_keep_no_loan_late() {
    let mut case = Case::begun();
    case.loan.late.residue = fen(5);
    case.run("2026-12-05");
    case.run("2026-12-15");
    let owed = case.owed();
    case.loan.plan = None; // what the plan lacks is never late
    case.repay(owed - 5_900 - 5, "2026-12-15");
    assert_eq!(case.run("2026-12-15"), [Event::CatchUp]);
    assert_eq!(case.run("2027-01-04"), [], "and costs nothing");
    let mut more = Case::begun();
    more.loan.late.residue = fen(5);
    more.run("2026-12-05");
    more.run("2026-12-15");
    more.repay(owed - 5_900 - 6, "2026-12-15");
    assert_eq!(more.run("2026-12-15"), []);
    assert_eq!(more.state, State::Late);
}
