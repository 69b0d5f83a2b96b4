//! The JSON documents of an order in the database. Each carries its version; a change that older readers would misread
//! counts it up and adds a reader for the old one.

use super::OrderError;
use crate::privacy::KeyRing;
use fairday_contract::{PickUpPoint, Recipient, Terms, Tracking};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

const VERSION: u32 = 1;

/// Where the documents are sealed for.
pub(crate) const PRIVATE_PLACE: &str = "orders.private";
pub(crate) const ANSWER_PLACE: &str = "orders.answer";
pub(crate) const SAID_PLACE: &str = "order_event.said";

/// What was agreed to, as it was shown then.
#[derive(Serialize, Deserialize)]
pub(super) struct StoredTerms {
    v: u32,
    pub(super) terms: Terms,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) point: Option<PickUpPoint>,
}

/// What is known of a person from an order.
#[derive(Serialize, Deserialize)]
pub(super) struct Private {
    v: u32,
    pub(super) recipient: Recipient,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) note: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) pick_up_code: Option<String>,
}

/// What was said when an order moved.
#[derive(Serialize, Deserialize)]
pub(super) struct Said {
    v: u32,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) note: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) tracking: Option<Tracking>,
}

impl StoredTerms {
    pub(super) fn write(terms: Terms, point: Option<PickUpPoint>) -> String {
        String::from_utf8(json(&Self { v: VERSION, terms, point })).expect("JSON is UTF-8")
    }

    pub(super) fn read(text: &str) -> Result<Self, OrderError> {
        let stored: Self = parse(text.as_bytes(), "its terms")?;
        known(stored.v, "its terms")?;
        Ok(stored)
    }
}

impl Private {
    pub(super) fn seal(
        keys: &KeyRing,
        recipient: Recipient,
        note: String,
        pick_up_code: Option<String>,
    ) -> Vec<u8> {
        keys.seal(PRIVATE_PLACE, &json(&Self { v: VERSION, recipient, note, pick_up_code }))
    }

    /// Nobody, when there is nothing: the account was deleted.
    pub(super) fn open(keys: &KeyRing, sealed: Option<&[u8]>) -> Result<Self, OrderError> {
        let Some(sealed) = sealed else { return Ok(Self::nobody()) };
        let private: Self = parse(&keys.open(PRIVATE_PLACE, sealed)?, "its recipient")?;
        known(private.v, "its recipient")?;
        Ok(private)
    }

    pub(super) fn nobody() -> Self {
        let recipient = Recipient {
            name: String::new(),
            phone: String::new(),
            region: None,
            region_names: Vec::new(),
            village: String::new(),
            detail: String::new(),
        };
        Self { v: VERSION, recipient, note: String::new(), pick_up_code: None }
    }
}

impl Said {
    pub(super) fn nothing() -> Self {
        Self { v: VERSION, note: String::new(), tracking: None }
    }

    /// Nothing when nothing was said.
    pub(super) fn seal(keys: &KeyRing, note: &str, tracking: Option<&Tracking>) -> Option<Vec<u8>> {
        let said = Self { v: VERSION, note: note.to_owned(), tracking: tracking.cloned() };
        (!note.is_empty() || tracking.is_some()).then(|| keys.seal(SAID_PLACE, &json(&said)))
    }

    pub(super) fn open(keys: &KeyRing, sealed: Option<&[u8]>) -> Result<Self, OrderError> {
        let Some(sealed) = sealed else { return Ok(Self::nothing()) };
        let said: Self = parse(&keys.open(SAID_PLACE, sealed)?, "what was said")?;
        known(said.v, "what was said")?;
        Ok(said)
    }
}

pub(super) fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("documents are plain data")
}

fn parse<T: DeserializeOwned>(bytes: &[u8], what: &'static str) -> Result<T, OrderError> {
    // Serde's own sentence could repeat what is personal.
    serde_json::from_slice(bytes).map_err(|_| OrderError::Corrupt(what))
}

fn known(version: u32, what: &'static str) -> Result<(), OrderError> {
    if version == VERSION { Ok(()) } else { Err(OrderError::Corrupt(what)) }
}
