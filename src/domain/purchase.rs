//! Where a purchase on phone credit is. It follows from its order and its agreement, by one table: neither of the two says it
//! alone. The order is "paid" as soon as it is handed over, by the loan; the agreement knows nothing of parcels.

use fairday_contract::{AgreementState, OrderStatus};

/// Where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The terms can be signed.
    Offered,
    /// Somebody of the shop looks at what was signed: not a yes yet.
    Checking,
    /// Agreed to, and not sent yet.
    Preparing,
    /// With the carrier.
    OnItsWay,
    /// At the pick-up point.
    Ready,
    /// Handed over; the loan has begun, and the phone has not heard how it stands.
    HandedOver,
    /// Being paid back.
    Running,
    /// Something is overdue.
    Late,
    /// Nothing is owed any more.
    PaidBack,
    /// Nothing is owed any more, before its time.
    PaidBackEarly,
    /// The goods came back, and the loan has ended.
    Returned,
    /// Withdrawn from in time.
    Withdrawn,
    /// The shop gave up the rest.
    WrittenOff,
    /// It never came to be a loan, after it was signed.
    NoLoan,
    /// Says a newer shop, or an agreement whose order is not known.
    Agreed,
    /// Says a newer shop.
    Unknown,
}

/// The table: where a purchase is whose agreement and order are here; no order when the phone does not know where that is.
pub const fn stage(agreement: AgreementState, order: Option<OrderStatus>) -> Stage {
    match agreement {
        AgreementState::Offered => Stage::Offered,
        AgreementState::Signed => match order {
            Some(OrderStatus::Cancelled) => Stage::NoLoan,
            _ => Stage::Checking,
        },
        AgreementState::Reserved => match order {
            Some(OrderStatus::Placed | OrderStatus::Confirmed | OrderStatus::Packed) => Stage::Preparing,
            Some(OrderStatus::Sent) => Stage::OnItsWay,
            Some(OrderStatus::Ready) => Stage::Ready,
            // One of the two answers is older than the other.
            Some(OrderStatus::Received | OrderStatus::ReturnRequested | OrderStatus::Returned) => {
                Stage::HandedOver
            }
            Some(OrderStatus::Cancelled) => Stage::NoLoan,
            Some(OrderStatus::Unknown) | None => Stage::Agreed,
        },
        AgreementState::Active => Stage::Running,
        AgreementState::Late => Stage::Late,
        AgreementState::Settled => Stage::PaidBack,
        AgreementState::SettledEarly => Stage::PaidBackEarly,
        AgreementState::Returned => Stage::Returned,
        AgreementState::CoolingOffCancelled => Stage::Withdrawn,
        AgreementState::WrittenOff => Stage::WrittenOff,
        AgreementState::Lapsed => Stage::NoLoan,
        AgreementState::Unknown => Stage::Unknown,
    }
}
