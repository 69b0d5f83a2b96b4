//! Coupons: what the shop's configuration promises, and whether it holds.

use super::terms::AMOUNT_MAX;
use fairday_contract::CouponRefused;
use fairday_input::Kind;

/// The longest text that is looked at as a code, bytes: what a person may type around a code, spaces and all.
pub const CODE_TYPED_BYTES_MAX: usize = 200;
/// The most coupons a shop has at a time.
pub const COUPONS_MAX: usize = 1_000;

/// A code as codes are compared: capital letters, digits and hyphens, without spaces.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(String);

impl Code {
    /// The code in what a person typed, by the rule that the phone goes by too ([`Kind::Coupon`]). `None` when it cannot be
    /// a code.
    pub fn parse(typed: &str) -> Option<Self> {
        Kind::Coupon.need(typed).ok().map(Self)
    }

    /// The code itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a coupon gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// So many hundredths of the goods, 1 to 100. What is not a whole minor unit stays with the shop: 10 % of 12.95 is
    /// 1.29.
    Percent(u8),
    /// So many minor units, at most the goods.
    Amount(i64),
    /// Delivery.
    FreeDelivery,
}

/// A coupon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coupon {
    /// What is typed.
    pub code: Code,
    /// What it gives.
    pub effect: Effect,
    /// Not before, milliseconds since 1970 UTC.
    pub from_ms: Option<i64>,
    /// Not at or after, milliseconds since 1970 UTC.
    pub until_ms: Option<i64>,
    /// The least that the goods must cost, minor units.
    pub minimum: i64,
    /// How often it can be used in all, at least 1.
    pub uses: Option<u32>,
    /// How often one account can use it, at least 1.
    pub uses_per_account: Option<u32>,
}

/// How often a coupon has been used, in orders that were not cancelled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// By everybody.
    pub all: i64,
    /// By the account that asks.
    pub own: i64,
}

/// What a coupon takes off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// So many minor units of the goods.
    Amount(i64),
    /// What delivery costs.
    Delivery,
}

impl Coupon {
    /// What is wrong with it, in words for whoever wrote the configuration.
    ///
    /// # Errors
    /// The sentence.
    pub fn check(&self) -> Result<(), String> {
        let wrong = |what: &str| Err(what.to_owned());
        match self.effect {
            Effect::Percent(percent) if !(1..=100).contains(&percent) => {
                return wrong("`percent` is 1 to 100");
            }
            Effect::Amount(amount) if !(1..=AMOUNT_MAX).contains(&amount) => {
                return wrong("`amount` is at least 1, in minor units");
            }
            _ => {}
        }
        if !(0..=AMOUNT_MAX).contains(&self.minimum) {
            return wrong("`minimum` is at least 0, in minor units");
        }
        if self.uses == Some(0) || self.uses_per_account == Some(0) {
            return wrong("`uses` and `uses_per_account` are at least 1");
        }
        if self.from_ms.zip(self.until_ms).is_some_and(|(from, until)| from >= until) {
            return wrong("`until` is after `from`");
        }
        Ok(())
    }

    /// What it takes off an order with these goods.
    ///
    /// # Errors
    /// Why it does not hold.
    pub fn takes(&self, goods: i64, uses: Uses, now_ms: i64) -> Result<Takes, CouponRefused> {
        if self.from_ms.is_some_and(|from| now_ms < from) {
            return Err(CouponRefused::TooEarly);
        }
        if self.until_ms.is_some_and(|until| now_ms >= until) {
            return Err(CouponRefused::Expired);
        }
        let is_used_up = |limit: Option<u32>, used: i64| limit.is_some_and(|limit| used >= i64::from(limit));
        if is_used_up(self.uses, uses.all) || is_used_up(self.uses_per_account, uses.own) {
            return Err(CouponRefused::UsedUp);
        }
        if goods < self.minimum {
            return Err(CouponRefused::BelowMinimum);
        }
        Ok(match self.effect {
            // `goods` is at most AMOUNT_MAX, so this fits.
            Effect::Percent(percent) => Takes::Amount(goods * i64::from(percent) / 100),
            Effect::Amount(amount) => Takes::Amount(amount.min(goods)),
            Effect::FreeDelivery => Takes::Delivery,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coupon() -> Coupon {
        Coupon {
            code: Code::parse("WELCOME").expect("a code"),
            effect: Effect::Percent(10),
            from_ms: Some(100),
            until_ms: Some(200),
            minimum: 50,
            uses: Some(3),
            uses_per_account: Some(1),
        }
    }

    #[test]
    fn it_holds_from_its_first_moment_to_its_last_for_those_who_may() {
        let uses = |all, own| Uses { all, own };
        let holds = |goods, uses, now_ms| coupon().takes(goods, uses, now_ms);
        for now_ms in [100, 199] {
            assert_eq!(holds(50, uses(2, 0), now_ms), Ok(Takes::Amount(5)), "{now_ms}");
        }
        for (goods, uses, now_ms, why) in [
            (50, uses(0, 0), 99, CouponRefused::TooEarly),
            (50, uses(0, 0), 200, CouponRefused::Expired),
            (49, uses(0, 0), 150, CouponRefused::BelowMinimum),
            (50, uses(3, 0), 150, CouponRefused::UsedUp),
            (50, uses(1, 1), 150, CouponRefused::UsedUp),
        ] {
            assert_eq!(holds(goods, uses, now_ms), Err(why));
        }
    }

    #[test]
    fn a_coupon_that_makes_no_sense_is_refused_when_the_shop_starts() {
        for (wrong, word) in [
            (Coupon { effect: Effect::Percent(0), ..coupon() }, "percent"),
            (Coupon { effect: Effect::Percent(101), ..coupon() }, "percent"),
            (Coupon { effect: Effect::Amount(0), ..coupon() }, "amount"),
            (Coupon { minimum: -1, ..coupon() }, "minimum"),
            (Coupon { uses: Some(0), ..coupon() }, "uses"),
            (Coupon { uses_per_account: Some(0), ..coupon() }, "uses"),
            (Coupon { until_ms: Some(100), ..coupon() }, "until"),
        ] {
            let refused = wrong.check().expect_err("refused");
            assert!(refused.contains(word), "{refused}");
        }
        assert_eq!(coupon().check(), Ok(()));
    }
}
