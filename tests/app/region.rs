//! Choosing a region: over the server's own data.

use fairday::domain::region::{Choice, FOUND_MAX, path, search, within};
use fairday_contract::{City, County, Province, RegionCode};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn county(code: &str, name: &str, townships: &str) -> County {
    County { code: code.into(), name: name.into(), townships: townships.into() }
}

fn city(code: &str, name: &str, items: Vec<County>) -> City {
    City { code: code.into(), name: name.into(), items }
}

fn province(code: &str, name: &str, items: Vec<City>) -> Province {
    let readings = "fu阜 ping平坪 xian县 zhen镇 long龙 quan泉 guan关 tai台 yu峪 xiang乡 dong东 guan/wan莞 cheng城 \
                    jie街 dao道 bao保 ding定 shi市 he河 bei北 sheng省 zhong/chong重 xian/dan仙单";
    let readings = readings.split_whitespace().map(|one| {
        let at = one.find(|c: char| c.len_utf8() > 1).expect("characters");
        (one[..at].to_owned(), one[at..].to_owned())
    });
    Province {
        code: code.parse().expect("a code"),
        name: name.into(),
        items,
        readings: readings.collect::<BTreeMap<_, _>>(),
    }
}

fn hebei() -> Province {
    let fuping = county("24", "阜平县", "100阜平镇 龙泉关镇 平阳镇 202台峪乡 大台乡");
    let dongguan = city("19", "东莞市", vec![county("00", "东莞市", "003东城街道 南城街道")]);
    let own = city("90", "省直辖县级行政区划", vec![county("04", "仙桃市", "001沙嘴街道")]);
    province(
        "13",
        "河北省",
        vec![city("06", "保定市", vec![fuping, county("30", "容城县", "")]), dongguan, own],
    )
}

fn code(text: &str) -> RegionCode {
    text.parse().expect("a code")
}

fn names(choices: &[Choice]) -> Vec<&str> {
    choices.iter().map(|choice| choice.name.as_str()).collect()
}

fn found(typed: &str) -> Vec<String> {
    let found = search(&hebei(), typed);
    found.iter().map(|one| format!("{} {}", one.choice.code, one.choice.name)).collect()
}

#[test]
fn each_step_offers_what_is_within_and_nothing_that_only_holds_others() {
    let hebei = hebei();
    assert_eq!(names(&within(&hebei, &code("13"))), ["保定市", "东莞市", "仙桃市"]);
    assert_eq!(names(&within(&hebei, &code("1306"))), ["阜平县", "容城县"]);
    let towns = within(&hebei, &code("130624"));
    assert_eq!(names(&towns), ["阜平镇", "龙泉关镇", "平阳镇", "台峪乡", "大台乡"]);
    let codes: Vec<_> = towns.iter().map(|town| town.code.as_str()).collect();
    assert_eq!(codes, ["130624100", "130624101", "130624102", "130624202", "130624203"]);
    assert!(towns.iter().all(|town| town.is_whole));
    assert_eq!(names(&within(&hebei, &code("1319"))), ["东城街道", "南城街道"], "a city without counties");
    assert_eq!(within(&hebei, &code("1319"))[0].code.as_str(), "131900003");
    assert!(within(&hebei, &code("1306"))[1].is_whole, "no townships are listed there");
    for whole in ["130624100", "130630", "99"] {
        assert!(within(&hebei, &code(whole)).is_empty(), "{whole}");
    }
}

#[test]
fn the_way_to_a_region_is_as_people_say_it() {
    let hebei = hebei();
    for (region, way) in [
        ("13", "河北省"),
        ("1306", "河北省 保定市"),
        ("130624101", "河北省 保定市 阜平县 龙泉关镇"),
        ("131900004", "河北省 东莞市 南城街道"),
        ("139004001", "河北省 仙桃市 沙嘴街道"),
        ("130699", ""),
        ("130624999", ""),
    ] {
        assert_eq!(names(&path(&hebei, &code(region))).join(" "), way, "{region}");
    }
}

#[test]
fn a_region_is_found_by_characters_pinyin_or_initials() {
    for typed in ["阜平", "fuping", "Fu Ping", "fp", "fup", "fping", "阜p", "fu平", "f"] {
        assert_eq!(found(typed)[..2], ["130624 阜平县", "130624100 阜平镇"], "{typed}");
    }
    assert_eq!(found("lqg"), ["130624101 龙泉关镇"]);
    assert_eq!(found("longquanguan"), ["130624101 龙泉关镇"]);
    assert_eq!(found("泉关"), ["130624101 龙泉关镇"]);
    assert_eq!(found("dongwan")[0], "1319 东莞市", "a character with two readings");
    assert_eq!(found("dan")[0], "139004 仙桃市");
    for typed in ["", " ", "'", "fuqing", "xyz", "阜平乡", "130624", "fupingzhenx"] {
        assert_eq!(found(typed), Vec::<String>::new(), "{typed}");
    }
}

#[test]
fn what_begins_with_it_comes_before_what_has_it_within_and_the_wider_before_the_narrower() {
    assert_eq!(found("p")[0], "130624102 平阳镇");
    assert_eq!(found("fp"), ["130624 阜平县", "130624100 阜平镇"]);
    let there = search(&hebei(), "lqg");
    assert_eq!(there[0].above, ["保定市", "阜平县"]);
}

#[test]
fn not_more_are_found_than_help() {
    let many: Vec<String> = (1..=300)
        .map(|n| format!("{n:03}平镇{n:03}"))
        .map(|one| one.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned())
        .collect();
    let province =
        province("13", "河北省", vec![city("06", "保定市", vec![county("24", "阜平县", &many.join(" "))])]);
    assert_eq!(search(&province, "ping").len(), FOUND_MAX);
}

proptest! {
    #[test]
    fn nothing_that_is_typed_or_sent_breaks_it(typed in ".{0,60}", townships in "[0-9 镇a]{0,80}", region in "[0-9]{9}") {
        let province = province("13", "河北省", vec![city("06", "保定市", vec![county("24", "阜平县", &townships)])]);
        prop_assert!(search(&province, &typed).len() <= FOUND_MAX);
        _ = within(&province, &code("130624"));
        _ = path(&province, &code(&region));
    }
}
