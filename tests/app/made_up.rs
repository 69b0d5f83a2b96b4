//! Whatever bytes come to the phone, the app goes on, and what it accepts it reads again as the same.

use fairday::db::{cart, invitation};
use fairday::domain::checkout::Draft;
use fairday::domain::content::Boot;
use fairday::domain::credit::{Draft as CreditDraft, Kept};
use fairday::domain::outbox::Entry;
use fairday::json::{Wire, read, write};
use fairday::paths::{decode, encode, query_pairs};
use fairday::route::Place;
use fairday_contract::{
    Account, Addresses, Agreement, AgreementText, Agreements, Category, Changes, CodeSent, CreditAnswer,
    CreditOffers, DeliveryOptions, Home, Order, Orders, Page, Problem, ProductCard, ProductDetail, Province,
    Quote, Regions, Reminders, Repayment, SearchResults, Sessions, Store, Suggestions, VariantOffers,
};
use fairday_fuzz::{CASES, texts};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// For each of the some forty kinds of answers.
const CASES_A_KIND: u32 = 300;
/// The most that a field left out by the sender adds when it is written: none of ours is as long.
const ADDED_BYTES_MAX: usize = 4_096;

fn golden(name: &str) -> String {
    let path = format!("{}/crates/contract/tests/golden/{name}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).expect("a golden file")
}

/// Accepted input is written and read again as the same, and is not much longer than it came.
fn stays_the_same<T: Wire + PartialEq>(text: &str) -> Option<T> {
    let value: T = read(text)?;
    let written = write(&value);
    assert!(read::<T>(&written).is_some_and(|again| again == value), "{written}");
    // A control character is six bytes once it is escaped.
    assert!(written.len() <= 6 * text.len() + ADDED_BYTES_MAX, "{} bytes of {}", written.len(), text.len());
    Some(value)
}

/// The same as the shop's own reader says, or nothing: the phone takes no answer for another.
fn answers<T: Wire + Serialize + DeserializeOwned + PartialEq>(names: &[&str]) {
    let examples: Vec<String> = names.iter().map(|name| golden(name)).collect();
    let examples: Vec<&str> = examples.iter().map(String::as_str).collect();
    for example in &examples {
        assert!(read::<T>(example).is_some(), "an example is read: {example}");
    }
    texts(names[0], CASES_A_KIND, &examples, |text| {
        let by_phone = stays_the_same::<T>(text);
        if let (Ok(by_shop), Some(by_phone)) = (serde_json::from_str::<T>(text), by_phone) {
            assert!(by_phone == by_shop, "the phone reads it otherwise than the shop");
        }
    });
}

#[test]
fn no_catalogue_answer_stops_the_phone_or_is_misread() {
    answers::<Home>(&["home"]);
    answers::<Vec<Category>>(&["categories"]);
    answers::<ProductDetail>(&["product", "product_on_credit"]);
    answers::<SearchResults>(&["search"]);
    answers::<Store>(&["store"]);
    answers::<Suggestions>(&["suggestions"]);
    answers::<Changes>(&["changes"]);
    answers::<VariantOffers>(&["variants"]);
    answers::<Regions>(&["regions"]);
    answers::<Province>(&["province"]);
}

#[test]
fn no_personal_answer_stops_the_phone_or_is_misread() {
    answers::<Account>(&["account"]);
    answers::<Addresses>(&["addresses"]);
    answers::<CodeSent>(&["code_sent", "code_sent_demo"]);
    answers::<DeliveryOptions>(&["delivery", "delivery_none"]);
    answers::<Order>(&["order"]);
    answers::<Orders>(&["orders"]);
    answers::<Quote>(&["quote", "quote_coupon_refused"]);
    answers::<Sessions>(&["sessions"]);
}

#[test]
fn no_credit_answer_stops_the_phone_or_is_misread() {
    answers::<Agreement>(&["agreement", "agreement_offered"]);
    answers::<AgreementText>(&["agreement_text"]);
    answers::<Agreements>(&["agreements"]);
    answers::<CreditAnswer>(&["credit_answer", "credit_answer_declined"]);
    answers::<CreditOffers>(&["credit_offers"]);
    answers::<Reminders>(&["reminders", "reminders_none"]);
    answers::<Repayment>(&["repayment", "repayment_paid"]);
}

#[test]
fn no_refusal_stops_the_phone_or_is_misread() {
    answers::<Problem>(&[
        "problem",
        "problem_out_of_stock",
        "problem_credit_declined",
        "problem_credit_terms_changed",
    ]);
}

#[test]
fn nothing_in_the_phones_storage_stops_the_app() {
    let order = r#"{"id":"00112233445566778899aabbccddeeff","made_ms":1,"terms":{"currency":"CNY","lines":[],"goods":1,
        "delivery":{"method":"door","region":"130102001"},"delivery_fee":0,"days_min":1,"days_max":2,"total":1},
        "recipient":{"name":"王小红","phone":"13800138000"},"payment":"online","locale":"en","state":{"at":"sending"}}"#;
    assert!(read::<Entry>(order).is_some(), "an example is read");
    texts("an order on its way", CASES, &[order], |text| drop(stays_the_same::<Entry>(text)));
    let draft = r#"{"id":"a","is_pick_up":true,"point":"fuping","place":{"name":"王","phone":"1","region":"13"},"coupon":"A"}"#;
    texts("a draft", CASES, &[draft], |text| drop(stays_the_same::<Draft>(text)));
    texts("a draft of an agreement", CASES, &[r#"{"handle":"rice","title":"米","was_sent":true}"#], |text| {
        drop(stays_the_same::<CreditDraft>(text));
    });
    texts("a payment kept", CASES, &[&golden("repayment_request")], |text| {
        drop(stays_the_same::<Kept>(text));
    });
    let lines = r#"{"version":1,"cart":{"lines":[{"variant":7,"handle":"rice","title":"米","price":{"amount":990,"currency":"CNY"},
        "quantity":2,"selected":true,"news":{"left":1}}]}}"#;
    assert!(cart::parse(lines).is_some(), "an example is read");
    texts("a cart", CASES, &[lines], |text| {
        if let Some(cart) = cart::parse(text) {
            assert_eq!(cart::parse(&cart::print(&cart)), Some(cart));
        }
    });
    texts("what the invitation knows", CASES, &["[1,3,20,1,0]"], |text| {
        if let Some(usage) = invitation::parse(text) {
            assert!(invitation::parse(&invitation::print(&usage)).is_some());
        }
    });
}

