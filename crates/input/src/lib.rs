//! The rules for what people type: names, numbers, addresses, notes, codes. The phone and the server go by the same ones, so
//! that the server takes whatever the phone lets through, and both write it alike.
//!
//! [`Kind::check`] gives the form that is kept, or says what is wrong ([`Wrong`]). Characters that nobody sees and that
//! change nothing come along when text is copied out of contacts and messages: they fall away, in every kind of text.
//! Numbers and codes also lose what people put between their digits, and full-width letters and digits become plain ones.
//!
//! There is no table of Unicode here and no regular expression: all of it costs the phone some three kilobytes.

mod chars;
mod coupon;
#[cfg(test)]
mod made_up;
mod phone;
mod resident_id;
mod text;
mod wrong;

pub use chars::{digits, narrow};
pub use coupon::CODE_CHARS_MAX;
pub use phone::masked;
pub use resident_id::RESIDENT_ID_LENGTH;
pub use text::words;
pub use wrong::{PhoneWrong, ResidentIdWrong, Wrong};

/// The most characters that a field takes of a number, with spaces, brackets and whatever else is put between its digits.
pub const NUMBER_TYPED_CHARS_MAX: usize = 40;

/// A kind of text that people type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One line of at most so many characters; may be empty.
    Line(usize),
    /// A text with lines of its own, of at most so many characters; may be empty.
    Lines(usize),
    /// A mobile number of mainland China.
    Mobile,
    /// A number at which somebody can be called: a mobile number, or a landline with its area code.
    Phone,
    /// A one-time code: its digits.
    OneTimeCode,
    /// A coupon's code; may be empty.
    Coupon,
    /// A resident identity number (GB 11643-1999), as far as it can be told without knowing the day.
    ResidentId,
    /// Words to search for, of at most so many characters; may be empty.
    Search(usize),
}

impl Kind {
    /// A recipient's name.
    pub const NAME: Self = Self::Line(40);
    /// The name of a person who applies for credit.
    pub const PERSON: Self = Self::Line(60);
    /// A village.
    pub const VILLAGE: Self = Self::Line(40);
    /// Street and house.
    pub const DETAIL: Self = Self::Line(120);
    /// What a shopper calls an address.
    pub const LABEL: Self = Self::Line(20);
    /// A note to an order, by a shopper or the shop.
    pub const NOTE: Self = Self::Lines(200);
    /// Why an order is cancelled or given back.
    pub const REASON: Self = Self::Lines(200);
    /// Why a shopper asks for patience, and what the shop says to it.
    pub const HARDSHIP: Self = Self::Lines(400);

    /// The most characters a field should take of it: those of the form that is kept, and for numbers and codes also what
    /// is put between.
    pub const fn typed_chars_max(self) -> usize {
        match self {
            Self::Line(most) | Self::Lines(most) | Self::Search(most) => most,
            Self::Mobile | Self::Phone | Self::Coupon | Self::ResidentId => NUMBER_TYPED_CHARS_MAX,
            Self::OneTimeCode => 12,
        }
    }

    /// The form that is kept. What is wrong is only tidied, and too many words to search for are cut: see
    /// [`Kind::check`].
    pub fn normalise(self, typed: &str) -> String {
        match self {
            Self::Search(most) => words(typed, most),
            _ => self.check(typed).unwrap_or_else(|_| text::line(typed)),
        }
    }

    /// The form that is kept, which is checked as the same again.
    ///
    /// # Errors
    /// [`Wrong`]. An empty text is right where the kind says so: see [`Kind::need`].
    pub fn check(self, typed: &str) -> Result<String, Wrong> {
        match self {
            Self::Line(most) => text::within(text::line(typed), most),
            Self::Lines(most) => text::within(text::lines(typed), most),
            Self::Search(most) => text::within(text::spaced(typed), most),
            Self::Mobile => phone::mobile(typed),
            Self::Phone => phone::any(typed),
            Self::OneTimeCode => Some(digits(typed)).filter(|code| !code.is_empty()).ok_or(Wrong::Needed),
            Self::Coupon => coupon::check(typed),
            Self::ResidentId => resident_id::check(typed),
        }
    }

    /// The same of a text that must be there.
    ///
    /// # Errors
    /// [`Wrong`].
    pub fn need(self, typed: &str) -> Result<String, Wrong> {
        self.check(typed).and_then(|text| if text.is_empty() { Err(Wrong::Needed) } else { Ok(text) })
    }
}
