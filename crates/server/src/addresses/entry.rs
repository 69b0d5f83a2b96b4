//! An address as it is checked, and as it is kept: one sealed JSON document.

use crate::http::text::Texts;
use crate::privacy::{KeyError, KeyRing};
use crate::regions;
use fairday_contract::{FieldError, Recipient, RegionCode};
use fairday_input::Kind;
use serde::{Deserialize, Serialize};

/// Where entries are sealed.
pub const PLACE: &str = "address.entry";
/// Counted up when what is kept changes its meaning; older ones must still be read.
const VERSION: u8 = 1;

/// An entry that is right.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// Who and where.
    pub place: Place,
    /// What the shopper calls it; may be empty.
    pub label: String,
}

/// Who gets it, and a place that things can be brought to.
#[derive(Clone, PartialEq, Eq)]
pub struct Place {
    /// Their name.
    pub name: String,
    /// Their number, as [`Kind::Phone`] writes it.
    pub phone: String,
    /// The township, or a county where townships are not listed.
    pub region: RegionCode,
    /// What the region was called when this was saved, the province first.
    pub region_names: Vec<String>,
    /// The village; may be empty.
    pub village: String,
    /// Street and house.
    pub detail: String,
}

impl From<Place> for Recipient {
    fn from(place: Place) -> Self {
        let Place { name, phone, region, region_names, village, detail } = place;
        Self { name, phone, region: Some(region), region_names, village, detail }
    }
}

impl Entry {
    /// Checks what a shopper has written.
    ///
    /// # Errors
    /// What is wrong, field by field; never none.
    pub fn check(recipient: &Recipient, label: &str) -> Result<Self, Vec<FieldError>> {
        let mut texts = Texts::default();
        let name = texts.needed("name", &recipient.name, Kind::NAME);
        let phone = texts.needed("phone", &recipient.phone, Kind::Phone);
        let region = recipient.region.as_ref().filter(|region| regions::is_deepest(region));
        if region.is_none() {
            texts.wrong("region", region_rule(recipient.region.as_ref()));
        }
        let village = texts.optional("village", &recipient.village, Kind::VILLAGE);
        let detail = texts.needed("detail", &recipient.detail, Kind::DETAIL);
        let label = texts.optional("label", label, Kind::LABEL);
        match region {
            Some(region) if texts.errors.is_empty() => {
                let (region, region_names) = (region.clone(), regions::names(region));
                Ok(Self { place: Place { name, phone, region, region_names, village, detail }, label })
            }
            _ => Err(texts.errors),
        }
    }

    /// As it is kept.
    pub fn seal(&self, keys: &KeyRing) -> Vec<u8> {
        let Place { name, phone, region, region_names, village, detail } = &self.place;
        let kept = Kept {
            v: VERSION,
            name: name.clone(),
            phone: phone.clone(),
            region: region.clone(),
            region_names: region_names.clone(),
            village: village.clone(),
            detail: detail.clone(),
            label: self.label.clone(),
        };
        keys.seal(PLACE, &serde_json::to_vec(&kept).expect("plain data"))
    }

    /// What [`seal`](Self::seal) made.
    ///
    /// # Errors
    /// When it cannot be opened, or is of a newer version.
    pub(super) fn open(keys: &KeyRing, sealed: &[u8]) -> Result<Self, KeyError> {
        let plain = keys.open(PLACE, sealed)?;
        let kept: Kept = serde_json::from_slice(&plain).map_err(|_| KeyError::Damaged)?;
        if kept.v > VERSION {
            return Err(KeyError::Damaged);
        }
        let Kept { v: _, name, phone, region, region_names, village, detail, label } = kept;
        Ok(Self { place: Place { name, phone, region, region_names, village, detail }, label })
    }
}

fn region_rule(region: Option<&RegionCode>) -> &'static str {
    match region {
        None => "is needed: the code of a township; /api/v1/regions lists them",
        Some(region) if regions::exists(region) => {
            "must go down to the township, or the county where none are listed"
        }
        Some(_) => "no region has this code; /api/v1/regions lists them",
    }
}

/// As it stands in the database, below the seal.
#[derive(Serialize, Deserialize)]
struct Kept {
    v: u8,
    name: String,
    phone: String,
    region: RegionCode,
    region_names: Vec<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    village: String,
    detail: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    label: String,
}
