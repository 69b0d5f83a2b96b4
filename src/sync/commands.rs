//! Carries out what a shopper asks for.

use crate::commands::Command;
use crate::domain::cart::Cart;
use crate::route::Route;
use crate::state::{Remedy, State};
use crate::sync::{apart, cart, content, navigation, ordering, preferences, shell, storage, suggest};
use leptos::prelude::*;

/// Carries out one command.
pub fn carry_out(state: State, command: Command) {
    match command {
        Command::Add(line) => cart::add(state, line),
        Command::Step(variant, by) => cart::step(state, variant, by),
        Command::Remove(variant) => cart::remove(state, variant),
        Command::Agree(variant) => cart::agree(state, variant),
        Command::Mark(variant, is_marked) => cart::change(state, |cart| cart.select(variant, is_marked)),
        Command::MarkAll(are_marked) => cart::change(state, |cart| cart.select_all(are_marked)),
        Command::Order => order(state),
        Command::LoadMore => apart::load_more(state),
        Command::Retry => content::refresh(state),
        Command::Back => navigation::back(state),
        Command::Open(url) => _ = navigation::go_to_url(state, &url),
        Command::Search(words) => {
            suggest::close(state);
            navigation::search(state, &words);
        }
        Command::Suggest(words) => suggest::typed(state, words),
        Command::ForgetSearches => suggest::clear_recent(state),
        Command::Remedy => remedy(state),
        Command::CloseNotice => state.notice.set(None),
        Command::Update => shell::update(),
        Command::NotNow => state.question.set(None),
        Command::Install => shell::install(),
        Command::DeclineInstall => shell::decline(state),
        Command::Language(locale) => preferences::set_language(state, locale),
        Command::TextSize(per_cent) => preferences::set_text_size(state, per_cent),
        Command::Saver(saver) => preferences::set_saver(state, saver),
        Command::DrawOrdering => ordering::draw(state),
        Command::FreeStorage => storage::free(state),
    }
}

fn order(state: State) {
    if state.cart.with_untracked(Cart::selected_count) == 0 {
        state.say(state.texts().select_something, None);
    } else if state.cart.with_untracked(Cart::has_selected_news) {
        state.say(state.texts().agree_first, None);
    } else {
        navigation::go(state, state.place.with_untracked(|place| place.to(Route::Checkout)));
    }
}

fn remedy(state: State) {
    match state.notice.try_update(Option::take).flatten().and_then(|notice| notice.remedy) {
        Some(Remedy::RestoreLine(at, line)) => cart::change(state, |cart| cart.restore(at, line)),
        Some(Remedy::SeeCart) => {
            navigation::go(state, state.place.with_untracked(|place| place.to(Route::Cart)));
        }
        None => {}
    }
}
