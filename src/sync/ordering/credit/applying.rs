//! From the wish to the signature. Name and resident ID are sent once and then nowhere on the phone.

use super::agreements;
use crate::api::{Failure, Method};
use crate::db;
use crate::desk::credit::Wrong;
use crate::desk::{Sent, Trouble};
use crate::domain::checkout::Field;
use crate::domain::credit::{self, Draft};
use crate::json;
use crate::paths;
use crate::route::Route;
use crate::state::State;
use crate::sync::navigation;
use crate::sync::ordering::{browser, checkout, desk, placing};
use fairday_contract::{
    Agreement, AgreementId, AgreementRequest, AgreementState, CodeSent, CreditAnswer, CreditChoice,
    CreditDecision, Problem, ProblemCode, SignatureRequest,
};
use fairday_credit::resident_id::ResidentId;
use fairday_input::{Kind, digits};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What the page of an agreement needs that can be signed.
pub(super) async fn opened(state: State, id: &AgreementId) {
    let is_offered = |desk: &mut crate::desk::Desk| {
        desk.credit.agreement(id).is_some_and(|one| one.state == AgreementState::Offered)
    };
    if desk::with(is_offered) {
        checkout::load_addresses(state).await;
        checkout::load_region(state).await;
    } else if desk::with(|desk| desk.credit.draft.agreement.as_ref() == Some(id)) {
        super::choosing::know_draft(state).await;
    }
}

/// Drops an application that was begun. If the shop has it after all, what it offers lapses by itself.
pub(super) fn drop_it(state: State) {
    desk::with(|desk| {
        desk.credit.draft = Draft::default();
        desk.credit.forget_typed();
        db::credit::save_draft(&desk.credit.draft);
    });
    navigation::go(state, state.place.with_untracked(|place| place.to(Route::Credit)));
}

/// Sends who applies and for what; the shop offers terms, or says why not.
pub(super) fn send(state: State) {
    let wanted = desk::with(|desk| {
        let today = desk.credit.offers.as_ref().and_then(|offers| credit::today(offers, desk::now()));
        let one = &mut desk.credit;
        one.wrong.clear();
        desk.trouble = None;
        let name = Kind::PERSON.need(&one.name);
        if name.is_err() {
            one.wrong.push(Wrong::Name);
        }
        let today = today?;
        match ResidentId::parse(&one.resident_id, today) {
            Err(error) => one.wrong.push(Wrong::ResidentId(error)),
            Ok(id) if !id.may_borrow_on(today) => one.wrong.push(Wrong::TooYoung),
            Ok(_) => {}
        }
        let id = one.draft.agreement.clone()?;
        let request = AgreementRequest {
            choice: one.draft.choice.clone()?,
            name: name.unwrap_or_default(),
            resident_id: Kind::ResidentId.normalise(&one.resident_id),
        };
        if !one.wrong.is_empty() || std::mem::replace(&mut desk.is_busy, true) {
            return None;
        }
        // Kept before it is sent: from here on the shop may have it.
        let was_sent = std::mem::replace(&mut one.draft.was_sent, true);
        db::credit::save_draft(&one.draft);
        Some((id, was_sent, request))
    });
    desk::show(state);
    let Some((id, was_sent, request)) = wanted else { return browser::focus_wrong() };
    let turn = desk::turn();
    spawn_local(async move {
        let body = json::write(&request);
        match desk::ask::<Agreement>(state, Method::Put, &paths::api_agreement(&id), Some(body)).await {
            Ok(agreement) => {
                desk::with(|desk| {
                    desk.is_busy = false;
                    desk.credit.answer = None;
                    desk.credit.forget_typed();
                });
                agreements::know(state, agreement);
                if is_at(state, &id) {
                    // What is next is at the top; the shopper is at the button below.
                    browser::to_top();
                    desk::opened(state);
                }
                agreements::keep_known(state).await;
            }
            Err(Failure::Refused(problem)) => {
                desk::with(|desk| {
                    // What is to be put right stays until then.
                    if problem.errors.is_empty() {
                        desk.credit.resident_id.clear();
                        desk.credit.name.clear();
                    }
                    // These two say nothing of what was sent before.
                    let is_open =
                        matches!(problem.code, ProblemCode::TooManyRequests | ProblemCode::SignInRequired);
                    let draft = &mut desk.credit.draft;
                    if draft.agreement.as_ref() == Some(&id) {
                        draft.was_sent = was_sent && is_open;
                        db::credit::save_draft(draft);
                    }
                });
                refused(state, turn, (&id, request.choice), *problem);
            }
            // Whether the shop has it is not known: the same is sent again, so it stays on the page until then.
            Err(failure) => desk::tell(state, turn, &failure),
        }
    });
}

