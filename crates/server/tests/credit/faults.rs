//! Whole lives of agreements over lines that lose, delay, double and reorder what they carry, the guarantor's too, with
//! billing runs that are cut off and that meet: each signed order has one agreement and one hold, nobody pays twice, the
//! books are right. A life is its seed: `FAIRDAY_CREDIT_SEED=1234` lives one, `FAIRDAY_CREDIT_LIVES=10000` as many.

use super::ENGINE;
use crate::line::{Answer, BadLine, Fault, Question, ask, payment};
use crate::shop::{BILL, Shop, amount, new_id, request};
use fairday_contract::{AgreementId, OrderStatus};
use fairday_credit::Date;
use fairday_credit::agreement::State;
use fairday_server::accounts::AccountId;
use fairday_server::credit::CreditError;
use fairday_server::credit::guarantor::Guarantor;
use fairday_server::credit::running::ShopperAct;
use fairday_server::credit::sign::Signing;
use fairday_server::lease::Holder;
use fastrand::Rng;
use futures_util::future::join_all;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Lives of one test run.
const LIVES: u64 = 500;
/// Lives that share a shop, and with it commits.
const AT_ONCE: u64 = 100;
/// How often a phone sends the same before its owner puts it away for the day.
const TRIES_MAX: u32 = 12;

/// A shopper with a phone.
struct Life {
    shop: Shop,
    chance: Rng,
    account: AccountId,
    resident_id: String,
    id: AgreementId,
    order_id: String,
    order: Option<i64>,
    /// Payments that the shop has said yes to, at least once, by their request's id.
    paid: BTreeMap<String, i64>,
    /// What is still under way.
    late: Vec<Question>,
    faults: u64,
}

/// A resident ID that follows the standard (GB 11643), a different one for each number.
fn resident_id(number: u64) -> String {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let body = format!("110105{:04}0101{:03}", 1960 + number / 900, 1 + number % 900);
    let sum: usize = body.bytes().zip(weights).map(|(digit, weight)| usize::from(digit - b'0') * weight).sum();
    format!("{body}{}", b"10X98765432"[sum % 11] as char)
}

impl Life {
    async fn begin(shop: &Shop, seed: u64, number: u64) -> Self {
        Self {
            shop: shop.clone(),
            chance: Rng::with_seed(seed),
            account: shop.shopper(12).await,
            resident_id: resident_id(number),
            id: new_id().parse().unwrap(),
            order_id: new_id(),
            order: None,
            paid: BTreeMap::new(),
            late: Vec::new(),
            faults: 0,
        }
    }

    /// What the shop does with it, and what of it is true afterwards whoever heard it.
    async fn arrives(&mut self, question: Question) -> Answer {
        let paying = match &question {
            Question::Act(_, act) => payment(act).map(|(request, cash)| (request.id.clone(), cash.minor())),
            _ => None,
        };
        let answer = ask(&self.shop, self.account, question).await;
        self.heard_by_shop(paying, &answer);
        answer
    }

    fn heard_by_shop(&mut self, paying: Option<(String, i64)>, answer: &Answer) {
        match answer {
            Answer::Done => self.paid.extend(paying),
            Answer::Refused(
                error @ (CreditError::Database(_)
                | CreditError::Key(_)
                | CreditError::Corrupt(_)
                | CreditError::Changing),
            ) => panic!("{error:?}"),
            _ => {}
        }
    }

    /// Sends something over the line; nothing when no answer comes.
    async fn send(&mut self, question: Question) -> Option<Answer> {
        self.shop.credit.now_ms += 13 * 60 * 1000; // codes are limited to five an hour
        let fault = Fault::draw(&mut self.chance);
        self.faults += u64::from(fault != Fault::None);
        let answer = match fault {
            Fault::None => Some(self.arrives(question).await),
            Fault::QuestionLost => None,
            Fault::AnswerLost => {
                self.arrives(question).await;
                None
            }
            Fault::Twice => {
                let paying = match &question {
                    Question::Act(_, act) => payment(act).map(|(one, cash)| (one.id.clone(), cash.minor())),
                    _ => None,
                };
                let first = ask(&self.shop, self.account, question.clone());
                let (first, second) = tokio::join!(first, ask(&self.shop, self.account, question));
                self.heard_by_shop(paying.clone(), &first);
                self.heard_by_shop(paying, &second);
                Some(second)
            }
            Fault::Late => {
                self.late.push(question);
                None
            }
        };
        if !self.late.is_empty() && self.chance.u8(0..3) == 0 {
            let at = self.chance.usize(..self.late.len());
            let late = self.late.swap_remove(at);
            self.arrives(late).await;
        }
        answer
    }

