//! Language and text size.

use crate::state::State;
use crate::sync::{navigation, preferences};
use fairday_contract::Locale;
use leptos::prelude::*;

pub(super) fn page() -> AnyView {
    let state = State::get();
    let texts = state.texts();
    navigation::set_title(state, Some(texts.settings));
    let languages: Vec<_> = [(Locale::ZhCn, "中文"), (Locale::En, "English")]
        .into_iter()
        .map(|(locale, name)| {
            let href = state.place.with_untracked(|place| place.in_locale(locale)).url();
            let choose = move |event: leptos::ev::MouseEvent| {
                event.prevent_default();
                preferences::set_language(state, locale);
            };
            let here = (state.locale() == locale).then_some("true");
            view! { <a class:on=here.is_some() aria-current=here href=href lang=locale.tag() hreflang=locale.tag() on:click=choose>{name}</a> }.into_any()
        })
        .collect();
    let size = RwSignal::new(100);
    Effect::new(move || size.set(preferences::text_size()));
    let names = [texts.text_normal, texts.text_large, texts.text_larger, texts.text_largest];
    let sizes: Vec<_> = preferences::TEXT_SIZES
        .into_iter()
        .zip(names)
        .map(|(per_cent, name)| {
            let choose = move |_| {
                size.set(per_cent);
                preferences::set_text_size(state, per_cent);
            };
            let on = move || size.get() == per_cent;
            view! { <button class:on=on aria-pressed=move || if on() { "true" } else { "false" } on:click=choose>{name}</button> }.into_any()
        })
        .collect();
    view! {
        <div class="settings">
            <h1>{texts.settings}</h1>
            <section><h2>{texts.language}</h2><nav class="chips" aria-label=texts.language>{languages}</nav></section>
            <section><h2>{texts.text_size}</h2><div class="chips" role="group" aria-label=texts.text_size>{sizes}</div></section>
            <section><h2>{texts.about}</h2><p>{texts.about_text}</p></section>
        </div>
    }
    .into_any()
}
