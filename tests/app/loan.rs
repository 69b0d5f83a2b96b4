//! What is signed and what is owed, as the phone says it; and due dates for its calendar.

use crate::credit::{NOW_MS, handset, offers};
use crate::outbox::{quote, recipient, terms_at};
use crate::sample::{line, yuan};
use fairday::desk::credit::{Act, CreditDesk, Pay, Wrong};
use fairday::desk::{Desk, Sent, Trouble, Who};
use fairday::domain::calendar_file::{Event, write};
use fairday::domain::cart::Cart;
use fairday::domain::checkout::Field;
use fairday::domain::credit::{Draft, Kept, left, next_due, sheet, today};
use fairday::domain::purchase::{Stage, stage};
use fairday::json;
use fairday::pages::{credit_page, ordering_page};
use fairday::route::{Place, Route};
use fairday::shop::Shop;
use fairday_contract::{
    Account, Agreement, AgreementId, AgreementKind, AgreementState, CouponRefused, CreditAnswer,
    CreditChoice, CreditDecision, Currency, DeclineReason, DeliveryOffer, DeliveryOptions, Hardship,
    HardshipStatus, InstalmentStanding, LoanEntry, LoanEntryKind, LoanStanding, Locale, Order, OrderStatus,
    Payment, PaymentMethod, PaymentStatus, ProblemCode, Repayment, RepaymentPurpose, RepaymentRequest,
    TermChange, VariantId,
};
use fairday_credit::resident_id::ResidentIdError;

const ID: &str = "00112233445566778899aabbccddeeff";

fn choice() -> CreditChoice {
    CreditChoice { variant: VariantId(7), plan: Some("39".into()), keep_number: true, months: 24, deposit: 0 }
}

pub(crate) fn agreement(state: AgreementState) -> Agreement {
    let day = today(&offers(), NOW_MS).expect("a day");
    let sheet = sheet(&offers(), &handset(), &choice(), day).expect("a sheet");
    Agreement {
        id: ID.parse().expect("an id"),
        number: 42,
        kind: AgreementKind::Handset,
        state,
        choice: choice(),
        sheet: String::from_utf8(sheet.bytes()).expect("UTF-8"),
        digest: "5994471abb01112afcc18159f6cc74b4f511b99806da59b3caf5a9c173cacfc5".into(),
        offered_ms: NOW_MS,
        signed_ms: None,
        order: None,
        order_status: None,
        can_cancel: false,
        loan: None,
    }
}

/// Two instalments, one of them overdue by half.
fn loan() -> LoanStanding {
    let part =
        |due: &str, covered| InstalmentStanding { due: due.into(), handset: 2925, plan: 3900, covered };
    LoanStanding {
        as_of: "2027-01-10".into(),
        handed_over: "2026-11-24".into(),
        cooling_off_ends: "2026-12-01".into(),
        owed_now: 3004,
        late_fees: 4,
        paid: 10_650,
        principal_left: 67_275,
        owed_back: 0,
        settle: Some(70_279),
        settle_and_leave: Some(90_279),
        give_back: Some(57_529),
        counter_only: false,
        instalments: vec![part("2026-12-05", 6825), part("2027-01-05", 3825), part("2027-02-05", 0)],
        entries: vec![
            LoanEntry {
                kind: LoanEntryKind::Captured,
                on: "2026-11-24".into(),
                amount: 70_200,
                payment: None,
            },
            LoanEntry { kind: LoanEntryKind::Repaid, on: "2026-12-03".into(), amount: 6825, payment: None },
        ],
        hardship: None,
    }
}

fn late() -> Agreement {
    Agreement { loan: Some(loan()), signed_ms: Some(NOW_MS), ..agreement(AgreementState::Late) }
}

pub(crate) fn desk(agreements: Vec<Agreement>) -> Desk {
    let credit = CreditDesk { agreements, is_answered: true, ..CreditDesk::default() };
    let account = Account { phone: "138****8000".into(), created_ms: 0 };
    Desk {
        is_online: true,
        now_ms: NOW_MS,
        zone_min: 480,
        who: Who::Somebody(account),
        credit,
        ..Desk::default()
    }
}

pub(crate) fn page_at(route: Route, locale: Locale, desk: &Desk) -> String {
    let shop = Shop { place: Place { locale, route }, name: "赶集".into(), currency: Currency::CNY };
    credit_page(&shop, desk).into_string()
}

fn page(locale: Locale, desk: &Desk) -> String {
    page_at(Route::Agreement(ID.parse().expect("an id")), locale, desk)
}

fn has(page: &str, words: &[&str]) {
    for word in words {
        assert!(page.contains(word), "{word} is missing in {page}");
    }
}

