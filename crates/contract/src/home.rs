//! The front of the shop.

use crate::{Category, CategorySlug, Picture, ProductCard, ProductHandle};
use serde::{Deserialize, Serialize};

/// What the home page shows, from top to bottom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct Home {
    /// One to three invitations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub banners: Vec<Banner>,
    /// The widest categories, without their children.
    pub categories: Vec<Category>,
    /// Rows of products.
    pub sections: Vec<Section>,
}

/// An invitation with a picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct Banner {
    /// A few words, in the language asked for.
    pub title: String,
    /// A picture of what is behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
    /// Where it leads.
    pub link: BannerLink,
}

/// Where a banner leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub enum BannerLink {
    /// To a category.
    Category(CategorySlug),
    /// To a product.
    Product(ProductHandle),
}

/// A row of products.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct Section {
    /// What they have in common; the app words it.
    pub kind: SectionKind,
    /// At most 12 products.
    pub items: Vec<ProductCard>,
}

/// What the products of a section have in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub enum SectionKind {
    /// Sold most often.
    Popular,
    /// Reduced from a higher price.
    Reduced,
    /// Added last.
    New,
    /// Of one category.
    Category {
        /// The category's name in URLs.
        slug: CategorySlug,
        /// The category's name for people.
        name: String,
    },
}
