//! Installing is offered to those who use the shop, once, and where it is possible.

use fairday::db::invitation::{parse, print};
use fairday::domain::invitation::{Means, Usage};
use fairday::route::Route;
use proptest::prelude::*;

const OFTEN: Usage = Usage { starts: 2, opened: 3, has_filled_cart: true, is_declined: false };

fn is_due(usage: Usage) -> bool {
    usage.is_due(Some(Means::Prompt), &Route::Home)
}

#[test]
fn who_came_back_and_looked_or_bought_is_invited() {
    assert!(is_due(OFTEN));
    assert!(is_due(Usage { has_filled_cart: false, ..OFTEN }), "three products opened");
    assert!(is_due(Usage { opened: 0, ..OFTEN }), "something in the cart");
    assert!(OFTEN.is_due(Some(Means::Words), &Route::Cart));
}

#[test]
fn nobody_is_invited_on_first_sight_or_before_using_the_shop() {
    assert!(!is_due(Usage::default()));
    assert!(!is_due(Usage { starts: 1, opened: 100, ..OFTEN }));
    assert!(!is_due(Usage { starts: 100, opened: 2, has_filled_cart: false, ..OFTEN }));
}

#[test]
fn a_no_is_for_good() {
    assert!(!is_due(Usage { starts: 1000, opened: 1000, is_declined: true, ..OFTEN }));
}

#[test]
fn nobody_is_invited_in_the_middle_of_an_order_or_where_the_shop_cannot_be_installed() {
    assert!(!OFTEN.is_due(Some(Means::Prompt), &Route::Checkout));
    assert!(!OFTEN.is_due(None, &Route::Home));
}

#[test]
fn a_record_of_another_version_counts_from_the_beginning() {
    assert_eq!(parse("[2,9,9,1,0]"), None);
    assert_eq!(parse("[1,9]"), None);
}

proptest! {
    #[test]
    fn what_is_kept_reads_back(starts: u32, opened: u32, has_filled_cart: bool, is_declined: bool) {
        let usage = Usage { starts, opened, has_filled_cart, is_declined };
        prop_assert_eq!(parse(&print(&usage)), Some(usage));
    }

    #[test]
    fn no_text_stops_the_app(text in ".*") {
        let _ = parse(&text);
    }
}
