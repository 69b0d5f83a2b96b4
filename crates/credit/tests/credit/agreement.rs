use crate::{date, fen};
use fairday_credit::Amount;
use fairday_credit::agreement::{
    Actor, Event, Facts, Guard, GuardFailed, Refused, State, TRANSITIONS, WRITE_OFF_DAYS_MIN, next, step,
};
use std::collections::HashSet;
use std::fmt::Write;
use std::path::Path;

fn triples() -> impl Iterator<Item = (State, Event, Actor)> {
    State::ALL.into_iter().flat_map(|state| {
        Event::ALL.into_iter().flat_map(move |event| Actor::ALL.into_iter().map(move |by| (state, event, by)))
    })
}

/// Every combination that is not refused, as a text that is reviewed: all others are.
#[test]
fn what_may_happen_is_this_and_nothing_else() {
    let mut found = String::new();
    for (state, event, by) in triples() {
        if let Ok(transition) = next(state, event, by) {
            let to = transition.to.code();
            writeln!(found, "{}: {event:?} by {by:?} -> {to} ({:?})", state.code(), transition.guard)
                .expect("a line");
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/agreement.txt");
    if std::env::var_os("FAIRDAY_UPDATE").is_some() {
        std::fs::write(&path, &found).expect("the golden file");
    }
    assert_eq!(found, std::fs::read_to_string(&path).expect("the golden file"));
}

#[test]
fn a_refusal_says_whether_it_is_the_state_or_the_actor() {
    for (state, event, by) in triples() {
        let known = TRANSITIONS.iter().any(|one| one.from == state && one.event == event);
        let allowed =
            TRANSITIONS.iter().any(|one| one.from == state && one.event == event && one.by.contains(&by));
        let expected = match (known, allowed) {
            (_, true) => Ok(()),
            (true, false) => Err(Refused::NotByThisActor),
            (false, false) => Err(Refused::NotInThisState),
        };
        assert_eq!(next(state, event, by).map(|_| ()), expected, "{state:?} {event:?} {by:?}");
    }
}

#[test]
fn no_combination_is_in_the_table_twice() {
    let mut seen = HashSet::new();
    for one in TRANSITIONS {
        for by in one.by {
            assert!(seen.insert((one.from, one.event, *by)), "{one:?}");
        }
    }
}

#[test]
fn every_state_is_reached_and_the_end_is_the_end() {
    let mut reached = HashSet::from([State::Offered]);
    for _ in State::ALL {
        reached.extend(
            TRANSITIONS
                .iter()
                .filter(|one| reached.contains(&one.from))
                .map(|one| one.to)
                .collect::<Vec<_>>(),
        );
    }
    assert_eq!(reached.len(), State::ALL.len());
    for one in TRANSITIONS.iter().filter(|one| one.from.is_ended()) {
        assert_eq!((one.event, one.to), (Event::Refund, one.from));
    }
    let stored: HashSet<_> = State::ALL.iter().filter_map(|state| State::of_code(state.code())).collect();
    assert_eq!((stored.len(), State::of_code("paid")), (State::ALL.len(), None));
}

fn facts() -> Facts {
    Facts {
        today: date("2026-12-05"),
        offer_ends: date("2026-12-05"),
        cooling_off_ends: Some(date("2026-12-05")),
        terms_agree: true,
        owed_now: Amount::ZERO,
        principal_not_due: Amount::ZERO,
        bills_left: 0,
        refunds_owed: Amount::ZERO,
        overdue_days: 3,
        grace_days: 3,
    }
}

#[test]
fn a_guard_holds_up_to_its_last_day_and_fen() {
    let holds = |guard: Guard, change: fn(&mut Facts)| {
        let mut facts = facts();
        change(&mut facts);
        guard.check(&facts).is_ok()
    };
    let late = |facts: &mut Facts| facts.today = date("2026-12-06");
    for (guard, change, expected) in [
        (Guard::OfferStands, (|_| {}) as fn(&mut Facts), true),
        (Guard::OfferStands, late, false),
        (Guard::OfferStands, |facts| facts.terms_agree = false, false),
        (Guard::CoolingOff, |_| {}, true),
        (Guard::CoolingOff, late, false),
        (Guard::CoolingOff, |facts| facts.cooling_off_ends = None, true),
        (Guard::BillToCome, |_| {}, false),
        (Guard::BillToCome, |facts| facts.bills_left = 1, true),
        (Guard::PastGrace, |_| {}, false),
        (Guard::PastGrace, |facts| facts.overdue_days = 4, true),
        (Guard::NotPastGrace, |_| {}, true),
        (Guard::NotPastGrace, |facts| facts.overdue_days = 4, false),
        (Guard::NothingLeft, |_| {}, true),
        (Guard::NothingLeft, |facts| facts.bills_left = 1, false),
        (Guard::NothingLeft, |facts| facts.owed_now = fen(1), false),
        (Guard::PaidOff, |facts| facts.bills_left = 1, true),
        (Guard::PaidOff, |facts| facts.owed_now = fen(1), false),
        (Guard::PaidOff, |facts| facts.principal_not_due = fen(1), false),
        (Guard::LongOverdue, |facts| facts.overdue_days = WRITE_OFF_DAYS_MIN - 1, false),
        (Guard::LongOverdue, |facts| facts.overdue_days = WRITE_OFF_DAYS_MIN, true),
        (Guard::RefundOwed, |_| {}, false),
        (Guard::RefundOwed, |facts| facts.refunds_owed = fen(1), true),
        (Guard::Always, late, true),
    ] {
        assert_eq!(holds(guard, change), expected, "{guard:?}");
    }
}

#[test]
fn a_step_looks_at_the_table_and_the_guard() {
    assert_eq!(step(State::Offered, Event::Sign, Actor::Shopper, &facts()), Ok(State::Signed));
    assert_eq!(step(State::Offered, Event::Sign, Actor::Operator, &facts()), Err(Refused::NotByThisActor));
    assert_eq!(step(State::Settled, Event::Repay, Actor::Shopper, &facts()), Err(Refused::NotInThisState));
    let changed = Facts { terms_agree: false, ..facts() };
    let refused = step(State::Offered, Event::Sign, Actor::Shopper, &changed);
    assert_eq!(refused, Err(Refused::Guard(GuardFailed(Guard::OfferStands))));
}
