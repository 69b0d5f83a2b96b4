//! What an order costs: pure rules over prices, a coupon and what delivery costs. Whole minor units, checked.

use super::coupon_guesses::Named;
use super::coupons::{Coupon, Takes, Uses};
use crate::shop_config::DeliveryRate;
use fairday_contract::{AgreedLine, AgreedTerms, CouponRefused, Currency, DeliveryChoice};
use std::cmp::Ordering;

/// The most that the goods of an order may cost, and the most that delivery may: minor units. Far above any cart, and
/// small enough that no sum or percentage below leaves an `i64`, nor its digits a number of JavaScript's.
pub const AMOUNT_MAX: i64 = 1_000_000_000_000;

/// Everything that terms are worked out from.
#[derive(Clone, Debug)]
pub struct Basis<'a> {
    /// The currency of every amount.
    pub currency: Currency,
    /// What is wanted, at which prices. A variant once.
    pub lines: &'a [AgreedLine],
    /// How it is delivered.
    pub delivery: &'a DeliveryChoice,
    /// What that costs.
    pub rate: DeliveryRate,
    /// The coupon that was asked for.
    pub coupon: AskedCoupon<'a>,
    /// Now, milliseconds since 1970 UTC.
    pub now_ms: i64,
}

/// The coupon that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskedCoupon<'a> {
    /// None was.
    None,
    /// There is none with that code.
    NotFound,
    /// This one, which has been used so often.
    Found(&'a Coupon, Uses),
}

impl<'a> AskedCoupon<'a> {
    /// The coupon that was named, which has been used so often.
    pub(super) fn of(named: Named<'a>, uses: Uses) -> Self {
        match named {
            Named::Nothing => Self::None,
            Named::NotFound => Self::NotFound,
            Named::Found(coupon) => Self::Found(coupon, uses),
        }
    }
}

/// What it comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkedOut {
    /// Everything that costs.
    pub amounts: AgreedTerms,
    /// The sum of the lines.
    pub goods: i64,
    /// Days until it is there, at least.
    pub days_min: u8,
    /// Days until it is there, at most.
    pub days_max: u8,
    /// Why the coupon asked for does not hold; the terms are without it then.
    pub coupon_refused: Option<CouponRefused>,
}

/// The sum is above [`AMOUNT_MAX`], or a price is below nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

/// Works out what an order costs. A coupon takes off the goods first; whether delivery is free is decided by what is
/// left of them. A discount never exceeds the goods. A coupon that leaves the total where it is, or raises it because delivery
/// is not free any more, is refused: the order is without it then.
///
/// # Errors
/// [`TooLarge`]
pub fn work_out(basis: &Basis<'_>) -> Result<WorkedOut, TooLarge> {
    let goods = basis.lines.iter().try_fold(0, |sum, line| add(sum, amount(line)?))?;
    let without = Sum { discount: 0, delivery_fee: add(0, basis.rate.fee_for(goods))? };
    let taken = match basis.coupon {
        AskedCoupon::None => Ok(None),
        AskedCoupon::NotFound => Err(CouponRefused::NotFound),
        AskedCoupon::Found(coupon, uses) => match coupon.takes(goods, uses, basis.now_ms) {
            Err(why) => Err(why),
            Ok(takes) => Sum::with(takes, (goods, without), basis.rate)?.map(|sum| Some((coupon, sum))),
        },
    };
    let coupon_refused = taken.err();
    let held = taken.ok().flatten();
    let Sum { discount, delivery_fee } = held.map_or(without, |(_, sum)| sum);
    let amounts = AgreedTerms {
        currency: basis.currency,
        lines: basis.lines.to_vec(),
        coupon: held.map(|(coupon, _)| coupon.code.as_str().to_owned()),
        discount,
        delivery: basis.delivery.clone(),
        delivery_fee,
        total: goods - discount + delivery_fee,
    };
    let DeliveryRate { days_min, days_max, .. } = basis.rate;
    Ok(WorkedOut { amounts, goods, days_min, days_max, coupon_refused })
}

/// What is taken off the goods, and what is added for delivery.
#[derive(Clone, Copy)]
struct Sum {
    discount: i64,
    delivery_fee: i64,
}

