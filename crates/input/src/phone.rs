//! Phone numbers of mainland China, as people write them and as contacts have them.
//!
//! Mobile numbers have eleven digits and begin with 13 to 19; landlines have an area code of three digits (010, 02x) with
//! eight, or of four (03xx to 09xx) with seven or eight (the numbering plan of the ITU for +86).

use crate::chars::{is_dash, is_dot, narrow};
use crate::wrong::{PhoneWrong, Wrong};

/// How many digits a mobile number has.
const MOBILE_DIGITS: usize = 11;
/// No number has more, with the country's code before it and a zero too many: what is longer is refused unread.
const DIGITS_MAX: usize = 40;

/// A mobile number: its eleven digits.
pub(crate) fn mobile(typed: &str) -> Result<String, Wrong> {
    let digits = national(typed)?;
    if is_mobile(&digits) {
        return Ok(digits);
    }
    Err(Wrong::Phone(if area_digits(&digits).is_some() { PhoneWrong::NotMobile } else { PhoneWrong::Mobile }))
}

/// A number as it is dialled within the country, an area code with a hyphen after it: `13800138000`, `0312-5021234`.
pub(crate) fn any(typed: &str) -> Result<String, Wrong> {
    let digits = national(typed)?;
    if is_mobile(&digits) {
        return Ok(digits);
    }
    if let Some(area) = area_digits(&digits) {
        return Ok([&digits[..area], "-", &digits[area..]].concat());
    }
    Err(Wrong::Phone(match digits.as_bytes() {
        // Special numbers, such as 110 and 10086, are nobody's.
        [b'1', b'3'..=b'9', ..] => PhoneWrong::Mobile,
        [b'0', b'1', b'0', ..] | [b'0', b'2'..=b'9', ..] => PhoneWrong::Landline,
        _ => PhoneWrong::AreaCode,
    }))
}

/// A number as it may be shown to whoever looks over the shoulder: the area code or the first three digits, and the last
/// four. `138****8000`, `0312-***1234`.
pub fn masked(number: &str) -> String {
    let count = number.chars().count();
    let shown_first = number.find('-').map_or(3, |hyphen| hyphen + 1);
    let hidden = shown_first..count.saturating_sub(4);
    number.chars().enumerate().map(|(at, c)| if hidden.contains(&at) { '*' } else { c }).collect()
}

/// The digits as they are dialled within the country, whatever was put between and before them.
fn national(typed: &str) -> Result<String, Wrong> {
    let (mut digits, mut has_plus) = (String::new(), false);
    for c in narrow(typed).chars() {
        match c {
            '0'..='9' if digits.len() < DIGITS_MAX => digits.push(c),
            '+' if digits.is_empty() && !has_plus => has_plus = true,
            '(' | ')' | '/' => {}
            c if c.is_whitespace() || is_dash(c) || is_dot(c) => {}
            _ => return Err(Wrong::Phone(PhoneWrong::Characters)),
        }
    }
    if digits.is_empty() {
        return Err(if has_plus { Wrong::Phone(PhoneWrong::Characters) } else { Wrong::Needed });
    }
    let abroad = if has_plus { Some(digits.as_str()) } else { digits.strip_prefix("00") };
    if let Some(abroad) = abroad {
        let rest = abroad.strip_prefix("86").ok_or(Wrong::Phone(PhoneWrong::Abroad))?;
        // From abroad a landline is dialled without the zero that its area code begins with at home.
        let has_all = rest.starts_with('0') || is_mobile(rest);
        return Ok(if has_all { without_zero(rest).to_owned() } else { ["0", rest].concat() });
    }
    let rest = digits.strip_prefix("86").map(without_zero);
    let is_whole = |rest: &&str| is_mobile(rest) || area_digits(rest).is_some();
    Ok(rest.filter(is_whole).unwrap_or_else(|| without_zero(&digits)).to_owned())
}

/// A mobile number is often kept with the zero that was once dialled before those of other places.
fn without_zero(digits: &str) -> &str {
    digits.strip_prefix('0').filter(|rest| is_mobile(rest)).unwrap_or(digits)
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == MOBILE_DIGITS && matches!(digits.as_bytes(), [b'1', b'3'..=b'9', ..])
}

