//! All categories, each with those below it.

use crate::components::image::{Frame, Image, ImageLabel};
use crate::state::use_shop;
use fairday_contract::Category;
use leptos::prelude::*;
use std::sync::Arc;

/// The page of all categories.
#[component]
pub fn CategoriesPage(
    /// The widest categories, with all that are below them.
    tree: Arc<Vec<Category>>,
) -> impl IntoView {
    let groups = tree.iter().map(|group| view! { <Group group=group.clone()/> }.into_any()).collect_view();
    view! { <h1>{use_shop().texts().categories}</h1><div class="categories">{groups}</div> }.into_any()
}

/// A category, and links to those below it.
#[component]
fn Group(group: Category) -> impl IntoView {
    let frame = Frame::small("64px");
    view! {
        <section>
            <Image picture=group.picture.clone() frame=frame.clone()/>
            <ImageLabel picture=group.picture least=frame.least/>
            <div>
                <h2><a href=use_shop().category_url(&group.slug)>{group.name}</a></h2>
                <p class="chips thin"><Links categories=group.children/></p>
            </div>
        </section>
    }
    .into_any()
}

/// Links to categories, each with how much it has.
#[component]
pub fn Links(
    /// Where they lead.
    categories: Vec<Category>,
) -> impl IntoView {
    let shop = use_shop();
    let links = categories.into_iter().map(|category| {
        let href = shop.category_url(&category.slug);
        view! { <a href=href>{category.name}<small>{category.count.to_string()}</small></a> }.into_any()
    });
    links.collect_view().into_any()
}
