//! The catalogue piece by piece: how a phone, or another shop's system, keeps a copy of all of it.

use crate::{Currency, Cursor, Locale, PictureId, ProductHandle, VariantId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A text in the answer's languages, in the order of [`Changes::locales`]. Languages left out at the end read as the
/// first; an empty list is an empty text.
pub type Texts = Vec<String>;

/// What has changed since a place in the catalogue's history, oldest change first, a piece at a time.
///
/// Whoever keeps a copy begins with `since=0`, takes each piece in, and asks on with the same `since` and
/// [`Changes::next`] as `cursor`. Without `next` the copy is as of [`Changes::revision`]: that is the `since` of its next
/// question. A piece may be taken in twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct Changes {
    /// When this catalogue was begun, milliseconds since 1970 UTC. A copy of another one is of no use: start over.
    pub epoch_ms: i64,
    /// The catalogue's revision: grows by one with every change.
    pub revision: u64,
    /// When the catalogue last changed, milliseconds since 1970 UTC.
    pub updated_ms: i64,
    /// The languages of every text, the catalogue's default first.
    pub locales: Vec<Locale>,
    /// The currency of every price.
    pub currency: Currency,
    /// The store's name.
    pub name: Texts,
    /// The shop's own words for what it sells, a line each: words between commas that stand for one thing, or a word, `>` and
    /// what is to be looked for beside it. Absent when it has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub synonyms: String,
    /// Products that are new, or of which more than price, stock, sales and place has changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub products: Vec<CatalogueProduct>,
    /// Products of which only price, stock, sales or place has changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub repriced: Vec<RepricedProduct>,
    /// Products that are not for sale any more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gone: Vec<ProductHandle>,
    /// How the Han characters are read that this piece is the first to use: characters by syllable, other readings of
    /// the same character after a slash (`"hang/xing": "行"`).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub readings: BTreeMap<String, String>,
    /// How many changes are left after this piece.
    pub left: u32,
    /// Pass it back as `cursor` for the next piece; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Cursor>,
}

/// A product with everything a copy of the shop needs to show, sort and search it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct CatalogueProduct {
    /// Its name in URLs.
    pub handle: ProductHandle,
    /// Its place in the merchant's order, counted from 0 with gaps.
    pub place: u32,
    /// Its name for people.
    pub title: Texts,
    /// The brand or maker.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vendor: Texts,
    /// The way to it: the widest category first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub category: Vec<Texts>,
    /// Safe HTML: headings, paragraphs, lists, tables and emphasis only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub description_html: Texts,
    /// The merchant's own words for it, searched but not shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Texts>,
    /// What can be chosen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<CatalogueOption>,
    /// What can be bought, in the merchant's order; at least one.
    pub variants: Vec<CatalogueVariant>,
    /// Pictures in the merchant's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<CataloguePicture>,
    /// Facts: name and value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub specs: Vec<CatalogueFact>,
    /// How many were sold.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub sold: u32,
    /// When it was first offered, milliseconds since 1970 UTC.
    pub created_ms: i64,
}

/// One thing to choose, in the catalogue's languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct CatalogueOption {
    /// Its name: "Colour".
    pub name: Texts,
    /// The values, in the merchant's order.
    pub values: Vec<Texts>,
}

/// A fact about a product, in the catalogue's languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct CatalogueFact {
    /// What it is about.
    pub name: Texts,
    /// What is so.
    pub value: Texts,
}

/// A variant with bare amounts, minor units of [`Changes::currency`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct CatalogueVariant {
    /// Its name in carts and orders.
    pub id: VariantId,
    /// For each option, the index of its value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choice: Vec<u16>,
    /// What one costs, minor units.
    pub price: i64,
    /// The price it is reduced from, minor units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compare_at: Option<i64>,
    /// How many are left; absent when not counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stock: Option<u32>,
    /// Index of its picture among the product's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<u16>,
    /// The merchant's stock keeping unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
}

/// A picture, with its description in the catalogue's languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct CataloguePicture {
    /// Names its content.
    pub id: PictureId,
    /// Width of the original, pixels.
    pub w: u32,
    /// Height of the original, pixels.
    pub h: u32,
    /// A `BlurHash` of at most 30 characters.
    pub hash: String,
    /// The size of its file at each of `Picture::WIDTHS`, bytes, rounded up to hundreds.
    /// Empty when not known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bytes: Vec<u32>,
    /// What it shows, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alt: Texts,
}

/// A product of which only these have changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct RepricedProduct {
    /// Its name in URLs.
    pub handle: ProductHandle,
    /// Its place in the merchant's order.
    pub place: u32,
    /// How many were sold.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub sold: u32,
    /// Every variant it has, in the merchant's order.
    pub variants: Vec<VariantPrice>,
}

/// What a variant costs and how many are left, minor units of [`Changes::currency`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct VariantPrice {
    /// Which variant.
    pub id: VariantId,
    /// What one costs, minor units.
    pub price: i64,
    /// The price it is reduced from, minor units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compare_at: Option<i64>,
    /// How many are left; absent when not counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stock: Option<u32>,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde's skip_serializing_if gives a reference
fn is_zero(count: &u32) -> bool {
    *count == 0
}

impl Changes {
    /// Changes in a piece when the request does not say.
    pub const LIMIT_DEFAULT: u32 = 100;
    /// The most changes in a piece.
    pub const LIMIT_MAX: u32 = 500;
    /// The sizes that pieces have, smallest first: a request for any other number gets the next smaller one, so that a
    /// server prepares few different pieces.
    pub const SIZES: [u32; 7] = [1, 5, 20, 50, Self::LIMIT_DEFAULT, 200, Self::LIMIT_MAX];

    /// The most changes in a piece when `limit` were asked for: never more than `limit`.
    pub fn size(limit: u32) -> u32 {
        crate::query::next_smaller(&Self::SIZES, limit)
    }
}
