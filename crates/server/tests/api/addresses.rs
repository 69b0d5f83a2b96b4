//! The address book.

use crate::shop::Shop;
use crate::shopper::Shopper;
use fairday_server::addresses::ADDRESSES_MAX;
use fairday_server::database::DatabaseError;
use serde_json::{Value, json};

const BOOK: &str = "/api/v1/addresses";

fn path(n: u32) -> String {
    format!("{BOOK}/{n:032x}")
}

fn entry(name: &str) -> Value {
    json!({ "name": name, "phone": "138 0013 8000", "region": "130624101", "village": "青羊口村", "detail": "村口第二家" })
}

fn default(name: &str) -> Value {
    with(name, "is_default", json!(true))
}

fn with(name: &str, field: &str, value: Value) -> Value {
    let mut entry = entry(name);
    entry[field] = value;
    entry
}

async fn book(shopper: &Shopper, shop: &Shop) -> Vec<Value> {
    let answer = shopper.get(shop, BOOK).await;
    assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"), "{}", answer.text());
    answer.json()["items"].as_array().expect("a list").clone()
}

/// The names in the book, the default with a star.
async fn names(shopper: &Shopper, shop: &Shop) -> Vec<String> {
    let items = book(shopper, shop).await;
    let star = |item: &Value| if item["is_default"] == true { "*" } else { "" };
    items.iter().map(|item| format!("{}{}", item["name"].as_str().unwrap_or_default(), star(item))).collect()
}

#[tokio::test]
async fn an_address_is_kept_as_it_was_written_with_the_names_of_its_region() {
    let shop = Shop::open().await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    assert!(book(&shopper, &shop).await.is_empty());
    let mut sent = with(" 王  秀英 ", "label", json!("家"));
    sent["region_names"] = json!(["somewhere else"]);
    let answer = shopper.put(&shop, &path(1), &sent).await;
    let kept = json!({ "id": format!("{:032x}", 1), "name": "王 秀英", "phone": "13800138000", "region": "130624101",
        "region_names": ["河北省", "保定市", "阜平县", "龙泉关镇"], "village": "青羊口村", "detail": "村口第二家",
        "label": "家", "is_default": true });
    assert_eq!((answer.status, answer.json()), (200, kept.clone()), "{}", answer.text());
    assert_eq!(book(&shopper, &shop).await, [kept]);
}

#[tokio::test]
async fn sent_twice_it_is_there_once_and_sent_otherwise_it_is_changed() {
    let shop = Shop::open().await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let first = shopper.put(&shop, &path(1), &entry("王秀英")).await;
    let again = shopper.put(&shop, &path(1), &entry("王秀英")).await;
    assert_eq!((first.status, first.json()), (again.status, again.json()));
    shopper.put(&shop, &path(1), &entry("李建国")).await;
    assert_eq!(names(&shopper, &shop).await, ["李建国*"]);
}

#[tokio::test]
async fn one_address_is_the_default_as_long_as_there_is_any() {
    let shop = Shop::open().await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    for (n, entry) in [(1, entry("a")), (2, entry("b")), (3, default("c"))] {
        shop.clock.advance(1);
        shopper.put(&shop, &path(n), &entry).await;
    }
    assert_eq!(names(&shopper, &shop).await, ["c*", "b", "a"]);
    shop.clock.advance(1);
    assert_eq!(shopper.put(&shop, &path(3), &entry("c")).await.json()["is_default"], true, "no other is");
    shop.clock.advance(1);
    shopper.put(&shop, &path(1), &default("a")).await;
    assert_eq!(names(&shopper, &shop).await, ["a*", "c", "b"]);
    assert_eq!(shopper.delete(&shop, &path(1)).await.status, 204);
    assert_eq!(names(&shopper, &shop).await, ["c*", "b"]);
    assert_eq!(shopper.delete(&shop, &path(2)).await.status, 204);
    assert_eq!(names(&shopper, &shop).await, ["c*"]);
}

#[tokio::test]
async fn an_address_that_is_gone_or_never_was_is_not_found() {
    let shop = Shop::open().await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    shopper.put(&shop, &path(1), &entry("王秀英")).await;
    assert_eq!(shopper.delete(&shop, &path(1)).await.status, 204);
    for target in
        [path(1), path(2), format!("{BOOK}/x"), format!("{BOOK}/{:032X}", 0xabc), format!("{BOOK}/%00")]
    {
        let answer = shopper.delete(&shop, &target).await;
        assert_eq!((answer.status, answer.problem()["code"].as_str()), (404, Some("not_found")), "{target}");
    }
    assert_eq!(shopper.put(&shop, &format!("{BOOK}/x"), &entry("a")).await.status, 404);
}

