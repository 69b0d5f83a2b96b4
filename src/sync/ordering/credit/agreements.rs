//! The shopper's agreements: from the phone at once, then from the shop; and what is asked of one.

use crate::api::{Failure, Method};
use crate::desk::Who;
use crate::desk::credit::{Act, Wrong};
use crate::domain::calendar_file::{self, Event};
use crate::domain::credit::missing;
use crate::json;
use crate::pages::ordering::credit as pages;
use crate::paths;
use crate::state::State;
use crate::sync::ordering::{account, browser, desk};
use crate::texts::credit;
use crate::texts::fill;
use fairday_contract::{
    Agreement, AgreementId, AgreementKind, AgreementText, Agreements, HardshipRequest, Money, ProblemCode,
};
use fairday_input::Kind;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Where they are kept.
const NAME: &str = "agreements";
/// How many texts of agreements the phone has without their being opened: those of the newest agreements. A shop has one text
/// for all, until it writes another.
const TEXTS_MAX: usize = 4;
/// How long such a text may be, bytes: as long as the server lets one be.
const TEXT_BYTES_MAX: usize = 256 * 1024;

/// The page of all of them is open, or of one.
pub(super) fn open(state: State, id: Option<AgreementId>) {
    let turn = desk::turn();
    desk::with(|desk| {
        desk.credit.repayment = None;
        desk.credit.open(id.as_ref());
        if desk.credit.draft.agreement != id && desk.credit.go_on_with(|draft| draft.agreement == id) {
            super::choosing::save_drafts(&desk.credit);
        }
    });
    spawn_local(async move {
        know_kept(state).await;
        if desk::with(|desk| desk.who.account().is_none()) {
            account::who(state).await;
        }
        ask(state, turn).await;
        if let Some(id) = id {
            super::applying::opened(state, &id).await;
            super::paying::opened(state, turn, &id).await;
        }
    });
}

/// Has what the phone keeps, unless more is known.
pub(super) async fn know_kept(state: State) {
    if desk::with(|desk| !desk.credit.agreements.is_empty()) {
        return;
    }
    let Some(kept) = desk::kept(NAME).await else { return };
    let Some(known) = json::read::<Agreements>(&kept.json) else { return };
    desk::change(state, |desk| {
        let at_ms = kept.at_ms as i64;
        take(&mut desk.credit, known, at_ms);
        desk.credit.as_of = Some(at_ms);
    });
}

fn take(one: &mut crate::desk::credit::CreditDesk, known: Agreements, at_ms: i64) {
    one.known_ms = at_ms;
    one.granted = known.granted;
    one.available = known.available;
    one.agreements = known.items;
}

async fn ask(state: State, turn: u32) {
    match desk::ask::<Agreements>(state, Method::Get, paths::API_AGREEMENTS, None).await {
        Ok(known) => {
            desk::with(|desk| {
                take(&mut desk.credit, known, desk::now());
                desk.credit.as_of = None;
                desk.credit.is_answered = true;
                let sent = desk.credit.draft.agreement.clone();
                if sent.is_some_and(|id| desk.credit.agreement(&id).is_some()) {
                    // An application whose answer was lost has come to the shop: who it is for is nowhere any more.
                    desk.credit.name.clear();
                    desk.credit.resident_id.clear();
                }
                if desk.credit.asking.is_some() && !desk.credit.can_do() {
                    // It was done, or cannot be any more.
                    desk.credit.asking = None;
                    desk.credit.reason.clear();
                    desk.trouble = None;
                }
            });
            desk::show(state);
            keep_known(state).await;
        }
        Err(Failure::Refused(problem)) if problem.code == ProblemCode::SignInRequired => {
            desk::with(|desk| desk.credit.is_answered = true);
            account::became(state, Who::Nobody);
        }
        Err(failure) => {
            // What the phone has says as of when it is: that is enough.
            desk::change(state, |desk| {
                desk.credit.as_of = Some(desk.credit.known_ms).filter(|known_ms| *known_ms > 0);
            });
            if desk::with(|desk| desk.credit.agreements.is_empty() && desk.credit.draft.agreement.is_none()) {
                desk::tell(state, turn, &failure);
            }
        }
    }
}

async fn keep() {
    let kept = desk::with(|desk| Agreements {
        items: desk.credit.agreements.clone(),
        granted: desk.credit.granted,
        available: desk.credit.available,
        as_of_ms: desk.credit.known_ms,
    });
    desk::keep(NAME, kept.as_of_ms, &json::write(&kept)).await;
}

/// Takes in an agreement as it is now, and keeps it.
pub(super) async fn learn(state: State, agreement: Agreement) {
    know(state, agreement);
    keep_known(state).await;
}

/// Keeps what is known, with the texts of it.
pub(super) async fn keep_known(state: State) {
    keep().await;
    keep_texts(state).await;
}

/// Takes in an agreement as it is now, and shows it.
pub(super) fn know(state: State, agreement: Agreement) {
    desk::with(|desk| {
        if desk.credit.agreements.is_empty() {
            desk.credit.known_ms = desk::now();
        }
        let all = &mut desk.credit.agreements;
        match all.iter_mut().find(|one| one.id == agreement.id) {
            Some(place) => *place = agreement,
            None => all.insert(0, agreement),
        }
    });
    desk::show(state);
}

