//! What an order says about a variant.

use crate::snapshot::Snapshot;
use fairday_contract::{CategorySlug, Currency, Locale, PictureId, ProductHandle, VariantId};

/// Between the values that were chosen.
const CHOICE_SEPARATOR: &str = " · ";

/// A variant as an order names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The product it belongs to.
    pub handle: ProductHandle,
    /// The product's name.
    pub title: String,
    /// What is chosen; empty without a choice.
    pub choice: String,
    /// Its own picture, or the product's first.
    pub picture: Option<PictureId>,
}

impl Snapshot {
    /// The currency of every price.
    pub fn currency(&self) -> Currency {
        self.catalogue().store.currency
    }

    /// Whether a variant is for sale in one of these categories, or below one.
    pub fn is_in_any(&self, id: VariantId, categories: &[CategorySlug]) -> bool {
        let Some(product) = self.number_of(id) else { return false };
        let mut nodes = categories.iter().filter_map(|slug| self.tree().find(slug));
        nodes.any(|node| self.is_in(product as u32, node))
    }

    /// A variant that is for sale, in words.
    pub fn item(&self, id: VariantId, locale: Locale) -> Option<Item> {
        let product = &self.catalogue().products[self.number_of(id)?];
        let variant = product.variants.iter().find(|variant| variant.id == id)?;
        let values = variant.choice.iter().zip(&product.options);
        let chosen: Vec<&str> = values
            .filter_map(|(value, option)| option.values.get(usize::from(*value)))
            .map(|value| value.get(locale))
            .collect();
        let own = variant.picture.and_then(|picture| product.pictures.get(usize::from(picture)));
        Some(Item {
            handle: product.handle.clone(),
            title: product.title.get(locale).to_owned(),
            choice: chosen.join(CHOICE_SEPARATOR),
            picture: own.or(product.pictures.first()).map(|picture| picture.id.clone()),
        })
    }
}
