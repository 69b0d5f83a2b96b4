//! A coupon's code, however it was copied: out of a message, in quotes, with the dashes that keyboards make of hyphens.

use crate::chars::{is_dash, is_dot, is_quote, kept};
use crate::wrong::Wrong;

/// The longest code, characters.
pub const CODE_CHARS_MAX: usize = 30;

/// The code in what was typed: capital letters, digits and hyphens. Empty when nothing was typed.
pub(crate) fn check(typed: &str) -> Result<String, Wrong> {
    let code = kept(typed, |c| match c {
        ',' | '\u{3001}' | ':' | ';' | '!' | '(' | ')' | '[' | ']' => None,
        c if c.is_whitespace() || is_quote(c) || is_dot(c) => None,
        c if is_dash(c) => Some('-'),
        c => Some(c.to_ascii_uppercase()),
    });
    let is_code = code.len() <= CODE_CHARS_MAX
        && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-');
    if is_code { Ok(code) } else { Err(Wrong::Coupon) }
}

#[cfg(test)]
mod tests {
    use crate::{Kind, Wrong};

    #[test]
    fn a_code_is_the_same_however_it_is_dressed() {
        for (typed, code) in [
            ("FAIR10", "FAIR10"),
            (" fair 10 ", "FAIR10"),
            ("FAIR10\u{200b}", "FAIR10"),
            ("“FAIR10”", "FAIR10"),
            ("'fair10'", "FAIR10"),
            ("《ＦＡＩＲ１０》。", "FAIR10"),
            ("【FAIR10】", "FAIR10"),
            ("\u{202d}FAIR10\u{202c}", "FAIR10"),
            ("NEW–5", "NEW-5"),
            ("new—5", "NEW-5"),
            ("ＮＥＷ－５", "NEW-5"),
            ("NEW\u{2011}5.", "NEW-5"),
            ("", ""),
            (" “” ", ""),
        ] {
            assert_eq!(Kind::Coupon.check(typed).as_deref(), Ok(code), "{typed:?}");
        }
    }

    #[test]
    fn what_can_be_no_code_is_said_to_be_none() {
        for typed in ["欢迎", "NEW_5", "FAIR10\0", "10%", "ГOOD", &"W".repeat(31), &"W".repeat(5000)] {
            assert_eq!(Kind::Coupon.check(typed), Err(Wrong::Coupon), "{typed:?}");
        }
        assert_eq!(Kind::Coupon.need(" "), Err(Wrong::Needed));
    }
}
