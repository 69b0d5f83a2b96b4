//! What is signed, and what is refused.

use super::ENGINE;
use crate::shop::{BUDGET, LENT, PRICE, Shop, amount, new_id, place_order, request};
use fairday_contract::OrderStatus;
use fairday_credit::agreement::{Refused, State};
use fairday_credit::assess::Reason;
use fairday_server::accounts::rate_limit::Limited;
use fairday_server::accounts::sessions;
use fairday_server::credit::running::{ShopAct, ShopperAct};
use fairday_server::credit::sign::Signing;
use fairday_server::credit::{Choice, CreditError};
use fairday_server::database::{DatabaseError, Transaction};
use fairday_server::shop_config::CreditConfig;
use fairday_server::sms::Budget;
use fairday_server::sms::budget::Purpose;
use std::sync::Arc;

const ORDERS: &str = "SELECT COUNT(*) FROM orders";
const HOLDS: &str = "SELECT COUNT(*) FROM credit_entry WHERE kind = 'reserved'";
const SIGNED: &str = "SELECT COUNT(*) FROM credit_agreement WHERE signed_ms IS NOT NULL";

/// How many orders, signatures and holds there are.
async fn traces(shop: &Shop) -> (i64, i64, i64) {
    (shop.count(ORDERS).await, shop.count(SIGNED).await, shop.count(HOLDS).await)
}

