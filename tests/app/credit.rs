//! A phone by the month, as the phone works it out and says it.

use crate::sample::{shirt, yuan};
use fairday::desk::credit::CreditDesk;
use fairday::desk::{Desk, Who};
use fairday::domain::credit::{Draft, age, first, goods, per_cent, sheet, still, today, typed_amount};
use fairday::pages::credit_page;
use fairday::route::{Place, Route};
use fairday::shop::Shop;
use fairday_contract::{
    AlternativeKind, CreditAlternative, CreditAnswer, CreditChoice, CreditDecision, CreditOffers, Currency,
    DeclineReason, Locale, PlanOffer, ProductDetail, VariantId,
};
use fairday_credit::sheet::Sheet;

/// 22 November 2026 in China.
pub(crate) const NOW_MS: i64 = 1_795_276_800_000;

fn plan(id: &str, fee: i64, months: u32, subsidy: i64) -> PlanOffer {
    PlanOffer {
        id: id.into(),
        name: format!("乡音 {}", fee / 100),
        operator: "乡音通信".into(),
        monthly_fee: fee,
        months,
        subsidy,
        exit_bp: Some(3000),
        exit_at_most: Some(20_000),
        exit_fee: None,
        then_monthly: Some(2900),
        minutes: 300,
        data_mb: 20_480,
        messages: 100,
    }
}

pub(crate) fn offers() -> CreditOffers {
    CreditOffers {
        currency: Currency::CNY,
        lender: "赶集示范小贷".into(),
        guarantor: "赶集示范担保".into(),
        agreement: "1-zh-CN".into(),
        text_digest: "ab".repeat(32),
        categories: vec![],
        months: vec![6, 12],
        one_time_bp: 0,
        monthly_bp: 0,
        grace_days: 3,
        late_daily_bp: 5,
        yearly_cap_bp: 2400,
        return_principal_bp: 5000,
        bill_day: 5,
        utc_offset_minutes: 480,
        cooling_off_days: 7,
        offer_days: 3,
        hand_over_days: 10,
        plans: vec![plan("39", 3900, 24, 30_000), plan("19", 1900, 12, 0)],
    }
}

/// A handset of 1,199 yuan in black, and of 1,299 in white.
pub(crate) fn handset() -> ProductDetail {
    let mut product = shirt();
    product.handle = "hill-s2".parse().expect("a handle");
    product.title = "山丘 S2".into();
    product.options.truncate(1);
    product.options[0].values = vec!["黑色".into(), "白色".into()];
    product.variants.truncate(2);
    for (n, variant) in (0_u16..).zip(&mut product.variants) {
        variant.id = VariantId(7 + u32::from(n));
        variant.choice = vec![n];
        variant.price = yuan(119_900 + 10_000 * i64::from(n));
        variant.stock = Some(3);
    }
    product
}

fn wanted(plan: Option<&str>, months: u32) -> CreditChoice {
    CreditChoice {
        variant: VariantId(7),
        plan: plan.map(str::to_owned),
        keep_number: true,
        months,
        deposit: 0,
    }
}

fn sheet_of(choice: &CreditChoice) -> Option<Sheet> {
    sheet(&offers(), &handset(), choice, today(&offers(), NOW_MS).expect("a day"))
}

#[test]
fn the_phone_works_out_the_sheet_by_itself() {
    let found = sheet_of(&wanted(Some("39"), 24)).expect("a sheet");
    assert_eq!(found.terms.goods, "山丘 S2 黑色");
    assert_eq!((found.pairing.deposit.minor(), found.pairing.financed.minor()), (0, 89_900));
    assert_eq!(found.months.len(), 24);
    assert_eq!((found.months[0].handset.minor(), found.months[0].plan.minor()), (3745, 3900));
    assert_eq!(found.months[23].handset.minor(), 89_900 - 23 * 3745, "the last month takes the remainder");
    assert_eq!(found.totals.more_than_cash, -30_000);
    assert_eq!(found.rates.effective_bp, 0);
    assert_eq!(found.terms.offer_ends.to_string(), "2026-11-25");
    assert_eq!(Sheet::read(&found.bytes()).as_ref(), Ok(&found), "it reads back from what is signed");
}

#[test]
fn what_is_chosen_at_first_costs_the_least_a_month() {
    let day = today(&offers(), NOW_MS).expect("a day");
    let chosen = first(&offers(), &handset(), day).expect("a choice");
    assert_eq!((chosen.plan.as_deref(), chosen.months, chosen.deposit), (Some("39"), 24, 0));
    let mut alone = offers();
    alone.plans.clear();
    assert_eq!(first(&alone, &handset(), day).map(|choice| choice.months), Some(12));
    alone.months.clear();
    assert_eq!(first(&alone, &handset(), day), None, "nothing is offered for it");
}

