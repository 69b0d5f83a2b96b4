//! The honest sheet.

mod hand_over;
mod read;

use crate::{date, fen};
use fairday_credit::early::ReturnTerms;
use fairday_credit::late::{DailyFee, LateRule};
use fairday_credit::plan::{ExitRule, Plan, Term};
use fairday_credit::schedule::FeeTerms;
use fairday_credit::sheet::{
    AfterTerm, Difference, PhoneNumber, PlanTerms, Sheet, SheetError, Terms, TermsError, differences,
};
use fairday_credit::{Amount, BillDay};
use proptest::prelude::*;
use std::path::Path;

/// Something that changes terms.
type Change = Box<dyn Fn(&mut Terms)>;

/// A handset of 1,199.00 with a plan of 59.00 a month for a year, nothing today and no fees.
pub(crate) fn terms() -> Terms {
    let plan = Plan {
        monthly_fee: fen(5_900),
        term: Term::Months12,
        subsidy: fen(20_000),
        exit: ExitRule::ShareOfRemaining { basis_points: 3_000, at_most: Amount::MAX },
    };
    Terms {
        agreement: "1-zh-CN".to_owned(),
        text_digest: [0xab; 32],
        currency: "CNY".to_owned(),
        lender: "赶集消费金融有限公司".to_owned(),
        guarantor: "Fairday Guarantee".to_owned(),
        goods: "山丘 S2 4G 64GB 黑色".to_owned(),
        price: fen(119_900),
        deposit: Amount::ZERO,
        plan: Some(PlanTerms {
            name: "乡音 59".to_owned(),
            operator: "Demo Telecom".to_owned(),
            plan,
            number: PhoneNumber::Keep,
            after: AfterTerm::Monthly(fen(3_900)),
        }),
        months: 12,
        fees: FeeTerms::default(),
        offer_ends: date("2026-11-23"),
        hand_over: date("2026-11-28"),
        bill_day: BillDay::new(5).expect("a bill day"),
        cooling_off_days: 7,
        late: LateRule {
            grace_days: 3,
            fee: DailyFee::BasisPoints(5),
            yearly_cap_bp: 2_400,
            residue: Amount::ZERO,
        },
        returns: ReturnTerms { principal_bp: 8_000 },
    }
}

fn sheet(terms: Terms) -> Sheet {
    Sheet::work_out(terms).expect("a sheet")
}

fn text(sheet: &Sheet) -> String {
    String::from_utf8(sheet.bytes()).expect("UTF-8")
}

#[test]
fn an_interest_free_phone_costs_its_price_less_the_subsidy() {
    let sheet = sheet(terms());
    assert_eq!((sheet.pairing.deposit, sheet.pairing.financed), (fen(0), fen(99_900)));
    let first = sheet.months[0];
    assert_eq!(
        (first.due, first.handset, first.plan, first.total),
        (date("2026-12-05"), fen(8_325), fen(5_900), fen(14_225))
    );
    assert_eq!(
        (sheet.totals.paid, sheet.totals.cash, sheet.totals.more_than_cash),
        (fen(170_700), fen(190_700), -20_000)
    );
    assert_eq!((sheet.rates.effective_bp, sheet.rates.nominal_bp), (0, 0));
    assert_eq!(
        (sheet.early.len(), sheet.early[0].settle(), sheet.early[12].settle()),
        (13, fen(99_900), fen(0))
    );
    assert_eq!(sheet.late_example, fen(124));
}

#[test]
fn fees_are_in_the_months_the_totals_and_the_rate() {
    let mut terms = terms();
    terms.fees = FeeTerms { one_time_bp: 100, monthly_bp: 30 };
    let sheet = sheet(terms);
    let fees = 999 + 12 * 299;
    assert_eq!(Amount::sum(sheet.months.iter().map(|month| month.fee)), Ok(fen(fees)));
    assert_eq!((sheet.totals.handset, sheet.totals.more_than_cash), (fen(99_900 + fees), fees - 20_000));
    assert!((900..1_200).contains(&sheet.rates.effective_bp), "{:?}", sheet.rates);
}

