//! One journey: a phone, its line, a merchant, and time.

use super::line::{Answer, Fault, Question, ask, problem};
use super::phone::{Killed, Phone};
use crate::orders::shopping::{REGION, checkout, counts};
use crate::shop::Shop;
use crate::shopper::Shopper;
use fairday::domain::outbox::State;
use fairday::domain::terms::agreed;
use fairday_contract::{
    DeliveryChoice, Locale, Order, OrderId, ProblemCode, QuoteLine, QuoteRequest, VariantId,
};
use fairday_server::accounts::AccountId;
use fairday_server::database::{DatabaseError, Transaction};
use fairday_server::orders::{Checkout, read};

/// What each journey can buy: one thing that is counted, and one that is not.
pub(super) const GOODS: [(i64, Option<u32>); 2] = [(1000, Some(3)), (250, None)];
/// What the counted thing costs after the merchant changed its price, and after that again.
const PRICES: [i64; 2] = [1000, 1100];
/// Things that happen before the line gets better.
const STEPS: u32 = 24;
/// Steps after that, in which everything must come to an end.
const CALM_STEPS_MAX: u32 = 40;

/// How a journey ended.
pub(super) enum Ending {
    Placed,
    Withdrawn,
}

pub(super) struct World<'a> {
    shop: &'a Shop,
    seed: u64,
    chance: fastrand::Rng,
    checkout: Checkout,
    account: AccountId,
    variants: [u32; 2],
    phone: Phone,
    is_fetching: bool,
    late: Vec<Question>,
    /// Pieces the merchant has put in or taken out.
    brought: i64,
    faults: u64,
}

impl<'a> World<'a> {
    /// A shopper who has filled a cart and tapped "place order", `place` counting the journeys that share the shop.
    pub(super) async fn begin(shop: &'a Shop, seed: u64, place: u32) -> Self {
        let mut chance = fastrand::Rng::with_seed(seed);
        let shopper = Shopper::signed_in(shop, &format!("138{:08}", seed % 100_000_000)).await;
        let variants = [2 * place + 1, 2 * place + 2];
        let checkout = checkout(shop);
        let request = QuoteRequest {
            lines: variants.map(|id| QuoteLine { variant: VariantId(id), quantity: 2 }).to_vec(),
            delivery: DeliveryChoice::Door { region: REGION.parse().expect("a region") },
            coupon: None,
        };
        let quote = checkout.quote(shopper.account, &request, Locale::ZhCn).await.expect("a quote");
        let id: OrderId =
            format!("{:032x}", u128::from(seed) << 64 | u128::from(chance.u64(..))).parse().expect("an id");
        // With network: the quote was agreed to. Without, the phone has reckoned for itself.
        let phone = Phone::new(id, quote.terms, Some(quote.id).filter(|_| chance.bool()));
        Self {
            shop,
            seed,
            chance,
            checkout,
            account: shopper.account,
            variants,
            phone,
            is_fetching: false,
            late: Vec::new(),
            brought: 0,
            faults: 0,
        }
    }

    /// Travels to the end and checks what is there. How it ended, and how many faults there were.
    pub(super) async fn run(mut self) -> (Ending, u64) {
        for _ in 0..STEPS {
            self.something_happens().await;
            if self.exchange(true).await.is_err() {
                self.phone.reopen();
                self.is_fetching = false;
            }
            if self.chance.u8(0..3) == 0 {
                self.look();
            }
        }
        let mut steps = 0;
        while !self.is_over() {
            steps += 1;
            assert!(steps <= CALM_STEPS_MAX, "seed {}: it comes to an end on a good line", self.seed);
            let exchanged = self.exchange(false).await;
            assert!(exchanged.is_ok(), "nobody kills the tab any more");
            self.look();
        }
        // The worst moment for what was under way all the time.
        while !self.late.is_empty() {
            self.arrive_late().await;
        }
        self.check().await
    }

    fn is_over(&self) -> bool {
        self.phone.is_withdrawn() || self.phone.entry.state == State::Placed
    }

    fn look(&mut self) {
        if !self.phone.is_withdrawn() {
            self.phone.look(&mut self.chance);
        }
    }

    async fn something_happens(&mut self) {
        match self.chance.u8(0..11) {
            0 => self.reprice().await,
            1 => {
                let pieces = self.chance.i64(-3..4);
                self.restock(pieces).await;
            }
            2 => self.withdraw().await,
            3 => {
                self.phone.reopen();
                self.is_fetching = false;
            }
            // Ten minutes: a quote holds for thirty.
            4 | 5 => self.checkout.now_ms += 10 * 60 * 1000,
            6 | 7 => self.arrive_late().await,
            _ => {}
        }
    }

