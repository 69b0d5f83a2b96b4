//! The billing run.

use super::ENGINE;
use crate::shop::{BILL, Shop, amount, date};
use fairday_contract::AgreementId;
use fairday_credit::agreement::State;
use fairday_credit::ledger::Account;
use fairday_server::accounts::AccountId;
use fairday_server::credit::CreditError;
use fairday_server::credit::billing::RunError;
use fairday_server::database::Database;
use fairday_server::lease::Holder;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::Arc;

const BILLS: &str = "SELECT COUNT(*) FROM credit_entry WHERE kind = 'billed'";

/// Two shoppers with two loans each.
async fn four_loans(shop: &Shop) -> Vec<(AccountId, AgreementId)> {
    let mut loans = Vec::new();
    let mut at = shop.clone();
    for person in 0..2 {
        let account = shop.shopper(12).await;
        for _ in 0..2 {
            at.credit.now_ms += 2 * 60 * 1000; // between two codes
            loans.push((account, at.lent(account, person).await));
        }
    }
    loans
}

#[tokio::test]
async fn a_run_that_is_done_again_finds_nothing() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    four_loans(&shop).await;
    shop.go_to("2026-12-05");
    assert_eq!((shop.bill().await, shop.bill().await, shop.bill().await), (4, 0, 0));
    assert_eq!(shop.count(BILLS).await, 4);
    shop.assert_sound().await;
}

#[tokio::test]
async fn months_that_were_missed_are_made_up_for_each_on_its_due_date() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    four_loans(&shop).await;
    shop.go_to("2027-02-05");
    assert_eq!(shop.bill().await, 4);
    assert_eq!(shop.count(BILLS).await, 12);
    let day = date("2027-01-05").days_since_1970();
    let on_their_day = move |transaction: &mut fairday_server::database::Transaction<'_>| {
        let sql = "SELECT COUNT(*) FROM credit_entry WHERE kind = 'billed' AND instalment = 2 AND counts_from = $1";
        transaction.query_one(sql, &[&day])?.get::<i64>(0)
    };
    let counted = shop.credit.database.read::<_, fairday_server::database::DatabaseError>(on_their_day).await;
    assert_eq!(counted, Ok(4));
    shop.assert_sound().await;
}

#[tokio::test]
async fn two_runs_at_once_post_each_entry_once() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    four_loans(&shop).await;
    shop.go_to("2026-12-05");
    let runs: Vec<_> = (0..5)
        .map(|_| {
            let credit = shop.credit.clone();
            let now_ms = credit.now_ms;
            tokio::spawn(async move {
                credit.run_billing(Holder::new(), credit.today().unwrap(), || now_ms).await
            })
        })
        .collect();
    let mut changed = 0;
    for run in runs {
        match run.await.unwrap() {
            Ok(run) => changed += run.changed,
            Err(RunError::Busy) => {}
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!((changed, shop.count(BILLS).await), (4, 4));
    shop.assert_sound().await;
}

#[tokio::test]
async fn a_run_that_was_killed_half_way_is_gone_on_with_when_its_lease_has_ended() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    let loans = four_loans(&shop).await;
    shop.go_to("2026-12-05");
    // What a run leaves that ends between two agreements: some are done, and the lease is held.
    let (account, id) = &loans[1];
    shop.repay(*account, id, BILL).await;
    let (today, now_ms) = (shop.credit.today().unwrap(), shop.credit.now_ms);
    let mut killed = Box::pin(shop.credit.run_billing(Holder::new(), today, || now_ms));
    // It has taken the lease, and is dropped while it waits for the database.
    for _ in 0..3 {
        tokio::select! {
            biased;
            _ = &mut killed => break,
            () = tokio::task::yield_now() => {}
        }
    }
    drop(killed);
    shop.credit.now_ms += 61_000;
    shop.bill().await;
    assert_eq!(shop.count(BILLS).await, 4);
    shop.assert_sound().await;
}

#[tokio::test]
async fn while_one_process_runs_the_bills_another_is_told_so() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    four_loans(&shop).await;
    shop.go_to("2026-12-05");
    let (now_ms, database) = (shop.credit.now_ms, &shop.credit.database);
    let held = fairday_server::lease::take(database, "credit billing", Holder::new(), now_ms, 60_000).await;
    assert_eq!(held, Ok(true));
    let busy = shop.credit.run_billing(Holder::new(), shop.credit.today().unwrap(), || now_ms).await;
    assert!(matches!(busy, Err(RunError::Busy)), "{busy:?}");
    assert_eq!(shop.count(BILLS).await, 0);
}

