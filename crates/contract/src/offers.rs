//! What the things in a cart cost now.

use crate::{Money, ProductHandle, VariantId};
use serde::{Deserialize, Serialize};

/// The variants asked about that are for sale. One that is not here is not for sale any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct VariantOffers {
    /// In the order asked for.
    pub items: Vec<VariantOffer>,
}

/// What one variant costs now, and how many are left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct VariantOffer {
    /// Which variant.
    pub id: VariantId,
    /// The product it belongs to.
    pub handle: ProductHandle,
    /// What one costs.
    pub price: Money,
    /// How many are left; absent when not counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stock: Option<u32>,
}

impl VariantOffers {
    /// The most variants one request can ask about: as many as a cart has lines.
    pub const IDS_MAX: usize = 100;
}
