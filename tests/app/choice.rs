//! From options to variants.

use crate::sample::shirt;
use fairday::domain::choice;
use fairday_contract::VariantId;

#[test]
fn the_first_choice_is_something_that_can_be_bought() {
    assert_eq!(choice::first(&shirt()), [0, 0]);
    let mut gone = shirt();
    gone.variants.iter_mut().for_each(|variant| variant.stock = Some(0));
    assert_eq!(choice::first(&gone), [1, 0], "when nothing is left, the merchant's first");
}

#[test]
fn every_combination_names_its_variant_or_none() {
    let id = |choice: [u16; 2]| choice::variant(&shirt(), &choice).map(|variant| variant.id);
    assert_eq!(id([0, 1]), Some(VariantId(3)));
    assert_eq!(id([1, 1]), None, "not made");
    assert_eq!(id([9, 9]), None);
}

#[test]
fn values_that_lead_nowhere_are_known_before_they_are_chosen() {
    let shirt = shirt();
    assert!(!choice::leads_somewhere(&shirt, &[0, 0], 0, 1), "small blue is sold out");
    assert!(choice::leads_somewhere(&shirt, &[0, 0], 1, 1), "large red is there");
    assert!(!choice::leads_somewhere(&shirt, &[1, 0], 1, 1), "large blue is not made");
}

#[test]
fn a_choice_reads_as_its_values() {
    assert_eq!(choice::words(&shirt(), &[0, 1]), "红 · 大");
    assert_eq!(choice::words(&shirt(), &[]), "");
}