fn applying() -> Desk {
    let mut desk = desk(Vec::new());
    desk.credit.draft = Draft {
        handle: Some("hill-s2".parse().expect("a handle")),
        title: "山丘 S2".into(),
        choice: Some(choice()),
        agreement: Some(ID.parse().expect("an id")),
        order: None,
        was_sent: false,
    };
    desk
}

#[test]
fn who_applies_signs_in_first_and_then_says_who_they_are() {
    let mut desk = applying();
    has(
        &page(Locale::ZhCn, &desk),
        &["姓名(和身份证上一样)", "身份证号", "只发给商店一次", "autocomplete=\"off\""],
    );
    desk.who = Who::Nobody;
    let nobody = page(Locale::En, &desk);
    has(&nobody, &["Sign in to apply", "/en/sign-in?next=%2Fcredit%2F00112233445566778899aabbccddeeff"]);
    assert!(!nobody.contains("resident-id"), "nothing is asked of who is not signed in");
}

#[test]
fn an_application_begun_without_network_says_that_nothing_is_sent() {
    let mut desk = applying();
    desk.is_online = false;
    let page = page(Locale::En, &desk);
    has(&page, &["is kept on this phone. Nothing is sent or signed", "data-do=\"drop\""]);
    assert!(!page.contains("resident-id"), "a resident ID is not typed before it can be sent: {page}");
    has(&page_at(Route::Credit, Locale::En, &desk), &["Begun, not finished", "山丘 S2", "/en/credit/001122"]);
}

#[test]
fn an_application_whose_answer_was_lost_is_not_called_unsent() {
    let mut desk = applying();
    let before = json::write(&desk.credit.draft);
    assert!(!before.contains("was_sent"), "as drafts were kept before there was such a mark: {before}");
    desk.credit.draft.was_sent = true;
    has(&page(Locale::En, &desk), &["No answer came. Please try again", "resident-id"]);
    desk.is_online = false;
    for (locale, said) in [(Locale::ZhCn, "申请已经发出去了"), (Locale::En, "Your application was sent")]
    {
        let page = page(locale, &desk);
        has(&page, &[said]);
        assert!(!page.contains("Nothing is sent") && !page.contains("还没有发出去"), "{page}");
    }
    assert_eq!(json::read(&json::write(&desk.credit.draft)), Some(desk.credit.draft.clone()));
    assert_eq!(json::read::<Draft>(&before).map(|draft| draft.was_sent), Some(false));
}

#[test]
fn a_no_to_an_application_is_said_at_once() {
    let mut desk = applying();
    has(&page(Locale::En, &desk), &["<div role=\"alert\"></div>"]);
    let answer = CreditAnswer {
        decision: CreditDecision::Declined,
        reason: Some(DeclineReason::TooManyAgreements),
        free: None,
        alternatives: Vec::new(),
    };
    desk.credit.answer = Some((choice(), answer));
    has(&page(Locale::En, &desk), &["<div role=\"alert\"><section><div class=\"no\">", "agreements running"]);
}

#[test]
fn an_application_that_was_begun_outlasts_looking_at_another_phone() {
    let mut desk = applying();
    let first = desk.credit.draft.clone();
    desk.credit.set_aside();
    assert_eq!(desk.credit.draft, Draft::default());
    let other: AgreementId = "ff".repeat(16).parse().expect("an id");
    desk.credit.draft = Draft { title: "河湾 A1".into(), choice: Some(choice()), ..Draft::default() };
    desk.credit.draft.begin(other.clone());
    let list = page_at(Route::Credit, Locale::En, &desk);
    has(&list, &["山丘 S2", "/en/credit/001122", "河湾 A1", "/en/credit/ffffff"]);
    assert_eq!(json::read(&json::write(&desk.credit.begun)), Some(desk.credit.begun.clone()));
    assert!(desk.credit.go_on_with(|draft| draft.agreement == first.agreement));
    assert_eq!(desk.credit.draft, first);
    assert_eq!(desk.credit.begun.len(), 1);
    assert!(!desk.credit.go_on_with(|draft| draft.agreement == first.agreement), "it is what is chosen");
    // What was only looked at, or offered by now, is not kept aside.
    desk.credit.agreements = vec![agreement(AgreementState::Offered)];
    desk.credit.set_aside();
    desk.credit.draft = Draft { choice: Some(choice()), ..Draft::default() };
    desk.credit.set_aside();
    assert_eq!(desk.credit.begun.len(), 1);
    for _ in 0..20 {
        desk.credit.draft.choice = Some(choice());
        desk.credit.draft.begin("ee".repeat(16).parse().expect("an id"));
        desk.credit.set_aside();
    }
    assert_eq!(desk.credit.begun.len(), 8);
}

