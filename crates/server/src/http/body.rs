//! JSON bodies, read strictly.

use super::SharedState;
use super::client_address::ClientAddress;
use super::limits::BODY_BYTES_MAX;
use super::problem::Refusal;
use super::uploads::NotRead;
use crate::catalogue::renderer::Busy;
use axum::extract::{FromRequest, FromRequestParts, Request};
use fairday_contract::{FieldError, ProblemCode};
use http::request::Parts;
use http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;
use serde_json::error::Category;

/// A request's body, read from JSON. Refuses with 415, 413, 503 where others send too much, or 400 that names the field.
pub struct JsonBody<T>(pub T);

impl<T: DeserializeOwned> FromRequest<SharedState> for JsonBody<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &SharedState) -> Result<Self, Refusal> {
        if !is_json(request.headers()) {
            return Err(Refusal::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let too_large = || Refusal::of_status(StatusCode::PAYLOAD_TOO_LARGE);
        let (_, bytes) = whole(request, state, BODY_BYTES_MAX as usize, too_large).await?;
        read(&bytes).map(Self)
    }
}

/// A request with its whole body, of at most `most` bytes.
///
/// # Errors
/// What `too_large` says; 400 where the body is broken off; 503 where others send too much.
pub(super) async fn whole(
    request: Request,
    state: &SharedState,
    most: usize,
    too_large: impl FnOnce() -> Refusal,
) -> Result<(Parts, Vec<u8>), Refusal> {
    let (mut parts, body) = request.into_parts();
    let Ok(client) = ClientAddress::from_request_parts(&mut parts, state).await;
    let bytes = state.uploads.read(body, most, client.network()).await.map_err(|why| match why {
        NotRead::TooLarge => too_large(),
        NotRead::Broken => Refusal::of_status(StatusCode::BAD_REQUEST),
        NotRead::Busy => Refusal::from(Busy::Memory),
    })?;
    Ok((parts, bytes))
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

/// A body that has been read whole.
///
/// # Errors
/// 400 that says where it is no JSON, or which field is wrong; never what was in it.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        wrong(&path, error.inner())
    })?;
    json.end().map_err(|error| wrong("", &error))?;
    Ok(value)
}

fn wrong(path: &str, error: &serde_json::Error) -> Refusal {
    if error.classify() != Category::Data {
        let detail = format!("The body is not JSON at line {}, column {}.", error.line(), error.column());
        return Refusal::new(StatusCode::BAD_REQUEST, ProblemCode::InvalidRequest, detail);
    }
    let path = if path == "." { "" } else { path };
    let (field, detail) = field_error(path, &error.to_string());
    Refusal::invalid_body(vec![FieldError { field: field.chars().take(64).collect(), detail }])
}

/// Serde's sentence without what was sent: "invalid type: string "x", expected u32 at line 1 column 9".
fn field_error(path: &str, sentence: &str) -> (String, String) {
    let sentence = sentence.rsplit_once(" at line ").map_or(sentence, |(sentence, _)| sentence);
    let within = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    let quoted = |start| sentence.strip_prefix(start).and_then(|rest: &str| rest.strip_suffix('`'));
    if let Some(name) = quoted("missing field `") {
        return (within(name), "is needed".to_owned());
    }
    if let Some(name) = quoted("duplicate field `") {
        return (within(name), "must be given once".to_owned());
    }
    let detail = match sentence.rsplit_once(", expected ") {
        Some((_, expected)) => format!("expected {expected}"),
        None if sentence.starts_with("invalid") => "is not of this kind".to_owned(),
        // A type's own words about its kind.
        None => sentence.to_owned(),
    };
    (path.to_owned(), detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use fairday_contract::{AddressEntry, QuoteRequest};

    fn refusal<T: DeserializeOwned>(body: &str) -> (String, String) {
        let refusal = read::<T>(body.as_bytes()).err().expect("is refused");
        assert_eq!((refusal.status, refusal.code), (StatusCode::BAD_REQUEST, ProblemCode::InvalidRequest));
        refusal.errors.first().map_or_else(
            || (String::new(), refusal.detail.clone()),
            |error| (error.field.clone(), error.detail.clone()),
        )
    }

    #[test]
    fn the_field_that_is_wrong_is_named_and_what_was_sent_is_not_repeated() {
        for (body, field, detail) in [
            (r#"{"lines":[{"variant":7,"quantity":"13800138000"}]}"#, "lines[0].quantity", "expected u32"),
            (r#"{"lines":[{"variant":7}]}"#, "lines[0].quantity", "is needed"),
            (r#"{"lines":[],"lines":[]}"#, "lines", "must be given once"),
            (r#"{"lines":[]}"#, "delivery", "is needed"),
        ] {
            assert_eq!(refusal::<QuoteRequest>(body), (field.to_owned(), detail.to_owned()), "{body}");
        }
        let (_, detail) = refusal::<AddressEntry>(r#"{"name":"a","phone":"b","region":"13800138000"}"#);
        assert_eq!(detail, "a region code is 2, 4, 6 or 9 digits");
    }

    #[test]
    fn what_is_no_json_is_refused_with_its_place() {
        for (body, place) in
            [("", "line 1, column 0"), ("{\n]", "line 2, column 1"), ("{}x", "line 1, column")]
        {
            let refusal = read::<serde_json::Value>(body.as_bytes()).expect_err("is refused");
            assert!(refusal.detail.contains(place), "{body}: {}", refusal.detail);
        }
        assert!(read::<serde_json::Value>("[".repeat(5_000).as_bytes()).is_err(), "too deep");
    }
}
