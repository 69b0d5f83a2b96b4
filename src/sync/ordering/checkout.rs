//! From the cart to an order: what is typed is kept with every letter, the shop is asked what it costs, and one tap puts
//! the order into the outbox, which sends it.

use super::{account, addresses, browser, credit, desk, regions};
use crate::api::{Failure, Method};
use crate::db;
use crate::desk::{Desk, Trouble, Who};
use crate::domain::checkout::{Draft, Field, Place, way};
use crate::domain::terms;
use crate::json;
use crate::paths;
use crate::route::Route;
use crate::state::State;
use crate::sync::apart;
use fairday_contract::{
    Addresses, DeliveryChoice, DeliveryOffer, DeliveryOptions, Quote, QuoteRequest, Recipient, RegionCode,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::RefCell;

thread_local! {
    /// What the last quote was asked for: the same is not asked again.
    static ASKED: RefCell<Option<QuoteRequest>> = const { RefCell::new(None) };
}

/// The next quote is asked for whatever it is.
pub(super) fn forget_asked() {
    ASKED.set(None);
}

/// Changes what is typed, and keeps it.
pub(super) fn change(change: impl FnOnce(&mut Draft)) {
    desk::with(|desk| {
        change(&mut desk.draft);
        if db::desk::save_draft(&desk.draft).is_err() {
            desk.is_kept = false;
        }
    });
}

/// The page is open.
pub(super) fn open(state: State) {
    ASKED.set(None);
    begin();
    desk::with(|desk| {
        let refused = std::mem::take(&mut desk.refused);
        let unplaced = desk.mark(&Route::Checkout, &refused);
        if !unplaced.is_empty() {
            desk.trouble = Some(Trouble::Unplaced(unplaced));
        }
        desk.refused = refused;
    });
    apart::check_cart(state);
    spawn_local(async move {
        account::who(state).await;
        credit::know_agreements(state).await;
        load_addresses(state).await;
        load_region(state).await;
    });
    reckon(state);
}

/// Gives the checkout its id. Kept before anything is sent: no second tap and no second tab makes a second order.
pub(super) fn begin() {
    change(|draft| draft.id = draft.id.take().or_else(|| browser::random_id().parse().ok()));
}

pub(super) async fn load_addresses(state: State) {
    if desk::with(|desk| desk.who == Who::Nobody) {
        return;
    }
    let kept = desk::kept("addresses").await.and_then(|kept| json::read::<Addresses>(&kept.json));
    if let Some(kept) = kept {
        desk::with(|desk| desk.addresses = kept.items);
        choose_first(state);
    }
    let answer: Result<Addresses, Failure> = desk::ask(state, Method::Get, paths::API_ADDRESSES, None).await;
    if let Ok(addresses) = answer {
        desk::keep("addresses", desk::now(), &json::write(&addresses)).await;
        desk::with(|desk| desk.addresses = addresses.items);
        choose_first(state);
    }
}

/// The address that is offered first is chosen while nothing is typed; one that is gone is not chosen any more.
fn choose_first(state: State) {
    desk::with(|desk| {
        let is_there =
            |draft: &Draft| desk.addresses.iter().any(|one| Some(&one.id) == draft.address.as_ref());
        if !is_there(&desk.draft) {
            let is_blank = desk.draft.place == Place::default();
            desk.draft.address = desk.addresses.first().filter(|_| is_blank).map(|one| one.id.clone());
        }
    });
    desk::show(state);
}

/// Who gets it: the address chosen, else what is typed.
pub(super) fn recipient(desk: &Desk) -> Recipient {
    let chosen = desk.addresses.iter().find(|one| Some(&one.id) == desk.draft.address.as_ref());
    chosen.map_or_else(|| desk.draft.place.recipient(), |address| address.place.clone())
}

/// Knows what is around the region: what is within its province, and what delivery there costs.
pub(super) async fn load_region(state: State) {
    let typed = desk::with(|desk| desk.draft.place.region.clone());
    regions::load(state, typed.clone()).await;
    let region = desk::with(|desk| {
        let chosen = recipient(desk).region;
        // One that is not chosen to the end is no place yet.
        chosen.filter(|code| {
            desk.draft.address.is_some() || way(desk.province.as_ref(), code).is_none_or(|(_, is_end)| is_end)
        })
    });
    let Some(region) = region else {
        desk::with(|desk| desk.options = None);
        return reckon(state);
    };
    if desk::with(|desk| {
        desk.options.as_ref().is_some_and(|told| told.region == region && desk.options_as_of.is_none())
    }) {
        return reckon(state);
    }
    let path = paths::api_delivery(&region);
    let turn = desk::turn();
    let told = match desk::ask::<DeliveryOptions>(state, Method::Get, &path, None).await {
        Ok(options) => {
            db::orders::keep(&path, desk::now(), &json::write(&options)).await;
            Some((options, None))
        }
        Err(failure) => {
            if failure != Failure::Lost {
                desk::tell(state, turn, &failure);
            }
            let kept = db::orders::kept(&path).await;
            kept.and_then(|kept| Some((json::read(&kept.json)?, Some(kept.at_ms as i64))))
        }
    };
    if desk::with(|desk| recipient(desk).region == Some(region)) {
        desk::with(|desk| {
            (desk.options, desk.options_as_of) =
                told.map_or((None, None), |(options, as_of)| (Some(options), as_of));
        });
    }
    reckon(state);
}

/// Changes who gets it and where, in the form that is open, and keeps it.
pub(super) fn change_place(state: State, change_it: impl FnOnce(&mut Place)) {
    if state.place.with_untracked(|place| place.route == Route::Addresses) {
        addresses::typed(|editing| change_it(&mut editing.place));
    } else {
        change(|draft| change_it(&mut draft.place));
    }
}

/// The region is chosen, or a step of it.
pub(super) fn choose_region(state: State, code: &str) {
    let code: Option<RegionCode> = code.parse().ok();
    let names = desk::with(|desk| {
        desk.missing.retain(|field| *field != Field::Region);
        desk.region_typed.clear();
        way(desk.province.as_ref(), code.as_ref()?).map(|(names, _)| names)
    });
    change_place(state, |place| {
        place.region.clone_from(&code);
        place.region_names = names.unwrap_or_default();
    });
    desk::show(state);
    if state.place.with_untracked(|place| place.route == Route::Addresses) {
        spawn_local(regions::load(state, code));
    } else {
        spawn_local(load_region(state));
    }
}

/// An address of the book is chosen, or none of them.
pub(super) fn choose_address(state: State, id: &str) {
    change(|draft| draft.address = id.parse().ok());
    desk::with(|desk| desk.missing.clear());
    desk::show(state);
    spawn_local(load_region(state));
}

/// A way of delivery is chosen.
pub(super) fn choose_way(state: State, way: &str) {
    change(|draft| {
        draft.is_pick_up = way != "door";
        draft.point = way.parse().ok().filter(|_| draft.is_pick_up);
        draft.payment = None;
    });
    desk::with(|desk| desk.missing.retain(|field| *field != Field::Point));
    reckon(state);
}

/// The coupon's code is to be used. What can be none is not asked about, and marked.
pub(super) fn apply_coupon(state: State) {
    let mut applied = Ok(());
    change(|draft| applied = draft.apply());
    desk::with(|desk| {
        desk.missing.retain(|field| *field != Field::Coupon);
        desk.missing.extend(applied.err().map(|_| Field::Coupon));
    });
    reckon(state);
    if applied.is_err() {
        browser::focus_wrong();
    }
}

/// What the way of delivery that is chosen costs.
fn offer(desk: &Desk) -> Option<DeliveryOffer> {
    let options = desk.options.as_ref()?;
    if desk.draft.is_pick_up {
        let point = options.points.iter().find(|point| Some(&point.id) == desk.draft.point.as_ref())?;
        return Some(point.offer.clone());
    }
    options.door.clone()
}

pub(super) fn delivery(desk: &Desk) -> Option<DeliveryChoice> {
    offer(desk)?;
    desk.draft.delivery(&recipient(desk))
}

/// Works out what it costs: at once what the phone knows, then what the shop says.
pub(super) fn reckon(state: State) {
    if state.place.with_untracked(|place| place.route != Route::Checkout) {
        return desk::show(state); // the ways of delivery are chosen for goods on credit too
    }
    let (lines, currency) = state.cart.with_untracked(|cart| {
        let currency = cart.lines.iter().find(|line| line.selected).map(|line| line.price.currency);
        (terms::lines(cart), currency)
    });
    let wanted = desk::with(|desk| {
        // Where there is no other way, it is that one.
        if let Some(options) =
            desk.options.as_ref().filter(|options| options.door.is_none() && !desk.draft.is_pick_up)
        {
            desk.draft.is_pick_up = true;
            desk.draft.point = options.points.first().map(|point| point.id.clone());
        }
        let payments = desk.payments();
        if desk.draft.payment.is_none_or(|chosen| !payments.contains(&chosen)) {
            desk.draft.payment = payments.first().copied();
        }
        let wanted = delivery(desk).map(|delivery| terms::request(&lines, delivery, &desk.draft.applied));
        let is_asked = ASKED.with_borrow(|asked| *asked == wanted);
        if !is_asked || desk.quote.is_none() {
            desk.quote = is_asked.then(|| desk.quote.take()).flatten();
            desk.terms = wanted.as_ref().zip(currency).and_then(|(wanted, currency)| {
                terms::estimate(lines, currency, wanted.delivery.clone(), &offer(desk)?)
            });
        }
        wanted.filter(|wanted| {
            !wanted.lines.is_empty() && !is_asked && desk.is_online && desk.who.account().is_some()
        })
    });
    desk::show(state);
    if let Some(wanted) = wanted {
        ASKED.set(Some(wanted.clone()));
        spawn_local(ask_quote(state, wanted));
    }
}

async fn ask_quote(state: State, wanted: QuoteRequest) {
    let turn = desk::turn();
    let answer: Result<Quote, Failure> =
        desk::ask(state, Method::Post, paths::API_QUOTES, Some(json::write(&wanted))).await;
    if ASKED.with_borrow(|asked| asked.as_ref() != Some(&wanted)) {
        return; // something else is wanted by now
    }
    match answer {
        Ok(quote) => desk::change(state, |desk| {
            desk.trouble = None;
            desk.terms = Some(quote.terms.clone());
            desk.quote = Some(quote);
            let payments = desk.payments();
            if desk.draft.payment.is_none_or(|chosen| !payments.contains(&chosen)) {
                desk.draft.payment = payments.first().copied();
            }
        }),
        Err(failure) => {
            ASKED.set(None);
            if failure != Failure::Lost {
                apart::check_cart(state); // which says line by line what is otherwise
                desk::tell(state, turn, &failure);
            }
        }
    }
}

/// What is still missing before it can be ordered.
pub(super) fn missing(desk: &Desk) -> Vec<Field> {
    let mut missing = Vec::new();
    if desk.draft.address.is_none() || desk.addresses.is_empty() {
        missing = desk.draft.place.missing(!desk.draft.is_pick_up);
        let is_end = desk
            .draft
            .place
            .region
            .as_ref()
            .and_then(|code| way(desk.province.as_ref(), code))
            .is_none_or(|(_, end)| end);
        if !is_end && !missing.contains(&Field::Region) {
            missing.push(Field::Region);
        }
    }
    if delivery(desk).is_none() && !missing.contains(&Field::Region) {
        missing.push(Field::Point);
    }
    if desk.draft.payment.is_none() {
        missing.push(Field::Payment);
    }
    missing
}
