use crate::shop::{Answer, Opening, Shop};
use crate::shopper::{OWN, Shopper};
use fairday_server::accounts::codes::{RESEND_MS, SENT_TO_NUMBER, TRIED_FOR_NUMBER, TRIES_MAX, VALID_MS};
use fairday_server::database::DatabaseError;
use serde_json::{Value, json};

const CODES: &str = "/api/v1/sign-in/codes";
const SESSIONS: &str = "/api/v1/sessions";
const ACCOUNT: &str = "/api/v1/account";
const NUMBER: &str = "13800138000";
const HOUR_MS: i64 = 60 * 60 * 1000;

async fn demo() -> Shop {
    Shop::open_with(Opening { is_demo: true, ..Opening::default() }).await
}

async fn post(shop: &Shop, target: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
    let headers = [&[OWN, ("content-type", "application/json")], headers].concat();
    shop.send_with("POST", target, &headers, &body.to_string()).await
}

async fn ask(shop: &Shop, phone: &str) -> Answer {
    post(shop, CODES, &[], &json!({"phone": phone})).await
}

/// The code that a demo shows.
async fn code(shop: &Shop, phone: &str) -> String {
    let answer = ask(shop, phone).await;
    assert_eq!(answer.status, 202, "{}", answer.text());
    answer.json()["demo_code"].as_str().expect("a demo shows it").to_owned()
}

async fn sign_in(shop: &Shop, phone: &str, code: &str) -> Answer {
    post(shop, SESSIONS, &[], &json!({"phone": phone, "code": code})).await
}

/// A code that is not this one.
fn other(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().expect("digits") + 1) % 1_000_000)
}

fn cookie(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().expect("a cookie").to_owned()
}

fn refused(answer: &Answer) -> (u16, String) {
    (answer.status, answer.problem()["code"].as_str().expect("a code").to_owned())
}

async fn rows(shop: &Shop, sql: &'static str) -> i64 {
    let read = shop
        .state
        .database
        .read::<_, DatabaseError>(move |transaction| transaction.query_one(sql, &[])?.get(0));
    read.await.expect("reads")
}

#[tokio::test]
async fn a_number_and_its_code_sign_in_and_the_cookie_holds() {
    let shop = demo().await;
    let code = code(&shop, "138 0013 8000").await;
    // As a Chinese keyboard writes it, and as it is copied out of a message.
    let wide = code.bytes().filter_map(|digit| char::from_u32(u32::from(digit) + 0xfee0));
    let copied = format!("验证码：{}\u{200b}。", wide.collect::<String>());
    let answer = sign_in(&shop, "+8613800138000", &copied).await;
    assert_eq!((answer.status, answer.json()["phone"].as_str()), (201, Some("138****8000")));
    let signed_in = shop.send("GET", ACCOUNT, &[("cookie", &cookie(&answer))]).await;
    assert_eq!(signed_in.json(), answer.json());
    assert_eq!(
        refused(&sign_in(&shop, NUMBER, &code).await),
        (400, "code_expired".to_owned()),
        "a code holds once"
    );
}

