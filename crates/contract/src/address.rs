//! Where things are brought: administrative divisions, the address book, delivery.

use crate::{AddressId, Money, PickUpPointId, RegionCode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The provinces, and where the data is from: `GET /api/v1/regions`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct Regions {
    /// Who published it.
    pub source: String,
    /// As of when, `YYYY-MM-DD`.
    pub date: String,
    /// The provinces, in the order of their codes.
    pub items: Vec<Region>,
    /// How the Han characters of these names are read; see [`crate::Changes::readings`].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub readings: BTreeMap<String, String>,
}

/// An administrative division.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct Region {
    /// Its code.
    pub code: RegionCode,
    /// Its name: `河北省`.
    pub name: String,
}

/// Everything within one province: `GET /api/v1/regions/{code}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct Province {
    /// Its code, two digits.
    pub code: RegionCode,
    /// Its name: `河北省`.
    pub name: String,
    /// Its cities, in the order of their codes. Some are none and only hold counties together: `市辖区`.
    pub items: Vec<City>,
    /// How the Han characters of these names are read; see [`crate::Changes::readings`].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub readings: BTreeMap<String, String>,
}

/// What a province consists of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct City {
    /// What its code adds to that of the province: two digits (GB/T 2260).
    pub code: String,
    /// Its name: `保定市`.
    pub name: String,
    /// Its counties and districts, in the order of their codes.
    pub items: Vec<County>,
}

/// What a city consists of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct County {
    /// What its code adds to that of the city: two digits (GB/T 2260).
    pub code: String,
    /// Its name: `阜平县`.
    pub name: String,
    /// The names of its townships, in the order of their codes, with a space between. Before a name stands what its code
    /// adds to that of the county, three digits (GB/T 10114), unless that is one more than for the name before, or than 0
    /// for the first. Empty where townships are not listed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub townships: String,
}

/// The address book: `GET /api/v1/addresses`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct Addresses {
    /// The default first, then the one used last.
    pub items: Vec<Address>,
}

/// An entry of the address book.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct Address {
    /// Made by the client: `PUT /api/v1/addresses/{id}`.
    pub id: AddressId,
    /// Who and where.
    #[serde(flatten)]
    pub place: Recipient,
    /// What the shopper calls it: "home". Empty when not said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// Whether it is offered first.
    #[serde(default)]
    pub is_default: bool,
}

/// An entry of the address book as it is sent: `PUT /api/v1/addresses/{id}`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct AddressEntry {
    /// Who and where.
    #[serde(flatten)]
    pub place: Recipient,
    /// What the shopper calls it, at most 20 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// Whether it is offered first; the one that was is not any more.
    #[serde(default)]
    pub is_default: bool,
}

/// Who gets it, and where. For pick-up, the name and phone alone are needed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct Recipient {
    /// Their name, 1 to 40 characters.
    pub name: String,
    /// A mobile number, or a landline with its area code.
    pub phone: String,
    /// The township, nine digits; a county, six, where townships are not listed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<RegionCode>,
    /// The names of the region for people, the province first. The server writes them; what a client sends is not looked
    /// at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub region_names: Vec<String>,
    /// The village, in the shopper's words, at most 40 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub village: String,
    /// Street, house, and what helps to find it, at most 120 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

/// How things can get to a region: `GET /api/v1/delivery?region=CODE`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct DeliveryOptions {
    /// The region asked about.
    pub region: RegionCode,
    /// To the door; absent where the shop does not deliver.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub door: Option<DeliveryOffer>,
    /// The points where it can be picked up, those of the township first, then those of the county.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<PickUpPoint>,
}

/// What a way of delivery costs and takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct DeliveryOffer {
    /// The fee, as long as the goods cost less than `free_from`.
    pub fee: Money,
    /// From this amount of goods (after discounts) on, it is free.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_from: Option<i64>,
    /// Days until it is there, at least.
    pub days_min: u8,
    /// Days until it is there, at most.
    pub days_max: u8,
}

/// A place where orders can be picked up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct PickUpPoint {
    /// Names it in orders.
    pub id: PickUpPointId,
    /// Its name for people.
    pub name: String,
    /// The township it is in.
    pub region: RegionCode,
    /// Where it is.
    pub address: String,
    /// When it is open, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hours: String,
    /// Its phone number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// What it costs and takes.
    pub offer: DeliveryOffer,
}
