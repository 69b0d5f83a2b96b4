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

/// The titles found in a shop that has these, best first.
fn found_among<'a>(shelf: &[&'a str], query: &str) -> Vec<&'a str> {
    let documents: Vec<Document> =
        shelf.iter().map(|title| Document::new(0).with(Field::new(FieldKind::Title, *title, ""))).collect();
    Index::build(&documents).search(query).hits.iter().map(|hit| shelf[hit.document as usize]).collect()
}

#[test]
fn letters_and_digits_are_found_together_and_apart() {
    let shelf = [
        "Apple iPhone 11 64GB",
        "Apple iPhone XR",
        "Apple iPhone 8 Plus",
        "华为 Mate 20 手机",
        "华为 P30 Pro",
        "Sony WH-1000XM3 Headphones",
        "Redmi 7A 8GB",
        "Redmi Note 8 64GB",
    ];
    for (query, title) in [
        ("iphone11", shelf[0]),
        ("iphone 11", shelf[0]),
        ("iphonexr", shelf[1]),
        ("iphone8plus", shelf[2]),
        ("mate20", shelf[3]),
        ("华为mate20", shelf[3]),
        ("p30pro", shelf[4]),
        ("P 30 pro", shelf[4]),
        ("wh1000xm3", shelf[5]),
        ("wh 1000 xm3", shelf[5]),
        ("1000xm3", shelf[5]),
        ("redmi note 8", shelf[7]),
        ("redminote8", shelf[7]),
        ("苹果11", shelf[0]),
    ] {
        assert_eq!(found_among(&shelf, query).first(), Some(&title), "{query}");
    }
}

#[test]
fn another_number_is_never_a_slip_and_an_exact_model_beats_a_near_one() {
    let mate = Document::new(0).with(Field::new(FieldKind::Title, "Mate 30", ""));
    assert!(!Index::build([&mate]).search("mate20").matches_all);
    assert_eq!(found_among(&["P20 Pro", "P40 Pro"], "p30"), Vec::<&str>::new());
    assert_eq!(found_among(&["iPhone 11 Pro Max", "iPhone 11"], "iphone 11")[0], "iPhone 11");
    assert_eq!(found_among(&["Redmi 7A", "Redmi 7"], "redmi7")[0], "Redmi 7");
    assert_eq!(found_among(&["Vivo Y19s", "Vivo Y19"], "vivo y19")[0], "Vivo Y19");
}

#[test]
fn amounts_are_found_however_they_are_written() {
    for title in ["漱口水 500ml", "漱口水 500 ML", "漱口水 500毫升", "漱口水 0.5L"] {
        for query in ["500ml", "500 ml", "500毫升", "五百毫升", "漱口水500ml"] {
            assert_eq!(found_among(&[title, "漱口水 250ml"], query), [title], "{query}");
        }
    }
    for (title, query) in [("五号碱性电池", "5号电池"), ("5号碱性电池", "五号电池"), ("7号电池", "七号电池")]
    {
        assert_eq!(found_among(&["9号电池", title], query), [title], "{query}");
    }
}

#[test]
fn plurals_compounds_and_accents_make_no_difference() {
    for (title, queries) in [
        ("Red Dress", &["dresses", "dress"][..]),
        ("Gift Boxes", &["box", "boxes"]),
        ("Chef Knife", &["knives"]),
        ("Sports Watch", &["watches", "watchs"]),
        ("Cotton T-Shirt", &["tshirt", "t-shirt", "t shirt", "tshirts"]),
        ("Sunglasses", &["sun glasses", "sun-glasses", "sunglass"]),
        ("AirPods Pro", &["air pods", "airpods"]),
        ("Air Pods Pro", &["airpods", "air pods"]),
        ("Wi-Fi Router", &["wifi", "wi-fi", "wi fi"]),
        ("WiFi Router", &["wifi", "wi-fi", "wi fi"]),
        ("Café Crème", &["cafe creme", "café"]),
        ("Cafe Creme", &["café crème"]),
    ] {
        for query in queries {
            assert_eq!(found_among(&["Garden Hose", title], query), [title], "{query}");
        }
    }
}

#[test]
fn pinyin_is_forgiven_its_slips_signs_and_tones() {
    for query in ["xi'yi'fen", "xiyifeng", "xǐyīfěn", "xi yi fen", "xi3yi1fen3", "xiyfen"] {
        assert_eq!(titles(query).first(), Some(&"立白洗衣粉 2kg"), "{query}");
    }
    for query in ["sohuji", "shouji", "souji"] {
        assert!(titles(query).first().is_some_and(|title| title.contains("手机")), "{query}");
    }
    let shoes = Document::new(0).with(Field::new(FieldKind::Title, "女鞋", "nv xie"));
    for query in ["nüxie", "nvxie", "nuxie", "NÜXIÉ"] {
        assert_eq!(Index::build([&shoes]).search(query).hits.len(), 1, "{query}");
    }
    assert_eq!(titles("huaweishouji"), ["华为 Mate 60 智能手机"]);
}

#[test]
fn everyday_words_find_what_shops_call_otherwise() {
    for (title, query) in [
        ("透明洗衣皂", "肥皂"),
        ("生姜洗发露", "洗头水"),
        ("竹浆卷纸", "手纸"),
        ("六孔排插", "插排"),
        ("绵白砂糖", "白糖"),
        ("直板老人机", "老年机"),
        ("云南马铃薯", "土豆"),
        ("氨基酸洁面乳", "洗面奶"),
        ("Thick-Cut Toast", "bread"),
    ] {
        assert_eq!(found_among(&["落地风扇", title], query), [title], "{query}");
    }
}

#[test]
fn the_shops_own_synonyms_are_found_too() {
    let kettle = Document::new(0).with(Field::new(FieldKind::Title, "铜吊子", ""));
    let index = Index::build([&kettle]);
    assert_eq!(index.search("水壶").hits.len(), 0);
    let own = fairday_search::Synonyms::read("水壶 > 铜吊子").expect("a table");
    assert_eq!(index.with_synonyms(own).search("水壶").hits.len(), 1);
}

#[test]
fn womens_things_are_not_mens_and_toilet_paper_is_no_sanitary_towel() {
    let shelf = ["男士纯棉睡衣", "女款睡衣套装", "男士背心"];
    assert_eq!(found_among(&shelf, "女士睡衣")[0], "女款睡衣套装");
    let found = found_among(&["男士纯棉睡衣", "纯棉睡衣"], "女士睡衣");
    assert_ne!(found.first(), Some(&"男士纯棉睡衣"));
    assert_eq!(found_among(&["Men's Vest", "Women's Vest"], "womens vests")[0], "Women's Vest");
    assert_eq!(found_among(&["日用卫生巾", "竹浆卷纸"], "卫生纸"), ["竹浆卷纸"]);
    assert_eq!(found_among(&["日用卫生巾"], "卫生纸"), Vec::<&str>::new());
}

#[test]
fn a_stock_keeping_unit_finds_its_product_with_and_without_signs() {
    let coded = |code: &str| Document::new(0).with(Field::new(FieldKind::Code, code, ""));
    let index = Index::build([coded("RICE-NORTHEAST-01"), coded("AB 12/7"), coded("6901234567892")]);
    for (query, document) in
        [("rice-northeast-01", 0), ("ricenortheast01", 0), ("AB127", 1), ("ab-12-7", 1), ("6901234567892", 2)]
    {
        let found = index.search(query);
        assert_eq!(found.hits.first().map(|hit| hit.document), Some(document), "{query}");
        assert!(found.matches_all);
    }
    assert!(index.search("690123456789").hits.is_empty());
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
