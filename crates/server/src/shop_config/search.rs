//! The shop's own words for what it sells: `[search]`.

use super::Mistakes;
use fairday_search::Synonyms;
use serde::Deserialize;
use toml::Spanned;

/// The most lines of synonyms: every phone that keeps a copy of the catalogue gets them.
pub const LINES_MAX: usize = 500;
/// The longest line, characters.
pub const LINE_CHARS_MAX: usize = 200;

/// `[search]` as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Section {
    synonyms: Vec<Spanned<String>>,
}

/// The lines, as the index of the catalogue reads them.
pub(super) fn check(section: Option<Section>, mistakes: &mut Mistakes) -> String {
    let lines = section.map(|section| section.synonyms).unwrap_or_default();
    if let Some(line) = lines.get(LINES_MAX) {
        mistakes.tell(line.span(), format!("`synonyms` has at most {LINES_MAX} lines"));
    }
    let mut table = String::new();
    for line in lines {
        let (span, text) = (line.span(), line.into_inner());
        if text.chars().count() > LINE_CHARS_MAX || text.chars().any(char::is_control) {
            mistakes.tell(
                span,
                format!("a line of `synonyms` has at most {LINE_CHARS_MAX} characters, and no line break"),
            );
        } else if Synonyms::read(&text).is_ok_and(|read| !read.is_empty()) {
            table.push_str(&text);
            table.push('\n');
        } else {
            mistakes.tell(
                span,
                "a line of `synonyms` is two or more words between commas, as \"手纸, 卫生纸\", or a word, > and what it \
                 finds beside itself, as \"bread > toast\"",
            );
        }
    }
    table
}
