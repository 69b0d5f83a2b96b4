//! What the pages of ordering are given: who is signed in, what is typed, what waits, what was ordered.

pub mod credit;
pub mod refusal;

use crate::domain::checkout::{Draft, Editing, Field};
use crate::domain::outbox::{Entry, owner};
use crate::domain::personal::Personal;
use fairday_contract::{
    Account, Address, AddressId, CodeSent, Cursor, DeliveryOptions, FieldError, Order, OrderId,
    PaymentMethod, ProblemCode, Province, Quote, Region, Session, Terms,
};

/// Everything that the pages of ordering show.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools)] // each is a fact of its own
pub struct Desk {
    /// Whether the shop could be reached when it was last tried.
    pub is_online: bool,
    /// Whether this phone keeps orders; else they are made only while the shop can be reached.
    pub is_kept: bool,
    /// Now, by this phone's clock, milliseconds since 1970 UTC. Only shown and waited by.
    pub now_ms: i64,
    /// What this phone's clock is ahead of UTC, minutes.
    pub zone_min: i32,
    /// Who is signed in.
    pub who: Who,
    /// On the page of signing in.
    pub sign_in: SignInForm,
    /// Whether the shopper has just signed in, and the shop has not said since then that it knows them.
    pub is_sign_in_unproved: bool,
    /// What is typed and chosen on the way to an order.
    pub draft: Draft,
    /// What is not right yet, once it was tried.
    pub missing: Vec<Field>,
    /// What the shop has refused of an order that is being changed: marked on the checkout until it is tried again.
    pub refused: Vec<FieldError>,
    /// The address book.
    pub addresses: Vec<Address>,
    /// The provinces.
    pub provinces: Vec<Region>,
    /// The province that was chosen last, with all that is within it.
    pub province: Option<Province>,
    /// The name of a region that is being typed.
    pub region_typed: String,
    /// The entry of the address book that is being typed.
    pub editing: Option<Editing>,
    /// The entry of the address book that is asked about: to delete it.
    pub deleting_address: Option<AddressId>,
    /// How things get to the recipient's region.
    pub options: Option<DeliveryOptions>,
    /// As of when the options are, when they were not asked for now.
    pub options_as_of: Option<i64>,
    /// What it costs, as the shop says.
    pub quote: Option<Quote>,
    /// What it costs: the quote's terms, or the phone's own reckoning.
    pub terms: Option<Terms>,
    /// Whether an answer is awaited that the shopper waits for.
    pub is_busy: bool,
    /// What went wrong last, on this page.
    pub trouble: Option<Trouble>,
    /// Orders on their way.
    pub entries: Vec<Entry>,
    /// What was ordered, the newest first.
    pub orders: Vec<Order>,
    /// Where older orders go on.
    pub older: Option<Cursor>,
    /// As of when the orders are, when they were not asked for now.
    pub orders_as_of: Option<i64>,
    /// Whether the shop has answered what was asked for this page.
    pub is_answered: bool,
    /// The order that is asked about: to cancel it, or to give it back.
    pub asking: Option<(OrderId, Act)>,
    /// The reason typed then.
    pub reason: String,
    /// Where the account is signed in.
    pub sessions: Vec<Session>,
    /// Whether deleting the account is asked about, and the number typed then.
    pub deleting: Option<String>,
    /// On the pages of phone credit.
    pub credit: credit::CreditDesk,
}

/// Who is signed in, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Who {
    /// Not asked yet, and nothing is kept.
    #[default]
    Unknown,
    /// Nobody.
    Nobody,
    /// Somebody.
    Somebody(Account),
}

impl Who {
    /// Names the account on this phone.
    pub fn owner(&self) -> Option<String> {
        self.account().map(owner)
    }

    /// The account.
    pub fn account(&self) -> Option<&Account> {
        if let Self::Somebody(account) = self { Some(account) } else { None }
    }
}

/// The page of signing in.
#[derive(Default)]
pub struct SignInForm {
    /// The number as typed.
    pub phone: String,
    /// The code as typed. Never kept.
    pub code: String,
    /// What was said when a code was sent.
    pub sent: Option<Sent>,
    /// Whether the browser did not keep the last sign-in: it blocks cookies.
    pub is_forgotten: bool,
}

/// A code that was sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Sent {
    /// The number it was sent to.
    pub phone: String,
    /// When another one can be asked for, by this phone's clock.
    pub resend_at_ms: i64,
    /// Until when it is valid, by this phone's clock.
    pub valid_until_ms: i64,
    /// How many digits it has.
    pub digits: u8,
    /// Names the attempt to sign in with it, 128 random bits: after a lost answer the same attempt can be made again.
    pub attempt: String,
    /// The code itself, from a demo shop. Never kept.
    pub demo_code: Option<String>,
}

impl Sent {
    /// As the shop said it, now.
    pub fn new(phone: String, attempt: String, said: CodeSent, now_ms: i64) -> Self {
        Self {
            phone,
            attempt,
            resend_at_ms: now_ms + i64::from(said.resend_ms),
            valid_until_ms: now_ms + i64::from(said.valid_ms),
            digits: said.digits,
            demo_code: said.demo_code,
        }
    }
}

/// What went wrong, as far as the shopper can act on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The shop could not be reached.
    Offline,
    /// The shop, or somebody whom it has to ask, cannot answer just now.
    Busy,
    /// The shop refuses. After so many milliseconds it may not.
    Refused(ProblemCode, Option<u32>),
    /// The phone does not let us keep anything.
    NotKept,
    /// The address book has as many entries as it can.
    BookFull,
    /// As many orders wait as can.
    OutboxFull,
    /// Nothing is marked in the cart.
    NothingSelected,
    /// The shop refuses what has no field on the page, in its own words.
    Unplaced(String),
}

/// What a shopper asks of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// That it is not sent.
    Cancel,
    /// To give it back.
    Return,
}

impl Desk {
    /// The entry of an order that is not known to be placed.
    pub fn entry(&self, id: &OrderId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == *id)
    }

    /// An order that the phone has.
    pub fn order(&self, id: &OrderId) -> Option<&Order> {
        self.orders.iter().find(|order| order.id == *id)
    }

    /// Takes over what one person has typed and begun.
    pub fn adopt(&mut self, personal: Personal) {
        let Personal { draft, editing, credit, begun, payment } = personal;
        self.draft = draft;
        self.editing = editing;
        self.credit.draft = credit;
        self.credit.begun = begun;
        self.credit.payment = payment;
    }

    /// The ways to pay that are offered: the quote's, else those that every shop has.
    pub fn payments(&self) -> Vec<PaymentMethod> {
        let told = self.quote.as_ref().map(|quote| quote.payments.clone()).unwrap_or_default();
        let offered: Vec<_> = told.into_iter().filter(|one| *one != PaymentMethod::Unknown).collect();
        if !offered.is_empty() {
            return offered;
        }
        vec![if self.draft.is_pick_up { PaymentMethod::PayAtPickUp } else { PaymentMethod::CashOnDelivery }]
    }
}
