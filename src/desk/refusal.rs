//! Where a refusal is shown: at the fields that it names, and in the notice what of it has no place on the page.

use super::Desk;
use super::credit::{Act, Pay, Wrong};
use crate::domain::checkout::Field;
use crate::route::Route;
use fairday_contract::{AgreementId, AgreementState, FieldError};
use fairday_credit::resident_id::ResidentIdError;
use fairday_input::Kind;

impl Desk {
    /// Marks the fields of the page of `route` that a refusal names. Gives the sentences of the others.
    pub fn mark(&mut self, route: &Route, errors: &[FieldError]) -> String {
        let mut unplaced = String::new();
        for error in errors {
            if let Some(wrong) = self.wrong_of_credit(route, &error.field) {
                self.credit.wrong.push(wrong);
            } else if let Some(field) = Field::named(&error.field).filter(|field| self.shows(route, *field)) {
                self.missing.push(field);
            } else {
                unplaced = sentence(unplaced, error);
            }
        }
        unplaced
    }

    /// Whether the page of `route` has this field now.
    fn shows(&self, route: &Route, field: Field) -> bool {
        use Field::{Code, Coupon, Detail, Label, Name, Note, Payment, Phone, Point, Region, Village};
        match (route, field) {
            (Route::SignIn(_), Phone) => self.sign_in.sent.is_none(),
            (Route::SignIn(_), Code) => self.sign_in.sent.is_some(),
            (Route::Account, Phone) => self.deleting.is_some(),
            (Route::Addresses, Name | Phone | Region | Village | Detail | Label) => self.editing.is_some(),
            (Route::Checkout | Route::Agreement(_), Name | Phone | Region | Village | Detail) => {
                self.draft.address.is_none() || self.addresses.is_empty()
            }
            (Route::Checkout | Route::Agreement(_), Point) | (Route::Checkout, Payment | Note | Coupon) => {
                true
            }
            (Route::Order(_), Note) => self.asking.is_some(),
            _ => false,
        }
    }

    /// The field of a page of phone credit, if that has it now.
    fn wrong_of_credit(&self, route: &Route, field: &str) -> Option<Wrong> {
        let one = &self.credit;
        let state = |id: &AgreementId| one.agreement(id).map(|known| known.state);
        match (route, field) {
            (Route::Plan(_), "age") => Some(Wrong::Age),
            (Route::Agreement(id), "name") if state(id).is_none() => Some(Wrong::Name),
            (Route::Agreement(id), "resident_id") if state(id).is_none() => {
                Some(Wrong::ResidentId(match Kind::ResidentId.check(&one.resident_id) {
                    // What is right but for the day, which the shop knows better.
                    Ok(_) => ResidentIdError::BirthDate,
                    Err(fairday_input::Wrong::ResidentId(why)) => why,
                    Err(_) => ResidentIdError::Format,
                }))
            }
            (Route::Agreement(id), "code") if state(id) == Some(AgreementState::Offered) => {
                one.sent.is_some().then_some(Wrong::Code)
            }
            (Route::Agreement(_), "amount") => (one.pay == Pay::Any).then_some(Wrong::Amount),
            (Route::Agreement(_), "reason") => {
                one.asking.as_ref().is_some_and(|(_, act)| *act == Act::Hardship).then_some(Wrong::Reason)
            }
            _ => None,
        }
    }
}

/// What the shop says of a field, after what it said of others.
pub fn sentence(before: String, error: &FieldError) -> String {
    let gap = if before.is_empty() { "" } else { "; " };
    format!("{before}{gap}{}: {}", error.field, error.detail)
}
