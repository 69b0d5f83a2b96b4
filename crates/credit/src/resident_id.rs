//! Resident identity numbers (GB 11643-1999): what they say, and nothing of them in any log.
//!
//! Eighteen characters: six digits of an administrative division (GB/T 2260), eight of the birth date, three of a
//! sequence, and a check character (ISO 7064 MOD 11-2, where X stands for ten). The division may have been dissolved
//! since, so only its province is looked up.
//!
//! The type prints nothing of the number: there is no `Display`, and `Debug` says only that there is one. Showing it is
//! [`ResidentId::masked`]; sealing or hashing it is the one use of [`ResidentId::expose`].

use crate::calendar::Date;
use std::fmt;
use thiserror::Error;

/// How many characters a number has.
pub const RESIDENT_ID_LENGTH: usize = 18;
/// The age from which a person may borrow (Civil Code of the PRC, articles 17 and 18: full capacity at eighteen).
pub const BORROWER_AGE_MIN: u32 = 18;

/// The first two digits of GB/T 2260: provinces, municipalities, autonomous regions, special administrative regions. 83
/// is not in it: residence permits for people from Taiwan carry it (81 and 82 also stand on those for Hong Kong and Macao).
const PROVINCES: [u8; 35] = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54,
    61, 62, 63, 64, 65, 71, 81, 82, 83,
];
/// Nobody alive was born before.
const BIRTH_YEAR_MIN: i32 = 1880;
/// How many characters stay readable at either end of a masked number.
const MASK_KEEPS: usize = 2;

/// A number that follows the standard. Whether it was issued, and to whom, it cannot say.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ResidentId {
    /// ASCII digits, and perhaps a last `X`.
    characters: [u8; RESIDENT_ID_LENGTH],
    born: Date,
}

/// What is wrong with a number, in the order of looking. None repeats any of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ResidentIdError {
    /// Not seventeen digits and a digit or X.
    #[error("a resident ID has 17 digits and then a digit or X")]
    Format,
    /// Its first two digits are no province's.
    #[error("the resident ID begins with no province's number")]
    Region,
    /// Digits 7 to 14 are no day that has been.
    #[error("the birth date in the resident ID is not a day that has been")]
    BirthDate,
    /// The last character does not follow from the others: a slip of the finger.
    #[error("the resident ID has a wrong digit")]
    Check,
}

impl ResidentId {
    /// Reads a number as typed: spaces around it and a small x are no mistakes.
    ///
    /// # Errors
    /// When it does not follow the standard, or says a birth date after `today`.
    pub fn parse(text: &str, today: Date) -> Result<Self, ResidentIdError> {
        let mut characters: [u8; RESIDENT_ID_LENGTH] =
            text.trim().as_bytes().try_into().map_err(|_| ResidentIdError::Format)?;
        characters.make_ascii_uppercase();
        let (last, digits) = characters.split_last().ok_or(ResidentIdError::Format)?;
        if !digits.iter().all(u8::is_ascii_digit) || !(last.is_ascii_digit() || *last == b'X') {
            return Err(ResidentIdError::Format);
        }
        let number = |range: std::ops::Range<usize>| {
            digits[range].iter().fold(0_i32, |number, digit| number * 10 + i32::from(digit - b'0'))
        };
        if !PROVINCES.iter().any(|province| i32::from(*province) == number(0..2)) {
            return Err(ResidentIdError::Region);
        }
        let born = Date::new(number(6..10), number(10..12) as u8, number(12..14) as u8)
            .ok()
            .filter(|born| born.year() >= BIRTH_YEAR_MIN && *born <= today)
            .ok_or(ResidentIdError::BirthDate)?;
        if check_character(digits) != *last {
            return Err(ResidentIdError::Check);
        }
        Ok(Self { characters, born })
    }

    /// The birth date in it.
    pub fn born(&self) -> Date {
        self.born
    }

    /// Age in whole years on `day`. A year is complete on the birthday; who was born on 29 February has it on 1 March of
    /// common years.
    pub fn age_on(&self, day: Date) -> u32 {
        let had_birthday = (day.month(), day.day()) >= (self.born.month(), self.born.day());
        (day.year() - self.born.year() - i32::from(!had_birthday)).max(0).unsigned_abs()
    }

    /// Whether the person may borrow on `day`.
    pub fn may_borrow_on(&self, day: Date) -> bool {
        self.age_on(day) >= BORROWER_AGE_MIN
    }

    /// For showing: the first and the last two characters, stars between.
    pub fn masked(&self) -> String {
        let kept = |place: usize| !(MASK_KEEPS..RESIDENT_ID_LENGTH - MASK_KEEPS).contains(&place);
        let shown = |(place, character): (usize, &u8)| if kept(place) { char::from(*character) } else { '*' };
        self.characters.iter().enumerate().map(shown).collect()
    }

    /// The whole number, capital X. Only for sealing it and for its keyed hash.
    pub fn expose(&self) -> &[u8; RESIDENT_ID_LENGTH] {
        &self.characters
    }
}

/// Says that there is a number, and nothing of it.
impl fmt::Debug for ResidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResidentId(hidden)")
    }
}

/// ISO 7064 MOD 11-2 in its recursive form: each digit is added and the sum doubled; the check value makes it 1 modulo 11.
fn check_character(digits: &[u8]) -> u8 {
    let sum = digits.iter().fold(0_u32, |sum, digit| (sum + u32::from(digit - b'0')) * 2 % 11);
    match (12 - sum) % 11 {
        10 => b'X',
        value => b'0' + value as u8,
    }
}
