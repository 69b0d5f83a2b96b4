//! Who stands in is asked first, and told afterwards until it has heard.

use super::ENGINE;
use crate::shop::Shop;
use fairday_contract::OrderStatus;
use fairday_credit::assess::{Applicant, Decision};
use fairday_server::credit::CreditError;
use fairday_server::credit::guarantor::{
    Act, Answering, Guarantor, Message, NoAnswer, TRIES_BEFORE_ALARM, Told,
};
use fairday_server::lease::Holder;
use fairday_server::webhooks::deliver::BACKOFF_MS_MAX;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// Says yes to everybody, and writes down what it is told, when it can be reached.
#[derive(Default)]
struct StandIn {
    is_away: AtomicBool,
    told: Mutex<Vec<Message>>,
}

impl StandIn {
    fn acts(&self) -> Vec<Act> {
        self.told.lock().unwrap().iter().map(|message| message.act).collect()
    }
}

impl Guarantor for StandIn {
    fn assess(&self, applicant: Applicant) -> Answering<'_, Decision> {
        let is_away = self.is_away.load(Ordering::Relaxed);
        let answer = if is_away { Err(NoAnswer) } else { Ok(Decision::Approve { line: applicant.asked }) };
        Box::pin(std::future::ready(answer))
    }

    fn tell(&self, message: Message) -> Answering<'_, ()> {
        let is_away = self.is_away.load(Ordering::Relaxed);
        if !is_away {
            self.told.lock().unwrap().push(message);
        }
        Box::pin(std::future::ready(if is_away { Err(NoAnswer) } else { Ok(()) }))
    }
}

#[tokio::test]
async fn a_guarantor_that_does_not_answer_is_never_a_yes() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    shop.credit.guarantor = Arc::new(StandIn { is_away: AtomicBool::new(true), ..StandIn::default() });
    let account = shop.shopper(12).await;
    let refused = shop.credit.offer(account, Shop::wish(0)).await;
    assert!(matches!(refused, Err(CreditError::NoGuarantor)), "{refused:?}");
    assert_eq!(shop.count("SELECT COUNT(*) FROM credit_agreement").await, 0);
}

#[tokio::test]
async fn what_happened_while_it_was_away_is_told_in_order_when_it_is_back_and_once() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    let guarantor = Arc::new(StandIn::default());
    shop.credit.guarantor = Arc::clone(&guarantor) as Arc<dyn Guarantor>;
    let account = shop.shopper(0).await;
    let (_, order) = shop.signed(account, 0).await;
    guarantor.is_away.store(true, Ordering::Relaxed);
    shop.order_is(order, OrderStatus::Received).await.unwrap();
    let holder = Holder::new();
    assert_eq!(shop.credit.tell_guarantor(holder).await.unwrap(), Told { heeded: 0, failed: 1 });
    assert_eq!(guarantor.acts(), []);
    guarantor.is_away.store(false, Ordering::Relaxed);
    assert_eq!(shop.credit.tell_guarantor(holder).await.unwrap(), Told::default(), "not before its time");
    shop.credit.now_ms += 10_000;
    assert_eq!(shop.credit.tell_guarantor(holder).await.unwrap(), Told { heeded: 2, failed: 0 });
    assert_eq!(shop.credit.tell_guarantor(holder).await.unwrap(), Told::default());
    assert_eq!(guarantor.acts(), [Act::Reserve, Act::Capture]);
    let told = guarantor.told.lock().unwrap();
    assert_ne!(told[0].key, told[1].key);
}

#[tokio::test]
async fn a_hold_that_is_not_needed_is_released_at_the_guarantor_too() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    let guarantor = Arc::new(StandIn::default());
    shop.credit.guarantor = Arc::clone(&guarantor) as Arc<dyn Guarantor>;
    let account = shop.shopper(0).await;
    let (_, order) = shop.signed(account, 0).await;
    shop.order_is(order, OrderStatus::Cancelled).await.unwrap();
    assert_eq!(shop.credit.tell_guarantor(Holder::new()).await.unwrap().heeded, 2);
    assert_eq!(guarantor.acts(), [Act::Reserve, Act::Release]);
    shop.assert_sound().await;
}

#[tokio::test]
async fn while_one_process_tells_another_does_not() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    let guarantor = Arc::new(StandIn::default());
    shop.credit.guarantor = Arc::clone(&guarantor) as Arc<dyn Guarantor>;
    let account = shop.shopper(0).await;
    shop.signed(account, 0).await;
    let (first, second) = (Holder::new(), Holder::new());
    let (database, now_ms) = (&shop.credit.database, shop.credit.now_ms);
    assert_eq!(fairday_server::lease::take(database, "credit guarantor", first, now_ms, 60_000).await, Ok(true));
    assert_eq!(shop.credit.tell_guarantor(second).await.unwrap(), Told::default());
    assert_eq!(shop.credit.tell_guarantor(first).await.unwrap().heeded, 1);
}

#[tokio::test]
async fn an_agreement_whose_message_fails_holds_back_no_other() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    let guarantor = Arc::new(StandIn::default());
    shop.credit.guarantor = Arc::clone(&guarantor) as Arc<dyn Guarantor>;
    for person in 0..2 {
        let account = shop.shopper(0).await;
        shop.signed(account, person).await;
    }
    shop.tamper("UPDATE credit_guarantee SET next_ms = next_ms + 3600000, tries = 7 WHERE agreement = 1").await;
    assert_eq!(shop.credit.tell_guarantor(Holder::new()).await.unwrap().heeded, 1);
    shop.credit.now_ms += 3_600_000;
    assert_eq!(shop.credit.tell_guarantor(Holder::new()).await.unwrap().heeded, 1);
}

#[tokio::test]
async fn a_guarantor_that_heeds_nothing_is_an_alarm_until_it_does() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    let guarantor = Arc::new(StandIn::default());
    shop.credit.guarantor = Arc::clone(&guarantor) as Arc<dyn Guarantor>;
    let account = shop.shopper(0).await;
    shop.signed(account, 0).await;
    guarantor.is_away.store(true, Ordering::Relaxed);
    let open = "SELECT COUNT(*) FROM alarm WHERE kind = 'guarantor_silent' AND done_ms IS NULL";
    let holder = Holder::new();
    for tries in 1..=TRIES_BEFORE_ALARM {
        assert_eq!(shop.count(open).await, 0, "{tries}");
        assert_eq!(shop.credit.tell_guarantor(holder).await.unwrap().failed, 1, "{tries}");
        shop.credit.now_ms += BACKOFF_MS_MAX * 5 / 4;
    }
    assert_eq!(shop.count(open).await, 1);
    guarantor.is_away.store(false, Ordering::Relaxed);
    assert_eq!(shop.credit.tell_guarantor(holder).await.unwrap().heeded, 1);
    assert_eq!(shop.count(open).await, 0, "nothing is left to do");
}

#[tokio::test]
async fn an_amount_that_the_guarantor_was_not_told_is_an_alarm() {
    let Some(shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    let (_, order) = shop.signed(account, 0).await;
    shop.tamper(
        "INSERT INTO credit_guarantee (agreement, act, place, key, amount, at_ms, next_ms) \
         SELECT agreement, 'release', 2, 'x', 1, at_ms, next_ms FROM credit_guarantee",
    )
    .await;
    shop.order_is(order, OrderStatus::Cancelled).await.unwrap();
    let open = "SELECT COUNT(*) FROM alarm WHERE kind = 'guarantor_told_otherwise' AND done_ms IS NULL";
    assert_eq!(shop.count(open).await, 1);
}
