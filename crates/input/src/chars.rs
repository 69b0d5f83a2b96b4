//! Characters by what they do to a text: the few sets that the rules tell apart.

/// Invisible and formatting characters: the general category Cf of Unicode 16 without the signs in it that are seen
/// (`Prepended_Concatenation_Mark`), and the fillers that stand for a letter and show none (`Default_Ignorable_Code_Point`
/// of category Lo, Mn or Cn). Both are in the Unicode Character Database, `DerivedGeneralCategory.txt` and
/// `DerivedCoreProperties.txt`. Not in it: variation selectors, which choose how the character before them is drawn.
const FORMAT: [(u32, u32); 18] = [
    (0xad, 0xad),
    (0x34f, 0x34f),
    (0x61c, 0x61c),
    (0x115f, 0x1160),
    (0x17b4, 0x17b5),
    (0x180e, 0x180e),
    (0x200b, 0x200f),
    (0x202a, 0x202e),
    (0x2060, 0x206f),
    (0x3164, 0x3164),
    (0xfeff, 0xfeff),
    (0xffa0, 0xffa0),
    (0xfff0, 0xfffb),
    (0x1_3430, 0x1_343f),
    (0x1_bca0, 0x1_bca3),
    (0x1_d173, 0x1_d17a),
    (0xe_0000, 0xe_00ff),
    (0xe_01f0, 0xe_0fff),
];

/// Tells whether a character is for the computer and not for the reader.
pub(crate) fn is_format(c: char) -> bool {
    let c = u32::from(c);
    FORMAT.iter().any(|(first, last)| (*first..=*last).contains(&c))
}

/// The two format characters that some scripts and emoji need between two of their characters.
pub(crate) fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// What no text has: controls other than white space, and code points that are no character for good.
pub(crate) fn is_forbidden(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || (u32::from(c) & 0xfffe) == 0xfffe
        || matches!(c, '\u{fdd0}'..='\u{fdef}')
}

/// Hyphens, dashes and the minus sign (category Pd of those that are written between digits and words).
pub(crate) fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{30fc}'
    )
}

/// Full stops and dots that are written between digits.
pub(crate) fn is_dot(c: char) -> bool {
    matches!(c, '.' | '\u{b7}' | '\u{2022}' | '\u{2024}' | '\u{2027}' | '\u{3002}' | '\u{30fb}' | '\u{ff61}')
}

/// Quotation marks and the brackets that are used as such.
pub(crate) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '`' | '\u{ab}' | '\u{bb}' | '\u{b4}' | '\u{2018}'..='\u{201f}' | '\u{2032}' | '\u{2033}'
        | '\u{2039}' | '\u{203a}' | '\u{3008}'..='\u{3011}' | '\u{301d}'..='\u{301f}')
}

/// A full-width form as the plain character that it is a wide one of.
fn narrowed(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    }
}

/// A text with the digits, letters and signs that Chinese keyboards make wide as they are otherwise, and without what
/// nobody sees.
pub fn narrow(text: &str) -> String {
    kept(text, Some)
}

/// The digits of a text, wide ones too; all else falls away.
pub fn digits(text: &str) -> String {
    kept(text, |c| c.is_ascii_digit().then_some(c))
}

/// What is kept of the characters of a text, without those that nobody sees and with wide ones made plain. Not generic: the
/// phone has this loop once.
pub(crate) fn kept(text: &str, keep: fn(char) -> Option<char>) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if !is_format(c)
            && let Some(c) = keep(narrowed(c))
        {
            plain.push(c);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_told_from_what_is_drawn() {
        for c in
            ['\u{ad}', '\u{200b}', '\u{200d}', '\u{200e}', '\u{202a}', '\u{202d}', '\u{202e}', '\u{2060}']
        {
            assert!(is_format(c), "{:x}", u32::from(c));
        }
        for c in
            ['\u{2066}', '\u{2069}', '\u{206f}', '\u{feff}', '\u{fff9}', '\u{3164}', '\u{e0041}', '\u{115f}']
        {
            assert!(is_format(c), "{:x}", u32::from(c));
        }
        // Letters, marks, emoji, variation selectors (also those of Han characters), white space, a sign of category Cf.
        for c in [
            'a',
            '张',
            'ไ',
            '\u{fe0f}',
            '\u{e0101}',
            '👩',
            ' ',
            '\u{3000}',
            '\u{2028}',
            '\u{600}',
            '\u{ac}',
            '\u{ae}',
        ] {
            assert!(!is_format(c), "{:x}", u32::from(c));
        }
    }

    #[test]
    fn wide_characters_become_plain_ones() {
        assert_eq!(narrow("１１０１０１\u{200b}ｘ 山\u{3000}￥"), "110101x 山 ￥");
        assert_eq!(digits("验证码：１２ 3-4。"), "1234");
    }
}
