//! The one table of what may happen.

use super::facts::Guard;
use super::{Actor, Event, State};

/// One thing that may happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    /// In this state,
    pub from: State,
    /// this event
    pub event: Event,
    /// leads here,
    pub to: State,
    /// caused by one of these,
    pub by: &'static [Actor],
    /// when this holds.
    pub guard: Guard,
}

const fn on(from: State, event: Event, to: State, by: &'static [Actor], guard: Guard) -> Transition {
    Transition { from, event, to, by, guard }
}

const SHOPPER: &[Actor] = &[Actor::Shopper];
const OPERATOR: &[Actor] = &[Actor::Operator];
const GUARANTOR: &[Actor] = &[Actor::Guarantor];
const RUN: &[Actor] = &[Actor::BillingRun];
/// A refusal, an offer that expired, an order that was not handed over.
const ANY_END: &[Actor] = &[Actor::Guarantor, Actor::Operator, Actor::BillingRun];
const OPERATOR_OR_RUN: &[Actor] = &[Actor::Operator, Actor::BillingRun];

/// Everything that may happen to an agreement.
pub const TRANSITIONS: &[Transition] = &[
    // Before the hand-over.
    on(State::Offered, Event::Sign, State::Signed, SHOPPER, Guard::OfferStands),
    on(State::Offered, Event::Lapse, State::Lapsed, OPERATOR_OR_RUN, Guard::Always),
    on(State::Signed, Event::Reserve, State::Reserved, GUARANTOR, Guard::OfferStands),
    on(State::Signed, Event::Lapse, State::Lapsed, ANY_END, Guard::Always),
    on(State::Signed, Event::Cancel, State::CoolingOffCancelled, SHOPPER, Guard::Always),
    on(State::Reserved, Event::Capture, State::Active, OPERATOR, Guard::Always),
    on(State::Reserved, Event::Lapse, State::Lapsed, OPERATOR_OR_RUN, Guard::Always),
    on(State::Reserved, Event::Cancel, State::CoolingOffCancelled, SHOPPER, Guard::Always),
    // While the loan runs.
    on(State::Active, Event::Cancel, State::CoolingOffCancelled, SHOPPER, Guard::CoolingOff),
    on(State::Active, Event::Bill, State::Active, RUN, Guard::BillToCome),
    on(State::Active, Event::Repay, State::Active, SHOPPER, Guard::Always),
    on(State::Active, Event::ReverseLateFee, State::Active, RUN, Guard::Always),
    on(State::Active, Event::FallLate, State::Late, RUN, Guard::PastGrace),
    on(State::Active, Event::Waive, State::Active, OPERATOR, Guard::Always),
    on(State::Active, Event::Settle, State::Settled, RUN, Guard::NothingLeft),
    on(State::Active, Event::SettleEarly, State::SettledEarly, SHOPPER, Guard::PaidOff),
    on(State::Active, Event::GiveBack, State::Returned, OPERATOR, Guard::PaidOff),
    on(State::Late, Event::Cancel, State::CoolingOffCancelled, SHOPPER, Guard::CoolingOff),
    on(State::Late, Event::Bill, State::Late, RUN, Guard::BillToCome),
    on(State::Late, Event::Repay, State::Late, SHOPPER, Guard::Always),
    on(State::Late, Event::ChargeLateFee, State::Late, RUN, Guard::Always),
    on(State::Late, Event::ReverseLateFee, State::Late, RUN, Guard::Always),
    on(State::Late, Event::CatchUp, State::Active, RUN, Guard::NotPastGrace),
    on(State::Late, Event::Waive, State::Late, OPERATOR, Guard::Always),
    on(State::Late, Event::SettleEarly, State::SettledEarly, SHOPPER, Guard::PaidOff),
    on(State::Late, Event::GiveBack, State::Returned, OPERATOR, Guard::PaidOff),
    on(State::Late, Event::WriteOff, State::WrittenOff, OPERATOR, Guard::LongOverdue),
    // What is owed to the shopper at the end.
    on(
        State::CoolingOffCancelled,
        Event::Refund,
        State::CoolingOffCancelled,
        OPERATOR_OR_RUN,
        Guard::RefundOwed,
    ),
    on(State::SettledEarly, Event::Refund, State::SettledEarly, OPERATOR_OR_RUN, Guard::RefundOwed),
    on(State::Returned, Event::Refund, State::Returned, OPERATOR_OR_RUN, Guard::RefundOwed),
];
