//! The line between a phone and the shop, and everything that can happen to what goes over it.

use fairday::domain::outbox::Outcome;
use fairday_contract::{Order, OrderId, OrderRequest, Problem, ProblemCode};
use fairday_server::accounts::AccountId;
use fairday_server::http::problem::Refusal;
use fairday_server::orders::{Checkout, OrderError, read};

/// What a phone asks.
#[derive(Clone)]
pub(super) enum Question {
    Place(OrderId, String),
    Fetch(OrderId),
}

/// What the shop says.
pub(super) enum Answer {
    Order(Box<Order>),
    Refusal(Box<Problem>),
}

impl Answer {
    /// As the app reads it where it waits for an order.
    pub(super) fn order(answer: Option<Self>) -> Outcome<Order> {
        match answer {
            Some(Self::Order(order)) => Outcome::Answer(*order),
            Some(Self::Refusal(problem)) => Outcome::Refusal(problem),
            None => Outcome::Lost,
        }
    }
}

/// What happens to one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    None,
    /// It never arrives.
    QuestionLost,
    /// It arrives, its answer does not.
    AnswerLost,
    /// It arrives twice; the phone hears the second answer.
    Twice,
    /// The phone gives up; the question arrives at some later time.
    Late,
    /// A server that stumbles: done or not, it says 503.
    StumbledBefore,
    StumbledAfter,
    /// The session has ended in between.
    SignedOut,
}

impl Fault {
    pub(super) fn draw(chance: &mut fastrand::Rng) -> Self {
        match chance.u8(0..13) {
            0 => Self::QuestionLost,
            1 | 2 => Self::AnswerLost,
            3 => Self::Twice,
            4 | 5 => Self::Late,
            6 => Self::StumbledBefore,
            7 => Self::StumbledAfter,
            8 => Self::SignedOut,
            _ => Self::None,
        }
    }
}

/// What the shop does with a question and says to it.
pub(super) async fn ask(checkout: &Checkout, account: AccountId, question: Question) -> Answer {
    match question {
        Question::Place(id, body) => {
            let request: OrderRequest =
                serde_json::from_str(&body).expect("the app writes what the shop reads");
            match checkout.place(account, id, request).await {
                Ok(answer) => {
                    Answer::Order(Box::new(serde_json::from_slice(&answer.json).expect("an order")))
                }
                Err(error) => refusal(error),
            }
        }
        Question::Fetch(id) => {
            let found = read::of_account(
                &checkout.database,
                &checkout.keys,
                &checkout.payments,
                (account, id),
                checkout.now_ms,
            )
            .await;
            found.map_or_else(refusal, |order| Answer::Order(Box::new(order)))
        }
    }
}

fn refusal(error: OrderError) -> Answer {
    let Refusal { code, now, .. } = error.into();
    let (quote, differences) =
        now.map_or((None, Vec::new()), |now| (now.quote.map(Box::new), now.differences));
    Answer::Refusal(Box::new(Problem { quote, differences, ..problem(code) }))
}

/// A problem that says nothing but its code.
pub(super) fn problem(code: ProblemCode) -> Problem {
    Problem {
        kind: "about:blank".to_owned(),
        title: String::new(),
        status: 400,
        code,
        detail: String::new(),
        instance: String::new(),
        request_id: String::new(),
        errors: Vec::new(),
        retry_ms: None,
        quote: None,
        differences: Vec::new(),
        credit: None,
        changes: Vec::new(),
    }
}