#[tokio::test]
async fn anothers_address_cannot_be_seen_changed_or_deleted_and_nobody_learns_that_it_is_there() {
    let shop = Shop::open().await;
    let owner = Shopper::signed_in(&shop, "13800138000").await;
    let other = Shopper::signed_in(&shop, "13900139000").await;
    owner.put(&shop, &path(1), &entry("王秀英")).await;
    assert!(book(&other, &shop).await.is_empty());
    let (theirs, nobodys) = (other.delete(&shop, &path(1)).await, other.delete(&shop, &path(2)).await);
    assert_eq!((theirs.status, theirs.problem()["code"].clone()), (404, nobodys.problem()["code"].clone()));
    // The same id in one's own book is another address.
    assert_eq!(other.put(&shop, &path(1), &entry("李建国")).await.status, 200);
    assert_eq!(names(&owner, &shop).await, ["王秀英*"]);
    assert_eq!(names(&other, &shop).await, ["李建国*"]);
    assert_eq!(other.delete(&shop, &path(1)).await.status, 204);
    assert_eq!(names(&owner, &shop).await, ["王秀英*"]);
}

#[tokio::test]
async fn nobody_who_is_not_signed_in_gets_to_a_book() {
    let shop = Shop::open().await;
    let nobody = Shopper { cookie: "a=b".to_owned(), ..Shopper::signed_in(&shop, "13800138000").await };
    let answers = [
        nobody.get(&shop, BOOK).await,
        nobody.put(&shop, &path(1), &entry("a")).await,
        nobody.delete(&shop, &path(1)).await,
    ];
    for answer in answers {
        assert_eq!((answer.status, answer.problem()["code"].as_str()), (401, Some("sign_in_required")));
    }
}

#[tokio::test]
async fn every_field_that_is_wrong_is_named_and_what_was_sent_is_not_repeated() {
    let shop = Shop::open().await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    for (field, value) in [
        ("name", json!("")),
        ("name", json!("   ")),
        ("name", json!("名".repeat(41))),
        ("name", json!("a\u{1b}b")),
        ("name", json!("a\u{0}b")),
        ("name", json!(7)),
        ("name", Value::Null),
        ("phone", json!("")),
        ("phone", json!("1380013800")),
        ("phone", json!("call me")),
        ("region", Value::Null),
        ("region", json!("s3cret")),
        ("region", json!("13")),
        ("region", json!("130624")),
        ("region", json!("130624999")),
        ("region", json!(["130624101"])),
        ("village", json!("村".repeat(41))),
        ("village", json!("a\u{1}b")),
        ("phone", json!("0312502123")),
        ("detail", json!("")),
        ("detail", json!("号".repeat(121))),
        ("label", json!("l".repeat(21))),
        ("label", json!("a\u{7f}")),
        ("is_default", json!("yes")),
    ] {
        let answer = shopper.put(&shop, &path(1), &with("王秀英", field, value.clone())).await;
        let problem = answer.problem();
        assert_eq!(
            (answer.status, problem["code"].as_str()),
            (400, Some("invalid_request")),
            "{field} {value}"
        );
        let fields: Vec<&Value> =
            problem["errors"].as_array().expect("errors").iter().map(|error| &error["field"]).collect();
        assert_eq!(fields, [field], "{value}: {problem}");
        assert!(!answer.text().contains("s3cret"));
    }
    let all = shopper.put(&shop, &path(1), &json!({ "name": "", "phone": "", "detail": "" })).await;
    assert_eq!(all.problem()["errors"].as_array().map(Vec::len), Some(4), "all of them at once");
    assert!(book(&shopper, &shop).await.is_empty());
}

#[tokio::test]
async fn the_longest_texts_fit_and_markup_is_text() {
    let shop = Shop::open().await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let mut longest = with(&"名".repeat(40), "village", json!("村".repeat(40)));
    longest["detail"] = json!("号".repeat(120));
    longest["label"] = json!("家".repeat(20));
    longest["phone"] = json!("(0312) 502-1234");
    longest["region"] = json!("710101");
    let kept = shopper.put(&shop, &path(1), &longest).await;
    assert_eq!(kept.status, 200, "{}", kept.text());
    assert_eq!(kept.json()["phone"], "0312-5021234");
    let markup = "<img src=x onerror=alert(1)>\"'&{{";
    assert_eq!(
        shopper.put(&shop, &path(1), &with("a", "detail", json!(markup))).await.json()["detail"],
        markup
    );
    assert_eq!(book(&shopper, &shop).await[0]["detail"], markup);
}

