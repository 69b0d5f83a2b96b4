//! One Handle for each product, however it is spelled.
//!
//! `Blue-Shirt` and `blue-shirt` are one product in Shopify, whose Handles are in lower case, and one address for whoever
//! types it. So are `caf\u{e9}` and `cafe\u{301}`, which look the same.

use crate::catalogue::model::Catalogue;
use fairday_contract::{InvalidId, ProductHandle};
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

/// The spelling of each Handle that counts: the catalogue's where it has the product, else lower case.
#[derive(Default)]
pub(super) struct Spelling {
    known: HashMap<String, ProductHandle>,
}

impl Spelling {
    /// The spellings of a catalogue, also of products that are away.
    pub(super) fn of_catalogue(catalogue: Option<&Catalogue>) -> Self {
        let products =
            catalogue.iter().flat_map(|catalogue| &catalogue.products).map(|product| &product.handle);
        let gone = catalogue.iter().flat_map(|catalogue| &catalogue.gone).map(|gone| &gone.handle);
        Self::known(products.chain(gone))
    }

    /// The spellings of these Handles. Of two that differ in case alone the first counts.
    fn known<'h>(handles: impl Iterator<Item = &'h ProductHandle>) -> Self {
        let mut known = HashMap::new();
        for handle in handles {
            known.entry(folded(handle.as_str())).or_insert_with(|| handle.clone());
        }
        Self { known }
    }

    /// The Handle that `text` means.
    ///
    /// # Errors
    /// When it can be no Handle.
    pub(super) fn of(&mut self, text: &str) -> Result<ProductHandle, InvalidId> {
        let folded = folded(text);
        if let Some(handle) = self.known.get(&folded) {
            return Ok(handle.clone());
        }
        let handle: ProductHandle = folded.parse()?;
        self.known.insert(folded, handle.clone());
        Ok(handle)
    }
}

fn folded(text: &str) -> String {
    if text.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        return text.to_owned();
    }
    text.to_lowercase().nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_catalogues_spelling_stays() {
        let old: ProductHandle = "Blue-Shirt".parse().expect("a handle");
        let mut spelling = Spelling::known(std::iter::once(&old));
        assert_eq!(spelling.of("BLUE-SHIRT"), Ok(old.clone()));
        assert_eq!(spelling.of("blue-shirt"), Ok(old));
        assert_eq!(spelling.of("Red-Shirt").map(String::from), Ok("red-shirt".to_owned()));
    }

    proptest! {
        #[test]
        fn case_and_composition_make_no_other_product(text in "[a-zA-Z\u{e9}\u{c9}\u{fc}钢笔-]{1,20}") {
            let mut spelling = Spelling::default();
            let handle = spelling.of(&text);
            prop_assert!(handle.is_ok());
            prop_assert_eq!(spelling.of(&text.to_uppercase().to_lowercase()), handle.clone());
            prop_assert_eq!(spelling.of(&text.nfd().collect::<String>()), handle);
        }
    }
}
