//! What is bought on credit, as the catalogue says it now.

use super::super::problem::Refusal;
use super::super::sign_in::wrong_field;
use crate::credit::{Choice, Credit, Handset};
use crate::orders::Checkout;
use fairday_contract::{CreditChoice, FieldError, Locale, ProblemCode, VariantId};
use fairday_credit::sheet::NAME_CHARS_MAX;

/// What a choice is called on the wire, by what its rules call it.
const FIELDS: [(&str, &str); 5] = [
    ("handset", "choice.variant"),
    ("plan", "choice.plan"),
    ("months", "choice.months"),
    ("deposit", "choice.deposit"),
    ("keep_number", "choice.keep_number"),
];

/// The goods of a choice, in this language.
///
/// # Errors
/// 400 when they are not for sale, or not on credit.
pub(super) async fn handset(
    checkout: &Checkout,
    credit: &Credit,
    (variant, locale): (VariantId, Locale),
) -> Result<Handset, Refusal> {
    let name = name(checkout, variant, locale);
    let (Some(goods), Some(price)) = (name, checkout.price(variant).await?) else {
        return Err(wrong_field("choice.variant", "is not for sale, or not any more"));
    };
    if !checkout.snapshot.is_in_any(variant, &credit.config.categories) {
        return Err(wrong_field("choice.variant", "is not sold on credit: see categories of /api/v1/credit"));
    }
    Ok(Handset { variant, goods, price, currency: checkout.snapshot.currency() })
}

/// What a variant is called in an agreement: its title and what is chosen of it, in one line.
pub(super) fn name(checkout: &Checkout, variant: VariantId, locale: Locale) -> Option<String> {
    let item = checkout.snapshot.item(variant, locale)?;
    let both = format!("{} {}", item.title, item.choice);
    let words: Vec<&str> = both.split_whitespace().collect();
    let name: String = words.join(" ").chars().filter(|c| !c.is_control()).take(NAME_CHARS_MAX).collect();
    Some(name.trim().to_owned())
}

/// What a shopper chooses, as the rules have it.
pub(super) fn choice(choice: &CreditChoice) -> Choice {
    let CreditChoice { plan, keep_number, months, deposit, .. } = choice.clone();
    Choice { plan, keep_number, months, deposit }
}

/// A refusal of a choice with the names that its fields have on the wire.
pub(super) fn named(mut refusal: Refusal) -> Refusal {
    if refusal.code == ProblemCode::InvalidRequest {
        for FieldError { field, .. } in &mut refusal.errors {
            if let Some((_, name)) = FIELDS.iter().find(|(rule, _)| rule == field) {
                (*name).clone_into(field);
            }
        }
    }
    refusal
}