#[tokio::test]
async fn a_book_holds_fifty_and_says_so() {
    let shop = Shop::open().await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    for n in 0..ADDRESSES_MAX {
        assert_eq!(shopper.put(&shop, &path(n as u32), &entry("a")).await.status, 200);
    }
    let full = shopper.put(&shop, &path(99), &entry("b")).await;
    assert_eq!((full.status, full.problem()["code"].as_str()), (409, Some("not_possible_now")));
    assert_eq!(
        shopper.put(&shop, &path(0), &entry("c")).await.status,
        200,
        "one that is there can be changed"
    );
    assert_eq!(shopper.delete(&shop, &path(0)).await.status, 204);
    assert_eq!(shopper.put(&shop, &path(99), &entry("b")).await.status, 200);
    assert_eq!(book(&shopper, &shop).await.len(), ADDRESSES_MAX);
}

#[tokio::test]
async fn many_at_once_fill_the_book_to_its_limit_and_leave_one_default() {
    let shop = Shop::open().await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let (shop, shopper) = (&shop, &shopper);
    for _ in 0..ADDRESSES_MAX - 5 {
        let n = book(shopper, shop).await.len() as u32;
        shopper.put(shop, &path(n), &entry("a")).await;
    }
    let put = async |n: u32| shopper.put(shop, &path(1_000 + n), &default("b")).await.status;
    let first = async { tokio::join!(put(0), put(1), put(2), put(3)) };
    let second = async { tokio::join!(put(4), put(5), put(6), put(7)) };
    let (first, second) = tokio::join!(first, second);
    let answers = [<[u16; 4]>::from(first), second.into()].concat();
    assert_eq!(answers.iter().filter(|status| **status == 200).count(), 5, "{answers:?}");
    assert_eq!(answers.iter().filter(|status| **status == 409).count(), 3, "{answers:?}");
    let book = book(shopper, shop).await;
    assert_eq!(book.len(), ADDRESSES_MAX);
    assert_eq!(book.iter().filter(|item| item["is_default"] == true).count(), 1);
}

#[tokio::test]
async fn nothing_personal_can_be_read_in_the_database() {
    let shop = Shop::open().await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    shopper.put(&shop, &path(1), &with("王秀英", "label", json!("secret label"))).await;
    let kept = shop.state.database.read::<_, DatabaseError>(|transaction| {
        transaction.query_one("SELECT entry FROM address", &[])?.get::<Vec<u8>>(0)
    });
    let kept = kept.await.expect("it is there");
    for text in ["王秀英", "13800138000", "130624101", "龙泉关镇", "青羊口村", "村口第二家", "secret label"]
    {
        assert!(!kept.windows(text.len()).any(|bytes| bytes == text.as_bytes()), "{text}");
    }
}

#[tokio::test]
async fn while_the_database_cannot_be_used_the_answer_says_when_to_try_again() {
    let shop = Shop::open().await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    shop.state.database.close().await;
    for answer in [shopper.get(&shop, BOOK).await, shopper.put(&shop, &path(1), &entry("a")).await] {
        assert_eq!((answer.status, answer.problem()["code"].as_str()), (503, Some("unavailable")));
        assert!(answer.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0));
    }
    assert_eq!(shop.get("/api/v1/regions/13").await.status, 200, "what needs no database is answered");
}

#[tokio::test]
async fn an_export_has_the_addresses_and_a_deleted_account_has_none() {
    let shop = Shop::open().await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    shopper.put(&shop, &path(1), &entry("王秀英")).await;
    let export = shopper.get(&shop, "/api/v1/account/export").await.json();
    assert_eq!(export["addresses"], json!(book(&shopper, &shop).await));
    let phone = json!({ "phone": "13800138000" });
    assert_eq!(shopper.send(&shop, "DELETE", "/api/v1/account", Some(&phone)).await.status, 204);
    let left = shop.state.database.read::<_, DatabaseError>(|transaction| {
        transaction.query_one("SELECT COUNT(*) FROM address", &[])?.get::<i64>(0)
    });
    assert_eq!(left.await.expect("counts"), 0);
    let again = Shopper::signed_in(&shop, "13800138000").await;
    assert!(book(&again, &shop).await.is_empty());
}
