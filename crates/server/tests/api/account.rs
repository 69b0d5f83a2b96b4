use crate::shop::Shop;
use crate::shopper::{OWN, Shopper};
use fairday_server::accounts::housekeeping::sweep;
use fairday_server::accounts::sessions::{IDLE_MS_MAX, SESSIONS_MAX};
use fairday_server::database::DatabaseError;
use serde_json::json;

const ACCOUNT: &str = "/api/v1/account";
const EXPORT: &str = "/api/v1/account/export";
const SESSIONS: &str = "/api/v1/sessions";
const NUMBER: &str = "13800138000";

async fn rows(shop: &Shop, sql: &'static str) -> i64 {
    let read = shop
        .state
        .database
        .read::<_, DatabaseError>(move |transaction| transaction.query_one(sql, &[])?.get(0));
    read.await.expect("reads")
}

#[tokio::test]
async fn sessions_are_listed_this_one_first_and_ended_one_by_one_or_all() {
    let shop = Shop::open().await;
    let mut phones = Vec::new();
    for _ in 0..4 {
        phones.push(Shopper::signed_in(&shop, NUMBER).await);
        shop.clock.advance(1);
    }
    let list = phones[0].get(&shop, SESSIONS).await.json();
    let items = list["items"].as_array().expect("a list").clone();
    assert_eq!(
        items.iter().map(|one| one["is_current"] == true).collect::<Vec<_>>(),
        [true, false, false, false]
    );
    assert_eq!(items[0]["device"], "Chrome, Android");
    let newest = items[1]["id"].as_str().expect("an id");
    assert_eq!(phones[0].delete(&shop, &format!("{SESSIONS}/{newest}")).await.status, 204);
    assert_eq!(phones[3].get(&shop, ACCOUNT).await.status, 401);
    let out = phones[1].delete(&shop, &format!("{SESSIONS}/current")).await;
    assert_eq!(out.status, 204);
    assert!(
        out.header("set-cookie").starts_with("__Host-fairday=; Path=/; Max-Age=0;"),
        "{}",
        out.header("set-cookie")
    );
    assert_eq!(phones[1].get(&shop, ACCOUNT).await.status, 401);
    assert_eq!(phones[2].delete(&shop, SESSIONS).await.status, 204);
    for phone in &phones {
        assert_eq!(phone.get(&shop, ACCOUNT).await.status, 401);
    }
}

#[tokio::test]
async fn another_accounts_session_is_not_there() {
    let shop = Shop::open().await;
    let (one, two) =
        (Shopper::signed_in(&shop, NUMBER).await, Shopper::signed_in(&shop, "13900139000").await);
    let id = one.get(&shop, SESSIONS).await.json()["items"][0]["id"].as_str().expect("an id").to_owned();
    for id in [id.as_str(), "1", "%00", "x", &"0".repeat(32)] {
        let answer = two.delete(&shop, &format!("{SESSIONS}/{id}")).await;
        assert_eq!((answer.status, answer.problem()["code"].as_str()), (404, Some("not_found")), "{id}");
    }
    assert_eq!(one.get(&shop, ACCOUNT).await.status, 200);
}

#[tokio::test]
async fn an_account_is_signed_in_at_no_more_than_so_many_places() {
    let shop = Shop::open().await;
    let first = Shopper::signed_in(&shop, NUMBER).await;
    for _ in 0..SESSIONS_MAX {
        shop.clock.advance(1);
        Shopper::signed_in(&shop, NUMBER).await;
    }
    assert_eq!(rows(&shop, "SELECT COUNT(*) FROM session").await, SESSIONS_MAX);
    assert_eq!(first.get(&shop, ACCOUNT).await.status, 401, "the one used longest ago has ended");
}

#[tokio::test]
async fn without_signing_in_nothing_of_an_account_is_there() {
    let shop = Shop::open().await;
    for (method, target) in [
        ("GET", ACCOUNT),
        ("GET", EXPORT),
        ("GET", SESSIONS),
        ("DELETE", ACCOUNT),
        ("DELETE", SESSIONS),
        ("DELETE", "/api/v1/sessions/current"),
    ] {
        let answer = shop.send(method, target, &[OWN]).await;
        assert_eq!(
            (answer.status, answer.problem()["code"].as_str()),
            (401, Some("sign_in_required")),
            "{target}"
        );
    }
}

