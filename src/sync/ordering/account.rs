//! Who is signed in, where, and what can be done about it.

use super::{browser, desk, outbox};
use crate::api::{self, Failure, Method};
use crate::db;
use crate::desk::Who;
use crate::domain::checkout::Field;
use crate::domain::outbox::owner;
use crate::domain::personal::{self, Personal};
use crate::paths;
use crate::route::Route;
use crate::state::State;
use crate::sync::navigation;
use crate::texts::ordering;
use fairday_contract::{Account, AccountDeletion, ProblemCode, Sessions};
use fairday_input::Kind;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The page is open.
pub(super) fn open(state: State) {
    ask_who(state);
    ask_sessions(state);
}

/// Asks who is signed in.
pub(super) fn ask_who(state: State) {
    spawn_local(async move { _ = who(state).await });
}

/// Who is signed in, as the shop says it; nothing when it could not be asked.
pub(super) async fn who(state: State) -> Option<Who> {
    let who = match desk::ask::<Account>(state, Method::Get, paths::API_ACCOUNT, None).await {
        Ok(account) => Who::Somebody(account),
        Err(Failure::Refused(problem)) if problem.code == ProblemCode::SignInRequired => Who::Nobody,
        Err(failure) => {
            if desk::with(|desk| desk.who == Who::Unknown) {
                desk::tell(state, desk::turn(), &failure);
            }
            return None;
        }
    };
    if who.account().is_some() {
        desk::with(|desk| desk.is_sign_in_unproved = false);
    }
    became(state, who.clone());
    Some(who)
}

/// Somebody is signed in, or nobody. What is another's is put aside until they sign in again, and shown to nobody else.
pub(super) fn became(state: State, who: Who) {
    let before = desk::with(|desk| std::mem::replace(&mut desk.who, who.clone()));
    db::desk::save_account(who.account());
    let (old, new) = (before.account().map(owner), who.account().map(owner));
    if let Some(old) = old.as_deref().filter(|_| old != new) {
        put_aside(old);
    }
    if let Some(new) = new.as_deref().filter(|_| old != new) {
        take_back(new);
        // What is kept of the claim comes before anything is sent: the outbox reads what is kept.
        claim(state);
        outbox::drain(state);
    }
    if who == Who::Nobody && desk::with(|desk| std::mem::take(&mut desk.is_sign_in_unproved)) {
        blame_cookies(state);
    }
    desk::show(state);
}

/// The shop has just let the shopper in and does not know them: the browser has not kept the cookie of the session.
fn blame_cookies(state: State) {
    desk::with(|desk| desk.sign_in.is_forgotten = true);
    let place = state.place.get_untracked();
    if !matches!(place.route, Route::SignIn(_)) {
        navigation::replace(state, place.to(Route::SignIn(Some(Box::new(place.route.clone())))));
    }
}

fn put_aside(old: &str) {
    // Another tab may have done it already: the phone's records count, not this page's.
    let mut aside = db::personal::aside();
    personal::put_aside(&mut aside, old, db::personal::in_use());
    // A full phone loses it rather than showing it to the next person.
    _ = db::personal::save_aside(&aside);
    db::personal::save_in_use(&Personal::default());
    desk::with(|desk| {
        desk.addresses.clear();
        desk.orders.clear();
        desk.older = None;
        desk.sessions.clear();
        desk.quote = None;
        desk.credit.forget_person();
        desk.adopt(Personal::default());
    });
    spawn_local(db::orders::forget_kept());
}

fn take_back(new: &str) {
    let (mut aside, mut in_use) = (db::personal::aside(), db::personal::in_use());
    personal::take_back(&mut aside, new, &mut in_use);
    db::personal::save_in_use(&in_use);
    _ = db::personal::save_aside(&aside);
    desk::with(|desk| desk.adopt(in_use));
}

/// Who signs in from the page of an order that nobody was signed in for says that it is theirs.
fn claim(state: State) {
    if let Route::SignIn(Some(next)) = state.place.get_untracked().route
        && let Route::Order(id) = *next
    {
        outbox::claim(state, &id);
    }
}

