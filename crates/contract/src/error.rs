//! Errors as RFC 9457 problem details (`application/problem+json`).

use crate::{CreditAnswer, Difference, Quote, TermChange};
use serde::{Deserialize, Serialize};

/// Why a request was not answered as asked, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct Problem {
    /// `about:blank`: the status and `code` say it all (RFC 9457 section 4.2.1).
    #[serde(rename = "type")]
    pub kind: String,
    /// The status in words.
    pub title: String,
    /// The HTTP status code.
    pub status: u16,
    /// What a program decides by.
    pub code: ProblemCode,
    /// One sentence: what is wrong and what to do.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// The path and query that were asked for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub instance: String,
    /// To be quoted when asking for help; also in the server's log.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub request_id: String,
    /// What is wrong field by field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// How long to wait before trying again, milliseconds: as `Retry-After`, which is in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_ms: Option<u32>,
    /// With `terms_changed` and `out_of_stock`: what the order would cost now, when it can be had at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Box<Quote>>,
    /// With `terms_changed` and `out_of_stock`: everything that is not as it was agreed to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<Difference>,
    /// With `credit_declined`: why, and what else there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<Box<CreditAnswer>>,
    /// With `credit_terms_changed`: everything that is not as it was read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<TermChange>,
}

/// What a program can decide by. A code the client does not know reads as `Unknown`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub enum ProblemCode {
    /// Nothing is at this path.
    NotFound,
    /// No such product, or no longer.
    ProductNotFound,
    /// No such category, or no longer.
    CategoryNotFound,
    /// A field of the query or body cannot be read; `errors` says which.
    InvalidRequest,
    /// The cursor is not one this list gave out.
    InvalidCursor,
    /// Nobody is signed in, or not any more.
    SignInRequired,
    /// The request comes from another site's page, or its token does not allow this.
    Forbidden,
    /// The code is not the one that was sent. Try again, or ask for another.
    WrongCode,
    /// The code is too old, was used, or was tried too often. Ask for another.
    CodeExpired,
    /// Too many of these: try again after `Retry-After`.
    TooManyRequests,
    /// No such order of this account.
    OrderNotFound,
    /// An order with this id was placed with another body. Nothing was placed now; ask for the order.
    OrderIdUsed,
    /// The terms are not those agreed to, or the quote is too old: see `quote` and `differences`. Nothing was placed.
    TermsChanged,
    /// Something is sold out, or not for sale any more: see `differences`. Nothing was placed.
    OutOfStock,
    /// The shop does not deliver there, or not in this way.
    NoDelivery,
    /// More would be reserved and not paid than the shop lets an account, a phone number or a network have. Nothing was
    /// placed: collect and pay, cancel an order, or order less.
    ReservedTooMuch,
    /// The order cannot be moved on like this from where it is now.
    NotPossibleNow,
    /// No such agreement of this account.
    AgreementNotFound,
    /// An agreement or a payment with this id was asked for with another body. Nothing has changed; ask for the agreement.
    AgreementIdUsed,
    /// The guarantor does not stand in: `credit` says why, and what else there is.
    CreditDeclined,
    /// The terms are not those that were read any more: see `changes`. Nothing was signed.
    CreditTermsChanged,
    /// The amount does not fit what is owed now. Nothing was paid; ask for the agreement.
    AmountDiffers,
    /// A person has credit with one account, and an account for one person.
    OtherPerson,
    /// The path knows other methods.
    MethodNotAllowed,
    /// The body, the URL or the header is too large.
    TooLarge,
    /// The request took too long to arrive or to answer.
    Timeout,
    /// Too much to do now: try again after `Retry-After`.
    Unavailable,
    /// The server's own fault.
    Internal,
    /// A code of a newer server.
    #[serde(other)]
    Unknown,
}

/// One field that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct FieldError {
    /// The name of the query parameter or JSON field.
    pub field: String,
    /// What would be right.
    pub detail: String,
}
