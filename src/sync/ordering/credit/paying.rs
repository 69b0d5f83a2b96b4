//! Paying a loan back. A payment has its id, and is kept, before it is sent: after a lost answer the same is sent again.

use super::agreements;
use crate::api::{Failure, Method};
use crate::db;
use crate::desk::credit::{Pay, Wrong};
use crate::domain::credit::Kept;
use crate::json;
use crate::paths;
use crate::state::State;
use crate::sync::ordering::{browser, desk};
use fairday_contract::{
    AgreementId, PaymentMethod, PaymentStatus, Problem, ProblemCode, Repayment, RepaymentPurpose,
    RepaymentRequest,
};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Asks what became of a payment that was begun.
pub(super) async fn opened(state: State, turn: u32, id: &AgreementId) {
    let kept = desk::with(|desk| desk.credit.payment.clone()).filter(|kept| kept.agreement == *id);
    if let Some(kept) = kept {
        send(state, turn, kept).await;
    }
}

/// Pays what is chosen.
pub(super) fn pay(state: State, id: AgreementId) {
    let currency = state.store.with_untracked(|store| store.currency);
    let kept = desk::with(|desk| {
        let one = &mut desk.credit;
        one.wrong.clear();
        one.asking = None;
        desk.trouble = None;
        let loan = one.agreements.iter().find(|one| one.id == id)?.loan.as_ref()?;
        let purpose = match one.pay {
            Pay::Due | Pay::Any => RepaymentPurpose::Instalments,
            Pay::Settle => RepaymentPurpose::Settle,
            Pay::SettleAndLeave => RepaymentPurpose::SettleAndLeave,
        };
        let Some(amount) = one.to_pay(loan, currency) else {
            one.wrong.push(Wrong::Amount);
            return None;
        };
        if std::mem::replace(&mut desk.is_busy, true) {
            return None;
        }
        let is_counter = one.is_counter || loan.counter_only;
        let method = if is_counter { PaymentMethod::PayAtPickUp } else { PaymentMethod::Online };
        let request = RepaymentRequest { purpose, amount, method };
        let kept = Kept { agreement: id, id: browser::random_id().parse().ok()?, request };
        db::credit::save_payment(Some(&kept));
        one.payment = Some(kept.clone());
        one.repayment = None;
        Some(kept)
    });
    desk::show(state);
    let Some(kept) = kept else { return browser::focus_wrong() };
    let turn = desk::turn();
    spawn_local(send(state, turn, kept));
}

async fn send(state: State, turn: u32, kept: Kept) {
    let path = paths::api_repayment(&kept.agreement, &kept.id);
    let body = json::write(&kept.request);
    match desk::ask::<Repayment>(state, Method::Put, &path, Some(body)).await {
        Ok(known) => {
            let is_over = !matches!(known.status, PaymentStatus::Pending | PaymentStatus::OnHandOver);
            let agreement = known.agreement.clone();
            desk::with(|desk| {
                desk.is_busy = false;
                desk.trouble = None;
                desk.credit.amount.clear();
                desk.credit.repayment = Some(known);
            });
            if is_over {
                forget();
            }
            agreements::learn(state, agreement).await;
            browser::into_sight(".standing");
        }
        Err(failure) => {
            // What the shop refuses is not paid; what it has not answered may be.
            if let Failure::Refused(problem) = &failure
                && problem.code != ProblemCode::TooManyRequests
                && problem.code != ProblemCode::SignInRequired
            {
                forget();
            }
            let is_other_way = |problem: &Problem| {
                problem.code == ProblemCode::InvalidRequest
                    && problem.errors.iter().any(|wrong| wrong.field == "method")
            };
            if kept.request.method == PaymentMethod::Online
                && matches!(&failure, Failure::Refused(problem) if is_other_way(problem))
            {
                return desk::change(state, |desk| {
                    desk.is_busy = false;
                    desk.credit.no_online = true;
                    desk.credit.is_counter = true;
                });
            }
            desk::tell(state, turn, &failure);
        }
    }
}

/// Another way to pay is wanted. Money that comes in for the first one all the same counts too.
pub(super) fn another(state: State) {
    forget();
    desk::change(state, |desk| desk.credit.repayment = None);
}

fn forget() {
    desk::with(|desk| desk.credit.payment = None);
    db::credit::save_payment(None);
}

/// What is paid for is chosen.
pub(super) fn choose(state: State, what: &str) {
    desk::change(state, |desk| {
        desk.credit.wrong.clear();
        desk.credit.pay = match what {
            "any" => Pay::Any,
            "settle" => Pay::Settle,
            "settle-and-leave" => Pay::SettleAndLeave,
            _ => Pay::Due,
        };
    });
}
