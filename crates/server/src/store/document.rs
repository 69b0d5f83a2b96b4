//! The JSON documents in the database. Each product's carries its version.

use super::StoreError;
use crate::catalogue::model::{Localised, Picture, Product, ProductOption};
use serde::{Deserialize, Serialize};

/// The version written now. A change that older readers would misread counts it up and adds a reader for the old one.
const VERSION: u32 = 1;

/// What is shown of a product and never computed with.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Display {
    v: u32,
    pub(super) title: Localised,
    pub(super) vendor: Localised,
    pub(super) category: Vec<Localised>,
    pub(super) description_html: Localised,
    pub(super) tags: Vec<Localised>,
    pub(super) options: Vec<ProductOption>,
    pub(super) pictures: Vec<Picture>,
    pub(super) specs: Vec<(Localised, Localised)>,
}

impl Display {
    /// The document of `product`. The same product always gives the same text: that is how a change is noticed.
    pub(super) fn write(product: &Product) -> Result<String, StoreError> {
        let product = product.clone();
        to_json(&Self {
            v: VERSION,
            title: product.title,
            vendor: product.vendor,
            category: product.category,
            description_html: product.description_html,
            tags: product.tags,
            options: product.options,
            pictures: product.pictures,
            specs: product.specs,
        })
    }

    /// Reads what [`Display::write`] wrote.
    pub(super) fn read(text: &str) -> Result<Self, StoreError> {
        let display: Self = from_json(text)?;
        if display.v == VERSION {
            Ok(display)
        } else {
            Err(StoreError::Corrupt(format!("a product document of version {}", display.v)))
        }
    }
}

pub(super) fn to_json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Corrupt(error.to_string()))
}

pub(super) fn from_json<T: for<'de> Deserialize<'de>>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Corrupt(error.to_string()))
}