#[tokio::test]
async fn a_day_that_has_not_come_is_not_billed() {
    let Some(shop) = Shop::open(ENGINE).await else { return };
    four_loans(&shop).await;
    let early = shop.credit.run_billing(Holder::new(), date("2026-12-05"), || shop.credit.now_ms).await;
    assert!(matches!(early, Err(RunError::NotYet)), "{early:?}");
    assert_eq!(shop.count(BILLS).await, 0);
}

#[tokio::test]
async fn a_loan_falls_late_after_its_days_of_grace_costs_by_the_day_and_catches_up() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    let id = shop.lent(account, 0).await;
    for (day, state) in [("2026-12-05", State::Active), ("2026-12-08", State::Active), ("2026-12-09", State::Late)] {
        shop.go_to(day);
        shop.bill().await;
        assert_eq!(shop.state(account, &id).await, state, "{day}");
    }
    let fee = async |shop: &Shop| {
        let standing = shop.credit.standing(account, id.clone()).await.unwrap();
        standing.balances.get(Account::LateFeeDue)
    };
    assert_eq!(fee(&shop).await, 0, "the first day has not ended");
    let mut fees = Vec::new();
    for day in ["2026-12-10", "2026-12-11", "2026-12-12"] {
        shop.go_to(day);
        shop.bill().await;
        fees.push(fee(&shop).await);
    }
    // 0.05 % of 66.58 a day, rounded down once.
    assert_eq!(fees, [3, 6, 9]);
    let paid = shop.repay(account, &id, BILL + 9).await;
    assert_eq!((paid.state, paid.balances.owed_now()), (State::Active, Ok(amount(0))));
    shop.assert_sound().await;
}

#[tokio::test]
async fn a_loan_that_cannot_be_read_does_not_keep_the_others_from_being_billed() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    four_loans(&shop).await;
    shop.tamper("UPDATE credit_agreement SET loan = '{}' WHERE number = 2").await;
    shop.go_to("2026-12-05");
    let now_ms = shop.credit.now_ms;
    let run = shop.credit.run_billing(Holder::new(), shop.credit.today().unwrap(), || now_ms).await.unwrap();
    assert_eq!((run.changed, run.failed), (3, vec![2]));
    let found = shop.verified().await.findings;
    assert!(found.iter().any(|one| one.starts_with("agreement 2:")), "{found:?}");
}

#[tokio::test]
async fn a_loan_without_its_standing_is_billed_from_its_entries_and_has_one_then() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    four_loans(&shop).await;
    // As before version 0.1.0 kept it, and as nobody wrote it.
    shop.tamper("UPDATE credit_agreement SET standing = NULL WHERE number = 1").await;
    shop.tamper("UPDATE credit_agreement SET standing = '{\"v\":2}' WHERE number = 2").await;
    for (day, bills) in [("2026-12-05", 4), ("2027-01-05", 8)] {
        shop.go_to(day);
        assert_eq!((shop.bill().await, shop.count(BILLS).await), (4, bills), "{day}");
    }
    let without = "SELECT COUNT(*) FROM credit_agreement WHERE standing IS NULL";
    assert_eq!(shop.count(without).await, 0);
    shop.assert_sound().await;
}

#[tokio::test]
async fn a_loan_that_stands_elsewhere_than_its_row_says_is_billed_from_its_entries() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    four_loans(&shop).await;
    shop.go_to("2026-12-05");
    assert_eq!(shop.bill().await, 4);
    // The first bill is not known of, and one row is of before it.
    shop.tamper("UPDATE credit_agreement SET standing = REPLACE(standing, '\"billed\":1', '\"billed\":0') WHERE number = 2").await;
    shop.tamper("UPDATE credit_agreement SET standing = REPLACE(standing, '\"sequence\":', '\"sequence\":1') WHERE number = 3").await;
    shop.go_to("2027-01-05");
    assert_eq!((shop.bill().await, shop.count(BILLS).await), (4, 8));
    shop.assert_sound().await;
}

