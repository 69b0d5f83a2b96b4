//! Language, text size and data saver. `web/boot` reads the same keys before the first paint.

use super::StorageFailed;
use fairday_contract::Locale;
use wasm_bindgen::JsCast;
use web_sys::HtmlDocument;

/// The key of the language chosen in the settings.
const LANGUAGE_KEY: &str = "fairday.language";
/// The key of the text size chosen in the settings, per cent.
const TEXT_SIZE_KEY: &str = "fairday.text";
/// The key of the data saver chosen in the settings.
const SAVER_KEY: &str = "fairday.saver";

/// The cookie with it, for a year: the server has `/` in it.
const LANGUAGE_COOKIE: &str = "path=/;max-age=31536000;samesite=lax";

/// Remembers the language chosen, on the phone and for the server.
///
/// # Errors
/// [`StorageFailed`]; the choice then holds for this visit.
pub fn save_language(locale: Locale) -> Result<(), StorageFailed> {
    // Where cookies are blocked, `/` is in the browser's language.
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        let document: HtmlDocument = document.unchecked_into();
        _ = document.set_cookie(&format!("language={};{LANGUAGE_COOKIE}", locale.tag()));
    }
    super::write(LANGUAGE_KEY, locale.tag())
}

/// Remembers the text size chosen, per cent.
///
/// # Errors
/// [`StorageFailed`]; the choice then holds for this visit.
pub fn save_text_size(per_cent: u16) -> Result<(), StorageFailed> {
    super::write(TEXT_SIZE_KEY, &per_cent.to_string())
}

/// Remembers the data saver chosen: `auto`, `on` or `off`.
///
/// # Errors
/// [`StorageFailed`]; the choice then holds for this visit.
pub fn save_saver(choice: &str) -> Result<(), StorageFailed> {
    super::write(SAVER_KEY, choice)
}
