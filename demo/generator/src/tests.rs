//! Checks that sources, CSV and pictures agree.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::{demo, picture, source, sources, table};
use std::{collections::BTreeSet, fs};

/// How large the folder of pictures may be, in bytes.
const PICTURES_LIMIT: u64 = 5_000_000;

fn products() -> Vec<crate::goods::Product> {
    source::read(&sources()).expect("the sources can be read")
}

#[test]
fn the_csv_is_what_the_sources_generate() {
    let written = fs::read_to_string(demo().join("products.csv")).unwrap();
    assert!(written == table::csv(&products()).unwrap(), "run the generator and commit products.csv");
}

#[test]
fn every_picture_named_is_there_and_no_other_and_all_are_small() {
    let mut named = BTreeSet::new();
    let written = fs::read_to_string(demo().join("products.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(written.as_bytes());
    let header = reader.headers().unwrap().clone();
    for row in reader.records() {
        for (column, field) in header.iter().zip(&row.unwrap()) {
            if ["Image Src", "Variant Image"].contains(&column) && !field.is_empty() {
                named.insert(field.to_owned());
            }
        }
    }
    let mut there = BTreeSet::new();
    let mut bytes = 0;
    for entry in fs::read_dir(demo().join("pictures")).unwrap() {
        let entry = entry.unwrap();
        bytes += entry.metadata().unwrap().len();
        there.insert(entry.file_name().into_string().unwrap());
    }
    assert_eq!(named, there);
    assert!(bytes <= PICTURES_LIMIT, "{bytes} bytes of pictures");
}

#[test]
fn the_shop_has_three_hundred_goods_and_twelve_handsets_with_names_of_their_own() {
    let products = products();
    let handsets = products.iter().filter(|product| product.handle.starts_with("phone-")).count();
    let handles: BTreeSet<_> = products.iter().map(|product| &product.handle).collect();
    let titles: BTreeSet<_> = products.iter().map(|product| &product.title.zh).collect();
    assert_eq!(handsets, 12);
    assert!(products.len() >= 300, "{} goods", products.len());
    assert_eq!(handles.len(), products.len());
    assert_eq!(titles.len(), products.len());
}

#[test]
fn every_product_speaks_both_languages() {
    let chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    for product in products() {
        for text in [&product.title, &product.vendor, &product.category, &product.tags, &product.body] {
            assert!(chinese(&text.zh), "{}: {:?} is not Chinese", product.handle, text.zh);
            assert!(
                !text.en.is_empty() && !chinese(&text.en),
                "{}: {:?} is not English",
                product.handle,
                text.en
            );
        }
        for (_, fact) in &product.specifications {
            assert!(!chinese(&fact.en), "{}: {:?} is not English", product.handle, fact.en);
        }
        for value in product.choices.iter().flat_map(|choice| &choice.values) {
            assert!(!chinese(&value.name.en), "{}: {:?} is not English", product.handle, value.name.en);
        }
    }
}

#[test]
fn every_price_is_one_a_county_market_asks_and_reductions_reduce() {
    for product in products() {
        let values = product.choices.iter().flat_map(|choice| &choice.values);
        for price in values.filter_map(|value| value.price).chain([product.price]) {
            assert!((150..=159_900).contains(&price.now), "{}", product.handle);
            assert!(price.before.is_none_or(|before| before > price.now), "{}", product.handle);
        }
    }
}

#[test]
fn every_drawing_is_well_formed_without_its_print() {
    for product in products() {
        for picture in product.pictures() {
            let svg = picture::draw(&picture.look, product.background).expect("a known drawing");
            assert!(resvg::usvg::Tree::from_str(&svg, &resvg::usvg::Options::default()).is_ok());
        }
    }
}

#[test]
fn a_mistake_in_a_source_is_told_with_its_line() {
    let start = "# 上 | Top | f0f0f0\n## 下 | Sub | 词 | word\n~ 牌 Brand\n";
    let mistakes = [
        ("cup | 杯 | Cup | 9.9 | nothing ffffff 000000", "line 4: no drawing is called \"nothing\""),
        ("cup | 杯 | Cup | 9,9 | mug ffffff 000000", "line 4: \"9,9\" is not a price"),
        ("cup | 杯 | Cup | 9.9 | mug white 000000", "line 4: \"white\" is not a colour"),
        ("cup | 杯 | Cup | 9.9", "line 4: 4 fields where 5 are wanted"),
        (
            "cup | 杯 | Cup | 9.9 | mug ffffff 000000\n杯\nA cup.\n+容量: 一碗",
            "line 7: \"一碗\" needs English after a slash",
        ),
        (
            "cup | 杯 | Cup | 9.9 | mug ffffff 000000\n杯",
            "cup needs a description in both languages and at most two options",
        ),
    ];
    for (line, reason) in mistakes {
        assert_eq!(source::parse(&format!("{start}{line}")).unwrap_err(), reason);
    }
}
