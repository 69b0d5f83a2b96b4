//! The derive follows serde's attributes, on types of its own: serde and it read and write the same.

use fairday_wire::{Wire, read, write};
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Debug;

/// Both write `json`, and read it as `value`.
fn same<T: Wire + Serialize + DeserializeOwned + PartialEq + Debug>(value: &T, json: &str) {
    assert_eq!(serde_json::to_string(value).expect("writes"), json);
    assert_eq!(write(value), json);
    reads(json, value);
}

/// Both read `json` as `value`.
fn reads<T: Wire + Serialize + DeserializeOwned + PartialEq + Debug>(json: &str, value: &T) {
    assert_eq!(&serde_json::from_str::<T>(json).expect("reads"), value);
    assert_eq!(read::<T>(json).as_ref(), Some(value), "{json}");
}

/// Neither reads `json`.
fn refused<T: Wire + DeserializeOwned + PartialEq + Debug>(json: &str) {
    assert!(serde_json::from_str::<T>(json).is_err(), "{json}");
    assert_eq!(read::<T>(json), None, "{json}");
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Wire)]
#[serde(rename_all = "snake_case")]
enum Speed {
    Slow,
    #[default]
    AsUsual,
    #[serde(rename = "FAST")]
    Fast,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Wire)]
struct Parcel {
    #[serde(rename = "type")]
    kind: String,
    r#in: u8,
    #[serde(default)]
    speed: Speed,
    label: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    stops: Vec<Stop>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    notes: BTreeMap<String, String>,
    #[serde(flatten)]
    to: Stop,
    is_late: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Wire)]
struct Stop {
    place: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at: Option<Box<Stop>>,
}

fn parcel() -> Parcel {
    Parcel {
        kind: "box".into(),
        r#in: 7,
        speed: Speed::Fast,
        label: None,
        stops: vec![Stop { place: "a".into(), at: Some(Box::new(Stop { place: "b".into(), at: None })) }],
        notes: BTreeMap::from([("x\"y".into(), "1".into()), ("z".into(), "2".into())]),
        to: Stop { place: "东村".into(), at: None },
        is_late: true,
    }
}

#[test]
fn an_object_is_its_fields_with_those_flattened_among_them() {
    same(
        &parcel(),
        r#"{"type":"box","in":7,"speed":"FAST","label":null,"stops":[{"place":"a","at":{"place":"b"}}],"notes":{"x\"y":"1","z":"2"},"place":"东村","is_late":true}"#,
    );
}