#[test]
fn a_choice_that_is_not_offered_any_more_is_not_kept() {
    assert_eq!(still(&offers(), &handset(), &wanted(Some("39"), 24)), Some(wanted(Some("39"), 24)));
    assert_eq!(still(&offers(), &handset(), &wanted(Some("99"), 24)), None);
    assert_eq!(still(&offers(), &handset(), &wanted(None, 9)), None);
    assert_eq!(sheet_of(&wanted(None, 9)), None);
    let mut sold_out = handset();
    sold_out.variants[0].stock = Some(0);
    assert_eq!(still(&offers(), &sold_out, &wanted(None, 6)), None);
}

#[test]
fn what_is_typed_is_read_as_it_is_meant_or_not_at_all() {
    for (text, minor) in
        [("50", 5000), (" ¥50.5 ", 5050), ("￥５０．５", 5050), ("0.01", 1), ("999999999", 99_999_999_900)]
    {
        assert_eq!(typed_amount(text, Currency::CNY), Some(minor), "{text}");
    }
    for text in ["", "0", "-1", "1.234", "1,5", "x", "1e3", "99999999999"] {
        assert_eq!(typed_amount(text, Currency::CNY), None, "{text}");
    }
    assert_eq!(typed_amount("50", "JPY".parse().expect("a currency")), Some(50));
    assert_eq!(
        [age("34"), age(" ３４ 岁"), age("0"), age("121"), age("")],
        [Some(34), Some(34), None, None, None]
    );
    assert_eq!([per_cent(0), per_cent(5), per_cent(1825), per_cent(2400)], ["0", "0.05", "18.25", "24"]);
}

#[test]
fn names_of_goods_fit_into_the_sheet() {
    let mut product = handset();
    product.title = format!(" {}\n", "长".repeat(200));
    assert_eq!(goods(&product, &product.variants[0]).chars().count(), 119);
}

fn desk(choice: CreditChoice) -> Desk {
    let draft = Draft {
        handle: Some("hill-s2".parse().expect("a handle")),
        title: "山丘 S2".into(),
        choice: Some(choice),
        ..Draft::default()
    };
    let credit =
        CreditDesk { offers: Some(offers()), product: Some(handset()), draft, ..CreditDesk::default() };
    Desk { is_online: true, now_ms: NOW_MS, zone_min: 480, who: Who::Nobody, credit, ..Desk::default() }
}

fn page(locale: Locale, desk: &Desk) -> String {
    let route = Route::Plan("hill-s2".parse().expect("a handle"));
    let shop = Shop { place: Place { locale, route }, name: "赶集".into(), currency: Currency::CNY };
    credit_page(&shop, desk).into_string()
}

#[test]
fn the_sheet_says_everything_before_anything_is_signed() {
    let mut desk = desk(wanted(Some("39"), 24));
    desk.credit.is_whole = true;
    let said = [
        (
            Locale::ZhCn,
            vec![
                "这是一笔借款",
                "赶集示范小贷 借给您 ¥899",
                "今天付",
                "¥0",
                "每月付",
                "¥76.45",
                "手机 ¥37.45 + 套餐 ¥39",
                "2027年1月5日",
                "一共付",
                "¥1,835",
                "¥2,135",
                "比现金少付 ¥300",
                "年利率",
                "0%",
                "2008/48/EC",
                "晚 3 天以内不收钱",
                "每天收欠款的 0.05%",
                "一年不超过 24%",
                "随时可以还清手机,不收手续费",
                "套餐每月 ¥29",
                "赶集示范担保 替您担保",
                "7 天内可以退",
                "300 分钟",
                "20 GB",
                "100 条",
                "保留我现在的号码",
            ],
        ),
        (
            Locale::En,
            vec![
                "This is a loan",
                "lends you ¥899",
                "Paid today",
                "¥0",
                "Each month",
                "handset ¥37.45 + plan ¥39",
                "5 January 2027",
                "¥300 less than cash",
                "Annual rate",
                "0%",
                "Directive 2008/48/EC, Annex I",
                "Up to 3 days late cost nothing",
                "never above 24% a year",
                "without a fee",
                "The plan goes on at ¥29",
                "stands in for you",
                "Within 7 days",
                "20 GB of data",
                "Keep my number",
            ],
        ),
    ];
    for (locale, words) in said {
        let page = page(locale, &desk);
        for word in words {
            assert!(page.contains(word), "{word} is missing in {page}");
        }
        assert_eq!(
            page.matches("<th scope=\"row\">").count(),
            24 + 25 + 5,
            "every month, every end, and the comparison"
        );
        assert_eq!(page.matches("<caption").count(), 3);
        assert!(
            !page.contains("checkbox"),
            "nothing is ticked for the shopper, because nothing is to be ticked here"
        );
    }
}

#[test]
fn the_long_tables_are_drawn_when_the_shopper_opens_one_of_them() {
    let page = page(Locale::En, &desk(wanted(Some("39"), 24)));
    assert_eq!(page.matches("<caption").count(), 1, "the comparison");
    assert_eq!(page.matches("<summary data-do=\"whole-sheet\">").count(), 2);
}