impl Sum {
    /// The sum with a coupon, or why the coupon does no good: it has to come to less than the sum without it.
    fn with(
        takes: Takes,
        (goods, without): (i64, Self),
        rate: DeliveryRate,
    ) -> Result<Result<Self, CouponRefused>, TooLarge> {
        let with = match takes {
            Takes::Amount(discount) => {
                Self { discount, delivery_fee: add(0, rate.fee_for(goods - discount))? }
            }
            Takes::Delivery => Self { discount: 0, delivery_fee: 0 },
        };
        let more = |sum: Self| sum.delivery_fee - sum.discount;
        Ok(match more(with).cmp(&more(without)) {
            Ordering::Less => Ok(with),
            Ordering::Equal => Err(CouponRefused::NothingOff),
            Ordering::Greater => Err(CouponRefused::RaisesTotal),
        })
    }
}

/// Price times quantity.
///
/// # Errors
/// [`TooLarge`]
pub fn amount(line: &AgreedLine) -> Result<i64, TooLarge> {
    let amount = line.price.checked_mul(i64::from(line.quantity)).ok_or(TooLarge)?;
    add(0, amount)
}

fn add(sum: i64, amount: i64) -> Result<i64, TooLarge> {
    if !(0..=AMOUNT_MAX).contains(&amount) {
        return Err(TooLarge);
    }
    Some(sum + amount).filter(|sum| *sum <= AMOUNT_MAX).ok_or(TooLarge)
}

#[cfg(test)]
mod tests {
    use super::super::coupons::{Code, Effect};
    use super::*;
    use crate::shop_config::ShopConfig;
    use fairday_contract::VariantId;
    use proptest::prelude::*;

    const FEE: DeliveryRate = DeliveryRate { fee: 800, free_from: Some(9_900), days_min: 3, days_max: 5 };

    fn door() -> DeliveryChoice {
        DeliveryChoice::Door { region: "130102001".parse().expect("a region") }
    }

    fn lines(prices: &[(i64, u32)]) -> Vec<AgreedLine> {
        let line = |(number, (price, quantity)): (u32, &(i64, u32))| AgreedLine {
            variant: VariantId(number),
            quantity: *quantity,
            price: *price,
        };
        (1..).zip(prices).map(line).collect()
    }

    fn coupon(effect: Effect) -> Coupon {
        Coupon {
            code: Code::parse("fair 10").expect("a code"),
            effect,
            from_ms: None,
            until_ms: None,
            minimum: 0,
            uses: None,
            uses_per_account: None,
        }
    }

    fn costs(
        prices: &[(i64, u32)],
        rate: DeliveryRate,
        coupon: Option<&Coupon>,
    ) -> Result<WorkedOut, TooLarge> {
        let coupon = coupon.map_or(AskedCoupon::None, |coupon| AskedCoupon::Found(coupon, Uses::default()));
        let (lines, delivery) = (lines(prices), door());
        work_out(&Basis {
            currency: Currency::CNY,
            lines: &lines,
            delivery: &delivery,
            rate,
            coupon,
            now_ms: 0,
        })
    }

    fn sums(worked_out: &WorkedOut) -> (i64, i64, i64, i64) {
        let WorkedOut { amounts, goods, .. } = worked_out;
        (*goods, amounts.discount, amounts.delivery_fee, amounts.total)
    }

    #[test]
    fn goods_delivery_and_a_coupon_come_to_what_a_person_would_say() {
        let without = costs(&[(1290, 2), (350, 1)], FEE, None).expect("a sum");
        assert_eq!(sums(&without), (2930, 0, 800, 3730));
        assert_eq!((without.days_min, without.days_max, &without.coupon_refused), (3, 5, &None));
        let tenth = costs(&[(1295, 1)], FEE, Some(&coupon(Effect::Percent(10)))).expect("a sum");
        assert_eq!(sums(&tenth), (1295, 129, 800, 1966), "129.5 is rounded down");
        assert_eq!(tenth.amounts.coupon.as_deref(), Some("FAIR10"));
        let five = costs(&[(300, 1)], FEE, Some(&coupon(Effect::Amount(500)))).expect("a sum");
        assert_eq!(sums(&five), (300, 300, 800, 800), "no more than the goods");
        let free = costs(&[(300, 1)], FEE, Some(&coupon(Effect::FreeDelivery))).expect("a sum");
        assert_eq!(sums(&free), (300, 0, 0, 300));
    }

