//! An order that waits is placed exactly once, and on no other terms than those the shopper agreed to: for any course that
//! the network, the shop and the shopper take.

use fairday::domain::outbox::{Entry, Need, Outcome, State, Step};
use fairday::domain::terms;
use fairday::json::{read, write};
use fairday_contract::{
    AgreedTerms, Currency, DeliveryChoice, Locale, Order, OrderRequest, OrderStatus, Payment, PaymentMethod,
    PaymentStatus, Problem, ProblemCode, Quote, Recipient, Terms, TermsLine, VariantId,
};
use proptest::prelude::*;

const ME: &str = "138****8000 1";
const OTHER: &str = "139****9000 2";

pub(crate) fn terms_at(price: i64) -> Terms {
    Terms {
        currency: Currency::CNY,
        lines: vec![TermsLine {
            variant: VariantId(7),
            handle: "rice".parse().expect("a handle"),
            title: "大米".into(),
            choice: String::new(),
            picture: None,
            price,
            quantity: 2,
            amount: price * 2,
        }],
        goods: price * 2,
        coupon: None,
        discount: 0,
        delivery: DeliveryChoice::Door { region: "130102001".parse().expect("a region") },
        delivery_fee: 500,
        days_min: 2,
        days_max: 4,
        total: price * 2 + 500,
    }
}

pub(crate) fn recipient() -> Recipient {
    Recipient {
        name: "王小红".into(),
        phone: "13800138000".into(),
        region: Some("130102001".parse().expect("a region")),
        region_names: vec!["河北省".into()],
        village: String::new(),
        detail: "1 号".into(),
    }
}

pub(crate) fn entry(quote: Option<&str>) -> Entry {
    let mut entry = Entry {
        id: "0123456789abcdef0123456789abcdef".parse().expect("an id"),
        made_ms: 1,
        owner: Some(ME.into()),
        terms: terms_at(1000),
        coupon: None,
        recipient: recipient(),
        payment: PaymentMethod::CashOnDelivery,
        note: String::new(),
        locale: Locale::ZhCn,
        quote: quote.map(str::to_owned),
        body: None,
        state: State::Saved,
        failures: 0,
    };
    entry.write_body();
    entry
}

pub(crate) fn quote(id: u32, price: i64) -> Quote {
    Quote {
        id: id.to_string(),
        digest: price.to_string(),
        expires_ms: 0,
        terms: terms_at(price),
        coupon_refused: None,
        payments: vec![PaymentMethod::CashOnDelivery],
    }
}

fn problem<T>(code: ProblemCode, quote: Option<Quote>) -> Outcome<T> {
    Outcome::Refusal(Box::new(Problem {
        kind: String::new(),
        title: String::new(),
        status: 409,
        code,
        detail: String::new(),
        instance: String::new(),
        request_id: String::new(),
        errors: Vec::new(),
        retry_ms: None,
        differences: quote
            .iter()
            .flat_map(|quote| terms::differences(&terms::agreed(&terms_at(1000)), &quote.terms))
            .collect(),
        quote: quote.map(Box::new),
        credit: None,
        changes: Vec::new(),
    }))
}

/// A shop that keeps the rules of the contract, with a price that changes.
struct Shop {
    price: i64,
    quotes: u32,
    /// Quotes before this one have expired.
    oldest: u32,
    is_signed_in: bool,
    placed: Vec<OrderRequest>,
    /// A refusal is final for the body it refused.
    refused: Vec<OrderRequest>,
}

impl Shop {
    fn quote(&mut self) -> Quote {
        self.quotes += 1;
        quote(self.quotes, self.price)
    }

    fn take(&mut self, entry: &Entry, body: &str) -> Outcome<Order> {
        let body: &OrderRequest = &serde_json::from_str(body).expect("an order");
        if !self.is_signed_in {
            return problem(ProblemCode::SignInRequired, None);
        }
        if let Some(before) = self.placed.first() {
            return if before == body {
                Outcome::Answer(order(entry, before))
            } else {
                problem(ProblemCode::OrderIdUsed, None)
            };
        }
        let is_known =
            |quote: &String| quote.parse().is_ok_and(|id: u32| id >= self.oldest && id <= self.quotes);
        let is_held = body.quote.as_ref().is_none_or(is_known) && !self.refused.contains(body);
        if !is_held || body.agreed != terms::agreed(&terms_at(self.price)) {
            self.refused.push(body.clone());
            let quote = self.quote();
            let differences = terms::differences(&body.agreed, &quote.terms);
            let mut answer = problem(ProblemCode::TermsChanged, Some(quote));
            if let Outcome::Refusal(problem) = &mut answer {
                problem.differences = differences;
            }
            return answer;
        }
        self.placed.push(body.clone());
        Outcome::Answer(order(entry, body))
    }
}

