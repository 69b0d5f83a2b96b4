//! Query strings, read strictly: every parameter known, given once, and right.

use super::limits::PARAMETERS_MAX;
use super::problem::Refusal;
use crate::alarms::Which;
use crate::catalogue::LookupError;
use crate::orders::shop::Listing;
use crate::orders::status;
use fairday_contract::{
    CategorySlug, Changes, Cursor, FieldError, ListQuery, RegionCode, Sort, VariantId, VariantOffers,
};
use fairday_credit::agreement::State;
use fairday_input::Kind;
use fairday_search::fold;
use percent_encoding::percent_decode_str;
use std::fmt::Write;

/// Longest brand, characters.
const BRAND_CHARS_MAX: usize = 200;

/// The parameters of a query string that have not been taken yet, and what was wrong so far.
struct Parameters {
    left: Vec<(String, String)>,
    errors: Vec<FieldError>,
}

fn wrong(field: &str, detail: &str) -> FieldError {
    FieldError { field: field.chars().take(64).collect(), detail: detail.to_owned() }
}

/// Form decoding without guessing: bad percent-encoding and bytes that are not UTF-8 are errors, and so are control characters
/// but in words to search for, which people paste.
fn decode(raw: &str, is_words: bool) -> Result<String, &'static str> {
    let bytes = raw.as_bytes();
    let broken = |(at, byte): (usize, &u8)| {
        *byte == b'%' && !bytes.get(at + 1..at + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit))
    };
    if bytes.iter().enumerate().any(broken) {
        return Err("% must be followed by two hexadecimal digits");
    }
    let text =
        percent_decode_str(&raw.replace('+', " ")).decode_utf8().map_err(|_| "must be UTF-8")?.into_owned();
    let is_plain = is_words || !text.chars().any(char::is_control);
    is_plain.then_some(text).ok_or("must not contain control characters")
}

impl Parameters {
    fn read(raw: Option<&str>) -> Self {
        let (mut left, mut errors): (Vec<(String, String)>, Vec<FieldError>) = (Vec::new(), Vec::new());
        for pair in raw.unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
            if left.len() + errors.len() >= PARAMETERS_MAX {
                errors.push(wrong("", "too many parameters"));
                break;
            }
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            match (decode(name, false), decode(value, name == "q")) {
                (Ok(name), Ok(value)) if left.iter().all(|(other, _)| *other != name) => {
                    left.push((name, value));
                }
                (Ok(name), Ok(_)) => errors.push(wrong(&name, "must be given once")),
                (Ok(name), Err(why)) => errors.push(wrong(&name, why)),
                (Err(why), _) => errors.push(wrong(name, why)),
            }
        }
        Self { left, errors }
    }

    fn take(&mut self, name: &str) -> Option<String> {
        let at = self.left.iter().position(|(other, _)| other == name)?;
        Some(self.left.swap_remove(at).1)
    }

    fn parse<T>(&mut self, name: &str, right: &str, read: impl FnOnce(String) -> Option<T>) -> Option<T> {
        let value = self.take(name)?;
        let read = read(value);
        if read.is_none() {
            self.errors.push(wrong(name, right));
        }
        read
    }

    /// What is left is unknown.
    fn finish<T>(mut self, value: T) -> Result<T, Refusal> {
        self.errors.extend(self.left.iter().map(|(name, _)| wrong(name, "is not a parameter of this path")));
        if self.errors.is_empty() { Ok(value) } else { Err(Refusal::invalid(self.errors)) }
    }

    fn words(&mut self) -> Option<String> {
        self.parse("q", "at most 100 characters", |q| Kind::Search(ListQuery::Q_CHARS_MAX).check(&q).ok())
    }
}

/// The region asked about.
pub(crate) fn region(raw: Option<&str>) -> Result<RegionCode, Refusal> {
    let mut parameters = Parameters::read(raw);
    let region = parameters.parse("region", "a region's code: 2, 4, 6 or 9 digits", |text| text.parse().ok());
    if region.is_none() && parameters.errors.is_empty() {
        parameters.errors.push(wrong("region", "is needed: a region's code"));
    }
    let Some(region) = region else { return Err(Refusal::invalid(parameters.errors)) };
    parameters.finish(region)
}

