//! Categories, pictures and product cards: what lists are made of.

use crate::{CategorySlug, Money, PictureId, ProductHandle, VariantId};
use serde::{Deserialize, Serialize};

/// A category with everything below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct Category {
    /// Its name in URLs.
    pub slug: CategorySlug,
    /// Its name for people, in the language asked for.
    pub name: String,
    /// How many products it has, those of its children included.
    pub count: u32,
    /// A picture of something in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
    /// Narrower categories, in the merchant's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(no_recursion))]
    pub children: Vec<Category>,
}

/// A category named from elsewhere, as in a product's breadcrumb.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct CategoryRef {
    /// Its name in URLs.
    pub slug: CategorySlug,
    /// Its name for people.
    pub name: String,
}

/// A picture, served at `/pictures/{id}-{width}.webp` for the widths 96, 160, 320 and 640.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct Picture {
    /// Names its content: the same id is always the same picture.
    pub id: PictureId,
    /// Width of the original after rotation, pixels.
    pub w: u32,
    /// Height of the original after rotation, pixels.
    pub h: u32,
    /// A `BlurHash` of at most 30 characters, shown until the picture is there.
    pub hash: String,
    /// What it costs to see: the size of its file at each of `Picture::WIDTHS`, bytes, rounded up to hundreds. Empty
    /// when not known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bytes: Vec<u32>,
    /// What it shows, in words; absent when the title says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
}

impl Picture {
    /// The widths a picture is served at, pixels, smallest first. An original narrower than a width is not enlarged:
    /// that file then holds the original's width.
    pub const WIDTHS: [u32; 4] = [96, 160, 320, 640];
}

/// A product as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct ProductCard {
    /// Its name in URLs.
    pub handle: ProductHandle,
    /// Its name for people, in the language asked for.
    pub title: String,
    /// The lowest price of its variants.
    pub price: Money,
    /// The highest price, when variants differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_max: Option<Money>,
    /// The price it is reduced from, when it is (of the variant with the lowest price).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compare_at: Option<Money>,
    /// Its first picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
    /// How many were sold, as the merchant counts; 0 when not told.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub sold: u32,
    /// True when no variant can be bought now.
    #[serde(default, skip_serializing_if = "is_false")]
    pub sold_out: bool,
    /// The variant, when there is only one: it can go into the cart without a choice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<VariantId>,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde's skip_serializing_if gives a reference
fn is_zero(count: &u32) -> bool {
    *count == 0
}

#[allow(clippy::trivially_copy_pass_by_ref)]
pub(crate) fn is_false(flag: &bool) -> bool {
    !*flag
}
