//! The shop's pages: their first screen as HTML, rendered by the app's own components.

use super::problem::Refusal;
use super::respond::{Freshness, cached};
use super::visitor::Visitor;
use super::{SharedState, dist, language, seo};
use crate::catalogue::Snapshot;
use crate::catalogue::rendered::{Content as Ready, Effort, RenderedKey};
use crate::shop_config::ShopConfig;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use fairday::domain::content::{Boot, Content, Listing};
use fairday::domain::list;
use fairday::first_screen::{self, Site};
use fairday::route::{Filter, Place, Route};
use fairday::texts;
use fairday_contract::{Category, CategorySlug, Locale};
use http::{HeaderValue, StatusCode, Uri, header};
use std::sync::Arc;

/// What `index.html` marks for what differs from page to page.
mod marks {
    pub(super) const LANGUAGE: &str = "<html lang=\"zh-CN\">";
    pub(super) const MANIFEST: &str = "<link rel=\"manifest\" href=\"/manifest.webmanifest\">";
    pub(super) const HEAD: (&str, &str) = ("<!--fairday:head-->", "<!--/fairday:head-->");
    pub(super) const BODY: (&str, &str) = ("<!--fairday:app-->", "<!--/fairday:app-->");
    pub(super) const DATA: (&str, &str) = ("<!--fairday:data-->", "<!--/fairday:data-->");
}

/// How long an address that was put right may be remembered: `Cache-Control`.
const MOVED_FRESH: HeaderValue = HeaderValue::from_static("public, max-age=86400");

pub(super) fn router() -> Router<SharedState> {
    let router = Router::new().fallback(file_or_other_address);
    Route::PATHS.into_iter().fold(router, |router, path| {
        let english = if path == "/" { "/en".to_owned() } else { format!("/en{path}") };
        let is_of_payment = matches!(path, "/orders/{id}" | "/credit/{id}");
        let methods = || if is_of_payment { get(page).post(come_back) } else { get(page) };
        let first = if path == "/" { get(front) } else { methods() };
        router.route(path, first).route(&english, methods())
    })
}

/// The front page without a language in its address: in the language that the shopper has chosen, else in that of their browser,
/// else in the store's first.
async fn front(State(state): State<SharedState>, uri: Uri, visitor: Visitor) -> Result<Response, Refusal> {
    let locales = state.snapshot().store(Locale::default()).locales;
    let locale = language::of_visitor(&visitor.headers, &locales);
    let place = Place { locale, route: Route::Home };
    let mut response = if locale == Locale::default() {
        show(&state, &visitor, place).await?
    } else {
        let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        let mut response = Redirect::temporary(&format!("{}{query}", place.url())).into_response();
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        response
    };
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("Accept-Encoding, Accept-Language"));
    Ok(response)
}

/// The store in a sentence: its own, else one that fits every shop of this kind.
pub(super) fn description(state: &SharedState, locale: Locale) -> String {
    let own = state.config.shop.description.as_ref().map(|text| text.get(locale));
    own.unwrap_or(texts::first_screen::of(locale).shop_promise).to_owned()
}

async fn page(State(state): State<SharedState>, uri: Uri, visitor: Visitor) -> Result<Response, Refusal> {
    let (path, query) = (uri.path(), uri.query().unwrap_or_default());
    let place = as_catalogued(&state.snapshot(), Place::parse(path, query));
    if place.route == Route::NotFound {
        return no_page(&state, &visitor, place.locale).await; // a handle or a slug that cannot be one
    }
    if let Some(own) = place.moved_from(path, query) {
        let mut moved = redirect(StatusCode::PERMANENT_REDIRECT, &own);
        moved.headers_mut().insert(header::CACHE_CONTROL, MOVED_FRESH);
        return Ok(moved);
    }
    match show(&state, &visitor, public(place.clone())).await {
        Err(refusal) if refusal.status == StatusCode::NOT_FOUND => {
            no_page(&state, &visitor, place.locale).await
        }
        shown => shown,
    }
}