#[test]
fn no_first_screen_stops_the_app() {
    let store = golden("store");
    let boots =
        [("home", golden("home")), ("product", golden("product")), ("categories", golden("categories"))]
            .map(|(name, content)| format!(r#"{{"store":{store},"content":{{"{name}":{content}}}}}"#));
    let examples: Vec<&str> = boots.iter().map(String::as_str).collect();
    assert!(examples.iter().all(|example| read::<Boot>(example).is_some()), "the examples are read");
    texts("a first screen", CASES_A_KIND, &examples, |text| {
        if let Some(boot) = read::<Boot>(text) {
            let written = write(&boot);
            assert_eq!(read::<Boot>(&written).map(|again| write(&again)), Some(written));
        }
    });
    texts("a page of cards", CASES_A_KIND, &[&golden("products"), &golden("products_last")], |text| {
        let page = serde_json::from_str::<Page<ProductCard>>(text);
        if let (Ok(page), Some(results)) = (page, read::<SearchResults>(text)) {
            assert_eq!((results.items, results.total), (page.items, page.total));
        }
    });
}

#[test]
fn no_link_stops_the_app_and_each_leads_where_it_says() {
    let examples = [
        "/en/p/rice-5kg",
        "/c/%E7%B2%AE%E6%B2%B9?brand=x&sort=price_asc&min=1&max=4000000&stock=1",
        "/search?q=%E6%B4%97%E8%A1%A3&c=a",
        "/sign-in?next=/orders/00112233445566778899aabbccddeeff/receipt",
        "//sign-in?next=//sign-in?next=//sign-in?next=/cart",
    ];
    texts("a link", CASES, &examples, |url| {
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        let place = Place::parse(path, query);
        let printed = place.url();
        assert!(printed.starts_with('/') && !printed.starts_with("//"), "{printed}");
        let (path, query) = printed.split_once('?').unwrap_or((&printed, ""));
        assert_eq!(Place::parse(path, query).url(), printed);
        for (name, value) in query_pairs(query) {
            assert_eq!(decode(&encode(&name), true), Some(name));
            assert_eq!(decode(&encode(&value), false), Some(value));
        }
    });
}
