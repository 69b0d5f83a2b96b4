//! How many text messages the shop sends in all.

use crate::orders::shopping::number;
use crate::shop::{Answer, Opening, Shop};
use crate::shopper::OWN;
use fairday_server::sms::{Budget, Message, Sending, Sms, SmsError, SmsGateway};
use serde_json::json;

const HOUR_MS: i64 = 60 * 60 * 1000;
/// Two codes to sign in an hour, four a day.
const FEW: Budget = Budget { hour_max: 4, day_max: 8 };
const ALARMS: &str = "SELECT COUNT(*) FROM alarm WHERE kind = 'sms_budget_spent'";

async fn opened(beside: Option<&Shop>) -> Shop {
    let beside = beside.map(Shop::beside);
    Shop::open_with(Opening { sms_budget: FEW, beside, ..Opening::default() }).await
}

/// Asks for a code to the number with these last digits.
async fn ask(shop: &Shop, digits: u32) -> Answer {
    let body = json!({"phone": format!("138001380{digits:02}")}).to_string();
    let headers = [OWN, ("content-type", "application/json")];
    shop.send_with("POST", "/api/v1/sign-in/codes", &headers, &body).await
}

fn refused(answer: &Answer) -> u64 {
    assert_eq!((answer.status, answer.problem()["code"].as_str()), (503, Some("unavailable")));
    assert!(answer.problem()["detail"].as_str().is_some_and(|detail| detail.contains("text messages")));
    answer.header("retry-after").parse().expect("seconds")
}

#[tokio::test]
async fn many_numbers_get_no_more_codes_than_the_shop_pays_for() {
    let shop = opened(None).await;
    for digits in 0..2 {
        assert_eq!(ask(&shop, digits).await.status, 202);
    }
    for digits in 2..10 {
        assert_eq!(refused(&ask(&shop, digits).await), 3_600);
    }
    for digits in 0..2 {
        assert_eq!(ask(&shop, digits).await.status, 429, "whoever had one has to wait for another reason");
    }
    let other = opened(Some(&shop)).await;
    refused(&ask(&other, 10).await);
    assert_eq!(number(&shop, ALARMS).await, 1, "one for the window");
    assert_eq!(number(&shop, "SELECT COUNT(*) FROM sign_in_code").await, 2);
}

#[tokio::test]
async fn the_next_hour_has_messages_again_and_the_day_an_end() {
    let shop = opened(None).await;
    for hour in 0..2 {
        for digits in 0..2 {
            assert_eq!(ask(&shop, 10 * hour + digits).await.status, 202);
        }
        refused(&ask(&shop, 10 * hour + 2).await);
        refused(&ask(&shop, 10 * hour + 3).await);
        shop.clock.advance(HOUR_MS);
    }
    let wait = refused(&ask(&shop, 50).await);
    assert_eq!(wait, 22 * 3_600, "until the day ends");
    assert_eq!(number(&shop, ALARMS).await, 2, "of the hour, and of the day");
    assert_eq!(number(&shop, "SELECT times FROM alarm WHERE subject = 'codes to sign in, an hour'").await, 2);
    shop.clock.advance(22 * HOUR_MS);
    assert_eq!(ask(&shop, 50).await.status, 202);
}

/// Never sends.
struct Broken;

impl SmsGateway for Broken {
    fn send(&self, _: Message) -> Sending<'_> {
        Box::pin(std::future::ready(Err(SmsError("status 500".to_owned()))))
    }
}

#[tokio::test]
async fn a_gateway_that_takes_no_messages_is_an_alarm() {
    let shop = Shop::open().await;
    let sms = Sms::by(Broken);
    let phone = fairday_server::accounts::Phone::parse("13800138000").expect("a number");
    sms.place().expect("a place").put(Message { phone, code: "012345".to_owned() });
    let open = "SELECT COUNT(*) FROM alarm WHERE kind = 'sms_not_sent'";
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while number(&shop, open).await == 0 {
        assert!(std::time::Instant::now() < deadline, "it fails at once");
        sms.report_failures(&shop.state.database, shop.state.now_ms()).await;
        tokio::task::yield_now().await;
    }
    sms.report_failures(&shop.state.database, shop.state.now_ms()).await;
    assert_eq!(number(&shop, "SELECT times FROM alarm").await, 1, "nothing has failed since");
}
