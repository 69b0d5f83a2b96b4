//! What is not as it was agreed to.

use fairday_contract::{AgreedTerms, Difference, DifferenceKind, VariantId};

/// A line that cannot be had as agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortage {
    /// Which variant.
    pub variant: VariantId,
    /// How many were wanted.
    pub wanted: u32,
    /// How many there are; `None` when it is not for sale any more.
    pub left: Option<u32>,
}

impl Shortage {
    /// As it is told.
    pub fn difference(&self) -> Difference {
        let what = if self.left.is_some() { DifferenceKind::Stock } else { DifferenceKind::Gone };
        let (agreed, now) = (i64::from(self.wanted), i64::from(self.left.unwrap_or(0)));
        Difference { what, variant: Some(self.variant), agreed, now }
    }
}

/// Everything in which `now` is not as agreed, the lines in the order agreed to, then the sums. `now` is what can be had,
/// at what it costs now; none when nothing can be.
pub fn differences(
    agreed: &AgreedTerms,
    now: Option<&AgreedTerms>,
    shortages: &[Shortage],
) -> Vec<Difference> {
    let mut found = Vec::new();
    for line in &agreed.lines {
        let short = shortages.iter().find(|short| short.variant == line.variant);
        found.extend(short.map(Shortage::difference));
        let current = now.and_then(|now| now.lines.iter().find(|other| other.variant == line.variant));
        if let Some(current) = current.filter(|current| current.price != line.price) {
            let (agreed, now) = (line.price, current.price);
            found.push(Difference { what: DifferenceKind::Price, variant: Some(line.variant), agreed, now });
        }
    }
    if let Some(now) = now {
        let sums = [
            (DifferenceKind::Discount, agreed.discount, now.discount),
            (DifferenceKind::DeliveryFee, agreed.delivery_fee, now.delivery_fee),
            (DifferenceKind::Total, agreed.total, now.total),
        ];
        let changed = sums.into_iter().filter(|(_, agreed, now)| agreed != now);
        found.extend(changed.map(|(what, agreed, now)| Difference { what, variant: None, agreed, now }));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use fairday_contract::{AgreedLine, Currency, DeliveryChoice};

    fn terms() -> AgreedTerms {
        let line = |variant, quantity, price| AgreedLine { variant: VariantId(variant), quantity, price };
        AgreedTerms {
            currency: Currency::CNY,
            lines: vec![line(1, 2, 100), line(2, 3, 10)],
            coupon: None,
            discount: 20,
            delivery: DeliveryChoice::Door { region: "13".parse().expect("a region") },
            delivery_fee: 8,
            total: 218,
        }
    }

    fn of(what: DifferenceKind, variant: Option<u32>, agreed: i64, now: i64) -> Difference {
        Difference { what, variant: variant.map(VariantId), agreed, now }
    }

    #[test]
    fn terms_that_are_as_agreed_differ_in_nothing() {
        assert_eq!(differences(&terms(), Some(&terms()), &[]), []);
    }

    #[test]
    fn each_line_and_each_sum_that_is_otherwise_is_named() {
        let mut now = AgreedTerms { discount: 0, delivery_fee: 0, total: 205, ..terms() };
        now.lines[0] = AgreedLine { price: 90, quantity: 1, ..now.lines[0] };
        now.lines.pop();
        let shortages = [
            Shortage { variant: VariantId(2), wanted: 3, left: None },
            Shortage { variant: VariantId(1), wanted: 2, left: Some(1) },
        ];
        assert_eq!(
            differences(&terms(), Some(&now), &shortages),
            [
                of(DifferenceKind::Stock, Some(1), 2, 1),
                of(DifferenceKind::Price, Some(1), 100, 90),
                of(DifferenceKind::Gone, Some(2), 3, 0),
                of(DifferenceKind::Discount, None, 20, 0),
                of(DifferenceKind::DeliveryFee, None, 8, 0),
                of(DifferenceKind::Total, None, 218, 205),
            ]
        );
    }

    #[test]
    fn when_nothing_can_be_had_there_are_no_sums_to_compare() {
        let shortages =
            [1, 2].map(|variant| Shortage { variant: VariantId(variant), wanted: 1, left: Some(0) });
        let found = differences(&terms(), None, &shortages);
        assert_eq!(found.iter().filter(|difference| difference.what == DifferenceKind::Stock).count(), 2);
        assert_eq!(found.len(), 2);
    }
}