#[tokio::test]
async fn everything_that_is_known_can_be_taken_along() {
    let shop = Shop::open().await;
    let shopper = Shopper::signed_in(&shop, NUMBER).await;
    let answer = shopper.get(&shop, EXPORT).await;
    assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"));
    assert!(answer.header("content-disposition").starts_with("attachment"));
    let export = answer.json();
    assert_eq!(
        (export["phone"].as_str(), export["sessions"].as_array().map(Vec::len)),
        (Some(NUMBER), Some(1))
    );
}

#[tokio::test]
async fn a_deleted_account_leaves_nothing_that_says_whose_it_was() {
    let shop = Shop::open().await;
    let (shopper, other) =
        (Shopper::signed_in(&shop, NUMBER).await, Shopper::signed_in(&shop, "13900139000").await);
    let elsewhere = Shopper::signed_in(&shop, NUMBER).await;
    for wrong in ["13900139000", "1", ""] {
        let answer = shopper.send(&shop, "DELETE", ACCOUNT, Some(&json!({"phone": wrong}))).await;
        assert_eq!((answer.status, answer.problem()["errors"][0]["field"].as_str()), (400, Some("phone")));
    }
    let answer = shopper.send(&shop, "DELETE", ACCOUNT, Some(&json!({"phone": "+86 138 0013 8000"}))).await;
    assert_eq!(answer.status, 204, "{}", answer.text());
    assert!(answer.header("set-cookie").contains("Max-Age=0"));
    for gone in [&shopper, &elsewhere] {
        assert_eq!(gone.get(&shop, ACCOUNT).await.status, 401);
    }
    assert_eq!(other.get(&shop, ACCOUNT).await.status, 200, "nobody else's is touched");
    let left = "SELECT COUNT(*) FROM account WHERE deleted_ms IS NOT NULL AND (phone IS NOT NULL OR phone_index IS NOT NULL)";
    assert_eq!(rows(&shop, left).await, 0);
    assert_eq!(rows(&shop, "SELECT COUNT(*) FROM account WHERE deleted_ms IS NOT NULL").await, 1);
    let again = Shopper::signed_in(&shop, NUMBER).await;
    assert_ne!(again.account, shopper.account, "the same number begins anew");
}

#[tokio::test]
async fn what_has_run_out_is_taken_away() {
    let shop = Shop::open().await;
    Shopper::signed_in(&shop, NUMBER).await;
    let ask = [OWN, ("content-type", "application/json")];
    shop.send_with("POST", "/api/v1/sign-in/codes", &ask, &json!({"phone": NUMBER}).to_string()).await;
    let left = "SELECT (SELECT COUNT(*) FROM session) + (SELECT COUNT(*) FROM sign_in_code) + (SELECT COUNT(*) FROM rate_limit)";
    sweep(&shop.state.database, shop.state.now_ms()).await.expect("swept");
    assert_eq!(rows(&shop, left).await, 1 + 1 + 7, "nothing that is still needed");
    shop.clock.advance(IDLE_MS_MAX);
    sweep(&shop.state.database, shop.state.now_ms()).await.expect("swept");
    assert_eq!(rows(&shop, left).await, 0);
}

#[tokio::test]
async fn the_database_has_no_number_code_or_token_in_the_clear() {
    let shop = Shop::open().await;
    let shopper = Shopper::signed_in(&shop, NUMBER).await;
    let token = shopper.cookie.split_once('=').expect("a cookie").1.to_owned();
    let sealed =
        "SELECT phone, phone_index, token_hash FROM account JOIN session ON session.account_id = account.id";
    let read = shop.state.database.read::<_, DatabaseError>(move |transaction| {
        let row = transaction.query_one(sealed, &[])?;
        Ok([row.get::<Vec<u8>>(0)?, row.get(1)?, row.get(2)?])
    });
    for column in read.await.expect("reads") {
        assert!(!column.windows(NUMBER.len()).any(|part| part == NUMBER.as_bytes()));
        assert!(!column.windows(8).any(|part| part == &token.as_bytes()[..8]));
    }
}
