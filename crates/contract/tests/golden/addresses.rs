//! Divisions, the address book, and ways of delivery.

use super::{check, yuan};
use fairday_contract::*;
use std::collections::BTreeMap;

#[test]
fn regions_read_and_write_as_the_golden_file_does() {
    let readings = BTreeMap::from([("he".into(), "河".into()), ("bei".into(), "北".into())]);
    check(
        "regions",
        Regions {
            source: "国家统计局".into(),
            date: "2023-06-30".into(),
            items: vec![Region { code: region("13"), name: "河北省".into() }],
            readings: readings.clone(),
        },
    );
    let county = |code: &str, name: &str, townships: &str| County {
        code: code.into(),
        name: name.into(),
        townships: townships.into(),
    };
    let items = vec![county("24", "阜平县", "100阜平镇 龙泉关镇 202台峪乡"), county("30", "容城县", "")];
    check(
        "province",
        Province {
            code: region("13"),
            name: "河北省".into(),
            items: vec![City { code: "06".into(), name: "保定市".into(), items }],
            readings,
        },
    );
}

fn region(code: &str) -> RegionCode {
    code.parse().expect("a code")
}

fn recipient() -> Recipient {
    Recipient {
        name: "王秀英".into(),
        phone: "13800138000".into(),
        region: Some(region("130624101")),
        region_names: ["河北省", "保定市", "阜平县", "龙泉关镇"].map(Into::into).into(),
        village: "青羊口村".into(),
        detail: "村口第二家".into(),
    }
}

#[test]
fn the_address_book_reads_and_writes_as_the_golden_file_does() {
    let id = |digit: &str| digit.repeat(32).parse().expect("an id");
    let plain = Recipient {
        region: None,
        region_names: Vec::new(),
        village: String::new(),
        detail: String::new(),
        ..recipient()
    };
    let items = vec![
        Address { id: id("0"), place: recipient(), label: "家".into(), is_default: true },
        Address { id: id("a"), place: plain.clone(), label: String::new(), is_default: false },
    ];
    check("addresses", Addresses { items });
    check("address_entry", AddressEntry { place: recipient(), label: "家".into(), is_default: true });
    check("recipient", plain);
}

#[test]
fn ways_of_delivery_read_and_write_as_the_golden_file_does() {
    let offer = DeliveryOffer { fee: yuan(800), free_from: Some(9900), days_min: 3, days_max: 6 };
    let point = PickUpPoint {
        id: "fuping".parse().expect("an id"),
        name: "阜平站".into(),
        region: region("130624100"),
        address: "东大街口".into(),
        hours: "8:00–19:00".into(),
        phone: "0312-5550100".into(),
        offer: DeliveryOffer { fee: yuan(0), free_from: None, ..offer.clone() },
    };
    let quiet = PickUpPoint { hours: String::new(), phone: String::new(), ..point.clone() };
    let options =
        DeliveryOptions { region: region("130624101"), door: Some(offer), points: vec![point, quiet] };
    check("delivery", options.clone());
    check("delivery_none", DeliveryOptions { door: None, points: Vec::new(), ..options });
}