/// A payment's provider may send the shopper back with a form. Nothing in it is believed: the page asks the shop what came of
/// the payment. Other pages take no forms.
async fn come_back(uri: Uri) -> Response {
    let place = Place::parse(uri.path(), "");
    if matches!(place.route, Route::Order(_) | Route::Agreement(_)) {
        return redirect(StatusCode::SEE_OTHER, &place.url());
    }
    let refusal = Refusal::of_status(StatusCode::METHOD_NOT_ALLOWED);
    ([(header::ALLOW, HeaderValue::from_static("GET,HEAD"))], refusal).into_response()
}

/// `address` is a path that [`Place`] has written, so ASCII without control characters, and never `//another.host`.
fn redirect(status: StatusCode, address: &str) -> Response {
    match HeaderValue::try_from(address) {
        Ok(location) => (status, [(header::LOCATION, location)]).into_response(),
        Err(_) => Refusal::not_found().into_response(),
    }
}

/// The same place by the name that the catalogue has: handles are the same in capitals.
fn as_catalogued(snapshot: &Snapshot, place: Place) -> Place {
    let route = match place.route {
        Route::Product(handle) => Route::Product(snapshot.own_handle(&handle).cloned().unwrap_or(handle)),
        Route::Plan(handle) => Route::Plan(snapshot.own_handle(&handle).cloned().unwrap_or(handle)),
        Route::Category(slug, filter) => {
            Route::Category(snapshot.own_slug(&slug).cloned().unwrap_or(slug), filter)
        }
        route => route,
    };
    Place { route, ..place }
}

/// The page as everybody gets it: what only one shopper may see is put in by the app, so that neither an order's id nor
/// where somebody came from makes another page to render and to keep.
fn public(place: Place) -> Place {
    let route = match place.route {
        Route::Order(_) | Route::Receipt(_) => Route::Orders,
        Route::Plan(_) | Route::Agreement(_) => Route::Credit,
        Route::SignIn(_) => Route::SignIn(None),
        route => route,
    };
    Place { route, ..place }
}

/// A file of the front end, or a page whose address is written in another way, or one that says that there is no such page.
async fn file_or_other_address(
    State(state): State<SharedState>,
    method: http::Method,
    uri: Uri,
    visitor: Visitor,
) -> Result<Response, Refusal> {
    let is_read = method == http::Method::GET || method == http::Method::HEAD;
    match dist::file(&state, &method, &uri, &visitor.headers) {
        Err(refusal) if refusal.status == StatusCode::NOT_FOUND && !uri.path().starts_with("/api") => {
            if is_read {
                page(State(state), uri, visitor).await
            } else if method == http::Method::POST && Place::parse(uri.path(), "").route != Route::NotFound {
                Ok(come_back(uri).await)
            } else {
                Err(refusal)
            }
        }
        answered => answered,
    }
}

async fn no_page(state: &SharedState, visitor: &Visitor, locale: Locale) -> Result<Response, Refusal> {
    let mut response = show(state, visitor, Place { locale, route: Route::NotFound }).await?;
    *response.status_mut() = StatusCode::NOT_FOUND;
    Ok(response)
}

async fn show(state: &SharedState, visitor: &Visitor, place: Place) -> Result<Response, Refusal> {
    let snapshot = state.snapshot();
    let description = description(state, place.locale);
    let site = Site { origin: seo::public_url(state, &visitor.headers), description };
    let route = if place.route == Route::NotFound { "no page" } else { "page" };
    let key = RenderedKey { locale: place.locale, route, query: format!("{}{}", site.origin, place.url()) };
    // Without a configured address each Host has pages of its own, and anybody can name one.
    let effort = if state.config.public_url.is_some() { effort(&place.route) } else { Effort::Quick };
    let (shell, source) = (state.clone(), Arc::clone(&snapshot));
    let render = move || {
        let boot = boot(&source, &shell.config.shop, &place)?;
        let html = html(shell.dist.shell(), &place, &boot, &site);
        Ok(Ready { content_type: "text/html; charset=utf-8", bytes: html.into_bytes(), effort })
    };
    cached((state, snapshot.rendered()), visitor, key, (Freshness::Revalidate, None), render).await
}

