//! Everything about phone credit reads and writes on the phone as on the server.

use crate::wire::check;
use crate::wire_ordering::alike;
use fairday::json::read;
use fairday_contract::{
    Agreement, AgreementRequest, AgreementState, AgreementText, Agreements, CreditAnswer, CreditCheck,
    CreditDecision, CreditOffers, HardshipRequest, Problem, ProblemCode, ProductDetail, Reminders,
    RemindersRequest, Repayment, RepaymentPurpose, RepaymentRequest, SignatureRequest,
};

fn golden(name: &str) -> String {
    let path = format!("{}/crates/contract/tests/golden/{name}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).expect("a golden file")
}

#[test]
fn offers_answers_agreements_and_payments_read_the_same_on_the_phone() {
    check::<ProductDetail>("product_on_credit");
    check::<CreditOffers>("credit_offers");
    check::<CreditCheck>("credit_check");
    check::<CreditAnswer>("credit_answer");
    check::<CreditAnswer>("credit_answer_declined");
    check::<Agreement>("agreement");
    check::<Agreement>("agreement_offered");
    check::<AgreementText>("agreement_text");
    check::<Agreements>("agreements");
    check::<HardshipRequest>("hardship_request");
    check::<Repayment>("repayment");
    check::<Repayment>("repayment_paid");
    check::<RepaymentRequest>("repayment_request");
    check::<Reminders>("reminders");
    check::<Reminders>("reminders_none");
}

#[test]
fn what_the_phone_sends_to_apply_and_to_sign_is_what_the_shop_reads() {
    alike::<AgreementRequest>(&golden("agreement_request"));
    alike::<SignatureRequest>(&golden("signature_request"));
    alike::<RemindersRequest>(&golden("reminders_request"));
    alike::<RemindersRequest>(&golden("reminders_request_none"));
}

#[test]
fn a_refusal_says_why_and_what_has_changed() {
    let declined: Problem = read(&golden("problem_credit_declined")).expect("a problem");
    assert_eq!(declined.code, ProblemCode::CreditDeclined);
    assert_eq!(declined.credit.expect("an answer").decision, CreditDecision::Declined);
    let changed: Problem = read(&golden("problem_credit_terms_changed")).expect("a problem");
    assert_eq!(changed.code, ProblemCode::CreditTermsChanged);
    assert!(!changed.changes.is_empty());
}

#[test]
fn what_a_newer_shop_says_is_no_yes() {
    assert_eq!(read::<CreditDecision>("\"sure\""), Some(CreditDecision::Unknown));
    assert_eq!(read::<AgreementState>("\"frozen\""), Some(AgreementState::Unknown));
    assert_eq!(read::<RepaymentPurpose>("\"gift\""), None, "a payment for something unknown is none");
}
