//! Characters that nobody sees, out of every text that a merchant's file brings.
//!
//! A right-to-left override in a title turns the rest of the page around; a zero-width space in a price or a Handle makes
//! it another one that looks the same. Unicode calls them format characters.

use std::borrow::Cow;
use unicode_properties::{GeneralCategory, UnicodeEmoji, UnicodeGeneralCategory};

const JOINER: char = '\u{200d}';
const NON_JOINER: char = '\u{200c}';

/// Whether `c` only acts on its neighbours and shows nothing itself.
pub(super) fn is_invisible(c: char) -> bool {
    !c.is_ascii() && c.general_category() == GeneralCategory::Format
}

/// `text` without format characters. A joiner stays where it joins something: parts of an emoji, letters of a script
/// that has joined forms.
pub(super) fn strip(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_invisible) {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let mut joins = || {
            matches!(c, JOINER | NON_JOINER)
                && kept.chars().next_back().is_some_and(is_joined)
                && chars.peek().copied().is_some_and(is_joined)
        };
        if !is_invisible(c) || joins() {
            kept.push(c);
        }
    }
    Cow::Owned(kept)
}

/// An emoji (or what colours one), or a letter from Arabic to Mongolian, where joiners choose the form.
fn is_joined(c: char) -> bool {
    let is_letter = matches!(c, '\u{600}'..='\u{109f}' | '\u{1780}'..='\u{18af}') && !is_invisible(c);
    let is_emoji = !c.is_ascii() && (c.is_emoji_char() || c == '\u{fe0f}');
    is_letter || is_emoji
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_invisible_turns_a_title_around() {
        assert_eq!(strip("Cup \u{202e}gnp.exe\u{202c}"), "Cup gnp.exe");
        assert_eq!(strip("\u{feff}搪\u{200b}瓷\u{ad}杯\u{2066}"), "搪瓷杯");
        assert_eq!(strip("a\u{200d}b"), "ab", "Latin letters are not joined");
        assert!(matches!(strip("搪瓷杯 ☕"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_family_stays_together_and_persian_keeps_its_forms() {
        let family = "👨\u{200d}👩\u{200d}👧 ❤\u{fe0f}\u{200d}🔥";
        assert_eq!(strip(family), family);
        assert_eq!(strip("می\u{200c}خواهم"), "می\u{200c}خواهم");
    }

    proptest! {
        #[test]
        fn what_is_stripped_stays_as_it_is_and_shows_the_same(text in "(?s)[\u{200b}-\u{200f}\u{202a}-\u{202e}a字👨]{0,20}") {
            let once = strip(&text).into_owned();
            prop_assert_eq!(strip(&once), once.as_str());
            let visible = |text: &str| text.chars().filter(|c| !is_invisible(*c)).collect::<String>();
            prop_assert_eq!(visible(&once), visible(&text));
            prop_assert!(!once.contains('\u{202e}'), "nothing turns around");
        }
    }
}
