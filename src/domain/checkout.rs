//! What a shopper types and chooses on the way to an order, and what is still missing.

use crate::domain::region;
use fairday_contract::{
    AddressEntry, AddressId, DeliveryChoice, OrderId, PaymentMethod, PickUpPointId, Province, Recipient,
    RegionCode,
};
use fairday_input::{Kind, Wrong};
use fairday_wire::Wire;

/// How far a checkout has come. Kept with every letter, so that a killed tab costs nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Wire)]
pub struct Draft {
    /// The order's id: made once, when the checkout begins, so that no second tap can make a second order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<OrderId>,
    /// Whether it is picked up; else it is brought to the door.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_pick_up: bool,
    /// Where it is picked up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<PickUpPointId>,
    /// The address chosen from the book; nothing: what is typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<AddressId>,
    /// What is typed.
    #[serde(default)]
    pub place: Place,
    /// The coupon's code as typed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub coupon: String,
    /// The coupon's code that was last applied.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub applied: String,
    /// How it is paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<PaymentMethod>,
    /// What the shopper wants to say about it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Who gets it and where, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Wire)]
pub struct Place {
    /// Their name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Their number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// How far the region is chosen: two to nine digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<RegionCode>,
    /// The names of the region as far as it is chosen, the province first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub region_names: Vec<String>,
    /// The village.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub village: String,
    /// Street and house.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

/// A field that is not right yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The recipient's name.
    Name,
    /// The recipient's number.
    Phone,
    /// The region, which is not chosen to the end.
    Region,
    /// Street and house.
    Detail,
    /// The village.
    Village,
    /// The pick-up point.
    Point,
    /// The way to pay.
    Payment,
    /// The note.
    Note,
    /// The coupon's code.
    Coupon,
    /// The one-time code.
    Code,
    /// What an address is called.
    Label,
}

impl Field {
    /// The field that the shop calls so in a refusal, within whatever it is: `recipient.phone`, `phone`.
    pub fn named(path: &str) -> Option<Self> {
        Some(match path.rsplit_once('.').map_or(path, |(_, name)| name) {
            "name" => Self::Name,
            "phone" => Self::Phone,
            "region" => Self::Region,
            "village" => Self::Village,
            "detail" => Self::Detail,
            "label" => Self::Label,
            "point" => Self::Point,
            "payment" => Self::Payment,
            "note" | "reason" => Self::Note,
            "coupon" => Self::Coupon,
            "code" => Self::Code,
            _ => return None,
        })
    }
}

/// Why an order is cancelled, or given back, which needs a reason.
///
/// # Errors
/// What is wrong with what is typed.
pub fn reason(typed: &str, is_needed: bool) -> Result<String, Wrong> {
    if is_needed { Kind::REASON.need(typed) } else { Kind::REASON.check(typed) }
}

impl Place {
    /// What is not right yet; without delivery to a door, name and number are enough.
    pub fn missing(&self, is_door: bool) -> Vec<Field> {
        let mut missing = Vec::new();
        let mut need = |is_right: bool, field| {
            if !is_right {
                missing.push(field);
            }
        };
        need(Kind::NAME.need(&self.name).is_ok(), Field::Name);
        need(Kind::Phone.need(&self.phone).is_ok(), Field::Phone);
        if is_door {
            need(self.is_region_whole(), Field::Region);
            need(Kind::VILLAGE.check(&self.village).is_ok(), Field::Village);
            need(Kind::DETAIL.need(&self.detail).is_ok(), Field::Detail);
        }
        missing
    }

    /// Whether the region goes down to a township, or to a county where none are listed.
    pub fn is_region_whole(&self) -> bool {
        self.region.as_ref().is_some_and(|code| code.as_str().len() >= 6)
    }

    /// As it is sent, and as the shop keeps it.
    pub fn recipient(&self) -> Recipient {
        Recipient {
            name: Kind::NAME.normalise(&self.name),
            phone: Kind::Phone.normalise(&self.phone),
            region: self.region.clone().filter(|_| self.is_region_whole()),
            region_names: self.region_names.clone(),
            village: Kind::VILLAGE.normalise(&self.village),
            detail: Kind::DETAIL.normalise(&self.detail),
        }
    }

    /// As it is typed, from what was sent.
    pub fn of(recipient: &Recipient) -> Self {
        Self {
            name: recipient.name.clone(),
            phone: recipient.phone.clone(),
            region: recipient.region.clone(),
            region_names: recipient.region_names.clone(),
            village: recipient.village.clone(),
            detail: recipient.detail.clone(),
        }
    }
}

impl Draft {
    /// How it is delivered to `recipient`; nothing while that is not chosen.
    pub fn delivery(&self, recipient: &Recipient) -> Option<DeliveryChoice> {
        if self.is_pick_up {
            return self.point.clone().map(|point| DeliveryChoice::PickUp { point });
        }
        recipient.region.clone().map(|region| DeliveryChoice::Door { region })
    }

    /// The note as it is sent, and as the shop keeps it.
    ///
    /// # Errors
    /// What is wrong with what is typed.
    pub fn note(&self) -> Result<String, Wrong> {
        Kind::NOTE.check(&self.note)
    }

    /// Uses the coupon that is typed, or none when that can be none.
    ///
    /// # Errors
    /// What is wrong with what is typed.
    pub fn apply(&mut self) -> Result<(), Wrong> {
        let code = Kind::Coupon.check(&self.coupon);
        self.applied = code.clone().unwrap_or_default();
        code.map(drop)
    }

    /// What is left for the next order: who gets it stays, what is said about this one does not.
    pub fn next(&self) -> Self {
        Self { id: None, coupon: String::new(), applied: String::new(), note: String::new(), ..self.clone() }
    }
}

/// The way to a region: its names, the widest first, and whether there is nothing smaller to choose within it. Nothing when
/// the province known does not have it.
pub fn way(province: Option<&Province>, code: &RegionCode) -> Option<(Vec<String>, bool)> {
    let path = region::path(province?, code);
    let is_end = path.last()?.is_whole;
    Some((path.into_iter().map(|choice| choice.name).collect(), is_end))
}

/// An entry of the address book while it is typed.
#[derive(Clone, Debug, PartialEq, Eq, Wire)]
pub struct Editing {
    /// Its id: made once, so that no second tap makes a second one.
    pub id: AddressId,
    /// Who and where.
    pub place: Place,
    /// What the shopper calls it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// Whether it is to be offered first.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_default: bool,
    /// Whether the book has it already.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_old: bool,
}

impl Editing {
    /// What is not right yet.
    pub fn missing(&self) -> Vec<Field> {
        let mut missing = self.place.missing(true);
        if Kind::LABEL.check(&self.label).is_err() {
            missing.push(Field::Label);
        }
        missing
    }

    /// As it is sent, and as the shop keeps it.
    pub fn entry(&self) -> AddressEntry {
        let place = self.place.recipient();
        AddressEntry { place, label: Kind::LABEL.normalise(&self.label), is_default: self.is_default }
    }
}
