//! Nobody finds a coupon by trying codes: an account may name so many that there are not.
//!
//! The look-up of a code is private to this file. There are two ways to it, and no third can be written elsewhere:
//! `Checkout::named` counts, and `Coupons::promised` asks for the proof that the server itself told the account of the
//! coupon, in a quote that it counted. So whatever tells, or shows by what it answers, whether there is a code has counted.

use super::coupons::{Code, Coupon};
use super::promise::Held;
use super::{Checkout, OrderError};
use crate::accounts::AccountId;
use crate::accounts::rate_limit::{Limit, Limited, Use, count, give_back};
use crate::database::Transaction;

/// Codes that are no coupon's, of one account. A cart is quoted anew whenever something about it changes, with the code
/// that was typed, so this is far more than the codes a person types.
pub const GUESSES: Limit = Limit { name: "coupon", most: 60, window_ms: 60 * 60 * 1000 };

/// All coupons of a shop.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coupons(Vec<Coupon>);

/// The outcome of naming a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named<'a> {
    /// None was named.
    Nothing,
    /// There is no coupon with that code.
    NotFound,
    /// There is this one.
    Found(&'a Coupon),
}

impl<'a> Named<'a> {
    fn of(found: Option<&'a Coupon>) -> Self {
        found.map_or(Self::NotFound, Self::Found)
    }

    /// The coupon, if there is one.
    pub(super) fn found(self) -> Option<&'a Coupon> {
        match self {
            Self::Found(coupon) => Some(coupon),
            Self::Nothing | Self::NotFound => None,
        }
    }
}

impl Coupons {
    /// These coupons. Of two with one code the first counts.
    pub fn new(mut coupons: Vec<Coupon>) -> Self {
        coupons.sort_by(|one, other| one.code.cmp(&other.code)); // stable
        coupons.dedup_by(|later, earlier| later.code == earlier.code);
        Self(coupons)
    }

    /// The coupon of terms that were promised.
    pub(super) fn promised(&self, held: &Held) -> Named<'_> {
        held.coupon().map_or(Named::Nothing, |code| Named::of(self.find(code)))
    }

    /// All of them, by their codes.
    #[cfg(test)]
    pub(crate) fn all(&self) -> &[Coupon] {
        &self.0
    }

    /// The coupon with this code, as a person typed it. Private to this file: see above.
    fn find(&self, typed: &str) -> Option<&Coupon> {
        let code = Code::parse(typed)?;
        let index = self.0.binary_search_by(|coupon| coupon.code.cmp(&code)).ok()?;
        self.0.get(index)
    }
}

impl Checkout {
    /// Looks up a code that an account names, and counts it unless it is a coupon's, or is none that a coupon could have. Whoever named too many that are none is
    /// not told of any code. A code that there is takes the same row as one that there is not, so of many that are named at
    /// once no more are told of than of as many one after the other.
    ///
    /// # Errors
    /// `Limited`.
    pub(super) async fn named(
        &self,
        account: AccountId,
        typed: Option<&str>,
    ) -> Result<Named<'_>, OrderError> {
        let Some(typed) = typed else { return Ok(Named::Nothing) };
        if Code::parse(typed).is_none() {
            return Ok(Named::NotFound); // tells nothing of any code
        }
        let found = self.shop.coupons.find(typed);
        let guess = Use::new(&self.keys, GUESSES, &account.0.to_string());
        let (now_ms, is_right) = (self.now_ms, found.is_some());
        let job = move |transaction: &mut Transaction<'_>| {
            count(transaction, &[guess], now_ms)?;
            if is_right {
                give_back(transaction, &guess)?;
            }
            Ok::<_, Limited>(())
        };
        self.database.write(job).await?;
        Ok(Named::of(found))
    }
}

#[cfg(test)]
mod tests {
    use super::super::coupons::Effect;
    use super::*;

    #[test]
    fn a_code_is_found_however_it_is_typed_and_nothing_else_is() {
        let coupon = Coupon {
            code: Code::parse("WELCOME").expect("a code"),
            effect: Effect::Percent(10),
            from_ms: None,
            until_ms: None,
            minimum: 0,
            uses: None,
            uses_per_account: None,
        };
        let coupons = Coupons::new(vec![coupon.clone()]);
        for typed in
            ["WELCOME", "welcome", " Wel come ", "ＷＥＬＣＯＭＥ", "ｗｅｌcome\u{3000}", "“WELCOME”\u{200b}"]
        {
            assert_eq!(coupons.find(typed), Some(&coupon), "{typed}");
        }
        for typed in ["", " ", "WELCOM", "WELCOMEE", "WELCOME\0", "欢迎", "W'--", &"W".repeat(5000)] {
            assert_eq!(coupons.find(typed), None, "{typed}");
        }
    }
}
