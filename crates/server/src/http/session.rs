//! Who is signed in: the cookie, and the extractor for handlers that need somebody.

use super::SharedState;
use super::problem::Refusal;
use crate::accounts::AccountId;
use crate::accounts::sessions::{self, AGE_MS_MAX, Token};
use crate::database::DatabaseError;
use axum::extract::FromRequestParts;
use fairday_contract::ProblemCode;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use std::time::Duration;

/// The cookie's name over HTTPS. Browsers take it only for this host, its whole site, and from HTTPS (RFC 6265bis).
const SECURE_NAME: &str = "__Host-fairday";
/// The cookie's name on this machine and in a demo, where there is no TLS.
const PLAIN_NAME: &str = "fairday";

/// How long a request waits for the note that its session is in use, which a later request can make as well.
const TOUCH_TIME_MAX: Duration = Duration::from_secs(1);

/// The account that asks. A handler that takes this refuses everybody else with 401.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Who it is.
    pub account: AccountId,
    /// Which of its sessions.
    pub session: i64,
}

impl FromRequestParts<SharedState> for SignedIn {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &SharedState) -> Result<Self, Refusal> {
        let token = token(&parts.headers, state).ok_or_else(sign_in_required)?;
        let (hash, now_ms) = (token.hash(), state.now_ms());
        let found =
            state.database.read_one(move |transaction| sessions::find(transaction, &hash, now_ms)).await?;
        let found = found.ok_or_else(sign_in_required)?;
        if found.is_to_be_touched(now_ms) {
            let touch = state
                .database
                .write::<_, DatabaseError>(move |transaction| sessions::touch(transaction, &found, now_ms));
            // Somebody who can be read is signed in, also while nothing can be written.
            match tokio::time::timeout(TOUCH_TIME_MAX, touch).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::warn!(%error, "that a session is used could not be written"),
                Err(_) => tracing::warn!("that a session is used could not be written in time"),
            }
        }
        Ok(Self { account: found.account, session: found.id })
    }
}

/// 401: nobody is signed in.
pub fn sign_in_required() -> Refusal {
    let detail = "Nobody is signed in, or not any more. Sign in with POST /api/v1/sessions.";
    Refusal::new(StatusCode::UNAUTHORIZED, ProblemCode::SignInRequired, detail)
}

/// The token in the session's cookie.
pub fn token(headers: &HeaderMap, state: &SharedState) -> Option<Token> {
    let wanted = if is_secure(headers, state) { SECURE_NAME } else { PLAIN_NAME };
    token_named(headers, wanted)
}

/// The token in the first cookie of this name.
pub(super) fn token_named(headers: &HeaderMap, wanted: &str) -> Option<Token> {
    Token::parse(cookie_named(headers, wanted)?)
}

/// The value of the first cookie of this name.
pub(super) fn cookie_named<'a>(headers: &'a HeaderMap, wanted: &str) -> Option<&'a str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut values =
        cookies.flat_map(|line| line.split(';')).filter_map(|cookie| cookie.trim().split_once('='));
    values.find(|(name, _)| *name == wanted).map(|(_, value)| value)
}

/// Signs the browser in: the cookie with this token.
pub fn cookie(token: &Token, headers: &HeaderMap, state: &SharedState) -> HeaderValue {
    set_cookie(token.as_str(), AGE_MS_MAX / 1000, headers, state)
}

/// Signs the browser out: takes the cookie away.
pub fn no_cookie(headers: &HeaderMap, state: &SharedState) -> HeaderValue {
    set_cookie("", 0, headers, state)
}

fn set_cookie(value: &str, age_s: i64, headers: &HeaderMap, state: &SharedState) -> HeaderValue {
    let (name, secure) = if is_secure(headers, state) { (SECURE_NAME, "; Secure") } else { (PLAIN_NAME, "") };
    let text = format!("{name}={value}; Path=/; Max-Age={age_s}; HttpOnly{secure}; SameSite=Lax");
    let mut cookie = HeaderValue::try_from(text).expect("a token is letters and digits");
    cookie.set_sensitive(true);
    cookie
}

/// Whether the cookie is for HTTPS alone: always, but on this machine, in a demo, and where the shop is said to be reached
/// by plain HTTP.
fn is_secure(headers: &HeaderMap, state: &SharedState) -> bool {
    if let Some(url) = &state.config.public_url {
        return url.starts_with("https://");
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host
        .rsplit_once(':')
        .map_or(host, |(name, port)| if port.bytes().all(|b| b.is_ascii_digit()) { name } else { host });
    !state.config.is_demo && !matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}
