//! Phone credit as the shop's own systems see it.

use super::check;
use super::credit::{agreement, agreement_id, repayment_id};
use fairday_contract::*;

fn cursor() -> Cursor {
    "3f".parse().expect("a cursor")
}

#[test]
fn agreements_as_the_shop_sees_them() {
    let summary = AdminAgreementSummary {
        id: agreement_id(),
        number: 42,
        state: AgreementState::Signed,
        offered_ms: 1_799_990_000_000,
        moved_ms: 1_800_000_000_000,
        order: Some(1042),
        is_waiting: true,
    };
    check("admin_agreements", AdminAgreements { items: vec![summary], next: Some(cursor()) });
    let payment = AdminRepayment {
        id: repayment_id(),
        number: 7,
        purpose: RepaymentPurpose::Instalments,
        amount: 6_825,
        method: PaymentMethod::PayAtPickUp,
        status: PaymentStatus::OnHandOver,
        at_ms: 1_800_000_000_000,
        paid_on: Some("2027-01-05".into()),
        moved_ms: Some(1_800_000_600_000),
    };
    check(
        "admin_agreement",
        AdminAgreement {
            agreement: agreement(),
            name: "王**".into(),
            resident_id: "11**************17".into(),
            is_waiting: false,
            payments: vec![payment],
        },
    );
}

#[test]
fn what_the_shop_does() {
    let waive = CreditAct {
        kind: CreditActKind::Waive,
        by: "li".into(),
        amount: Some(400),
        payment: None,
        paid_on: None,
        note: String::new(),
    };
    check("credit_act", waive.clone());
    let paid = CreditAct {
        kind: CreditActKind::Paid,
        amount: None,
        payment: Some(7),
        paid_on: Some("2027-01-05".into()),
        note: "现金".into(),
        ..waive
    };
    check("credit_act_paid", paid);
    let entry = AuditEntry {
        number: 3,
        at_ms: 1_800_000_000_000,
        by: "li".into(),
        act: "waive".into(),
        agreement: 42,
        detail: "400".into(),
        hash: "5994471abb01112afcc18159f6cc74b4f511b99806da59b3caf5a9c173cacfc5".into(),
    };
    check("audit_entries", AuditEntries { items: vec![entry], next: Some(cursor()) });
}

#[test]
fn words_of_phone_credit_of_a_newer_server_read_as_unknown() {
    fn read<T: serde::de::DeserializeOwned>() -> T {
        serde_json::from_str("\"made_up_later\"").expect("reads")
    }
    assert_eq!(read::<AgreementKind>(), AgreementKind::Unknown);
    assert_eq!(read::<AgreementState>(), AgreementState::Unknown);
    assert_eq!(read::<CreditDecision>(), CreditDecision::Unknown);
    assert_eq!(read::<DeclineReason>(), DeclineReason::Unknown);
    assert_eq!(read::<AlternativeKind>(), AlternativeKind::Unknown);
    assert_eq!(read::<LoanEntryKind>(), LoanEntryKind::Unknown);
    assert_eq!(read::<HardshipStatus>(), HardshipStatus::Unknown);
}
