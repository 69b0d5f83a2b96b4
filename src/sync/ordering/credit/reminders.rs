//! Choosing how to be reminded. The browser is asked for its permission on the tap alone.

use crate::api::{Failure, Method};
use crate::desk::credit::{ReminderTrouble, RemindersDesk};
use crate::json;
use crate::paths;
use crate::state::State;
use crate::sync::ordering::{browser, desk};
use fairday_contract::{ProblemCode, PushSubscription, Reminders, RemindersRequest};
use leptos::task::spawn_local;

/// The page is open.
pub(super) fn open(state: State) {
    with(|one| one.trouble = None);
    spawn_local(async move {
        let here = browser::push(browser::PUSH_LOOK).await;
        with(|one| {
            one.can_push = here.is_ok();
            one.is_here =
                here.is_ok_and(|text| subscription(&text.as_string().unwrap_or_default()).is_some());
        });
        // Without an answer there is nothing to change; the page says by itself that there is no network.
        if let Ok(known) = desk::ask::<Reminders>(state, Method::Get, paths::API_REMINDERS, None).await {
            with(|one| one.known = Some(known));
        }
        desk::show(state);
    });
}

/// Messages, or none any more.
pub(super) fn toggle_sms(state: State) {
    change(state, |known, _| (!known.sms, browser::PUSH_LOOK.to_owned()));
}

/// Notifications on this phone, or none any more.
pub(super) fn toggle_push(state: State) {
    change(state, |known, is_here| {
        let key = known.offered.push_key.clone().unwrap_or_default();
        let ends = known.push && is_here;
        (known.sms, if ends { browser::PUSH_END.to_owned() } else { key })
    });
}

/// Sends what is wanted: whether there are messages, and what the browser is asked for before.
fn change(state: State, wanted: fn(&Reminders, bool) -> (bool, String)) {
    let wanted = with(|one| {
        if one.is_busy {
            return None;
        }
        let wanted = wanted(one.known.as_ref()?, one.is_here);
        (one.is_busy, one.trouble) = (true, None);
        Some(wanted)
    });
    let Some((sms, ask)) = wanted else { return };
    spawn_local(async move {
        let outcome = send(state, sms, &ask).await;
        with(|one| {
            one.is_busy = false;
            match outcome {
                Ok((known, is_here)) => (one.known, one.is_here) = (Some(known), is_here),
                Err(trouble) => one.trouble = Some(trouble),
            }
        });
        // Also when nothing has changed: what was tapped goes back to what is.
        desk::show(state);
    });
}

async fn send(state: State, sms: bool, ask: &str) -> Result<(Reminders, bool), ReminderTrouble> {
    let is_asked = ask != browser::PUSH_LOOK && ask != browser::PUSH_END;
    let push = match browser::push(ask).await {
        Ok(text) => subscription(&text.as_string().unwrap_or_default()),
        Err(why) if is_asked => {
            let is_denied = why.as_string().as_deref() == Some(browser::PUSH_DENIED);
            return Err(if is_denied { ReminderTrouble::Denied } else { ReminderTrouble::NoService });
        }
        Err(_) => None,
    };
    // On a phone whose notifications were ended elsewhere, choosing messages does not bring them back.
    let push = push.filter(|_| is_asked || with(|one| one.known.as_ref().is_some_and(|known| known.push)));
    let is_here = push.is_some();
    let body = json::write(&RemindersRequest { sms, push, locale: state.locale() });
    match desk::ask::<Reminders>(state, Method::Put, paths::API_REMINDERS, Some(body)).await {
        Ok(known) => Ok((known, is_here)),
        Err(Failure::Refused(problem)) if problem.code == ProblemCode::NotPossibleNow => {
            Err(ReminderTrouble::TooMany)
        }
        Err(failure) => Err(ReminderTrouble::Failed(desk::trouble(&failure))),
    }
}

fn subscription(text: &str) -> Option<PushSubscription> {
    json::read(text)
}

fn with<T>(change: impl FnOnce(&mut RemindersDesk) -> T) -> T {
    desk::with(|desk| change(&mut desk.credit.reminders))
}
