//! What shoppers type, on both sides: the app's own forms make the requests, and the server's own handlers read them. What the
//! phone lets through the server takes, what it refuses the server refuses at the same field, and both write it alike.

use crate::orders::shopping::{cart, shop_with, to_the_door};
use crate::shop::Shop;
use crate::shopper::Shopper;
use fairday::domain::checkout::{Draft, Editing, Field, Place, reason};
use fairday::paths::api_list;
use fairday::route::Filter;
use fairday_contract::{Currency, Recipient};
use fairday_fuzz::texts as any_texts;
use fairday_input::Kind;
use fairday_server::orders::coupon_guesses::GUESSES;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Each is a few requests over a real connection.
const CASES: u32 = 150;
/// Longer texts are left out, bytes: several of them are more than a body may have, which is another refusal.
const TYPED_BYTES_MAX: usize = 2_000;
const ID: &str = "00000000000000000000000000000001";

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime")
}

/// The form of the address book with this number, and this text everywhere else.
fn form(phone: &str, text: &str) -> Editing {
    let place = Place {
        name: text.to_owned(),
        phone: phone.to_owned(),
        region: "130624101".parse().ok(),
        region_names: Vec::new(),
        village: text.to_owned(),
        detail: text.to_owned(),
    };
    let id = ID.parse().expect("an id");
    Editing { id, place, label: text.to_owned(), is_default: false, is_old: false }
}

/// What is typed, sent as it is: by another client, or by an earlier version of the app.
fn unchecked(form: &Editing) -> Value {
    let Place { name, phone, region, village, detail, .. } = &form.place;
    json!({"name": name, "phone": phone, "region": region, "village": village, "detail": detail, "label": form.label})
}

fn texts(name: &str, cases: u32, examples: &[&str], property: impl Fn(&str)) {
    any_texts(name, cases, examples, |typed| {
        if typed.len() <= TYPED_BYTES_MAX {
            property(typed);
        }
    });
}

fn names(fields: &[Field]) -> BTreeSet<&'static str> {
    let name = |field: &Field| match field {
        Field::Name => "name",
        Field::Phone => "phone",
        Field::Village => "village",
        Field::Detail => "detail",
        Field::Label => "label",
        other => panic!("{other:?} is not typed"),
    };
    fields.iter().map(name).collect()
}