#[test]
fn what_is_kept_of_an_application_names_nobody() {
    let mut desk = applying();
    desk.credit.name = "李大山".into();
    desk.credit.resident_id = "11010119900307451X".into();
    let kept = json::write(&desk.credit.draft);
    assert!(!kept.contains("李大山") && !kept.contains("11010119900307451X"), "{kept}");
    assert_eq!(json::read(&kept), Some(desk.credit.draft.clone()));
    desk.credit.forget_typed();
    assert!(desk.credit.name.is_empty() && desk.credit.resident_id.is_empty());
}

#[test]
fn a_slip_of_the_finger_in_a_resident_id_is_said_for_what_it_is() {
    let all = [
        Wrong::ResidentId(ResidentIdError::Format),
        Wrong::ResidentId(ResidentIdError::Region),
        Wrong::ResidentId(ResidentIdError::BirthDate),
        Wrong::ResidentId(ResidentIdError::Check),
        Wrong::TooYoung,
    ];
    let said: std::collections::BTreeSet<String> = all
        .into_iter()
        .map(|wrong| {
            let mut desk = applying();
            desk.credit.wrong = vec![wrong];
            let page = page(Locale::En, &desk);
            has(&page, &["aria-invalid=\"true\"", "aria-describedby=\"w-resident-id\""]);
            page
        })
        .collect();
    assert_eq!(said.len(), all.len());
}

#[test]
fn the_offered_sheet_is_read_again_before_it_is_signed_and_nothing_is_ticked() {
    let mut desk = desk(vec![agreement(AgreementState::Offered)]);
    let before = page(Locale::ZhCn, &desk);
    has(
        &before,
        &["看清楚再签", "最晚 2026年11月25日 当天可以签", "这是一笔借款", "协议全文", "获取签字验证码"],
    );
    assert!(!before.contains(" checked>") && !before.contains("data-do=\"sign\""), "{before}");
    desk.credit.wrong = vec![Wrong::Consent];
    has(&page(Locale::ZhCn, &desk), &["看过以后请打勾", "aria-describedby=\"w-consent\""]);
    let sent = Sent {
        phone: String::new(),
        resend_at_ms: 0,
        valid_until_ms: 0,
        digits: 6,
        attempt: String::new(),
        demo_code: Some("246810".into()),
    };
    desk.credit.sent = Some((agreement(AgreementState::Offered).digest, sent));
    has(&page(Locale::En, &desk), &["It signs these terms and no others", "246810", "Sign and order"]);
    if let Some((digest, _)) = &mut desk.credit.sent {
        *digest = "ab".repeat(32);
    }
    assert!(!page(Locale::En, &desk).contains("Sign and order"), "a code for other terms signs nothing here");
}

#[test]
fn terms_that_changed_are_shown_with_what_they_were() {
    let mut desk = desk(vec![agreement(AgreementState::Offered)]);
    let change =
        |what: &str, was: &str, now: &str| TermChange { what: what.into(), was: was.into(), now: now.into() };
    desk.credit.changes = vec![
        change("price", "119900", "129900"),
        change("month 1", "2027-01-05 3745 0 3900 7645", "2027-01-05 4162 0 3900 8062"),
        change("rate-bp", "0", "1825"),
        change("early 3", "1 2 3 4", "5 6 7 8"),
    ];
    let page = page(Locale::ZhCn, &desk);
    has(
        &page,
        &["条件变了,还没有签", "¥1,199", "¥1,299", "¥76.45", "¥80.62", "18.25%", "其他条件", "重新申请"],
    );
    assert!(!page.contains("data-do=\"sign\""));
}

#[test]
fn a_running_loan_says_what_is_due_paid_and_left() {
    let late = desk(vec![late()]);
    let said = page(Locale::ZhCn, &late);
    has(
        &said,
        &[
            "有钱过期没付",
            "协议号 42",
            "现在要付",
            "¥30.04,原定最晚 2027年1月5日 当天付",
            "滞纳金 ¥0.04",
            "已付 ¥106.50,还剩 ¥98.29",
            "role=\"img\"",
            "过期,还差 ¥30",
            "还没到",
            "您付了",
            "付到期的 ¥30.04",
            "还清手机 ¥702.79",
            "还清并退套餐 ¥902.79",
            "再付 ¥575.29",
            "签过的协议单",
            "付不上了",
        ],
    );
    assert!(!said.contains("style="), "the policy forbids it");
    assert_eq!((next_due(&loan()), left(&loan())), (Some((3004, "2027-01-05")), 3000 + 6825 + 4));
    let on_time =
        LoanStanding { owed_now: 0, late_fees: 0, instalments: loan().instalments.split_off(2), ..loan() };
    assert_eq!(next_due(&on_time), Some((6825, "2027-02-05")));
    assert_eq!(next_due(&LoanStanding { instalments: Vec::new(), ..on_time }), None);
}

