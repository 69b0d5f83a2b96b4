//! A refusal is shown at the fields that it names, and in the page's notice where the page has no such field.

use crate::loan::{agreement, desk, page_at};
use crate::outbox::entry;
use fairday::desk::credit::{Act as CreditAct, Pay, Wrong};
use fairday::desk::{Act, Desk, Sent, Trouble, Who};
use fairday::domain::cart::{Cart, Line};
use fairday::domain::checkout::{Editing, Field};
use fairday::domain::outbox::{Need, State};
use fairday::json::read;
use fairday::pages::ordering_page;
use fairday::route::{Place, Route};
use fairday::shop::Shop;
use fairday_contract::{AgreementState, Currency, FieldError, Locale, Money, Order, ProblemCode, VariantId};
use fairday_credit::resident_id::ResidentIdError;

const ID: &str = "00112233445566778899aabbccddeeff";

fn error(field: &str) -> FieldError {
    FieldError { field: field.into(), detail: "what would be right".into() }
}

fn order() -> Order {
    let path = format!("{}/crates/contract/tests/golden/order.json", env!("CARGO_MANIFEST_DIR"));
    read(&std::fs::read_to_string(path).expect("a golden file")).expect("an order")
}

fn cart() -> Cart {
    let mut cart = Cart::default();
    _ = cart.add(Line {
        variant: VariantId(7),
        handle: "rice".parse().expect("a handle"),
        title: "大米".into(),
        choice: String::new(),
        price: Money::new(1000, Currency::CNY),
        picture: None,
        quantity: 1,
        stock: None,
        selected: true,
        news: None,
    });
    cart
}

fn page(route: &Route, desk: &Desk) -> String {
    if route.is_credit() {
        return page_at(route.clone(), Locale::En, desk);
    }
    let place = Place { locale: Locale::En, route: route.clone() };
    let shop = Shop { place, name: "Fairday".into(), currency: Currency::CNY };
    ordering_page(&shop, desk, &cart()).into_string()
}

fn sent() -> Sent {
    Sent {
        phone: "13800138000".into(),
        resend_at_ms: 0,
        valid_until_ms: i64::MAX,
        digits: 6,
        attempt: String::new(),
        demo_code: None,
    }
}

/// The fields that the shop can name, each with the id of the element that says what is wrong with it.
type Fields = &'static [(&'static str, &'static str)];

const RECIPIENT: Fields = &[
    ("recipient.name", "w-name"),
    ("recipient.phone", "w-phone"),
    ("recipient.region", "w-region"),
    ("recipient.village", "w-village"),
    ("recipient.detail", "w-detail"),
];

/// The pages on which something is typed and sent, as they are then, with the fields that the shop can name of what is sent,
/// and the element that says what is wrong with each.
fn pages() -> Vec<(Route, Desk, Fields)> {
    let nobody = || Desk { who: Who::Nobody, ..desk(Vec::new()) };
    let signing_in = nobody();
    let mut with_code = nobody();
    with_code.sign_in.sent = Some(sent());
    let deleting = Desk { deleting: Some(String::new()), ..desk(Vec::new()) };
    let place = fairday::domain::checkout::Place::default();
    let id = ID.parse().expect("an id");
    let editing = Editing { id, place, label: String::new(), is_default: false, is_old: false };
    let book = Desk { editing: Some(editing), ..desk(Vec::new()) };
    let (cancelled, returned) = (order(), order());
    let asking = |order: &Order, act| Some((order.id.clone(), act));
    let of_order = |order: &Order, act| Desk {
        asking: asking(order, act),
        orders: vec![order.clone()],
        ..desk(Vec::new())
    };
    let at_order = Route::Order(cancelled.id.clone());
    let at_agreement = || Route::Agreement(ID.parse().expect("an id"));
    let mut signing = desk(vec![agreement(AgreementState::Offered)]);
    signing.credit.sent = Some((agreement(AgreementState::Offered).digest, sent()));
    vec![
        (Route::SignIn(None), signing_in, &[("phone", "w-sign-in-phone")]),
        (Route::SignIn(None), with_code, &[("code", "w-code")]),
        (Route::Account, deleting, &[("phone", "w-delete-phone")]),
        (
            Route::Addresses,
            book,
            &[
                ("name", "w-name"),
                ("phone", "w-phone"),
                ("region", "w-region"),
                ("village", "w-village"),
                ("detail", "w-detail"),
                ("label", "w-label"),
            ],
        ),
        (Route::Checkout, desk(Vec::new()), RECIPIENT),
        (
            Route::Checkout,
            desk(Vec::new()),
            &[
                ("note", "w-note"),
                ("coupon", "w-coupon"),
                ("agreed.coupon", "w-coupon"),
                ("delivery.region", "w-region"),
            ],
        ),
        (at_order.clone(), of_order(&cancelled, Act::Cancel), &[("reason", "w-reason")]),
        (at_order, of_order(&returned, Act::Return), &[("reason", "w-reason")]),
        (at_agreement(), applying(), &[("name", "w-credit-name"), ("resident_id", "w-resident-id")]),
        (at_agreement(), signing, &[("recipient.phone", "w-phone"), ("code", "w-signing-code")]),
    ]
}

fn applying() -> Desk {
    let mut desk = desk(Vec::new());
    desk.credit.draft.agreement = ID.parse().ok();
    desk
}

