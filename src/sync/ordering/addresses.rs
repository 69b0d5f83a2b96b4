//! The address book: from the phone at once, from the shop when it answers. What is typed is kept with every letter.

use super::{account, browser, checkout, desk, regions};
use crate::api::{Failure, Method};
use crate::db;
use crate::desk::Trouble;
use crate::domain::checkout::{Editing, Field, Place};
use crate::json;
use crate::paths;
use crate::state::State;
use fairday_contract::{Address, AddressEntry, AddressId, ProblemCode};
use leptos::task::spawn_local;

/// The page is open.
pub(super) fn open(state: State) {
    desk::with(|desk| {
        desk.deleting_address = None;
        desk.editing = desk.editing.take().or_else(db::desk::editing);
    });
    spawn_local(async move {
        account::who(state).await;
        checkout::load_addresses(state).await;
        desk::change(state, |desk| desk.is_answered = true);
        let region = desk::with(|desk| desk.editing.as_ref()?.place.region.clone());
        regions::load(state, region).await;
    });
}

/// A new entry.
pub(super) fn add(state: State) {
    let Ok(id) = browser::random_id().parse() else { return };
    let is_default = desk::with(|desk| desk.addresses.is_empty());
    edit(state, Editing { id, place: Place::default(), label: String::new(), is_default, is_old: false });
}

/// An entry that is there.
pub(super) fn change(state: State, id: &AddressId) {
    let Some(Address { id, place, label, is_default }) = find(id) else { return };
    edit(state, Editing { id, place: Place::of(&place), label, is_default, is_old: true });
}

fn find(id: &AddressId) -> Option<Address> {
    desk::with(|desk| desk.addresses.iter().find(|one| one.id == *id).cloned())
}

fn edit(state: State, editing: Editing) {
    let region = editing.place.region.clone();
    db::desk::save_editing(Some(&editing));
    desk::change(state, |desk| {
        desk.editing = Some(editing);
        desk.missing.clear();
        desk.trouble = None;
        desk.region_typed.clear();
        desk.deleting_address = None;
    });
    browser::focus_first();
    spawn_local(regions::load(state, region));
}

/// Nothing is typed any more.
pub(super) fn leave(state: State) {
    db::desk::save_editing(None);
    desk::change(state, |desk| {
        desk.editing = None;
        desk.missing.clear();
        desk.trouble = None;
    });
}

/// Something is typed; says whether there is a form for it.
pub(super) fn typed(change: impl FnOnce(&mut Editing)) {
    desk::with(|desk| {
        if let Some(editing) = &mut desk.editing {
            change(editing);
            db::desk::save_editing(Some(editing));
        }
    });
}

/// Sends what is typed, when nothing is missing.
pub(super) fn save(state: State) {
    let editing = desk::with(|desk| {
        let editing = desk.editing.clone()?;
        desk.missing = editing.missing();
        let code = editing.place.region.as_ref();
        let is_end = code.and_then(|code| crate::domain::checkout::way(desk.province.as_ref(), code));
        if is_end.is_some_and(|(_, is_end)| !is_end) && !desk.missing.contains(&Field::Region) {
            desk.missing.push(Field::Region);
        }
        desk.trouble = None;
        (!desk.is_busy && desk.missing.is_empty()).then(|| {
            desk.is_busy = true;
            editing
        })
    });
    desk::show(state);
    match editing {
        Some(editing) => send(state, editing.id.clone(), editing.entry(), true),
        None => browser::focus_wrong(),
    }
}

/// Offers an entry first from now on.
pub(super) fn make_default(state: State, id: &AddressId) {
    if let Some(Address { id, place, label, .. }) = find(id) {
        send(state, id, AddressEntry { place, label, is_default: true }, false);
    }
}

fn send(state: State, id: AddressId, entry: AddressEntry, is_form: bool) {
    let turn = desk::turn();
    spawn_local(async move {
        let path = paths::api_address(&id);
        let sent = desk::tell_shop(state, Method::Put, &path, Some(json::write(&entry))).await;
        match sent {
            Ok(()) => {
                desk::with(|desk| desk.is_busy = false);
                if is_form {
                    leave(state);
                }
                checkout::load_addresses(state).await;
            }
            Err(failure) => refused(state, turn, &failure),
        }
    });
}

fn refused(state: State, turn: u32, failure: &Failure) {
    desk::tell(state, turn, failure);
    let Failure::Refused(problem) = failure else { return };
    if problem.code == ProblemCode::NotPossibleNow {
        desk::change(state, |desk| desk.trouble = Some(Trouble::BookFull));
    }
}

/// Deletes an entry. One that is not there any more is as good as deleted.
pub(super) fn delete(state: State, id: AddressId) {
    let turn = desk::turn();
    spawn_local(async move {
        match desk::tell_shop(state, Method::Delete, &paths::api_address(&id), None).await {
            Err(failure) if !matches!(&failure, Failure::Refused(problem) if problem.code == ProblemCode::NotFound) =>
            {
                desk::tell(state, turn, &failure);
            }
            _ => {
                desk::change(state, |desk| {
                    desk.deleting_address = None;
                    desk.addresses.retain(|one| one.id != id);
                });
                checkout::load_addresses(state).await;
            }
        }
    });
}
