//! Who stands in is asked first, and told afterwards until it has heard.

use super::ENGINE;
use crate::shop::Shop;
use fairday_contract::OrderStatus;
use fairday_credit::assess::{Applicant, Decision};
use fairday_server::credit::CreditError;
use fairday_server::credit::guarantor::{Act, Answering, Guarantor, Message, NoAnswer};
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
    assert!(matches!(shop.credit.tell_guarantor().await, Err(CreditError::NoGuarantor)));
    assert_eq!(guarantor.acts(), []);
    guarantor.is_away.store(false, Ordering::Relaxed);
    assert_eq!(shop.credit.tell_guarantor().await.unwrap(), 2);
    assert_eq!(shop.credit.tell_guarantor().await.unwrap(), 0);
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
    assert_eq!(shop.credit.tell_guarantor().await.unwrap(), 2);
    assert_eq!(guarantor.acts(), [Act::Reserve, Act::Release]);
    shop.assert_sound().await;
}