#[tokio::test]
async fn only_a_demo_shows_codes() {
    let shop = Shop::open().await;
    let answer = ask(&shop, NUMBER).await;
    assert_eq!((answer.status, answer.json().get("demo_code")), (202, None), "{}", answer.text());
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_of_scripts_other_sites_and_plain_http() {
    let public = |url: &str| Opening { public_url: Some(url.to_owned()), ..Opening::default() };
    let demo = Opening { is_demo: true, ..Opening::default() };
    for (opening, host, name, secure) in [
        (Opening::default(), "shop.test", "__Host-fairday", true),
        (public("https://shop.example"), "127.0.0.1:80", "__Host-fairday", true),
        (public("http://shop.example"), "shop.example", "fairday", false),
        (Opening::default(), "localhost:8080", "fairday", false),
        (Opening::default(), "[::1]:8080", "fairday", false),
        (demo, "192.168.1.5:8080", "fairday", false),
    ] {
        let shop = Shop::open_with(opening).await;
        let answer = ask_and_sign_in(&shop, host).await;
        let cookie = answer.header("set-cookie");
        let expected = format!(
            "Path=/; Max-Age=31536000; HttpOnly{}; SameSite=Lax",
            if secure { "; Secure" } else { "" }
        );
        assert!(cookie.starts_with(&format!("{name}=")), "{host}: {cookie}");
        assert!(cookie.ends_with(&expected) && !cookie.contains("Domain"), "{host}: {cookie}");
        assert_eq!(cookie.split([';', '=']).nth(1).map(str::len), Some(43), "256 bits: {cookie}");
    }
}

/// Signs in with the code that the shop of the tests has sent.
async fn ask_and_sign_in(shop: &Shop, host: &str) -> Answer {
    let host = ("host", host);
    assert_eq!(post(shop, CODES, &[host], &json!({"phone": NUMBER})).await.status, 202);
    let code = shop.sent.next_code().await;
    post(shop, SESSIONS, &[host], &json!({"phone": NUMBER, "code": code})).await
}

#[tokio::test]
async fn each_sign_in_has_a_token_of_its_own_and_ends_the_one_this_browser_had() {
    let shop = demo().await;
    let first = cookie(&sign_in(&shop, NUMBER, &code(&shop, NUMBER).await).await);
    shop.clock.advance(RESEND_MS);
    let body = json!({"phone": NUMBER, "code": code(&shop, NUMBER).await});
    let second = cookie(&post(&shop, SESSIONS, &[("cookie", &first)], &body).await);
    assert_ne!(first, second);
    assert_eq!(shop.send("GET", ACCOUNT, &[("cookie", &first)]).await.status, 401);
    assert_eq!(shop.send("GET", ACCOUNT, &[("cookie", &second)]).await.status, 200);
}

#[tokio::test]
async fn a_code_can_be_tried_five_times_over_a_restart_too() {
    let shop = demo().await;
    let code = code(&shop, NUMBER).await;
    for left in (1..TRIES_MAX).rev() {
        let restarted = shop.another_server().await;
        let answer = sign_in(&restarted, NUMBER, &other(&code)).await;
        assert_eq!(refused(&answer), (400, "wrong_code".to_owned()));
        assert!(answer.text().contains(&format!("{left} times")), "{}", answer.text());
    }
    assert_eq!(refused(&sign_in(&shop, NUMBER, &other(&code)).await), (400, "code_expired".to_owned()));
    assert_eq!(
        refused(&sign_in(&shop, NUMBER, &code).await),
        (400, "code_expired".to_owned()),
        "not even the right one"
    );
}

#[tokio::test]
async fn guessing_many_at_once_gains_no_try() {
    let shop = demo().await;
    let code = code(&shop, NUMBER).await;
    let wrong = other(&code);
    let guesses = (0..12).map(|_| sign_in(&shop, NUMBER, &wrong));
    let mut answers = Vec::new();
    for guess in futures(guesses).await {
        answers.push(refused(&guess).1);
    }
    let count = |code: &str| answers.iter().filter(|answer| *answer == code).count();
    assert_eq!((count("wrong_code"), count("code_expired")), (4, 8), "{answers:?}");
}

/// All at the same time.
async fn futures<F: Future<Output = Answer>>(all: impl Iterator<Item = F>) -> Vec<Answer> {
    let mut all: Vec<_> = all.map(|one| (Box::pin(one), None)).collect();
    std::future::poll_fn(move |context| {
        let mut is_done = true;
        for (future, answer) in &mut all {
            if answer.is_none() {
                match future.as_mut().poll(context) {
                    std::task::Poll::Ready(ready) => *answer = Some(ready),
                    std::task::Poll::Pending => is_done = false,
                }
            }
        }
        if !is_done {
            return std::task::Poll::Pending;
        }
        std::task::Poll::Ready(all.iter_mut().filter_map(|(_, answer)| answer.take()).collect())
    })
    .await
}

#[tokio::test]
async fn over_days_of_guessing_a_number_is_tried_no_more_than_its_limit() {
    let shop = demo().await;
    let mut tried = 0;
    for _ in 0..30 {
        let asked = ask(&shop, NUMBER).await;
        if asked.status == 202 {
            let wrong = other(asked.json()["demo_code"].as_str().expect("a code"));
            while refused(&sign_in(&shop, NUMBER, &wrong).await).0 == 400 {
                tried += 1;
            }
        }
        shop.clock.advance(30 * 60 * 1000); // 15 hours in all
    }
    assert_eq!(tried, TRIED_FOR_NUMBER[0].most);
    let answer = sign_in(&shop, NUMBER, "000000").await;
    assert_eq!(refused(&answer), (429, "too_many_requests".to_owned()));
    assert!(answer.problem()["retry_ms"].as_i64().is_some_and(|ms| ms > 0), "{}", answer.text());
}

#[tokio::test]
async fn a_code_is_valid_for_five_minutes_and_the_next_one_takes_its_place() {
    let shop = demo().await;
    let old = code(&shop, NUMBER).await;
    shop.clock.advance(VALID_MS);
    assert_eq!(refused(&sign_in(&shop, NUMBER, &old).await), (400, "code_expired".to_owned()));
    let first = code(&shop, NUMBER).await;
    shop.clock.advance(RESEND_MS);
    let second = code(&shop, NUMBER).await;
    if first != second {
        assert_eq!(refused(&sign_in(&shop, NUMBER, &first).await), (400, "wrong_code".to_owned()));
    }
    shop.clock.advance(VALID_MS - 1);
    assert_eq!(sign_in(&shop, NUMBER, &second).await.status, 201);
}

#[tokio::test]
async fn limits_of_a_number_hold_at_all_servers_and_over_a_restart() {
    let shop = demo().await;
    let another =
        Shop::open_with(Opening { is_demo: true, beside: Some(shop.beside()), ..Opening::default() }).await;
    assert_eq!(ask(&shop, NUMBER).await.status, 202);
    let again = ask(&another, NUMBER).await;
    assert_eq!(refused(&again), (429, "too_many_requests".to_owned()));
    assert_eq!(again.problem()["retry_ms"], RESEND_MS);
    assert_eq!(again.header("retry-after"), "60");
    let [_, hour, _] = SENT_TO_NUMBER;
    for sent in 1..hour.most {
        shop.clock.advance(RESEND_MS);
        let server = if sent % 2 == 0 { &shop } else { &another };
        assert_eq!(ask(server, NUMBER).await.status, 202);
    }
    shop.clock.advance(RESEND_MS);
    for server in [&shop, &another, &shop.another_server().await] {
        assert_eq!(ask(server, NUMBER).await.status, 429);
    }
    assert_eq!(ask(&shop, "13900139000").await.status, 202, "another number is not held up");
    shop.clock.advance(HOUR_MS);
    assert_eq!(ask(&shop, NUMBER).await.status, 202);
}

#[tokio::test]
async fn an_address_that_asks_for_many_numbers_is_held_up() {
    let shop = demo().await;
    let mut sent = 0;
    for number in 0..100 {
        sent += i32::from(ask(&shop, &format!("138001{number:05}")).await.status == 202);
    }
    assert_eq!(sent, 60);
}

#[tokio::test]
async fn whether_a_number_has_an_account_shows_nowhere() {
    let shop = demo().await;
    Shopper::signed_in(&shop, NUMBER).await;
    let (known, unknown) = (ask(&shop, NUMBER).await, ask(&shop, "13900139000").await);
    let without_code = |answer: &Answer| {
        let mut json = answer.json();
        json["demo_code"] = Value::Null;
        (answer.status, json)
    };
    assert_eq!(without_code(&known), without_code(&unknown));
    // Nothing is different that could take longer: each has made the same rows, and none has looked for an account.
    assert_eq!(rows(&shop, "SELECT COUNT(*) FROM sign_in_code").await, 2);
    assert_eq!(rows(&shop, "SELECT COUNT(*) FROM rate_limit").await, 3 + 3 + 2 + 2);
    assert_eq!(rows(&shop, "SELECT COUNT(*) FROM account").await, 1, "asking for a code makes none");
    let wrong = |answer: &Answer| other(answer.json()["demo_code"].as_str().expect("a code"));
    let tried =
        (sign_in(&shop, NUMBER, &wrong(&known)).await, sign_in(&shop, "13900139000", &wrong(&unknown)).await);
    assert_eq!(refused(&tried.0), refused(&tried.1));
    assert_eq!(tried.0.problem()["detail"], tried.1.problem()["detail"]);
}

#[tokio::test]
async fn an_attempt_whose_answer_was_lost_signs_in_when_it_is_sent_again_and_nobody_elses_does() {
    let shop = demo().await;
    let code = code(&shop, NUMBER).await;
    let attempt = |own: &str| json!({"phone": NUMBER, "code": code, "attempt": own});
    let (own, other) = ("0123456789abcdef".repeat(2), "fedcba9876543210".repeat(2));
    let lost = post(&shop, SESSIONS, &[], &attempt(&own)).await;
    assert_eq!(lost.status, 201);
    assert_eq!(
        refused(&post(&shop, SESSIONS, &[], &attempt(&other)).await),
        (400, "code_expired".to_owned())
    );
    let again = post(&shop, SESSIONS, &[], &attempt(&own)).await;
    assert_eq!(again.status, 201);
    assert_eq!(rows(&shop, "SELECT COUNT(*) FROM session").await, 1, "the lost session is gone");
    assert_eq!(shop.send("GET", ACCOUNT, &[("cookie", &cookie(&lost))]).await.status, 401);
    assert_eq!(shop.send("GET", ACCOUNT, &[("cookie", &cookie(&again))]).await.status, 200);
    shop.clock.advance(VALID_MS);
    assert_eq!(refused(&post(&shop, SESSIONS, &[], &attempt(&own)).await), (400, "code_expired".to_owned()));
}

#[tokio::test]
async fn bad_numbers_codes_and_bodies_are_refused_with_the_field() {
    let shop = demo().await;
    for (target, body, field) in [
        (CODES, json!({"phone": "12345"}), "phone"),
        (CODES, json!({"phone": "010-65529988"}), "phone"),
        (CODES, json!({}), "phone"),
        (CODES, json!({"phone": 13_800_138_000_i64}), "phone"),
        (SESSIONS, json!({"phone": NUMBER, "code": "12345"}), "code"),
        (SESSIONS, json!({"phone": NUMBER, "code": "12345a"}), "code"),
        (SESSIONS, json!({"phone": NUMBER, "code": "１２３４５"}), "code"),
        (SESSIONS, json!({"phone": NUMBER, "code": "123456", "attempt": "short"}), "attempt"),
    ] {
        let answer = post(&shop, target, &[], &body).await;
        assert_eq!(refused(&answer), (400, "invalid_request".to_owned()), "{body}");
        assert_eq!(answer.problem()["errors"][0]["field"], field, "{body}");
    }
    let form = shop.send_with("POST", CODES, &[OWN, ("content-type", "text/plain")], "{}").await;
    assert_eq!(form.status, 415);
    let none = shop.send_with("POST", CODES, &[OWN], "{}").await;
    assert_eq!(none.status, 415);
}

fn attempt(code: &str) -> Value {
    json!({"phone": NUMBER, "code": code, "attempt": "0123456789abcdef".repeat(2)})
}

/// A shopper who has signed in by this attempt, and its cookie.
async fn by_attempt(shop: &Shop) -> (Value, String) {
    let attempt = attempt(&code(shop, NUMBER).await);
    let answer = post(shop, SESSIONS, &[], &attempt).await;
    assert_eq!(answer.status, 201);
    (attempt, cookie(&answer))
}

async fn delete(shop: &Shop, target: &str, cookie: &str) {
    assert_eq!(shop.send("DELETE", target, &[OWN, ("cookie", cookie)]).await.status, 204);
}

#[tokio::test]
async fn after_signing_out_everywhere_no_code_and_no_attempt_signs_in() {
    let shop = demo().await;
    let (attempt, cookie) = by_attempt(&shop).await;
    delete(&shop, SESSIONS, &cookie).await;
    for _ in 0..2 {
        let again = post(&shop, SESSIONS, &[], &attempt).await;
        assert_eq!(refused(&again), (400, "code_expired".to_owned()));
    }
    shop.clock.advance(RESEND_MS);
    let (_, cookie) = by_attempt(&shop).await;
    shop.clock.advance(RESEND_MS);
    let unused = code(&shop, NUMBER).await;
    delete(&shop, SESSIONS, &cookie).await;
    assert_eq!(refused(&sign_in(&shop, NUMBER, &unused).await), (400, "code_expired".to_owned()));
    assert_eq!(rows(&shop, "SELECT COUNT(*) FROM session").await, 0);
    shop.clock.advance(RESEND_MS);
    assert_eq!(sign_in(&shop, NUMBER, &code(&shop, NUMBER).await).await.status, 201, "a new code does");
}

#[tokio::test]
async fn who_signs_out_here_is_not_signed_in_by_the_attempt_again() {
    let shop = demo().await;
    for target in ["/api/v1/sessions/current", SESSIONS] {
        let (attempt, cookie) = by_attempt(&shop).await;
        delete(&shop, target, &cookie).await;
        let again = post(&shop, SESSIONS, &[], &attempt).await;
        assert_eq!(refused(&again), (400, "code_expired".to_owned()), "{target}");
        shop.clock.advance(RESEND_MS);
    }
    // Another session of the account that ends leaves the attempt as it is.
    let elsewhere = Shopper::signed_in(&shop, NUMBER).await;
    let (attempt, _) = by_attempt(&shop).await;
    let token = elsewhere.cookie.replace("__Host-fairday", "fairday");
    delete(&shop, "/api/v1/sessions/current", &token).await;
    assert_eq!(post(&shop, SESSIONS, &[], &attempt).await.status, 201);
}

#[tokio::test]
async fn a_browser_that_signs_in_as_another_ends_its_old_attempt() {
    let shop = demo().await;
    let (attempt, cookie) = by_attempt(&shop).await;
    let other = code(&shop, "13900139000").await;
    let body = json!({"phone": "13900139000", "code": other});
    assert_eq!(post(&shop, SESSIONS, &[("cookie", &cookie)], &body).await.status, 201);
    assert_eq!(refused(&post(&shop, SESSIONS, &[], &attempt).await), (400, "code_expired".to_owned()));
}

#[tokio::test]
async fn a_deleted_account_is_not_made_again_by_its_attempt() {
    let shop = demo().await;
    let (attempt, cookie) = by_attempt(&shop).await;
    let headers = [OWN, ("cookie", cookie.as_str()), ("content-type", "application/json")];
    let body = json!({"phone": NUMBER}).to_string();
    assert_eq!(shop.send_with("DELETE", ACCOUNT, &headers, &body).await.status, 204);
    assert_eq!(refused(&post(&shop, SESSIONS, &[], &attempt).await), (400, "code_expired".to_owned()));
    assert_eq!(rows(&shop, "SELECT COUNT(*) FROM account WHERE deleted_ms IS NULL").await, 0);
}

#[tokio::test]
async fn signing_out_everywhere_while_the_attempt_comes_ends_all() {
    let shop = demo().await;
    let other = shop.another_server().await;
    for _ in 0..5 {
        let (attempt, cookie) = by_attempt(&shop).await;
        let headers = [OWN, ("cookie", cookie.as_str())];
        let (ended, again) =
            tokio::join!(shop.send("DELETE", SESSIONS, &headers), post(&other, SESSIONS, &[], &attempt));
        // Whichever was first: who came again first has ended the session that was to end all.
        if ended.status == 204 {
            assert_eq!(refused(&post(&shop, SESSIONS, &[], &attempt).await).0, 400);
            assert_eq!(rows(&shop, "SELECT COUNT(*) FROM session").await, 0, "{}", again.status);
        }
        shop.clock.advance(2 * HOUR_MS);
    }
}
