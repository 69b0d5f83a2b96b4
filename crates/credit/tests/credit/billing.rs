use crate::sheet::terms;
use crate::{date, fen};
use fairday_credit::agreement::{Dated, Event, Loan, LoanError, Standing, State, Step, due_steps};
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
