//! Signing in with a phone number, and what an account has.

use crate::{Address, Agreement, Order, Reminders};
use serde::{Deserialize, Serialize};

/// Asks for a one-time code by SMS: `POST /api/v1/sign-in/codes`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct CodeRequest {
    /// A mobile number of mainland China, with or without `+86`, spaces and hyphens.
    pub phone: String,
}

/// A code is on its way, if the number exists: the answer is the same for every number.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct CodeSent {
    /// How long until another code can be asked for, milliseconds.
    pub resend_ms: u32,
    /// How long the code is valid, milliseconds.
    pub valid_ms: u32,
    /// How many digits it has.
    pub digits: u8,
    /// The code itself: only in a demo shop, which sends no SMS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub demo_code: Option<String>,
}

/// Signs in with a code, which makes the account of a new number: `POST /api/v1/sessions`. The session is a cookie.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct SignIn {
    /// The number the code was sent to.
    pub phone: String,
    /// The code.
    pub code: String,
    /// 128 random bits or more in hexadecimal digits, made by the client and kept before it sends this for the first time.
    /// With it the same may be sent again after a lost answer; without it a code holds once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<String>,
}

/// Who is signed in: `GET /api/v1/account`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct Account {
    /// The phone number with its middle hidden: `138****8000`.
    pub phone: String,
    /// Since when, milliseconds since 1970 UTC.
    pub created_ms: i64,
}

/// Where an account is signed in: `GET /api/v1/sessions`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct Sessions {
    /// The session that asks first, then the others, the one used last first.
    pub items: Vec<Session>,
}

/// One phone or browser that is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct Session {
    /// Names it in `DELETE /api/v1/sessions/{id}`. Not what is in the cookie.
    pub id: String,
    /// What it is, as far as it says: `Chrome, Android`. Empty when not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub device: String,
    /// Signed in at, milliseconds since 1970 UTC.
    pub created_ms: i64,
    /// Used last, milliseconds since 1970 UTC, to the hour.
    pub seen_ms: i64,
    /// Whether it is the one that asks.
    pub is_current: bool,
}

/// Deletes the account and what is known of its owner: `DELETE /api/v1/account`. The number in full says that it is meant.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct AccountDeletion {
    /// The account's own number.
    pub phone: String,
}

/// Everything the shop has of an account: `GET /api/v1/account/export`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct AccountExport {
    /// When this was written, milliseconds since 1970 UTC.
    pub exported_ms: i64,
    /// The phone number in full.
    pub phone: String,
    /// Since when, milliseconds since 1970 UTC.
    pub created_ms: i64,
    /// Where it is signed in.
    pub sessions: Vec<Session>,
    /// The address book.
    pub addresses: Vec<Address>,
    /// All orders, the newest first.
    pub orders: Vec<Order>,
    /// The credit agreements, the newest first; at most 100.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agreements: Vec<Agreement>,
    /// How its owner is reminded of what is due, in a shop with credit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reminders: Option<Reminders>,
}