    /// Sends the same until it is answered, as a phone does.
    async fn insist(&mut self, question: Question) -> Option<Answer> {
        for _ in 0..TRIES_MAX {
            match self.send(question.clone()).await {
                // Nothing is promised while the guarantor does not answer: it is asked again.
                None | Some(Answer::Refused(CreditError::NoGuarantor)) => {}
                answer => return answer,
            }
        }
        None
    }

    /// From the wish to a signed order, as far as the line allows.
    async fn sign(&mut self) {
        let mut wish = Shop::wish(0);
        wish.id = self.id.clone();
        wish.resident_id.clone_from(&self.resident_id);
        let Some(Answer::Offered(digest)) = self.insist(Question::Offer(wish)).await else { return };
        for _ in 0..4 {
            let asked = self.insist(Question::Code(self.id.clone())).await;
            let Some(Answer::Code(code)) = asked else { break };
            let signing = Signing {
                account: self.account,
                id: self.id.clone(),
                digest,
                code,
                session: "session-1".to_owned(),
                handset: Shop::handset(),
            };
            self.shop.credit.now_ms -= 12 * 60 * 1000; // a code is good for five minutes
            let signed = self.insist_soon(Question::Sign(signing, self.order_id.clone())).await;
            if let Some(Answer::Signed(state, order)) = signed {
                assert_eq!(state, State::Reserved);
                self.order = Some(order);
                return;
            }
        }
    }

    /// The same within the time that a code is good for.
    async fn insist_soon(&mut self, question: Question) -> Option<Answer> {
        for _ in 0..TRIES_MAX {
            self.shop.credit.now_ms -= 13 * 60 * 1000;
            if let Some(answer) = self.send(question.clone()).await {
                return Some(answer);
            }
        }
        None
    }

    async fn move_order(&mut self, status: OrderStatus) {
        if let Some(order) = self.order {
            self.insist(Question::Order(order, status)).await;
        }
    }

    async fn pay(&mut self) {
        let act = match self.chance.u8(0..6) {
            0 => return,
            1 => {
                let minor = self.chance.i64(1..2 * BILL);
                ShopperAct::Repay(amount(minor), request(&new_id(), minor))
            }
            2 => {
                let leaves_plan = self.chance.bool();
                let to_settle = self.shop.credit.to_settle(self.account, self.id.clone(), leaves_plan).await;
                let Ok(cash) = to_settle else { return };
                ShopperAct::SettleEarly { cash, leaves_plan, request: request(&new_id(), cash.minor()) }
            }
            _ => ShopperAct::Repay(amount(BILL), request(&new_id(), BILL)),
        };
        self.insist(Question::Act(self.id.clone(), act)).await;
    }

    /// Everything that was under way arrives, in any order.
    async fn end(&mut self) {
        let mut late = std::mem::take(&mut self.late);
        self.chance.shuffle(&mut late);
        for question in late {
            self.arrives(question).await;
        }
    }
}

/// It is noon of this day for everybody.
fn go_to(lives: &mut [Life], shop: &mut Shop, day: &str) {
    shop.go_to(day);
    for life in lives {
        life.shop.credit.now_ms = shop.credit.now_ms;
    }
}

/// Runs the bills: one run is cut off, and then two meet, while shoppers pay.
async fn month(lives: &mut [Life], shop: &Shop, chance: &mut Rng) {
    let (today, now_ms): (Date, i64) = (shop.credit.today().unwrap(), shop.credit.now_ms);
    let mut cut = Box::pin(shop.credit.run_billing(Holder::new(), today, || now_ms));
    for _ in 0..chance.u8(1..12) {
        tokio::select! {
            biased;
            _ = &mut cut => break,
            () = tokio::task::yield_now() => {}
        }
    }
    drop(cut);
    // The lease of the one that was cut off has to end.
    let later_ms = now_ms + 120_000;
    let (one, other) = (shop.credit.clone(), shop.credit.clone());
    let runs = async {
        tokio::join!(
            one.run_billing(Holder::new(), today, || later_ms),
            other.run_billing(Holder::new(), today, || later_ms),
        )
    };
    let paying = join_all(lives.iter_mut().map(Life::pay));
    let ((one, other), _) = tokio::join!(runs, paying);
    for run in [one, other].into_iter().flatten() {
        assert_eq!(run.failed, Vec::<i64>::new());
    }
}

#[derive(Debug, Default)]
struct Tally {
    signed: i64,
    faults: u64,
    paid: usize,
}