#[tokio::test]
async fn a_loan_that_is_paid_between_looking_and_writing_is_billed_by_itself() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    let (account, id) = four_loans(&shop).await.swap_remove(2);
    shop.go_to("2026-12-05");
    let (today, now_ms) = (shop.credit.today().unwrap(), shop.credit.now_ms);
    // The time is asked for the lease and for the first look, and the third time when that is done: another process pays then.
    let (asked, paying) = (std::cell::Cell::new(0), shop.clone());
    let now = || {
        asked.set(asked.get() + 1);
        if asked.get() == 3 {
            let (shop, id) = (paying.clone(), id.clone());
            std::thread::spawn(move || elsewhere(shop, account, &id)).join().unwrap();
        }
        now_ms
    };
    let run = shop.credit.run_billing(Holder::new(), today, now).await.unwrap();
    assert_eq!((run.failed.len(), run.changed), (0, 3), "the payment has brought one up to date");
    assert_eq!(shop.count(BILLS).await, 4);
    let standing = shop.credit.standing(account, id).await.unwrap();
    assert_eq!(standing.balances.owed_now(), Ok(amount(0)));
    shop.assert_sound().await;
}

/// Another process takes a payment.
fn elsewhere(mut shop: Shop, account: AccountId, id: &AgreementId) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        shop.credit.database = Database::open(&shop.place.location).await.unwrap();
        shop.repay(account, id, BILL).await;
        shop.credit.database.close().await;
    });
}

#[tokio::test]
async fn a_day_is_the_shops_wherever_the_server_is() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    shop.lent(account, 0).await;
    shop.go_to("2026-12-05");
    // From noon to one minute before midnight of the day before, and to midnight: in China, not in Greenwich.
    shop.credit.now_ms -= (12 * 60 + 1) * 60_000;
    assert_eq!(shop.bill().await, 0);
    shop.credit.now_ms += 60_000;
    assert_eq!(shop.bill().await, 1);
}

#[tokio::test]
async fn loans_of_one_shopper_can_be_billed_and_paid_at_once() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    let loans = four_loans(&shop).await;
    shop.go_to("2026-12-05");
    let paying = loans.iter().map(|(account, id)| shop.repay(*account, id, BILL));
    let clock = Arc::new(AtomicI64::new(shop.credit.now_ms));
    let today = shop.credit.today().unwrap();
    let running = shop.credit.run_billing(Holder::new(), today, || clock.load(Ordering::Relaxed));
    let (paid, run) = tokio::join!(futures_util::future::join_all(paying), running);
    assert!(run.unwrap().failed.is_empty());
    assert!(paid.iter().all(|one| one.balances.owed_now() == Ok(amount(0))));
    assert_eq!(shop.count(BILLS).await, 4);
    shop.assert_sound().await;
}

#[tokio::test]
async fn an_offer_that_nobody_signed_lapses_after_its_last_day() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    let (id, offered) = shop.offer(account, 0).await;
    shop.go_to("2026-11-24");
    assert_eq!(shop.bill().await, 0);
    let signing = shop.signing(account, &id, &offered).await;
    shop.go_to("2026-11-25");
    assert_eq!((shop.bill().await, shop.bill().await), (1, 0));
    assert_eq!(shop.state(account, &id).await, State::Lapsed);
    let late = shop.sign(signing).await;
    assert!(matches!(late, Err(CreditError::Refused(_) | CreditError::NoCode)), "{late:?}");
    shop.assert_sound().await;
}

#[tokio::test]
async fn an_unknown_agreement_is_not_found() {
    let Some(shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    let unknown = shop.credit.standing(account, crate::shop::new_id().parse().unwrap()).await;
    assert!(matches!(unknown, Err(CreditError::NotFound)), "{unknown:?}");
}

#[tokio::test]
async fn a_server_lets_offers_lapse_by_itself_and_leaves_loans_to_the_run() {
    let Some(mut shop) = Shop::open(ENGINE).await else { return };
    let account = shop.shopper(12).await;
    let loan = shop.lent(account, 0).await;
    shop.credit.now_ms += 2 * 60 * 1000;
    let (offer, _) = shop.offer(account, 0).await;
    assert_eq!(shop.credit.lapse_offers(Holder::new()).await.unwrap(), 0);
    shop.go_to("2026-12-06");
    assert_eq!(shop.credit.lapse_offers(Holder::new()).await.unwrap(), 1);
    assert_eq!(shop.credit.lapse_offers(Holder::new()).await.unwrap(), 0);
    assert_eq!(shop.state(account, &offer).await, State::Lapsed);
    assert_eq!((shop.count(BILLS).await, shop.state(account, &loan).await), (0, State::Active));
    shop.assert_sound().await;
}
