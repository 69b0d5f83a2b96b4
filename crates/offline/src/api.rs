//! Asks the server for pieces of its catalogue. The only place here that fetches.

use crate::browser;
use fairday_contract::Changes;
use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

/// How long a piece may take, milliseconds: 25 kB on a 2G line, twice over.
const DEADLINE_MS: u32 = 60_000;

/// Why there is no piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// No answer, or not ours, or cut short: later perhaps.
    Unreachable,
    /// The server does not understand the question: the cursor is of no use any more.
    Refused,
}

/// Asks for one piece.
///
/// # Errors
/// [`ApiError`]
pub async fn changes(path: &str) -> Result<Changes, ApiError> {
    let answer = JsFuture::from(browser::get(path, DEADLINE_MS)).await.map_err(|_| ApiError::Unreachable)?;
    let answer: Array = answer.unchecked_into();
    let status = answer.get(0).as_f64().unwrap_or_default() as u32;
    let body = answer.get(1).as_string().unwrap_or_default();
    match status {
        // Another shape, also of valid JSON, is not our server's word.
        200 => fairday_wire::read(&body).ok_or(ApiError::Unreachable),
        // Nothing else costs the phone its copy: whoever is in between may refuse as well.
        400 if body.contains("\"code\":\"invalid_cursor\"") => Err(ApiError::Refused),
        _ => Err(ApiError::Unreachable),
    }
}