/// Has the texts of what was signed on the phone, so that they can be read without network though nobody opened them.
async fn keep_texts(state: State) {
    let mut digests: Vec<String> = Vec::new();
    desk::with(|desk| {
        for one in desk.credit.agreements.iter().filter(|one| one.signed_ms.is_some()) {
            let digest = pages::text_digest(one);
            if !digest.is_empty() && digests.len() < TEXTS_MAX && !digests.iter().any(|known| known == digest)
            {
                digests.push(digest.to_owned());
            }
        }
    });
    for digest in digests {
        let path = paths::api_agreement_text(&digest);
        if desk::kept(&path).await.is_some() {
            continue;
        }
        if let Ok(text) = desk::ask::<AgreementText>(state, Method::Get, &path, None).await
            && text.text.len() <= TEXT_BYTES_MAX
        {
            desk::keep(&path, desk::now(), &json::write(&text)).await;
        }
    }
}

/// Has the text of an agreement, from the phone or from the shop: it never changes.
pub(super) fn read_text(state: State, digest: &str) {
    let digest = digest.to_owned();
    if digest.is_empty()
        || desk::with(|desk| desk.credit.text.as_ref().is_some_and(|(known, _)| *known == digest))
    {
        return;
    }
    let turn = desk::turn();
    spawn_local(async move {
        let path = paths::api_agreement_text(&digest);
        let kept = desk::kept(&path).await.and_then(|kept| json::read::<AgreementText>(&kept.json));
        let text = match kept {
            Some(text) => Some(text),
            None => match desk::ask::<AgreementText>(state, Method::Get, &path, None).await {
                Ok(text) => Some(text),
                Err(failure) => {
                    desk::tell(state, turn, &failure);
                    None
                }
            },
        };
        if let Some(text) = text {
            desk::keep(&path, desk::now(), &json::write(&text)).await;
            desk::change(state, |desk| desk.credit.text = Some((digest, text)));
        }
    });
}

/// Asks whether something is really meant.
pub(super) fn asking(state: State, id: AgreementId, act: Act) {
    desk::change(state, |desk| {
        desk.credit.asking = Some((id, act));
        desk.credit.wrong.clear();
        desk.trouble = None;
    });
    browser::focus_code();
}

/// Withdraws from a loan within the cooling-off period.
pub(super) fn withdraw(state: State, id: &AgreementId) {
    send(state, Method::Post, paths::api_agreement_part(id, "cancel"), None);
}

/// Asks the shop for patience.
pub(super) fn ask_for_patience(state: State, id: &AgreementId) {
    let reason = desk::with(|desk| {
        let reason = Kind::HARDSHIP.need(&desk.credit.reason).ok();
        desk.credit.wrong = if reason.is_some() { Vec::new() } else { vec![Wrong::Reason] };
        reason
    });
    let Some(reason) = reason else {
        desk::show(state);
        return browser::focus_wrong();
    };
    let body = json::write(&HardshipRequest { reason });
    send(state, Method::Put, paths::api_agreement_part(id, "hardship"), Some(body));
}

fn send(state: State, method: Method, path: String, body: Option<String>) {
    if desk::with(|desk| std::mem::replace(&mut desk.is_busy, true)) {
        return;
    }
    desk::change(state, |desk| desk.trouble = None);
    let turn = desk::turn();
    spawn_local(async move {
        match desk::ask::<Agreement>(state, method, &path, body).await {
            Ok(agreement) => {
                desk::with(|desk| {
                    desk.is_busy = false;
                    desk.trouble = None;
                    desk.credit.asking = None;
                    desk.credit.reason.clear();
                });
                learn(state, agreement).await;
            }
            Err(failure) => desk::tell(state, turn, &failure),
        }
    });
}

/// Saves the due dates that are to come as a file for the phone's calendar.
pub(super) fn to_calendar(state: State, id: &AgreementId) {
    let texts = credit::of(state.locale());
    let currency = state.store.with_untracked(|store| store.currency);
    let file = desk::with(|desk| {
        let agreement = desk.credit.agreement(id)?;
        let title =
            if agreement.kind == AgreementKind::Goods { texts.goods_entry } else { texts.calendar_entry };
        let loan = agreement.loan.as_ref()?;
        let open = loan.instalments.iter().filter(|one| missing(one) > 0);
        let event = |one: &fairday_contract::InstalmentStanding| {
            let amount = crate::domain::price::show(Money::new(missing(one), currency));
            Some(Event { on: one.due.parse().ok()?, title: fill(title, amount) })
        };
        let events: Vec<_> = open.filter_map(event).collect();
        Some(calendar_file::write(id.as_str(), &events, desk::now()))
    });
    if let Some(file) = file {
        browser::download("fairday.ics", &file);
    }
}

/// Passes the signed sheet on as a text.
pub(super) fn share(state: State, id: &AgreementId) {
    let texts = credit::of(state.locale());
    let text = desk::with(|desk| {
        let agreement = desk.credit.agreement(id)?;
        let sheet = fairday_credit::sheet::Sheet::read(agreement.sheet.as_bytes()).ok()?;
        let currency = sheet.terms.currency.parse().ok()?;
        Some(pages::as_text(texts, &sheet, currency, agreement.kind))
    });
    let Some(text) = text else { return };
    spawn_local(async move {
        // The shopper may think better of it: nothing is wrong then.
        if browser::share(&text).await.is_ok_and(|is_copied| is_copied.is_truthy()) {
            state.say(texts.copied, None);
        }
    });
}