#[tokio::test]
async fn the_same_signing_sent_again_replays() {
    let Some(shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    let (id, offered) = shop.offer(account, 0).await;
    let signing = shop.signing(account, &id, &offered).await;
    let first = shop.sign(signing.clone()).await.unwrap();
    let again = shop.sign(signing.clone()).await.unwrap();
    assert_eq!((again.order_number, again.state, again.is_replay), (first.order_number, State::Reserved, true));
    let other = shop.sign(Signing { code: "000000".to_owned(), ..signing }).await;
    assert!(other.is_err(), "it was signed with another code");
    assert_eq!(traces(&shop).await, (1, 1, 1));
}

#[tokio::test]
async fn several_copies_of_a_signing_at_once_make_one_order_and_one_hold() {
    let Some(shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    let (id, offered) = shop.offer(account, 0).await;
    let signing = shop.signing(account, &id, &offered).await;
    // As many as the code can be tried: each of them may come before the first has signed.
    let copies: Vec<_> = (0..4)
        .map(|_| {
            let (shop, signing) = (shop.clone(), signing.clone());
            tokio::spawn(async move { shop.sign(signing).await })
        })
        .collect();
    let mut firsts = 0;
    for copy in copies {
        firsts += u32::from(!copy.await.unwrap().unwrap().is_replay);
    }
    assert_eq!((firsts, traces(&shop).await), (1, (1, 1, 1)));
    shop.assert_sound().await;
}

#[tokio::test]
async fn terms_that_changed_between_reading_and_signing_are_refused_with_the_differences() {
    let Some(shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    let (id, offered) = shop.offer(account, 0).await;
    let mut signing = shop.signing(account, &id, &offered).await;

    signing.handset.price = PRICE + 1_200;
    let refused = shop.sign(signing.clone()).await;
    let Err(CreditError::TermsChanged(differences)) = refused else { panic!("{refused:?}") };
    let price = differences.iter().find(|one| one.key == "price").unwrap();
    assert_eq!((price.was.as_deref(), price.now.as_deref()), (Some("99900"), Some("101100")));
    assert!(differences.iter().any(|one| one.key == "month 1"), "each month that differs is named");

    let mut dearer = shop.clone();
    let mut config = CreditConfig::clone(&shop.credit.config);
    config.fees.monthly_bp = 10;
    dearer.credit.config = Arc::new(config);
    signing.handset = Shop::handset();
    let refused = dearer.sign(signing.clone()).await;
    let Err(CreditError::TermsChanged(differences)) = refused else { panic!("{refused:?}") };
    assert!(differences.iter().any(|one| one.key == "rate-bp"));

    assert_eq!(traces(&shop).await, (0, 0, 0));
    shop.sign(signing).await.expect("on the old terms, which hold again, the same code still signs");
}

#[tokio::test]
async fn what_was_read_has_to_be_what_was_offered() {
    let Some(shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    let (id, offered) = shop.offer(account, 0).await;
    let mut signing = shop.signing(account, &id, &offered).await;
    signing.digest[0] ^= 1;
    let refused = shop.sign(signing).await;
    assert!(matches!(refused, Err(CreditError::WrongCode { .. } | CreditError::OtherTerms)), "{refused:?}");
    assert_eq!(traces(&shop).await, (0, 0, 0));
}

#[tokio::test]
async fn a_code_for_other_terms_is_refused() {
    let Some(shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    let (cheap, cheap_terms) = shop.offer(account, 0).await;
    let mut wish = Shop::wish(0);
    wish.choice = Choice { plan: None, keep_number: false, months: 6, deposit: 0 };
    let dear = wish.id.clone();
    let dear_terms = shop.credit.offer(account, wish).await.unwrap();
    let code = shop.code(account, &cheap).await;
    let signing = Signing {
        account,
        id: dear.clone(),
        digest: dear_terms.digest,
        code: code.clone(),
        session: "session-1".to_owned(),
        handset: Shop::handset(),
    };
    let refused = shop.sign(signing.clone()).await;
    assert!(matches!(refused, Err(CreditError::NoCode)), "no code was sent for these: {refused:?}");

    let mut later = shop.clone();
    later.credit.now_ms += 2 * 60 * 1000; // a minute has to be between two codes
    let own = later.code(account, &dear).await;
    if own != code {
        let refused = later.sign(signing).await;
        assert!(matches!(refused, Err(CreditError::WrongCode { tries_left: 4 })), "{refused:?}");
    }
    assert_eq!(traces(&shop).await, (0, 0, 0));
    let signing = Signing {
        account,
        id: cheap,
        digest: cheap_terms.digest,
        code,
        session: "session-1".to_owned(),
        handset: Shop::handset(),
    };
    later.sign(signing).await.expect("it signs what it was sent for");
}

#[tokio::test]
async fn a_code_can_be_tried_five_times_and_signs_for_five_minutes() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    let (id, offered) = shop.offer(account, 0).await;
    let right = shop.signing(account, &id, &offered).await;
    let number: u32 = right.code.parse().unwrap();
    let wrong = Signing { code: format!("{:06}", (number + 1) % 1_000_000), ..right.clone() };
    for left in [4, 3, 2, 1] {
        let refused = shop.sign(wrong.clone()).await;
        assert!(matches!(refused, Err(CreditError::WrongCode { tries_left }) if tries_left == left), "{refused:?}");
    }
    assert!(matches!(shop.sign(wrong).await, Err(CreditError::NoCode)));
    assert!(matches!(shop.sign(right).await, Err(CreditError::NoCode)), "not even the right one");

    shop.credit.now_ms += 2 * 60 * 1000;
    let late = shop.signing(account, &id, &offered).await;
    shop.credit.now_ms += 5 * 60 * 1000;
    assert!(matches!(shop.sign(late).await, Err(CreditError::NoCode)));
    assert_eq!(traces(&shop).await, (0, 0, 0));
}

#[tokio::test]
async fn an_agreement_of_another_account_is_not_found_whatever_is_done_with_it() {
    let Some(shop) = Shop::open(ENGINE).await else { return };
    let (owner, stranger) = (shop.shopper(12).await, shop.shopper(12).await);
    let (id, offered) = shop.offer(owner, 0).await;
    let signing = shop.signing(owner, &id, &offered).await;
    let foreign = shop.sign(Signing { account: stranger, ..signing }).await;
    assert!(matches!(foreign, Err(CreditError::NotFound)), "{foreign:?}");
    assert!(matches!(shop.credit.signing_code(stranger, id.clone(), BUDGET).await, Err(CreditError::NotFound)));
    assert!(matches!(shop.credit.standing(stranger, id.clone()).await, Err(CreditError::NotFound)));
    assert!(matches!(shop.credit.to_settle(stranger, id.clone(), true).await, Err(CreditError::NotFound)));
    for act in [ShopperAct::Cancel, ShopperAct::Repay(amount(1), request(&new_id(), 1))] {
        let foreign = shop.credit.by_shopper(stranger, id.clone(), act).await;
        assert!(matches!(foreign, Err(CreditError::NotFound)), "{foreign:?}");
    }
    assert_eq!(shop.state(owner, &id).await, State::Offered);
}

#[tokio::test]
async fn an_order_that_cannot_be_placed_leaves_no_signature_and_no_hold() {
    let Some(shop) = Shop::open(ENGINE).await else { return };
    let (account, stranger) = (shop.shopper(12).await, shop.shopper(12).await);
    let (id, offered) = shop.offer(account, 0).await;
    let signing = shop.signing(account, &id, &offered).await;
    let sold_out = shop.credit.sign(signing.clone(), |_| Err(CreditError::Order("sold out"))).await;
    assert!(matches!(sold_out, Err(CreditError::Order("sold out"))), "{sold_out:?}");
    let name = new_id();
    for (whose, total) in [(stranger, PRICE), (account, PRICE + 1)] {
        let name = name.clone();
        let other = move |transaction: &mut Transaction<'_>| place_order(transaction, whose, &name, total);
        let refused = shop.credit.sign(signing.clone(), other).await;
        assert!(matches!(refused, Err(CreditError::Order(_))), "{refused:?}");
    }
    assert_eq!(traces(&shop).await, (0, 0, 0));
    assert_eq!(shop.line(account).await.granted, amount(0));
    shop.sign(signing).await.expect("the code was not used up");
    assert_eq!(traces(&shop).await, (1, 1, 1));
}

#[tokio::test]
async fn the_line_is_never_exceeded_by_offers_that_were_made_before() {
    let Some(shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    let mut offers = Vec::new();
    for _ in 0..3 {
        offers.push(shop.offer(account, 0).await);
    }
    let mut later = shop.clone();
    for (index, (id, offered)) in offers.iter().enumerate() {
        later.credit.now_ms += 2 * 60 * 1000;
        let signed = later.sign(later.signing(account, id, offered).await).await;
        if index < 2 {
            signed.unwrap();
        } else {
            let Err(CreditError::Declined(Reason::AskedTooMuch { free })) = signed else { panic!("{signed:?}") };
            assert_eq!(free, amount(200_000 - 2 * LENT));
        }
    }
    assert_eq!(traces(&shop).await, (2, 2, 2));
    shop.assert_sound().await;
}

#[tokio::test]
async fn an_offer_stands_for_its_days_and_no_longer() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    let (in_time, in_time_terms) = shop.offer(account, 0).await;
    let (late, late_terms) = shop.offer(account, 0).await;
    shop.go_to("2026-11-24");
    shop.sign(shop.signing(account, &in_time, &in_time_terms).await).await.expect("its last day");
    shop.go_to("2026-11-25");
    let refused = shop.sign(shop.signing(account, &late, &late_terms).await).await;
    assert!(matches!(refused, Err(CreditError::Refused(Refused::Guard(_)))), "{refused:?}");
    assert_eq!(traces(&shop).await, (1, 1, 1));
}

#[tokio::test]
async fn what_somebody_has_to_look_at_is_no_yes_until_it_is_approved() {
    let Some(shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(4).await;
    let (id, offered) = shop.offer(account, 0).await;
    assert!(offered.is_referred);
    let signed = shop.sign(shop.signing(account, &id, &offered).await).await.unwrap();
    assert_eq!(signed.state, State::Signed);
    assert_eq!(traces(&shop).await, (1, 1, 0), "signed, and nothing held");
    let too_soon = shop.order_is(signed.order_number, OrderStatus::Received).await;
    assert!(matches!(too_soon, Err(CreditError::Refused(_))), "{too_soon:?}");

    let approved = shop.shop_does(&id, ShopAct::Approve(amount(100_000))).await.unwrap();
    assert_eq!(approved.state, State::Reserved);
    assert_eq!(shop.line(account).await.available, amount(100_000 - LENT));
    assert_eq!(shop.count("SELECT COUNT(*) FROM credit_agreement WHERE line = 100000").await, 1);
    assert!(matches!(
        shop.shop_does(&id, ShopAct::Approve(amount(100_000))).await,
        Err(CreditError::Refused(Refused::NotInThisState))
    ));
    shop.order_is(signed.order_number, OrderStatus::Received).await.unwrap();
    assert_eq!(shop.state(account, &id).await, State::Active);
    shop.assert_sound().await;
}

#[tokio::test]
async fn codes_to_sign_have_messages_of_their_own_and_an_end() {
    let Some(shop) = Shop::open(ENGINE).await else { return };
    let few = Budget { hour_max: 4, day_max: 4 };
    let (one, two) = (shop.shopper(12).await, shop.shopper(12).await);
    let ((first, _), (second, _)) = (shop.offer(one, 0).await, shop.offer(two, 1).await);
    let (database, keys, now_ms) = (&shop.credit.database, Arc::clone(&shop.credit.keys), shop.credit.now_ms);
    for purpose in [Purpose::SignIn, Purpose::SignIn, Purpose::Reminder] {
        let keys = Arc::clone(&keys);
        let taken = database.write(move |transaction| few.take(transaction, &keys, purpose, now_ms)).await;
        taken.expect("its own share");
    }
    shop.credit.signing_code(one, first, few).await.expect("others took nothing of these");
    for _ in 0..2 {
        let refused = shop.credit.signing_code(two, second.clone(), few).await.map(|_| ());
        assert!(matches!(refused, Err(CreditError::Limited(Limited::SmsSpent(_)))), "{refused:?}");
    }
    let alarms = "SELECT COUNT(*) FROM alarm WHERE subject = 'codes to sign terms, an hour' AND times = 1";
    assert_eq!(shop.count(alarms).await, 1);
    assert_eq!(shop.count("SELECT COUNT(*) FROM credit_code").await, 1);
}

#[tokio::test]
async fn signing_out_everywhere_takes_the_code_to_sign_too() {
    let Some(shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    let (id, offered) = shop.offer(account, 0).await;
    let signing = shop.signing(account, &id, &offered).await;
    let out = move |transaction: &mut Transaction<'_>| sessions::end_all(transaction, account);
    shop.credit.database.write::<_, DatabaseError>(out).await.unwrap();
    let refused = shop.sign(signing).await;
    assert!(matches!(refused, Err(CreditError::NoCode)), "{refused:?}");
}
