//! The choice of a plan: worked out on the phone with every tap, also without network; then the question whether the shop
//! would lend.

use crate::api::{self, Failure, Method};
use crate::db;
use crate::desk::Trouble;
use crate::desk::credit::{CreditDesk, Wrong};
use crate::domain::content::{ApiError, Content};
use crate::domain::credit;
use crate::json;
use crate::paths;
use crate::route::{Place, Route};
use crate::state::State;
use crate::sync::ordering::{browser, desk};
use crate::sync::source::{self, Source};
use crate::sync::{memory, navigation};
use fairday_contract::{
    CreditAnswer, CreditCheck, CreditChoice, CreditOffers, ProblemCode, ProductDetail, ProductHandle,
    VariantId,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// The page of a product by the month is open.
pub(super) fn open(state: State, handle: ProductHandle) {
    let turn = desk::turn();
    let is_other = desk::with(|desk| {
        desk.credit.is_unknown = false;
        desk.credit.is_whole = false;
        desk.credit.product.as_ref().is_none_or(|product| product.handle != handle)
    });
    if is_other {
        desk::with(|desk| desk.credit.product = None);
    }
    spawn_local(async move {
        // What the phone has is shown at once: on a slow network that is long before the answers.
        know_kept_offers().await;
        let here = if is_other { kept_product(state, &handle).await } else { None };
        if desk::turn() == turn {
            desk::with(|desk| {
                if desk.credit.product.is_none() {
                    desk.credit.product = here;
                }
            });
            settle_choice();
            desk::show(state);
        }
        let has_offers = load_offers(state).await;
        let found = product(state, &handle).await;
        if desk::turn() != turn {
            return;
        }
        desk::with(|desk| {
            desk.credit.is_answered = true;
            match found {
                Ok(product) => desk.credit.product = Some(product),
                Err(ApiError::NotFound) => desk.credit.is_unknown = true,
                Err(_) => {}
            }
            if !has_offers || (desk.credit.product.is_none() && !desk.credit.is_unknown) {
                desk.trouble = desk.is_online.then_some(Trouble::Offline);
            }
        });
        settle_choice();
        desk::show(state);
    });
}

/// Has what the phone keeps of what the shop offers on credit, unless more is known.
async fn know_kept_offers() {
    if desk::with(|desk| desk.credit.offers.is_none())
        && let Some(kept) = db::orders::kept(paths::API_CREDIT).await
        && let Some(offers) = json::read::<CreditOffers>(&kept.json)
    {
        desk::with(|desk| {
            desk.credit.offers = Some(offers);
            desk.credit.offers_ms = kept.at_ms as i64;
        });
    }
}

/// Has what the shop offers on credit: from the phone, then from the shop. Says whether there is anything to show.
async fn load_offers(state: State) -> bool {
    know_kept_offers().await;
    match api::send(Method::Get, paths::API_CREDIT, state.locale(), None).await {
        Ok(text) => {
            let Some(offers) = json::read(&text) else {
                return desk::with(|desk| desk.credit.offers.is_some());
            };
            db::orders::keep(paths::API_CREDIT, desk::now(), &text).await;
            desk::with(|desk| {
                desk.credit.offers = Some(offers);
                desk.credit.offers_as_of = None;
                desk.credit.offers_ms = desk::now();
                desk.credit.is_closed = false;
            });
            true
        }
        Err(Failure::Refused(problem)) if problem.code == ProblemCode::NotFound => {
            desk::with(|desk| {
                desk.credit.offers = None;
                desk.credit.is_closed = true;
            });
            true
        }
        Err(_) => desk::with(|desk| {
            desk.credit.offers_as_of = Some(desk.credit.offers_ms).filter(|known_ms| *known_ms > 0);
            desk.credit.offers.is_some()
        }),
    }
}

/// The product as the phone has it, in memory or kept.
async fn kept_product(state: State, handle: &ProductHandle) -> Option<ProductDetail> {
    let url = Place { locale: state.locale(), route: Route::Product(handle.clone()) }.url();
    if let Some(Content::Product(product)) = memory::kept(&url) {
        return Some(Arc::unwrap_or_clone(product));
    }
    read_product(&db::offline::kept(&url).await?.json)
}

/// The product: what memory has, else the network, else the phone.
async fn product(state: State, handle: &ProductHandle) -> Result<ProductDetail, ApiError> {
    let place = Place { locale: state.locale(), route: Route::Product(handle.clone()) };
    if let Some(Content::Product(product)) = memory::kept(&place.url()) {
        return Ok(Arc::unwrap_or_clone(product));
    }
    let currency = state.store.with_untracked(|store| store.currency);
    let mut answer = source::page(&place, currency, Source::Network).await;
    if answer == Err(ApiError::Offline) || answer == Err(ApiError::Server) {
        let kept = db::offline::kept(&place.url()).await;
        answer = match kept {
            Some(kept) => Ok(kept),
            None => source::page(&place, currency, Source::Phone).await.map_err(|_| ApiError::Offline),
        };
    }
    read_product(&answer?.json).ok_or(ApiError::Offline)
}

/// The product in the content of its page.
fn read_product(content: &str) -> Option<ProductDetail> {
    json::read(fairday_wire::field(content, "product")?)
}

/// Has what an application that was begun is about: the offers, and the product where it can be had.
pub(super) async fn know_draft(state: State) {
    load_offers(state).await;
    let handle = desk::with(|desk| {
        let known = desk.credit.product.as_ref().map(|product| &product.handle);
        desk.credit.draft.handle.clone().filter(|handle| known != Some(handle))
    });
    if let Some(handle) = handle
        && let Ok(product) = product(state, &handle).await
    {
        desk::with(|desk| desk.credit.product = Some(product));
    }
    desk::show(state);
}

/// What was chosen for this product before, if it can still be had, else what costs the least a month.
fn settle_choice() {
    desk::with(|desk| {
        let now_ms = desk::now();
        let one = &mut desk.credit;
        let Some(handle) = one.product.as_ref().map(|product| product.handle.clone()) else { return };
        if one.offers.is_some() && one.draft.handle.as_ref() != Some(&handle) {
            let was_begun = one.draft.agreement.is_some();
            if one.go_on_with(|draft| draft.handle.as_ref() == Some(&handle)) || was_begun {
                if one.draft.handle.as_ref() != Some(&handle) {
                    one.set_aside();
                }
                save_drafts(one);
            }
        }
        let (Some(offers), Some(product)) = (&one.offers, &one.product) else { return };
        let before = one.draft.choice.as_ref().filter(|_| one.draft.handle.as_ref() == Some(&product.handle));
        let chosen = before.and_then(|choice| credit::still(offers, product, choice));
        let today = credit::today(offers, now_ms);
        let chosen = chosen.or_else(|| credit::first(offers, product, today?));
        let is_other = chosen != one.draft.choice || one.draft.handle.as_ref() != Some(&product.handle);
        if is_other {
            // An application that was begun is for what was chosen then.
            one.draft = credit::Draft {
                handle: Some(product.handle.clone()),
                title: product.title.clone(),
                choice: chosen,
                ..credit::Draft::default()
            };
        }
    });
}

/// Keeps what is chosen, and what was set aside for it.
pub(super) fn save_drafts(one: &CreditDesk) {
    db::credit::save_begun(&one.begun);
    db::credit::save_draft(&one.draft);
}

/// Changes what is chosen; the sheet follows.
pub(super) fn choose(state: State, change: impl FnOnce(&mut CreditChoice)) {
    desk::change(state, |desk| {
        let draft = &mut desk.credit.draft;
        if let Some(choice) = &mut draft.choice {
            change(choice);
            *draft = credit::Draft {
                handle: draft.handle.take(),
                title: std::mem::take(&mut draft.title),
                choice: draft.choice.take(),
                ..credit::Draft::default()
            };
        }
        desk.credit.wrong.clear();
    });
    // In the same turn, after what the shopper waits for.
    desk::with(|desk| db::credit::save_draft(&desk.credit.draft));
}

/// A variant is chosen.
pub(super) fn choose_variant(state: State, id: &str) {
    if let Ok(id) = id.parse() {
        choose(state, |choice| {
            choice.variant = VariantId(id);
            choice.deposit = 0;
        });
    }
}

/// A plan is chosen, or none: then over the fewest months that there are.
pub(super) fn choose_plan(state: State, id: &str) {
    let months = desk::with(|desk| {
        let offers = desk.credit.offers.as_ref()?;
        let plan = offers.plans.iter().find(|plan| plan.id == id);
        plan.map(|plan| plan.months).or_else(|| offers.months.last().copied())
    });
    let Some(months) = months else { return };
    choose(state, |choice| {
        choice.plan = (!id.is_empty()).then(|| id.to_owned());
        choice.months = months;
        choice.deposit = 0;
    });
}

/// Asks whether the shop would lend for what is chosen.
pub(super) fn check(state: State) {
    let asked = desk::with(|desk| {
        let age = credit::age(&desk.credit.age);
        desk.credit.wrong = if age.is_some() { Vec::new() } else { vec![Wrong::Age] };
        desk.trouble = None;
        let check = CreditCheck { choice: desk.credit.draft.choice.clone()?, age: age? };
        (!std::mem::replace(&mut desk.is_busy, true)).then_some(check)
    });
    desk::show(state);
    let Some(asked) = asked else { return browser::focus_wrong() };
    let turn = desk::turn();
    spawn_local(async move {
        let body = json::write(&asked);
        match desk::ask::<CreditAnswer>(state, Method::Post, paths::API_CREDIT_CHECKS, Some(body)).await {
            Ok(answer) => desk::change(state, |desk| {
                desk.is_busy = false;
                desk.credit.answer = Some((asked.choice, answer));
            }),
            Err(failure) => desk::tell(state, turn, &failure),
        }
    });
}

/// An alternative is taken: it becomes the choice, and is asked about.
pub(super) fn take(state: State, key: &str) {
    let found = desk::with(|desk| {
        let (_, answer) = desk.credit.answer.as_ref()?;
        answer.alternatives.get(key.parse::<usize>().ok()?)?.choice.clone()
    });
    let Some(found) = found else { return };
    choose(state, |choice| *choice = found);
    // From the page of who applies back to the choice, with its sheet.
    let handle = desk::with(|desk| desk.credit.draft.handle.clone());
    if let Route::Agreement(_) = state.place.with_untracked(|place| place.route.clone()) {
        return match handle {
            Some(handle) => {
                navigation::go(state, state.place.with_untracked(|place| place.to(Route::Plan(handle))));
            }
            None => apply(state),
        };
    }
    if desk::with(|desk| credit::age(&desk.credit.age).is_some()) {
        check(state);
    }
}

/// Applies: the agreement gets its id, which is kept before anything is sent. The same wish leads to the same agreement until that
/// is over.
pub(super) fn apply(state: State) {
    let id = desk::with(|desk| {
        desk.credit.draft.choice.as_ref()?;
        if let Some(id) = desk.credit.wish() {
            return Some(id.clone());
        }
        let draft = &mut desk.credit.draft;
        draft.begin(browser::random_id().parse().ok()?);
        db::credit::save_draft(draft);
        draft.agreement.clone()
    });
    if let Some(id) = id {
        navigation::go(state, state.place.with_untracked(|place| place.to(Route::Agreement(id))));
    }
}