#[test]
fn every_state_has_words_of_its_own() {
    use AgreementState as State;
    let all = [
        State::Offered,
        State::Signed,
        State::Reserved,
        State::Active,
        State::Late,
        State::CoolingOffCancelled,
        State::SettledEarly,
        State::Settled,
        State::Returned,
        State::WrittenOff,
        State::Lapsed,
        State::Unknown,
    ];
    for locale in Locale::ALL {
        let pages: std::collections::BTreeSet<String> = all
            .into_iter()
            .map(|state| page_at(Route::Credit, locale, &desk(vec![agreement(state)])))
            .collect();
        assert_eq!(pages.len(), all.len());
    }
    has(&page(Locale::En, &desk(vec![agreement(State::Signed)])), &["Not a yes yet"]);
}

#[test]
fn an_offer_that_lapsed_says_so_and_leads_to_another() {
    let lapsed = agreement(AgreementState::Lapsed);
    for (locale, words) in [
        (Locale::ZhCn, ["作废了,没有签", "没有签,不用付钱", "重新申请", "协议号 42"]),
        (Locale::En, ["Lapsed, never signed", "nothing is owed", "Apply again", "no. 42"]),
    ] {
        let page = page(locale, &desk(vec![lapsed.clone()]));
        has(&page, &words);
        has(&page, &["data-do=\"ask-again\""]);
        assert!(!page.contains("<details") && !page.contains("share-sheet"), "nothing was signed: {page}");
    }
    let signed = Agreement { signed_ms: Some(NOW_MS), ..lapsed };
    let said = page(Locale::En, &desk(vec![signed.clone()]));
    has(&said, &["Did not go ahead; nothing is owed", "The terms you signed"]);
    assert!(!said.contains("never signed") && !said.contains("ask-again"), "{said}");
    has(&page_at(Route::Credit, Locale::ZhCn, &desk(vec![signed])), &["没有办成,什么都不欠"]);
}

#[test]
fn a_wish_whose_offer_is_over_is_another_wish() {
    let mut desk = applying();
    assert_eq!(desk.credit.wish(), desk.credit.draft.agreement.as_ref(), "begun, and nothing known of it");
    desk.credit.agreements = vec![agreement(AgreementState::Offered)];
    assert_eq!(desk.credit.wish(), desk.credit.draft.agreement.as_ref(), "the offer that waits");
    for over in [AgreementState::Lapsed, AgreementState::Settled, AgreementState::Active] {
        desk.credit.agreements = vec![agreement(over)];
        assert_eq!(desk.credit.wish(), None, "{over:?}");
    }
    let other: AgreementId = "ff".repeat(16).parse().expect("an id");
    desk.credit.draft.order = Some("ee".repeat(16).parse().expect("an id"));
    desk.credit.draft.begin(other.clone());
    assert_eq!((desk.credit.draft.agreement.as_ref(), &desk.credit.draft.order), (Some(&other), &None));
}

#[test]
fn a_no_at_the_signature_says_why() {
    let mut desk = desk(vec![agreement(AgreementState::Offered)]);
    let answer = CreditAnswer {
        decision: CreditDecision::Declined,
        reason: Some(DeclineReason::LineUsedUp),
        free: None,
        alternatives: Vec::new(),
    };
    desk.credit.refused = Some((agreement(AgreementState::Offered).id, answer));
    let said = page(Locale::En, &desk);
    has(&said, &["<div role=\"alert\"><div class=\"no\">", "Not this time", "All that can be lent is lent"]);
    desk.trouble = Some(Trouble::Refused(ProblemCode::NotPossibleNow, None));
    let said = page(Locale::En, &desk);
    has(&said, &["with the agreement as it is now"]);
    assert!(!said.contains("for the order"), "{said}");
}

#[test]
fn an_ended_loan_asks_for_nothing() {
    let ended = Agreement { state: AgreementState::SettledEarly, ..late() };
    let page = page(Locale::En, &desk(vec![ended]));
    has(&page, &["Paid off early", "¥106.50 paid, ¥0 left"]);
    for word in ["data-do=\"pay\"", "Give the phone back<", "data-do=\"ask-hardship\"", "overdue,"] {
        assert!(!page.contains(word), "{word} in {page}");
    }
}

fn request() -> RepaymentRequest {
    RepaymentRequest { purpose: RepaymentPurpose::Settle, amount: 70_279, method: PaymentMethod::PayAtPickUp }
}

