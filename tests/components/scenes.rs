//! What the tests of components look at, natively and in a browser: a piece of a page in a state.

use crate::sample::{card, line, shirt, store, yuan};
use fairday::app::App;
use fairday::commands::Command;
use fairday::components::card::Grid;
use fairday::components::failure::{Failure, Nothing, Skeleton, StaleNote};
use fairday::components::header::Header;
use fairday::components::notices::Notices;
use fairday::components::tab_bar::TabBar;
use fairday::domain::cart::{Cart, News};
use fairday::domain::content::{ApiError, Content, Listing, Offer};
use fairday::domain::invitation::Means;
use fairday::pages::Page;
use fairday::route::{Filter, Place, Route};
use fairday::state::{Question, Remedy, State};
use fairday_contract::{
    Banner, BannerLink, Category, CategoryRef, CountedBrand, CountedCategory, Cursor, Home, Locale,
    SearchResults, Section, SectionKind, Suggestion,
};
use leptos::prelude::*;
use std::sync::Arc;

/// A piece of a page in a state.
pub(crate) struct Scene {
    /// The name of its file.
    pub(crate) name: &'static str,
    /// Where the shopper is.
    pub(crate) route: Route,
    /// What the page shows.
    pub(crate) content: Option<Content>,
    /// Sets further signals.
    pub(crate) set: fn(State),
    /// The component.
    pub(crate) view: fn() -> AnyView,
}

/// The languages of the shop, each with what the server renders of every scene.
pub(crate) const LANGUAGES: [(Locale, &str); 2] =
    [(Locale::ZhCn, include_str!("zh-CN.html")), (Locale::En, include_str!("en.html"))];

/// What stands before a scene in these files, with its name.
pub(crate) fn mark(name: &str) -> String {
    format!("<!-- ===== {name} ===== -->\n")
}

impl Scene {
    /// Puts the state and the commands into the contexts of the owner at work, and gives the view.
    pub(crate) fn view(
        &self,
        locale: Locale,
        heard: impl Fn(Command) + Send + Sync + 'static,
    ) -> (State, AnyView) {
        let place = Place { locale, route: self.route.clone() };
        let state = State::new(place, store(locale), self.content.clone());
        (self.set)(state);
        provide_context(state);
        fairday::commands::provide_commands(heard);
        (state, (self.view)())
    }
}

fn scene(name: &'static str, route: Route, content: Option<Content>, view: fn() -> AnyView) -> Scene {
    Scene { name, route, content, set: |_| {}, view }
}

/// Every scene.
pub(crate) fn all() -> Vec<Scene> {
    let page = || view! { <Page/> }.into_any();
    let product = || Route::Product("shirt".parse().expect("a handle"));
    let mut all = vec![
        scene("app", Route::Home, Some(home()), || view! { <App/> }.into_any()),
        scene("home", Route::Home, Some(home()), page),
        scene("categories", Route::Categories, Some(Content::Categories(Arc::new(tree()))), page),
        scene(
            "category",
            Route::Category("clothes".parse().expect("a slug"), Filter::default()),
            Some(category()),
            page,
        ),
        scene("search", Route::Search(narrowed()), Some(found()), page),
        scene("search-partial", Route::Search(Filter::words("绿 衬衫")), Some(partly_found()), page),
        scene("search-nothing", Route::Search(Filter::words("xyz")), Some(nothing_found()), page),
        scene("search-empty", Route::Search(Filter::default()), None, page),
        scene("product", product(), Some(Content::Product(Arc::new(shirt()))), page),
        scene("cart-empty", Route::Cart, None, page),
        scene("settings", Route::Settings, None, page),
        scene("no-page", Route::NotFound, None, page),
        scene("ordering", Route::Orders, None, page),
        scene("header", Route::Home, None, || view! { <Header/> }.into_any()),
        scene("tabs", Route::Categories, None, || view! { <TabBar/> }.into_any()),
        scene("grid", Route::Home, None, || view! { <Grid items=cards() eager=1/> }.into_any()),
        scene("offline", Route::Home, None, || view! { <Failure error=ApiError::Offline/> }.into_any()),
        scene("server-trouble", Route::Home, None, || view! { <Failure error=ApiError::Server/> }.into_any()),
        scene("skeleton", Route::Home, None, || view! { <Skeleton/> }.into_any()),
        scene("stale", Route::Home, None, || {
            view! { <StaleNote as_of=Some("7/28 08:15".to_owned())/> }.into_any()
        }),
        scene("nothing", Route::Home, None, || {
            view! { <Nothing title="-" to=Route::Home link="-"/> }.into_any()
        }),
    ];
    all.extend(changed());
    all
}

