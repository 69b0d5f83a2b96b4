//! Every control of these pages, in one table: what `data-do` says is done here, and where what `data-field` names goes.

use super::{account, addresses, browser, checkout, credit, desk, orders, outbox, placing, sign_in};
use crate::desk::Act;
use crate::domain::checkout::Draft;
use crate::state::State;
use fairday_contract::{AddressId, PaymentMethod};
use leptos::prelude::*;

/// A tap, or a form that was sent.
pub(super) fn act(state: State, act: &str, key: &str) {
    if state.place.with_untracked(|place| place.route.is_credit()) && credit::act(state, act, key) {
        return;
    }
    match act {
        "send-code" => sign_in::send_code(state),
        "resend" => sign_in::resend(state),
        "other-number" => sign_in::other_number(state),
        "sign-in" => sign_in::sign_in(state),
        "sign-out" => account::sign_out(state),
        "sign-out-everywhere" => account::sign_out_everywhere(state),
        "revoke" => account::revoke(state, key),
        "export" => account::export(state),
        "delete" => account::ask_to_delete(state, true),
        "keep" => account::ask_to_delete(state, false),
        "delete-account" => account::delete(state),
        "apply-coupon" => checkout::apply_coupon(state),
        "place" => placing::place(state),
        "again-ask" => desk::opened(state),
        "older" => orders::ask_older(state),
        "print" => browser::print_page(),
        "region-found" => {
            checkout::choose_region(state, key);
            browser::focus_after_region();
        }
        "add-address" => addresses::add(state),
        "save-address" => addresses::save(state),
        "leave-address" => addresses::leave(state),
        "keep-address" => desk::change(state, |desk| desk.deleting_address = None),
        "toggle-default" => {
            addresses::typed(|editing| editing.is_default = !editing.is_default);
            desk::show(state);
        }
        "edit-address" | "ask-delete-address" | "delete-address" | "default-address" => {
            if let Ok(id) = key.parse() {
                of_address(state, act, id);
            }
        }
        "ask-nothing" => desk::change(state, |desk| desk.asking = None),
        _ => {
            if let Ok(id) = key.parse() {
                of_order(state, act, id);
            }
        }
    }
}

fn of_address(state: State, act: &str, id: AddressId) {
    match act {
        "edit-address" => addresses::change(state, &id),
        "default-address" => addresses::make_default(state, &id),
        "delete-address" => addresses::delete(state, id),
        _ => desk::change(state, |desk| desk.deleting_address = Some(id)),
    }
}

fn of_order(state: State, act: &str, id: fairday_contract::OrderId) {
    match act {
        "send-now" => outbox::drain(state),
        "agree-terms" => outbox::agree(state, &id),
        "claim" => outbox::claim(state, &id),
        "withdraw" => outbox::withdraw(state, id, false),
        "edit" => outbox::withdraw(state, id, true),
        "ask-cancel" => desk::change(state, |desk| desk.asking = Some((id, Act::Cancel))),
        "ask-return" => desk::change(state, |desk| desk.asking = Some((id, Act::Return))),
        "act" => orders::act(state, id),
        "again" => orders::buy_again(state, &id),
        "share" => orders::share(state, &id),
        _ => {}
    }
}

/// Something typed or chosen.
pub(super) fn field(state: State, name: &str, value: String) {
    let text = |place: fn(&mut Draft) -> &mut String, value: String| {
        checkout::change(|draft| *place(draft) = value);
    };
    if state.place.with_untracked(|place| place.route.is_credit()) && credit::field(state, name, &value) {
        return;
    }
    match name {
        "sign-in-phone" => desk::with(|desk| desk.sign_in.phone = value),
        "code" => sign_in::typed_code(state, value),
        "delete-phone" => desk::with(|desk| desk.deleting = Some(value)),
        "reason" => desk::with(|desk| desk.reason = value),
        "name" => checkout::change_place(state, |place| place.name = value),
        "phone" => checkout::change_place(state, |place| place.phone = value),
        "village" => checkout::change_place(state, |place| place.village = value),
        "detail" => checkout::change_place(state, |place| place.detail = value),
        "coupon" => text(|draft| &mut draft.coupon, value),
        "note" => text(|draft| &mut draft.note, value),
        "label" => addresses::typed(|editing| editing.label = value),
        "region-typed" => desk::change(state, |desk| desk.region_typed = value),
        "region" => checkout::choose_region(state, &value),
        "address" => checkout::choose_address(state, &value),
        "way" => checkout::choose_way(state, &value),
        "payment" => {
            checkout::change(|draft| {
                draft.payment = Some(match value.as_str() {
                    "online" => PaymentMethod::Online,
                    "pay_at_pick_up" => PaymentMethod::PayAtPickUp,
                    "phone_credit" => PaymentMethod::PhoneCredit,
                    _ => PaymentMethod::CashOnDelivery,
                });
            });
            desk::show(state);
        }
        _ => {}
    }
}