fn paying(status: PaymentStatus, counted_as: Option<RepaymentPurpose>) -> Desk {
    let mut desk = desk(vec![late()]);
    desk.credit.repayment = Some(Repayment {
        id: ID.parse().expect("an id"),
        number: 77,
        purpose: request().purpose,
        amount: request().amount,
        method: request().method,
        status,
        counted_as,
        url: None,
        agreement: late(),
    });
    desk
}

#[test]
fn a_payment_counts_when_the_money_is_there_and_says_so() {
    let mut desk = paying(PaymentStatus::Pending, None);
    let kept = Kept { agreement: late().id, id: ID.parse().expect("an id"), request: request() };
    desk.credit.payment = Some(kept.clone());
    let said = page(Locale::ZhCn, &desk);
    has(&said, &["等待收款 ¥702.79", "到柜台报付款号", ">77<", "钱到了才入账"]);
    assert!(!said.contains("data-do=\"pay\""), "the same is not paid twice");
    assert_eq!(json::read(&json::write(&kept)), Some(kept));
    has(
        &page(Locale::En, &paying(PaymentStatus::Paid, Some(RepaymentPurpose::Settle))),
        &["¥702.79 was received<"],
    );
    let other = page(Locale::En, &paying(PaymentStatus::Paid, Some(RepaymentPurpose::Instalments)));
    has(&other, &["settling takes another amount by now"]);
    has(&page(Locale::En, &paying(PaymentStatus::Failed, None)), &["This payment failed", "data-do=\"pay\""]);
}

#[test]
fn a_payment_of_which_nothing_was_heard_is_not_made_again() {
    let mut desk = desk(vec![late()]);
    desk.credit.payment =
        Some(Kept { agreement: late().id, id: ID.parse().expect("an id"), request: request() });
    let page = page(Locale::En, &desk);
    has(&page, &["it is never paid twice", "data-do=\"again-ask\""]);
    assert!(!page.contains("data-do=\"pay\""));
}

#[test]
fn an_address_that_could_run_something_is_no_payment_page() {
    let mut desk = paying(PaymentStatus::Pending, None);
    if let Some(known) = &mut desk.credit.repayment {
        known.method = PaymentMethod::Online;
        known.url = Some("javascript:alert(1)".into());
    }
    assert!(!page(Locale::En, &desk).contains("javascript:"));
}

#[test]
fn any_amount_is_typed_and_shown_on_the_button() {
    let mut desk = desk(vec![late()]);
    desk.credit.pay = Pay::Any;
    desk.credit.amount = "50.5".into();
    has(&page(Locale::En, &desk), &["Pay ¥50.50<", "id=\"f-pay-amount\""]);
    desk.is_online = false;
    has(&page(Locale::En, &desk), &["needs network"]);
}

#[test]
fn nothing_is_paid_of_nothing() {
    let even = LoanStanding {
        owed_now: 0,
        settle: Some(0),
        settle_and_leave: Some(0),
        instalments: vec![],
        ..loan()
    };
    let mut desk = desk(vec![Agreement { loan: Some(even), ..late() }]);
    assert!(!page(Locale::En, &desk).contains("value=\"settle"), "there is nothing to pay off");
    desk.credit.wrong = vec![Wrong::Amount];
    for pay in [Pay::Due, Pay::Settle, Pay::SettleAndLeave] {
        desk.credit.pay = pay;
        has(
            &page(Locale::En, &desk),
            &["<p class=\"wrong\" role=\"alert\">Nothing is due now</p>", "Pay</button>"],
        );
    }
    desk.credit.pay = Pay::Any;
    desk.credit.amount = "０".into();
    has(&page(Locale::En, &desk), &["Type an amount", "inputmode=\"decimal\"", "Pay</button>"]);
}

#[test]
fn what_is_typed_for_one_agreement_is_not_for_another() {
    let mut desk = desk(vec![late()]);
    let one = &mut desk.credit;
    one.open(Some(&late().id));
    (one.pay, one.amount, one.reason) = (Pay::Any, "50".into(), "淹了".into());
    one.asking = Some((late().id, Act::Hardship));
    one.open(Some(&late().id));
    assert_eq!(
        (one.pay, one.amount.as_str(), one.reason.as_str()),
        (Pay::Any, "50", "淹了"),
        "the network was away"
    );
    assert!(one.asking.is_some() && one.can_do());
    one.asking = Some((late().id, Act::Cancel));
    assert!(!one.can_do(), "it is too late for that");
    one.open(Some(&"ff".repeat(16).parse().expect("an id")));
    assert_eq!((one.pay, one.amount.as_str(), one.reason.as_str()), (Pay::Due, "", ""));
    assert!(one.asking.is_none());
}

