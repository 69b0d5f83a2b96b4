//! What shoppers type, and what they should find.

#![allow(clippy::print_stdout)] // the benchmark says what it measured

mod benchmark;

use fairday_search::{Document, Field, FieldKind, Index};

const SHELF: [(&str, &str, &str, &str); 12] = [
    ("立白洗衣粉 2kg", "li bai xi yi fen", "立白", "li bai"),
    ("蓝月亮洗衣液", "lan yue liang xi yi ye", "蓝月亮", "lan yue liang"),
    ("海尔全自动洗衣机", "hai er quan zi dong xi yi ji", "海尔", "hai er"),
    ("Samsung Galaxy A15 手机", "shou ji", "Samsung 三星", "san xing"),
    ("OPPO A3 手机 8GB", "shou ji", "OPPO", ""),
    ("手机壳 适用 OPPO", "shou ji ke/qiao shi yong", "优品", "you pin"),
    ("华为 Mate 60 智能手机", "hua wei zhi neng shou ji", "华为", "hua wei"),
    ("重庆火锅底料", "zhong/chong qing huo guo di liao", "德庄", "de zhuang"),
    ("音乐枕头", "yin yue/le zhen tou", "优品", "you pin"),
    ("银行点钞机", "yin hang/xing dian chao ji", "得力", "de li"),
    ("Toothbrush soft", "", "Colgate", ""),
    ("红色塑料桶", "hong se su liao tong", "优品", "you pin"),
];

fn index() -> Index {
    let documents: Vec<Document> = SHELF
        .iter()
        .map(|(title, pinyin, brand, brand_pinyin)| {
            Document::new(0).with(Field::new(FieldKind::Title, *title, *pinyin)).with(Field::new(
                FieldKind::Brand,
                *brand,
                *brand_pinyin,
            ))
        })
        .collect();
    Index::build(&documents)
}

fn titles(query: &str) -> Vec<&'static str> {
    index().search(query).hits.iter().map(|hit| SHELF[hit.document as usize].0).collect()
}

#[test]
fn washing_powder_is_found_however_it_is_typed() {
    for query in ["洗衣粉", "xyf", "XYF", "xiyifen", "xiyif", "ｘｙｆ", "衣粉", "立白 洗衣粉", "libai xyf"]
    {
        assert_eq!(titles(query).first(), Some(&"立白洗衣粉 2kg"), "{query}");
    }
}

#[test]
fn two_characters_find_everything_that_has_them_together() {
    assert_eq!(titles("洗衣").len(), 3);
    assert_eq!(titles("衣洗"), Vec::<&str>::new());
}

#[test]
fn one_character_is_enough() {
    assert_eq!(titles("桶"), ["红色塑料桶"]);
}

#[test]
fn a_slip_of_the_finger_in_a_brand_is_forgiven() {
    for query in ["samsnug", "samsug", "Ssamsung", "toothbrsh"] {
        assert_eq!(titles(query).len(), 1, "{query}");
    }
    assert!(titles("op0p").is_empty() || titles("op0p").iter().all(|title| title.contains("OPPO")));
    assert_eq!(titles("smasnug"), Vec::<&str>::new(), "two slips are another word");
}

#[test]
fn words_are_found_while_they_are_being_typed() {
    for query in ["s", "sa", "sams", "gal", "galaxy a1"] {
        assert!(titles(query).contains(&"Samsung Galaxy A15 手机"), "{query}");
    }
}

#[test]
fn every_part_of_a_mixed_query_counts() {
    assert_eq!(titles("oppo 手机")[0], "OPPO A3 手机 8GB");
    assert_eq!(titles("oppo手机").len(), 2);
    assert_eq!(titles("三星 galaxy"), ["Samsung Galaxy A15 手机"]);
}

#[test]
fn words_typed_together_are_found_apart() {
    assert_eq!(titles("华为手机"), ["华为 Mate 60 智能手机"]);
}

#[test]
fn characters_with_two_readings_are_found_by_both() {
    for (query, title) in [
        ("yinhang", "银行点钞机"),
        ("chongqing", "重庆火锅底料"),
        ("zhongqing", "重庆火锅底料"),
        ("yinle", "音乐枕头"),
        ("yinyue", "音乐枕头"),
        ("cqhg", "重庆火锅底料"),
    ] {
        assert_eq!(titles(query), [title], "{query}");
    }
}

#[test]
fn when_nothing_has_every_word_the_nearest_is_shown_and_marked() {
    let found = index().search("oppo 冰箱");
    assert!(!found.matches_all);
    assert_eq!(found.hits.len(), 2);
    assert!(index().search("oppo 手机").matches_all);
}

#[test]
fn nothing_is_found_for_nothing() {
    for query in ["", " ", "！？", "zzzz", "冰箱", "\u{0}"] {
        assert_eq!(titles(query), Vec::<&str>::new(), "{query:?}");
    }
}

#[test]
fn the_title_counts_more_than_the_brand_and_its_beginning_most() {
    assert_eq!(titles("oppo")[0], "OPPO A3 手机 8GB");
}

#[test]
fn of_equal_matches_the_popular_one_comes_first() {
    let same = |prior| Document::new(prior).with(Field::new(FieldKind::Title, "毛巾", "mao jin"));
    let found = Index::build(&[same(1), same(9), same(9)]).search("毛巾");
    assert_eq!(found.hits.iter().map(|hit| hit.document).collect::<Vec<_>>(), [1, 2, 0]);
}

#[test]
fn odd_queries_and_odd_readings_do_no_harm() {
    let odd =
        Document::new(0).with(Field::new(FieldKind::Title, "㐀𠀀中文é", "- /// zh\u{0}ong ü extra more"));
    let index = Index::build(&[odd, Document::new(0)]);
    for query in ["中文", &"洗".repeat(10_000), &"a b ".repeat(10_000), "𠀀", "é", "\u{202e}abc"] {
        let _ = index.search(query);
    }
}
