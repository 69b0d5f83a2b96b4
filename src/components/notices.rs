//! What was last said to the shopper, above the tab bar, or a question that waits for an answer.

use crate::commands::{Command, use_commands};
use crate::domain::invitation::Means;
use crate::route::Route;
use crate::state::{Notice, Question, Remedy, use_shop, use_state};
use crate::texts::shell;
use leptos::prelude::*;

/// The notice; or else the question, but not in the middle of an order.
#[component]
pub fn Notices() -> impl IntoView {
    let state = use_state();
    move || {
        let is_ordering = state.place.with(|place| place.route == Route::Checkout);
        let question = state.question.get().filter(|_| !is_ordering);
        match (state.notice.get(), question) {
            (Some(notice), _) => view! { <Said notice/> }.into_any(),
            (None, Some(Question::Update)) => view! { <UpdateQuestion/> }.into_any(),
            (None, Some(Question::Install(means))) => view! { <InstallQuestion means/> }.into_any(),
            (None, None) => ().into_any(),
        }
    }
}

/// A sentence, what can be done about it, and a way to be rid of it.
#[component]
fn Said(notice: Notice) -> impl IntoView {
    let (commands, texts) = (use_commands(), use_shop().texts());
    let remedy = notice.remedy.map(|remedy| match remedy {
        Remedy::RestoreLine(..) => texts.undo,
        Remedy::SeeCart => texts.see_cart,
    });
    let remedy = remedy.map(|name| {
        view! { <button on:click=move |_| commands.run(Command::Remedy)>{name}</button> }.into_any()
    });
    view! {
        <p class="notice">
            <span>{notice.text}</span>
            {remedy}
            <button class="close" aria-label=texts.close on:click=move |_| commands.run(Command::CloseNotice)>"×"</button>
        </p>
    }
    .into_any()
}

/// Asks whether a newer version may replace this one now.
#[component]
fn UpdateQuestion() -> impl IntoView {
    let (commands, shop) = (use_commands(), use_shop());
    let words = shell::of(shop.locale());
    view! {
        <p class="notice">
            <span>{words.update_ready}</span>
            <button class="update" on:click=move |_| commands.run(Command::Update)>{words.update_now}</button>
            <button class="close" aria-label=shop.texts().close on:click=move |_| commands.run(Command::NotNow)>"×"</button>
        </p>
    }
    .into_any()
}

/// Asks whether to install the shop, or explains how to.
#[component]
fn InstallQuestion(means: Means) -> impl IntoView {
    let commands = use_commands();
    let words = shell::of(use_shop().locale());
    let (sentence, is_prompt) = match means {
        Means::Prompt => (words.install_offer, true),
        Means::Words => (words.install_words, false),
    };
    let install = is_prompt.then(|| {
        view! { <button on:click=move |_| commands.run(Command::Install)>{words.install}</button> }.into_any()
    });
    view! {
        <p class="notice">
            <span>{sentence}</span>
            {install}
            <button on:click=move |_| commands.run(Command::DeclineInstall)>{words.install_decline}</button>
        </p>
    }
    .into_any()
}
