//! What people try, in any order, and sheets to try it with.

use super::AGREEMENTS;
use super::book::Book;
use crate::sheet::terms;
use crate::{date, fen};
use fairday_credit::Amount;
use fairday_credit::agreement::{Actor, Event, State, next};
use fairday_credit::late::DailyFee;
use fairday_credit::ledger::events;
use fairday_credit::plan::Term;
use fairday_credit::schedule::FeeTerms;
use fairday_credit::sheet::{Sheet, Terms};
use proptest::prelude::*;

#[derive(Clone, Debug)]
pub(super) enum Act {
    Days(i32),
    /// Signed, reserved and handed over on one day.
    Begin,
    Sign,
    Reserve,
    Lapse,
    Capture,
    Cancel,
    Run,
    Repay(i64),
    RepayWhatIsDue,
    RepayLate(i64, i32),
    Waive(i64),
    End(Event, bool),
    WriteOff,
    Refund,
    /// Something that somebody tries without any entry.
    Try(Event, Actor),
}

fn act() -> impl Strategy<Value = Act> {
    let ends = prop_oneof![Just(Event::SettleEarly), Just(Event::GiveBack)];
    prop_oneof![
        4 => (0..20_i32).prop_map(Act::Days),
        2 => (20..130_i32).prop_map(Act::Days),
        3 => Just(Act::Begin),
        3 => Just(Act::Sign),
        3 => Just(Act::Reserve),
        1 => Just(Act::Lapse),
        3 => Just(Act::Capture),
        1 => Just(Act::Cancel),
        3 => Just(Act::Run),
        4 => (0..60_000_i64).prop_map(Act::Repay),
        3 => Just(Act::RepayWhatIsDue),
        3 => (0..60_000_i64, 0..60_i32).prop_map(|(amount, days)| Act::RepayLate(amount, days)),
        2 => prop_oneof![0..30_i64, 0..10_000_i64].prop_map(Act::Waive),
        1 => (ends, any::<bool>()).prop_map(|(event, leave)| Act::End(event, leave)),
        1 => Just(Act::WriteOff),
        1 => Just(Act::Refund),
        2 => (prop::sample::select(&Event::ALL[..]), prop::sample::select(&Actor::ALL[..]))
            .prop_map(|(event, by)| Act::Try(event, by)),
    ]
}

/// Sheets that differ in price, plan, fees, late fee and bill day.
pub(super) fn sheet() -> impl Strategy<Value = Sheet> {
    (36_i64..150_000, any::<bool>(), 0_u32..200, 0_u32..50, 0..3_u8, 1_u8..=28).prop_map(
        |(price, with_plan, one_time_bp, monthly_bp, late, bill_day)| {
            let mut terms = Terms { price: fen(price), offer_ends: date("2028-01-01"), ..terms() };
            let plan = &mut terms.plan.as_mut().expect("a plan").plan;
            (plan.subsidy, plan.term) = (Amount::ZERO, Term::Months12);
            if !with_plan {
                terms.plan = None;
            }
            terms.fees = FeeTerms { one_time_bp, monthly_bp };
            terms.late.fee =
                [DailyFee::Nothing, DailyFee::BasisPoints(5), DailyFee::Fixed(fen(30))][late as usize];
            terms.bill_day = fairday_credit::BillDay::new(bill_day).expect("a bill day");
            Sheet::work_out(terms.clone()).unwrap_or_else(|_| {
                Sheet::work_out(Terms { fees: FeeTerms::default(), ..terms }).expect("a sheet without fees")
            })
        },
    )
}

/// Whether it happened does not matter here: a refusal must change nothing, and is looked at as everything else is.
pub(super) fn carry_out(book: &mut Book, which: usize, act: &Act) {
    let today = book.today;
    let done = match *act {
        Act::Days(days) => {
            book.today = today.plus_days(days).expect("a day");
            Ok(())
        }
        Act::Begin => {
            for act in [Act::Sign, Act::Reserve, Act::Capture] {
                carry_out(book, which, &act);
            }
            Ok(())
        }
        Act::Sign => book.happen(which, Event::Sign, Actor::Shopper, |_, _| Ok(None)),
        Act::Reserve => book.happen(which, Event::Reserve, Actor::Guarantor, |shopper, one| {
            events::reserve(shopper, &one.balances(), one.sheet.schedule.financed()).map(Some)
        }),
        Act::Lapse => book.happen(which, Event::Lapse, Actor::Operator, |_, one| {
            let held = one.state == State::Reserved;
            if held { events::release(&one.balances()).map(Some) } else { Ok(None) }
        }),
        Act::Capture => book.capture(which),
        Act::Cancel => {
            book.bring_up_to_date(which);
            book.happen(which, Event::Cancel, Actor::Shopper, |_, one| {
                let signed = one.state == State::Signed;
                if signed { Ok(None) } else { events::cancel(&one.balances()).map(Some) }
            })
        }
        Act::Run => {
            book.bring_up_to_date(which);
            Ok(())
        }
        Act::Repay(amount) => book.repay(which, fen(amount)),
        Act::RepayLate(amount, days) => book.repay_late(which, fen(amount), days),
        Act::RepayWhatIsDue => {
            book.bring_up_to_date(which);
            let owed = book.agreements[which].balances().owed_now().expect("a sum");
            book.repay(which, owed)
        }
        Act::Waive(amount) => {
            book.bring_up_to_date(which);
            book.happen(which, Event::Waive, Actor::Operator, |_, one| {
                events::waive(&one.balances(), fen(amount)).map(Some)
            })
        }
        Act::End(event, leave_plan) => book.end(which, event, leave_plan),
        Act::WriteOff => {
            book.bring_up_to_date(which);
            book.happen(which, Event::WriteOff, Actor::Operator, |_, one| {
                events::write_off(&one.balances()).map(Some)
            })
        }
        Act::Refund => book.refund(which),
        Act::Try(event, by) => {
            // What needs an entry is not tried without one: here it is only seen to be refused when it has to be.
            if next(book.agreements[which].state, event, by).is_err() {
                let before = (book.agreements[which].state, book.shopper.len());
                let done = book.happen(which, event, by, |_, _| Ok(None));
                assert!(done.is_err());
                assert_eq!((book.agreements[which].state, book.shopper.len()), before);
            }
            Ok(())
        }
    };
    let _ = done;
}

pub(super) fn sheets() -> impl Strategy<Value = Vec<Sheet>> {
    prop::collection::vec(sheet(), AGREEMENTS)
}

pub(super) fn acts() -> impl Strategy<Value = Vec<(usize, Act)>> {
    prop::collection::vec((0..AGREEMENTS, act()), 1..80)
}
