use crate::shop::Shop;
use crate::shopper::Shopper;
use fairday_server::accounts::sessions::{AGE_MS_MAX, IDLE_MS_MAX, SEEN_MS};

const ACCOUNT: &str = "/api/v1/account";

#[tokio::test]
async fn who_is_signed_in_is_shown_with_the_middle_of_the_number_hidden() {
    let shop = Shop::open().await;
    let shopper = Shopper::signed_in(&shop, "138 0013 8000").await;
    let answer = shopper.get(&shop, ACCOUNT).await;
    assert_eq!((answer.status, answer.header("cache-control")), (200, "no-store"));
    assert_eq!(answer.json()["phone"], "138****8000");
}

#[tokio::test]
async fn nobody_is_signed_in_without_the_cookie_or_with_another() {
    let shop = Shop::open().await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let other_name = shopper.cookie.replace("__Host-fairday", "fairday");
    let cut = &shopper.cookie[..shopper.cookie.len() - 1];
    let changed = format!("{cut}{}", if shopper.cookie.ends_with('A') { 'E' } else { 'A' });
    for cookie in ["", "a=b", "__Host-fairday=", "__Host-fairday=x", &other_name, cut, &changed] {
        let answer = shop.send("GET", ACCOUNT, &[("cookie", cookie)]).await;
        assert_eq!(
            (answer.status, answer.problem()["code"].as_str()),
            (401, Some("sign_in_required")),
            "{cookie}"
        );
    }
    let among_others = format!("a=b; {}; c=d", shopper.cookie);
    assert_eq!(shop.send("GET", ACCOUNT, &[("cookie", &among_others)]).await.status, 200);
}

#[tokio::test]
async fn a_session_ends_when_it_is_not_used_and_use_puts_that_off() {
    let shop = Shop::open().await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    for _ in 0..3 {
        shop.clock.advance(IDLE_MS_MAX - 1);
        assert_eq!(shopper.get(&shop, ACCOUNT).await.status, 200);
    }
    shop.clock.advance(IDLE_MS_MAX);
    assert_eq!(shopper.get(&shop, ACCOUNT).await.status, 401);
}

#[tokio::test]
async fn a_session_ends_after_a_year_however_much_it_is_used() {
    let shop = Shop::open().await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let step = IDLE_MS_MAX / 2;
    for _ in 0..AGE_MS_MAX / step {
        shop.clock.advance(step);
        assert_eq!(shopper.get(&shop, ACCOUNT).await.status, 200);
    }
    shop.clock.advance(step);
    assert_eq!(shopper.get(&shop, ACCOUNT).await.status, 401);
}

#[tokio::test]
async fn use_is_written_down_once_an_hour() {
    let shop = Shop::open().await;
    let shopper = Shopper::signed_in(&shop, "13800138000").await;
    let begin = shop.state.now_ms();
    let seen = async || {
        let read = shop.state.database.read::<_, fairday_server::database::DatabaseError>(|transaction| {
            transaction.query_one("SELECT seen_ms FROM session", &[])?.get::<i64>(0)
        });
        read.await.expect("reads")
    };
    shop.clock.advance(SEEN_MS - 1);
    shopper.get(&shop, ACCOUNT).await;
    assert_eq!(seen().await, begin);
    shop.clock.advance(1);
    shopper.get(&shop, ACCOUNT).await;
    assert_eq!(seen().await, begin + SEEN_MS);
}

#[tokio::test]
async fn who_signed_in_at_one_server_is_signed_in_at_another_of_the_same_shop() {
    let one = Shop::open().await;
    let two = one.another_server().await;
    let shopper = Shopper::signed_in(&one, "13800138000").await;
    assert_eq!(shopper.get(&two, ACCOUNT).await.json()["phone"], "138****8000");
}