fn order(entry: &Entry, body: &OrderRequest) -> Order {
    Order {
        id: entry.id.clone(),
        number: 1,
        status: OrderStatus::Placed,
        terms: entry.terms.clone(),
        recipient: body.recipient.clone(),
        point: None,
        pick_up_code: None,
        payment: Payment { method: body.payment, status: PaymentStatus::OnHandOver, url: None },
        note: String::new(),
        timeline: Vec::new(),
        can_cancel: true,
        can_return: false,
    }
}

/// What can happen between two steps, or to one.
#[derive(Clone, Copy, Debug)]
enum Event {
    Send,
    LoseRequest,
    LoseAnswer,
    Trouble,
    Restart,
    Price(i64),
    Expire,
    SignOut,
    SignIn,
    OtherSignsIn,
    Agree,
    Again,
    /// The shop is closed, and the service worker sends what is kept.
    Worker,
    /// An earlier version of the app kept no bodies before it sent them.
    Update,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => Just(Event::Send),
        2 => Just(Event::LoseRequest),
        2 => Just(Event::LoseAnswer),
        1 => Just(Event::Trouble),
        1 => Just(Event::Restart),
        1 => (900_i64..1100).prop_map(Event::Price),
        1 => Just(Event::Expire),
        1 => Just(Event::SignOut),
        2 => Just(Event::SignIn),
        1 => Just(Event::OtherSignsIn),
        2 => Just(Event::Agree),
        1 => Just(Event::Again),
        2 => Just(Event::Worker),
        1 => Just(Event::Update),
    ]
}

