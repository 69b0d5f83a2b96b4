//! Random lives: whatever is tried in whatever order, the books are right after it.

use super::ENGINE;
use crate::shop::{BUDGET, LENT, Shop, amount, date, new_id, request};
use fairday_contract::{AgreementId, OrderStatus};
use fairday_server::accounts::AccountId;
use fairday_server::credit::CreditError;
use fairday_server::credit::running::{ShopAct, ShopperAct};
use fastrand::Rng;

const SEEDS: u64 = 12;
const STEPS: usize = 60;
/// Days that a step lets pass, at most: more than a month, and more than the days of grace.
const DAYS_MAX: i32 = 40;

/// A shop with two shoppers, and what has been going on.
struct Life {
    shop: Shop,
    rng: Rng,
    shoppers: [AccountId; 2],
    agreements: Vec<(AccountId, AgreementId, Option<i64>)>,
    day: fairday_credit::Date,
}

/// What an act may come to: done, or refused by a rule. Anything else is a fault.
fn allowed<T>(outcome: Result<T, CreditError>) -> Option<T> {
    match outcome {
        Ok(done) => Some(done),
        Err(
            CreditError::Refused(_)
            | CreditError::Ledger(_)
            | CreditError::Declined(_)
            | CreditError::Limited(_)
            | CreditError::NotLongOverdue(_)
            | CreditError::Order(_),
        ) => None,
        Err(error) => panic!("{error:?}"),
    }
}

impl Life {
    async fn begin(seed: u64) -> Option<Self> {
        let shop = Shop::open(ENGINE).await?;
        let shoppers = [shop.shopper(12).await, shop.shopper(12).await];
        let day = date("2026-11-21");
        Some(Self { shop, rng: Rng::with_seed(seed), shoppers, agreements: Vec::new(), day })
    }

    fn some_amount(&mut self) -> i64 {
        match self.rng.u32(..4) {
            0 => self.rng.i64(1..200),
            1 => LENT / 12 + 2_900,
            _ => self.rng.i64(1..LENT),
        }
    }

    async fn step(&mut self) {
        if self.agreements.is_empty() || self.rng.u32(..6) == 0 {
            return self.sign().await;
        }
        let (account, id, order) = self.rng.choice(self.agreements.clone()).unwrap();
        let minor = self.some_amount();
        let name = request(&new_id(), minor);
        match self.rng.u32(..14) {
            0..3 => self.pass_days().await,
            3..5 => {
                if let Some(order) = order {
                    allowed(self.shop.order_is(order, OrderStatus::Received).await);
                }
            }
            5 => {
                if let Some(order) = order {
                    allowed(self.shop.order_is(order, OrderStatus::Cancelled).await);
                }
            }
            6..9 => self.shopper(account, id, ShopperAct::Repay(amount(minor), name)).await,
            9 => {
                let leaves_plan = self.rng.bool();
                let cash = self.shop.credit.to_settle(account, id.clone(), leaves_plan).await;
                if let Some(cash) = allowed(cash) {
                    self.shopper(account, id, ShopperAct::SettleEarly { cash, leaves_plan, request: name }).await;
                }
            }
            10 => self.shopper(account, id, ShopperAct::Cancel).await,
            11 => self.shop(id, ShopAct::Waive(amount(minor))).await,
            12 => self.shop(id, ShopAct::WriteOff).await,
            _ => self.shop(id, ShopAct::Refund(amount(minor))).await,
        }
    }

    async fn sign(&mut self) {
        let person = self.rng.usize(..2);
        let account = self.shoppers[person];
        self.shop.credit.now_ms += 2 * 60 * 1000; // between two codes
        let wish = Shop::wish(person);
        let id = wish.id.clone();
        let Some(offered) = allowed(self.shop.credit.offer(account, wish).await) else { return };
        let Some(code) = allowed(self.shop.credit.signing_code(account, id.clone(), BUDGET).await) else { return };
        let signing = fairday_server::credit::sign::Signing {
            account,
            id: id.clone(),
            digest: offered.digest,
            code: code.code,
            session: "session-1".to_owned(),
            handset: Shop::handset(),
        };
        let signed = allowed(self.shop.sign(signing).await);
        self.agreements.push((account, id, signed.map(|signed| signed.order_number)));
    }

    async fn pass_days(&mut self) {
        self.day = self.day.plus_days(self.rng.i32(1..=DAYS_MAX)).unwrap();
        self.shop.go_to(&self.day.to_string());
        if self.rng.bool() {
            self.shop.bill().await;
        }
    }

    async fn shopper(&mut self, account: AccountId, id: AgreementId, act: ShopperAct) {
        let first = allowed(self.shop.credit.by_shopper(account, id.clone(), act.clone()).await);
        if let (Some(first), true) = (first, self.rng.bool()) {
            // Sent again: nothing happens.
            let again = self.shop.credit.by_shopper(account, id, act).await.unwrap();
            assert!(again.is_replay);
            assert_eq!(again.balances, first.balances);
        }
    }

    async fn shop(&mut self, id: AgreementId, act: ShopAct) {
        allowed(self.shop.shop_does(&id, act).await);
    }
}

#[tokio::test]
async fn whatever_is_tried_in_whatever_order_the_books_are_right_and_no_order_is_without_its_agreement() {
    for seed in 0..SEEDS {
        let Some(mut life) = Life::begin(seed).await else { return };
        for _ in 0..STEPS {
            life.step().await;
            for account in life.shoppers {
                let credit = life.shop.line(account).await;
                assert!(credit.available <= credit.granted, "seed {seed}");
            }
        }
        assert_eq!(life.shop.verified().await.findings, Vec::<String>::new(), "seed {seed}");
        let orders = life.shop.count("SELECT COUNT(*) FROM orders").await;
        let signed = life.shop.count("SELECT COUNT(*) FROM credit_agreement WHERE order_number IS NOT NULL").await;
        let holds = life.shop.count("SELECT COUNT(*) FROM credit_entry WHERE kind = 'reserved'").await;
        assert_eq!((orders, holds), (signed, signed), "seed {seed}");
        assert!(signed > 0, "seed {seed} did something");
    }
}
