//! A shopper who cannot pay asks for patience.

use super::ENGINE;
use crate::shop::{BILL, Shop, new_id};
use fairday_contract::AgreementId;
use fairday_credit::agreement::{Refused, State};
use fairday_credit::ledger::Account;
use fairday_server::accounts::AccountId;
use fairday_server::credit::CreditError;
use fairday_server::credit::running::ShopAct;

fn answer(is_accepted: bool) -> ShopAct {
    ShopAct::AnswerHardship { is_accepted, note: "保重身体".to_owned() }
}

/// A loan that has been late for two charged days.
async fn late() -> Option<(Shop, AccountId, AgreementId)> {
    let mut shop = Shop::open(ENGINE).await?;
    let account = shop.shopper(12).await;
    let id = shop.lent(account, 0).await;
    shop.go_to("2026-12-11");
    shop.bill().await;
    assert_eq!(shop.state(account, &id).await, State::Late);
    Some((shop, account, id))
}

async fn fees(shop: &Shop, account: AccountId, id: &AgreementId) -> i64 {
    let standing = shop.credit.standing(account, id.clone()).await.unwrap();
    standing.balances.get(Account::LateFeeDue)
}

#[tokio::test]
async fn accepted_the_late_fees_stop_and_the_days_of_grace_are_more() {
    let Some((mut shop, account, id)) = late().await else { return };
    let charged = fees(&shop, account, &id).await;
    assert!(charged > 0);
    let asked = shop.credit.ask_hardship(account, id.clone(), "住院了").await.unwrap();
    assert!(asked.answer.is_none() && asked.reason == "住院了");
    assert!(!shop.shop_does(&id, answer(true)).await.unwrap().is_replay);
    assert_eq!(shop.state(account, &id).await, State::Active, "thirty days of grace, as configured by default");
    for day in ["2026-12-20", "2027-01-04", "2027-01-05", "2027-03-01"] {
        shop.go_to(day);
        shop.bill().await;
        assert_eq!(fees(&shop, account, &id).await, charged, "{day}");
        shop.assert_sound().await;
    }
    assert_eq!(shop.state(account, &id).await, State::Late, "the grace has an end; the fees do not come back");
    let told = shop.credit.hardship(account, id.clone()).await.unwrap().unwrap().answer.unwrap();
    assert!(told.is_accepted && told.note == "保重身体");
    shop.repay(account, &id, 3 * BILL + charged).await;
    assert_eq!(shop.state(account, &id).await, State::Active);
    shop.assert_sound().await;
}

#[tokio::test]
async fn declined_everything_stays_as_it_is_and_it_can_be_asked_again_with_another_reason() {
    let Some((mut shop, account, id)) = late().await else { return };
    shop.credit.ask_hardship(account, id.clone(), "手头紧").await.unwrap();
    shop.shop_does(&id, answer(false)).await.unwrap();
    let before = fees(&shop, account, &id).await;
    shop.go_to("2026-12-13");
    shop.bill().await;
    assert!(fees(&shop, account, &id).await > before);
    let same = shop.credit.ask_hardship(account, id.clone(), "手头紧").await.unwrap();
    assert!(!same.answer.unwrap().is_accepted, "the same request has its answer");
    let other = shop.credit.ask_hardship(account, id.clone(), "住院了").await.unwrap();
    assert!(other.answer.is_none());
    assert_eq!(shop.count("SELECT COUNT(*) FROM credit_hardship").await, 2);
    shop.assert_sound().await;
}

#[tokio::test]
async fn asking_and_answering_twice_happens_once() {
    let Some((shop, account, id)) = late().await else { return };
    for _ in 0..2 {
        shop.credit.ask_hardship(account, id.clone(), "住院了").await.unwrap();
    }
    shop.credit.ask_hardship(account, id.clone(), "还在住院").await.unwrap();
    assert_eq!(shop.count("SELECT COUNT(*) FROM credit_hardship").await, 1, "a better reason takes its place");
    let name = new_id();
    let act = |is_accepted| {
        shop.credit.by_shop("li".to_owned(), id.clone(), answer(is_accepted), name.clone())
    };
    assert!(!act(true).await.unwrap().is_replay);
    assert!(act(true).await.unwrap().is_replay);
    assert!(matches!(act(false).await, Err(CreditError::IdUsed)));
    let other_words = ShopAct::AnswerHardship { is_accepted: true, note: "早日康复".to_owned() };
    let other = shop.credit.by_shop("li".to_owned(), id.clone(), other_words, name.clone()).await;
    assert!(matches!(other, Err(CreditError::IdUsed)), "the shopper was told other words: {other:?}");
    let nothing = shop.shop_does(&id, answer(false)).await;
    assert!(matches!(nothing, Err(CreditError::NothingAsked)), "{nothing:?}");
    let log = "SELECT COUNT(*) FROM credit_audit WHERE act = 'answer_hardship' AND detail = 'accepted'";
    assert_eq!(shop.count(log).await, 1);
    shop.assert_sound().await;
}

#[tokio::test]
async fn only_the_owner_of_a_loan_that_runs_can_ask_and_has_to_say_why() {
    let Some((mut shop, account, id)) = late().await else { return };
    let stranger = shop.shopper(12).await;
    let foreign = shop.credit.ask_hardship(stranger, id.clone(), "住院了").await;
    assert!(matches!(foreign, Err(CreditError::NotFound)), "another's agreement is not there");
    assert!(matches!(shop.credit.hardship(stranger, id.clone()).await, Err(CreditError::NotFound)));
    for reason in ["", "  ", &"字".repeat(401)] {
        let wrong = shop.credit.ask_hardship(account, id.clone(), reason).await;
        assert!(matches!(wrong, Err(CreditError::Invalid(_))));
    }
    shop.credit.now_ms += 2 * 60 * 1000;
    let (offered, _) = shop.offer(stranger, 1).await;
    let early = shop.credit.ask_hardship(stranger, offered, "住院了").await;
    assert!(matches!(early, Err(CreditError::Refused(Refused::NotInThisState))), "nothing was lent");
    assert_eq!(shop.count("SELECT COUNT(*) FROM credit_hardship").await, 0);
}