#[test]
fn other_goods_are_not_called_a_phone() {
    let alone = CreditChoice { plan: None, months: 6, ..choice() };
    let day = today(&offers(), NOW_MS).expect("a day");
    let found = sheet(&offers(), &handset(), &alone, day).expect("a sheet");
    let goods = |state| Agreement {
        kind: AgreementKind::Goods,
        choice: alone.clone(),
        sheet: String::from_utf8(found.bytes()).expect("UTF-8"),
        signed_ms: Some(NOW_MS),
        order: Some("ee".repeat(16).parse().expect("an id")),
        ..agreement(state)
    };
    let before = Agreement { order_status: Some(OrderStatus::Sent), ..goods(AgreementState::Reserved) };
    let mut entries = loan().entries;
    entries.push(LoanEntry {
        kind: LoanEntryKind::Returned,
        on: "2026-12-04".into(),
        amount: 1,
        payment: None,
    });
    let running = Agreement {
        loan: Some(LoanStanding { entries, ..loan() }),
        can_cancel: true, // whatever a shop says
        ..goods(AgreementState::Active)
    };
    let pages = |locale| {
        [&before, &running, &goods(AgreementState::Returned)]
            .map(|one| page(locale, &desk(vec![one.clone()])))
            .concat()
    };
    let said = pages(Locale::En);
    has(
        &said,
        &[
            "the goods are on their way",
            "The goods are not handed over yet",
            "for these goods. You pay it back at once, with next month's bill",
            "The terms you agreed to with the order",
            "Agreed to with the order, 2026",
            "The goods were handed over",
            "The goods came back",
            "The goods were given back",
            "Pay everything off: ¥702.79",
        ],
    );
    for word in ["hone", "handset", "withdraw", "Withdraw", "Give"] {
        assert!(!said.replace("phone's calendar", "").contains(word), "{word} in {said}");
    }
    let said = pages(Locale::ZhCn);
    has(&said, &["商品在路上", "买这些商品", "下单时同意的条件", "商品交给您", "商品退回"]);
    for word in ["手机", "反悔"] {
        assert!(!said.replace("手机日历", "").contains(word), "{word} in {said}");
    }
}

#[test]
fn a_phone_without_a_plan_is_given_back_without_one() {
    let mut alone = late();
    has(&page(Locale::En, &desk(vec![alone.clone()])), &["everything ends, the plan too"]);
    alone.choice.plan = None;
    for give_back in [Some(0), Some(100)] {
        let loan = LoanStanding { give_back, ..loan() };
        let said = page(Locale::En, &desk(vec![Agreement { loan: Some(loan), ..alone.clone() }]));
        has(&said, &["Bring the phone and your ID to the counter", "and everything ends."]);
        assert!(!said.contains("the plan too"), "{said}");
    }
}

#[test]
fn a_place_without_delivery_is_said_to_be_one() {
    let mut desk = desk(vec![agreement(AgreementState::Offered)]);
    let region: fairday_contract::RegionCode = "110101001".parse().expect("a region");
    let offer = DeliveryOffer { fee: yuan(0), free_from: None, days_min: 1, days_max: 2 };
    desk.options = Some(DeliveryOptions { region, door: None, points: Vec::new() });
    let said = page(Locale::En, &desk);
    has(&said, &["<p class=\"wrong\" role=\"alert\">The shop does not deliver there</p>"]);
    assert!(!said.contains("<fieldset aria-label=\"Delivery\""), "{said}");
    if let Some(options) = &mut desk.options {
        options.door = Some(offer);
    }
    desk.missing = vec![Field::Point];
    has(
        &page(Locale::En, &desk),
        &[
            "<fieldset aria-label=\"Delivery\" aria-invalid=\"true\" aria-describedby=\"w-way\">",
            "id=\"w-way\"",
        ],
    );
}

#[test]
fn withdrawing_is_asked_about_and_hard_times_can_be_told() {
    let open = Agreement { can_cancel: true, ..late() };
    let mut desk = desk(vec![open.clone()]);
    has(&page(Locale::En, &desk), &["You can withdraw until 1 December 2026", "data-do=\"ask-withdraw\""]);
    desk.credit.asking = Some((open.id.clone(), Act::Cancel));
    has(&page(Locale::En, &desk), &["Yes, withdraw", "No, keep it"]);
    desk.credit.asking = Some((open.id.clone(), Act::Hardship));
    desk.credit.wrong = vec![Wrong::Reason];
    has(&page(Locale::ZhCn, &desk), &["发生了什么", "最多 400 个字"]);
    let hardship =
        Some(Hardship { status: HardshipStatus::Accepted, at_ms: NOW_MS, note: "先缓两个月".into() });
    let helped = Agreement { loan: Some(LoanStanding { hardship, ..loan() }), ..open };
    has(&page(Locale::ZhCn, &self::desk(vec![helped])), &["不再收滞纳金", "先缓两个月"]);
}

