//! Errors as RFC 9457 problem details (`application/problem+json`).

use serde::{Deserialize, Serialize};

/// Why a request was not answered as asked, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
}

/// What a program can decide by. A code the client does not know reads as `Unknown`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
pub struct FieldError {
    /// The name of the query parameter or JSON field.
    pub field: String,
    /// What would be right.
    pub detail: String,
}
