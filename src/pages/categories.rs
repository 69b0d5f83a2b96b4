//! All categories, each with those below it.

use crate::components::failure::{failure, skeleton, stale_note};
use crate::components::picture::picture;
use crate::paths;
use crate::route::{Filter, Place, Route};
use crate::state::State;
use crate::sync::content::{self, Content, Remote};
use crate::sync::navigation;
use fairday_contract::Category;
use leptos::prelude::*;

pub(super) fn page() -> AnyView {
    let state = State::get();
    navigation::set_title(state, Some(state.texts().categories));
    let open = |content| if let Content::Categories(tree) = content { Some(tree) } else { None };
    let data = content::read(paths::API_CATEGORIES.to_owned(), open, Content::Categories);
    let retry = move || content::refresh(state, paths::API_CATEGORIES.to_owned(), data, Content::Categories);
    let shown = move || match data.get() {
        Remote::Loading => skeleton(),
        Remote::Missing(error) => failure(error, retry),
        Remote::Fresh(tree) => show(state, &tree, false),
        Remote::Stale(tree) => show(state, &tree, true),
    };
    view! { <div class="categories">{shown}</div> }.into_any()
}

fn show(state: State, tree: &[Category], stale: bool) -> AnyView {
    let link = |category: &Category| {
        Place { locale: state.locale(), route: Route::Category(category.slug.clone(), Filter::default()) }
            .url()
    };
    let groups: Vec<_> = tree
        .iter()
        .map(|group| {
            let below: Vec<_> = group
                .children
                .iter()
                .map(|c| view! { <a href=link(c)>{c.name.clone()}" "<small>{c.count}</small></a> }.into_any())
                .collect();
            view! {
                <section>
                    {picture(group.picture.as_ref(), String::new(), "64px", true)}
                    <div>
                        <h2><a href=link(group)>{group.name.clone()}</a></h2>
                        <p class="chips thin">{below}</p>
                    </div>
                </section>
            }
            .into_any()
        })
        .collect();
    view! { <h1>{state.texts().categories}</h1>{stale_note(stale)}{groups} }.into_any()
}