/// A diff here is a change of what was signed: it needs a new version in the first line.
#[test]
fn the_bytes_that_are_signed_are_these() {
    let free = text(&sheet(terms()));
    let mut other = terms();
    other.plan = None;
    other.months = 3;
    other.fees = FeeTerms { one_time_bp: 100, monthly_bp: 30 };
    other.deposit = fen(19_900);
    other.late.fee = DailyFee::Fixed(fen(50));
    let other = text(&sheet(other));
    for (name, found) in [("sheet-with-plan.txt", free), ("sheet-with-fees.txt", other)] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
        if std::env::var_os("FAIRDAY_UPDATE").is_some() {
            std::fs::write(&path, &found).expect("the golden file");
        }
        assert_eq!(found, std::fs::read_to_string(&path).expect("the golden file"), "{name}");
    }
}

#[test]
fn everything_that_is_promised_is_in_the_bytes() {
    let before = sheet(terms()).bytes();
    let plan =
        |change: fn(&mut PlanTerms)| move |terms: &mut Terms| change(terms.plan.as_mut().expect("a plan"));
    let changes: Vec<Change> = vec![
        Box::new(|terms| terms.agreement.push('a')),
        Box::new(|terms| terms.text_digest[31] ^= 1),
        Box::new(|terms| terms.currency = "HKD".to_owned()),
        Box::new(|terms| terms.lender.push('a')),
        Box::new(|terms| terms.guarantor.push('a')),
        Box::new(|terms| terms.goods.push('a')),
        Box::new(|terms| terms.price = fen(119_901)),
        Box::new(|terms| terms.deposit = fen(1)),
        Box::new(|terms| terms.plan = None),
        Box::new(plan(|plan| plan.name.push('a'))),
        Box::new(plan(|plan| plan.operator.push('a'))),
        Box::new(plan(|plan| plan.plan.monthly_fee = fen(5_901))),
        Box::new(plan(|plan| plan.plan.subsidy = fen(20_001))),
        Box::new(plan(|plan| plan.plan.exit = ExitRule::Free)),
        Box::new(plan(|plan| {
            plan.plan.exit = ExitRule::ShareOfRemaining { basis_points: 3_000, at_most: fen(999_999_999) };
        })),
        Box::new(plan(|plan| plan.number = PhoneNumber::New)),
        Box::new(plan(|plan| plan.after = AfterTerm::Ends)),
        Box::new(|terms| terms.fees.one_time_bp = 1),
        Box::new(|terms| terms.fees.monthly_bp = 1),
        Box::new(|terms| terms.offer_ends = date("2026-11-24")),
        Box::new(|terms| terms.hand_over = date("2026-11-29")),
        Box::new(|terms| terms.bill_day = BillDay::new(6).expect("a bill day")),
        Box::new(|terms| terms.cooling_off_days = 8),
        Box::new(|terms| terms.late.grace_days = 4),
        Box::new(|terms| terms.late.fee = DailyFee::Nothing),
        Box::new(|terms| terms.late.yearly_cap_bp = 2_399),
        Box::new(|terms| terms.returns.principal_bp = 7_999),
    ];
    for (place, change) in changes.iter().enumerate() {
        let mut terms = terms();
        change(&mut terms);
        assert_ne!(sheet(terms).bytes(), before, "change {place}");
    }
    let mut longer = terms();
    longer.months = 24;
    longer.plan.as_mut().expect("a plan").plan.term = Term::Months24;
    assert_ne!(sheet(longer).bytes(), before);
}

#[test]
fn two_different_names_never_make_the_same_bytes() {
    let with = |lender: &str, guarantor: &str| {
        Sheet::work_out(Terms { lender: lender.to_owned(), guarantor: guarantor.to_owned(), ..terms() })
    };
    assert_ne!(
        with("a guarantor b", "c").expect("a sheet").bytes(),
        with("a", "b guarantor c").expect("a sheet").bytes()
    );
    for bad in ["", " a", "a ", "a\nrate-bp 0", "a\u{7f}", "a\r", &"长".repeat(121)] {
        assert_eq!(with(bad, "b"), Err(SheetError::Terms(TermsError::Name("lender"))), "{bad:?}");
    }
    assert!(with(&"长".repeat(120), "b").is_ok());
}

