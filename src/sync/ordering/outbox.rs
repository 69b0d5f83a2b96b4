//! Sends the orders that wait: one tab at a time, each step kept before it is taken, with growing waits after failures.

use super::{account, desk, orders};
use crate::api::{Failure, Method};
use crate::db;
use crate::desk::{Trouble, Who};
use crate::domain::backoff;
use crate::domain::checkout::Place;
use crate::domain::outbox::{Entry, Need, Outcome, State as EntryState, Step, owner};
use crate::paths;
use crate::route::Route;
use crate::state::State;
use crate::sync::{apart, navigation};
use crate::texts::ordering;
use fairday_contract::{DeliveryChoice, Order, OrderId};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::Cell;
use std::time::Duration;

/// How often one entry is sent in one go: once, and again under each new quote of the same terms.
const SENDS_MAX: usize = 3;

thread_local! {
    /// Whether this tab is sending.
    static IS_SENDING: Cell<bool> = const { Cell::new(false) };
    /// Whether it was asked to send again meanwhile.
    static IS_WANTED: Cell<bool> = const { Cell::new(false) };
    /// Whether an attempt is planned.
    static IS_PLANNED: Cell<bool> = const { Cell::new(false) };
}

/// Shows what the phone has.
pub(super) fn read(state: State) {
    spawn_local(async move {
        match db::orders::entries().await {
            Ok(entries) => {
                let (is_gone, begun) = desk::with(|desk| {
                    let is_gone =
                        desk.entries.iter().any(|old| entries.iter().all(|entry| entry.id != old.id));
                    desk.entries = entries;
                    (is_gone, desk.draft.id.clone().and_then(|id| desk.entry(&id).cloned()))
                });
                // Another tab has placed it, or taken it back: what became of it, the shop knows.
                if is_gone {
                    desk::opened(state);
                }
                // The tab was killed between the outbox and the cart.
                if let Some(entry) = begun.filter(|_| !desk::with(|desk| desk.is_busy)) {
                    super::placing::finish(state, &entry);
                }
            }
            Err(db::StorageFailed) => desk::with(|desk| desk.is_kept = false),
        }
        changed(state);
    });
}

/// Entries are otherwise: shown, and counted for the next start.
pub(super) fn changed(state: State) {
    let count =
        desk::with(|desk| desk.entries.iter().filter(|entry| entry.state != EntryState::Placed).count());
    db::desk::save_waiting(count);
    desk::show(state);
}

/// Sends what waits. If this tab is at it, it begins again; if another one is, that one does it.
pub(super) fn drain(state: State) {
    if IS_SENDING.replace(true) {
        return IS_WANTED.set(true);
    }
    spawn_local(async move {
        if db::orders::acquire().await {
            loop {
                IS_WANTED.set(false);
                send_all(state).await;
                if !IS_WANTED.get() {
                    break;
                }
            }
            db::orders::release();
        }
        IS_SENDING.set(false);
        changed(state);
        plan(state);
    });
}

/// Tries again after a while, while something waits.
fn plan(state: State) {
    let failures = desk::with(|desk| {
        desk.entries.iter().filter(|entry| entry.is_waiting()).map(|entry| entry.failures).min()
    });
    let Some(failures) = failures.filter(|_| !IS_PLANNED.replace(true)) else { return };
    let wait = backoff::wait_ms(failures.saturating_sub(1), crate::sync::browser::random());
    let again = move || {
        IS_PLANNED.set(false);
        drain(state);
    };
    set_timeout(again, Duration::from_millis(wait.into()));
}

async fn send_all(state: State) {
    // What another tab or the service worker did meanwhile counts.
    if let Ok(entries) = db::orders::entries().await {
        desk::with(|desk| desk.entries = entries);
    }
    write_bodies(state).await;
    let is_any = desk::with(|desk| {
        let is_asked =
            |entry: &Entry| entry.is_waiting() || entry.state == EntryState::NeedsYou(Need::SignIn);
        desk.entries.iter().any(is_asked)
    });
    if !is_any {
        return;
    }
    // An order belongs to who made it, whoever holds the phone now.
    let Some(who) = account::who(state).await else {
        return fail_all(state);
    };
    let ids: Vec<OrderId> =
        desk::with(|desk| desk.entries.iter().rev().map(|entry| entry.id.clone()).collect());
    for id in ids {
        let Some(mut entry) = desk::with(|desk| desk.entry(&id).cloned()) else { continue };
        let is_other = match &who {
            Who::Somebody(account) => entry.signed_in(&owner(account)),
            _ if entry.is_waiting() => {
                entry.wait_for_owner();
                true
            }
            _ => false,
        };
        if is_other {
            keep(state, &entry).await;
        }
        send(state, entry).await;
    }
}

/// Writes the bodies of orders that an earlier version of the app kept without, so that the service worker can send them too.
async fn write_bodies(state: State) {
    let written: Vec<Entry> = desk::with(|desk| {
        let waiting = desk.entries.iter_mut();
        waiting.filter_map(|entry| entry.write_body().then(|| entry.clone())).collect()
    });
    for entry in &written {
        keep(state, entry).await;
    }
    if !written.is_empty() {
        db::orders::send_later();
    }
}

/// The shop cannot be reached: everything that waits waits longer.
fn fail_all(state: State) {
    desk::with(|desk| {
        for entry in desk.entries.iter_mut().filter(|entry| entry.is_waiting()) {
            entry.failures = entry.failures.saturating_add(1);
        }
    });
    desk::show(state);
}

