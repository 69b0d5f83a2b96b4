//! The shop's JSON API, as the app asks it. The only place that fetches.

mod fetch;
mod send;

pub use send::{Failure, Method, send};

use crate::domain::content::ApiError;
use crate::json::{self, Wire};
use crate::paths;
use fairday_contract::{Locale, Store};
use fetch::Cached;
use std::cell::RefCell;

/// How long an answer may take, milliseconds. A 2G connection needs several seconds for a page of goods.
pub const DEADLINE_MS: u32 = 30_000;

/// Who is told whether a request was answered.
type Hearer = Box<dyn Fn(bool)>;

thread_local! {
    static HEARER: RefCell<Option<Hearer>> = const { RefCell::new(None) };
}

/// Tells `hear` from here on of each request whether the shop answered it.
pub fn on_outcome(hear: impl Fn(bool) + 'static) {
    HEARER.set(Some(Box::new(hear)));
}

/// Whether the shop itself answers now: asked past the browser's cache.
pub async fn is_reachable(locale: Locale) -> bool {
    let answer = fetch::get(paths::API_STORE, locale.tag(), Cached::No).await;
    answer.is_ok_and(|answer| answer.status == 200 && json::read::<Store>(&answer.body).is_some())
}

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
/// [`ApiError`], also when the answer does not even begin like JSON.
pub async fn text(path: &str, locale: Locale) -> Result<String, ApiError> {
    let answer = whole(path, locale).await;
    note(answer.as_ref().err());
    answer
}

async fn whole(path: &str, locale: Locale) -> Result<String, ApiError> {
    let answer =
        fetch::get(path, locale.tag(), Cached::Yes).await.map_err(|fetch::NoAnswer| ApiError::Offline)?;
    match answer.status {
        200..=299 if answer.body.starts_with(['{', '[']) => Ok(answer.body),
        404 | 410 if is_ours(&answer.body) => Err(ApiError::NotFound),
        400..=599 if is_ours(&answer.body) => Err(ApiError::Server),
        500..=599 => Err(ApiError::Server),
        _ => Err(ApiError::Offline),
    }
}

/// Tells whoever wants to know how a request ended. A server in trouble says so itself; whose server it was is not known.
fn note(error: Option<&ApiError>) {
    let is_reached = match error {
        None | Some(ApiError::NotFound) => true,
        Some(ApiError::Offline) => false,
        Some(ApiError::Server) => return,
    };
    HEARER.with_borrow(|hear| {
        if let Some(hear) = hear {
            hear(is_reached);
        }
    });
}

/// A problem document is our server's word; anything else may be a captive portal's.
fn is_ours(body: &str) -> bool {
    body.starts_with('{') && body.contains("\"code\":")
}
