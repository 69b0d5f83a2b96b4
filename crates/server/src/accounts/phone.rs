//! Phone numbers of mainland China: two types that are right once they are there. What is right is a rule of
//! [`fairday_input`].

use fairday_input::{Kind, Wrong, masked};
use std::fmt;

/// A mobile number, by which a shopper signs in. Prints nothing of itself in dumps.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone(String);

impl Phone {
    /// Reads a number as people write it and as contacts have it.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        Kind::Mobile.check(text).map(Self)
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
        masked(&self.0)
    }
}

/// A number at which a recipient can be called: a mobile number, or a landline with its area code.
#[derive(Clone, PartialEq, Eq)]
pub struct ContactPhone(String);

impl ContactPhone {
    /// Reads a number as people write it and as contacts have it.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        Kind::Phone.check(text).map(Self)
    }

    /// As it is dialled within the country, an area code with a hyphen after it: `13800138000`, `0312-5021234`.
    pub fn national(&self) -> &str {
        &self.0
    }

    /// With its middle hidden: `138****8000`, `0312-***1234`.
    pub fn masked(&self) -> String {
        masked(&self.0)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_kept_as_it_is_dialled_and_sent_to_as_e164() {
        let phone = Phone::parse("\u{202d}138.0013.8000\u{202c}").expect("a number");
        assert_eq!((phone.national(), phone.e164().as_str()), ("13800138000", "+8613800138000"));
        let landline = ContactPhone::parse("(0312) 502 1234").expect("a number");
        assert_eq!((landline.national(), landline.masked().as_str()), ("0312-5021234", "0312-***1234"));
    }

    #[test]
    fn no_dump_shows_a_number() {
        let phone = Phone::parse("13800138000").expect("a number");
        assert!(!format!("{phone:?}").contains("138"));
        assert_eq!(phone.masked(), "138****8000");
    }
}
