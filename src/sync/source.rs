//! Where answers come from: the network, or the copy of the store on this phone. Both say the same JSON, and a page's
//! content is put together from it as text, which is also how the phone keeps it.

use crate::api;
use crate::db::offline::{self, Answer, Kept};
use crate::domain::content::{ApiError, Content};
use crate::json::{self, Raw, Wire};
use crate::paths;
use crate::route::{Place, Route};
use crate::sync::{browser, memory};
use fairday_contract::{Category, CategoryRef, CategorySlug, Currency, Cursor, Locale};
use std::sync::Arc;

type Way = (Option<Category>, Vec<CategoryRef>);

/// A page's content around an answer's text, as [`Content`] reads it.
#[derive(Wire)]
#[serde(rename_all = "snake_case")]
#[allow(clippy::large_enum_variant)] // there is one at a time
enum Text {
    Home(Raw),
    Categories(Raw),
    Product(Raw),
    List {
        results: Raw,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        category: Option<Category>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        above: Vec<CategoryRef>,
    },
}

/// Where answers come from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    Network,
    /// The copy of the whole store on this phone.
    Phone,
}

/// One answer of the API as text.
pub(super) async fn text(source: Source, path: &str, locale: Locale) -> Result<Kept, ApiError> {
    if source == Source::Network {
        return Ok(Kept { json: api::text(path, locale).await?, at_ms: browser::now() });
    }
    match offline::answer(path, locale).await {
        Answer::Found(kept) => Ok(kept),
        Answer::NotFound => Err(ApiError::NotFound),
        Answer::Unknown => Err(ApiError::Offline),
    }
}

/// A page's content as text, as [`Content`] reads it.
pub(super) async fn page(place: &Place, currency: Currency, source: Source) -> Result<Kept, ApiError> {
    let path = match &place.route {
        Route::Home => paths::API_HOME.to_owned(),
        Route::Categories => paths::API_CATEGORIES.to_owned(),
        Route::Product(handle) => paths::api_product(handle),
        _ => list_path(place, currency, None),
    };
    let (category, above) = match &place.route {
        Route::Category(slug, _) => way(slug, place.locale, source).await?,
        _ => (None, Vec::new()),
    };
    let Kept { at_ms, json } = text(source, &path, place.locale).await?;
    let answer = Raw(json);
    let content = match &place.route {
        Route::Home => Text::Home(answer),
        Route::Categories => Text::Categories(answer),
        Route::Product(_) => Text::Product(answer),
        _ => Text::List { results: answer, category, above },
    };
    Ok(Kept { at_ms, json: json::write(&content) })
}

/// The API's address of a list page's goods.
pub(super) fn list_path(place: &Place, currency: Currency, cursor: Option<&Cursor>) -> String {
    match &place.route {
        Route::Category(slug, filter) => paths::api_list(Some(slug), filter, currency, cursor),
        Route::Search(filter) => paths::api_list(None, filter, currency, cursor),
        _ => String::new(),
    }
}

/// The category, and the way to it from the widest one.
async fn way(slug: &CategorySlug, locale: Locale, source: Source) -> Result<Way, ApiError> {
    let tree = categories(locale, source).await?;
    let mut way = Vec::new();
    if !find(&tree, slug, &mut way) {
        return Err(ApiError::NotFound);
    }
    let category = way.pop().cloned();
    let above = way.into_iter().map(|c| CategoryRef { slug: c.slug.clone(), name: c.name.clone() });
    Ok((category, above.collect()))
}

/// The category tree, which changes seldom: from memory when it is there.
async fn categories(locale: Locale, source: Source) -> Result<Arc<Vec<Category>>, ApiError> {
    let url = Place { locale, route: Route::Categories }.url();
    if let Some(Content::Categories(tree)) = memory::kept(&url) {
        return Ok(tree);
    }
    let answer = text(source, paths::API_CATEGORIES, locale).await?;
    let tree: Arc<Vec<Category>> = json::read(&answer.json).ok_or(ApiError::Offline)?;
    if source == Source::Network {
        memory::keep(url, Content::Categories(Arc::clone(&tree)));
    }
    Ok(tree)
}

/// The way from the top of the tree to a category, itself last.
fn find<'a>(tree: &'a [Category], slug: &CategorySlug, way: &mut Vec<&'a Category>) -> bool {
    for category in tree {
        way.push(category);
        if category.slug == *slug || find(&category.children, slug, way) {
            return true;
        }
        way.pop();
    }
    false
}