async fn live(seeds: std::ops::Range<u64>) -> Option<Tally> {
    let mut shop = Shop::open(ENGINE).await?;
    let guarantor = Arc::new(BadLine::new(seeds.start));
    shop.credit.guarantor = Arc::clone(&guarantor) as Arc<dyn Guarantor>;
    let mut chance = Rng::with_seed(seeds.start);
    let begin = seeds.clone().zip(0..).map(|(seed, number)| Life::begin(&shop, seed, number));
    let mut lives = join_all(begin).await;
    join_all(lives.iter_mut().map(Life::sign)).await;
    go_to(&mut lives, &mut shop, "2026-11-23");
    let handing_over = lives.iter_mut().map(|life| {
        let status = if life.chance.u8(0..8) == 0 { OrderStatus::Cancelled } else { OrderStatus::Received };
        life.move_order(status)
    });
    join_all(handing_over).await;
    go_to(&mut lives, &mut shop, "2026-11-25");
    for life in lives.iter_mut().filter(|life| life.order.is_some() && life.order.unwrap() % 10 == 0) {
        life.insist(Question::Act(life.id.clone(), ShopperAct::Cancel)).await;
    }
    for day in ["2026-12-05", "2027-01-12", "2027-02-28"] {
        go_to(&mut lives, &mut shop, day);
        month(&mut lives, &shop, &mut chance).await;
        shop.credit.tell_guarantor(Holder::new()).await.unwrap();
    }
    for life in &mut lives {
        life.end().await;
    }
    shop.go_to("2027-03-01");
    for _ in 0..40 {
        shop.credit.now_ms += 7 * 60 * 60 * 1000; // longer than the longest wait between two tries
        shop.credit.tell_guarantor(Holder::new()).await.unwrap();
    }
    audit(&shop, &lives, &guarantor).await;
    Some(Tally {
        signed: shop.count("SELECT COUNT(*) FROM orders").await,
        faults: lives.iter().map(|life| life.faults).sum(),
        paid: lives.iter().map(|life| life.paid.len()).sum(),
    })
}

async fn audit(shop: &Shop, lives: &[Life], guarantor: &BadLine) {
    shop.assert_sound().await;
    let orders = shop.count("SELECT COUNT(*) FROM orders").await;
    let signed = shop.count("SELECT COUNT(*) FROM credit_agreement WHERE order_number IS NOT NULL").await;
    let holds = shop.count("SELECT COUNT(*) FROM credit_entry WHERE kind = 'reserved'").await;
    assert_eq!((orders, holds), (signed, signed), "an order has one agreement and one hold");
    let held = "SELECT COUNT(*) FROM credit_agreement WHERE state = 'reserved' AND order_number IS NULL";
    assert_eq!(shop.count(held).await, 0, "nothing is held without an order");
    let known = lives.iter().filter(|life| life.order.is_some()).count();
    assert!(i64::try_from(known).unwrap() <= orders, "whoever was told of an order has one");
    let cash = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM credit_transfer WHERE debit = 'cash'";
    let paid: i64 = lives.iter().flat_map(|life| life.paid.values()).sum();
    assert_eq!(shop.count(cash).await, paid, "each payment counts once");
    let waiting = "SELECT COUNT(*) FROM credit_guarantee WHERE done_ms IS NULL";
    assert_eq!(shop.count(waiting).await, 0, "the guarantor was told everything");
    let told = shop.count("SELECT COUNT(*) FROM credit_guarantee").await;
    let heeded = guarantor.heeded.lock().unwrap().len();
    assert_eq!(i64::try_from(heeded), Ok(told), "and nothing else");
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_the_lines_do_each_order_has_one_agreement_and_one_hold_and_nobody_pays_twice() {
    let variable = |name| std::env::var(name).ok().map(|text| text.parse::<u64>().expect("a number"));
    let one = variable("FAIRDAY_CREDIT_SEED");
    let count = variable("FAIRDAY_CREDIT_LIVES").unwrap_or(LIVES);
    let seeds = one.map_or(0..count, |seed| seed..seed + 1);
    let (mut total, mut begin) = (Tally::default(), seeds.start);
    while begin < seeds.end {
        let end = seeds.end.min(begin + AT_ONCE);
        let Some(tally) = live(begin..end).await else { return };
        total.signed += tally.signed;
        total.faults += tally.faults;
        total.paid += tally.paid;
        begin = end;
    }
    eprintln!("{count} lives: {total:?}");
    if one.is_none() {
        assert!(total.signed as u64 > count / 2 && total.faults > 2 * count, "the lines were bad: {total:?}");
    }
}
