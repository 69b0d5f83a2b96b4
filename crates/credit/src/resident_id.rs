//! Resident identity numbers (GB 11643-1999): what they say, and nothing of them in any log.
//!
//! How one is written, and which are none, is a rule of [`fairday_input`]; here are the day that it says and the age.
//!
//! The type prints nothing of the number: there is no `Display`, and `Debug` says only that there is one. Showing it is
//! [`ResidentId::masked`]; sealing or hashing it is the one use of [`ResidentId::expose`].

use crate::calendar::Date;
use fairday_input::{Kind, Wrong};
use std::fmt;

pub use fairday_input::{RESIDENT_ID_LENGTH, ResidentIdWrong as ResidentIdError};

/// The age from which a person may borrow (Civil Code of the PRC, articles 17 and 18: full capacity at eighteen).
pub const BORROWER_AGE_MIN: u32 = 18;
/// How many characters stay readable at either end of a masked number.
const MASK_KEEPS: usize = 2;

/// A number that follows the standard. Whether it was issued, and to whom, it cannot say.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ResidentId {
    /// ASCII digits, and perhaps a last `X`.
    characters: [u8; RESIDENT_ID_LENGTH],
    born: Date,
}

impl ResidentId {
    /// Reads a number as typed: spaces and hyphens in it, wide digits and a small x are no mistakes.
    ///
    /// # Errors
    /// When it does not follow the standard, or says a birth date after `today`.
    pub fn parse(text: &str, today: Date) -> Result<Self, ResidentIdError> {
        let id = Kind::ResidentId.check(text).map_err(|wrong| match wrong {
            Wrong::ResidentId(why) => why,
            _ => ResidentIdError::Format,
        })?;
        let characters: [u8; RESIDENT_ID_LENGTH] =
            id.as_bytes().try_into().map_err(|_| ResidentIdError::Format)?;
        let number = |range: std::ops::Range<usize>| {
            characters[range].iter().fold(0_i32, |number, digit| number * 10 + i32::from(digit - b'0'))
        };
        let born = Date::new(number(6..10), number(10..12) as u8, number(12..14) as u8)
            .ok()
            .filter(|born| *born <= today)
            .ok_or(ResidentIdError::BirthDate)?;
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
