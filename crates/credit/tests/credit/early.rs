use crate::fen;
use crate::plan::plan;
use crate::schedule::schedule;
use fairday_credit::Amount;
use fairday_credit::early::{EarlyError, ReturnTerms, early_end};
use fairday_credit::plan::ExitRule;
use fairday_credit::schedule::FeeTerms;

const RETURN: ReturnTerms = ReturnTerms { principal_bp: 8_000 };
const FEES: FeeTerms = FeeTerms { one_time_bp: 120, monthly_bp: 30 };

#[test]
fn ending_early_costs_what_is_left_of_the_loan_and_no_fee_that_is_not_due() {
    let loan = schedule(100_000, 12, FEES, "2026-11-21", 5);
    let whole = early_end(&loan, None, RETURN, 0).expect("figures");
    assert_eq!(
        (whole.settle(), whole.fees_saved, whole.plan_exit),
        (fen(100_000), loan.fees(), Amount::ZERO)
    );
    let half = early_end(&loan, None, RETURN, 6).expect("figures");
    assert_eq!((half.principal, half.fees_saved), (fen(100_000 - 6 * 8_333), fen(6 * (300 + 100))));
}

#[test]
fn after_the_last_instalment_nothing_is_left() {
    let loan = schedule(100_000, 12, FEES, "2026-11-21", 5);
    let plan = plan(ExitRule::Fixed(fen(10_000)));
    let end = early_end(&loan, Some(&plan), RETURN, 12).expect("figures");
    assert_eq!((end.settle(), end.settle_and_leave(), end.give_back()), (fen(0), Ok(fen(0)), Ok(fen(0))));
    assert_eq!(early_end(&loan, Some(&plan), RETURN, 13), Err(EarlyError::Month));
}

#[test]
fn the_plan_has_an_exit_fee_of_its_own_and_can_go_on() {
    let loan = schedule(120_000, 12, FeeTerms::default(), "2026-11-21", 5);
    let plan = plan(ExitRule::ShareOfRemaining { basis_points: 3_000, at_most: Amount::MAX });
    let end = early_end(&loan, Some(&plan), RETURN, 4).expect("figures");
    assert_eq!(end.settle(), fen(80_000));
    assert_eq!(end.settle_and_leave(), Ok(fen(80_000 + 8 * 1_770)));
}

#[test]
fn a_returned_phone_pays_its_part_of_what_is_left() {
    let loan = schedule(120_000, 12, FeeTerms::default(), "2026-11-21", 5);
    let end = early_end(&loan, None, RETURN, 4).expect("figures");
    assert_eq!((end.phone_credit, end.give_back()), (fen(64_000), Ok(fen(16_000))));
    let all = early_end(&loan, None, ReturnTerms { principal_bp: 10_000 }, 4).expect("figures");
    assert_eq!(all.give_back(), Ok(Amount::ZERO));
    let more = early_end(&loan, None, ReturnTerms { principal_bp: 10_001 }, 4);
    assert_eq!(more, Err(EarlyError::ReturnTooHigh));
}

#[test]
fn waiting_never_makes_ending_dearer() {
    let loan = schedule(99_999, 36, FEES, "2026-11-21", 5);
    for exit in [
        ExitRule::Free,
        ExitRule::Fixed(fen(9_000)),
        ExitRule::ShareOfRemaining { basis_points: 3_333, at_most: fen(40_000) },
    ] {
        let plan = plan(exit);
        let costs: Vec<Amount> = (0..=36)
            .map(|after| {
                early_end(&loan, Some(&plan), RETURN, after)
                    .expect("figures")
                    .settle_and_leave()
                    .expect("a sum")
            })
            .collect();
        assert!(costs.windows(2).all(|pair| pair[0] > pair[1]), "{costs:?}");
    }
}