    #[test]
    fn whether_delivery_is_free_is_decided_by_the_goods_after_the_discount() {
        assert_eq!(sums(&costs(&[(9_900, 1)], FEE, None).expect("a sum")), (9_900, 0, 0, 9_900));
        let more_than_delivery = coupon(Effect::Amount(801));
        assert_eq!(
            sums(&costs(&[(9_900, 1)], FEE, Some(&more_than_delivery)).expect("a sum")),
            (9_900, 801, 800, 9_899)
        );
    }

    #[test]
    fn a_coupon_with_which_the_order_would_not_be_cheaper_is_refused_and_says_why() {
        let free = DeliveryRate { fee: 0, free_from: None, ..FEE };
        for (effect, goods, rate, why) in [
            (Effect::Amount(500), 9_900, FEE, CouponRefused::RaisesTotal), // 5.00 off, and 8.00 for delivery
            (Effect::Amount(800), 9_900, FEE, CouponRefused::NothingOff),
            (Effect::Percent(1), 9_900, FEE, CouponRefused::RaisesTotal),
            (Effect::Percent(1), 99, FEE, CouponRefused::NothingOff), // less than a minor unit
            (Effect::Percent(10), 0, FEE, CouponRefused::NothingOff),
            (Effect::FreeDelivery, 9_900, FEE, CouponRefused::NothingOff),
            (Effect::FreeDelivery, 300, free, CouponRefused::NothingOff),
        ] {
            let coupon = coupon(effect);
            let found = costs(&[(goods, 1)], rate, Some(&coupon)).expect("a sum");
            let without = costs(&[(goods, 1)], rate, None).expect("a sum");
            assert_eq!(found.coupon_refused, Some(why), "{effect:?} of {goods}");
            assert_eq!(found.amounts, without.amounts, "{effect:?} of {goods}");
        }
    }

    #[test]
    fn a_coupon_that_does_not_hold_leaves_the_terms_without_it_and_says_why() {
        let dear = Coupon { minimum: 5_000, ..coupon(Effect::Percent(50)) };
        let refused = costs(&[(4_999, 1)], FEE, Some(&dear)).expect("a sum");
        assert_eq!(sums(&refused), (4_999, 0, 800, 5_799));
        assert_eq!(
            (refused.amounts.coupon, refused.coupon_refused),
            (None, Some(CouponRefused::BelowMinimum))
        );
    }

    #[test]
    fn sums_that_no_cart_has_are_refused_and_never_wrapped() {
        for prices in [
            &[(i64::MAX, 2)][..],
            &[(i64::MAX, 1), (1, 1)],
            &[(AMOUNT_MAX, 1), (1, 1)],
            &[(AMOUNT_MAX / 99 + 1, 99)],
            &[(-1, 1)],
            &[(i64::MIN, 99)],
        ] {
            assert_eq!(costs(prices, FEE, None), Err(TooLarge), "{prices:?}");
        }
        assert_eq!(costs(&[(1, 1)], DeliveryRate { fee: -1, ..FEE }, None), Err(TooLarge));
        assert!(costs(&[(AMOUNT_MAX, 1)], FEE, Some(&coupon(Effect::Percent(100)))).is_ok());
    }

    #[test]
    fn whatever_the_coupon_and_wherever_it_goes_the_total_never_rises() {
        let config = ShopConfig::parse(
            "[delivery.default]\nfee = 800\nfree_from = 9900\ndays = [3, 6]\n\
             [delivery.region]\n13 = { fee = 500, free_from = 5000, days = [2, 3] }\n\
             65 = { fee = 3000, days = [5, 9] }\n130102 = { fee = 0, days = [1, 1] }\n\
             [[pick_up]]\nid = \"market\"\nregion = \"130624100\"\nname = \"市场\"\naddress = \"东大街\"\nfee = 100\n\
             free_from = 2000\ndays = [1, 2]\n",
        )
        .expect("it is right");
        let mut places: Vec<DeliveryChoice> = ["110101001", "130624100", "650102002", "130102001"]
            .map(|region| DeliveryChoice::Door { region: region.parse().expect("a region") })
            .to_vec();
        places.push(DeliveryChoice::PickUp { point: "market".parse().expect("a point") });
        let effects = (1..=100)
            .step_by(9)
            .map(Effect::Percent)
            .chain([1, 99, 100, 101, 499, 500, 800, 801, 3_000, 9_900].map(Effect::Amount))
            .chain([Effect::FreeDelivery]);
        for effect in effects {
            for (minimum, goods) in [0, 2_000, 5_000, 9_900].into_iter().flat_map(|minimum| {
                [0, 1, 99, 1_999, 2_000, 2_001, 4_999, 5_000, 5_499, 9_899, 9_900, 10_699, 50_000]
                    .map(|goods| (minimum, goods))
            }) {
                let coupon = Coupon { minimum, ..coupon(effect) };
                for place in &places {
                    let rate = config.delivery_rate(place).expect("it delivers there");
                    let with = costs(&[(goods, 1)], rate, Some(&coupon)).expect("a sum");
                    let without = costs(&[(goods, 1)], rate, None).expect("a sum");
                    let is_cheaper = with.amounts.total < without.amounts.total;
                    let is_taken = with.amounts.coupon.is_some();
                    assert_eq!(is_taken, is_cheaper, "{effect:?} of {goods} to {place:?}");
                    assert!(
                        is_cheaper || with.amounts == without.amounts,
                        "{effect:?} of {goods} to {place:?}"
                    );
                    assert_eq!(
                        with.coupon_refused.is_some(),
                        !is_taken,
                        "{effect:?} of {goods} to {place:?}"
                    );
                }
            }
        }
    }