/// Where visits begin and the lists they lead to are asked for by many. Which products and searches are shows when they
/// are asked for.
fn effort(route: &Route) -> Effort {
    match route {
        Route::Search(_) | Route::Product(_) | Route::NotFound => Effort::Quick,
        Route::Category(_, filter) if *filter != Filter::default() => Effort::Quick,
        _ => Effort::Best,
    }
}

fn boot(snapshot: &Snapshot, shop: &ShopConfig, place: &Place) -> Result<Boot, Refusal> {
    let locale = place.locale;
    let content = match &place.route {
        Route::Home => Some(Content::Home(Arc::new(snapshot.home(locale)))),
        Route::Categories => Some(Content::Categories(Arc::new(snapshot.categories(locale)))),
        Route::Category(slug, filter) => {
            Some(Content::List(Arc::new(category(snapshot, locale, slug, filter)?)))
        }
        Route::Search(filter) if *filter == Filter::default() => None,
        Route::Search(filter) => Some(Content::List(Arc::new(search(snapshot, locale, filter)?))),
        Route::Product(handle) => {
            Some(Content::Product(Arc::new(shop.with_monthly_from(snapshot.product(locale, handle)?))))
        }
        _ => None, // the phone's own pages, and those of one shopper
    };
    Ok(Boot { store: snapshot.store(locale), content })
}

fn category(
    snapshot: &Snapshot,
    locale: Locale,
    slug: &CategorySlug,
    filter: &Filter,
) -> Result<Listing, Refusal> {
    let mut above = snapshot.category_path(locale, slug)?;
    above.pop();
    let query = list::query(Some(slug), filter, snapshot.store(locale).currency, None);
    let results = snapshot.list(locale, &query)?.into();
    let tree = snapshot.categories(locale);
    Ok(Listing { results, category: find(&tree, slug).cloned(), above })
}

fn search(snapshot: &Snapshot, locale: Locale, filter: &Filter) -> Result<Listing, Refusal> {
    let query = list::query(None, filter, snapshot.store(locale).currency, None);
    let results = if query.q.is_some() {
        snapshot.search(locale, &query)?
    } else {
        snapshot.list(locale, &query)?.into()
    };
    Ok(Listing { results, category: None, above: Vec::new() })
}

fn find<'a>(tree: &'a [Category], slug: &CategorySlug) -> Option<&'a Category> {
    tree.iter().find_map(|c| if c.slug == *slug { Some(c) } else { find(&c.children, slug) })
}

/// The built `index.html` with the first screen in its marked places.
fn html(shell: &str, place: &Place, boot: &Boot, site: &Site) -> String {
    let screen = first_screen::render(place, boot, site);
    let language = format!("<html lang=\"{}\">", place.locale.tag());
    let mut html = shell.replacen(marks::LANGUAGE, &language, 1);
    if place.locale != Locale::default() {
        let manifest = marks::MANIFEST.replace("webmanifest", &format!("{}.webmanifest", place.locale.tag()));
        html = html.replacen(marks::MANIFEST, &manifest, 1);
    }
    // From the end of the page to its beginning: a product's text may not stand in for a mark.
    for (marks, content) in
        [(marks::DATA, screen.data), (marks::BODY, screen.body), (marks::HEAD, screen.head)]
    {
        if let (Some(from), Some(to)) = (html.find(marks.0), html.find(marks.1)) {
            html.replace_range(from..to + marks.1.len(), &content);
        }
    }
    html
}
