//! Every control of these pages, in one table; what is not here, the piece that orders knows.

use super::choosing;
use crate::state::State;

/// A tap, or a form that was sent; says whether it is known.
pub(super) fn act(state: State, act: &str, key: &str) -> bool {
    match act {
        "check" => choosing::check(state),
        "take" => choosing::take(state, key),
        "no-deposit" => choosing::choose(state, |choice| choice.deposit = 0),
        "apply" => choosing::apply(state),
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
        "age" => choosing::type_age(value),
        _ => return false,
    }
    true
}
