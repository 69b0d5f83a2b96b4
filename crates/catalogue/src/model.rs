//! The catalogue as the server knows it: written by the importer, kept by the store, read into the snapshot.
//!
//! Nothing here knows about HTTP, SQL or CSV. Wire types are made from these at the HTTP edge.

use fairday_contract::{Currency, Locale, PictureId, ProductHandle, VariantId};
use serde::{Deserialize, Serialize};

/// A text in the languages the merchant gave it in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Localised {
    /// In the catalogue's default language; always there, possibly empty.
    pub default: String,
    /// In other languages, where they differ.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<(Locale, String)>,
}

impl Localised {
    /// A text in the default language alone.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { default: text.into(), others: Vec::new() }
    }

    /// The text in `locale`, or in the default language when there is none.
    pub fn get(&self, locale: Locale) -> &str {
        self.others.iter().find(|(l, _)| *l == locale).map_or(&self.default, |(_, text)| text)
    }
}

/// Everything that is for sale, at one revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalogue {
    /// What is true of the whole store.
    pub store: StoreProfile,
    /// Grows by one with every change.
    pub revision: u64,
    /// When it last changed, milliseconds since 1970 UTC.
    pub updated_ms: i64,
    /// The products, in the merchant's order.
    pub products: Vec<Product>,
    /// When this catalogue was begun, milliseconds since 1970 UTC: tells it from another one.
    pub epoch_ms: i64,
    /// Products that are not for sale any more.
    pub gone: Vec<Gone>,
    /// The merchant's own table of synonyms, as [`fairday_search::Synonyms::read`] takes it; empty without one.
    pub synonyms: String,
}

/// A product that is not for sale any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    /// Its name in URLs.
    pub handle: ProductHandle,
    /// Its number, and when it went.
    pub record: Record,
}

/// What the store notes about a product. Nothing here is the merchant's; all zero where there is no store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Its number: never another product's.
    pub id: u32,
    /// Its place in the merchant's order, with gaps.
    pub place: u32,
    /// The catalogue's revision when anything of it last changed.
    pub revision: u64,
    /// The catalogue's revision when anything but its prices, stock, sales and place last changed.
    pub shown_revision: u64,
}

/// What is true of the whole store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreProfile {
    /// The store's name.
    pub name: Localised,
    /// The language of every `Localised::default`.
    pub default_locale: Locale,
    /// The currency of every price.
    pub currency: Currency,
}

/// A product with its variants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// Its name in URLs; unique.
    pub handle: ProductHandle,
    /// Its name for people.
    pub title: Localised,
    /// The brand or maker; empty when not told.
    pub vendor: Localised,
    /// The way to it, the widest category first: the parts of Shopify's Type between ` > `. Empty when not told.
    pub category: Vec<Localised>,
    /// Sanitised HTML.
    pub description_html: Localised,
    /// The merchant's tags, used by search.
    pub tags: Vec<Localised>,
    /// What can be chosen; empty when there is one variant without a choice.
    pub options: Vec<ProductOption>,
    /// At least one.
    pub variants: Vec<Variant>,
    /// In the merchant's order.
    pub pictures: Vec<Picture>,
    /// Facts: name and value.
    pub specs: Vec<(Localised, Localised)>,
    /// How many were sold, as the merchant counts.
    pub sold: u32,
    /// When it was first imported, milliseconds since 1970 UTC.
    pub created_ms: i64,
    /// What the store notes about it; importers leave it alone.
    #[serde(skip)]
    pub record: Record,
}

/// One thing to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductOption {
    /// "Colour".
    pub name: Localised,
    /// "Red", "Blue".
    pub values: Vec<Localised>,
}

/// What is bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// Stable across imports; given by the store.
    pub id: VariantId,
    /// The merchant's stock keeping unit.
    pub sku: Option<String>,
    /// For each option, the index of its value.
    pub choice: Vec<u16>,
    /// Minor units of the store's currency; never negative.
    pub price: i64,
    /// The price it is reduced from, minor units; only when higher than `price`.
    pub compare_at: Option<i64>,
    /// How many are left; `None` when not counted, or sold on when none is left.
    pub stock: Option<u32>,
    /// Index of its picture among the product's.
    pub picture: Option<u16>,
}

impl Variant {
    /// Whether one can be bought now.
    pub fn is_available(&self) -> bool {
        self.stock != Some(0)
    }
}

/// A picture that has been made ready at every width.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Names its content.
    pub id: PictureId,
    /// Width of the original after rotation, pixels.
    pub width: u32,
    /// Height of the original after rotation, pixels.
    pub height: u32,
    /// A `BlurHash`, at most 30 characters.
    pub placeholder: String,
    /// The size of its file at each of [`fairday_contract::Picture::WIDTHS`], bytes. Empty when it was imported before
    /// sizes were kept: then the shop names no figure, until the picture is imported again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bytes: Vec<u32>,
    /// What it shows; empty when the title says it.
    pub alt: Localised,
}
