//! Bodies of requests: whatever is wrong is told, and nothing of what was sent.

use super::is_fair;
use crate::addresses::Entry;
use crate::http::body::read;
use fairday_contract::{
    AddressEntry, AgreementRequest, CodeRequest, CreditAct, CreditCheck, HardshipRequest, OrderAdvance,
    OrderReason, OrderRequest, PaymentNotice, QuoteRequest, Recipient, RemindersRequest, RepaymentRequest,
    SignIn, SignatureRequest,
};
use fairday_fuzz::{bytes, gives_away};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// For each of the kinds of bodies.
const CASES_A_KIND: u32 = 400;
/// A text in the place of each text of an example.
const SECRET: &str = "Zq7kXw3vRt9mLd";

fn golden(name: &str) -> String {
    let path = format!("{}/../contract/tests/golden/{name}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).expect("a golden file")
}

/// The example as it is, and once for each of its texts and numbers with the secret in its place.
fn with_secrets(example: &str) -> Vec<String> {
    let json: Value = serde_json::from_str(example).expect("JSON");
    let mut all = vec![example.to_owned()];
    for (at, _) in places(&json).iter().enumerate() {
        let mut changed = json.clone();
        if let Some(place) = places(&json).get(at).and_then(|pointer| changed.pointer_mut(pointer)) {
            *place = Value::String(SECRET.to_owned());
            all.push(changed.to_string());
        }
    }
    all
}

/// The JSON pointers of everything that is no object and no list.
fn places(json: &Value) -> Vec<String> {
    let within = |name: &str, value: &Value| -> Vec<String> {
        places(value).iter().map(|pointer| format!("/{name}{pointer}")).collect()
    };
    match json {
        Value::Object(fields) => fields.iter().flat_map(|(name, value)| within(name, value)).collect(),
        Value::Array(items) => {
            items.iter().enumerate().flat_map(|(at, value)| within(&at.to_string(), value)).collect()
        }
        _ => vec![String::new()],
    }
}

fn bodies<T: DeserializeOwned + Serialize>(golden_names: &[&str]) {
    let examples: Vec<String> = golden_names.iter().flat_map(|name| with_secrets(&golden(name))).collect();
    let examples: Vec<&[u8]> = examples.iter().map(String::as_bytes).collect();
    bytes(golden_names[0], CASES_A_KIND, &examples, |bytes| match read::<T>(bytes) {
        Ok(value) => {
            let written = serde_json::to_vec(&value).expect("plain data");
            let again = read::<T>(&written).expect("what was accepted is accepted again");
            assert_eq!(serde_json::to_vec(&again).expect("plain data"), written);
        }
        Err(refusal) => {
            is_fair(&refusal);
            let said = format!("{} {:?}", refusal.detail, refusal.errors);
            assert!(!gives_away(&said, SECRET), "{said}");
        }
    });
}

#[test]
fn no_body_of_a_shopper_is_repeated_in_its_refusal() {
    bodies::<QuoteRequest>(&["quote_request", "quote_request_bare"]);
    bodies::<OrderRequest>(&["order_request", "order_request_without_quote"]);
    bodies::<OrderReason>(&["order_reason"]);
    bodies::<CodeRequest>(&["code_request"]);
    bodies::<SignIn>(&["sign_in", "sign_in_attempt"]);
    bodies::<AddressEntry>(&["address_entry"]);
    bodies::<CreditCheck>(&["credit_check"]);
    bodies::<AgreementRequest>(&["agreement_request"]);
    bodies::<SignatureRequest>(&["signature_request"]);
    bodies::<HardshipRequest>(&["hardship_request"]);
    bodies::<RepaymentRequest>(&["repayment_request"]);
    bodies::<RemindersRequest>(&["reminders_request", "reminders_request_none"]);
}

#[test]
fn no_body_of_the_shops_own_is_repeated_in_its_refusal() {
    bodies::<OrderAdvance>(&["order_advance"]);
    bodies::<CreditAct>(&["credit_act", "credit_act_paid"]);
    bodies::<PaymentNotice>(&["payment_notice", "payment_notice_repayment"]);
}

#[test]
fn an_address_that_is_accepted_is_accepted_again_as_it_is_kept() {
    let examples = [golden("address_entry"), golden("recipient")];
    bytes("an address", CASES_A_KIND, &[examples[0].as_bytes(), examples[1].as_bytes()], |bytes| {
        let Ok(entry) = read::<AddressEntry>(bytes) else { return };
        match Entry::check(&entry.place, &entry.label) {
            Ok(kept) => {
                let place = Recipient::from(kept.place.clone());
                assert!(Entry::check(&place, &kept.label).is_ok_and(|again| again == kept));
            }
            Err(errors) => assert!(!errors.is_empty() && errors.iter().all(|error| !error.detail.is_empty())),
        }
    });
}
