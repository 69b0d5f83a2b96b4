//! Orders on their way, and what the phone keeps of a shopper's own things (`web/page/ordering/orders.ts`).

use super::StorageFailed;
use super::offline::Kept;
use crate::domain::outbox::Entry;
use crate::json;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["fairday", "orders"])]
    async fn get(store: &str, key: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["fairday", "orders"])]
    async fn all() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["fairday", "orders"])]
    async fn put(store: &str, key: &str, text: &str, is_new: bool) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["fairday", "orders"])]
    async fn remove(store: &str, key: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = ["fairday", "orders"], js_name = acquireLock)]
    async fn acquire_lock() -> JsValue;
    #[wasm_bindgen(js_namespace = ["fairday", "orders"], js_name = releaseLock)]
    fn let_go();
    #[wasm_bindgen(js_namespace = ["fairday", "orders"], js_name = listen)]
    fn listen_to_others(hear: JsValue);
    #[wasm_bindgen(js_namespace = ["fairday", "orders"], js_name = askForSync)]
    fn ask_sync();
}

/// The store of [`Entry`]s, by their ids.
const OUTBOX: &str = "outbox";
/// The store of all else, by names.
const KEPT: &str = "kept";

impl From<JsValue> for StorageFailed {
    fn from(_: JsValue) -> Self {
        Self
    }
}

/// Every entry, the newest first. One that cannot be read stays where it is.
///
/// # Errors
/// [`StorageFailed`]: this phone keeps no orders.
pub async fn entries() -> Result<Vec<Entry>, StorageFailed> {
    let text = all().await?.as_string().ok_or(StorageFailed)?;
    let mut entries: Vec<Entry> = json::items(&text).into_iter().filter_map(json::read).collect();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.made_ms));
    Ok(entries)
}

/// Keeps a new entry. False when there is one with its id: a second tap, or another tab.
///
/// # Errors
/// [`StorageFailed`], and nothing is kept.
pub async fn add(entry: &Entry) -> Result<bool, StorageFailed> {
    Ok(put(OUTBOX, entry.id.as_str(), &json::write(entry), true).await?.is_truthy())
}

/// Keeps an entry as it is now.
///
/// # Errors
/// [`StorageFailed`], and what was kept is as before.
pub async fn save(entry: &Entry) -> Result<(), StorageFailed> {
    put(OUTBOX, entry.id.as_str(), &json::write(entry), false).await?;
    Ok(())
}

/// Lets go of an entry.
///
/// # Errors
/// [`StorageFailed`], and it is still there.
pub async fn forget(entry: &Entry) -> Result<(), StorageFailed> {
    remove(OUTBOX, entry.id.as_str()).await?;
    Ok(())
}

/// What is kept under a name.
pub async fn kept(name: &str) -> Option<Kept> {
    super::offline::kept_of(&get(KEPT, name).await.ok()?.as_string()?)
}

/// Keeps something under a name. Nothing depends on it: a phone without room has it only while there is network.
pub async fn keep(name: &str, at_ms: i64, text: &str) {
    _ = put(KEPT, name, &format!("{at_ms} {text}"), false).await;
}

/// Forgets all that belongs to one shopper: not the orders on their way, which are all there is of them.
pub async fn forget_kept() {
    _ = remove(KEPT, "").await;
}

/// Whether this tab may send now. To be followed by [`release`].
pub async fn acquire() -> bool {
    acquire_lock().await.is_truthy()
}

/// Lets another tab send.
pub fn release() {
    let_go();
}

/// Hears from here on when another tab or the service worker has changed an entry.
pub fn listen(hear: impl Fn() + 'static) {
    listen_to_others(Closure::<dyn Fn()>::new(hear).into_js_value());
}

/// Has the browser wake the service worker when there is network, where it can.
pub fn send_later() {
    ask_sync();
}
