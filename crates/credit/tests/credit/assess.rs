use crate::fen;
use fairday_credit::Amount;
use fairday_credit::assess::{
    Applicant, BANDS_MAX, Band, Decision, Fact, LineStep, POINTS_MAX, Reason, Rules, Table, TableError,
};
use proptest::prelude::*;

fn band(fact: Fact, from: u32, points: i32) -> Band {
    Band { fact, from, points }
}

fn step(from: i32, line: i64) -> LineStep {
    LineStep { from, line: fen(line) }
}

fn rules() -> Rules {
    Rules {
        bands: vec![
            band(Fact::Age, 0, 0),
            band(Fact::Age, 22, 20),
            band(Fact::MonthsKnown, 0, 0),
            band(Fact::MonthsKnown, 3, 30),
            band(Fact::MonthsKnown, 12, 50),
            band(Fact::OrdersReceived, 0, 0),
            band(Fact::OrdersReceived, 1, 20),
            band(Fact::OrdersReceived, 5, 40),
            band(Fact::OrdersRefused, 0, 0),
            band(Fact::OrdersRefused, 1, -20),
            band(Fact::OrdersRefused, 3, -60),
            band(Fact::ActiveAgreements, 0, 10),
            band(Fact::ActiveAgreements, 1, 0),
        ],
        lines: vec![step(60, 100_000), step(100, 300_000)],
        refer_from: 40,
        age_min: 18,
        age_max: 65,
        agreements_max: 2,
    }
}

/// Thirty years old, known for a year, five orders received: 20 + 50 + 40 + 0 + 10 points.
fn known() -> Applicant {
    Applicant {
        age: 30,
        months_known: 12,
        orders_received: 5,
        orders_refused: 0,
        active_agreements: 0,
        overdue_days: 0,
        line_used: Amount::ZERO,
        asked: fen(99_900),
    }
}

fn decide(applicant: Applicant) -> Decision {
    Table::new(rules()).expect("a table").assess(&applicant).decision
}

fn no(reason: Reason) -> Decision {
    Decision::Decline(reason)
}

#[test]
fn an_answer_lists_the_bands_that_counted() {
    let found = Table::new(rules()).expect("a table").assess(&known());
    assert_eq!((found.points, found.decision), (120, Decision::Approve { line: fen(300_000) }));
    let bands: Vec<_> = found.counted.iter().map(|one| (one.band.fact, one.band.from, one.value)).collect();
    assert_eq!(
        bands,
        [
            (Fact::Age, 22, 30),
            (Fact::MonthsKnown, 12, 12),
            (Fact::OrdersReceived, 5, 5),
            (Fact::OrdersRefused, 0, 0),
            (Fact::ActiveAgreements, 0, 0)
        ]
    );
    assert_eq!(found.points, found.counted.iter().map(|one| one.band.points).sum());
}

#[test]
fn points_decide_between_yes_checking_and_no() {
    // 20 for the age, 10 for having no agreement, and then what is known.
    let with = |months_known, orders_received| decide(Applicant { months_known, orders_received, ..known() });
    assert_eq!(with(3, 0), Decision::Approve { line: fen(100_000) }); // 60
    assert_eq!(with(2, 1), Decision::Refer); // 50
    assert_eq!(with(2, 0), no(Reason::NotKnownEnough)); // 30
    let least = Applicant { months_known: 0, orders_received: 1, active_agreements: 1, ..known() };
    assert_eq!(decide(least), Decision::Refer); // exactly 40
    assert_eq!(with(12, 1), Decision::Approve { line: fen(300_000) }); // 100
    assert_eq!(with(11, 4), Decision::Approve { line: fen(100_000) }); // 80
}

#[test]
fn age_is_within_its_bounds() {
    let aged = |age| decide(Applicant { age, ..known() });
    assert_eq!(aged(17), no(Reason::TooYoung));
    assert_eq!(aged(18), Decision::Approve { line: fen(300_000) }); // exactly 100
    assert_eq!(aged(65), Decision::Approve { line: fen(300_000) });
    assert_eq!(aged(66), no(Reason::TooOld));
}

