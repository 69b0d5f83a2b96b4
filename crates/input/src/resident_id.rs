//! Resident identity numbers (GB 11643-1999), as far as they can be told without knowing the day.
//!
//! Eighteen characters: six digits of an administrative division (GB/T 2260), eight of the birth date, three of a
//! sequence, and a check character (ISO 7064 MOD 11-2, where X stands for ten). The division may have been dissolved
//! since, so only its province is looked up.

use crate::chars::{is_dash, is_dot, kept};
use crate::wrong::{ResidentIdWrong, Wrong};

/// How many characters a number has.
pub const RESIDENT_ID_LENGTH: usize = 18;
/// The first two digits of GB/T 2260: provinces, municipalities, autonomous regions, special administrative regions. 83
/// is not in it: residence permits for people from Taiwan carry it (81 and 82 also stand on those for Hong Kong and Macao).
const PROVINCES: [u8; 35] = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54,
    61, 62, 63, 64, 65, 71, 81, 82, 83,
];
/// Nobody alive was born before.
const BIRTH_YEAR_MIN: u32 = 1880;

/// Seventeen digits, and a digit or a capital X.
pub(crate) fn check(typed: &str) -> Result<String, Wrong> {
    let id = kept(typed, |c| {
        let is_between = c.is_whitespace() || is_dash(c) || is_dot(c);
        (!is_between).then_some(c.to_ascii_uppercase())
    });
    if id.is_empty() {
        return Err(Wrong::Needed);
    }
    let wrong = |why| Err(Wrong::ResidentId(why));
    let (Some(digits), Some(last)) = (id.as_bytes().get(..RESIDENT_ID_LENGTH - 1), id.as_bytes().last())
    else {
        return wrong(ResidentIdWrong::Format);
    };
    let is_formed = id.len() == RESIDENT_ID_LENGTH
        && digits.iter().all(u8::is_ascii_digit)
        && (last.is_ascii_digit() || *last == b'X');
    if !is_formed {
        return wrong(ResidentIdWrong::Format);
    }
    let number = |range: std::ops::Range<usize>| {
        digits[range].iter().fold(0_u32, |number, digit| number * 10 + u32::from(digit - b'0'))
    };
    if !PROVINCES.iter().any(|province| u32::from(*province) == number(0..2)) {
        return wrong(ResidentIdWrong::Region);
    }
    // How many days a month has, the calendar says.
    let is_day = number(6..10) >= BIRTH_YEAR_MIN
        && (1..=12).contains(&number(10..12))
        && (1..=31).contains(&number(12..14));
    if !is_day {
        return wrong(ResidentIdWrong::BirthDate);
    }
    if check_character(digits) != *last {
        return wrong(ResidentIdWrong::Check);
    }
    Ok(id)
}

/// ISO 7064 MOD 11-2 in its recursive form: each digit is added and the sum doubled; the check value makes it 1 modulo 11.
fn check_character(digits: &[u8]) -> u8 {
    let sum = digits.iter().fold(0_u32, |sum, digit| (sum + u32::from(digit - b'0')) * 2 % 11);
    match (12 - sum) % 11 {
        10 => b'X',
        value => b'0' + value as u8,
    }
}

#[cfg(test)]
mod tests {
    use crate::{Kind, ResidentIdWrong, Wrong};

    #[test]
    fn a_number_reads_the_same_however_it_is_written() {
        for typed in [
            "11010519491231002X",
            " 110105 19491231 002x ",
            "110105-19491231-002x",
            "１１０１０５１９４９１２３１００２ｘ",
            "\u{202d}110105\u{200b}19491231002X\u{202c}",
            "110105.19491231.002X",
        ] {
            assert_eq!(Kind::ResidentId.check(typed).as_deref(), Ok("11010519491231002X"), "{typed:?}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_apart() {
        for (typed, why) in [
            ("11010519491231002", ResidentIdWrong::Format),
            ("11010519491231002XX", ResidentIdWrong::Format),
            ("X1010519491231002X", ResidentIdWrong::Format),
            ("号码11010519491231002X", ResidentIdWrong::Format),
            ("99010519491231002X", ResidentIdWrong::Region),
            ("11010519491331002X", ResidentIdWrong::BirthDate),
            ("11010518791231002X", ResidentIdWrong::BirthDate),
            ("110105194912310021", ResidentIdWrong::Check),
        ] {
            assert_eq!(Kind::ResidentId.check(typed), Err(Wrong::ResidentId(why)), "{typed}");
        }
        assert_eq!(Kind::ResidentId.check(" "), Err(Wrong::Needed));
    }
}
