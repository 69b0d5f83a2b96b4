//! From chosen options to the variant they mean.

use fairday_contract::{ProductDetail, Variant};

/// What is chosen at first: the first variant that can be bought, else the first.
pub fn first(product: &ProductDetail) -> Vec<u16> {
    let variants = &product.variants;
    let variant = variants.iter().find(|variant| is_available(variant)).or_else(|| variants.first());
    variant.map(|variant| variant.choice.clone()).unwrap_or_default()
}

/// The variant of exactly these values; nothing when the merchant does not make that combination.
pub fn variant<'a>(product: &'a ProductDetail, choice: &[u16]) -> Option<&'a Variant> {
    product.variants.iter().find(|variant| variant.choice == choice)
}

/// Whether a value of one option leads to something that can be bought, the other options kept.
pub fn leads_somewhere(product: &ProductDetail, choice: &[u16], option: usize, value: u16) -> bool {
    product.variants.iter().any(|variant| {
        is_available(variant)
            && variant.choice.get(option) == Some(&value)
            && variant.choice.iter().enumerate().all(|(n, v)| n == option || choice.get(n) == Some(v))
    })
}

/// Whether one can be bought now.
pub fn is_available(variant: &Variant) -> bool {
    variant.stock != Some(0)
}

/// The chosen values in words: `Red · Large`. Empty when there is nothing to choose.
pub fn words(product: &ProductDetail, choice: &[u16]) -> String {
    let values = product.options.iter().zip(choice).filter_map(|(o, v)| o.values.get(usize::from(*v)));
    values.map(String::as_str).collect::<Vec<_>>().join(" · ")
}
