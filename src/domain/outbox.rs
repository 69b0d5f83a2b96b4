//! Orders on their way to the shop: each is placed exactly once, and on no other terms than those the shopper agreed to.
//!
//! An entry is kept with its id and its exact body before it is sent for the first time. From then until the shop has
//! answered, nobody knows whether it arrived: the same id is sent with the same body, and nothing else is done. Only an
//! answer that says that nothing was placed lets the body change.

mod entry;

pub use entry::{Entry, Need, State};

use super::terms;
use fairday_contract::{
    AgreedTerms, Difference, Order, OrderRequest, Problem, ProblemCode, Quote, QuoteRequest,
};

/// The most orders that wait on a phone.
pub const ENTRIES_MAX: usize = 20;

/// What is to be done for an entry.
#[derive(Clone, PartialEq, Eq)]
pub enum Step {
    /// Nothing, or nothing without the shopper.
    Rest,
    /// Ask what it costs now.
    Quote(QuoteRequest),
    /// Send exactly this, under the entry's id. The entry is kept first.
    Send(String),
    /// Ask for the order of this id: there is one, and not of this body.
    Fetch,
}

/// How an exchange with the shop ended.
#[derive(Clone, PartialEq, Eq)]
pub enum Outcome<T> {
    /// The answer.
    Answer(T),
    /// The shop refuses.
    Refusal(Box<Problem>),
    /// No answer, or none that is the shop's.
    Lost,
}

/// Names an account on this phone: its hidden number alone may be two people's.
pub fn owner(account: &fairday_contract::Account) -> String {
    format!("{} {}", account.phone, account.created_ms)
}

impl Entry {
    /// What the shopper agreed to.
    pub fn agreed(&self) -> AgreedTerms {
        terms::agreed(&self.terms)
    }

    /// Whether it may have arrived: then it is neither changed nor taken back before the shop has said so.
    pub fn may_have_arrived(&self) -> bool {
        self.body.is_some()
    }

    /// Whether something is to be sent for it without the shopper.
    pub fn is_waiting(&self) -> bool {
        matches!(self.state, State::Saved | State::Sending)
    }

    /// What is to be done now.
    pub fn step(&self) -> Step {
        if !self.is_waiting() {
            return Step::Rest;
        }
        match (&self.body, &self.quote) {
            (Some(body), _) => Step::Send(body.clone()),
            (None, Some(quote)) => Step::Send(fairday_wire::write(&self.request(quote.clone()))),
            (None, None) => {
                let coupon = self.coupon.as_deref().unwrap_or_default();
                Step::Quote(terms::request(&self.terms.lines, self.terms.delivery.clone(), coupon))
            }
        }
    }

    fn request(&self, quote: String) -> OrderRequest {
        OrderRequest {
            quote,
            agreed: self.agreed(),
            recipient: self.recipient.clone(),
            payment: self.payment,
            note: self.note.clone(),
            locale: self.locale,
        }
    }

    /// It is about to be sent. To be kept before it is.
    pub fn begin(&mut self, body: String) {
        self.body = Some(body);
        self.state = State::Sending;
    }

    /// The shop's answer to [`Step::Quote`].
    pub fn quoted(&mut self, outcome: Outcome<Quote>) {
        match outcome {
            Outcome::Answer(quote) => self.compare(Some(Box::new(quote)), Vec::new()),
            other => self.refused(other),
        }
    }

    /// The shop's answer to [`Step::Send`]. What is to be done next, when that is not [`Entry::step`].
    pub fn answered(&mut self, outcome: Outcome<Order>) -> Step {
        match outcome {
            Outcome::Answer(order) if order.id == self.id => self.state = State::Placed,
            // Not the shop's word about this order.
            Outcome::Answer(_) => self.failures = self.failures.saturating_add(1),
            Outcome::Refusal(problem) if problem.code == ProblemCode::OrderIdUsed => return Step::Fetch,
            other => self.refused(other),
        }
        Step::Rest
    }

    /// The shop's answer to [`Step::Fetch`].
    pub fn fetched(&mut self, outcome: Outcome<Order>) {
        match outcome {
            Outcome::Answer(order) if order.id == self.id => self.state = State::Placed,
            Outcome::Refusal(problem) if problem.code == ProblemCode::OrderNotFound => {
                // Somebody else's order: 128 random bits do not meet, so this phone changed hands.
                self.state = State::NeedsYou(Need::SignIn);
            }
            other => self.refused(match other {
                Outcome::Answer(_) => Outcome::Lost,
                other => other,
            }),
        }
    }

    fn refused<T>(&mut self, outcome: Outcome<T>) {
        let Outcome::Refusal(problem) = outcome else {
            self.failures = self.failures.saturating_add(1);
            return;
        };
        match problem.code {
            // It may have been placed by a send before this one: the body stays as it is.
            ProblemCode::SignInRequired => self.state = State::NeedsYou(Need::SignIn),
            ProblemCode::TermsChanged | ProblemCode::OutOfStock => {
                self.body = None;
                self.quote = None;
                self.compare(problem.quote, problem.differences);
            }
            ProblemCode::InvalidRequest
            | ProblemCode::NoDelivery
            | ProblemCode::TooLarge
            | ProblemCode::CreditDeclined
            | ProblemCode::ReservedTooMuch
            | ProblemCode::NotPossibleNow => {
                self.body = None;
                self.state = State::NeedsYou(Need::Change(problem.code));
            }
            // Later, or never; what is not understood proves nothing.
            _ => self.failures = self.failures.saturating_add(1),
        }
    }

    /// Goes on by itself when a quote's terms are those agreed to; else the shopper is asked.
    fn compare(&mut self, quote: Option<Box<Quote>>, told: Vec<Difference>) {
        self.failures = 0;
        let mut found =
            quote.as_ref().map_or_else(Vec::new, |quote| terms::differences(&self.agreed(), &quote.terms));
        match quote {
            Some(quote) if found.is_empty() && told.is_empty() => {
                self.quote = Some(quote.id);
                self.state = State::Saved;
            }
            quote => {
                if !told.is_empty() {
                    found = told;
                }
                self.state = State::NeedsYou(Need::Terms(quote, found));
            }
        }
    }

    /// The shopper agrees to the new terms. False when there are none to agree to.
    pub fn agree(&mut self) -> bool {
        let State::NeedsYou(Need::Terms(Some(quote), _)) = &self.state else { return false };
        self.quote = Some(quote.id.clone());
        self.terms = quote.terms.clone();
        self.state = State::Saved;
        self.failures = 0;
        true
    }

    /// Somebody is signed in. An entry of nobody becomes theirs; one that waited for its owner goes on.
    pub fn signed_in(&mut self, who: &str) -> bool {
        let is_theirs = self.owner.as_deref().is_none_or(|owner| owner == who);
        let is_asked = self.state == State::NeedsYou(Need::SignIn);
        if !is_theirs {
            let was_waiting = self.is_waiting();
            if was_waiting {
                self.state = State::NeedsYou(Need::SignIn);
            }
            return was_waiting;
        }
        let is_new = self.owner.is_none();
        self.owner = Some(who.to_owned());
        if is_asked {
            self.state = if self.body.is_some() { State::Sending } else { State::Saved };
        }
        is_new || is_asked
    }

    /// Whether the shopper can take it back or change it now.
    pub fn can_withdraw(&self) -> bool {
        !self.may_have_arrived() && self.state != State::Placed
    }
}
