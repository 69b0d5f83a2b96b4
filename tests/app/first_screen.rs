//! The first screen as HTML: readable and true without a line of script.
#![cfg(feature = "ssr")]

use crate::sample::{card, shirt, store};
use fairday::domain::content::{Boot, Content, Listing};
use fairday::first_screen::{FirstScreen, Site, render};
use fairday::route::{Filter, Place, Route};
use fairday_contract::{Home, Locale, SearchResults, Section, SectionKind};
use std::sync::Arc;

fn screen(locale: Locale, route: Route, content: Option<Content>) -> FirstScreen {
    let site = Site { origin: "https://shop.example".into(), description: "Tea, and more.".into() };
    render(&Place { locale, route }, &Boot { store: store(locale), content }, &site)
}

fn product(locale: Locale) -> FirstScreen {
    let handle = "shirt".parse().expect("a handle");
    screen(locale, Route::Product(handle), Some(Content::Product(Arc::new(shirt()))))
}

#[test]
fn a_product_page_says_name_price_options_and_facts() {
    let body = product(Locale::ZhCn).body;
    for words in ["格子衬衫", "¥39", "颜色", "蓝", "尺码", "纯棉", "材质", "加入购物车", "棉袜", "已售 12"]
    {
        assert!(body.contains(words), "{words} is missing in {body}");
    }
    assert!(product(Locale::En).body.contains("Add to cart"));
}

#[test]
fn no_text_of_a_product_becomes_markup() {
    let FirstScreen { head, body, data } = product(Locale::ZhCn);
    assert!(!body.contains("</script><b>"), "{body}");
    assert!(!head.contains("</script><b>"), "{head}");
    assert_eq!(data.matches("</script>").count(), 1, "only the element's own end: {data}");
}

#[test]
fn the_app_starts_with_what_the_page_shows() {
    let data = product(Locale::ZhCn).data;
    let json = data
        .split_once(r#"id="boot">"#)
        .and_then(|(_, rest)| rest.strip_suffix("</script>"))
        .expect("one element");
    let boot: Boot = fairday::json::read(json).expect("JSON");
    assert_eq!(boot.content, Some(Content::Product(Arc::new(shirt()))));
}

#[test]
fn a_search_engine_reads_name_price_stock_and_both_languages() {
    let head = product(Locale::En).head;
    for part in [
        r#"<link rel="canonical" href="https://shop.example/en/p/shirt">"#,
        r#"hreflang="zh-CN" href="https://shop.example/p/shirt""#,
        r#"hreflang="en" href="https://shop.example/en/p/shirt""#,
        r#"hreflang="x-default" href="https://shop.example/p/shirt""#,
        r#"property="og:image" content="https://shop.example/pictures/abcdefghijkl-640.webp""#,
        r#""@type":"AggregateOffer""#,
        r#""lowPrice":"39.00""#,
        r#""highPrice":"45.00""#,
        r#""priceCurrency":"CNY""#,
        "https://schema.org/InStock",
        "纯棉 &amp; 透气",
    ] {
        assert!(head.contains(part), "{part} is missing in {head}");
    }
}

#[test]
fn a_narrowed_list_points_search_engines_to_the_whole_one() {
    let slug: fairday_contract::CategorySlug = "clothes".parse().expect("a slug");
    let results = SearchResults {
        items: vec![card("shirt", "衬衫", 3900)],
        total: 1,
        next: None,
        categories: vec![],
        brands: vec![],
        partial: false,
        suggestions: vec![],
    };
    let listing = Listing { results, category: None, above: vec![] };
    let narrowed = Filter { in_stock: true, ..Filter::default() };
    let head =
        screen(Locale::ZhCn, Route::Category(slug, narrowed), Some(Content::List(Arc::new(listing)))).head;
    assert!(head.contains(r#"canonical" href="https://shop.example/c/clothes""#), "{head}");
    assert!(head.contains("noindex"));
}

#[test]
fn a_search_that_matches_only_some_words_says_so_and_offers_near_categories() {
    let near = fairday_contract::Suggestion::Category {
        slug: "clothes".parse().expect("a slug"),
        name: "服装".into(),
    };
    let results = SearchResults {
        items: vec![card("shirt", "衬衫", 3900)],
        total: 1,
        next: None,
        categories: vec![],
        brands: vec![],
        partial: true,
        suggestions: vec![near],
    };
    let listing = Arc::new(Listing { results, category: None, above: vec![] });
    for (locale, sentence, link) in [
        (Locale::ZhCn, "没有完全符合“绿 衬衫”的商品", r#"href="/c/clothes""#),
        (Locale::En, "Nothing matches all of “绿 衬衫”", r#"href="/en/c/clothes""#),
    ] {
        let route = Route::Search(Filter::words("绿 衬衫"));
        let body = screen(locale, route, Some(Content::List(Arc::clone(&listing)))).body;
        assert!(body.contains(sentence) && body.contains(link), "{body}");
    }
}

#[test]
fn links_and_the_search_form_work_without_scripts() {
    let home = Home {
        banners: vec![],
        categories: vec![],
        sections: vec![Section { kind: SectionKind::Popular, items: vec![card("rice", "大米", 4990)] }],
    };
    let body = screen(Locale::En, Route::Home, Some(Content::Home(Arc::new(home)))).body;
    assert!(body.contains(r#"href="/en/p/rice""#), "{body}");
    assert!(body.contains(r#"action="/en/search""#) && body.contains(r#"name="q""#), "{body}");
    assert!(body.contains(r#"href="/en/cart""#));
}

#[test]
fn no_style_attribute_and_no_inline_handler_stands_in_the_page() {
    let body = product(Locale::ZhCn).body;
    assert!(!body.contains(" style=") && !body.contains(" onclick="), "{body}");
}

#[test]
fn a_page_that_fails_says_what_to_do() {
    let body = screen(Locale::En, Route::NotFound, None).body;
    assert!(body.contains("No such page") && body.contains(r#"href="/en""#), "{body}");
}