#[test]
fn a_refusal_is_said_in_words_of_its_own() {
    let mut desk = desk(vec![late()]);
    desk.trouble = Some(Trouble::Refused(ProblemCode::AmountDiffers, None));
    has(&page(Locale::ZhCn, &desk), &["要付的数目变了,还没有付"]);
    desk.trouble = Some(Trouble::Offline);
    has(&page(Locale::En, &desk), &["the same is never counted twice"]);
}

#[test]
fn another_persons_agreement_is_none() {
    has(&page(Locale::En, &desk(Vec::new())), &["There is no such agreement"]);
    let mut nobody = desk(Vec::new());
    nobody.who = Who::Nobody;
    has(&page(Locale::En, &nobody), &["Sign in to see your credit"]);
}

#[test]
fn what_the_phone_has_says_as_of_when() {
    let mut old = desk(vec![late()]);
    old.credit.as_of = Some(NOW_MS);
    old.is_online = false;
    has(&page(Locale::ZhCn, &old), &["截至 2026-11-22 00:00 的内容", "这是一笔借款"]);
    has(&page_at(Route::Credit, Locale::ZhCn, &old), &["截至 2026-11-22 00:00 的内容", "下一次付"]);
}

#[test]
fn due_dates_are_a_file_that_calendars_take() {
    let event = |on: &str, title: &str| Event { on: on.parse().expect("a day"), title: title.into() };
    let long = "长".repeat(40);
    let file =
        write("abc", &[event("2027-01-05", "付 ¥76.45; 手机, 套餐\\"), event("2027-02-05", &long)], NOW_MS);
    assert!(file.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && file.ends_with("END:VCALENDAR\r\n"));
    for line in [
        "UID:abc-1@fairday",
        "UID:abc-2@fairday",
        "DTSTAMP:20261121T160000Z",
        "DTSTART;VALUE=DATE:20270105",
        "SUMMARY:付 ¥76.45\\; 手机\\, 套餐\\\\",
        "TRIGGER:-PT15H",
    ] {
        assert!(file.split("\r\n").any(|one| one == line), "{line} is missing in {file}");
    }
    assert!(file.split("\r\n").all(|line| line.len() <= 75), "lines are folded: {file}");
    assert!(
        file.replace("\r\n ", "").contains(&format!("SUMMARY:{long}\r\n")),
        "and unfold to what they were"
    );
    assert_eq!(file.matches("BEGIN:VEVENT").count(), file.matches("END:VEVENT").count());
}

#[test]
fn a_shop_that_takes_no_payments_online_does_not_offer_them() {
    let here = loan();
    let at = |counter_only| {
        let loan = Some(LoanStanding { counter_only, ..here.clone() });
        page(Locale::En, &desk(vec![Agreement { loan, ..late() }]))
    };
    has(&at(false), &["value=\"online\"", "value=\"counter\""]);
    let said = at(true);
    has(&said, &["<p class=\"ways\">Paid at the counter</p>"]);
    assert!(!said.contains("value=\"online\""), "{said}");
}

#[test]
fn where_a_purchase_is_follows_from_its_order_and_its_agreement() {
    use AgreementState as A;
    use OrderStatus as O;
    let states = [
        A::Offered,
        A::Signed,
        A::Reserved,
        A::Active,
        A::Late,
        A::CoolingOffCancelled,
        A::SettledEarly,
        A::Settled,
        A::Returned,
        A::WrittenOff,
        A::Lapsed,
        A::Unknown,
    ];
    let orders = [
        O::Placed,
        O::Confirmed,
        O::Packed,
        O::Sent,
        O::Ready,
        O::Received,
        O::Cancelled,
        O::ReturnRequested,
        O::Returned,
        O::Unknown,
    ];
    for (state, order) in states.iter().flat_map(|state| orders.map(|order| (*state, order))) {
        let stage = stage(state, Some(order));
        assert_eq!(stage == Stage::OnItsWay, state == A::Reserved && order == O::Sent, "{state:?} {order:?}");
        assert_eq!(stage == Stage::Ready, state == A::Reserved && order == O::Ready, "{state:?} {order:?}");
        let is_paid = matches!(stage, Stage::PaidBack | Stage::PaidBackEarly);
        assert_eq!(is_paid, matches!(state, A::Settled | A::SettledEarly), "{state:?} {order:?}");
        let is_before = matches!(stage, Stage::Preparing | Stage::OnItsWay | Stage::Ready | Stage::Checking);
        assert!(!is_before || !matches!(order, O::Cancelled), "{state:?} {order:?}");
    }
    for (order, said) in [
        (Some(O::Placed), "Agreed; the shop is getting it ready"),
        (Some(O::Packed), "Agreed; the shop is getting it ready"),
        (Some(O::Sent), "Agreed; your phone is on its way"),
        (Some(O::Ready), "Agreed; it can be picked up"),
        (Some(O::Received), "Handed over; the loan has begun"),
        (None, "<h1>Agreed</h1>"),
    ] {
        let one = Agreement { signed_ms: Some(NOW_MS), order_status: order, ..agreement(A::Reserved) };
        has(&page(Locale::En, &desk(vec![one])), &[said]);
    }
}