/// How many digits of a landline's number are its area code.
fn area_digits(digits: &str) -> Option<usize> {
    match (digits.as_bytes(), digits.len()) {
        ([b'0', b'1', b'0', b'2'..=b'8', ..] | [b'0', b'2', b'0'..=b'9', b'2'..=b'8', ..], 11) => Some(3),
        ([b'0', b'3'..=b'9', b'0'..=b'9', b'0'..=b'9', b'2'..=b'8', ..], 11 | 12) => Some(4),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::masked;
    use crate::{Kind, PhoneWrong, Wrong};

    #[test]
    fn a_mobile_number_reads_the_same_however_it_is_written() {
        for typed in [
            "13800138000",
            " 138 0013 8000 ",
            "138-0013-8000",
            "138.0013.8000",
            "138·0013·8000",
            "138\u{2011}0013\u{2011}8000",
            "138–0013—8000",
            "\u{202d}138 0013 8000\u{202c}",
            "\u{202a}+86 138 0013 8000\u{202c}",
            "\u{2068}138\u{200b}00138000\u{2069}",
            "\u{feff}138\u{a0}0013\u{2009}8000",
            "013800138000",
            "+86 138 0013 8000",
            "+86 (0)138 0013 8000",
            "8613800138000",
            "86 013800138000",
            "008613800138000",
            "0086-138-0013-8000",
            "１３８００１３８０００",
            "＋86（138）00138000",
        ] {
            assert_eq!(Kind::Mobile.check(typed).as_deref(), Ok("13800138000"), "{typed:?}");
            assert_eq!(Kind::Phone.check(typed).as_deref(), Ok("13800138000"), "{typed:?}");
        }
    }

    #[test]
    fn a_landline_reads_the_same_too_and_is_masked() {
        for (typed, national, hidden) in [
            ("010 6552 9988", "010-65529988", "010-****9988"),
            ("+86 10 6552 9988", "010-65529988", "010-****9988"),
            ("0086 10 6552 9988", "010-65529988", "010-****9988"),
            ("86-010-65529988", "010-65529988", "010-****9988"),
            ("(0312) 502 1234", "0312-5021234", "0312-***1234"),
            ("0312.502.1234", "0312-5021234", "0312-***1234"),
            ("0312/5021234", "0312-5021234", "0312-***1234"),
            ("+86 (0312) 5021234", "0312-5021234", "0312-***1234"),
            ("0571\u{2011}8765\u{2011}4321", "0571-87654321", "0571-****4321"),
        ] {
            assert_eq!(Kind::Phone.check(typed).as_deref(), Ok(national), "{typed:?}");
            assert_eq!(Kind::Phone.check(national).as_deref(), Ok(national), "reads back");
            assert_eq!(Kind::Mobile.check(typed), Err(Wrong::Phone(PhoneWrong::NotMobile)), "{typed:?}");
            assert_eq!(masked(national), hidden);
        }
        assert_eq!(masked("13800138000"), "138****8000");
    }

    #[test]
    fn what_is_no_number_is_refused_with_the_reason() {
        for (typed, why) in [
            ("0312502123", PhoneWrong::Landline),
            ("0312-1234567", PhoneWrong::Landline),
            ("0312 50212345678", PhoneWrong::Landline),
            ("010 655 2998", PhoneWrong::Landline),
            ("0100 1234567", PhoneWrong::Landline),
            ("+86 312 502123", PhoneWrong::Landline),
            ("5021234", PhoneWrong::AreaCode),
            ("65529988", PhoneWrong::AreaCode),
            ("110", PhoneWrong::AreaCode),
            ("12800138000", PhoneWrong::AreaCode),
            ("1380013800", PhoneWrong::Mobile),
            ("138001380000", PhoneWrong::Mobile),
            ("+1 3800138000", PhoneWrong::Abroad),
            ("+852 13800138000", PhoneWrong::Abroad),
            ("00852 13800138000", PhoneWrong::Abroad),
            ("1380013800a", PhoneWrong::Characters),
            ("13800138000;", PhoneWrong::Characters),
            ("0312-5021234转8", PhoneWrong::Characters),
            ("138\u{0}00138000", PhoneWrong::Characters),
            ("١٣٨٠٠١٣٨٠٠٠", PhoneWrong::Characters),
            ("+", PhoneWrong::Characters),
            ("++8613800138000", PhoneWrong::Characters),
            (&"1".repeat(500), PhoneWrong::Characters),
        ] {
            assert_eq!(Kind::Phone.check(typed), Err(Wrong::Phone(why)), "{typed:?}");
            assert!(Kind::Mobile.check(typed).is_err(), "{typed:?}");
        }
        for typed in ["", " ", "\u{200b}", &" ".repeat(500)] {
            assert_eq!(Kind::Phone.check(typed), Err(Wrong::Needed), "{typed:?}");
        }
        assert_eq!(Kind::Mobile.check("12800138000"), Err(Wrong::Phone(PhoneWrong::Mobile)));
    }
}
