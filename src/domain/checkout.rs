//! What a shopper types and chooses on the way to an order, and what is still missing.

use crate::domain::region;
use fairday_contract::{
    AddressEntry, AddressId, DeliveryChoice, OrderId, PaymentMethod, PickUpPointId, Province, Recipient,
    RegionCode,
};
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
    /// The one-time code.
    Code,
    /// What an address is called.
    Label,
}

/// The longest name, characters.
pub const NAME_CHARS_MAX: usize = 40;
/// The longest village, characters.
pub const VILLAGE_CHARS_MAX: usize = 40;
/// The longest detail of an address, characters.
pub const DETAIL_CHARS_MAX: usize = 120;
/// The longest label of an address, characters.
pub const LABEL_CHARS_MAX: usize = 20;
/// The longest note and the longest reason, characters.
pub const NOTE_CHARS_MAX: usize = 200;

/// Whether a text can be somebody's number: a mobile one of mainland China, or a landline with its area code.
pub fn is_phone(text: &str) -> bool {
    let digits = digits(text);
    is_mobile(text) || (digits.starts_with('0') && (10..=12).contains(&digits.len()))
}

/// Whether a text can be a mobile number of mainland China, with or without `+86`.
pub fn is_mobile(text: &str) -> bool {
    let digits = digits(text);
    let number = digits.strip_prefix("86").filter(|rest| rest.len() == 11).unwrap_or(&digits);
    number.len() == 11 && number.starts_with('1') && !text.chars().any(char::is_alphabetic)
}

/// The digits of a text; those that Chinese keyboards make wide are digits too.
pub fn digits(text: &str) -> String {
    let narrow = |c: char| char::from_u32((c as u32).wrapping_sub(0xff10).wrapping_add(0x30));
    text.chars()
        .filter_map(|c| if ('０'..='９').contains(&c) { narrow(c) } else { Some(c) })
        .filter(char::is_ascii_digit)
        .collect()
}

fn is_within(text: &str, chars_max: usize) -> bool {
    text.trim().chars().count() <= chars_max
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
        need(!self.name.trim().is_empty() && is_within(&self.name, NAME_CHARS_MAX), Field::Name);
        need(is_phone(&self.phone), Field::Phone);
        if is_door {
            need(self.is_region_whole(), Field::Region);
            need(is_within(&self.village, VILLAGE_CHARS_MAX), Field::Village);
            need(!self.detail.trim().is_empty() && is_within(&self.detail, DETAIL_CHARS_MAX), Field::Detail);
        }
        missing
    }

    /// Whether the region goes down to a township, or to a county where none are listed.
    pub fn is_region_whole(&self) -> bool {
        self.region.as_ref().is_some_and(|code| code.as_str().len() >= 6)
    }

    /// As it is sent.
    pub fn recipient(&self) -> Recipient {
        let text = |text: &str| text.trim().to_owned();
        Recipient {
            name: text(&self.name),
            phone: text(&self.phone),
            region: self.region.clone().filter(|_| self.is_region_whole()),
            region_names: self.region_names.clone(),
            village: text(&self.village),
            detail: text(&self.detail),
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
        if !is_within(&self.label, LABEL_CHARS_MAX) {
            missing.push(Field::Label);
        }
        missing
    }

    /// As it is sent.
    pub fn entry(&self) -> AddressEntry {
        let place = self.place.recipient();
        AddressEntry { place, label: self.label.trim().to_owned(), is_default: self.is_default }
    }
}

/// A number as it may be shown to whoever looks over the shoulder: `138****8000`.
pub fn masked(phone: &str) -> String {
    let count = phone.chars().count();
    let shown = phone.find('-').map_or(3, |hyphen| hyphen + 1);
    phone.chars().enumerate().map(|(at, c)| if at >= shown && at + 4 < count { '*' } else { c }).collect()
}
