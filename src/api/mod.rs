//! The shop's JSON API, as the app asks it. The only place that fetches.

mod fetch;

use crate::domain::content::ApiError;
use crate::json::{self, Wire};
use fairday_contract::Locale;

/// How long an answer may take, milliseconds. A 2G connection needs several seconds for a page of goods.
pub const DEADLINE_MS: u32 = 30_000;

/// Gets a resource in a language.
///
/// # Errors
/// [`ApiError`], also when the answer is not the JSON it should be (a captive portal's page, a cut connection).
pub async fn get<T: Wire>(path: &str, locale: Locale) -> Result<T, ApiError> {
    json::read(&text(path, locale).await?).ok_or(ApiError::Offline)
}

/// Gets a resource as text. Who reads it sees whether it is the JSON it should be.
///
/// # Errors
/// [`ApiError`]
pub async fn text(path: &str, locale: Locale) -> Result<String, ApiError> {
    let answer = fetch::get(path, locale.tag()).await.map_err(|fetch::NoAnswer| ApiError::Offline)?;
    match answer.status {
        200..=299 => Ok(answer.body),
        404 | 410 if is_ours(&answer.body) => Err(ApiError::NotFound),
        400..=599 if is_ours(&answer.body) => Err(ApiError::Server),
        500..=599 => Err(ApiError::Server),
        _ => Err(ApiError::Offline),
    }
}

/// A problem document is our server's word; anything else may be a captive portal's.
fn is_ours(body: &str) -> bool {
    body.starts_with('{') && body.contains("\"code\":")
}