async fn send(state: State, mut entry: Entry) {
    for _ in 0..SENDS_MAX {
        let failures = entry.failures;
        match entry.step() {
            Step::Rest => return,
            Step::Fetch => {}
            Step::Send(body) => {
                entry.begin(body.clone());
                if !keep(state, &entry).await {
                    return;
                }
                let path = paths::api_order(&entry.id);
                let mut answer = desk::ask::<Order>(state, Method::Put, &path, Some(body)).await;
                let mut placed = answer.as_ref().ok().cloned();
                if entry.answered(outcome(answer)) == Step::Fetch {
                    answer = desk::ask(state, Method::Get, &path, None).await;
                    placed = answer.as_ref().ok().cloned();
                    entry.fetched(outcome(answer));
                }
                if entry.state == EntryState::Placed
                    && let Some(order) = placed
                {
                    return arrived(state, &entry, order).await;
                }
            }
        }
        keep(state, &entry).await;
        if entry.failures > failures {
            return;
        }
    }
}

fn outcome<T>(answer: Result<T, Failure>) -> Outcome<T> {
    match answer {
        Ok(answer) => Outcome::Answer(answer),
        Err(Failure::Refused(problem)) => Outcome::Refusal(problem),
        Err(Failure::Lost | Failure::Busy) => Outcome::Lost,
    }
}

/// Keeps an entry as it is now, and shows it. False when the phone cannot keep what it has kept before: then it is not
/// sent either.
async fn keep(state: State, entry: &Entry) -> bool {
    let is_kept = desk::with(|desk| desk.is_kept);
    let is_saved = db::orders::save(entry).await.is_ok();
    desk::with(|desk| {
        if let Some(place) = desk.entries.iter_mut().find(|one| one.id == entry.id) {
            place.clone_from(entry);
        }
        if is_kept && !is_saved {
            desk.trouble = Some(Trouble::NotKept);
        }
    });
    changed(state);
    is_saved || !is_kept
}

/// The shop has it.
async fn arrived(state: State, entry: &Entry, order: Order) {
    orders::learn(state, order).await;
    _ = db::orders::forget(entry).await;
    desk::with(|desk| desk.entries.retain(|one| one.id != entry.id));
    changed(state);
    let is_seen = state.place.with_untracked(|place| place.route == Route::Order(entry.id.clone()));
    if !is_seen {
        state.say(ordering::of(state.locale()).placed, None);
    }
}

/// Whoever is signed in says that an order that nobody was signed in for is theirs.
pub(super) fn claim(state: State, id: &OrderId) {
    let Some(who) = desk::with(|desk| desk.who.owner()) else { return };
    go_on(state, id, |entry| entry.claim(&who));
}

/// The shopper agrees to the new terms.
pub(super) fn agree(state: State, id: &OrderId) {
    go_on(state, id, Entry::agree);
}

/// Changes an entry that waited for the shopper, and sends it.
fn go_on(state: State, id: &OrderId, change: impl FnOnce(&mut Entry) -> bool) {
    let entry = desk::with(|desk| {
        let entry = desk.entries.iter_mut().find(|entry| entry.id == *id)?;
        change(entry).then(|| entry.clone())
    });
    let Some(entry) = entry else { return };
    spawn_local(async move {
        keep(state, &entry).await;
        drain(state);
    });
}

/// The shopper takes an order back that was not sent, or changes it: its goods are in the cart again. An order that is
/// being sent meanwhile stays.
pub(super) fn withdraw(state: State, id: OrderId, is_edit: bool) {
    spawn_local(async move {
        if !db::orders::acquire().await {
            return; // it is being sent
        }
        let kept = db::orders::entries().await;
        let kept = kept.map_or_else(
            |_| desk::with(|desk| desk.entry(&id).cloned()),
            |all| all.into_iter().find(|one| one.id == id),
        );
        let entry = kept.filter(Entry::can_withdraw);
        if let Some(entry) = &entry {
            _ = db::orders::forget(entry).await;
        }
        db::orders::release();
        let Some(entry) = entry else { return read(state) };
        desk::with(|desk| desk.entries.retain(|one| one.id != id));
        orders::put_into_cart(state, &entry.terms);
        if is_edit {
            super::checkout::change(|draft| {
                // The same id: should the shop have an order of it after all, there is no second one.
                draft.id = Some(entry.id.clone());
                draft.address = None;
                draft.place = Place::of(&entry.recipient);
                draft.is_pick_up = matches!(entry.terms.delivery, DeliveryChoice::PickUp { .. });
                draft.point = match &entry.terms.delivery {
                    DeliveryChoice::PickUp { point } => Some(point.clone()),
                    DeliveryChoice::Door { .. } => None,
                };
                draft.coupon = entry.coupon.clone().unwrap_or_default();
                draft.applied.clone_from(&draft.coupon);
                draft.payment = Some(entry.payment);
                draft.note.clone_from(&entry.note);
            });
        }
        desk::with(|desk| {
            desk.refused = match &entry.state {
                EntryState::NeedsYou(Need::Change(_, errors)) if is_edit => errors.clone(),
                _ => Vec::new(),
            };
        });
        changed(state);
        let to = if is_edit { Route::Checkout } else { Route::Cart };
        navigation::go(state, state.place.with_untracked(|place| place.to(to)));
        if !is_edit {
            state.say(ordering::of(state.locale()).withdrawn, None);
        }
        apart::check_cart(state);
    });
}
