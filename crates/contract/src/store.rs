//! The store itself.

use crate::{Currency, Locale};
use serde::{Deserialize, Serialize};

/// What is true of the whole store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct Store {
    /// The store's name in the language asked for.
    pub name: String,
    /// Languages the catalogue has, the default first.
    pub locales: Vec<Locale>,
    /// The currency of every price.
    pub currency: Currency,
    /// Grows by one with every change of the catalogue.
    pub revision: u64,
    /// When the catalogue last changed, milliseconds since 1970 UTC.
    pub updated_ms: i64,
}
