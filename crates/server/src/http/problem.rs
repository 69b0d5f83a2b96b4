//! Refusals: a problem document (RFC 9457) under `/api`, a small page elsewhere.

use super::limits::{BUSY_RETRY_MS, DATABASE_RETRY_MS, UNREADABLE_RETRY_MS};
use crate::accounts::rate_limit::Limited;
use crate::catalogue::LookupError;
use crate::catalogue::renderer::Busy;
use crate::database::DatabaseError;
use crate::orders::Now;
use crate::privacy::KeyError;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use fairday_contract::{CreditAnswer, FieldError, Problem, ProblemCode, TermChange};
use http::{HeaderValue, StatusCode, header};

/// Media type of problem documents.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// Why a request is not answered as asked. Becomes a response without a body; [`complete`] words it.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// The HTTP status.
    pub status: StatusCode,
    /// What a program decides by.
    pub code: ProblemCode,
    /// One sentence: what is wrong and what to do.
    pub detail: String,
    /// What is wrong field by field.
    pub errors: Vec<FieldError>,
    /// How long to wait before trying again, milliseconds.
    pub retry_ms: Option<u32>,
    /// What the order would cost now, when the terms are not those agreed to, and what is not as agreed.
    pub now: Option<Box<Now>>,
    /// Why the guarantor does not stand in, and what else there is.
    pub credit: Option<Box<CreditAnswer>>,
    /// Which terms of an agreement are not as they were read.
    pub changes: Vec<TermChange>,
    /// How to prove oneself, in `WWW-Authenticate`.
    pub challenge: Option<&'static str>,
    /// True when the server should look at its keys before the same is asked again.
    pub is_of_keys: bool,
}

impl Refusal {
    /// A refusal in one sentence.
    pub fn new(status: StatusCode, code: ProblemCode, detail: impl Into<String>) -> Self {
        Self {
            status,
            code,
            detail: detail.into(),
            errors: Vec::new(),
            retry_ms: None,
            now: None,
            credit: None,
            changes: Vec::new(),
            challenge: None,
            is_of_keys: false,
        }
    }

    /// Too much for now: the same may be asked again after so many milliseconds.
    pub fn retry_in(self, ms: u32) -> Self {
        Self { retry_ms: Some(ms), ..self }
    }

    /// Says how to prove oneself (RFC 9110 section 11.6.1).
    pub fn challenge(self, scheme: &'static str) -> Self {
        Self { challenge: Some(scheme), ..self }
    }

    /// The query cannot be read; `errors` says where.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let detail = "The query has parameters that cannot be read: see errors.";
        Self { errors, ..Self::new(StatusCode::BAD_REQUEST, ProblemCode::InvalidRequest, detail) }
    }

    /// The body has fields that are not right; `errors` says which.
    pub fn invalid_body(errors: Vec<FieldError>) -> Self {
        let detail = "The body has fields that are not right: see errors.";
        Self { errors, ..Self::new(StatusCode::BAD_REQUEST, ProblemCode::InvalidRequest, detail) }
    }

    /// Nothing was done, and the same may succeed after so many milliseconds.
    fn put_off(ms: u32) -> Self {
        let detail = "The shop cannot do this just now. Nothing is lost: try again in a moment.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, ProblemCode::Unavailable, detail).retry_in(ms)
    }

    /// Nothing is at this path.
    pub fn not_found() -> Self {
        Self::of_status(StatusCode::NOT_FOUND)
    }

    /// What can be said knowing only the status.
    pub fn of_status(status: StatusCode) -> Self {
        let (code, detail) = match status {
            StatusCode::NOT_FOUND => {
                (ProblemCode::NotFound, "Nothing is at this path. /api/docs lists what there is.")
            }
            StatusCode::METHOD_NOT_ALLOWED => {
                (ProblemCode::MethodNotAllowed, "This path knows other methods: see Allow.")
            }
            StatusCode::URI_TOO_LONG => (ProblemCode::TooLarge, "The path and query are longer than 8 kB."),
            StatusCode::PAYLOAD_TOO_LARGE => (ProblemCode::TooLarge, "The body is larger than 64 kB."),
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => {
                (ProblemCode::TooLarge, "The header is larger than 16 kB.")
            }
            StatusCode::UNSUPPORTED_MEDIA_TYPE => (
                ProblemCode::InvalidRequest,
                "The body must be JSON: send it with Content-Type: application/json.",
            ),
            StatusCode::SERVICE_UNAVAILABLE => (ProblemCode::Timeout, "The answer took too long. Try again."),
            status if status.is_server_error() => (
                ProblemCode::Internal,
                "Something went wrong here. Quote the request id when asking for help.",
            ),
            _ => (ProblemCode::InvalidRequest, "The request cannot be read."),
        };
        Self::new(status, code, detail)
    }
}

