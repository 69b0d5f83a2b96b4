//! The API's own questions, answered from the copy.

use crate::copy::Words;
use fairday_catalogue::exchange::localised;
use fairday_catalogue::{LookupError, Snapshot};
use fairday_contract::{
    CatalogueFact, CategorySlug, Cursor, ListQuery, Locale, ProductDetail, ProductHandle, Sort, Specification,
};
use fairday_wire::url::{decode, query_pairs};
use fairday_wire::write;

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoAnswer {
    /// The shop has no such thing.
    NotFound,
    /// Not a question that a copy can answer.
    Unknown,
}

impl From<LookupError> for NoAnswer {
    fn from(error: LookupError) -> Self {
        match error {
            LookupError::ProductNotFound | LookupError::CategoryNotFound => Self::NotFound,
            LookupError::InvalidCursor => Self::Unknown,
        }
    }
}

/// The JSON that the server would answer the question with. A product comes with `words`, which the snapshot does not
/// hold.
///
/// # Errors
/// [`NoAnswer`]
pub fn answer(
    snapshot: &Snapshot,
    locale: Locale,
    question: &Question,
    words: Words,
) -> Result<String, NoAnswer> {
    Ok(match question {
        Question::Store => write(&snapshot.store(locale)),
        Question::Home => write(&snapshot.home(locale)),
        Question::Categories => write(&snapshot.categories(locale)),
        Question::Product(handle) => write(&product(snapshot, locale, handle, words)?),
        Question::Products(query) => {
            let page: fairday_contract::SearchResults = snapshot.list(locale, query)?.into();
            write(&page)
        }
        Question::Search(query) => write(&snapshot.search(locale, query)?),
        Question::Suggestions(q) => write(&snapshot.suggestions(locale, q)),
    })
}

/// A product's page: the snapshot's answer with the words that are kept apart.
///
/// # Errors
/// [`NoAnswer::NotFound`]
pub fn product(
    snapshot: &Snapshot,
    locale: Locale,
    handle: &ProductHandle,
    words: Words,
) -> Result<ProductDetail, NoAnswer> {
    let mut detail = snapshot.product(locale, handle)?;
    let text = |texts| localised(texts, snapshot.locales()).get(locale).to_owned();
    detail.description_html = text(words.description_html);
    let fact = |fact: CatalogueFact| Specification { name: text(fact.name), value: text(fact.value) };
    detail.specs = words.specs.into_iter().map(fact).collect();
    Ok(detail)
}

/// What a path of the API asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// `/store`
    Store,
    /// `/home`
    Home,
    /// `/categories`
    Categories,
    /// `/products/{handle}`
    Product(ProductHandle),
    /// `/products`
    Products(ListQuery),
    /// `/search`
    Search(ListQuery),
    /// `/search/suggestions`
    Suggestions(String),
}

impl Question {
    /// Reads a path with its query. The app writes these itself: what it does not write is not known here.
    ///
    /// # Errors
    /// [`NoAnswer::Unknown`]
    pub fn of(path: &str) -> Result<Self, NoAnswer> {
        let path = path.strip_prefix("/api/v1/").ok_or(NoAnswer::Unknown)?;
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        match path {
            "store" => Ok(Self::Store),
            "home" => Ok(Self::Home),
            "categories" => Ok(Self::Categories),
            "products" => list(query).map(Self::Products),
            "search" => list(query).map(Self::Search),
            "search/suggestions" => {
                let q = query_pairs(query).find(|(name, _)| name == "q").ok_or(NoAnswer::Unknown)?.1;
                Ok(Self::Suggestions(words(&q)))
            }
            other => {
                let handle = other.strip_prefix("products/").and_then(|handle| decode(handle, false));
                let handle = handle.and_then(|handle| handle.try_into().ok()).ok_or(NoAnswer::Unknown)?;
                Ok(Self::Product(handle))
            }
        }
    }
}

fn words(q: &str) -> String {
    q.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn list(query: &str) -> Result<ListQuery, NoAnswer> {
    let mut list = ListQuery::default();
    for (name, value) in query_pairs(query).filter(|(name, _)| !name.is_empty()) {
        let number = || value.parse().map_err(|_| NoAnswer::Unknown);
        match name.as_str() {
            "q" => list.q = Some(words(&value)),
            "category" => list.category = Some(CategorySlug::try_from(value).map_err(|_| NoAnswer::Unknown)?),
            "brand" => list.brand = Some(value),
            "sort" => list.sort = Sort::parse(&value).ok_or(NoAnswer::Unknown)?,
            "price_min" => list.price_min = Some(number()?),
            "price_max" => list.price_max = Some(number()?),
            "in_stock" => list.in_stock = value == "true",
            "cursor" => list.cursor = Some(Cursor::try_from(value).map_err(|_| NoAnswer::Unknown)?),
            "limit" => list.limit = Some(number()?),
            _ => return Err(NoAnswer::Unknown),
        }
    }
    Ok(list)
}