#[test]
fn terms_outside_their_limits_make_no_sheet() {
    let refused = |change: fn(&mut Terms)| {
        let mut terms = terms();
        change(&mut terms);
        Sheet::work_out(terms).expect_err("a refusal")
    };
    assert_eq!(refused(|terms| terms.months = 24), SheetError::Terms(TermsError::PlanTerm));
    assert_eq!(refused(|terms| terms.cooling_off_days = 6), SheetError::Terms(TermsError::CoolingOff));
    assert_eq!(refused(|terms| terms.currency = "cny".to_owned()), SheetError::Terms(TermsError::Currency));
    assert_eq!(refused(|terms| terms.deposit = fen(99_900)), SheetError::NothingToFinance);
    assert_eq!(
        refused(|terms| terms.deposit = fen(99_901)).to_string(),
        "the deposit is more than the handset costs"
    );
    assert!(matches!(refused(|terms| terms.late.yearly_cap_bp = 9_999), SheetError::Late(_)));
    assert!(matches!(refused(|terms| terms.returns.principal_bp = 10_001), SheetError::Early(_)));
    assert!(matches!(refused(|terms| terms.deposit = fen(99_899)), SheetError::Schedule(_)));
}

#[test]
fn no_loan_above_the_legal_cap_is_offered() {
    let mut dear = terms();
    dear.fees.monthly_bp = 150;
    match Sheet::work_out(dear) {
        Err(SheetError::AboveCap { rate_bp, cap_bp }) => assert!(rate_bp > 2_400 && cap_bp == 2_400),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_has_changed_is_told_line_by_line() {
    let before = text(&sheet(terms()));
    assert_eq!(differences(&before, &before), Vec::new());
    let mut terms = terms();
    terms.cooling_off_days = 9;
    terms.plan = None;
    let after = text(&sheet(terms));
    let found = differences(&before, &after);
    let difference = |key: &str, was: Option<&str>, now: Option<&str>| Difference {
        key: key.to_owned(),
        was: was.map(str::to_owned),
        now: now.map(str::to_owned),
    };
    assert!(found.contains(&difference("cooling-off-days", Some("7"), Some("9"))));
    assert!(found.contains(&difference("plan", Some("乡音 59"), Some("-"))));
    assert!(found.contains(&difference("number", Some("keep"), None)));
    assert!(found.contains(&difference(
        "month 1",
        Some("2026-12-05 8325 0 5900 14225"),
        Some("2026-12-05 9991 0 0 9991")
    )));
    assert!(!found.iter().any(|one| one.key == "lender"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn every_sheet_adds_up(
        price in 30_000_i64..2_000_000, deposit in 0_i64..20_000, term in 0_usize..3, monthly_fee in 0_i64..30_000,
        subsidy in 0_i64..9_000, one_time_bp in 0_u32..300, monthly_bp in 0_u32..60, bill_day in 1_u8..=28,
    ) {
        let mut terms = terms();
        terms.price = fen(price);
        terms.deposit = fen(deposit);
        terms.months = Term::ALL[term].months();
        let plan = &mut terms.plan.as_mut().expect("a plan").plan;
        (plan.term, plan.monthly_fee, plan.subsidy) = (Term::ALL[term], fen(monthly_fee), fen(subsidy));
        terms.fees = FeeTerms { one_time_bp, monthly_bp };
        terms.bill_day = BillDay::new(bill_day).expect("a bill day");
        let sheet = match Sheet::work_out(terms) {
            Ok(sheet) => sheet,
            Err(SheetError::AboveCap { .. }) => return Ok(()),
            Err(other) => panic!("{other:?}"),
        };
        let months = Amount::sum(sheet.months.iter().map(|month| month.total)).expect("a sum");
        prop_assert_eq!(Ok(sheet.totals.paid), months.plus(fen(deposit)));
        prop_assert_eq!(sheet.totals.more_than_cash, sheet.schedule.fees().minor() - sheet.pairing.subsidy.minor());
        prop_assert!(sheet.rates.effective_bp <= 2_400);
        for (place, end) in sheet.early.iter().enumerate() {
            let paid = Amount::sum(sheet.months[..place].iter().map(|month| month.handset)).expect("a sum");
            let all = Amount::sum([paid, end.principal, end.fees_saved]);
            prop_assert_eq!(all, Ok(sheet.schedule.total()));
            prop_assert!(end.give_back().expect("a sum") <= end.settle_and_leave().expect("a sum"));
        }
    }
}
