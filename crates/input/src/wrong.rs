//! What is wrong with a text. The sentences are for whoever calls the API; the app has its own for shoppers. None repeats
//! what was typed.

use std::fmt;

/// What is wrong with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// There is none.
    Needed,
    /// It has more than so many characters.
    TooLong(usize),
    /// It has characters that cannot be shown.
    Control,
    /// It is no number to call.
    Phone(PhoneWrong),
    /// It can be no coupon's code.
    Coupon,
    /// It is no resident ID.
    ResidentId(ResidentIdWrong),
}

/// Why a text is no phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneWrong {
    /// It has letters or signs that stand in no number.
    Characters,
    /// It begins with another country's code.
    Abroad,
    /// It is not eleven digits that begin with 13 to 19.
    Mobile,
    /// It is a landline, and a code is to be sent to it.
    NotMobile,
    /// It has no area code.
    AreaCode,
    /// What follows the area code is no number.
    Landline,
}

/// Why a text is no resident ID, in the order of looking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResidentIdWrong {
    /// Not seventeen digits and a digit or X.
    Format,
    /// Its first two digits are no province's.
    Region,
    /// Digits 7 to 14 are no day that has been.
    BirthDate,
    /// The last character does not follow from the others: a slip of the finger.
    Check,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Needed => f.write_str("is needed"),
            Self::TooLong(most) => write!(f, "at most {most} characters"),
            Self::Control => f.write_str("must not have control characters in it"),
            Self::Phone(why) => why.fmt(f),
            Self::Coupon => f.write_str("a code has letters A to Z, digits and hyphens"),
            Self::ResidentId(why) => why.fmt(f),
        }
    }
}

impl fmt::Display for PhoneWrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Characters => "a phone number has only digits, such as 138 0013 8000 or 0312-5021234",
            Self::Abroad => "a number of mainland China, such as 138 0013 8000 or 0312-5021234",
            Self::Mobile => "a mobile number has eleven digits and begins with 13 to 19, such as 138 0013 8000",
            Self::NotMobile => "must be a mobile number, such as 138 0013 8000",
            Self::AreaCode => {
                "a mobile number such as 138 0013 8000, or a landline with its area code, such as 0312-5021234"
            }
            Self::Landline => {
                "after the area code come 7 or 8 digits, of which the first is 2 to 8, such as 0312-5021234; a \
                 mobile number such as 138 0013 8000 will do as well"
            }
        })
    }
}

impl fmt::Display for ResidentIdWrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Format => "a resident ID has 17 digits and then a digit or X",
            Self::Region => "the resident ID begins with no province's number",
            Self::BirthDate => "the birth date in the resident ID is not a day that has been",
            Self::Check => "the resident ID has a wrong digit",
        })
    }
}

impl std::error::Error for Wrong {}
impl std::error::Error for ResidentIdWrong {}