/// Whether that agreement's page is open.
fn is_at(state: State, id: &AgreementId) -> bool {
    state.place.with_untracked(|place| matches!(&place.route, Route::Agreement(open) if open == id))
}

fn refused(state: State, turn: u32, (id, choice): (&AgreementId, CreditChoice), problem: Problem) {
    match problem.code {
        ProblemCode::CreditDeclined => {
            let nothing = || CreditAnswer {
                decision: CreditDecision::Declined,
                reason: None,
                free: None,
                alternatives: Vec::new(),
            };
            let answer = problem.credit.map_or_else(nothing, |answer| *answer);
            desk::change(state, |desk| {
                desk.is_busy = false;
                desk.credit.answer = Some((choice, answer));
            });
            if is_at(state, id) {
                browser::to_top();
            }
        }
        ProblemCode::AgreementIdUsed => {
            another_id();
            desk::tell(state, turn, &Failure::Refused(Box::new(problem)));
        }
        _ => desk::tell(state, turn, &Failure::Refused(Box::new(problem))),
    }
}

/// The next wish is another one.
fn another_id() -> Option<AgreementId> {
    let id: AgreementId = browser::random_id().parse().ok()?;
    desk::with(|desk| {
        desk.credit.draft.begin(id.clone());
        db::credit::save_draft(&desk.credit.draft);
    });
    Some(id)
}

/// Consent is given, or taken back.
pub(super) fn toggle_consent(state: State) {
    desk::change(state, |desk| {
        desk.credit.is_agreed = !desk.credit.is_agreed;
        desk.credit.wrong.retain(|wrong| *wrong != Wrong::Consent);
    });
}

/// What is not right yet before it can be signed.
fn is_ready() -> bool {
    desk::with(|desk| {
        desk.missing = checkout::missing(desk);
        desk.missing.retain(|field| *field != Field::Payment); // it is paid by the month
        desk.credit.wrong = if desk.credit.is_agreed { Vec::new() } else { vec![Wrong::Consent] };
        desk.trouble = None;
        desk.credit.refused = None;
        desk.credit.wrong.is_empty() && desk.missing.is_empty()
    })
}

fn open_agreement(state: State) -> Option<Agreement> {
    let Route::Agreement(id) = state.place.with_untracked(|place| place.route.clone()) else { return None };
    desk::with(|desk| desk.credit.agreement(&id).cloned())
}

/// Asks for the code that signs the terms on the page.
pub(super) fn ask_code(state: State) {
    let Some(agreement) = open_agreement(state) else { return };
    if !is_ready() {
        desk::show(state);
        return browser::focus_wrong();
    }
    if desk::with(|desk| std::mem::replace(&mut desk.is_busy, true)) {
        return;
    }
    desk::show(state);
    let turn = desk::turn();
    spawn_local(async move {
        let path = paths::api_agreement_part(&agreement.id, "codes");
        match desk::ask::<CodeSent>(state, Method::Post, &path, None).await {
            Ok(said) => {
                let sent = Sent::new(String::new(), String::new(), said, desk::now());
                desk::change(state, |desk| {
                    desk.is_busy = false;
                    desk.credit.code.clear();
                    desk.credit.sent = Some((agreement.digest, sent));
                });
                browser::focus_code();
            }
            Err(failure) => failed(state, turn, agreement.id, failure).await,
        }
    });
}

