//! Text that was escaped once more than it should have been: `Tom &amp; Jerry` for a name, `&lt;p&gt;` for a paragraph. One
//! field may mean what it says. A column that has nothing else was spoilt on its way, and is read without it.

use super::columns::{Columns, Field};
use super::html::has_markup;
use super::report::Problems;
use super::text::Row;
use html_escape::decode_html_entities;

/// The longest name of a character, with `&` and `;`, bytes: `&CounterClockwiseContourIntegral;`.
const ENTITY_BYTES_MAX: usize = 33;
/// Characters of the first such text that the report quotes.
const QUOTED_CHARS_MAX: usize = 40;

/// Takes the escaping off every column that shows it, and says so once for each.
pub(super) fn unescape(header: &[String], columns: &Columns, rows: &mut [&mut Row], problems: &mut Problems) {
    for (field, index) in columns.texts() {
        let is_spoilt = if field == Some(Field::Body) { is_escaped_html } else { is_escaped_text };
        let texts = || rows.iter().filter_map(|row| row.fields.get(index)).map(String::as_str);
        if !is_spoilt(&mut texts()) {
            continue;
        }
        let mut count = 0;
        let mut first = String::new();
        for text in rows.iter_mut().filter_map(|row| row.fields.get_mut(index)) {
            let plain = decode_html_entities(text).into_owned();
            if plain != *text {
                count += 1;
                if first.is_empty() {
                    first = text.chars().take(QUOTED_CHARS_MAX).collect();
                }
                *text = plain;
            }
        }
        let name = header.get(index).map_or("", |name| name.trim());
        let reason = format!(
            "the column {name} is escaped as HTML throughout: {count} of its texts are read without that, the first is \
             \"{first}\""
        );
        problems.add(0, reason);
    }
}

/// Whether every `&` of a column begins the name of a character, and there is one.
fn is_escaped_text(texts: &mut dyn Iterator<Item = &str>) -> bool {
    let mut count = 0;
    let is_name = |rest: &str| {
        let end = rest.bytes().take(ENTITY_BYTES_MAX).position(|byte| byte == b';');
        end.is_some_and(|end| decode_html_entities(&rest[..=end]) != rest[..=end])
    };
    for text in texts {
        for (at, _) in text.match_indices('&') {
            if !is_name(&text[at..]) {
                return false;
            }
            count += 1;
        }
    }
    count > 0
}

/// Whether a column has HTML in its texts only when they are unescaped.
fn is_escaped_html(texts: &mut dyn Iterator<Item = &str>) -> bool {
    let mut is_escaped = false;
    for text in texts {
        if has_markup(text) {
            return false;
        }
        is_escaped |= text.contains("&lt;") && has_markup(&decode_html_entities(text));
    }
    is_escaped
}
