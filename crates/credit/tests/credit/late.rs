use crate::schedule::schedule;
use crate::{date, fen};
use fairday_credit::late::{
    DAILY_BP_MAX, DailyFee, GRACE_DAYS_MAX, LateError, LateRule, Reduction, YEARLY_CAP_BP_MAX, overdue,
};
use fairday_credit::schedule::{FeeTerms, Schedule};
use fairday_credit::{Amount, Date};
use proptest::prelude::*;

/// Twelve instalments of 100.00, due on the fifth from December 2026 on.
fn loan() -> Schedule {
    schedule(120_000, 12, FeeTerms::default(), "2026-11-21", 5)
}

/// Three days of grace, then 0.05 % a day.
pub(crate) const RULE: LateRule = LateRule {
    grace_days: 3,
    fee: DailyFee::BasisPoints(5),
    yearly_cap_bp: YEARLY_CAP_BP_MAX,
    residue: Amount::ZERO,
};

fn paid(payments: &[(&str, i64)]) -> Vec<Reduction> {
    payments.iter().map(|(on, amount)| Reduction { on: date(on), amount: fen(*amount) }).collect()
}

fn accrued(rule: LateRule, payments: &[(&str, i64)], as_of: &str) -> i64 {
    rule.accrued(0, &loan(), &paid(payments), date(as_of)).expect("a fee").minor()
}

#[test]
fn a_few_fen_that_are_missing_cost_nothing_and_one_more_does() {
    let rule = LateRule { fee: DailyFee::Fixed(fen(5)), residue: fen(9), ..RULE };
    assert_eq!(accrued(rule, &[("2026-12-05", 9_991)], "2027-01-04"), 0);
    assert_eq!(accrued(rule, &[("2026-12-09", 9_991)], "2027-01-04"), 0);
    // Ten fen over 25 days: the cap of 24 % a year leaves nothing of the fee either, so a larger part is left out.
    assert_eq!(accrued(rule, &[("2026-12-05", 9_000)], "2026-12-10"), 1);
    assert_eq!(LateRule { residue: fen(101), ..RULE }.check(), Err(LateError::Residue));
}

#[test]
fn a_payment_on_the_due_date_is_on_time() {
    assert_eq!(overdue(&loan(), Amount::ZERO, date("2026-12-05")), Vec::new());
    let late = overdue(&loan(), Amount::ZERO, date("2026-12-06"));
    assert_eq!((late[0].number, late[0].unpaid, late[0].days, late.len()), (1, fen(10_000), 1, 1));
}

#[test]
fn a_payment_pays_the_oldest_instalment_first() {
    let late = overdue(&loan(), fen(14_000), date("2027-02-06"));
    let found: Vec<_> = late.iter().map(|one| (one.number, one.unpaid.minor(), one.days)).collect();
    assert_eq!(found, [(2, 6_000, 32), (3, 10_000, 1)]);
    assert_eq!(overdue(&loan(), fen(30_000), date("2027-02-06")), Vec::new());
    assert_eq!(overdue(&loan(), fen(120_000), date("2030-01-01")), Vec::new());
}

#[test]
fn days_of_grace_cost_nothing_and_are_not_charged_afterwards() {
    assert_eq!(accrued(RULE, &[], "2026-12-08"), 0);
    assert!(!RULE.is_late(&overdue(&loan(), Amount::ZERO, date("2026-12-08"))));
    assert_eq!(accrued(RULE, &[], "2026-12-09"), 5);
    assert!(RULE.is_late(&overdue(&loan(), Amount::ZERO, date("2026-12-09"))));
    assert_eq!(accrued(RULE, &[], "2026-12-18"), 50);
}

#[test]
fn the_day_of_a_payment_is_not_charged_and_part_of_it_helps_at_once() {
    assert_eq!(accrued(RULE, &[("2026-12-09", 10_000)], "2026-12-31"), 0);
    assert_eq!(accrued(RULE, &[("2026-12-10", 10_000)], "2026-12-31"), 5);
    // Nine days on 100.00 and then one on 40.00.
    assert_eq!(accrued(RULE, &[("2026-12-18", 6_000)], "2026-12-18"), 47);
}

#[test]
fn each_late_instalment_counts_and_the_fee_is_rounded_once() {
    // The first: 9 December to 10 January, 33 days; the second: 9 and 10 January.
    assert_eq!(accrued(RULE, &[], "2027-01-10"), (33 + 2) * 5);
    // 33.33 overdue for three days: 3 × 1.6665 is 4.9995 fen.
    assert_eq!(accrued(RULE, &[("2026-12-05", 6_667)], "2026-12-11"), 4);
}

