//! Every golden file of the contract: the phone reads what serde reads and writes what serde writes.

use crate::mutation::{Damage, Mutation};
use fairday_contract::*;
use fairday_wire::{Wire, read, write};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// A type of the contract, for serde and for the phone.
trait Both: Wire + Serialize + DeserializeOwned + PartialEq {}
impl<T: Wire + Serialize + DeserializeOwned + PartialEq> Both for T {}

/// Questions to a golden file, without its type.
struct Golden {
    name: &'static str,
    is_alike: fn(&str) -> bool,
    reads_no_more_than_serde: fn(&str) -> bool,
    reads_no_less_than_serde: fn(&str) -> bool,
}

/// True when both read and write the same.
fn is_alike<T: Both>(text: &str) -> bool {
    let by_serde: T = serde_json::from_str(text).expect("the contract's own JSON");
    let (as_text, by_phone) = (serde_json::to_string(&by_serde).expect("writes"), write(&by_serde));
    let as_value = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
    // With an escape in it one value is written in more than one way.
    let is_same_text = as_text.contains('\\') || as_text == by_phone;
    read::<T>(text).is_some_and(|read| read == by_serde)
        && read::<T>(&as_text).is_some_and(|read| read == by_serde)
        && as_value(&as_text) == as_value(&by_phone)
        && is_same_text
}

/// True when serde reads the same, if the phone reads anything.
fn reads_no_more_than_serde<T: Both>(text: &str) -> bool {
    read::<T>(text)
        .is_none_or(|by_phone| serde_json::from_str::<T>(text).is_ok_and(|by_serde| by_serde == by_phone))
}

/// True when the phone reads the same, if serde reads anything.
fn reads_no_less_than_serde<T: Both>(text: &str) -> bool {
    serde_json::from_str::<T>(text)
        .map_or(true, |by_serde| read::<T>(text).is_some_and(|by_phone| by_phone == by_serde))
}

macro_rules! goldens {
    ($($type:ty: $($name:ident)+;)*) => {
        const GOLDENS: &[Golden] = &[$($(Golden {
            name: stringify!($name),
            is_alike: is_alike::<$type>,
            reads_no_more_than_serde: reads_no_more_than_serde::<$type>,
            reads_no_less_than_serde: reads_no_less_than_serde::<$type>,
        },)*)*];
    };
}

goldens! {
    Account: account;
    AccountDeletion: account_deletion;
    AccountExport: account_export;
    AddressEntry: address_entry;
    Addresses: addresses;
    AdminAgreement: admin_agreement;
    AdminAlarms: admin_alarms;
    AlarmDone: alarm_done;
    AdminReservations: admin_reservations;
    ReservationRelease: reservation_release reservation_release_orders;
    ReservationsReleased: reservations_released;
    AdminAgreements: admin_agreements;
    AdminOrder: admin_order;
    AdminOrders: admin_orders;
    Agreement: agreement agreement_offered;
    AgreementRequest: agreement_request;
    AgreementText: agreement_text;
    Agreements: agreements;
    AuditEntries: audit_entries;
    Changes: changes;
    CodeRequest: code_request;
    CodeSent: code_sent code_sent_demo;
    CreditAct: credit_act credit_act_paid;
    CreditAnswer: credit_answer credit_answer_declined;
    CreditCheck: credit_check;
    CreditOffers: credit_offers;
    DeliveryOptions: delivery delivery_none;
    HardshipRequest: hardship_request;
    Home: home;
    Order: order;
    OrderAdvance: order_advance;
    OrderNotice: order_notice;
    OrderReason: order_reason;
    OrderRequest: order_request order_request_without_quote;
    Orders: orders;
    Page<ProductCard>: products products_last;
    PaymentNotice: payment_notice payment_notice_repayment;
    Problem: problem problem_credit_declined problem_credit_terms_changed problem_out_of_stock;
    ProductDetail: product product_on_credit;
    Province: province;
    Quote: quote quote_coupon_refused;
    QuoteRequest: quote_request quote_request_bare;
    Recipient: recipient;
    Regions: regions;
    Reminders: reminders reminders_none;
    RemindersRequest: reminders_request reminders_request_none;
    Repayment: repayment repayment_paid;
    RepaymentRequest: repayment_request;
    SearchResults: search search_partial;
    Sessions: sessions;
    SignIn: sign_in sign_in_attempt;
    SignatureRequest: signature_request;
    Store: store;
    Suggestions: suggestions;
    VariantOffers: variants;
    Vec<Category>: categories;
}

/// A query string, which no phone reads as JSON.
const NOT_JSON: &str = "list_query";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../contract/tests/golden")
}

fn text(golden: &Golden) -> String {
    std::fs::read_to_string(folder().join(golden.name).with_extension("json")).expect("a golden file")
}

#[test]
fn every_golden_file_reads_and_writes_as_with_serde() {
    for golden in GOLDENS {
        assert!((golden.is_alike)(&text(golden)), "{}", golden.name);
    }
}

#[test]
fn no_golden_file_is_forgotten_here() {
    let files =
        std::fs::read_dir(folder()).expect("the golden files").map(|file| file.expect("an entry").path());
    let json = files.filter(|path| path.extension().is_some_and(|extension| extension == "json"));
    let mut found: Vec<String> =
        json.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect();
    found.retain(|name| name != NOT_JSON);
    found.sort();
    let mut known: Vec<_> = GOLDENS.iter().map(|golden| golden.name.to_owned()).collect();
    known.sort();
    assert_eq!(found, known);
}

#[test]
fn a_golden_file_cut_anywhere_is_no_answer() {
    for golden in GOLDENS {
        let text = text(golden);
        let text = text.trim_end();
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            assert!((golden.reads_no_more_than_serde)(&text[..end]), "{} cut at {end}", golden.name);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn with_values_changed_both_read_the_same_or_nothing(n in 0..GOLDENS.len(), changes in prop::collection::vec(any::<Mutation>(), 1..4)) {
        let golden = &GOLDENS[n];
        let mut value: Value = serde_json::from_str(&text(golden)).expect("JSON");
        for change in &changes {
            change.apply(&mut value);
        }
        let changed = value.to_string();
        prop_assert!((golden.reads_no_more_than_serde)(&changed), "{}: the phone reads {changed}", golden.name);
        prop_assert!((golden.reads_no_less_than_serde)(&changed), "{}: serde reads {changed}", golden.name);
    }

    #[test]
    fn what_serde_still_reads_after_damage_the_phone_does(n in 0..GOLDENS.len(), damage in any::<Damage>()) {
        let golden = &GOLDENS[n];
        let damaged = damage.apply(&text(golden));
        prop_assert!((golden.reads_no_less_than_serde)(&damaged), "{}: {damaged}", golden.name);
    }
}
