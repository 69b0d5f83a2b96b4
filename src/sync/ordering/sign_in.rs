//! Signing in: a code is asked for and typed, and the shopper goes on where they were.

use super::{account, browser, desk};
use crate::api::{Failure, Method};
use crate::db;
use crate::desk::{Sent, Who};
use crate::domain::checkout::Field;
use crate::pages::ordering;
use crate::paths;
use crate::route::Route;
use crate::state::State;
use crate::sync::navigation;
use fairday_contract::{CodeRequest, CodeSent, SignIn};
use fairday_input::{Kind, digits};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::Cell;
use std::time::Duration;

thread_local! {
    /// Whether the clock of the page runs.
    static IS_TICKING: Cell<bool> = const { Cell::new(false) };
}

/// The page is open.
pub(super) fn open(state: State) {
    account::ask_who(state);
    let now = desk::now();
    let is_awaited = desk::with(|desk| {
        // A code that is not valid any more is not waited for.
        desk.sign_in.sent = desk.sign_in.sent.take().filter(|sent| sent.valid_until_ms > now);
        if let Some(sent) = &desk.sign_in.sent {
            desk.sign_in.phone.clone_from(&sent.phone);
        }
        desk.sign_in.sent.is_some()
    });
    if is_awaited {
        browser::await_code();
        tick(state);
    }
}

/// Counts down until another code can be asked for.
fn tick(state: State) {
    if IS_TICKING.replace(true) {
        return;
    }
    let again = move || {
        IS_TICKING.set(false);
        let is_here = state.place.with_untracked(|place| matches!(place.route, Route::SignIn(_)));
        if is_here {
            desk::show(state);
            let now = desk::now();
            if desk::with(|desk| desk.sign_in.sent.as_ref().is_some_and(|sent| sent.resend_at_ms > now)) {
                tick(state);
            }
        }
    };
    set_timeout(again, Duration::from_secs(1));
}

/// Asks for a code to the number typed.
pub(super) fn send_code(state: State) {
    let Ok(phone) = desk::with(|desk| Kind::Mobile.need(&desk.sign_in.phone)) else {
        desk::change(state, |desk| desk.missing = vec![Field::Phone]);
        return browser::focus_wrong();
    };
    if desk::with(|desk| std::mem::replace(&mut desk.is_busy, true)) {
        return;
    }
    desk::change(state, |desk| {
        desk.missing.clear();
        desk.trouble = None;
    });
    let turn = desk::turn();
    spawn_local(async move {
        let body = crate::json::write(&CodeRequest { phone: phone.clone() });
        match desk::ask::<CodeSent>(state, Method::Post, paths::API_CODES, Some(body)).await {
            Ok(said) => {
                let sent = Sent::new(phone, browser::random_id(), said, desk::now());
                db::desk::save_sent(Some(&sent));
                desk::change(state, |desk| {
                    desk.is_busy = false;
                    desk.sign_in.sent = Some(sent);
                });
                browser::await_code();
                browser::focus_code();
                tick(state);
            }
            Err(failure) => desk::tell(state, turn, &failure),
        }
    });
}

/// Asks for another one, to the same number.
pub(super) fn resend(state: State) {
    desk::with(|desk| {
        if let Some(sent) = &desk.sign_in.sent {
            desk.sign_in.phone.clone_from(&sent.phone);
        }
    });
    send_code(state);
}

/// Back to the number.
pub(super) fn other_number(state: State) {
    browser::leave();
    db::desk::save_sent(None);
    desk::change(state, |desk| {
        desk.sign_in.sent = None;
        desk.trouble = None;
    });
}

/// A code is typed; when it is whole, it is sent.
pub(super) fn typed_code(state: State, code: String) {
    let is_whole = desk::with(|desk| {
        desk.sign_in.code = code;
        let wanted = desk.sign_in.sent.as_ref().map_or(0, |sent| usize::from(sent.digits));
        digits(&desk.sign_in.code).len() == wanted
    });
    if is_whole {
        sign_in(state);
    }
}

/// Signs in with the code typed.
pub(super) fn sign_in(state: State) {
    let wanted = desk::with(|desk| {
        let sent = desk.sign_in.sent.as_ref()?;
        let code = Kind::OneTimeCode.need(&desk.sign_in.code).ok()?;
        Some(SignIn { phone: sent.phone.clone(), code, attempt: Some(sent.attempt.clone()) })
    });
    let Some(wanted) = wanted else {
        desk::change(state, |desk| desk.missing = vec![Field::Code]);
        return browser::focus_wrong();
    };
    if desk::with(|desk| std::mem::replace(&mut desk.is_busy, true)) {
        return;
    }
    desk::with(|desk| desk.missing.clear());
    let turn = desk::turn();
    spawn_local(async move {
        let body = crate::json::write(&wanted);
        match desk::ask(state, Method::Post, paths::API_SESSIONS, Some(body)).await {
            Ok(account) => {
                browser::leave();
                db::desk::save_sent(None);
                desk::with(|desk| {
                    desk.sign_in = crate::desk::SignInForm::default();
                    desk.is_sign_in_unproved = true;
                    desk.is_busy = false;
                });
                account::became(state, Who::Somebody(account));
                let shop = untrack(|| state.shop());
                if matches!(shop.place.route, Route::SignIn(_)) {
                    let onward = shop.place.to(ordering::onward(&shop));
                    navigation::replace(state, onward);
                }
            }
            Err(failure) => {
                // When nobody knows whether it was right, the same is sent again, under the same attempt.
                if matches!(failure, Failure::Refused(_)) {
                    desk::with(|desk| desk.sign_in.code.clear());
                }
                desk::tell(state, turn, &failure);
                browser::focus_code();
            }
        }
    });
}
