//! Choosing where something is brought: from a province down to a township, step by step or by typing a name.

use fairday_contract::{County, Province, RegionCode};
use std::collections::BTreeMap;
use std::slice;

/// Names of cities that are none: what is within them belongs to the province itself.
const NOT_CITIES: [&str; 4] = ["市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"];
/// Most regions that a search finds: more than fit on the screen are no help.
pub const FOUND_MAX: usize = 20;
/// The longest text that is searched for, characters; the rest is not looked at.
const TYPED_CHARS_MAX: usize = 20;

/// A region that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its whole code.
    pub code: RegionCode,
    /// Its name.
    pub name: String,
    /// Whether it is as exact as the list: nothing is within it.
    pub is_whole: bool,
}

impl Choice {
    fn new(code: String, name: &str, is_whole: bool) -> Option<Self> {
        Some(Self { code: code.try_into().ok()?, name: name.to_owned(), is_whole })
    }
}

/// A region that was found, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The region.
    pub choice: Choice,
    /// The names of what it is within, below the province; may be empty.
    pub above: Vec<String>,
}

/// What can be chosen next within `above`, a region of this province that is chosen already. Empty when that is whole.
pub fn within(province: &Province, above: &RegionCode) -> Vec<Choice> {
    let mut choices = Vec::new();
    each(province, &mut |choice, parents| {
        let parent = parents.last().map_or(&province.code, |parent: &Choice| &parent.code);
        if parent == above {
            choices.push(choice.clone());
        }
    });
    choices
}

/// The regions from the province down to `code`, without those that are only there to hold others; empty when there is no
/// such region here.
pub fn path(province: &Province, code: &RegionCode) -> Vec<Choice> {
    let Some(whole) = Choice::new(province.code.to_string(), &province.name, false) else {
        return Vec::new();
    };
    if *code == province.code {
        return vec![whole];
    }
    let mut path = Vec::new();
    each(province, &mut |choice, parents| {
        if choice.code == *code {
            path = [slice::from_ref(&whole), parents, slice::from_ref(choice)].concat();
        }
    });
    path
}

/// The regions whose name is meant by what is typed: a part of the name, its pinyin, or their initials, in any mix. Those
/// that begin with it come first, then the wider ones; at most [`FOUND_MAX`].
pub fn search(province: &Province, typed: &str) -> Vec<Found> {
    let typed: Vec<char> = typed
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .take(TYPED_CHARS_MAX)
        .collect();
    if typed.is_empty() {
        return Vec::new();
    }
    let readings = Readings::new(&province.readings);
    let mut found: Vec<(bool, usize, Found)> = Vec::new();
    each(province, &mut |choice, parents| {
        let name: Vec<char> = choice.name.chars().collect();
        let at = (0..name.len()).find(|at| is_meant(&typed, &name[*at..], &readings));
        if let Some(at) = at {
            let above = parents.iter().map(|parent| parent.name.clone()).collect();
            found.push((at > 0, parents.len(), Found { choice: choice.clone(), above }));
        }
    });
    found.sort_by_key(|(is_within, depth, _)| (*is_within, *depth)); // stable: else by code
    found.into_iter().take(FOUND_MAX).map(|(.., found)| found).collect()
}

/// Tells every region below the province with those that it is within; those that only hold others are passed over.
fn each(province: &Province, tell: &mut impl FnMut(&Choice, &[Choice])) {
    for city in &province.items {
        let code = format!("{}{}", province.code, city.code);
        let mut above = Vec::new();
        if !NOT_CITIES.contains(&city.name.as_str()) {
            let Some(choice) = Choice::new(code.clone(), &city.name, city.items.is_empty()) else { continue };
            tell(&choice, &above);
            above.push(choice);
        }
        for county in &city.items {
            let code = format!("{code}{}", county.code);
            // A city without counties is listed as its own only one.
            let is_itself = city.items.len() == 1 && county.name == city.name && !county.townships.is_empty();
            if is_itself {
                each_township(county, &code, &above, tell);
                continue;
            }
            let Some(choice) = Choice::new(code.clone(), &county.name, county.townships.is_empty()) else {
                continue;
            };
            tell(&choice, &above);
            above.push(choice);
            each_township(county, &code, &above, tell);
            above.pop();
        }
    }
}

/// See [`County::townships`].
fn each_township(county: &County, code: &str, above: &[Choice], tell: &mut impl FnMut(&Choice, &[Choice])) {
    let mut number = 0;
    for township in county.townships.split(' ').filter(|township| !township.is_empty()) {
        let name = township.trim_start_matches(|c: char| c.is_ascii_digit());
        number = township[..township.len() - name.len()].parse().unwrap_or(number + 1);
        if let Some(choice) = Choice::new(format!("{code}{number:03}"), name, true) {
            tell(&choice, above);
        }
    }
}

/// How characters are read.
struct Readings<'a>(BTreeMap<char, &'a str>);

impl<'a> Readings<'a> {
    fn new(by_reading: &'a BTreeMap<String, String>) -> Self {
        let characters =
            by_reading.iter().flat_map(|(reading, all)| all.chars().map(move |c| (c, reading.as_str())));
        Self(characters.collect())
    }
}

/// Whether all that is typed stands for the beginning of `name`, each character by itself, its pinyin or its initial.
fn is_meant(typed: &[char], name: &[char], readings: &Readings<'_>) -> bool {
    let Some(first) = typed.first() else { return true };
    let Some((character, rest)) = name.split_first() else { return false };
    if first == character && is_meant(&typed[1..], rest, readings) {
        return true;
    }
    let all = readings.0.get(character).copied().unwrap_or_default();
    all.split('/').filter(|reading| !reading.is_empty()).any(|reading| {
        let same = reading.chars().zip(typed).take_while(|(a, b)| a == *b).count();
        // The whole syllable, its initial, or as much of it as is typed so far.
        let is_begun = same == typed.len() && same > 0;
        is_begun
            || (same == reading.len() && is_meant(&typed[same..], rest, readings))
            || (same >= 1 && is_meant(&typed[1..], rest, readings))
    })
}
