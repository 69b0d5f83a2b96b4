//! Reading what was signed.

use super::{sheet, terms};
use crate::fen;
use fairday_credit::Amount;
use fairday_credit::late::DailyFee;
use fairday_credit::plan::ExitRule;
use fairday_credit::schedule::FeeTerms;
use fairday_credit::sheet::{AfterTerm, NotASheet, PhoneNumber, SHEET_BYTES_MAX, Sheet, Terms};
use proptest::prelude::*;

/// Terms of every kind.
fn any_terms() -> impl Strategy<Value = Terms> {
    let plan = (any::<bool>(), 0_u8..3, any::<bool>(), any::<bool>());
    let late = (0_u8..3, 0_u32..=60, 1_000_u32..=2_400);
    (plan, late, 30_000_i64..200_000, 0_i64..9_000, 0_u32..60, any::<[u8; 32]>(), "[a-z0-9 长山 ]{1,20}")
        .prop_map(
            |(
                (with_plan, exit, keep, ends),
                (late, grace_days, cap),
                price,
                deposit,
                one_time_bp,
                digest,
                name,
            )| {
                let mut terms = terms();
                (terms.price, terms.deposit, terms.text_digest) = (fen(price), fen(deposit), digest);
                terms.fees = FeeTerms { one_time_bp, monthly_bp: 0 };
                terms.goods = format!("x{name}x");
                let kinds = [DailyFee::Nothing, DailyFee::BasisPoints(7), DailyFee::Fixed(fen(9))];
                terms.late.fee = kinds[late as usize];
                (terms.late.grace_days, terms.late.yearly_cap_bp) = (grace_days, cap);
                let plan = terms.plan.as_mut().expect("a plan");
                let share = ExitRule::ShareOfRemaining { basis_points: 1_234, at_most: Amount::MAX };
                plan.plan.exit = [ExitRule::Free, ExitRule::Fixed(fen(77)), share][exit as usize];
                plan.number = if keep { PhoneNumber::Keep } else { PhoneNumber::New };
                plan.after = if ends { AfterTerm::Ends } else { AfterTerm::Monthly(fen(1)) };
                if !with_plan {
                    terms.plan = None;
                }
                terms
            },
        )
}

#[test]
fn a_plan_with_a_dash_for_a_name_is_still_a_plan() {
    let mut terms = terms();
    terms.plan.as_mut().expect("a plan").name = "-".to_owned();
    let sheet = sheet(terms);
    assert_eq!(Sheet::read(&sheet.bytes()), Ok(sheet));
}

#[test]
fn what_is_no_sheet_is_refused() {
    let bytes = sheet(terms()).bytes();
    let text = String::from_utf8(bytes.clone()).expect("UTF-8");
    for bad in [
        String::new(),
        text.replace("sheet 1", "sheet 2"),
        text.replace("total-paid 170700", "total-paid 170701"),
        text.replace("price 119900", "price +119900"),
        text.replace("price 119900", "price 9223372036854775807"),
        text.replace("bill-day 5", "bill-day 29"),
        text.replace("number keep", "number keep "),
        text.replace("after-term monthly 3900", "after-term monthly 3900 1"),
        text.replace("abab", "ABAB"),
        text.replace("abab", "长ab"),
        text.replace('\n', "\r\n"),
        format!("{text}note nothing\n"),
        format!("{text}lender somebody else\n"),
        text.trim_end().to_owned(),
        format!("{text}{}", " ".repeat(SHEET_BYTES_MAX)),
    ] {
        assert_eq!(Sheet::read(bad.as_bytes()), Err(NotASheet), "{bad}");
    }
    assert_eq!(Sheet::read(&[bytes, vec![0xff]].concat()), Err(NotASheet));
}

#[test]
fn the_longest_sheet_is_within_the_limit() {
    let mut longest = terms();
    let name = "长".repeat(120);
    (longest.agreement, longest.lender) = (name.clone(), name.clone());
    (longest.guarantor, longest.goods, longest.months) = (name.clone(), name.clone(), 36);
    let plan = longest.plan.as_mut().expect("a plan");
    (plan.name, plan.operator) = (name.clone(), name);
    plan.plan.term = fairday_credit::plan::Term::Months36;
    (longest.price, plan.plan.monthly_fee) = (fen(900_000_000_000), fen(2_000_000_000));
    let longest = sheet(longest);
    assert!(longest.bytes().len() < SHEET_BYTES_MAX / 2);
    assert_eq!(Sheet::read(&longest.bytes()), Ok(longest));
}

#[test]
fn no_bytes_are_a_sheet_but_those_that_a_sheet_has() {
    let without_plan = sheet(Terms { plan: None, ..terms() }).bytes();
    let with_plan = sheet(terms()).bytes();
    fairday_fuzz::bytes("a sheet", fairday_fuzz::CASES, &[&with_plan, &without_plan], |bytes| {
        if let Ok(sheet) = Sheet::read(bytes) {
            assert_eq!(sheet.bytes(), bytes);
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn what_was_signed_reads_back(terms in any_terms()) {
        if let Ok(sheet) = Sheet::work_out(terms) {
            prop_assert_eq!(Sheet::read(&sheet.bytes()), Ok(sheet));
        }
    }

    #[test]
    fn a_changed_byte_is_noticed_or_is_another_sheet(place in any::<prop::sample::Index>(), change in 1_u8..=255) {
        let sheet = sheet(terms());
        let mut bytes = sheet.bytes();
        let place = place.index(bytes.len());
        bytes[place] ^= change;
        if let Ok(other) = Sheet::read(&bytes) {
            prop_assert_ne!(&other.terms, &sheet.terms);
            prop_assert_eq!(other.bytes(), bytes);
        }
    }
}