/// No parameters at all.
pub(crate) fn none(raw: Option<&str>) -> Result<(), Refusal> {
    Parameters::read(raw).finish(())
}

/// The words being typed.
pub(crate) fn words(raw: Option<&str>) -> Result<String, Refusal> {
    let mut parameters = Parameters::read(raw);
    let q = parameters.words();
    if q.is_none() && parameters.errors.is_empty() {
        parameters.errors.push(wrong("q", "is needed: the words to search for"));
    }
    parameters.finish(q.unwrap_or_default())
}

/// Where in the catalogue's history to go on, and how many changes to tell.
pub(crate) fn changes(raw: Option<&str>) -> Result<(u64, Option<Cursor>, u32), Refusal> {
    let mut parameters = Parameters::read(raw);
    let since = parameters.parse("since", "a revision: a whole number", |text| text.parse().ok());
    let cursor = parameters.take("cursor");
    let limit = parameters.parse("limit", "a whole number from 1 to 500", |text| {
        text.parse().ok().filter(|n| (1..=Changes::LIMIT_MAX).contains(n))
    });
    let (since, limit) = parameters
        .finish((since.unwrap_or_default(), limit.map_or(Changes::LIMIT_DEFAULT, Changes::size)))?;
    let cursor = cursor.map(Cursor::try_from).transpose().map_err(|_| LookupError::InvalidCursor)?;
    Ok((since, cursor, limit))
}

/// Where a list goes on; nothing else.
pub(crate) fn cursor(raw: Option<&str>) -> Result<Option<Cursor>, Refusal> {
    let mut parameters = Parameters::read(raw);
    let cursor = parameters.take("cursor");
    let cursor = parameters.finish(cursor)?;
    Ok(cursor.map(Cursor::try_from).transpose().map_err(|_| LookupError::InvalidCursor)?)
}

/// Which orders the shop lists.
pub(crate) fn orders(raw: Option<&str>) -> Result<Listing, Refusal> {
    let mut parameters = Parameters::read(raw);
    let status = parameters
        .parse("status", "a status of an order, such as placed or sent", |text| status::from_name(&text));
    let cursor = parameters.take("cursor");
    let (status, cursor) = parameters.finish((status, cursor))?;
    let cursor = cursor.map(Cursor::try_from).transpose().map_err(|_| LookupError::InvalidCursor)?;
    Ok(Listing { status, cursor })
}

/// Which agreements the shop lists: their state, and the number below which the list goes on.
pub(crate) fn agreements(raw: Option<&str>) -> Result<(Option<State>, i64), Refusal> {
    let mut parameters = Parameters::read(raw);
    let state = parameters
        .parse("state", "a state of an agreement, such as signed or active", |text| State::of_code(&text));
    let cursor = parameters.take("cursor");
    let (state, cursor) = parameters.finish((state, cursor))?;
    Ok((state, number(cursor)?))
}

/// Which alarms the shop lists, and the number below which the list goes on.
pub(crate) fn alarms(raw: Option<&str>) -> Result<(Which, i64), Refusal> {
    let mut parameters = Parameters::read(raw);
    let which = parameters.parse("state", "open, done or all", |text| Which::of_word(&text));
    let cursor = parameters.take("cursor");
    let (which, cursor) = parameters.finish((which, cursor))?;
    Ok((which.unwrap_or_default(), number(cursor)?))
}

/// The number below which a list goes on.
pub(crate) fn below(raw: Option<&str>) -> Result<i64, Refusal> {
    number(cursor(raw)?.map(String::from))
}

fn number(cursor: Option<String>) -> Result<i64, Refusal> {
    let Some(cursor) = cursor else { return Ok(i64::MAX) };
    let number = i64::from_str_radix(&cursor, 16).ok().filter(|number| *number > 0);
    number.ok_or_else(|| LookupError::InvalidCursor.into())
}

