//! What one person has typed and begun on this phone. Phones are shared: nobody else sees it, and nothing of it is lost when
//! a session ends by itself.

use super::checkout::{self, Editing};
use super::credit;
use fairday_wire::Wire;

/// The most people whose things a phone puts aside; those put aside longest ago go first.
pub const PEOPLE_MAX: usize = 4;

/// The records of a person that are in use on this phone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Wire)]
pub struct Personal {
    /// The order that is being made.
    #[serde(default)]
    pub draft: checkout::Draft,
    /// The entry of the address book that is being typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub editing: Option<Editing>,
    /// What is chosen of phone credit.
    #[serde(default)]
    pub credit: credit::Draft,
    /// Applications that were set aside.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub begun: Vec<credit::Draft>,
    /// A payment of credit that was begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<credit::Kept>,
}

/// The records of somebody who is not signed in any more.
#[derive(Clone, Debug, PartialEq, Eq, Wire)]
pub struct PutAside {
    /// Whose they are: [`super::outbox::owner`].
    pub owner: String,
    /// The records.
    pub personal: Personal,
}

impl Personal {
    /// Whether nothing was typed or begun. The id of an order that was not made says nothing.
    pub fn is_blank(&self) -> bool {
        let draft = checkout::Draft { id: None, ..self.draft.clone() };
        Self { draft, ..self.clone() } == Self::default()
    }

    /// Fills in from `other` whatever is blank here.
    fn fill(&mut self, other: Self) {
        if (checkout::Draft { id: None, ..self.draft.clone() }) == checkout::Draft::default() {
            self.draft = other.draft;
        }
        if self.credit == credit::Draft::default() {
            self.credit = other.credit;
        } else if other.credit != credit::Draft::default() {
            self.begun.push(other.credit);
        }
        self.editing = self.editing.take().or(other.editing);
        self.begun.extend(other.begun);
        self.payment = self.payment.take().or(other.payment);
    }
}

/// Puts aside what `owner` has in use, for when they sign in again. What was put aside before fills the gaps.
pub fn put_aside(aside: &mut Vec<PutAside>, owner: &str, mut personal: Personal) {
    if personal.is_blank() {
        return;
    }
    if let Some(before) = take(aside, owner) {
        personal.fill(before);
    }
    aside.push(PutAside { owner: owner.to_owned(), personal });
    let excess = aside.len().saturating_sub(PEOPLE_MAX);
    aside.drain(..excess);
}

/// Gives `owner` back what was put aside. What they have typed since then, before they signed in, stays.
pub fn take_back(aside: &mut Vec<PutAside>, owner: &str, personal: &mut Personal) {
    if let Some(before) = take(aside, owner) {
        personal.fill(before);
    }
}

fn take(aside: &mut Vec<PutAside>, owner: &str) -> Option<Personal> {
    let at = aside.iter().position(|one| one.owner == owner)?;
    Some(aside.remove(at).personal)
}
