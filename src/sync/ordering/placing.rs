//! The tap that orders: the order goes into the outbox, and the checkout begins anew.

use super::checkout::{begin, change, forget_asked, missing, recipient};
use super::{browser, desk, outbox};
use crate::api::Method;
use crate::db;
use crate::desk::{Desk, Trouble};
use crate::domain::cart::Cart;
use crate::domain::checkout::Field;
use crate::domain::outbox::{ENTRIES_MAX, Entry, State as EntryState};
use crate::json;
use crate::paths;
use crate::route::Route;
use crate::state::State;
use crate::sync::{cart, navigation};
use fairday_contract::AddressEntry;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Orders. The order goes into the outbox first, under the id that this checkout has had from its beginning: a second tap
/// finds it there.
pub(super) fn place(state: State) {
    // In another tab this checkout may have become an order: what is ordered now is another one.
    begin();
    let entry = desk::with(|desk| {
        desk.missing = missing(desk);
        if desk.draft.note().is_err() {
            desk.missing.push(Field::Note);
        }
        desk.refused.clear();
        desk.trouble = None;
        if desk.is_busy || !desk.missing.is_empty() {
            return None;
        }
        if desk.entries.len() >= ENTRIES_MAX {
            desk.trouble = Some(Trouble::OutboxFull);
            return None;
        }
        let entry = entry(state, desk)?;
        desk.is_busy = true;
        Some(entry)
    });
    desk::show(state);
    match entry {
        Some(entry) => spawn_local(put(state, entry)),
        None => browser::focus_wrong(),
    }
}

fn entry(state: State, desk: &Desk) -> Option<Entry> {
    let terms = desk.terms.clone()?;
    let coupon = match &desk.quote {
        Some(_) => terms.coupon.clone(),
        None => Some(desk.draft.applied.clone()).filter(|code| !code.is_empty()),
    };
    let mut entry = Entry {
        id: desk.draft.id.clone()?,
        made_ms: desk::now(),
        owner: desk.who.owner(),
        terms,
        coupon,
        recipient: recipient(desk),
        payment: desk.draft.payment?,
        note: desk.draft.note().ok()?,
        locale: state.locale(),
        // One that has to wait for the network may outlast it.
        quote: desk.quote.as_ref().filter(|_| desk.is_online).map(|quote| quote.id.clone()),
        body: None,
        state: EntryState::Saved,
        failures: 0,
    };
    entry.write_body();
    Some(entry)
}

async fn put(state: State, entry: Entry) {
    let kept = db::orders::add(&entry).await;
    if kept.is_err() {
        // Without a place to keep it, an order lives as long as this page: that is only enough while it can be sent now.
        let is_online = desk::with(|desk| {
            desk.is_kept = false;
            desk.is_busy = false;
            desk.is_online
        });
        if !is_online {
            return desk::change(state, |desk| desk.trouble = Some(Trouble::NotKept));
        }
    }
    let id = entry.id.clone();
    if kept != Ok(false) {
        save_address(state);
        desk::with(|desk| desk.entries.insert(0, entry.clone()));
    }
    finish(state, &entry);
    navigation::go(state, state.place.with_untracked(|place| place.to(Route::Order(id))));
    outbox::changed(state);
    db::orders::send_later();
    outbox::drain(state);
}

/// What is ordered is in the cart no more, and the next order gets another id.
pub(super) fn finish(state: State, entry: &Entry) {
    let is_ordered = |variant| entry.terms.lines.iter().any(|line| line.variant == variant);
    cart::change(state, |cart: &mut Cart| {
        cart.lines.retain(|line| !(line.selected && is_ordered(line.variant)));
    });
    change(|draft| *draft = draft.next());
    desk::with(|desk| {
        desk.is_busy = false;
        desk.quote = None;
        desk.terms = None;
    });
    forget_asked();
}

/// A new address that was typed goes into the address book.
pub(super) fn save_address(state: State) {
    let typed = desk::with(|desk| {
        let place = desk.draft.place.recipient();
        let is_new = desk.draft.address.is_none() && desk.addresses.iter().all(|one| one.place != place);
        let is_whole = place.region.is_some() && !place.detail.is_empty();
        let entry = AddressEntry { place, label: String::new(), is_default: desk.addresses.is_empty() };
        (is_new && is_whole && desk.who.account().is_some()).then_some(entry)
    });
    let Some(entry) = typed else { return };
    let Ok(id) = browser::random_id().parse() else { return };
    spawn_local(async move {
        let path = paths::api_address(&id);
        // The order has the address itself: the book can do without.
        _ = desk::tell_shop(state, Method::Put, &path, Some(json::write(&entry))).await;
    });
}
