//! How the types of phone credit stand in JSON. The fields are explained in `crates/contract`.

use crate::shapes::{ids, words};
use crate::{Reader, Wire, Writer, objects};
use fairday_contract::{
    Agreement, AgreementId, AgreementKind, AgreementRequest, AgreementState, AgreementText, Agreements,
    AlternativeKind, CreditAlternative, CreditAnswer, CreditCheck, CreditChoice, CreditDecision,
    CreditOffers, DeclineReason, Hardship, HardshipRequest, HardshipStatus, InstalmentStanding, LoanEntry,
    LoanEntryKind, LoanStanding, PlanOffer, PushKeys, PushSubscription, Reminders, RemindersOffered,
    RemindersRequest, Repayment, RepaymentId, RepaymentPurpose, RepaymentRequest, SignatureRequest,
    TermChange,
};

ids!(AgreementId, RepaymentId);

words! {
    CreditDecision { Approved = "approved", Referred = "referred", Declined = "declined" }
    DeclineReason {
        TooYoung = "too_young", TooOld = "too_old", Overdue = "overdue", TooManyAgreements = "too_many_agreements",
        AskedTooMuch = "asked_too_much", LineUsedUp = "line_used_up", NotKnownEnough = "not_known_enough",
        OrdersRefused = "orders_refused",
    }
    AlternativeKind { Deposit = "deposit", Plan = "plan", Cheaper = "cheaper", Outright = "outright" }
    AgreementKind { Handset = "handset", Goods = "goods" }
    AgreementState {
        Offered = "offered", Signed = "signed", Reserved = "reserved", Active = "active", Late = "late",
        CoolingOffCancelled = "cooling_off_cancelled", SettledEarly = "settled_early", Settled = "settled",
        Returned = "returned", WrittenOff = "written_off", Lapsed = "lapsed",
    }
    LoanEntryKind {
        Captured = "captured", Billed = "billed", Repaid = "repaid", LateFee = "late_fee", Waived = "waived",
        WrittenOff = "written_off", SettledEarly = "settled_early", Returned = "returned", Cancelled = "cancelled",
        Refunded = "refunded",
    }
    HardshipStatus { Asked = "asked", Accepted = "accepted", Declined = "declined" }
}

objects! {
    Agreement { id, number, kind, state, choice, sheet, digest, offered_ms | signed_ms, order, can_cancel, loan }
    AgreementRequest { choice, name, resident_id }
    AgreementText { agreement, text }
    Agreements { items, as_of_ms | granted, available }
    CreditAlternative { kind | choice, product }
    CreditAnswer { decision | reason, free, alternatives }
    CreditCheck { choice, age }
    CreditChoice { variant, months | plan, keep_number, deposit }
    CreditOffers {
        currency, lender, guarantor, agreement, text_digest, categories, months, yearly_cap_bp, bill_day,
        utc_offset_minutes, cooling_off_days, offer_days, hand_over_days, plans
        | one_time_bp, monthly_bp, grace_days, late_daily_bp, return_principal_bp
    }
    Hardship { status, at_ms | note }
    HardshipRequest { reason }
    InstalmentStanding { due, handset | plan, covered }
    LoanEntry { kind, on, amount | payment }
    LoanStanding {
        as_of, handed_over, cooling_off_ends, owed_now, paid, principal_left, instalments, entries
        | late_fees, owed_back, settle, settle_and_leave, give_back, hardship
    }
    PlanOffer {
        id, name, operator, monthly_fee, months
        | subsidy, exit_bp, exit_at_most, exit_fee, then_monthly, minutes, data_mb, messages
    }
    PushKeys { p256dh, auth }
    PushSubscription { endpoint, keys }
    Reminders { sms, push, phones, offered }
    RemindersOffered { sms, days_before, day_after, hour | push_key }
    RemindersRequest { sms, locale | push }
    Repayment { id, number, purpose, amount, method, status, agreement | counted_as, url }
    RepaymentRequest { purpose, amount, method }
    SignatureRequest { digest, code, order, delivery, recipient, locale | note }
    TermChange { what | was, now }
}

impl Wire for RepaymentPurpose {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(match reader.string()?.as_str() {
            "instalments" => Self::Instalments,
            "settle" => Self::Settle,
            "settle_and_leave" => Self::SettleAndLeave,
            _ => return None,
        })
    }
    fn write(&self, writer: &mut Writer) {
        writer.string(match self {
            Self::Instalments => "instalments",
            Self::Settle => "settle",
            Self::SettleAndLeave => "settle_and_leave",
        });
    }
}