#[test]
fn what_is_overdue_and_too_many_agreements_stop_whatever_the_points() {
    assert_eq!(decide(Applicant { overdue_days: 1, ..known() }), no(Reason::Overdue));
    assert_eq!(decide(Applicant { active_agreements: 2, ..known() }), no(Reason::TooManyAgreements));
    assert!(matches!(decide(Applicant { active_agreements: 1, ..known() }), Decision::Approve { .. }));
}

#[test]
fn more_than_the_line_is_declined_with_what_would_be_possible() {
    let asked = |asked, used| decide(Applicant { asked: fen(asked), line_used: fen(used), ..known() });
    assert_eq!(asked(300_000, 0), Decision::Approve { line: fen(300_000) });
    assert_eq!(asked(300_001, 0), no(Reason::AskedTooMuch { free: fen(300_000) }));
    assert_eq!(asked(100_001, 200_000), no(Reason::AskedTooMuch { free: fen(100_000) }));
    assert_eq!(asked(1, 300_000), no(Reason::LineUsedUp));
    assert_eq!(asked(1, 400_000), no(Reason::LineUsedUp));
}

#[test]
fn refused_orders_are_named_when_they_cost_the_points() {
    let refused = Applicant { months_known: 3, orders_received: 1, orders_refused: 3, ..known() };
    assert_eq!(decide(refused), no(Reason::OrdersRefused));
}

#[test]
fn tables_that_make_no_sense_are_refused() {
    let wrong = |change: fn(&mut Rules)| {
        let mut rules = rules();
        change(&mut rules);
        Table::new(rules).expect_err("a refusal")
    };
    assert_eq!(wrong(|rules| rules.bands = vec![rules.bands[0]; BANDS_MAX + 1]), TableError::TooManyBands);
    assert_eq!(wrong(|rules| rules.bands[1].points = -POINTS_MAX - 1), TableError::Points);
    assert_eq!(wrong(|rules| rules.bands[0].from = 1), TableError::Bands(Fact::Age));
    assert_eq!(wrong(|rules| rules.bands[4].from = 3), TableError::Bands(Fact::MonthsKnown));
    assert_eq!(wrong(|rules| rules.lines.clear()), TableError::Lines);
    assert_eq!(wrong(|rules| rules.lines[1].from = 60), TableError::Lines);
    assert_eq!(wrong(|rules| rules.lines[1].line = fen(99_999)), TableError::Lines);
    assert_eq!(wrong(|rules| rules.lines[0].line = Amount::ZERO), TableError::Lines);
    assert_eq!(wrong(|rules| rules.refer_from = 61), TableError::Refer);
    assert_eq!(wrong(|rules| rules.age_min = 17), TableError::Ages);
    assert_eq!(wrong(|rules| rules.age_max = 17), TableError::Ages);
    assert_eq!(wrong(|rules| rules.agreements_max = 0), TableError::Agreements);
}

#[test]
fn a_fact_without_bands_does_not_count() {
    let mut rules = rules();
    rules.bands.retain(|band| band.fact != Fact::Age);
    let found = Table::new(rules).expect("a table").assess(&known());
    assert!(found.counted.iter().all(|one| one.band.fact != Fact::Age));
}

proptest! {
    #[test]
    fn nobody_is_promised_more_than_their_line_or_anything_when_overdue(
        age in 0_u32..120, months_known in 0_u32..100, orders_received in 0_u32..20, orders_refused in 0_u32..10,
        active_agreements in 0_u32..4, overdue_days in 0_u32..3, used in 0_i64..400_000, asked in 0_i64..400_000,
    ) {
        let applicant = Applicant { age, months_known, orders_received, orders_refused, active_agreements, overdue_days,
            line_used: fen(used), asked: fen(asked) };
        match decide(applicant) {
            Decision::Approve { line } => {
                prop_assert!(used + asked <= line.minor() && overdue_days == 0 && (18..=65).contains(&age));
            }
            Decision::Decline(Reason::AskedTooMuch { free }) => {
                prop_assert!(!free.is_zero() && free.minor() < asked);
                prop_assert_eq!(decide(Applicant { asked: free, ..applicant }),
                    Decision::Approve { line: fen(used + free.minor()) });
            }
            _ => {}
        }
    }
}