fn ordering(route: Route, locale: Locale, desk: &Desk) -> String {
    let shop = Shop { place: Place { locale, route }, name: "赶集".into(), currency: Currency::CNY };
    let mut cart = Cart::default();
    cart.add(line(7, 1_000, 2)).expect("room");
    ordering_page(&shop, desk, &cart).into_string()
}

#[test]
fn an_order_on_credit_is_called_paid_once_all_is_paid_back() {
    let id: fairday_contract::OrderId = "ee".repeat(16).parse().expect("an id");
    let said = |state: Option<AgreementState>, status, paid| {
        let known = state.map(|state| Agreement { order: Some(id.clone()), ..agreement(state) });
        let mut desk = desk(known.into_iter().collect());
        desk.orders = vec![Order {
            id: id.clone(),
            number: 7,
            status,
            terms: terms_at(1_000),
            recipient: recipient(),
            point: None,
            pick_up_code: None,
            payment: Payment { method: PaymentMethod::PhoneCredit, status: paid, url: None },
            note: String::new(),
            timeline: Vec::new(),
            can_cancel: false,
            can_return: false,
        }];
        ordering(Route::Order(id.clone()), Locale::En, &desk)
    };
    let received = |state| said(state, OrderStatus::Received, PaymentStatus::Paid);
    for (state, words) in [
        (AgreementState::Active, "being paid back"),
        (AgreementState::Late, "something is overdue"),
        (AgreementState::Reserved, "being paid back"), // the agreement that is known is older than the order
        (AgreementState::Settled, "paid back in full"),
        (AgreementState::SettledEarly, "paid back in full"),
    ] {
        has(&received(Some(state)), &[&format!("On phone credit, paid back as agreed · {words}")]);
    }
    for page in [
        received(None),
        received(Some(AgreementState::WrittenOff)),
        said(Some(AgreementState::Reserved), OrderStatus::Sent, PaymentStatus::OnHandOver),
    ] {
        has(&page, &["On phone credit, paid back as agreed</p>"]);
    }
    has(&said(None, OrderStatus::Cancelled, PaymentStatus::Void), &["· nothing to pay"]);
}

#[test]
fn why_a_coupon_was_not_taken_is_said_in_both_languages() {
    for (refused, words) in [
        (CouponRefused::RaisesTotal, ["用了反而更贵", "With this code you would pay more"]),
        (CouponRefused::NothingOff, ["用了也不会更便宜", "takes nothing off this order"]),
    ] {
        for (locale, words) in [Locale::ZhCn, Locale::En].into_iter().zip(words) {
            let mut desk = desk(Vec::new());
            desk.quote = Some(fairday_contract::Quote { coupon_refused: Some(refused), ..quote(1, 1_000) });
            desk.terms = Some(terms_at(1_000));
            let said = ordering(Route::Checkout, locale, &desk);
            has(&said, &[words]);
        }
    }
}

#[test]
fn a_checkout_offers_what_the_shop_says_and_nothing_online_without_a_provider() {
    let mut desk = desk(Vec::new());
    for (payments, has_online) in [
        (vec![PaymentMethod::CashOnDelivery], false),
        (vec![PaymentMethod::CashOnDelivery, PaymentMethod::Online], true),
        (vec![], false),
    ] {
        desk.draft.payment = Some(PaymentMethod::Online); // of another day
        desk.quote = Some(fairday_contract::Quote { payments, ..quote(1, 1_000) });
        let said = ordering(Route::Checkout, Locale::En, &desk);
        assert_eq!(said.contains("value=\"online\""), has_online, "{said}");
    }
    desk.quote = None;
    assert!(!ordering(Route::Checkout, Locale::En, &desk).contains("value=\"online\""));
}
