//! What a shopper types, what the phone reckons by itself, and the code shown at the pick-up point.

use crate::outbox::{entry, terms_at};
use fairday::domain::checkout::{Draft, Field, Place, reason, way};
use fairday::domain::{qr, terms};
use fairday::json::{read, write};
use fairday_contract::{
    City, County, Currency, DeliveryChoice, DeliveryOffer, DifferenceKind, Money, Province,
};
use proptest::prelude::*;
use std::collections::BTreeMap;

#[test]
fn what_is_missing_is_said_field_by_field() {
    let empty = Place::default();
    assert_eq!(empty.missing(true), [Field::Name, Field::Phone, Field::Region, Field::Detail]);
    assert_eq!(empty.missing(false), [Field::Name, Field::Phone]);
    let whole = Place {
        name: "王".into(),
        phone: "13800138000".into(),
        region: "130102".parse().ok(),
        detail: "1 号".into(),
        ..Place::default()
    };
    assert_eq!(whole.missing(true), []);
    let long =
        Place { name: "长".repeat(41), village: "村".repeat(41), detail: "号".repeat(121), ..whole };
    assert_eq!(long.missing(true), [Field::Name, Field::Village, Field::Detail]);
}

#[test]
fn what_comes_out_of_contacts_and_messages_is_sent_as_the_shop_keeps_it() {
    let place = Place {
        name: "王\u{ad}秀英 ".into(),
        phone: "\u{202d}138.0013\u{2011}8000\u{202c}".into(),
        region: "130102".parse().ok(),
        village: "\u{feff}东村".into(),
        detail: "北街\u{200b} 1 号".into(),
        ..Place::default()
    };
    assert_eq!(place.missing(true), []);
    let sent = place.recipient();
    let texts = [&sent.name, &sent.phone, &sent.village, &sent.detail].map(String::as_str);
    assert_eq!(texts, ["王秀英", "13800138000", "东村", "北街 1 号"]);
    let mut draft = Draft { coupon: "“fair10”\u{200b}".into(), ..Draft::default() };
    assert_eq!((draft.apply(), draft.applied.as_str()), (Ok(()), "FAIR10"));
    draft.coupon = "NEW–5".into();
    assert_eq!((draft.apply(), draft.applied.as_str()), (Ok(()), "NEW-5"));
    draft.coupon = "优惠码".into();
    assert!(draft.apply().is_err() && draft.applied.is_empty(), "what can be no code is not asked about");
    draft.note = "放门口\r\n先打电话".into();
    assert_eq!(draft.note().as_deref(), Ok("放门口\n先打电话"));
    assert_eq!(reason("不要了\n谢谢", false).as_deref(), Ok("不要了\n谢谢"));
    assert!(reason("", false).is_ok() && reason(" \u{200b}", true).is_err());
}

#[test]
fn what_was_typed_is_there_after_the_tab_was_killed() {
    let mut draft = Draft { note: "门口有狗 \"大\"\n".into(), is_pick_up: true, ..Draft::default() };
    draft.id = "0123456789abcdef0123456789abcdef".parse().ok();
    draft.place.region = "1301".parse().ok();
    draft.place.region_names = vec!["河北省".into(), "石家庄市".into()];
    assert_eq!(read::<Draft>(&write(&draft)), Some(draft.clone()));
    let next = draft.next();
    assert!(next.id.is_none() && next.note.is_empty(), "the next order is another one");
    assert_eq!(next.place, draft.place, "to the same place");
    for kept in [entry(None), entry(Some("1"))] {
        assert!(read(&write(&kept)) == Some(kept));
    }
}

