//! The front: banners, categories, rows of goods.

use crate::components::card;
use crate::components::failure::{failure, skeleton, stale_note};
use crate::components::picture::picture;
use crate::paths;
use crate::route::{Filter, Place, Route};
use crate::state::State;
use crate::sync::content::{self, Content, Remote};
use crate::sync::navigation;
use fairday_contract::{Banner, BannerLink, Category, Home, Section, SectionKind, Sort};
use leptos::prelude::*;

/// How many pictures of the first row are on a phone's first screen.
const EAGER: usize = 2;

pub(super) fn page() -> AnyView {
    let state = State::get();
    navigation::set_title(state, None);
    let open = |content| if let Content::Home(home) = content { Some(home) } else { None };
    let data = content::read(paths::API_HOME.to_owned(), open, Content::Home);
    let retry = move || content::refresh(state, paths::API_HOME.to_owned(), data, Content::Home);
    let shown = move || match data.get() {
        Remote::Loading => skeleton(),
        Remote::Missing(error) => failure(error, retry),
        Remote::Fresh(home) => show(state, &home, false),
        Remote::Stale(home) => show(state, &home, true),
    };
    view! { <div class="home">{shown}</div> }.into_any()
}

fn show(state: State, home: &Home, stale: bool) -> AnyView {
    let texts = state.texts();
    let name = state.store.with_value(|store| store.name.clone());
    let banners: Vec<_> = home.banners.iter().enumerate().map(|(n, b)| banner(state, b, n == 0)).collect();
    let categories: Vec<_> = home.categories.iter().map(|c| category(state, c)).collect();
    let sections: Vec<_> = home.sections.iter().enumerate().map(|(n, s)| section(state, s, n == 0)).collect();
    view! {
        <h1 class="sr">{name}</h1>
        {stale_note(stale)}
        {(!banners.is_empty()).then(|| view! { <ul class="banners" aria-label=texts.offers>{banners}</ul> })}
        <ul class="shelf" aria-label=texts.categories>{categories}</ul>
        {sections}
    }
    .into_any()
}

fn banner(state: State, banner: &Banner, first: bool) -> AnyView {
    let route = match &banner.link {
        BannerLink::Category(slug) => Route::Category(slug.clone(), Filter::default()),
        BannerLink::Product(handle) => Route::Product(handle.clone()),
    };
    let href = Place { locale: state.locale(), route }.url();
    view! {
        <li><a href=href><b>{banner.title.clone()}</b>{picture(banner.picture.as_ref(), String::new(), "120px", first)}</a></li>
    }
    .into_any()
}

fn category(state: State, category: &Category) -> AnyView {
    let route = Route::Category(category.slug.clone(), Filter::default());
    let href = Place { locale: state.locale(), route }.url();
    view! {
        <li><a href=href>{picture(category.picture.as_ref(), String::new(), "64px", true)}<span>{category.name.clone()}</span></a></li>
    }
    .into_any()
}

fn section(state: State, section: &Section, first: bool) -> AnyView {
    let texts = state.texts();
    let ordered = |sort| Some(Route::Search(Filter { sort, ..Filter::default() }));
    let (title, more) = match &section.kind {
        SectionKind::Popular => (texts.popular.to_owned(), ordered(Sort::Sales)),
        SectionKind::Reduced => (texts.reduced.to_owned(), None),
        SectionKind::New => (texts.new.to_owned(), ordered(Sort::Newest)),
        SectionKind::Category { slug, name } => {
            (name.clone(), Some(Route::Category(slug.clone(), Filter::default())))
        }
    };
    let more = more.map(|route| {
        let href = Place { locale: state.locale(), route }.url();
        let label = format!("{}: {title}", texts.more);
        view! { <a href=href aria-label=label>{texts.more}</a> }
    });
    view! {
        <section>
            <div class="heading"><h2>{title}</h2>{more}</div>
            {card::grid(&section.items, if first { EAGER } else { 0 })}
        </section>
    }
    .into_any()
}
