//! One product with everything its page shows.

use crate::{CategoryRef, Money, Picture, ProductCard, ProductHandle, VariantId};
use serde::{Deserialize, Serialize};

/// A product with its options, variants and pictures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct ProductDetail {
    /// Its name in URLs.
    pub handle: ProductHandle,
    /// Its name for people, in the language asked for.
    pub title: String,
    /// The brand or maker; empty when not told.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub vendor: String,
    /// The way to it: the widest category first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<CategoryRef>,
    /// Safe HTML: headings, paragraphs, lists, tables and emphasis only. Empty when not told.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description_html: String,
    /// Pictures in the merchant's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<Picture>,
    /// What can be chosen; empty when there is one variant without a choice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<ProductOption>,
    /// What can be bought, in the merchant's order; at least one.
    pub variants: Vec<Variant>,
    /// Facts, in the merchant's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub specs: Vec<Specification>,
    /// How many were sold; 0 when not told.
    #[serde(default)]
    pub sold: u32,
    /// What a month costs at the least when nothing is paid today, handset and plan together; absent where it is not sold on
    /// credit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monthly_from: Option<Money>,
    /// Other products that a shopper of this one may want; at most 8.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<ProductCard>,
}

/// One thing to choose, such as a colour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct ProductOption {
    /// Its name: "Colour".
    pub name: String,
    /// The values, in the merchant's order.
    pub values: Vec<String>,
}

/// What is bought: one choice of every option, with its own price and stock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct Variant {
    /// Its name in carts and orders.
    pub id: VariantId,
    /// For each option, the index of its value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choice: Vec<u16>,
    /// What it costs.
    pub price: Money,
    /// The price it is reduced from, when it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compare_at: Option<Money>,
    /// How many are left; absent when the merchant does not count or sells on when none is left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stock: Option<u32>,
    /// Index of its own picture among the product's, when it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<u16>,
    /// The merchant's stock keeping unit, when told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
}

/// One fact about a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct Specification {
    /// What it is about: "Battery".
    pub name: String,
    /// The fact: "5000 mAh".
    pub value: String,
}