    /// Effects, and fees and thresholds near each other and near the goods, where they meet.
    fn any_effect() -> impl Strategy<Value = Effect> {
        prop_oneof![
            (1_u8..=100).prop_map(Effect::Percent),
            (1_i64..3_000).prop_map(Effect::Amount),
            (1..AMOUNT_MAX).prop_map(Effect::Amount),
            Just(Effect::FreeDelivery)
        ]
    }

    proptest! {
        #[test]
        fn no_coupon_ever_raises_the_total_and_one_that_changes_nothing_is_not_taken(
            prices in proptest::collection::vec((0..5_000_i64, 1_u32..=3), 1..4),
            fee in 0..2_000_i64,
            free_from in proptest::option::of(0..12_000_i64),
            effect in any_effect(),
            minimum in 0..12_000_i64,
        ) {
            let coupon = Coupon { minimum, ..coupon(effect) };
            let rate = DeliveryRate { fee, free_from, ..FEE };
            let without = costs(&prices, rate, None).expect("a sum");
            let with = costs(&prices, rate, Some(&coupon)).expect("a sum");
            if with.amounts.coupon.is_some() {
                prop_assert!(with.amounts.total < without.amounts.total);
                prop_assert_eq!(with.coupon_refused, None);
            } else {
                prop_assert_eq!(&with.amounts, &without.amounts);
                prop_assert!(with.coupon_refused.is_some());
            }
            if with.coupon_refused == Some(CouponRefused::RaisesTotal) {
                prop_assert_eq!(without.amounts.delivery_fee, 0, "only delivery that was free can make it dearer");
            }
        }

        #[test]
        fn the_total_is_the_sum_of_its_parts_and_a_discount_never_exceeds_the_goods(
            prices in proptest::collection::vec((0..2 * AMOUNT_MAX / 1000, 1_u32..=99), 1..12),
            fee in 0..100_000_i64,
            free_from in proptest::option::of(0..1_000_000_i64),
            effect in proptest::option::of(any_effect()),
        ) {
            let coupon = effect.map(coupon);
            let rate = DeliveryRate { fee, free_from, ..FEE };
            if let Ok(worked_out) = costs(&prices, rate, coupon.as_ref()) {
                let (goods, discount, delivery_fee, total) = sums(&worked_out);
                let by_hand: i128 = prices.iter().map(|(price, quantity)| i128::from(*price) * i128::from(*quantity)).sum();
                prop_assert_eq!(i128::from(goods), by_hand);
                prop_assert!((0..=goods).contains(&discount));
                prop_assert!(delivery_fee == 0 || delivery_fee == rate.fee);
                prop_assert_eq!(total, goods - discount + delivery_fee);
                let held = effect.filter(|_| worked_out.coupon_refused.is_none());
                if let Some(Effect::Percent(percent)) = held {
                    let exact = i128::from(goods) * i128::from(percent);
                    let off = i128::from(discount) * 100;
                    prop_assert!(off <= exact && exact - off < 100, "down to the minor unit, and no further");
                }
            } else {
                let by_hand: i128 = prices.iter().map(|(price, quantity)| i128::from(*price) * i128::from(*quantity)).sum();
                prop_assert!(by_hand > i128::from(AMOUNT_MAX));
            }
        }
    }
}
