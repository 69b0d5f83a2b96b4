//! What the app calls in the worker, in words and texts.

use crate::answer::NoAnswer;
use crate::sync::{Outcome, Phone};
use fairday_contract::Locale;
use std::rc::Rc;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    static PHONE: Rc<Phone> = Rc::default();
}

/// What the answer to a question is when the shop has no such thing.
pub const NOT_FOUND: &str = "404";

/// Does one of these, and gives what the app is to know:
///
/// - `kept` URL: what that page showed, `{milliseconds} {JSON}`;
/// - `keep` URL JSON: keeps what a page shows;
/// - `answer` path language: the copy's answer, `{milliseconds} {JSON}`, or [`NOT_FOUND`];
/// - `sync`: brings the copy up to date: `up-to-date`, `more`, `unreachable` or `full`;
/// - `progress`: `{revision} {milliseconds}` of a whole copy;
/// - `free`: throws everything kept away.
#[wasm_bindgen]
pub async fn ask(what: String, first: String, second: String) -> Option<String> {
    let phone = PHONE.with(Rc::clone);
    match what.as_str() {
        "kept" => phone.kept(&first).await,
        "keep" => {
            phone.keep(first, &second).await;
            None
        }
        "answer" => {
            let locale = Locale::from_tag(&second).unwrap_or_default();
            match phone.answer(&first, locale).await {
                Ok(answer) => Some(answer),
                Err(NoAnswer::NotFound) => Some(NOT_FOUND.to_owned()),
                Err(NoAnswer::Unknown) => None,
            }
        }
        "sync" => {
            let outcome = match phone.sync().await {
                Outcome::UpToDate => "up-to-date",
                Outcome::MoreToCome => "more",
                Outcome::Unreachable => "unreachable",
                Outcome::Full => "full",
            };
            Some(outcome.to_owned())
        }
        "progress" => {
            let progress = phone.progress().await.filter(crate::copy::Progress::is_whole)?;
            Some(format!("{} {}", progress.since, progress.checked_ms))
        }
        "free" => {
            phone.free().await;
            None
        }
        _ => None,
    }
}
