//! Every control of these pages, in one table; what is not here, the piece that orders knows.

use super::{agreements, applying, choosing, paying, reminders};
use crate::desk::credit::{Act, CreditDesk};
use crate::state::State;
use crate::sync::ordering::desk;

/// A tap, or a form that was sent; says whether it is known.
pub(super) fn act(state: State, act: &str, key: &str) -> bool {
    match act {
        "whole-sheet" => desk::change(state, |desk| desk.credit.is_whole = true),
        "check" => choosing::check(state),
        "take" => choosing::take(state, key),
        "no-deposit" => choosing::choose(state, |choice| choice.deposit = 0),
        "apply" => choosing::apply(state),
        "drop" => applying::drop_it(state),
        "send-application" => applying::send(state),
        "consent" => applying::toggle_consent(state),
        "signing-code" => applying::ask_code(state),
        "sign" => applying::sign(state),
        "ask-again" => applying::ask_again(state),
        "read-text" => agreements::read_text(state, key),
        "other-payment" => paying::another(state),
        "remind-sms" => reminders::toggle_sms(state),
        "remind-push" => reminders::toggle_push(state),
        "ask-no-more" => desk::change(state, |desk| desk.credit.asking = None),
        _ => return of_agreement(state, act, key),
    }
    true
}

fn of_agreement(state: State, act: &str, key: &str) -> bool {
    let Ok(id) = key.parse() else { return false };
    match act {
        "pay" => paying::pay(state, id),
        "ask-withdraw" => agreements::asking(state, id, Act::Cancel),
        "ask-hardship" => agreements::asking(state, id, Act::Hardship),
        "withdraw-loan" => agreements::withdraw(state, &id),
        "hardship" => agreements::ask_for_patience(state, &id),
        "to-calendar" => agreements::to_calendar(state, &id),
        "share-sheet" => agreements::share(state, &id),
        _ => return false,
    }
    true
}

/// Something typed or chosen; says whether it is known.
pub(super) fn field(state: State, name: &str, value: &str) -> bool {
    match name {
        "credit-variant" => choosing::choose_variant(state, value),
        "credit-plan" => choosing::choose_plan(state, value),
        "credit-months" => {
            if let Ok(months) = value.parse() {
                choosing::choose(state, |choice| choice.months = months);
            }
        }
        "credit-number" => choosing::choose(state, |choice| choice.keep_number = value == "keep"),
        "age" => typed(|desk| &mut desk.age, value),
        "credit-name" => typed(|desk| &mut desk.name, value),
        "resident-id" => typed(|desk| &mut desk.resident_id, value),
        "signing-code" => typed(|desk| &mut desk.code, value),
        "hardship-reason" => typed(|desk| &mut desk.reason, value),
        "pay" => paying::choose(state, value),
        "pay-way" => desk::change(state, |desk| desk.credit.is_counter = value == "counter"),
        "pay-amount" => {
            typed(|desk| &mut desk.amount, value);
            desk::show(state);
        }
        _ => return false,
    }
    true
}

fn typed(field: fn(&mut CreditDesk) -> &mut String, value: &str) {
    desk::with(|desk| value.clone_into(field(&mut desk.credit)));
}
