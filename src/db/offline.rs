//! The store on the phone, kept by a worker of its own (`crates/offline`, `web/page/offline.ts`). Without that worker, as in a browser that has
//! none, nothing is kept and nothing is found.

use fairday_contract::Locale;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = fairday, js_name = askWorker)]
    async fn ask_worker(what: &str, first: &str, second: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = fairday, js_name = askWorker)]
    fn tell_worker(what: &str, first: &str, second: &str);
    #[wasm_bindgen(catch, js_namespace = fairday, js_name = firstScreen)]
    async fn look_up_first_screen() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = fairday, js_name = updateStoreCopy)]
    async fn sync_worker() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = fairday, js_name = deleteStoreCopy)]
    async fn free_worker() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = fairday, js_name = hearWorker)]
    fn listen_to_worker(hear: JsValue);
}

/// Something the phone has.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// As of when, by this phone's clock, milliseconds since 1970 UTC.
    pub at_ms: f64,
    /// The JSON.
    pub json: String,
}

/// What the phone knows about a question of the API.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The answer.
    Found(Kept),
    /// The shop has no such thing.
    NotFound,
    /// The phone has no copy of the store.
    Unknown,
}

/// How bringing the copy up to date ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Synced {
    /// The copy is as the server's catalogue.
    UpToDate,
    /// There is more to come, or another tab is at it, or the server could not be reached.
    NotYet,
    /// The phone has no room.
    Full,
}

async fn ask(what: &str, first: &str, second: &str) -> Option<String> {
    ask_worker(what, first, second).await.ok()?.as_string()
}

pub(super) fn kept_of(record: &str) -> Option<Kept> {
    let (at, json) = record.split_once(' ')?;
    // Not as a float: reading those takes a table of several kilobytes.
    let at_ms = at.parse::<i64>().ok()? as f64;
    Some(Kept { at_ms, json: json.to_owned() })
}

/// What the phone has for the first screen, as the server would have sent it: the store's own facts, and what the page
/// showed when it was last open. Nothing when the server did send it.
pub async fn first_screen() -> Option<Kept> {
    kept_of(&look_up_first_screen().await.ok()?.as_string()?)
}

/// What a page showed when it was last open.
pub async fn kept(url: &str) -> Option<Kept> {
    kept_of(&ask("kept", url, "").await?)
}

/// Keeps what a page shows.
pub fn keep(url: &str, json: &str) {
    tell_worker("keep", url, json);
}

/// Keeps the store's own facts.
pub fn keep_store(locale: Locale, json: &str) {
    keep(if locale == Locale::En { "store en" } else { "store zh-CN" }, json);
}

/// The copy's answer to a question of the API.
pub async fn answer(path: &str, locale: Locale) -> Answer {
    match ask("answer", path, locale.tag()).await.as_deref() {
        None => Answer::Unknown,
        Some("404") => Answer::NotFound,
        Some(record) => kept_of(record).map_or(Answer::Unknown, Answer::Found),
    }
}

/// Brings the copy up to date as far as the line allows.
pub async fn sync() -> Synced {
    match sync_worker().await.ok().and_then(|outcome| outcome.as_string()).as_deref() {
        Some("up-to-date") => Synced::UpToDate,
        Some("full") => Synced::Full,
        _ => Synced::NotYet,
    }
}

/// Throws everything kept away, to make room; all of it can be had again. Gives how many bytes that were, near enough.
pub async fn free() -> f64 {
    free_worker().await.ok().and_then(|bytes| bytes.as_f64()).unwrap_or_default()
}

/// Hears from here on what the worker says by itself: what kind of news, and a value.
pub fn listen(hear: impl Fn(String, String) + 'static) {
    let hear = Closure::<dyn Fn(String, String)>::new(hear);
    listen_to_worker(hear.into_js_value());
}
