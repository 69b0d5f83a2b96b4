use crate::fen;
use fairday_credit::Amount;
use fairday_credit::amount::{AMOUNT_MAX, AmountError, BASIS_POINTS_MAX};
use fairday_credit::plan::{ExitRule, Pairing, Plan, PlanError, Term};
use proptest::prelude::*;

pub(crate) fn plan(exit: ExitRule) -> Plan {
    Plan { monthly_fee: fen(5_900), term: Term::Months12, subsidy: fen(20_000), exit }
}

#[test]
fn amounts_are_between_zero_and_their_limit() {
    assert_eq!(Amount::new(-1), Err(AmountError::Negative));
    assert_eq!(Amount::new(AMOUNT_MAX + 1), Err(AmountError::TooLarge));
    assert_eq!(Amount::MAX.plus(fen(1)), Err(AmountError::TooLarge));
    assert_eq!(fen(1).minus(fen(2)), Err(AmountError::Negative));
    assert_eq!(Amount::MAX.times(u32::MAX), Err(AmountError::TooLarge));
    assert_eq!(Amount::MAX.share(BASIS_POINTS_MAX), Err(AmountError::TooLarge));
    assert_eq!(fen(1).share(BASIS_POINTS_MAX + 1), Err(AmountError::TooLarge));
    assert_eq!(fen(1).less(fen(2)), Amount::ZERO);
    assert_eq!(fen(199).share(5_000), Ok(fen(99)));
}

#[test]
fn what_is_lent_is_the_price_without_subsidy_and_deposit() {
    let plan = plan(ExitRule::Free);
    let pairing = Pairing::new(fen(119_900), Some(&plan), fen(9_900)).expect("it fits");
    assert_eq!((pairing.subsidy, pairing.financed), (fen(20_000), fen(90_000)));
    let alone = Pairing::new(fen(119_900), None, Amount::ZERO).expect("it fits");
    assert_eq!((alone.subsidy, alone.financed), (Amount::ZERO, fen(119_900)));
}

#[test]
fn a_subsidy_above_the_price_pays_the_price_and_no_more() {
    let pairing = Pairing::new(fen(15_000), Some(&plan(ExitRule::Free)), Amount::ZERO).expect("it fits");
    assert_eq!((pairing.subsidy, pairing.financed), (fen(15_000), Amount::ZERO));
}

#[test]
fn a_deposit_above_what_is_left_is_refused() {
    assert_eq!(Pairing::new(fen(100), None, fen(101)), Err(PlanError::DepositTooLarge));
    assert!(Pairing::new(fen(100), None, fen(100)).expect("it fits").financed.is_zero());
}

#[test]
fn leaving_early_costs_what_the_plan_says_and_less_each_month() {
    let share = plan(ExitRule::ShareOfRemaining { basis_points: 3_000, at_most: Amount::MAX });
    assert_eq!(share.exit_fee(12), Ok(fen(21_240)));
    assert_eq!(share.exit_fee(1), Ok(fen(1_770)));
    assert_eq!(share.exit_fee(0), Ok(Amount::ZERO));
    let capped = plan(ExitRule::ShareOfRemaining { basis_points: 3_000, at_most: fen(10_000) });
    assert_eq!(capped.exit_fee(12), Ok(fen(10_000)));
    assert_eq!(capped.exit_fee(2), Ok(fen(3_540)));
    assert_eq!(plan(ExitRule::Free).exit_fee(12), Ok(Amount::ZERO));
}

#[test]
fn leaving_never_costs_more_than_staying() {
    let fixed = plan(ExitRule::Fixed(fen(30_000)));
    assert_eq!(fixed.exit_fee(12), Ok(fen(30_000)));
    assert_eq!(fixed.exit_fee(2), Ok(fen(11_800)));
    assert_eq!(fixed.exit_fee(0), Ok(Amount::ZERO));
}

#[test]
fn a_plan_with_impossible_figures_is_refused() {
    let exit = ExitRule::ShareOfRemaining { basis_points: 10_001, at_most: Amount::MAX };
    assert_eq!(plan(exit).check(), Err(PlanError::ShareTooLarge));
    let dear = Plan { monthly_fee: Amount::MAX, ..plan(ExitRule::Free) };
    assert_eq!(dear.check(), Err(PlanError::Amount(AmountError::TooLarge)));
    assert_eq!(plan(ExitRule::Free).check(), Ok(()));
}

#[test]
fn terms_are_one_two_and_three_years() {
    assert_eq!(Term::ALL.map(Term::months), [12, 24, 36]);
    assert_eq!(Term::of_months(24), Some(Term::Months24));
    assert_eq!(Term::of_months(18), None);
}

proptest! {
    #[test]
    fn the_four_parts_of_a_pairing_add_up(price in 0..AMOUNT_MAX, subsidy in 0..AMOUNT_MAX, deposit in 0..AMOUNT_MAX) {
        let plan = Plan { subsidy: fen(subsidy), ..plan(ExitRule::Free) };
        match Pairing::new(fen(price), Some(&plan), fen(deposit)) {
            Ok(pairing) => prop_assert_eq!(
                Amount::sum([pairing.subsidy, pairing.deposit, pairing.financed]), Ok(fen(price))),
            Err(error) => {
                prop_assert_eq!(error, PlanError::DepositTooLarge);
                prop_assert!(deposit > (price - subsidy).max(0));
            }
        }
    }
}
