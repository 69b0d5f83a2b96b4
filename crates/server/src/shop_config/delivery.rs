//! Delivery to the door: `[delivery]`, and exceptions by region.

use super::Mistakes;
use crate::regions;
use fairday_contract::{Currency, DeliveryOffer, Money, RegionCode};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;

/// Largest amount in a configuration, minor units: a million yuan.
pub const AMOUNT_MAX: i64 = 100_000_000;
/// Longest time a delivery may take, days.
pub const DAYS_MAX: u8 = 90;
/// Days to the door in a shop that says nothing about it.
const DAYS_UNSAID: [u8; 2] = [3, 7];
/// Lengths of codes, the longest first: township, county, city, province.
const CODE_LENGTHS: [usize; 4] = [9, 6, 4, 2];

/// What a way of delivery costs and takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeliveryRate {
    /// The fee for goods below `free_from`, minor units of the catalogue's currency.
    pub fee: i64,
    /// From this amount of goods, after discounts, there is no fee.
    pub free_from: Option<i64>,
    /// Days until it is there, at least.
    pub days_min: u8,
    /// Days until it is there, at most.
    pub days_max: u8,
}

impl DeliveryRate {
    /// The fee for goods of this amount, after discounts.
    pub fn fee_for(&self, goods: i64) -> i64 {
        if self.free_from.is_some_and(|from| goods >= from) { 0 } else { self.fee }
    }

    /// As it is told to shoppers.
    pub fn offer(&self, currency: Currency) -> DeliveryOffer {
        DeliveryOffer {
            fee: Money::new(self.fee, currency),
            free_from: self.free_from,
            days_min: self.days_min,
            days_max: self.days_max,
        }
    }
}

/// Where the shop delivers to the door. Says for each region what the longest code that begins its own says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryTable {
    everywhere: Option<DeliveryRate>,
    regions: BTreeMap<String, Option<DeliveryRate>>,
}

impl Default for DeliveryTable {
    /// A shop that says nothing delivers everywhere, for nothing.
    fn default() -> Self {
        let [days_min, days_max] = DAYS_UNSAID;
        let rate = DeliveryRate { fee: 0, free_from: None, days_min, days_max };
        Self { everywhere: Some(rate), regions: BTreeMap::new() }
    }
}

impl DeliveryTable {
    /// What delivery to the door costs and takes there; nothing where the shop does not deliver.
    pub fn rate(&self, region: &RegionCode) -> Option<DeliveryRate> {
        let code = region.as_str();
        let said = CODE_LENGTHS.iter().find_map(|length| self.regions.get(code.get(..*length)?));
        *said.unwrap_or(&self.everywhere)
    }

    pub(super) fn check(section: Section, mistakes: &mut Mistakes) -> Self {
        let unsaid = Self::default();
        let everywhere = section.default.map_or(unsaid.everywhere, |entry| Entry::check(entry, mistakes));
        let regions = section.region.into_iter();
        let regions = regions.map(|(code, entry)| {
            if !code.parse().is_ok_and(|code| regions::exists(&code)) {
                let rule = "no region has this code; /api/v1/regions lists them";
                mistakes.tell(entry.span(), format!("`{code}`: {rule}"));
            }
            (code, Entry::check(entry, mistakes))
        });
        Self { everywhere, regions: regions.collect() }
    }
}

/// `[delivery]` as it is written.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct Section {
    /// `[delivery.default]`: wherever no region below is named.
    default: Option<Spanned<Entry>>,
    /// `[delivery.region.CODE]`.
    #[serde(default)]
    region: BTreeMap<String, Spanned<Entry>>,
}

/// What holds in a region, as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    #[serde(default)]
    deny: bool,
    fee: Option<i64>,
    free_from: Option<i64>,
    days: Option<Vec<i64>>,
}

impl Entry {
    /// The rate; nothing where there is no delivery.
    fn check(entry: Spanned<Self>, mistakes: &mut Mistakes) -> Option<DeliveryRate> {
        let span = entry.span();
        let Self { deny, fee, free_from, days } = entry.into_inner();
        if !deny {
            return Some(checked_rate(span, (fee, free_from, days), mistakes));
        }
        if fee.is_some() || free_from.is_some() || days.is_some() {
            mistakes.tell(
                span,
                "where `deny = true` stands, `fee`, `free_from` and `days` mean nothing: leave them out",
            );
        }
        None
    }
}

/// A rate of its written parts: `fee`, `free_from`, `days`.
pub(super) fn checked_rate(
    span: Range<usize>,
    (fee, free_from, days): (Option<i64>, Option<i64>, Option<Vec<i64>>),
    mistakes: &mut Mistakes,
) -> DeliveryRate {
    let amounts = 0..=AMOUNT_MAX;
    if fee.is_none_or(|fee| !amounts.contains(&fee)) {
        mistakes.tell(
            span.clone(),
            format!("`fee` is needed: 0 to {AMOUNT_MAX} minor units, as in `fee = 800` for ¥8.00"),
        );
    }
    if free_from.is_some_and(|from| !amounts.contains(&from)) {
        mistakes.tell(
            span.clone(),
            format!("`free_from` is 0 to {AMOUNT_MAX} minor units of goods, from which there is no fee"),
        );
    }
    let days = days.unwrap_or_default();
    let days = match days.as_slice() {
        [min, max] if 0 <= *min && min <= max && *max <= i64::from(DAYS_MAX) => [*min as u8, *max as u8],
        _ => {
            mistakes.tell(
                span,
                format!("`days` is needed: at least and at most, up to {DAYS_MAX}, as in `days = [2, 4]`"),
            );
            DAYS_UNSAID
        }
    };
    DeliveryRate { fee: fee.unwrap_or(0), free_from, days_min: days[0], days_max: days[1] }
}