#[test]
fn a_fixed_fee_is_charged_once_a_day_however_many_instalments_are_late() {
    let rule = LateRule { fee: DailyFee::Fixed(fen(5)), ..RULE };
    assert_eq!(accrued(rule, &[], "2026-12-18"), 10 * 5);
    assert_eq!(accrued(rule, &[], "2027-01-10"), 33 * 5);
    // The first is paid on 20 December, after 11 days; the second becomes late on 9 January.
    assert_eq!(accrued(rule, &[("2026-12-20", 10_000)], "2027-01-10"), (11 + 2) * 5);
}

#[test]
fn no_fee_is_charged_above_the_legal_cap() {
    let greedy = LateRule { fee: DailyFee::BasisPoints(DAILY_BP_MAX), ..RULE };
    // 24 % of 100.00 for 10 of 365 days is 65.75 fen.
    assert_eq!(accrued(greedy, &[], "2026-12-18"), 65);
    assert_eq!(accrued(LateRule { fee: DailyFee::Fixed(fen(900)), ..RULE }, &[], "2026-12-18"), 65);
    let with_rate = |rate| greedy.accrued(rate, &loan(), &[], date("2026-12-18")).expect("a fee").minor();
    assert_eq!(with_rate(1_200), 32);
    assert_eq!(with_rate(2_400), 0);
    assert_eq!(with_rate(9_999), 0);
}

#[test]
fn the_fee_stops_after_a_year() {
    let last = "2027-12-05"; // the last instalment: due on 5 November 2027
    let ever = accrued(RULE, &[("2026-12-05", 110_000)], "2040-01-01");
    assert_eq!(ever, 365 * 5);
    assert!(accrued(RULE, &[("2026-12-05", 110_000)], last) < ever);
}

#[test]
fn the_example_on_the_sheet_is_what_would_be_charged() {
    assert_eq!(RULE.example(0, fen(10_000)), Ok(fen(150)));
    assert_eq!(accrued(RULE, &[], "2027-01-07"), 150);
    assert_eq!(LateRule { fee: DailyFee::Nothing, ..RULE }.example(0, fen(10_000)), Ok(Amount::ZERO));
}

#[test]
fn rules_outside_their_limits_are_refused() {
    assert_eq!(RULE.check(), Ok(()));
    assert_eq!(LateRule { grace_days: GRACE_DAYS_MAX + 1, ..RULE }.check(), Err(LateError::Grace));
    let fee = DailyFee::BasisPoints(DAILY_BP_MAX + 1);
    assert_eq!(LateRule { fee, ..RULE }.check(), Err(LateError::Fee));
    assert_eq!(LateRule { yearly_cap_bp: YEARLY_CAP_BP_MAX + 1, ..RULE }.check(), Err(LateError::Cap));
}

/// The rule day by day, as one would explain it: what is charged on each day, added up.
fn day_by_day(rule: LateRule, schedule: &Schedule, payments: &[Reduction], as_of: Date) -> i64 {
    let mut amount_days = 0_i64;
    let mut day = schedule.first_due();
    while day <= as_of {
        let paid =
            Amount::sum(payments.iter().filter(|one| one.on <= day).map(|one| one.amount)).expect("a sum");
        let late = overdue(schedule, paid, day);
        let charged =
            late.iter().filter(|one| one.days > rule.grace_days && one.days <= rule.grace_days + 365);
        amount_days += charged.map(|one| one.unpaid.minor()).sum::<i64>();
        day = day.plus_days(1).expect("a day");
    }
    (amount_days * 5 / 10_000).min(amount_days * 2_400 / 3_650_000)
}

proptest! {
    #[test]
    fn the_fee_is_the_sum_of_its_days(
        payments in prop::collection::vec((0_i32..700, 1_i64..40_000), 0..6), as_of in 0_i32..900,
    ) {
        let loan = loan();
        let at = |days: i32| loan.hand_over().plus_days(days).expect("a day");
        let payments: Vec<Reduction> =
            payments.into_iter().map(|(days, amount)| Reduction { on: at(days), amount: fen(amount) }).collect();
        let fee = RULE.accrued(0, &loan, &payments, at(as_of)).expect("a fee").minor();
        prop_assert_eq!(fee, day_by_day(RULE, &loan, &payments, at(as_of)));
        let tomorrow = RULE.accrued(0, &loan, &payments, at(as_of + 1)).expect("a fee").minor();
        prop_assert!(tomorrow >= fee);
    }
}
