//! Alarms: causes that somebody of the shop has to act on. Nothing of this goes to a shopper's phone.

use crate::Cursor;
use serde::{Deserialize, Serialize};

/// Alarms, the newest first: `GET /api/v1/admin/alarms`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct AdminAlarms {
    /// At most 100.
    pub items: Vec<AdminAlarm>,
    /// Pass it back as `cursor` for older ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Cursor>,
}

/// Something to act on. Nothing personal is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct AdminAlarm {
    /// Names it.
    pub number: u64,
    /// The cause: a word such as `paid_twice`. Newer servers may have others.
    pub kind: String,
    /// The thing it happened to, such as `order 1042`.
    pub subject: String,
    /// Further facts, of the last time. May be empty.
    pub detail: String,
    /// The act that mends it.
    pub remedy: String,
    /// How often it has happened while this was open.
    pub times: u64,
    /// When it happened first, milliseconds since 1970 UTC.
    pub first_ms: i64,
    /// When it happened last, milliseconds since 1970 UTC.
    pub last_ms: i64,
    /// When it was dealt with, milliseconds since 1970 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_ms: Option<i64>,
    /// The name of the person who dealt with it; `fairday` when nothing was left to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_by: Option<String>,
}

/// Somebody has dealt with an alarm: `POST /api/v1/admin/alarms/{number}/done`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct AlarmDone {
    /// Who, at most 60 characters.
    pub by: String,
}