#[test]
fn what_has_a_default_may_be_missing_and_nothing_else() {
    let bare = r#"{"is_late":false,"place":"x","in":1,"type":"t"}"#;
    let to = Stop { place: "x".into(), at: None };
    let expected = Parcel {
        kind: "t".into(),
        r#in: 1,
        speed: Speed::AsUsual,
        stops: vec![],
        notes: BTreeMap::new(),
        to,
        is_late: false,
        label: None,
    };
    reads(bare, &expected);
    for missing in [r#""is_late":false,"#, r#""place":"x","#, r#""in":1,"#] {
        refused::<Parcel>(&bare.replace(missing, ""));
    }
    refused::<Parcel>(&bare.replace(r#""in":1"#, r#""in":null"#));
    refused::<Parcel>(&bare.replace('{', r#"{"stops":null,"#));
    refused::<Parcel>(&bare.replace('{', r#"{"speed":"warp","#));
    refused::<Parcel>(&bare.replace('{', r#"{"in":1,"#));
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Wire)]
#[serde(rename_all = "snake_case")]
enum Link {
    Front,
    Product(String),
    Place { name: String, floor: Option<i32> },
}

#[test]
fn a_variant_is_its_name_or_an_object_of_it() {
    same(&Link::Front, r#""front""#);
    same(&Link::Product("rice".into()), r#"{"product":"rice"}"#);
    same(&Link::Place { name: "n".into(), floor: Some(-1) }, r#"{"place":{"name":"n","floor":-1}}"#);
    same(&vec![Link::Product("a".into()), Link::Front], r#"[{"product":"a"},"front"]"#);
    for json in [
        r#""product""#,
        r#"{"product":"a","place":1}"#,
        "{}",
        r#"{"shelf":"a"}"#,
        r#"{"place":{}}"#,
        "[]",
        "null",
    ] {
        refused::<Link>(json);
    }
    refused::<Vec<Link>>(r#"["product" "a"}]"#);
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Wire)]
#[serde(tag = "how", rename_all = "snake_case")]
enum Way {
    ByHand,
    ByPost {
        carrier: String,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        number: String,
    },
}

#[test]
fn a_tag_among_the_fields_says_which_variant_it_is() {
    same(&Way::ByHand, r#"{"how":"by_hand"}"#);
    same(
        &Way::ByPost { carrier: "c".into(), number: "1".into() },
        r#"{"how":"by_post","carrier":"c","number":"1"}"#,
    );
    reads(
        r#"{"carrier":"c","more":[{}],"how":"by_post"}"#,
        &Way::ByPost { carrier: "c".into(), number: String::new() },
    );
    reads(r#"[{"how":"by_hand"},{"how":"by_hand","carrier":1}]"#, &vec![Way::ByHand, Way::ByHand]);
    for json in [
        r#"{"carrier":"c"}"#,
        r#"{"how":"by_post"}"#,
        r#"{"how":"by_air"}"#,
        r#"{"how":"by_hand","how":"by_hand"}"#,
        "{}",
        r#""by_hand""#,
    ] {
        refused::<Way>(json);
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Wire)]
#[serde(rename_all = "snake_case")]
enum Stage {
    InTheShop,
    OnItsWay,
    #[serde(other)]
    Unknown,
}

#[test]
fn a_newer_shops_word_reads_as_the_other() {
    same(&Stage::OnItsWay, r#""on_its_way""#);
    same(&Stage::Unknown, r#""unknown""#);
    reads(r#"["in_the_shop","on_the_moon",""]"#, &vec![Stage::InTheShop, Stage::Unknown, Stage::Unknown]);
    refused::<Stage>("3");
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Wire)]
#[serde(try_from = "String", into = "String")]
struct Even(u32);

impl TryFrom<String> for Even {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().ok().filter(|number| number % 2 == 0).map(Self).ok_or("an even number")
    }
}

impl From<Even> for String {
    fn from(even: Even) -> Self {
        even.0.to_string()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Wire)]
#[serde(from = "Vec<i64>", into = "Vec<i64>")]
struct Sum {
    total: i64,
}

impl From<Vec<i64>> for Sum {
    fn from(parts: Vec<i64>) -> Self {
        Self { total: parts.into_iter().fold(0, i64::wrapping_add) }
    }
}

impl From<Sum> for Vec<i64> {
    fn from(sum: Sum) -> Self {
        vec![sum.total]
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Wire)]
#[serde(transparent)]
struct Meters(u32);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Wire)]
struct Pair<A, B> {
    first: A,
    second: Option<B>,
}

#[test]
fn a_type_can_stand_as_another_type_and_hold_any_type() {
    same(&Even(12), r#""12""#);
    refused::<Even>(r#""13""#);
    refused::<Even>("12");
    same(&Sum { total: 3 }, "[3]");
    reads("[1,2]", &Sum { total: 3 });
    same(&Meters(5), "5");
    same(&Pair { first: vec![Meters(1)], second: Some(Even(2)) }, r#"{"first":[1],"second":"2"}"#);
    refused::<Pair<u8, Even>>(r#"{"first":1,"second":"3"}"#);
}

proptest! {
    #[test]
    fn any_texts_and_numbers_read_and_write_the_same(
        kind in any::<String>(), r#in in any::<u8>(), label in any::<Option<String>>(), is_late in any::<bool>(),
        notes in any::<BTreeMap<String, String>>(), places in any::<Vec<String>>(), floor in any::<Option<i32>>(),
    ) {
        let stops: Vec<_> = places.into_iter().map(|place| Stop { place, at: None }).collect();
        let parcel = Parcel { kind: kind.clone(), r#in, label, is_late, notes, stops, ..parcel() };
        prop_assert_eq!(read::<Parcel>(&serde_json::to_string(&parcel).expect("writes")), Some(parcel.clone()));
        prop_assert_eq!(&serde_json::from_str::<Parcel>(&write(&parcel)).expect("reads"), &parcel);
        let link = Link::Place { name: kind, floor };
        prop_assert_eq!(read::<Link>(&serde_json::to_string(&link).expect("writes")), Some(link.clone()));
        prop_assert_eq!(&serde_json::from_str::<Link>(&write(&link)).expect("reads"), &link);
    }
}
