//! Where orders can be picked up: `[[pick_up]]`.

use super::delivery::{DeliveryRate, checked_rate};
use super::{Mistakes, Text};
use crate::regions;
use fairday_contract::{Currency, Locale, PickUpPoint, PickUpPointId, RegionCode};
use serde::Deserialize;
use std::collections::HashSet;
use toml::Spanned;

/// Most places.
pub const PLACES_MAX: usize = 5_000;
/// Most places that are offered for one region.
pub const OFFERED_MAX: usize = 20;
/// Longest name, address, opening hours or phone number, characters.
pub const TEXT_CHARS_MAX: usize = 120;
/// Digits of a county's code.
const COUNTY_DIGITS: usize = 6;

/// A place where orders can be picked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PickUpPlace {
    /// Names it in orders.
    pub id: PickUpPointId,
    /// The township it is in.
    pub region: RegionCode,
    /// Its name for people.
    pub name: Text,
    /// Where it is.
    pub address: Text,
    /// When it is open; may be empty.
    pub hours: Text,
    /// Its phone number; may be empty.
    pub phone: String,
    /// What it costs and takes.
    pub rate: DeliveryRate,
}

impl PickUpPlace {
    /// As it is told to shoppers.
    pub fn point(&self, locale: Locale, currency: Currency) -> PickUpPoint {
        PickUpPoint {
            id: self.id.clone(),
            name: self.name.get(locale).to_owned(),
            region: self.region.clone(),
            address: self.address.get(locale).to_owned(),
            hours: self.hours.get(locale).to_owned(),
            phone: self.phone.clone(),
            offer: self.rate.offer(currency),
        }
    }
}

/// All of them, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PickUpPlaces(Vec<PickUpPlace>);

impl PickUpPlaces {
    /// The place with this id.
    pub fn get(&self, id: &PickUpPointId) -> Option<&PickUpPlace> {
        self.0.iter().find(|place| place.id == *id)
    }

    /// Those for a region: of the township first, then of its county, at most [`OFFERED_MAX`]. For a city or a province, those
    /// within it.
    pub fn near(&self, region: &RegionCode) -> Vec<&PickUpPlace> {
        let code = region.as_str();
        let county = code.get(..COUNTY_DIGITS).unwrap_or(code);
        let within = |place: &&PickUpPlace| place.region.as_str().starts_with(county);
        let mut places: Vec<&PickUpPlace> = self.0.iter().filter(within).collect();
        places.sort_by_key(|place| !place.region.as_str().starts_with(code)); // stable: else as in the file
        places.truncate(OFFERED_MAX);
        places
    }

    pub(super) fn check(entries: Vec<Spanned<Entry>>, mistakes: &mut Mistakes) -> Self {
        let mut ids = HashSet::new();
        let mut places = Vec::new();
        if let Some(first_too_many) = entries.get(PLACES_MAX) {
            mistakes.tell(first_too_many.span(), format!("more than {PLACES_MAX} pick-up points"));
        }
        for entry in entries.into_iter().take(PLACES_MAX) {
            let span = entry.span();
            if !ids.insert(entry.get_ref().id.clone()) {
                mistakes.tell(span, "another pick-up point has this `id` already: give each its own");
            } else if let Some(place) = Entry::check(entry, mistakes) {
                places.push(place);
            }
        }
        Self(places)
    }
}

/// `[[pick_up]]` as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    id: String,
    region: String,
    name: Text,
    address: Text,
    #[serde(default)]
    hours: Text,
    #[serde(default)]
    phone: String,
    fee: Option<i64>,
    free_from: Option<i64>,
    days: Option<Vec<i64>>,
}

impl Entry {
    fn check(entry: Spanned<Self>, mistakes: &mut Mistakes) -> Option<PickUpPlace> {
        let span = entry.span();
        let Self { id, region, name, address, hours, phone, fee, free_from, days } = entry.into_inner();
        let rate = checked_rate(span.clone(), (fee, free_from, days), mistakes);
        for (field, text) in [("name", &name), ("address", &address)] {
            if text.is_blank() {
                mistakes.tell(span.clone(), format!("`{field}` is empty: people need it to find the place"));
            }
        }
        let phone_fits = phone.chars().count() <= TEXT_CHARS_MAX && !phone.chars().any(char::is_control);
        if !phone_fits || [&name, &address, &hours].iter().any(|text| !text.is_within(TEXT_CHARS_MAX)) {
            let rule = format!("texts are at most {TEXT_CHARS_MAX} characters, on one line");
            mistakes.tell(span.clone(), rule);
        }
        let id = id.parse().map_err(|error| mistakes.tell(span.clone(), format!("`id`: {error}"))).ok();
        let region: Option<RegionCode> =
            region.parse().map_err(|error| mistakes.tell(span.clone(), format!("`region`: {error}"))).ok();
        if region.as_ref().is_some_and(|region| !regions::is_deepest(region)) {
            mistakes.tell(
                span,
                "`region`: nine digits of a township; six of a county where townships are not listed",
            );
        }
        Some(PickUpPlace { id: id?, region: region?, name, address, hours, phone, rate })
    }
}
