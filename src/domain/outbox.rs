//! Orders on their way to the shop: each is placed exactly once, and on no other terms than those the shopper agreed to.
//!
//! An entry is kept with its id and its exact body, and as sent before it is sent for the first time. From then until the shop
//! has answered, nobody knows whether it arrived: the same id is sent with the same body, and nothing else is done. Only an
//! answer that says that nothing was placed lets the body change.
//!
//! The rule of what may be sent is here alone: whoever else sends an entry, such as the service worker, sends the body that it
//! has. The body says what was agreed to, and the shop takes it on no other terms, so that nobody has to ask for a quote first.

mod entry;

pub use entry::{Entry, Need, State};

use super::terms;
use fairday_contract::{AgreedTerms, Difference, Order, OrderRequest, Problem, ProblemCode, Quote};

/// The most orders that wait on a phone.
pub const ENTRIES_MAX: usize = 20;

/// What is to be done for an entry.
#[derive(Clone, PartialEq, Eq)]
pub enum Step {
    /// Nothing, or nothing without the shopper.
    Rest,
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
        match self.state {
            State::Saved => false,
            State::Sending | State::Placed => true,
            State::NeedsYou(_) => self.body.is_some(),
        }
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
        Step::Send(self.body.clone().unwrap_or_else(|| self.letter()))
    }

    /// Writes the body of an order that waits and has none: a new one, one whose body was let go of, or one that an earlier
    /// version of the app kept. True when it did.
    pub fn write_body(&mut self) -> bool {
        let is_missing = self.is_waiting() && self.body.is_none();
        if is_missing {
            self.body = Some(self.letter());
        }
        is_missing
    }

    fn letter(&self) -> String {
        // In a quote, and in terms that have a coupon, it is known whether it holds.
        let is_known = self.quote.is_some() || self.terms.coupon.is_some();
        fairday_wire::write(&OrderRequest {
            quote: self.quote.clone(),
            agreed: self.agreed(),
            coupon: self.coupon.clone().filter(|_| !is_known),
            recipient: self.recipient.clone(),
            payment: self.payment,
            note: self.note.clone(),
            locale: self.locale,
        })
    }

    /// It is about to be sent. To be kept before it is.
    pub fn begin(&mut self, body: String) {
        self.body = Some(body);
        self.state = State::Sending;
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
                self.state = State::NeedsYou(Need::Change(problem.code, problem.errors));
            }
            // Later, or never; what is not understood proves nothing.
            _ => self.failures = self.failures.saturating_add(1),
        }
    }

    /// Goes on by itself, under the new quote, when its terms are those agreed to; else the shopper is asked.
    fn compare(&mut self, quote: Option<Box<Quote>>, told: Vec<Difference>) {
        self.failures = 0;
        let mut found =
            quote.as_ref().map_or_else(Vec::new, |quote| terms::differences(&self.agreed(), &quote.terms));
        match quote {
            Some(quote) if found.is_empty() && told.is_empty() => {
                self.quote = Some(quote.id);
                self.state = State::Saved;
                self.write_body();
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
        self.write_body();
        self.failures = 0;
        true
    }

    /// Its owner is not signed in.
    pub fn wait_for_owner(&mut self) {
        if !self.may_have_arrived() {
            self.body = None; // which says that it was not sent
        }
        self.state = State::NeedsYou(Need::SignIn);
    }

    /// Somebody is signed in. An entry that waited for them goes on; one that is not theirs waits for its owner, and one that
    /// nobody was signed in for waits until somebody says that it is theirs ([`Entry::claim`]). True when it changed.
    pub fn signed_in(&mut self, who: &str) -> bool {
        if self.owner.as_deref() != Some(who) {
            let was_waiting = self.is_waiting();
            if was_waiting {
                self.wait_for_owner();
            }
            return was_waiting;
        }
        let is_asked = self.state == State::NeedsYou(Need::SignIn);
        if is_asked {
            self.state = if self.may_have_arrived() { State::Sending } else { State::Saved };
            self.write_body();
        }
        is_asked
    }

    /// Whoever is signed in says that this is their order. False when it is somebody else's.
    pub fn claim(&mut self, who: &str) -> bool {
        if self.owner.is_some() {
            return false;
        }
        self.owner = Some(who.to_owned());
        self.signed_in(who);
        true
    }

    /// Whether its owner is signed in. One that was made while nobody was is shown to whoever holds the phone.
    pub fn is_shown_to(&self, who: Option<&str>) -> bool {
        self.owner.is_none() || self.owner.as_deref() == who
    }

    /// Whether the shopper can take it back or change it now.
    pub fn can_withdraw(&self) -> bool {
        !self.may_have_arrived()
    }
}
