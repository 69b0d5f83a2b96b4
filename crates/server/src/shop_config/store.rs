//! What the shop says of itself: `[store]`.

use super::{Mistakes, Text};
use serde::Deserialize;
use toml::Spanned;

/// The longest description, characters: what search engines show.
pub(super) const DESCRIPTION_CHARS_MAX: usize = 150;

/// `[store]` as it is written.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Section {
    description: Option<Spanned<Text>>,
}

/// The shop in a sentence, for search engines and the installed app; nothing when the file does not say.
pub(super) fn check(section: Section, mistakes: &mut Mistakes) -> Option<Text> {
    let description = section.description?;
    let span = description.span();
    let text = description.into_inner();
    if text.is_blank() || !text.is_within(DESCRIPTION_CHARS_MAX) {
        mistakes.tell(span, format!("`description` is 1 to {DESCRIPTION_CHARS_MAX} characters on one line"));
        return None;
    }
    Some(text)
}
