//! Phone credit: what is offered, checked, agreed to, signed and paid back, and what the shop sees of it.

use super::{card, check, slug};
use fairday_contract::*;

const DIGEST: &str = "5994471abb01112afcc18159f6cc74b4f511b99806da59b3caf5a9c173cacfc5";

pub(crate) fn agreement_id() -> AgreementId {
    "00112233445566778899aabbccddeeff".parse().expect("an id")
}

pub(crate) fn repayment_id() -> RepaymentId {
    "ffeeddccbbaa99887766554433221100".parse().expect("an id")
}

fn choice() -> CreditChoice {
    CreditChoice {
        variant: VariantId(7),
        plan: Some("basic-24".into()),
        keep_number: true,
        months: 24,
        deposit: 0,
    }
}

fn plan() -> PlanOffer {
    PlanOffer {
        id: "basic-24".into(),
        name: "乡音 39 元".into(),
        operator: "乡音通信".into(),
        monthly_fee: 3_900,
        months: 24,
        subsidy: 30_000,
        exit_bp: Some(3_000),
        exit_at_most: Some(20_000),
        exit_fee: None,
        then_monthly: Some(2_900),
        minutes: 300,
        data_mb: 20_480,
        messages: 100,
    }
}

fn standing() -> LoanStanding {
    LoanStanding {
        as_of: "2027-01-10".into(),
        handed_over: "2026-11-24".into(),
        cooling_off_ends: "2026-12-01".into(),
        owed_now: 6_829,
        late_fees: 4,
        paid: 6_825,
        principal_left: 67_275,
        owed_back: 0,
        settle: Some(71_179),
        settle_and_leave: Some(91_179),
        give_back: Some(57_529),
        counter_only: true,
        instalments: vec![
            InstalmentStanding { due: "2026-12-05".into(), handset: 2_925, plan: 3_900, covered: 6_825 },
            InstalmentStanding { due: "2027-01-05".into(), handset: 2_925, plan: 3_900, covered: 0 },
        ],
        entries: vec![
            LoanEntry {
                kind: LoanEntryKind::Captured,
                on: "2026-11-24".into(),
                amount: 70_200,
                payment: None,
            },
            LoanEntry {
                kind: LoanEntryKind::Repaid,
                on: "2026-12-03".into(),
                amount: 6_825,
                payment: Some(repayment_id()),
            },
            LoanEntry {
                kind: LoanEntryKind::LateFeeReversed,
                on: "2026-12-05".into(),
                amount: 9,
                payment: None,
            },
        ],
        hardship: Some(Hardship {
            status: HardshipStatus::Accepted,
            at_ms: 1_800_000_000_000,
            note: "好的，先不收".into(),
        }),
    }
}

pub(crate) fn agreement() -> Agreement {
    Agreement {
        id: agreement_id(),
        number: 42,
        kind: AgreementKind::Handset,
        state: AgreementState::Late,
        choice: choice(),
        sheet: "fairday-credit-sheet 1\nagreement 1-zh-CN\n".into(),
        digest: DIGEST.into(),
        offered_ms: 1_799_990_000_000,
        signed_ms: Some(1_800_000_000_000),
        order: Some("0123456789abcdef0123456789abcdef".parse().expect("an id")),
        order_status: Some(OrderStatus::Received),
        can_cancel: true,
        loan: Some(standing()),
    }
}

fn offered() -> Agreement {
    Agreement {
        state: AgreementState::Offered,
        signed_ms: None,
        order: None,
        order_status: None,
        can_cancel: false,
        loan: None,
        ..agreement()
    }
}

#[test]
fn what_is_offered() {
    let bare = PlanOffer {
        id: "basic-12".into(),
        months: 12,
        subsidy: 0,
        exit_bp: None,
        exit_at_most: None,
        exit_fee: Some(5_000),
        then_monthly: None,
        ..plan()
    };
    let offers = CreditOffers {
        currency: Currency::CNY,
        lender: "赶集示范小额贷款公司".into(),
        guarantor: "赶集示范店".into(),
        agreement: "1-zh-CN".into(),
        text_digest: DIGEST.into(),
        categories: vec![slug("phones")],
        months: vec![6, 12],
        one_time_bp: 100,
        monthly_bp: 0,
        grace_days: 3,
        late_daily_bp: 5,
        yearly_cap_bp: 2_400,
        return_principal_bp: 5_000,
        bill_day: 5,
        utc_offset_minutes: 480,
        cooling_off_days: 7,
        offer_days: 3,
        hand_over_days: 10,
        plans: vec![plan(), bare],
    };
    check("credit_offers", offers);
    check(
        "agreement_text",
        AgreementText { agreement: "1-zh-CN".into(), text: "这是一份借款协议。\n".into() },
    );
}

