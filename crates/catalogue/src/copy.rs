//! A copy of another catalogue, from what [`fairday_contract::Changes`] told piece by piece.

use crate::exchange::{into_product, localised};
use crate::model::{Catalogue, Product, StoreProfile};
use fairday_contract::{CatalogueProduct, Changes, Currency, Locale, Texts};
use fairday_search::is_han;
use std::collections::{BTreeMap, HashMap};

/// What is true of the whole copy, as the last piece told it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyHead {
    /// Which catalogue it is a copy of.
    pub epoch_ms: i64,
    /// The catalogue's revision.
    pub revision: u64,
    /// When it last changed, milliseconds since 1970 UTC.
    pub updated_ms: i64,
    /// The languages of every text, the default first; never empty.
    pub locales: Vec<Locale>,
    /// The currency of every price.
    pub currency: Currency,
    /// The store's name.
    pub name: Texts,
    /// The merchant's own table of synonyms.
    pub synonyms: String,
}

impl CopyHead {
    /// The head that a piece tells.
    pub fn of(changes: &Changes) -> Self {
        Self {
            epoch_ms: changes.epoch_ms,
            revision: changes.revision,
            updated_ms: changes.updated_ms,
            locales: if changes.locales.is_empty() {
                vec![Locale::default()]
            } else {
                changes.locales.clone()
            },
            currency: changes.currency,
            name: changes.name.clone(),
            synonyms: changes.synonyms.clone(),
        }
    }

    /// The catalogue of these products, which may come in any order.
    pub fn catalogue(&self, products: impl IntoIterator<Item = CatalogueProduct>) -> Catalogue {
        self.catalogue_of(products.into_iter().map(|product| self.product(product)).collect())
    }

    /// A product of this copy.
    pub fn product(&self, product: CatalogueProduct) -> Product {
        into_product(product, &self.locales)
    }

    /// The catalogue of these products, each made by [`CopyHead::product`], which may come in any order.
    pub fn catalogue_of(&self, mut products: Vec<Product>) -> Catalogue {
        products.sort_by_key(|product| product.record.place);
        Catalogue {
            store: StoreProfile {
                name: localised(self.name.clone(), &self.locales),
                default_locale: self.locales[0],
                currency: self.currency,
            },
            revision: self.revision,
            updated_ms: self.updated_ms,
            products,
            epoch_ms: self.epoch_ms,
            gone: Vec::new(),
            synonyms: self.synonyms.clone(),
        }
    }
}

/// How the Han characters of a copy are read.
#[derive(Clone, Debug, Default)]
pub struct ReadingTable(HashMap<char, Box<str>>);

impl ReadingTable {
    /// Takes in the readings of one piece.
    pub fn add(&mut self, readings: &BTreeMap<String, String>) {
        for (syllable, characters) in readings {
            self.0.extend(characters.chars().map(|c| (c, syllable.as_str().into())));
        }
    }

    /// The readings of every Han character of `text`; see [`fairday_search::Field::pinyin`].
    pub fn of(&self, text: &str) -> String {
        let mut line = String::new();
        for c in text.chars().filter(|c| is_han(*c)) {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(self.0.get(&c).map_or("-", |syllable| syllable));
        }
        line
    }
}