/// Another tab says who is signed in: this one forgets what is not theirs at once.
pub(super) fn follow_other_tabs(state: State) {
    _ = window_event_listener_untyped("storage", move |_| {
        let account = db::desk::account();
        if desk::with(|desk| desk.who.account().map(owner)) != account.as_ref().map(owner) {
            became(state, account.map_or(Who::Nobody, Who::Somebody));
            desk::opened(state);
        }
    });
}

fn ask_sessions(state: State) {
    let turn = desk::turn();
    spawn_local(async move {
        match desk::ask::<Sessions>(state, Method::Get, paths::API_SESSIONS, None).await {
            Ok(sessions) => desk::change(state, |desk| desk.sessions = sessions.items),
            // That nobody is signed in says the page already.
            Err(Failure::Refused(problem)) if problem.code == ProblemCode::SignInRequired => {}
            Err(failure) => desk::tell(state, turn, &failure),
        }
    });
}

/// Ends a session elsewhere.
pub(super) fn revoke(state: State, id: &str) {
    let path = paths::api_session(id);
    after(state, Method::Delete, path, None, move || ask_sessions(state));
}

/// Ends the session of this phone.
pub(super) fn sign_out(state: State) {
    let current =
        desk::with(|desk| desk.sessions.iter().find(|one| one.is_current).map(|one| one.id.clone()));
    let path = current.map_or(paths::API_SESSION.to_owned(), |id| paths::api_session(&id));
    after(state, Method::Delete, path, None, move || left(state, ordering::of(state.locale()).is_signed_out));
}

/// Ends all sessions.
pub(super) fn sign_out_everywhere(state: State) {
    let path = paths::API_SESSIONS.to_owned();
    after(state, Method::Delete, path, None, move || left(state, ordering::of(state.locale()).is_signed_out));
}

/// Nobody is signed in any more because the shopper said so: what they typed goes too.
fn left(state: State, said: &'static str) {
    desk::with(|desk| desk.is_sign_in_unproved = false);
    // The shop has forgotten this phone's notifications with the session.
    spawn_local(async { _ = browser::push(browser::PUSH_END).await });
    forget_typed();
    became(state, Who::Nobody);
    state.say(said, None);
}

fn forget_typed() {
    db::personal::save_in_use(&Personal::default());
    desk::with(|desk| desk.adopt(Personal::default()));
}

/// Saves everything that the shop has of the account as a file.
pub(super) fn export(state: State) {
    let turn = desk::turn();
    spawn_local(async move {
        match api::send(Method::Get, paths::API_EXPORT, state.locale(), None).await {
            Ok(text) => browser::download("fairday-account.json", &text),
            Err(failure) => desk::tell(state, turn, &failure),
        }
    });
}

/// Asks whether the account is really to be deleted, or does not.
pub(super) fn ask_to_delete(state: State, is_asked: bool) {
    desk::change(state, |desk| {
        desk.deleting = is_asked.then(String::new);
        desk.missing.clear();
        desk.trouble = None;
    });
}

/// Deletes the account.
pub(super) fn delete(state: State) {
    let typed = desk::with(|desk| desk.deleting.clone()).unwrap_or_default();
    let Ok(phone) = Kind::Mobile.need(&typed) else {
        desk::change(state, |desk| desk.missing = vec![Field::Phone]);
        return browser::focus_wrong();
    };
    desk::with(|desk| desk.missing.clear());
    let body = crate::json::write(&AccountDeletion { phone });
    after(state, Method::Delete, paths::API_ACCOUNT.to_owned(), Some(body), move || {
        left(state, ordering::of(state.locale()).is_deleted);
    });
}

fn after(state: State, method: Method, path: String, body: Option<String>, done: impl FnOnce() + 'static) {
    let turn = desk::turn();
    spawn_local(async move {
        match desk::tell_shop(state, method, &path, body).await {
            Ok(()) => done(),
            Err(failure) => desk::tell(state, turn, &failure),
        }
    });
}