/// Those with more than a place and its content.
fn changed() -> Vec<Scene> {
    let page = || view! { <Page/> }.into_any();
    let notices = || view! { <Notices/> }.into_any();
    let with = |name, route, set, view| Scene { name, route, content: None, set, view };
    vec![
        with("cart", Route::Cart, |state| state.cart.set(cart()), page),
        with("tabs-count", Route::Cart, |state| state.cart.set(cart()), || view! { <TabBar/> }.into_any()),
        with(
            "suggestions",
            Route::Home,
            |state| state.offer.set(Some(suggested())),
            || view! { <Header/> }.into_any(),
        ),
        with(
            "recent",
            Route::Home,
            |state| state.offer.set(Some(recent())),
            || view! { <Header/> }.into_any(),
        ),
        with("notice", Route::Home, |state| state.say("✓", Some(Remedy::SeeCart)), notices),
        with(
            "notice-undo",
            Route::Home,
            |state| state.say("✓", Some(Remedy::RestoreLine(0, line(1, 990, 1)))),
            notices,
        ),
        with("notice-words", Route::Home, |state| state.say("✓", None), notices),
        with("update", Route::Home, |state| state.question.set(Some(Question::Update)), notices),
        with(
            "install",
            Route::Home,
            |state| state.question.set(Some(Question::Install(Means::Prompt))),
            notices,
        ),
        with(
            "install-words",
            Route::Home,
            |state| state.question.set(Some(Question::Install(Means::Words))),
            notices,
        ),
        with("no-question", Route::Checkout, |state| state.question.set(Some(Question::Update)), notices),
    ]
}

fn cards() -> Vec<fairday_contract::ProductCard> {
    let mut sold_out = card("rice", "大米", 4990);
    sold_out.sold_out = true;
    let mut reduced = card("soap", "肥皂 <b>", 350);
    reduced.compare_at = Some(yuan(700));
    reduced.picture = Some(shirt().pictures.remove(0));
    let mut range = card("shirt", "衬衫", 3900);
    (range.price_max, range.variant, range.sold) = (Some(yuan(4500)), None, 0);
    vec![reduced, sold_out, range]
}

fn home() -> Content {
    let banner = Banner {
        title: "新米上市".into(),
        link: BannerLink::Category("rice".parse().expect("a slug")),
        picture: None,
    };
    let section = |kind, items| Section { kind, items };
    let category = SectionKind::Category { slug: "clothes".parse().expect("a slug"), name: "服装".into() };
    Content::Home(Arc::new(Home {
        banners: vec![banner],
        categories: tree(),
        sections: vec![
            section(SectionKind::Popular, cards()),
            section(SectionKind::Reduced, vec![]),
            section(category, vec![]),
        ],
    }))
}

fn tree() -> Vec<Category> {
    let category = |slug: &str, name: &str, children| Category {
        slug: slug.parse().expect("a slug"),
        name: name.into(),
        count: 12,
        picture: None,
        children,
    };
    vec![
        category("clothes", "服装", vec![category("shirts", "衬衫", vec![])]),
        category("rice", "粮油", vec![]),
    ]
}

fn results(items: Vec<fairday_contract::ProductCard>) -> SearchResults {
    let total = items.len() as u32;
    SearchResults {
        items,
        total,
        next: None,
        categories: vec![],
        brands: vec![],
        partial: false,
        suggestions: vec![],
    }
}

fn category() -> Content {
    let mut results = results(cards());
    results.next = Some("next".parse::<Cursor>().expect("a cursor"));
    let above = vec![CategoryRef { slug: "all".parse().expect("a slug"), name: "百货".into() }];
    Content::List(Arc::new(Listing { results, category: tree().into_iter().next(), above }))
}

fn narrowed() -> Filter {
    Filter { brand: Some("青山".into()), price_min: Some(20), in_stock: true, ..Filter::words("衬衫") }
}

fn found() -> Content {
    let mut results = results(cards());
    results.categories =
        vec![CountedCategory { slug: "clothes".parse().expect("a slug"), name: "服装".into(), count: 3 }];
    results.brands = vec![CountedBrand { name: "青山".into(), count: 2 }];
    Content::List(Arc::new(Listing { results, category: None, above: vec![] }))
}

fn partly_found() -> Content {
    let results = SearchResults { partial: true, suggestions: near(), ..results(cards()) };
    Content::List(Arc::new(Listing { results, category: None, above: vec![] }))
}

fn near() -> Vec<Suggestion> {
    vec![
        Suggestion::Category { slug: "clothes".parse().expect("a slug"), name: "服装".into() },
        Suggestion::Brand { name: "青山".into() },
        Suggestion::Product { handle: "rice".parse().expect("a handle"), title: "大米".into() },
    ]
}

fn nothing_found() -> Content {
    let results = SearchResults { suggestions: near(), ..results(vec![]) };
    Content::List(Arc::new(Listing { results, category: None, above: vec![] }))
}

/// Three lines: one with a choice, one at its most, one whose price has changed.
pub(crate) fn cart() -> Cart {
    let (mut chosen, mut last, mut dearer) = (line(1, 4990, 2), line(2, 350, 3), line(3, 990, 1));
    chosen.choice = "红 · 大".into();
    (last.stock, last.selected) = (Some(3), false);
    dearer.news = Some(News { price: Some(yuan(1090)), left: Some(2), ..News::default() });
    Cart { lines: vec![chosen, last, dearer] }
}

fn suggested() -> Offer {
    Offer {
        recent: vec![],
        suggestions: vec![
            Suggestion::Product { handle: "rice".parse().expect("a handle"), title: "大米".into() },
            Suggestion::Category { slug: "rice".parse().expect("a slug"), name: "粮油".into() },
            Suggestion::Brand { name: "青山".into() },
        ],
    }
}

fn recent() -> Offer {
    Offer { recent: vec!["大米".into(), "soap".into()], suggestions: vec![] }
}