/// Signs, and orders. The order has its id before the first try: the same signature sent again is the same.
pub(super) fn sign(state: State) {
    let Some(agreement) = open_agreement(state) else { return };
    let is_ready = is_ready();
    let request = desk::with(|desk| {
        let code = digits(&desk.credit.code);
        if code.is_empty() {
            desk.credit.wrong.push(Wrong::Code);
        }
        if !is_ready || code.is_empty() || std::mem::replace(&mut desk.is_busy, true) {
            return None;
        }
        if desk.credit.draft.agreement.as_ref() != Some(&agreement.id) {
            // What is chosen is something else, which may have been begun.
            desk.credit.set_aside();
            desk.credit.draft.begin(agreement.id.clone());
            db::credit::save_begun(&desk.credit.begun);
        }
        let draft = &mut desk.credit.draft;
        draft.order = draft.order.take().or_else(|| browser::random_id().parse().ok());
        db::credit::save_draft(draft);
        Some(SignatureRequest {
            digest: agreement.digest.clone(),
            code,
            order: desk.credit.draft.order.clone()?,
            delivery: checkout::delivery(desk)?,
            recipient: checkout::recipient(desk),
            note: String::new(),
            locale: state.locale(),
        })
    });
    desk::show(state);
    let Some(request) = request else { return browser::focus_wrong() };
    let turn = desk::turn();
    spawn_local(async move {
        let id = agreement.id;
        let path = paths::api_agreement_part(&id, "signature");
        match desk::ask::<Agreement>(state, Method::Put, &path, Some(json::write(&request))).await {
            Ok(agreement) => {
                placing::save_address(state);
                desk::with(|desk| {
                    desk.is_busy = false;
                    desk.credit.sent = None;
                    desk.credit.forget_typed();
                    desk.credit.answer = None;
                    desk.credit.draft = Draft::default();
                    db::credit::save_draft(&desk.credit.draft);
                });
                agreements::know(state, agreement);
                if is_at(state, &id) {
                    browser::to_top();
                }
                agreements::keep_known(state).await;
            }
            Err(failure) => failed(state, turn, id, failure).await,
        }
    });
}

async fn failed(state: State, turn: u32, id: AgreementId, failure: Failure) {
    let Failure::Refused(problem) = failure else { return desk::tell(state, turn, &failure) };
    desk::with(|desk| desk.credit.code.clear());
    if problem.code == ProblemCode::CreditTermsChanged && !problem.changes.is_empty() && desk::turn() == turn
    {
        desk::change(state, |desk| {
            desk.is_busy = false;
            desk.credit.changes = problem.changes;
            desk.credit.sent = None;
            desk.credit.is_agreed = false;
        });
        return browser::to_top();
    }
    // The page shows the agreement as it is now, unless it is only the code that can be tried again.
    if !matches!(problem.code, ProblemCode::WrongCode | ProblemCode::TooManyRequests)
        && let Ok(now) = desk::ask::<Agreement>(state, Method::Get, &paths::api_agreement(&id), None).await
    {
        agreements::know(state, now);
    }
    match problem.credit.as_deref().filter(|_| desk::turn() == turn) {
        Some(answer) => {
            desk::change(state, |desk| {
                desk.is_busy = false;
                desk.credit.refused = Some((id, answer.clone()));
            });
            browser::into_sight(".no");
        }
        None => desk::tell(state, turn, &Failure::Refused(problem)),
    }
    agreements::keep_known(state).await;
}

/// Applies again for what was offered on terms that are no more.
pub(super) fn ask_again(state: State) {
    let Some(agreement) = open_agreement(state) else { return };
    desk::with(|desk| {
        desk.credit.changes.clear();
        let one = &mut desk.credit;
        one.refused = None;
        if one.draft.agreement.as_ref() != Some(&agreement.id) || one.draft.choice.is_none() {
            one.set_aside();
            let variant = agreement.choice.variant;
            let product = one.product.as_ref().filter(|one| credit::variant(one, variant).is_some());
            let goods = agreement.sheet.lines().find_map(|line| line.strip_prefix("goods "));
            one.draft.handle = product.map(|product| product.handle.clone());
            one.draft.title =
                product.map_or_else(|| goods.unwrap_or_default().to_owned(), |product| product.title.clone());
            db::credit::save_begun(&one.begun);
        }
        one.draft.choice = Some(agreement.choice);
    });
    match another_id() {
        Some(id) => navigation::go(state, state.place.with_untracked(|place| place.to(Route::Agreement(id)))),
        None => desk::change(state, |desk| desk.trouble = Some(Trouble::NotKept)),
    }
}
