//! An order on its way, as the phone keeps it.

use fairday_contract::{
    Difference, FieldError, Locale, OrderId, PaymentMethod, ProblemCode, Quote, Recipient, Terms,
};
use fairday_wire::Wire;

/// An order that is not known to be placed.
#[derive(Clone, PartialEq, Eq, Wire)]
pub struct Entry {
    /// Made before the first send.
    pub id: OrderId,
    /// When it was made, by this phone's clock, milliseconds since 1970 UTC.
    pub made_ms: i64,
    /// The goods and their cost, as the shopper saw them.
    pub terms: Terms,
    /// The recipient.
    pub recipient: Recipient,
    /// How it is paid.
    pub payment: PaymentMethod,
    /// The language of its texts.
    pub locale: Locale,
    /// Where it is.
    pub state: State,
    /// Whose it is: [`super::owner`] of the account that was signed in when it was made, or that claimed it. Nobody else's
    /// account sends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The coupon's code that was asked for; whether it holds is in the terms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coupon: Option<String>,
    /// The shopper's note.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The quote that the body names. None when the terms are the phone's own reckoning, or the shop could not be reached: a
    /// quote would be too old by the time that it can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// The exact body, letter by letter: what is sent, by whoever sends it. There while the order waits ([`State::Saved`],
    /// [`State::Sending`]), but in entries of earlier versions of the app; and else only where it may have arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// How often in a row it was sent in vain.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub failures: u32,
}

/// Where an entry is.
#[derive(Clone, PartialEq, Eq, Wire)]
#[serde(from = "Record", into = "Record")]
pub enum State {
    /// On this phone, not sent.
    Saved,
    /// Sent, and not known to have arrived.
    Sending,
    /// Placed. The shop has it; the entry can go.
    Placed,
    /// Not without the shopper.
    NeedsYou(Need),
}

/// The next act of the shopper.
#[derive(Clone, PartialEq, Eq)]
pub enum Need {
    /// Sign in, as the one whose order it is.
    SignIn,
    /// Look at the new terms, and agree to them if they can be had.
    Terms(Option<Box<Quote>>, Vec<Difference>),
    /// Change something: the shop does not take it like this, because of these fields if it says so.
    Change(ProblemCode, Vec<FieldError>),
}

/// How a [`State`] is kept: flat, with its name in `at`.
#[derive(Wire)]
#[serde(tag = "at", rename_all = "snake_case")]
enum Record {
    Saved,
    Sending,
    Placed,
    SignIn,
    Terms {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        quote: Option<Box<Quote>>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        differences: Vec<Difference>,
    },
    Change {
        code: ProblemCode,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        errors: Vec<FieldError>,
    },
}

impl From<Record> for State {
    fn from(record: Record) -> Self {
        match record {
            Record::Saved => Self::Saved,
            Record::Sending => Self::Sending,
            Record::Placed => Self::Placed,
            Record::SignIn => Self::NeedsYou(Need::SignIn),
            Record::Terms { quote, differences } => Self::NeedsYou(Need::Terms(quote, differences)),
            Record::Change { code, errors } => Self::NeedsYou(Need::Change(code, errors)),
        }
    }
}

impl From<State> for Record {
    fn from(state: State) -> Self {
        match state {
            State::Saved => Self::Saved,
            State::Sending => Self::Sending,
            State::Placed => Self::Placed,
            State::NeedsYou(Need::SignIn) => Self::SignIn,
            State::NeedsYou(Need::Terms(quote, differences)) => Self::Terms { quote, differences },
            State::NeedsYou(Need::Change(code, errors)) => Self::Change { code, errors },
        }
    }
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde's skip_serializing_if gives a reference
fn is_zero(count: &u32) -> bool {
    *count == 0
}