    /// The app asks one thing and takes the answer in.
    async fn exchange(&mut self, is_bad: bool) -> Result<(), Killed> {
        if self.is_over() {
            return Ok(());
        }
        let Some(question) = self.phone.question(self.is_fetching) else { return Ok(()) };
        let fault = if is_bad { Fault::draw(&mut self.chance) } else { Fault::None };
        self.faults += u64::from(fault != Fault::None);
        let answer = self.carry(question.clone(), fault).await;
        if is_bad && self.chance.u8(0..12) == 0 {
            return Err(Killed); // before it could hear the answer
        }
        self.is_fetching = self.phone.hear(&question, answer);
        if is_bad && self.chance.u8(0..12) == 0 {
            return Err(Killed); // before it could keep what it heard
        }
        self.phone.keep();
        Ok(())
    }

    async fn carry(&mut self, question: Question, fault: Fault) -> Option<Answer> {
        match fault {
            Fault::None => Some(self.ask(question).await),
            Fault::QuestionLost => None,
            Fault::AnswerLost => {
                self.ask(question).await;
                None
            }
            Fault::Twice => {
                self.ask(question.clone()).await;
                Some(self.ask(question).await)
            }
            Fault::Late => {
                self.late.push(question);
                None
            }
            Fault::StumbledBefore => Some(stumbled()),
            Fault::StumbledAfter => {
                self.ask(question).await;
                Some(stumbled())
            }
            Fault::SignedOut => Some(Phone::signed_out()),
        }
    }

    async fn ask(&self, question: Question) -> Answer {
        ask(&self.checkout, self.account, question).await
    }

    async fn arrive_late(&mut self) {
        if self.late.is_empty() {
            return;
        }
        let question = self.late.swap_remove(self.chance.usize(..self.late.len()));
        self.ask(question).await; // nobody hears the answer
    }

    async fn reprice(&mut self) {
        let (variant, price) = (self.variants[0], PRICES[self.chance.usize(..PRICES.len())]);
        self.change(move |transaction| {
            transaction.execute("UPDATE variant SET price = $1 WHERE id = $2", &[&price, &variant])
        })
        .await;
    }

    async fn restock(&mut self, pieces: i64) {
        let variant = self.variants[0];
        let changed = self
            .change(move |transaction| {
                transaction.execute(
                    "UPDATE variant SET stock = stock + $1 WHERE id = $2 AND stock + $1 >= 0",
                    &[&pieces, &variant],
                )
            })
            .await;
        self.brought += pieces * i64::from(changed == 1);
    }

    /// Takes the uncounted thing out of the shop, or puts it back.
    async fn withdraw(&mut self) {
        let variant = self.variants[1];
        self.change(move |transaction| {
            transaction.execute("UPDATE variant SET withdrawn = 1 - withdrawn WHERE id = $1", &[&variant])
        })
        .await;
    }

    async fn change(
        &self,
        job: impl Fn(&mut Transaction<'_>) -> Result<u64, DatabaseError> + Send + 'static,
    ) -> u64 {
        self.shop.state.database.write(job).await.expect("the merchant's change")
    }

    /// Whether what the shop has is what the shopper was told.
    async fn check(self) -> (Ending, u64) {
        let seed = self.seed;
        let Checkout { database, keys, payments, .. } = &self.checkout;
        let page = read::page(database, keys, payments, (self.account, None), 0).await;
        let orders: Vec<Order> = page.expect("it reads").expect("a page").items;
        let ending = if self.phone.is_withdrawn() {
            assert_eq!(orders.len(), 0, "seed {seed}: what was taken back is not placed");
            Ending::Withdrawn
        } else {
            assert_eq!(orders.len(), 1, "seed {seed}: placed once");
            assert_eq!(orders[0].id, self.phone.entry.id, "seed {seed}");
            let last = self.phone.agreed.last().expect("something was agreed to");
            assert_eq!(
                Some(&agreed(&orders[0].terms)),
                Some(last),
                "seed {seed}: on the terms agreed to last"
            );
            Ending::Placed
        };
        let set_aside: i64 = orders.iter().map(|order| pieces(order, self.variants[0])).sum();
        let (stock, reserved, sold) = counts(self.shop, self.variants[0]).await;
        assert_eq!((reserved, sold), (set_aside, 0), "seed {seed}: what the order has is set aside");
        let first = i64::from(GOODS[0].1.expect("counted"));
        assert_eq!(
            stock.map(|stock| stock + reserved + sold),
            Some(first + self.brought),
            "seed {seed}: no piece is lost"
        );
        (ending, self.faults)
    }
}

fn pieces(order: &Order, variant: u32) -> i64 {
    let of_it = order.terms.lines.iter().filter(|line| line.variant == VariantId(variant));
    of_it.map(|line| i64::from(line.quantity)).sum()
}

fn stumbled() -> Answer {
    Answer::Refusal(Box::new(problem(ProblemCode::Unavailable)))
}
