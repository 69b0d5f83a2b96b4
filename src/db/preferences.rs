//! Language, text size and data saver. `web/boot` reads the same keys before the first paint.

use super::StorageFailed;
use fairday_contract::Locale;

/// The key of the language chosen in the settings.
const LANGUAGE_KEY: &str = "fairday.language";
/// The key of the text size chosen in the settings, per cent.
const TEXT_SIZE_KEY: &str = "fairday.text";
/// The key of the data saver chosen in the settings.
const SAVER_KEY: &str = "fairday.saver";

/// Remembers the language chosen.
///
/// # Errors
/// [`StorageFailed`]; the choice then holds for this visit.
pub fn save_language(locale: Locale) -> Result<(), StorageFailed> {
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