#[test]
fn a_region_is_whole_when_nothing_smaller_is_listed() {
    let county = |code: &str, name: &str, townships: &str| County {
        code: code.into(),
        name: name.into(),
        townships: townships.into(),
    };
    let items = vec![county("02", "长安区", "001建北街道"), county("99", "新区", "")];
    let city = City { code: "01".into(), name: "石家庄市".into(), items };
    let readings = BTreeMap::new();
    let hebei =
        Province {
            code: "13".parse().expect("a code"), name: "河北省".into(), items: vec![city], readings
        };
    let way = |code: &str| way(Some(&hebei), &code.parse().expect("a code"));
    assert_eq!(way("13").map(|(_, is_end)| is_end), Some(false));
    assert_eq!(way("130102").map(|(_, is_end)| is_end), Some(false));
    assert_eq!(way("130199").map(|(_, is_end)| is_end), Some(true));
    let (names, is_end) = way("130102001").expect("known");
    assert_eq!((names.join(" ").as_str(), is_end), ("河北省 石家庄市 长安区 建北街道", true));
    assert_eq!(way("139999"), None);
    assert_eq!(fairday::domain::checkout::way(None, &"13".parse().expect("a code")), None);
}

#[test]
fn without_network_the_phone_reckons_with_what_it_knows() {
    let known = terms_at(1000);
    let fee = Money::new(500, Currency::CNY);
    let offer = DeliveryOffer { fee, free_from: Some(3000), days_min: 2, days_max: 4 };
    let reckon = |lines| terms::estimate(lines, Currency::CNY, known.delivery.clone(), &offer);
    assert_eq!(
        reckon(known.lines.clone()).map(|terms| (terms.goods, terms.delivery_fee, terms.total)),
        Some((2000, 500, 2500))
    );
    assert_eq!(reckon(known.lines.clone()), Some(known.clone()));
    let mut many = known.lines.clone();
    many[0].quantity = 3;
    assert_eq!(reckon(many).map(|terms| terms.delivery_fee), Some(0), "free from 30 yuan");
    let mut huge = known.lines.clone();
    huge[0].price = i64::MAX;
    assert_eq!(reckon(huge), None, "a sum that does not fit is no sum");
}

proptest! {
    #[test]
    fn terms_differ_in_nothing_exactly_when_they_are_those_agreed_to(
        price in 1_i64..5, quantity in 1_u32..3, fee in 0_i64..3, discount in 0_i64..2, is_other_place in any::<bool>(),
    ) {
        let base = terms_at(2);
        let mut now = base.clone();
        now.lines[0].price = price;
        now.lines[0].quantity = quantity;
        now.delivery_fee = fee;
        now.discount = discount;
        if is_other_place {
            now.delivery = DeliveryChoice::PickUp { point: "market".parse().expect("a point") };
        }
        let is_same = terms::agreed(&base) == terms::agreed(&now);
        prop_assert_eq!(terms::differences(&terms::agreed(&base), &now).is_empty(), is_same);
    }
}

#[test]
fn a_line_that_is_gone_is_said_to_be() {
    let agreed = terms::agreed(&terms_at(1000));
    let mut now = terms_at(1000);
    now.lines.clear();
    assert_eq!(terms::differences(&agreed, &now)[0].what, DifferenceKind::Gone);
}

#[test]
fn a_scanner_reads_the_pick_up_code() {
    for text in ["12-3456", "A7K2-9QXM", "0123456789abcdef0123456789abcdef", &"x".repeat(qr::BYTES_MAX)] {
        let grid = qr::encode(text).expect("it fits");
        let (scale, quiet) = (4, 4);
        let side = (grid.len() + 2 * quiet) * scale;
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
            let dark = |n: usize| (n / scale).checked_sub(quiet);
            let row = dark(y).and_then(|y| grid.get(y));
            let is_dark = row.zip(dark(x)).and_then(|(row, x)| row.get(x)).is_some_and(|dark| *dark);
            if is_dark { 0 } else { 255 }
        });
        let found = image.detect_grids();
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(found[0].decode().expect("readable").1, text);
    }
    assert!(qr::encode(&"x".repeat(qr::BYTES_MAX + 1)).is_none());
}