/// One exchange; what is lost on the way may have arrived.
fn exchange(entry: &mut Entry, shop: &mut Shop, how: Event) {
    match entry.step() {
        Step::Rest => {}
        Step::Fetch => unreachable!("only as an answer"),
        Step::Send(body) => {
            entry.begin(body.clone());
            let answer = match how {
                Event::LoseRequest => Outcome::Lost,
                Event::Trouble => problem(ProblemCode::Internal, None),
                _ => shop.take(entry, &body),
            };
            let answer = if let Event::LoseAnswer = how { Outcome::Lost } else { answer };
            if entry.answered(answer) == Step::Fetch {
                let placed = shop.placed[0].clone();
                entry.fetched(Outcome::Answer(order(entry, &placed)));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]
    #[test]
    fn an_order_is_placed_once_and_on_terms_that_were_agreed_to(
        events in proptest::collection::vec(event(), 1..40), is_quoted in any::<bool>(),
    ) {
        let mut shop = Shop { price: 1000, quotes: 1, oldest: 0, is_signed_in: true, placed: Vec::new(), refused: Vec::new() };
        let mut entry = entry(is_quoted.then_some("1"));
        let mut agreed: Vec<AgreedTerms> = vec![entry.agreed()];
        for event in events {
            let before = entry.clone();
            match event {
                Event::Price(price) => shop.price = price,
                Event::Expire => shop.oldest = shop.quotes + 1,
                Event::SignOut => shop.is_signed_in = false,
                Event::SignIn => {
                    shop.is_signed_in = true;
                    entry.signed_in(ME);
                }
                // Whoever else holds the phone: nothing is sent for them.
                Event::OtherSignsIn => {
                    entry.signed_in(OTHER);
                    prop_assert!(entry.step() == Step::Rest);
                }
                Event::Restart => entry = read(&write(&entry)).expect("what was kept"),
                Event::Agree => {
                    if entry.agree() {
                        agreed.push(entry.agreed());
                    }
                }
                // The same again, as from another tab: what is kept is what is sent.
                Event::Again => {
                    let mut other = entry.clone();
                    if let Step::Send(body) = other.step() {
                        if entry.may_have_arrived() {
                            _ = shop.take(&other, &body);
                        }
                        other.begin(body);
                    }
                }
                Event::Worker => {
                    if let Some(body) = entry.body.clone().filter(|_| entry.is_waiting()) {
                        entry.state = State::Sending;
                        entry = read(&write(&entry)).expect("what was kept");
                        _ = shop.take(&entry, &body); // the app asks again
                    }
                }
                Event::Update => {
                    if entry.state == State::Saved {
                        entry.body = None;
                    }
                    entry = read(&write(&entry)).expect("what was kept");
                    entry.write_body();
                }
                how => exchange(&mut entry, &mut shop, how),
            }
            prop_assert!(!entry.is_waiting() || entry.body.is_some(), "whoever finds it can send it");
            // The body of an order that may have arrived stays as it is, until the shop has said that nothing was placed.
            if before.may_have_arrived() && entry.may_have_arrived() {
                prop_assert!(before.body == entry.body);
            }
            if !shop.placed.is_empty() {
                prop_assert!(!entry.can_withdraw());
            }
            prop_assert!(shop.placed.len() <= 1);
        }
        for body in &shop.placed {
            prop_assert!(agreed.contains(&body.agreed), "only what was agreed to is ordered");
        }
        // In the end there is network, the shopper is signed in and agrees: the order is placed, once.
        shop.is_signed_in = true;
        for _ in 0..6 {
            entry.signed_in(ME);
            if entry.agree() {
                agreed.push(entry.agreed());
            }
            exchange(&mut entry, &mut shop, Event::Send);
        }
        prop_assert!(entry.state == State::Placed);
        prop_assert_eq!(shop.placed.len(), 1);
        prop_assert!(agreed.contains(&shop.placed[0].agreed));
    }
}

/// Sends it: the body.
fn sent(waiting: &mut Entry) -> String {
    let Step::Send(body) = waiting.step() else { panic!("not sent") };
    waiting.begin(body.clone());
    body
}

#[test]
fn an_order_that_is_saved_says_all_that_is_to_be_sent() {
    let waiting = entry(None);
    let body: OrderRequest =
        serde_json::from_str(waiting.body.as_deref().expect("a body")).expect("an order");
    assert_eq!((body.quote, body.coupon), (None, None));
    assert!(body.agreed == waiting.agreed() && body.recipient == waiting.recipient);
    assert!(!waiting.may_have_arrived() && waiting.can_withdraw(), "it was not sent");
}

#[test]
fn a_code_that_was_typed_offline_goes_along_and_a_known_one_does_not() {
    let request = |coupon: Option<&str>, quote: Option<&str>| {
        let mut waiting = Entry { body: None, coupon: Some("fair 10".into()), ..entry(quote) };
        waiting.terms.coupon = coupon.map(str::to_owned);
        waiting.write_body();
        serde_json::from_str::<OrderRequest>(&waiting.body.expect("a body")).expect("an order")
    };
    assert_eq!(request(None, None).coupon.as_deref(), Some("fair 10"));
    assert_eq!(request(None, Some("1")).coupon, None, "the quote says that it does not hold");
    assert_eq!(request(Some("FAIR10"), None).coupon, None, "it was agreed to");
}

#[test]
fn a_refusal_on_the_same_terms_needs_no_second_yes() {
    let mut waiting = entry(None);
    let refused = sent(&mut waiting);
    let Outcome::Refusal(problem) = problem::<Order>(ProblemCode::TermsChanged, Some(quote(3, 1000))) else {
        unreachable!()
    };
    waiting.answered(Outcome::Refusal(problem));
    assert!(waiting.state == State::Saved && waiting.can_withdraw());
    let body = sent(&mut waiting);
    assert!(body.contains(r#""quote":"3""#) && body != refused, "a refusal is final for its body");
}

#[test]
fn new_terms_wait_for_the_shopper_even_when_they_cost_less() {
    for price in [999, 1001] {
        let mut waiting = entry(None);
        sent(&mut waiting);
        waiting.answered(problem(ProblemCode::TermsChanged, Some(quote(3, price))));
        assert!(waiting.step() == Step::Rest && waiting.body.is_none());
        let State::NeedsYou(Need::Terms(Some(_), found)) = &waiting.state else { panic!("not asked") };
        assert_eq!(found.len(), 2, "the price and the total");
        assert!(waiting.agree());
        let body = waiting.body.clone().expect("what is sent next");
        assert!(body.contains(&format!(r#""total":{}"#, price * 2 + 500)), "{body}");
    }
}

#[test]
fn an_order_that_was_not_sent_can_be_taken_back_by_who_signs_in() {
    let mut waiting = entry(None);
    waiting.wait_for_owner();
    assert!(waiting.state == State::NeedsYou(Need::SignIn) && waiting.can_withdraw());
    let mut waiting: Entry = read(&write(&waiting)).expect("what was kept");
    assert!(waiting.signed_in(ME));
    assert!(waiting.state == State::Saved && waiting.can_withdraw());
    assert_eq!(waiting.body, entry(None).body);
}

#[test]
fn an_order_made_while_nobody_was_signed_in_is_sent_for_nobody_but_who_claims_it() {
    let mut waiting = entry(None);
    waiting.owner = None;
    assert!(waiting.is_shown_to(None) && waiting.is_shown_to(Some(OTHER)));
    waiting.signed_in(OTHER);
    assert!(waiting.step() == Step::Rest, "nobody said that it is theirs");
    assert!(waiting.claim(ME));
    assert_eq!(waiting.owner.as_deref(), Some(ME));
    assert!(matches!(waiting.step(), Step::Send(_)));
    assert!(!waiting.claim(OTHER), "it has its owner");
    assert!(waiting.is_shown_to(Some(ME)) && !waiting.is_shown_to(Some(OTHER)) && !waiting.is_shown_to(None));
}

#[test]
fn what_is_sold_out_can_be_changed_and_not_agreed_to() {
    let mut waiting = entry(Some("1"));
    sent(&mut waiting);
    assert!(!waiting.can_withdraw(), "it may have arrived");
    waiting.answered(problem(ProblemCode::OutOfStock, None));
    assert!(waiting.state == State::NeedsYou(Need::Terms(None, Vec::new())));
    assert!(!waiting.agree() && waiting.can_withdraw());
}

#[test]
fn an_order_beyond_the_free_line_waits_for_another_way_to_pay() {
    let mut waiting = entry(Some("1"));
    sent(&mut waiting);
    waiting.answered(problem(ProblemCode::CreditDeclined, None));
    assert!(waiting.state == State::NeedsYou(Need::Change(ProblemCode::CreditDeclined, Vec::new())));
    assert!(waiting.step() == Step::Rest && waiting.can_withdraw());
}

#[test]
fn an_order_beyond_what_may_be_unpaid_waits_for_its_shopper() {
    for mut waiting in [entry(Some("1")), entry(None)] {
        sent(&mut waiting);
        waiting.answered(problem(ProblemCode::ReservedTooMuch, None));
        assert!(waiting.state == State::NeedsYou(Need::Change(ProblemCode::ReservedTooMuch, Vec::new())));
        assert!(waiting.step() == Step::Rest && waiting.can_withdraw());
    }
}

#[test]
fn an_order_that_may_have_arrived_waits_for_its_owner_unchanged() {
    let mut waiting = entry(Some("1"));
    let body = sent(&mut waiting);
    waiting.answered(problem(ProblemCode::SignInRequired, None));
    assert!(waiting.state == State::NeedsYou(Need::SignIn));
    assert!(!waiting.can_withdraw() && waiting.step() == Step::Rest);
    waiting.signed_in(OTHER);
    assert!(waiting.step() == Step::Rest, "not in somebody else's name");
    waiting.signed_in(ME);
    assert!(waiting.step() == Step::Send(body));
}

#[test]
fn a_captive_portals_or_another_orders_answer_proves_nothing() {
    let mut waiting = entry(Some("1"));
    let body = sent(&mut waiting);
    let mut another = order(&waiting, &serde_json::from_str(&body).expect("an order"));
    another.id = "f".repeat(32).parse().expect("an id");
    waiting.answered(Outcome::Answer(another));
    assert!(waiting.state == State::Sending && waiting.step() == Step::Send(body));
}
