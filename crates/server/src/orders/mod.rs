//! Quotes and orders.
//!
//! A *quote* says what a cart costs now. Nothing is kept of it: its id is a signed promise ([`promise`]). An *order* is
//! placed on exactly the terms that its account agreed to, with a quote or without, or not at all ([`place`]), and moves on by
//! one table ([`status`], [`advance`]). What orders do to the stock is in [`stock`]; [`publish`] tells the catalogue of it. How much one
//! shopper can reserve without paying is in [`reservations`], how that ends in [`lapse`] and [`release`].
//!
//! Pure rules: [`terms`], [`coupons`], [`differences`], [`digest`], [`status`], [`payment`].

pub mod advance;
mod check;
pub mod coupon_guesses;
pub mod coupons;
pub mod current;
pub mod differences;
pub mod digest;
mod documents;
pub mod events;
pub mod lapse;
pub mod payment;
pub mod pick_up_code;
pub mod place;
pub mod promise;
pub mod publish;
pub mod read;
pub mod release;
pub mod reservations;
pub mod shop;
pub mod status;
mod stock;
pub mod terms;

use crate::accounts::rate_limit::Limited;
use crate::catalogue::Snapshot;
use crate::database::{Database, DatabaseError};
use crate::privacy::{KeyError, KeyRing};
use crate::shop_config::ShopConfig;
use fairday_contract::{Difference, FieldError, Quote};
use fairday_credit::assess::Reason;
use fairday_input::Kind;
use payment::Payments;
use reservations::TooMuch;
use std::sync::Arc;

/// Orders of one page of the list.
pub const PAGE_ORDERS: u32 = 20;
/// The name of a carrier, and the number of a parcel.
pub const TRACKING: Kind = Kind::Line(40);
/// How often a job is tried again that met another one about the same rows.
pub const TRIES_MAX: u32 = 8;

/// Why nothing was quoted, placed or moved.
#[derive(Debug, thiserror::Error)]
pub enum OrderError {
    /// The database could not do it.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// What is sealed cannot be opened.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// Coupons were guessed too often.
    #[error(transparent)]
    Limited(#[from] Limited),
    /// What is stored is not what this version writes.
    #[error("the database holds an order that this version cannot read: {0}")]
    Corrupt(&'static str),
    /// Fields of the request are wrong.
    #[error("fields of the request are wrong")]
    Invalid(Vec<FieldError>),
    /// No such order of this account.
    #[error("no such order of this account")]
    NotFound,
    /// The account was deleted in the meantime.
    #[error("the account is there no more")]
    NoAccount,
    /// An order with this id was placed with another body.
    #[error("an order with this id was placed with another body")]
    IdUsed,
    /// The shop does not deliver there, or not in this way.
    #[error("the shop does not deliver there, or not in this way")]
    NoDelivery,
    /// The terms are not those agreed to, or the promise of the quote does not hold any more.
    #[error("the terms are not those agreed to")]
    TermsChanged(Box<Now>),
    /// Something cannot be had any more, or not as many.
    #[error("something is sold out, or not for sale any more")]
    OutOfStock(Box<Now>),
    /// It cannot be paid with the next bill: why, and what is free.
    #[error("it cannot be paid with the next bill")]
    Declined(Reason),
    /// More would be reserved and not paid than may be.
    #[error("more would be reserved and not paid than may be")]
    ReservedTooMuch(TooMuch),
    /// The order cannot be moved like this from where it is.
    #[error("the order cannot be moved like this from where it is")]
    NotPossibleNow,
    /// The catalogue or the order is changing under the request: the same may succeed in a moment.
    #[error("what the request is about is changing just now")]
    Changing,
}

/// What can be had now, and in what it is not as agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Now {
    /// What it costs; none when nothing can be had.
    pub quote: Option<Quote>,
    /// In what it differs.
    pub differences: Vec<Difference>,
}

/// What quoting and placing work with, for one request.
#[derive(Clone)]
pub struct Checkout {
    /// Where prices, stock and orders are.
    pub database: Database,
    /// What seals personal data and signs promises.
    pub keys: Arc<KeyRing>,
    /// What goods are called.
    pub snapshot: Arc<Snapshot>,
    /// Delivery and coupons.
    pub shop: Arc<ShopConfig>,
    /// How it can be paid.
    pub payments: Payments,
    /// The network that the request comes from, for its limits; none when nothing is counted by it.
    pub network: Option<String>,
    /// Now, milliseconds since 1970 UTC.
    pub now_ms: i64,
}
