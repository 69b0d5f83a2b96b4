//! Administrative divisions: what there is, and what it is called. The data is the project's own file a province
//! (`data/regions`, made by `data/generate.mjs`), part of the program.

mod file;

use crate::catalogue::pinyin;
use fairday_contract::{Province, Region, RegionCode, Regions};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Who published the divisions; those of Hong Kong, Macao and Taiwan are other people's, as their files say.
pub const SOURCE: &str = "国家统计局《统计用区划代码和城乡划分代码》";
/// As of when.
pub const DATE: &str = "2023-06-30";
/// Digits of codes: of a province, a city, a county, a township.
const CODE_DIGITS: [usize; 4] = [2, 4, 6, 9];
/// Names of cities that are none: they stand for what belongs to the province itself.
const NOT_CITIES: [&str; 4] = ["市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"];

static DIVISIONS: LazyLock<Divisions> = LazyLock::new(Divisions::read);

/// All divisions, in the order of their codes.
struct Divisions(Vec<Division>);

struct Division {
    code: String,
    name: &'static str,
}

impl Divisions {
    fn read() -> Self {
        let mut all = Vec::new();
        file::each(&mut |code, name| all.push(Division { code, name }));
        all.sort_by(|a, b| a.code.cmp(&b.code));
        Self(all)
    }

    fn find(&self, code: &str) -> Option<usize> {
        self.0.binary_search_by(|division| division.code.as_str().cmp(code)).ok()
    }
}

/// Reads the data, so that no request waits for it.
pub fn prepare() {
    LazyLock::force(&DIVISIONS);
}

/// How many divisions there are of each kind: provinces, cities, counties, townships.
pub fn counts() -> [usize; 4] {
    CODE_DIGITS.map(|digits| DIVISIONS.0.iter().filter(|division| division.code.len() == digits).count())
}

/// Whether there is a division of this code.
pub fn exists(code: &RegionCode) -> bool {
    DIVISIONS.find(code.as_str()).is_some()
}

/// True when there is a province of this code.
pub fn is_province(code: &RegionCode) -> bool {
    code.as_str().len() == CODE_DIGITS[0] && exists(code)
}

/// Whether there is a division of this code, and none within it: as exact as an address can be.
pub fn is_deepest(code: &RegionCode) -> bool {
    let all = &DIVISIONS.0;
    let within = |at: usize| all.get(at + 1).is_some_and(|next| next.code.starts_with(code.as_str()));
    DIVISIONS.find(code.as_str()).is_some_and(|at| !within(at))
}

/// The names of a division for people, the province first; empty when there is none of this code. What is only there to
/// hold others together, and a name that repeats the one above, is left out.
pub fn names(code: &RegionCode) -> Vec<String> {
    if !exists(code) {
        return Vec::new();
    }
    let above = CODE_DIGITS.iter().filter_map(|digits| code.as_str().get(..*digits));
    let found = above.filter_map(|code| DIVISIONS.find(code)).map(|at| &DIVISIONS.0[at]);
    let mut names: Vec<String> = Vec::with_capacity(CODE_DIGITS.len());
    for division in found {
        let is_none = division.code.len() == CODE_DIGITS[1] && NOT_CITIES.contains(&division.name);
        if !is_none && names.last().is_none_or(|last| last != division.name) {
            names.push(division.name.to_owned());
        }
    }
    names
}

/// The provinces.
pub fn provinces() -> Regions {
    let items: Vec<Region> =
        file::provinces().map(|(code, name)| Region { code, name: name.to_owned() }).collect();
    let readings = readings(items.iter().flat_map(|item| item.name.chars()));
    Regions { source: SOURCE.to_owned(), date: DATE.to_owned(), items, readings }
}

/// A province with all that is within it; nothing when there is none of this code.
pub fn province(code: &RegionCode) -> Option<Province> {
    let (name, items) = file::province(code.as_str())?;
    let within = items.iter().flat_map(|city| {
        let counties =
            city.items.iter().flat_map(|county| county.name.chars().chain(county.townships.chars()));
        city.name.chars().chain(counties)
    });
    let readings = readings(name.chars().chain(within));
    Some(Province { code: code.clone(), name: name.to_owned(), items, readings })
}

/// Characters by their reading.
fn readings(names: impl Iterator<Item = char>) -> BTreeMap<String, String> {
    let mut characters: Vec<char> = names.collect();
    characters.sort_unstable();
    characters.dedup();
    let mut readings: BTreeMap<String, String> = BTreeMap::new();
    for c in characters {
        if let Some(reading) = pinyin::reading_in_place(c) {
            readings.entry(reading).or_default().push(c);
        }
    }
    readings
}

#[cfg(test)]
mod tests;
