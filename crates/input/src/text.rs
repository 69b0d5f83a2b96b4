//! Texts of one line and of several: names, places, notes, words to search for. They are kept as they are written, but for
//! white space and what nobody sees.

use crate::chars::{is_forbidden, is_format, is_joiner};
use crate::wrong::Wrong;

/// The most line ends in a row: one empty line between two others.
const BREAKS_MAX: usize = 2;

/// A text of at most so many characters, each of which can be shown.
pub(crate) fn within(text: String, most: usize) -> Result<String, Wrong> {
    if text.chars().any(is_forbidden) {
        Err(Wrong::Control)
    } else if text.chars().count() > most {
        Err(Wrong::TooLong(most))
    } else {
        Ok(text)
    }
}

/// One line: white space of every kind is one space within, and none around it.
pub(crate) fn line(typed: &str) -> String {
    tidy(typed, 0)
}

/// Several lines: each as [`line`]; what ends a line anywhere ends it here with `\n`.
pub(crate) fn lines(typed: &str) -> String {
    tidy(typed, BREAKS_MAX)
}

/// Words to search for: controls stand between words, as white space does.
pub(crate) fn spaced(typed: &str) -> String {
    let spaced: String = typed.chars().map(|c| if is_forbidden(c) { ' ' } else { c }).collect();
    line(&spaced)
}

/// Words to search for as [`Kind::Search`](crate::Kind::Search) keeps them, those beyond so many characters cut off.
pub fn words(typed: &str, most: usize) -> String {
    let spaced = spaced(typed);
    let end = spaced.char_indices().nth(most).map_or(spaced.len(), |(at, _)| at);
    line(&spaced[..end])
}

fn tidy(typed: &str, breaks_max: usize) -> String {
    let mut text = String::with_capacity(typed.len());
    let (mut is_apart, mut breaks, mut joiner, mut before) = (false, 0, None, '\0');
    for c in typed.chars() {
        let after = before;
        if !is_format(c) {
            before = c;
        }
        if is_joiner(c) {
            // Only between two characters of a script that may need it.
            let is_needed = !is_apart && text.ends_with(|last: char| !last.is_ascii());
            joiner = joiner.or(is_needed.then_some(c));
        } else if c.is_whitespace() {
            is_apart = true;
            breaks += usize::from(ends_line(c) && !(after == '\r' && c == '\n'));
        } else if !is_format(c) {
            if is_apart && !text.is_empty() {
                match breaks.min(breaks_max) {
                    0 => text.push(' '),
                    breaks => (0..breaks).for_each(|_| text.push('\n')),
                }
            } else if let Some(joiner) = joiner.filter(|_| !is_apart && !c.is_ascii()) {
                text.push(joiner);
            }
            text.push(c);
            (is_apart, breaks, joiner) = (false, 0, None);
        }
    }
    text
}

/// What ends a line (Unicode UAX #14: LF, CR, BK, NL).
fn ends_line(c: char) -> bool {
    matches!(c, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use crate::{Kind, Wrong};

    #[test]
    fn a_text_is_kept_as_it_is_but_for_the_space_around_it() {
        for (given, kept) in [
            ("  张 三  ", "张 三"),
            ("<b onclick=alert(1)>\"&'", "<b onclick=alert(1)>\"&'"),
            ("a\u{3000}\u{a0} b\tc\nd", "a b c d"),
            ("👨‍👩‍👧 ไทย नि", "👨‍👩‍👧 ไทย नि"),
            ("３号楼　２单元", "３号楼 ２单元"),
            ("", ""),
        ] {
            assert_eq!(Kind::NAME.check(given).as_deref(), Ok(kept));
        }
    }

    #[test]
    fn what_nobody_sees_falls_away() {
        for (given, kept) in [
            ("北\u{200b}街 1\u{200b}号", "北街 1号"),
            ("王秀\u{ad}英", "王秀英"),
            ("\u{feff}\u{202d}王秀英\u{202c} ", "王秀英"),
            ("a\u{202e}b", "ab"),
            ("\u{2066}李\u{2069}\u{3164}", "李"),
            ("Li\u{200d}n\u{200c}", "Lin"),
            ("张 \u{200d}三\u{200d}", "张 三"),
            ("\u{200b}\u{3164}", ""),
        ] {
            assert_eq!(Kind::NAME.check(given).as_deref(), Ok(kept), "{given:?}");
            assert_eq!(Kind::NOTE.check(given).as_deref(), Ok(kept), "{given:?}");
            assert_eq!(Kind::Search(100).check(given).as_deref(), Ok(kept), "{given:?}");
        }
    }

    #[test]
    fn notes_and_reasons_keep_their_lines() {
        for (given, kept) in [
            ("放门口\n先打电话", "放门口\n先打电话"),
            ("放门口\r\n先打电话\r\n", "放门口\n先打电话"),
            (" a \r b\u{2028}c ", "a\nb\nc"),
            ("a\n\n\n\n \n b", "a\n\nb"),
            ("\n\n", ""),
        ] {
            assert_eq!(Kind::NOTE.check(given).as_deref(), Ok(kept), "{given:?}");
            assert_eq!(Kind::HARDSHIP.check(given).as_deref(), Ok(kept), "{given:?}");
        }
        assert_eq!(Kind::DETAIL.check("北街\r\n1号").as_deref(), Ok("北街 1号"));
    }

    #[test]
    fn controls_and_what_is_no_character_are_refused() {
        for c in ['\0', '\u{7f}', '\u{1b}', '\u{9b}', '\u{ffff}', '\u{1fffe}', '\u{fdd0}'] {
            for kind in [Kind::NAME, Kind::NOTE] {
                assert_eq!(kind.check(&format!("a{c}b")), Err(Wrong::Control), "{:x}", u32::from(c));
            }
            assert_eq!(Kind::Search(100).check(&format!("a{c}b")).as_deref(), Ok("a b"));
        }
    }

    #[test]
    fn the_length_is_that_of_what_is_kept_in_characters() {
        assert_eq!(Kind::NAME.need(&"张".repeat(40)), Ok("张".repeat(40)));
        assert_eq!(Kind::NAME.need(&"张\u{200b} ".repeat(20)), Ok("张 ".repeat(20).trim().to_owned()));
        assert_eq!(Kind::NAME.need(&"张".repeat(41)), Err(Wrong::TooLong(40)));
        assert_eq!(Kind::NAME.need(" \u{200b} "), Err(Wrong::Needed));
        assert_eq!(Kind::NAME.check("").as_deref(), Ok(""));
    }
}
