//! The front: banners, categories, rows of goods.

use crate::components::card::Grid;
use crate::components::image::{Frame, Image, ImageLabel};
use crate::route::{Filter, Route};
use crate::state::{use_shop, use_state};
use fairday_contract::{Banner, BannerLink, Category, Home, Section, SectionKind, Sort};
use leptos::prelude::*;
use std::sync::Arc;

/// How many pictures of the first row are on a phone's first screen.
const EAGER: usize = 2;

/// The front page.
#[component]
pub fn HomePage(
    /// What is on it.
    home: Arc<Home>,
) -> impl IntoView {
    let state = use_state();
    let texts = use_shop().texts();
    let banners = home.banners.iter().enumerate();
    let banners =
        banners.map(|(n, banner)| view! { <BannerItem banner=banner.clone() is_first=n == 0/> }.into_any());
    let banners = (!home.banners.is_empty()).then(|| {
        view! { <ul class="banners" aria-label=texts.offers>{banners.collect_view()}</ul> }.into_any()
    });
    let shelf =
        home.categories.iter().map(|category| view! { <ShelfItem category=category.clone()/> }.into_any());
    let sections = home.sections.iter().enumerate().map(|(n, section)| {
        view! { <Row section=section.clone() eager=if n == 0 { EAGER } else { 0 }/> }.into_any()
    });
    view! {
        <h1 class="sr">{move || state.shop().name}</h1>
        {banners}
        <ul class="shelf" aria-label=texts.categories>{shelf.collect_view()}</ul>
        {sections.collect_view()}
    }
    .into_any()
}

/// A large link to a category or a product.
#[component]
fn BannerItem(banner: Banner, is_first: bool) -> impl IntoView {
    let shop = use_shop();
    let href = match &banner.link {
        BannerLink::Category(slug) => shop.category_url(slug),
        BannerLink::Product(handle) => shop.product_url(handle),
    };
    let frame = Frame::small("96px");
    view! {
        <li>
            <a href=href><b>{banner.title}</b><Image picture=banner.picture.clone() frame=frame.clone() is_first/></a>
            <ImageLabel picture=banner.picture least=frame.least/>
        </li>
    }
    .into_any()
}

/// A category with its picture.
#[component]
fn ShelfItem(category: Category) -> impl IntoView {
    let frame = Frame::small("52px");
    view! {
        <li>
            <a href=use_shop().category_url(&category.slug)>
                <Image picture=category.picture.clone() frame=frame.clone()/>
                <span>{category.name}</span>
            </a>
            <ImageLabel picture=category.picture least=frame.least/>
        </li>
    }
    .into_any()
}

/// A row of goods under a heading.
#[component]
fn Row(section: Section, eager: usize) -> impl IntoView {
    let shop = use_shop();
    let texts = shop.texts();
    let ordered = |sort| Some(Route::Search(Filter { sort, ..Filter::default() }));
    let (title, more) = match section.kind {
        SectionKind::Popular => (texts.popular.to_owned(), ordered(Sort::Sales)),
        SectionKind::Reduced => (texts.reduced.to_owned(), None),
        SectionKind::New => (texts.new.to_owned(), ordered(Sort::Newest)),
        SectionKind::Category { slug, name } => (name, Some(Route::Category(slug, Filter::default()))),
    };
    let more = more.map(|to| {
        view! { <a href=shop.url(to) aria-label=[texts.more, ": ", &title].concat()>{texts.more}</a> }
            .into_any()
    });
    view! {
        <section>
            <div class="heading"><h2>{title}</h2>{more}</div>
            <Grid items=section.items eager/>
        </section>
    }
    .into_any()
}