impl From<DatabaseError> for Refusal {
    /// For a failure that passes, 503 with `Retry-After`; all else is this program's own fault. The log tells which.
    fn from(error: DatabaseError) -> Self {
        if error.is_temporary() {
            tracing::warn!(%error, "the database cannot be used now");
            return Self::put_off(DATABASE_RETRY_MS);
        }
        if let DatabaseError::Reference(_) = error {
            // As after a sleep: what was sealed meanwhile has another key. It is read while the client waits.
            tracing::warn!(%error, "a row refers to one that is gone");
            return Self { is_of_keys: true, ..Self::put_off(DATABASE_RETRY_MS) };
        }
        tracing::error!(%error, "the database refused");
        Self::of_status(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl From<Limited> for Refusal {
    fn from(limited: Limited) -> Self {
        match limited {
            Limited::Database(error) => error.into(),
            Limited::SmsSpent(spent) => {
                let detail = "This shop has sent as many text messages as it may for now, and has been told so. Try again \
                              after the time in Retry-After.";
                Self::new(StatusCode::SERVICE_UNAVAILABLE, ProblemCode::Unavailable, detail)
                    .retry_in(u32::try_from(spent.wait_ms).unwrap_or(u32::MAX))
            }
            Limited::TooOften { limit, wait_ms } => {
                let detail = format!("{limit} Try again after the time in Retry-After.");
                Self::new(StatusCode::TOO_MANY_REQUESTS, ProblemCode::TooManyRequests, detail)
                    .retry_in(u32::try_from(wait_ms).unwrap_or(u32::MAX))
            }
        }
    }
}

impl From<Busy> for Refusal {
    fn from(busy: Busy) -> Self {
        tracing::warn!(?busy, "more answers are asked for than can be made ready");
        let detail = "More is asked of the shop than it can answer just now. Try again in a moment.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, ProblemCode::Unavailable, detail).retry_in(BUSY_RETRY_MS)
    }
}

impl From<KeyError> for Refusal {
    /// 503: the key file may be on its way to this server; and what is damaged the operator can put right from a copy.
    fn from(error: KeyError) -> Self {
        tracing::error!(%error, "personal data cannot be read");
        if let KeyError::UnknownKey(_) = error {
            return Self { is_of_keys: true, ..Self::put_off(DATABASE_RETRY_MS) };
        }
        let detail = "The shop cannot read what it has of you here. Ask it for help.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, ProblemCode::Unavailable, detail)
            .retry_in(UNREADABLE_RETRY_MS)
    }
}

impl From<LookupError> for Refusal {
    fn from(error: LookupError) -> Self {
        let (status, code, detail) = match error {
            LookupError::ProductNotFound => (
                StatusCode::NOT_FOUND,
                ProblemCode::ProductNotFound,
                "There is no such product, or no longer.",
            ),
            LookupError::CategoryNotFound => (
                StatusCode::NOT_FOUND,
                ProblemCode::CategoryNotFound,
                "There is no such category, or no longer.",
            ),
            LookupError::InvalidCursor => (
                StatusCode::BAD_REQUEST,
                ProblemCode::InvalidCursor,
                "The cursor is not one this list gave out. Begin again without it.",
            ),
        };
        Self::new(status, code, detail)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Gives a refusal its body. Responses that are not refusals, or have their own body, stay as they are.
pub(crate) fn complete(response: Response, path: &str, instance: &str, request_id: &str) -> Response {
    let status = response.status();
    let refused = status.is_client_error() || status.is_server_error();
    if !refused
        || response.headers().contains_key(header::CONTENT_TYPE)
            && response.extensions().get::<Refusal>().is_none()
    {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    let refusal = parts.extensions.remove().unwrap_or_else(|| Refusal::of_status(status));
    if let Some(ms) = refusal.retry_ms {
        parts.headers.insert(header::RETRY_AFTER, HeaderValue::from(ms.div_ceil(1000)));
    }
    if let Some(scheme) = refusal.challenge {
        parts.headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(scheme));
    }
    let (content_type, body) = if path == "/api" || path.starts_with("/api/") {
        (PROBLEM_JSON, document(refusal, instance, request_id))
    } else {
        ("text/html; charset=utf-8", page(status))
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Response::from_parts(parts, Body::from(body))
}

fn document(refusal: Refusal, instance: &str, request_id: &str) -> Vec<u8> {
    let (quote, differences) =
        refusal.now.map_or((None, Vec::new()), |now| (now.quote.map(Box::new), now.differences));
    let problem = Problem {
        kind: "about:blank".to_owned(),
        title: refusal.status.canonical_reason().unwrap_or("Error").to_owned(),
        status: refusal.status.as_u16(),
        code: refusal.code,
        detail: refusal.detail,
        instance: instance.chars().take(500).collect(),
        request_id: request_id.to_owned(),
        errors: refusal.errors,
        retry_ms: refusal.retry_ms,
        quote,
        differences,
        credit: refusal.credit,
        changes: refusal.changes,
    };
    serde_json::to_vec(&problem).expect("a problem is plain data")
}

/// A page for people, in both languages since nothing else is known.
pub(super) fn page(status: StatusCode) -> Vec<u8> {
    let (zh, en) = match status {
        StatusCode::NOT_FOUND => ("没有找到这个页面", "This page does not exist"),
        StatusCode::METHOD_NOT_ALLOWED => ("不支持这种请求方式", "This page can only be read"),
        status if status.is_server_error() => {
            ("出了点问题，请稍后再试", "Something went wrong, please try again")
        }
        _ => ("无法识别这个请求", "This request cannot be read"),
    };
    format!(
        "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width,initial-scale=1\"><meta name=\"robots\" content=\"noindex\"><title>{zh}</title></head>\
         <body><h1>{zh}</h1><p lang=\"en\">{en}.</p><p><a href=\"/\">回到首页</a> · <a href=\"/en\" lang=\"en\">Home</a> · \
         <a href=\"/search\">搜索</a> · <a href=\"/en/search\" lang=\"en\">Search</a></p></body></html>"
    )
    .into_bytes()
}