#[test]
fn what_a_check_comes_to() {
    check("credit_check", CreditCheck { choice: choice(), age: 34 });
    let bare = CreditAnswer {
        decision: CreditDecision::Approved,
        reason: None,
        free: None,
        alternatives: Vec::new(),
    };
    check("credit_answer", bare.clone());
    let other = |kind, choice, product| CreditAlternative { kind, choice, product };
    let declined = CreditAnswer {
        decision: CreditDecision::Declined,
        reason: Some(DeclineReason::AskedTooMuch),
        free: Some(50_000),
        alternatives: vec![
            other(AlternativeKind::Deposit, Some(CreditChoice { deposit: 20_200, ..choice() }), None),
            other(AlternativeKind::Plan, Some(CreditChoice { plan: None, ..choice() }), None),
            other(AlternativeKind::Cheaper, None, Some(card())),
            other(AlternativeKind::Outright, None, None),
        ],
    };
    check("credit_answer_declined", declined.clone());
    let problem = Problem {
        kind: "about:blank".into(),
        title: "Conflict".into(),
        status: 409,
        code: ProblemCode::CreditDeclined,
        detail: "The guarantor does not stand in: see credit.".into(),
        instance: "/api/v1/credit/agreements/00112233445566778899aabbccddeeff".into(),
        request_id: "0123456789abcdef".into(),
        errors: Vec::new(),
        retry_ms: None,
        quote: None,
        differences: Vec::new(),
        credit: Some(Box::new(declined)),
        changes: Vec::new(),
    };
    check("problem_credit_declined", problem.clone());
    let change =
        |what: &str, was: &str, now: &str| TermChange { what: what.into(), was: was.into(), now: now.into() };
    let changed = Problem {
        code: ProblemCode::CreditTermsChanged,
        detail: "The terms are not those that were read any more: see changes.".into(),
        credit: None,
        changes: vec![change("price", "99900", "109900"), change("month 13", "", "2027-12-05 4162 0 3900")],
        ..problem
    };
    check("problem_credit_terms_changed", changed);
}

#[test]
fn agreeing() {
    check(
        "agreement_request",
        AgreementRequest {
            choice: choice(),
            name: "王小明".into(),
            resident_id: "110105199003070017".into(),
        },
    );
    check("agreement_offered", offered());
    let recipient = Recipient {
        name: "王小明".into(),
        phone: "13800138000".into(),
        region: Some("130624101".parse().expect("a region")),
        region_names: Vec::new(),
        village: "大柳树村".into(),
        detail: "小学对面".into(),
    };
    let signature = SignatureRequest {
        digest: DIGEST.into(),
        code: "012345".into(),
        order: "0123456789abcdef0123456789abcdef".parse().expect("an id"),
        delivery: DeliveryChoice::Door { region: "130624101".parse().expect("a region") },
        recipient,
        note: "放门口".into(),
        locale: Locale::ZhCn,
    };
    check("signature_request", signature);
    check("agreement", agreement());
    check(
        "agreements",
        Agreements {
            items: vec![agreement(), offered()],
            granted: 100_000,
            available: 29_800,
            as_of_ms: 1_800_000_000_000,
        },
    );
}

#[test]
fn paying_back() {
    let request = RepaymentRequest {
        purpose: RepaymentPurpose::SettleAndLeave,
        amount: 91_179,
        method: PaymentMethod::Online,
    };
    check("repayment_request", request);
    let pending = Repayment {
        id: repayment_id(),
        number: 7,
        purpose: RepaymentPurpose::Settle,
        amount: 71_179,
        method: PaymentMethod::Online,
        status: PaymentStatus::Pending,
        counted_as: None,
        url: Some("https://pay.example/?repayment=7&amount=71179".into()),
        agreement: agreement(),
    };
    check("repayment", pending.clone());
    let counted_as = Some(RepaymentPurpose::Instalments);
    check("repayment_paid", Repayment { status: PaymentStatus::Paid, counted_as, url: None, ..pending });
    check("hardship_request", HardshipRequest { reason: "家里人生病了".into() });
    let outcome = PaymentOutcome::Paid;
    check(
        "payment_notice_repayment",
        PaymentNotice {
            order: None,
            repayment: Some(7),
            outcome,
            amount: 71_179,
            currency: Currency::CNY,
            paid_ms: None,
        },
    );
}

#[test]
fn reminders_and_how_they_are_chosen() {
    let offered = RemindersOffered {
        sms: true,
        push_key: Some(
            "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8".into(),
        ),
        days_before: vec![3, 0],
        day_after: true,
        hour: 9,
    };
    let locale = Some(Locale::En);
    check("reminders", Reminders { sms: true, push: true, phones: 2, push_lost: true, locale, offered });
    let none = RemindersOffered { sms: true, days_before: vec![0], hour: 9, ..RemindersOffered::default() };
    check(
        "reminders_none",
        Reminders { sms: false, push: false, phones: 0, push_lost: false, locale: None, offered: none },
    );
    let push = PushSubscription {
        endpoint: "https://fcm.googleapis.com/fcm/send/abc".into(),
        keys: PushKeys {
            p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
                .into(),
            auth: "BTBZMqHH6r4Tts7J_aSIgg".into(),
        },
    };
    check("reminders_request", RemindersRequest { sms: true, push: Some(push), locale: Locale::ZhCn });
    check("reminders_request_none", RemindersRequest { sms: false, push: None, locale: Locale::En });
}