fn refused(problem: &Value) -> BTreeSet<&str> {
    let errors = problem["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    errors.iter().filter_map(|error| error["field"].as_str()).collect()
}

fn kept(answer: &Value) -> Recipient {
    let mut kept: Recipient = serde_json::from_value(answer.clone()).expect("a recipient");
    kept.region_names.clear(); // the shop's own
    kept
}

/// Both sides about one form. Both let it through, or both mark the same fields.
async fn agree(shop: &Shop, shopper: &Shopper, form: &Editing) -> bool {
    let target = format!("/api/v1/addresses/{ID}");
    let missing = form.missing();
    let unchecked = shopper.put(shop, &target, &unchecked(form)).await;
    if !missing.is_empty() {
        assert_eq!(unchecked.status, 400, "{}", unchecked.text());
        assert_eq!(refused(&unchecked.problem()), names(&missing));
        return false;
    }
    let sent = form.entry();
    let answer = shopper.put(shop, &target, &serde_json::to_value(&sent).expect("JSON")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(kept(&answer.json()) == sent.place, "the shop keeps it as it was sent: {}", answer.text());
    assert_eq!(answer.json()["label"].as_str().unwrap_or_default(), sent.label);
    assert_eq!((unchecked.status, unchecked.json()), (200, answer.json()), "and as it was typed");
    true
}

#[test]
fn the_address_book_takes_what_the_phone_takes_and_keeps_it_alike() {
    let runtime = runtime();
    let shop = runtime.block_on(Shop::open());
    let shopper = runtime.block_on(Shopper::signed_in(&shop, "13900139000"));
    let examples = [
        "王秀英",
        " 北街\u{200b} 1\u{ad}号\r\n2单元 ",
        "\u{202d}\u{feff}李 雷\u{202c}",
        "👩\u{200d}👧 नि\u{200d} Li\u{200d}n \u{200c}",
        "村\u{2028}口\u{85}\u{3164}第二家",
    ];
    let (mut taken, mut left) = (0, 0);
    let counts = std::cell::RefCell::new((&mut taken, &mut left));
    texts("what is typed into an address", CASES, &examples, |typed| {
        let is_taken = runtime.block_on(agree(&shop, &shopper, &form("13800138000", typed)));
        let (taken, left) = &mut *counts.borrow_mut();
        **(if is_taken { taken } else { left }) += 1;
    });
    assert!(taken > 10 && left > 10, "{taken} were taken, {left} not");
}

#[test]
fn a_number_is_taken_by_both_sides_or_by_none() {
    let runtime = runtime();
    let shop = runtime.block_on(Shop::open());
    let shopper = runtime.block_on(Shopper::signed_in(&shop, "13900139000"));
    let examples = [
        "\u{202d}138 0013 8000\u{202c}",
        "138.0013.8000",
        "138\u{2011}0013\u{2011}8000",
        "013800138000",
        "0086 138–0013–8000",
        "＋86（0312）5021234",
        "0312502123",
    ];
    texts("what is typed as a number", CASES, &examples, |typed| {
        runtime.block_on(async {
            agree(&shop, &shopper, &form(typed, "家")).await;
            // By which one signs in, and deletes an account: this is nobody's here.
            let answer =
                shopper.send(&shop, "DELETE", "/api/v1/account", Some(&json!({"phone": typed}))).await;
            let problem = answer.problem();
            assert_eq!((answer.status, refused(&problem)), (400, BTreeSet::from(["phone"])), "{problem}");
            let is_number = problem["errors"][0]["detail"] == "the account's own number, in full";
            assert_eq!(Kind::Mobile.need(typed).is_ok(), is_number, "{problem}");
        });
    });
}

#[test]
fn reasons_and_words_to_search_for_are_taken_by_both_sides_or_by_none() {
    let runtime = runtime();
    let shop = runtime.block_on(Shop::open());
    let shopper = runtime.block_on(Shopper::signed_in(&shop, "13900139000"));
    let examples =
        ["不要了\n谢谢", " \u{200b}\r\n", "洗衣粉\u{200b} 5kg", "买错了\u{2029}\t\u{202e}", "手机\0\u{1b}壳"];
    texts("a reason, and words", CASES, &examples, |typed| {
        runtime.block_on(async {
            for (act, is_needed) in [("cancel", false), ("return", true)] {
                let target = format!("/api/v1/orders/{ID}/{act}");
                let answer = shopper.post(&shop, &target, &json!({"reason": typed})).await;
                match reason(typed, is_needed) {
                    // There is no such order: the reason is right.
                    Ok(reason) => {
                        assert_eq!(answer.status, 404, "{}", answer.text());
                        let again = shopper.post(&shop, &target, &json!({"reason": reason})).await;
                        assert_eq!(again.status, 404, "{}", again.text());
                    }
                    Err(_) => {
                        assert_eq!(
                            (answer.status, refused(&answer.problem())),
                            (400, BTreeSet::from(["reason"]))
                        );
                    }
                }
            }
            let filter = Filter::words(typed);
            let found = shop.get(&api_list(None, &filter, Currency::CNY, None)).await;
            assert_eq!(found.status, 200, "{}", found.text());
            assert_eq!(Kind::Search(100).check(&filter.q), Ok(filter.q));
        });
    });
}

#[test]
fn a_code_that_is_only_dressed_otherwise_is_the_same_coupon_on_both_sides() {
    let runtime = runtime();
    let shop = runtime.block_on(shop_with(&[(1000, None)]));
    let shopper = runtime.block_on(Shopper::signed_in(&shop, "13900139000"));
    let examples = [
        "FREE",
        "“free”\u{200b}",
        "'Ｆree'",
        "\u{202d}FR EE\u{202c}。",
        "【FREE】",
        "FREE5",
        "NEW–5",
        "优惠",
    ];
    texts("a coupon", CASES / 3, &examples, |typed| {
        runtime.block_on(async {
            let mut draft = Draft { coupon: typed.to_owned(), ..Draft::default() };
            let is_right = draft.apply();
            let asked = cart(&[(1, 1)], &to_the_door(), Some(typed));
            let answer = shopper.post(&shop, "/api/v1/quotes", &asked).await;
            if typed.len() > 200 {
                return assert_eq!(refused(&answer.problem()), BTreeSet::from(["coupon"]));
            }
            assert_eq!(answer.status, 200, "{}", answer.text());
            let told = answer.json()["terms"]["coupon"] == "FREE";
            assert_eq!(draft.applied == "FREE", told, "{:?}: {}", draft.applied, answer.text());
            assert!(is_right.is_ok() || !told);
            shop.clock.advance(GUESSES.window_ms / GUESSES.most + 1);
        });
    });
}