#[test]
fn every_field_that_the_shop_refuses_is_marked_where_it_is() {
    for (route, mut desk, fields) in pages() {
        for (field, element) in fields {
            let before = page(&route, &desk);
            assert!(!before.contains(&format!("id=\"{element}\"")), "{route:?} {field}: {before}");
            assert_eq!(desk.mark(&route, &[error(field)]), "", "{route:?} {field}");
            let marked = page(&route, &desk);
            assert!(marked.contains(&format!("id=\"{element}\"")), "{route:?} {field}: {marked}");
            assert!(marked.contains("aria-invalid=\"true\""), "{route:?} {field}: {marked}");
            assert!(
                marked.contains(&format!("aria-describedby=\"{element}\"")),
                "{route:?} {field}: {marked}"
            );
            desk.missing.clear();
            desk.credit.wrong.clear();
        }
    }
}

#[test]
fn what_has_no_field_on_the_page_is_in_its_notice_with_the_shops_sentence() {
    for (route, mut desk, _) in pages() {
        let unplaced = desk.mark(&route, &[error("lines[0].quantity"), error("x")]);
        assert_eq!(unplaced, "lines[0].quantity: what would be right; x: what would be right");
        assert!(desk.missing.is_empty() && desk.credit.wrong.is_empty());
        desk.trouble = Some(Trouble::Unplaced(unplaced.clone()));
        let said = page(&route, &desk);
        assert!(said.contains("role=\"alert\"") && said.contains(&unplaced), "{route:?}: {said}");
    }
    // The form of an address is not there while one of the book is chosen.
    let mut chosen = desk(Vec::new());
    chosen.addresses = read::<fairday_contract::Addresses>(
        &std::fs::read_to_string(format!(
            "{}/crates/contract/tests/golden/addresses.json",
            env!("CARGO_MANIFEST_DIR")
        ))
        .expect("a golden file"),
    )
    .expect("addresses")
    .items;
    chosen.draft.address = Some(chosen.addresses[0].id.clone());
    assert_eq!(
        chosen.mark(&Route::Checkout, &[error("recipient.phone")]),
        "recipient.phone: what would be right"
    );
}

#[test]
fn of_phone_credit_the_age_the_amount_and_the_reason_are_marked_too() {
    let mut desk = desk(vec![agreement(AgreementState::Active)]);
    let at = Route::Agreement(ID.parse().expect("an id"));
    assert_ne!(desk.mark(&at, &[error("reason"), error("amount")]), "", "nothing is asked about");
    (desk.credit.asking, desk.credit.pay) =
        (Some((ID.parse().expect("an id"), CreditAct::Hardship)), Pay::Any);
    assert_eq!(desk.mark(&at, &[error("reason"), error("amount")]), "");
    let plan = Route::Plan("rice".parse().expect("a handle"));
    assert_eq!(desk.mark(&plan, &[error("age")]), "");
    assert_eq!(desk.credit.wrong, [Wrong::Reason, Wrong::Amount, Wrong::Age]);
    let mut applying = applying();
    applying.credit.resident_id = "110105194912310021".into();
    assert_eq!(applying.mark(&at, &[error("resident_id")]), "");
    applying.credit.resident_id = "11010519491231002X".into();
    assert_eq!(applying.mark(&at, &[error("resident_id")]), "");
    let wrong = [ResidentIdError::Check, ResidentIdError::BirthDate].map(Wrong::ResidentId);
    assert_eq!(applying.credit.wrong, wrong, "what is right but for the day, the shop knows better");
}

#[test]
fn an_order_made_without_network_says_which_of_its_fields_the_shop_refuses() {
    let mut waiting = entry(None);
    waiting.owner = None; // shown to whoever holds the phone
    let errors = vec![error("recipient.phone"), error("note"), error("agreed.lines")];
    waiting.state = State::NeedsYou(Need::Change(ProblemCode::InvalidRequest, errors));
    waiting.body = None;
    let at = Route::Order(waiting.id.clone());
    let desk = Desk { entries: vec![waiting], ..desk(Vec::new()) };
    let said = page(&at, &desk);
    for words in [
        "Type a mobile number, or a landline with its area code",
        "Note (optional): what would be right",
        "agreed.lines: what would be right",
        "data-do=\"edit\"",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn a_number_that_is_wrong_is_said_for_what_it_is() {
    let said = |typed: &str| {
        let mut desk = desk(Vec::new());
        desk.draft.place.phone = typed.into();
        desk.missing = desk.draft.place.missing(false);
        desk.missing.retain(|field| *field == Field::Phone);
        page(&Route::Checkout, &desk)
    };
    for (typed, words) in [
        ("0312502123", "After the area code come 7 or 8 digits"),
        ("5021234", "or a landline with its area code"),
        ("1380013800", "A mobile number has eleven digits"),
        ("+852 5123 4567", "Type a number of mainland China"),
        ("138 0013 8000 妈妈", "A phone number has digits only"),
        ("", "Type a mobile number"),
    ] {
        assert!(said(typed).contains(words), "{typed}: {words}");
    }
    assert!(!said("\u{202d}138.0013.8000\u{202c}").contains("w-phone"));
    let mut signing_in = Desk { who: Who::Nobody, ..desk(Vec::new()) };
    signing_in.sign_in.phone = "0312-5021234".into();
    signing_in.missing = vec![Field::Phone];
    let said = page(&Route::SignIn(None), &signing_in);
    assert!(said.contains("A mobile number has eleven digits"), "{said}");
}
