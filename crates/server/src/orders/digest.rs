//! The digest of terms: equal digests are equal terms.

use fairday_contract::{AgreedTerms, DeliveryChoice};
use sha2::{Digest, Sha256};

/// What the encoding begins with. Another encoding begins with another number.
const VERSION: &[u8] = b"fairday terms 1\n";

/// The SHA-256 of everything that costs.
///
/// Numbers are big-endian; a text is its length in bytes, 4 bytes, and then itself; so no two terms have the same
/// encoding. In order: the version; the currency; how many lines, 4 bytes; each line, by the number of its variant:
/// variant, 4 bytes, quantity, 4 bytes, price, 8 bytes; the coupon as a text, empty without one; the discount, 8 bytes;
/// `D` and the region, or `P` and the pick-up point, as a text; the delivery fee and the total, 8 bytes each. Texts that
/// are only shown, and days, cost nothing and are not in it; nor is the order of the lines.
pub fn digest(terms: &AgreedTerms) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(VERSION);
    text(&mut hash, terms.currency.code());
    hash.update((terms.lines.len() as u32).to_be_bytes());
    let mut lines = terms.lines.clone();
    lines.sort_by_key(|line| (line.variant, line.quantity, line.price));
    for line in lines {
        hash.update(line.variant.0.to_be_bytes());
        hash.update(line.quantity.to_be_bytes());
        hash.update(line.price.to_be_bytes());
    }
    text(&mut hash, terms.coupon.as_deref().unwrap_or_default());
    hash.update(terms.discount.to_be_bytes());
    match &terms.delivery {
        DeliveryChoice::Door { region } => {
            hash.update(b"D");
            text(&mut hash, region.as_str());
        }
        DeliveryChoice::PickUp { point } => {
            hash.update(b"P");
            text(&mut hash, point.as_str());
        }
    }
    hash.update(terms.delivery_fee.to_be_bytes());
    hash.update(terms.total.to_be_bytes());
    hash.finalize().into()
}

fn text(hash: &mut Sha256, text: &str) {
    hash.update((text.len() as u32).to_be_bytes());
    hash.update(text);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hex::hex;
    use fairday_contract::{AgreedLine, Currency, VariantId};
    use proptest::prelude::*;

    fn terms() -> AgreedTerms {
        let line = |variant, quantity, price| AgreedLine { variant: VariantId(variant), quantity, price };
        AgreedTerms {
            currency: Currency::CNY,
            lines: vec![line(7, 2, 1290), line(3, 1, 350)],
            coupon: Some("FAIR10".into()),
            discount: 293,
            delivery: DeliveryChoice::Door { region: "130102001".parse().expect("a region") },
            delivery_fee: 800,
            total: 3437,
        }
    }

    #[test]
    fn the_encoding_stays_as_it_is() {
        // Worked out once with Python's hashlib and struct from the words above. Quotes that phones hold depend on it.
        assert_eq!(
            hex(&digest(&terms())),
            "729d60dd4e331a5179a6af0f64654ed7df375e4859441f72d212340ef048d596"
        );
    }

    #[test]
    fn whatever_costs_changes_it_and_the_order_of_lines_does_not() {
        let same = AgreedTerms { lines: terms().lines.into_iter().rev().collect(), ..terms() };
        assert_eq!(digest(&same), digest(&terms()));
        let with_line = |change: fn(&mut AgreedLine)| {
            let mut terms = terms();
            change(&mut terms.lines[0]);
            terms
        };
        let point = DeliveryChoice::PickUp { point: "130102001".parse().expect("a point") };
        let region = DeliveryChoice::Door { region: "130102002".parse().expect("a region") };
        let others = [
            AgreedTerms { currency: "USD".parse().expect("a currency"), ..terms() },
            AgreedTerms { lines: terms().lines[..1].to_vec(), ..terms() },
            with_line(|line| line.quantity = 3),
            with_line(|line| line.price = 1291),
            with_line(|line| line.variant = VariantId(8)),
            AgreedTerms { coupon: None, ..terms() },
            AgreedTerms { discount: 292, ..terms() },
            AgreedTerms { delivery: point, ..terms() },
            AgreedTerms { delivery: region, ..terms() },
            AgreedTerms { delivery_fee: 0, ..terms() },
            AgreedTerms { total: 3436, ..terms() },
        ];
        for other in others {
            assert_ne!(digest(&other), digest(&terms()), "{other:?}");
        }
    }

    fn any_terms() -> impl Strategy<Value = AgreedTerms> {
        let line = (0_u32..4, 1_u32..3, 0_i64..3);
        let coupon = proptest::option::of("[A-C]{1,3}");
        (
            proptest::collection::btree_map(0_u32..4, line, 0..3),
            coupon,
            0_i64..3,
            "[0-9]{2}",
            0_i64..3,
            any::<bool>(),
        )
            .prop_map(|(lines, coupon, discount, place, fee, is_door)| AgreedTerms {
                currency: Currency::CNY,
                lines: lines
                    .into_iter()
                    .map(|(variant, (_, quantity, price))| AgreedLine {
                        variant: VariantId(variant),
                        quantity,
                        price,
                    })
                    .collect(),
                coupon,
                discount,
                delivery: if is_door {
                    DeliveryChoice::Door { region: place.parse().expect("a region") }
                } else {
                    DeliveryChoice::PickUp { point: place.parse().expect("a point") }
                },
                delivery_fee: fee,
                total: 9,
            })
    }

    proptest! {
        #[test]
        fn two_terms_have_one_digest_only_when_they_are_the_same(one in any_terms(), other in any_terms()) {
            prop_assert_eq!(digest(&one) == digest(&other), one == other);
        }
    }
}
