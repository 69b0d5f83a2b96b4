//! The top of every page: the way back, the shop's name, the search.

use crate::commands::{Command, use_commands};
use crate::components::icon::{self, Icon};
use crate::components::suggestions::Suggestions;
use crate::route::{Filter, Route};
use crate::state::use_state;
use leptos::html::Input;
use leptos::prelude::*;

/// The most letters of a search.
const WORDS_MAX: &str = "100";

/// The header. The search is a plain form: the server answers it when there is no app.
#[component]
pub fn Header() -> impl IntoView {
    let (state, commands) = (use_state(), use_commands());
    let field = NodeRef::<Input>::new();
    // On each page the field has the words of that page, not what was typed on the one before.
    Effect::new(move |is_made: Option<()>| {
        let words = state.place.with(|place| searched(&place.route));
        if let (Some(()), Some(field)) = (is_made, field.get_untracked()) {
            field.set_value(&words);
        }
    });
    let suggest = move || {
        if let Some(field) = field.get_untracked() {
            commands.run(Command::Suggest(field.value()));
        }
    };
    let search = move || {
        if let Some(field) = field.get_untracked() {
            _ = field.blur();
            commands.run(Command::Search(field.value()));
        }
    };
    move || {
        let shop = state.shop();
        let texts = shop.texts();
        let is_home = shop.place.route == Route::Home;
        view! {
            <a class="skip" href="#main">{texts.skip_to_content}</a>
            <header class=if is_home { "top at-home" } else { "top" }>
                <button class="back" aria-label=texts.back on:click=move |_| commands.run(Command::Back)>
                    <Icon path=icon::BACK/>
                </button>
                <a class="brand" href=shop.url(Route::Home)>{shop.name.clone()}</a>
                <form class="search" role="search" action=shop.url(Route::Search(Filter::default()))
                    on:submit=move |event| { event.prevent_default(); search(); }>
                    <input node_ref=field type="search" name="q" value=searched(&shop.place.route)
                        placeholder=texts.search_hint aria-label=texts.search autocomplete="off" enterkeyhint="search"
                        maxlength=WORDS_MAX on:input=move |_| suggest() on:focus=move |_| suggest()/>
                    <button type="submit" aria-label=texts.search><Icon path=icon::SEARCH/></button>
                    <Suggestions/>
                </form>
            </header>
            // Shown by the stylesheet while the root's `data-online` says so.
            <div id="line" role="status"><p class="offline">{texts.offline_line}</p></div>
        }
        .into_any()
    }
}

/// The words that a page searches for.
fn searched(route: &Route) -> String {
    if let Route::Search(filter) = route { filter.q.clone() } else { String::new() }
}
