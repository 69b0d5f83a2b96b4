//! Requests that belong to a shopper: they write, or read what only one may see. Refusals are problem documents (RFC 9457).

use super::fetch::{self, Cached};
use crate::domain::content::ApiError;
use crate::json;
use fairday_contract::{Locale, Problem, ProblemCode};

/// What is done with a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Adds, or asks for something to be done.
    Post,
    /// Makes it so, however often it is sent.
    Put,
    /// Takes it away.
    Delete,
}

/// Why there is no answer.
#[derive(Clone, PartialEq, Eq)]
pub enum Failure {
    /// Nothing came back that is our server's word. What was asked may have been done all the same.
    Lost,
    /// The server says that it, or somebody it has to ask, cannot answer just now. What was asked may have been done all the same.
    Busy,
    /// The server refuses, and says why.
    Refused(Box<Problem>),
}

/// Sends a request, past every cache; gives the answer's text, which is empty where there is nothing to say.
///
/// # Errors
/// [`Failure`].
pub async fn send(method: Method, path: &str, locale: Locale, body: Option<&str>) -> Result<String, Failure> {
    let method = match method {
        Method::Get => gloo_net::http::Method::GET,
        Method::Post => gloo_net::http::Method::POST,
        Method::Put => gloo_net::http::Method::PUT,
        Method::Delete => gloo_net::http::Method::DELETE,
    };
    let answer = fetch::exchange(method, path, locale.tag(), Cached::No, body).await;
    let Ok(answer) = answer else {
        super::note(Some(&ApiError::Offline));
        return Err(Failure::Lost);
    };
    if (200..300).contains(&answer.status) {
        // A captive portal's page is no answer.
        let is_ours = answer.body.is_empty() || answer.body.starts_with(['{', '[']);
        super::note(if is_ours { None } else { Some(&ApiError::Offline) });
        return if is_ours { Ok(answer.body) } else { Err(Failure::Lost) };
    }
    match json::read::<Problem>(&answer.body) {
        Some(problem) if answer.status < 500 => {
            super::note(None);
            Err(Failure::Refused(Box::new(problem)))
        }
        Some(problem) if problem.code == ProblemCode::Unavailable => Err(Failure::Busy),
        // A server in trouble has perhaps done what was asked.
        _ => Err(Failure::Lost),
    }
}
