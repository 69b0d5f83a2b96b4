//! Who is signed in, where, and what can be done about it.

use super::{browser, desk, outbox};
use crate::api::{self, Failure, Method};
use crate::db;
use crate::desk::Who;
use crate::domain::checkout::{self, Field};
use crate::paths;
use crate::state::State;
use crate::texts::ordering;
use fairday_contract::{Account, AccountDeletion, ProblemCode, Sessions};
use fairday_input::Kind;
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
    became(state, who.clone());
    Some(who)
}

/// Somebody is signed in, or nobody: what is another's is not shown any more.
pub(super) fn became(state: State, who: Who) {
    let before = desk::with(|desk| std::mem::replace(&mut desk.who, who.clone()));
    db::desk::save_account(who.account());
    let is_other = before.account().is_some() && before != who;
    if is_other {
        desk::with(|desk| {
            desk.addresses.clear();
            desk.editing = None;
            desk.orders.clear();
            desk.older = None;
            desk.sessions.clear();
            desk.quote = None;
            desk.draft.address = None;
            desk.credit.forget_person();
        });
        db::credit::save_draft(&crate::domain::credit::Draft::default());
        db::credit::forget_begun();
        db::credit::save_payment(None);
        db::desk::save_editing(None);
        spawn_local(db::orders::forget_kept());
    }
    if before != who && who.account().is_some() {
        outbox::drain(state);
    }
    desk::show(state);
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

/// Nobody is signed in: what was typed for somebody goes too.
fn left(state: State, said: &'static str) {
    // The shop has forgotten this phone's notifications with the session.
    spawn_local(async { _ = browser::push(browser::PUSH_END).await });
    checkout_is_over();
    became(state, Who::Nobody);
    state.say(said, None);
}

fn checkout_is_over() {
    let draft = desk::with(|desk| {
        desk.draft = checkout::Draft { id: desk.draft.id.take(), ..checkout::Draft::default() };
        desk.draft.clone()
    });
    _ = db::desk::save_draft(&draft);
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
