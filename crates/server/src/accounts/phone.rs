//! Phone numbers of mainland China.
//!
//! Mobile numbers have eleven digits and begin with 13 to 19; landlines have an area code of three digits (010, 02x) with
//! eight, or of four (03xx to 09xx) with seven or eight (the numbering plan of the ITU for +86).

use std::fmt;

/// Longest text that is looked at, characters.
const TEXT_CHARS_MAX: usize = 40;

/// Why a text is not such a number. The sentence says what would be, and does not repeat it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidPhone(&'static str);

/// A mobile number, by which a shopper signs in. Prints nothing of itself in dumps.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone(String);

impl Phone {
    /// Reads a number as people write it: with or without +86, spaces and hyphens, also in full-width digits.
    ///
    /// # Errors
    /// [`InvalidPhone`].
    pub fn parse(text: &str) -> Result<Self, InvalidPhone> {
        let digits = digits(text).filter(|digits| is_mobile(digits));
        digits.map(Self).ok_or(InvalidPhone("a mobile number of eleven digits, such as 138 0013 8000"))
    }

    /// The eleven digits.
    pub fn national(&self) -> &str {
        &self.0
    }

    /// As E.164 writes it: `+8613800138000`.
    pub fn e164(&self) -> String {
        format!("+86{}", self.0)
    }

    /// With its middle hidden: `138****8000`.
    pub fn masked(&self) -> String {
        mask(&self.0)
    }
}

/// A number at which a recipient can be called: a mobile number, or a landline with its area code.
#[derive(Clone, PartialEq, Eq)]
pub struct ContactPhone(String);

impl ContactPhone {
    /// Reads a number as people write it; see [`Phone::parse`].
    ///
    /// # Errors
    /// [`InvalidPhone`].
    pub fn parse(text: &str) -> Result<Self, InvalidPhone> {
        let why = InvalidPhone(
            "a mobile number of eleven digits, or a landline with its area code, such as 0312-5021234",
        );
        let digits = digits(text).ok_or(why)?;
        if is_mobile(&digits) {
            return Ok(Self(digits));
        }
        let area = area_digits(&digits).ok_or(why)?;
        Ok(Self(format!("{}-{}", &digits[..area], &digits[area..])))
    }

    /// As it is dialled within the country, an area code with a hyphen after it: `13800138000`, `0312-5021234`.
    pub fn national(&self) -> &str {
        &self.0
    }

    /// With its middle hidden: `138****8000`, `0312-***1234`.
    pub fn masked(&self) -> String {
        mask(&self.0)
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone(…)")
    }
}

impl fmt::Debug for ContactPhone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContactPhone(…)")
    }
}

/// A number as it may be shown: the area code or the first three digits, and the last four.
pub fn mask(number: &str) -> String {
    let count = number.chars().count();
    let shown_first = number.find('-').map_or(3, |hyphen| hyphen + 1);
    let hidden = shown_first..count.saturating_sub(4);
    number.chars().enumerate().map(|(at, c)| if hidden.contains(&at) { '*' } else { c }).collect()
}

/// The digits without the country's code; nothing when there is anything but digits and what people put between them.
fn digits(text: &str) -> Option<String> {
    if text.chars().count() > TEXT_CHARS_MAX {
        return None;
    }
    let mut digits = String::new();
    let mut has_plus = false;
    for c in text.trim().chars() {
        match c {
            '0'..='9' => digits.push(c),
            '０'..='９' => digits.push(char::from(b'0' + (u32::from(c) - u32::from('０')) as u8)),
            '+' | '＋' if digits.is_empty() && !has_plus => has_plus = true,
            ' ' | '-' | '\u{a0}' | '\u{3000}' | '－' | '(' | ')' | '（' | '）' => {}
            _ => return None,
        }
    }
    if has_plus {
        return digits.strip_prefix("86").map(with_trunk_zero);
    }
    let international = digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86"));
    Some(international.filter(|rest| is_mobile(rest)).map_or_else(|| digits.clone(), str::to_owned))
}

/// From abroad a landline is dialled without the zero that its area code begins with at home.
fn with_trunk_zero(rest: &str) -> String {
    if rest.starts_with('0') || is_mobile(rest) { rest.to_owned() } else { format!("0{rest}") }
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == 11 && matches!(digits.as_bytes(), [b'1', b'3'..=b'9', ..])
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
    use super::*;

    #[test]
    fn a_mobile_number_reads_the_same_however_it_is_written() {
        for text in [
            "13800138000",
            " 138 0013 8000 ",
            "138-0013-8000",
            "+86 138 0013 8000",
            "8613800138000",
            "008613800138000",
            "１３８００１３８０００",
            "＋86（138）00138000",
        ] {
            assert_eq!(
                Phone::parse(text).as_ref().map(Phone::e164),
                Ok("+8613800138000".to_owned()),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_mobile_number_is_refused() {
        for text in [
            "",
            "1380013800",
            "138001380000",
            "12800138000",
            "23800138000",
            "+1 3800138000",
            "+852 13800138000",
            "010 6552 9988",
            "1380013800a",
            "13800138000;",
            "138００13８00x",
            "+",
            "++8613800138000",
            "138\u{0}00138000",
            "١٣٨٠٠١٣٨٠٠٠",
        ] {
            assert!(Phone::parse(text).is_err(), "{text}");
        }
        assert!(Phone::parse(&" ".repeat(41)).is_err());
    }

    #[test]
    fn a_recipient_may_also_have_a_landline() {
        for (text, national, masked) in [
            ("13800138000", "13800138000", "138****8000"),
            ("010 6552 9988", "010-65529988", "010-****9988"),
            ("+86 10 6552 9988", "010-65529988", "010-****9988"),
            ("(0312) 502 1234", "0312-5021234", "0312-***1234"),
            ("0571-8765-4321", "0571-87654321", "0571-****4321"),
        ] {
            let phone = ContactPhone::parse(text).unwrap_or_else(|why| panic!("{text}: {why}"));
            assert_eq!((phone.national(), phone.masked().as_str()), (national, masked));
            assert_eq!(ContactPhone::parse(national), Ok(phone), "reads back");
        }
        for text in ["65529988", "010 655 2998", "0312 50212345678", "0100 1234567", "110", "0312-1234567"] {
            assert!(ContactPhone::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn no_dump_shows_a_number() {
        let phone = Phone::parse("13800138000").expect("a number");
        assert!(!format!("{phone:?}").contains("138"));
        assert_eq!(phone.masked(), "138****8000");
    }
}
