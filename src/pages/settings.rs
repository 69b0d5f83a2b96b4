//! Language, text size, data saver, and what the shop costs in data and storage.

use crate::commands::{Command, Saver, use_commands};
use crate::components::taps;
use crate::route::Route;
use crate::state::use_shop;
use crate::texts::{settings, shell};
use fairday_contract::Locale;
use leptos::prelude::*;

/// Text sizes to choose from, per cent of the browser's own.
const TEXT_SIZES: [u16; 4] = [100, 125, 150, 200];

/// The page of the settings.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let (commands, shop) = (use_commands(), use_shop());
    let (texts, words) = (shop.texts(), settings::of(shop.locale()));
    let shell = shell::of(shop.locale());
    view! {
        <div class="settings">
            <h1>{texts.settings}</h1>
            <section>
                <h2>{texts.account}</h2>
                <nav class="chips" aria-label=texts.account>
                    <a href=shop.url(Route::Orders)>{texts.orders}</a>
                    <a href=shop.url(Route::Credit)>{words.my_credit}</a>
                    <a href=shop.url(Route::Account)>{texts.account}</a>
                </nav>
            </section>
            <Languages/>
            <TextSizes/>
            <SaverChoice/>
            <Meter/>
            // Which of them is shown, if any, the stylesheet knows by the root's `data-install`.
            <section class="install by-prompt">
                <h2>{words.install_title}</h2>
                <button class="primary" on:click=move |_| commands.run(Command::Install)>{shell.install}</button>
            </section>
            <section class="install by-words"><h2>{words.install_title}</h2><p>{shell.install_words}</p></section>
            <section><h2>{words.about}</h2><p>{words.about_text}</p></section>
        </div>
    }
    .into_any()
}

/// The languages to choose from: links, so that they work without the app.
#[component]
fn Languages() -> impl IntoView {
    let (commands, shop) = (use_commands(), use_shop());
    let words = settings::of(shop.locale());
    let links = [(Locale::ZhCn, "中文"), (Locale::En, "English")].map(|(locale, name)| {
        let is_on = shop.locale() == locale;
        let href = shop.place.to(Route::Settings).in_locale(locale).url();
        view! {
            <a class=is_on.then_some("on") href=href lang=locale.tag() hreflang=locale.tag() aria-current=is_on.then_some("true")
                on:click=move |event| {
                    if taps::is_plain(&event) {
                        event.prevent_default();
                        commands.run(Command::Language(locale));
                    }
                }>{name}</a>
        }.into_any()
    });
    view! {
        <section>
            <h2>{words.language}</h2>
            <nav class="chips" aria-label=words.language>{links.collect_view()}</nav>
        </section>
    }
    .into_any()
}

/// The text sizes. Which one is on is the phone's own affair: the stylesheet marks it by the root's `data-text`.
#[component]
fn TextSizes() -> impl IntoView {
    let commands = use_commands();
    let words = settings::of(use_shop().locale());
    let names = [words.text_normal, words.text_large, words.text_larger, words.text_largest];
    let buttons = TEXT_SIZES.into_iter().zip(names).map(|(per_cent, name)| {
        let choose = move |_| commands.run(Command::TextSize(per_cent));
        view! { <button data-key=per_cent.to_string() on:click=choose>{name}</button> }.into_any()
    });
    view! {
        <section>
            <h2>{words.text_size}</h2>
            <div class="chips" role="group" aria-label=words.text_size>{buttons.collect_view()}</div>
        </section>
    }
    .into_any()
}

/// The data saver: as for the text size, by the root's `data-saver`.
#[component]
fn SaverChoice() -> impl IntoView {
    let (commands, shop) = (use_commands(), use_shop());
    let (texts, words) = (shop.texts(), settings::of(shop.locale()));
    let names = [words.saver_auto, words.saver_on, words.saver_off];
    let buttons = Saver::ALL.into_iter().zip(names).map(|(saver, name)| {
        let choose = move |_| commands.run(Command::Saver(saver));
        view! { <button data-key=saver.name() on:click=choose>{name}</button> }.into_any()
    });
    view! {
        <section>
            <h2>{texts.saver}</h2>
            <div class="chips saver" role="group" aria-label=texts.saver>{buttons.collect_view()}</div>
            <p><small>{words.saver_note}</small></p>
        </section>
    }
    .into_any()
}

/// What came over the network, and what is kept. The phone fills the figures in, in this order.
#[component]
fn Meter() -> impl IntoView {
    let (commands, shop) = (use_commands(), use_shop());
    let (texts, words) = (shop.texts(), settings::of(shop.locale()));
    let rows = [words.meter_pages, words.meter_data, words.meter_pictures, texts.total]
        .map(|name| view! { <tr><th scope="row">{name}</th><td>"–"</td><td>"–"</td></tr> }.into_any());
    view! {
        <section id="meter">
            <h2>{words.meter}</h2>
            <table>
                <thead><tr><td></td><th scope="col">{words.today}</th><th scope="col">{words.this_month}</th></tr></thead>
                <tbody>
                    {rows.collect_view()}
                    <tr><th scope="row">{words.stored}</th><td colspan="2">"–"</td></tr>
                </tbody>
            </table>
            <p><small>{words.free_note}</small></p>
            <button class="primary" id="free" on:click=move |_| commands.run(Command::FreeStorage)>{texts.free}</button>
        </section>
    }
    .into_any()
}