#[test]
fn without_a_plan_there_is_nothing_of_plans_in_the_sheet() {
    let mut desk = desk(wanted(None, 12));
    desk.credit.is_whole = true;
    let page = page(Locale::En, &desk);
    for word in
        ["12 months", "the same as cash", "After the last month nothing is owed", "Give the phone back"]
    {
        assert!(page.contains(word), "{word} is missing in {page}");
    }
    assert!(!page.contains("handset ¥") && !page.contains("Keep my number"), "{page}");
}

#[test]
fn fees_are_in_the_months_and_in_the_rate() {
    let mut desk = desk(wanted(None, 12));
    if let Some(offers) = &mut desk.credit.offers {
        offers.monthly_bp = 50;
    }
    let page = page(Locale::En, &desk);
    assert!(page.contains("more than cash") && !page.contains("<b>0%</b>"), "{page}");
}

fn answered(answer: CreditAnswer) -> Desk {
    let choice = wanted(Some("39"), 24);
    let mut desk = desk(choice.clone());
    desk.credit.answer = Some((choice, answer));
    desk
}

#[test]
fn a_decline_says_why_and_what_there_is_instead() {
    let choice = Some(CreditChoice { deposit: 40_000, ..wanted(Some("39"), 24) });
    let answer = CreditAnswer {
        decision: CreditDecision::Declined,
        reason: Some(DeclineReason::AskedTooMuch),
        free: Some(50_000),
        alternatives: vec![
            CreditAlternative { kind: AlternativeKind::Deposit, choice, product: None },
            CreditAlternative { kind: AlternativeKind::Outright, choice: None, product: None },
            CreditAlternative { kind: AlternativeKind::Unknown, choice: None, product: None },
        ],
    };
    let page = page(Locale::ZhCn, &answered(answer));
    for word in
        ["这次不能办", "现在能借 ¥500", "付首付 ¥400", "一次付清 ¥1,199,也可以货到付款", "/p/hill-s2\""]
    {
        assert!(page.contains(word), "{word} is missing in {page}");
    }
    assert!(!page.contains("data-do=\"apply\""), "a decline is not applied over: {page}");
}

#[test]
fn every_reason_has_words_of_its_own() {
    use DeclineReason as Why;
    let all = [
        Why::TooYoung,
        Why::TooOld,
        Why::Overdue,
        Why::TooManyAgreements,
        Why::AskedTooMuch,
        Why::LineUsedUp,
        Why::NotKnownEnough,
        Why::OrdersRefused,
        Why::Unknown,
    ];
    let pages: std::collections::BTreeSet<String> = all
        .into_iter()
        .map(|reason| {
            let answer = CreditAnswer {
                decision: CreditDecision::Declined,
                reason: Some(reason),
                free: None,
                alternatives: Vec::new(),
            };
            page(Locale::ZhCn, &answered(answer))
        })
        .collect();
    assert_eq!(pages.len(), all.len());
}

#[test]
fn somebody_who_has_to_look_is_no_yes() {
    for decision in [CreditDecision::Referred, CreditDecision::Unknown] {
        let answer = CreditAnswer { decision, reason: None, free: None, alternatives: Vec::new() };
        let page = page(Locale::En, &answered(answer));
        assert!(page.contains("not a yes yet") && page.contains("data-do=\"apply\""), "{page}");
    }
}

#[test]
fn an_answer_to_another_choice_is_not_shown() {
    let answer = CreditAnswer {
        decision: CreditDecision::Approved,
        reason: None,
        free: None,
        alternatives: Vec::new(),
    };
    let mut desk = answered(answer);
    assert!(page(Locale::En, &desk).contains("You have not signed anything yet"));
    desk.credit.draft.choice = Some(wanted(None, 6));
    assert!(!page(Locale::En, &desk).contains("You have not signed anything yet"));
}

#[test]
fn without_network_the_choice_is_kept_and_nothing_is_asked() {
    let mut desk = desk(wanted(Some("39"), 24));
    desk.is_online = false;
    desk.credit.offers_as_of = Some(NOW_MS);
    let page = page(Locale::ZhCn, &desk);
    for word in ["条件截至 2026-11-22 00:00", "这一步要有网络", "存下,有网络再办", "每月付"]
    {
        assert!(page.contains(word), "{word} is missing in {page}");
    }
    assert!(!page.contains("data-do=\"check\""));
}

#[test]
fn offers_that_were_asked_for_are_as_of_then_once_the_network_is_gone() {
    let mut desk = desk(wanted(Some("39"), 24));
    desk.credit.offers_ms = NOW_MS;
    assert!(!page(Locale::En, &desk).contains("Terms as of"));
    desk.is_online = false;
    assert!(page(Locale::En, &desk).contains("Terms as of 2026-11-22 00:00"));
    desk.credit.forget_person();
    assert_eq!(desk.credit.offers_stale_since(false), Some(NOW_MS), "the offers are nobody's");
}
