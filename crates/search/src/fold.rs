//! Text as it is compared: one width, one case; and the runs it is made of.

/// Whether a character is a Han character (CJK unified ideographs with extension A and the compatibility block).
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2ebef}')
}

/// Full-width forms become half-width ones and capitals small letters: `ＯＰＰＯ` reads as `oppo`.
pub fn fold(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{3000}' => ' ',
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            other => other,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// A part of a text without breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Run {
    /// Han characters, and which Han character of the text the first one is.
    Han { chars: Vec<char>, first: usize },
    /// Letters and digits of any other script.
    Word(String),
}

/// The runs of a folded text, in order.
pub(crate) fn runs(folded: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut han_seen = 0;
    for c in folded.chars() {
        if is_han(c) {
            match runs.last_mut() {
                Some((Run::Han { chars, .. }, true)) => chars.push(c),
                _ => runs.push((Run::Han { chars: vec![c], first: han_seen }, true)),
            }
            han_seen += 1;
        } else if c.is_alphanumeric() {
            match runs.last_mut() {
                Some((Run::Word(word), true)) => word.push(c),
                _ => runs.push((Run::Word(c.into()), true)),
            }
        } else if let Some((_, open)) = runs.last_mut() {
            *open = false;
        }
    }
    runs.into_iter().map(|(run, _)| run).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_and_capital_letters_read_as_plain_ones() {
        assert_eq!(fold("ＯＰＰＯ　Reno１２"), "oppo reno12");
    }

    #[test]
    fn scripts_break_where_they_change_and_where_there_is_a_mark() {
        let word = |text: &str| Run::Word(text.to_owned());
        let han = |text: &str, first| Run::Han { chars: text.chars().collect(), first };
        assert_eq!(
            runs("oppo手机5g 全网-通"),
            [word("oppo"), han("手机", 0), word("5g"), han("全网", 2), han("通", 4)]
        );
        assert_eq!(runs("  -- "), []);
    }
}