/// The variants asked about.
pub(crate) fn variants(raw: Option<&str>) -> Result<Vec<VariantId>, Refusal> {
    let mut parameters = Parameters::read(raw);
    let read = |text: String| {
        let ids: Option<Vec<_>> = text.split(',').map(|id| id.parse().ok().map(VariantId)).collect();
        ids.filter(|ids| ids.len() <= VariantOffers::IDS_MAX)
    };
    let ids = parameters.parse("ids", "1 to 100 variant ids between commas", read);
    if ids.is_none() && parameters.errors.is_empty() {
        parameters.errors.push(wrong("ids", "is needed: variant ids between commas"));
    }
    parameters.finish(ids.unwrap_or_default())
}

/// A list of products; `q` is not known here.
pub(crate) fn list(raw: Option<&str>) -> Result<ListQuery, Refusal> {
    read_list(Parameters::read(raw), None)
}

/// A search: a list with words.
pub(crate) fn search(raw: Option<&str>) -> Result<ListQuery, Refusal> {
    let mut parameters = Parameters::read(raw);
    let q = parameters.words();
    if q.is_none() && parameters.errors.is_empty() {
        parameters.errors.push(wrong("q", "is needed: the words to search for"));
    }
    read_list(parameters, q)
}

fn read_list(mut parameters: Parameters, q: Option<String>) -> Result<ListQuery, Refusal> {
    let amount = |text: String| text.parse::<u32>().ok();
    let price_min = parameters.parse("price_min", "whole minor units, 0 to 4294967295", amount);
    let price_max = parameters.parse("price_max", "whole minor units, 0 to 4294967295", amount);
    let category = parameters.take("category");
    let cursor = parameters.take("cursor");
    let query = ListQuery {
        q,
        category: None,
        brand: parameters.parse("brand", "at most 200 characters", |brand| {
            (brand.chars().count() <= BRAND_CHARS_MAX).then_some(brand)
        }),
        sort: parameters
            .parse("sort", "relevance, newest, price_asc, price_desc or sales", |sort| Sort::parse(&sort))
            .unwrap_or_default(),
        price_min,
        price_max,
        in_stock: parameters
            .parse("in_stock", "true or false", |flag| match &*flag {
                "true" | "1" => Some(true),
                "false" | "0" => Some(false),
                _ => None,
            })
            .unwrap_or_default(),
        cursor: None,
        limit: parameters.parse("limit", "a whole number from 1 to 100", |text| {
            amount(text).filter(|n| (1..=ListQuery::LIMIT_MAX).contains(n))
        }),
    };
    let query = parameters.finish(query)?;
    // A text that no slug or cursor could be is one that nothing was ever given out as.
    let category =
        category.map(CategorySlug::try_from).transpose().map_err(|_| LookupError::CategoryNotFound)?;
    let cursor = cursor.map(Cursor::try_from).transpose().map_err(|_| LookupError::InvalidCursor)?;
    Ok(ListQuery { category, cursor, ..query })
}

/// The query with nothing left to chance, so that two ways to ask for one list are one answer in the cache.
pub fn normalised(query: &ListQuery) -> String {
    let mut key = String::with_capacity(64);
    let mut field = |name: char, value: Option<&str>| {
        if let Some(value) = value {
            key.push(name);
            key.push_str(value);
            key.push('\u{1f}');
        }
    };
    field('q', query.q.as_deref().map(fold).as_deref()); // capitals and wide forms find the same
    field('c', query.category.as_ref().map(CategorySlug::as_str));
    field('b', query.brand.as_deref());
    field('n', query.cursor.as_ref().map(Cursor::as_str));
    let (sort, stock, size) = (query.sort.as_str(), query.in_stock, query.size());
    let price_min = query.price_min.unwrap_or_default();
    write!(key, "{sort} {price_min} {:?} {stock} {size}", query.price_max).expect("a String takes all");
    key
}
