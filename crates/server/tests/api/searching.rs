use crate::shop::Shop;
use fairday_contract::{SearchResults, Suggestion, Suggestions};

async fn search(shop: &Shop, query: &str) -> SearchResults {
    serde_json::from_value(shop.json(&format!("/api/v1/search?{query}")).await).expect("results")
}

#[tokio::test]
async fn washing_powder_is_found_in_characters_pinyin_and_initials() {
    let shop = Shop::open().await;
    let total = search(&shop, "q=%E6%B4%97%E8%A1%A3%E7%B2%89").await.total;
    assert!(total > 0);
    for q in ["xyf", "xiyifen", "washing+powder"] {
        let found = search(&shop, &format!("q={q}")).await;
        assert_eq!(found.total, total, "{q}");
        assert!(found.items.iter().all(|card| card.title.contains("洗衣粉")), "{q}");
    }
}

#[tokio::test]
async fn a_slip_of_the_finger_still_finds_the_brand() {
    let found = search(&Shop::open().await, "q=samsnug").await;
    assert!(found.total > 0 && found.items.iter().all(|card| card.title.contains("Samsung")));
}

#[tokio::test]
async fn a_search_counts_categories_and_brands_over_all_matches_and_narrows_by_them() {
    let shop = Shop::open().await;
    let all = search(&shop, "q=%E6%89%8B%E6%9C%BA&limit=5").await;
    assert!(all.total > 5 && all.items.len() == 5);
    assert_eq!(all.categories.iter().map(|category| category.count).sum::<u32>(), all.total);
    assert!(all.brands.iter().map(|brand| brand.count).is_sorted_by(|a, b| a >= b) && all.brands.len() <= 10);
    let narrow = search(&shop, &format!("q=%E6%89%8B%E6%9C%BA&category={}", all.categories[0].slug)).await;
    assert_eq!(narrow.total, all.categories[0].count);
}

#[tokio::test]
async fn the_pages_of_a_search_make_the_whole_list_once() {
    let shop = Shop::open().await;
    for sort in ["relevance", "price_asc"] {
        let (mut handles, mut cursor) = (Vec::new(), String::new());
        let total = loop {
            let found = search(&shop, &format!("q=o&sort={sort}&limit=7{cursor}")).await;
            handles.extend(found.items.into_iter().map(|card| card.handle));
            match found.next {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break found.total,
            }
        };
        handles.sort();
        handles.dedup();
        assert_eq!(handles.len() as u32, total, "{sort}");
    }
}

#[tokio::test]
async fn suggestions_name_categories_brands_and_products_at_most_eight() {
    let shop = Shop::open().await;
    for (q, wanted) in [("sj", "手机"), ("opp", "OPPO"), ("%E6%B4%97", "洗护清洁")] {
        let suggestions: Suggestions =
            serde_json::from_value(shop.json(&format!("/api/v1/search/suggestions?q={q}")).await)
                .expect("suggestions");
        assert!((1..=8).contains(&suggestions.items.len()), "{q}");
        let named = |suggestion: &Suggestion| match suggestion {
            Suggestion::Category { name, .. } | Suggestion::Brand { name } => name.as_str() == wanted,
            Suggestion::Product { .. } => false,
        };
        assert!(suggestions.items.iter().any(named), "{q}: {suggestions:?}");
        assert!(suggestions.items.iter().any(|one| matches!(one, Suggestion::Product { .. })), "{q}");
    }
    assert_eq!(shop.json("/api/v1/search/suggestions?q=").await["items"], serde_json::json!([]));
}

/// A query's words as they stand in a URL.
fn escaped(q: &str) -> String {
    percent_encoding::utf8_percent_encode(q, percent_encoding::NON_ALPHANUMERIC).to_string()
}

#[tokio::test]
async fn when_no_product_has_all_the_words_the_answer_says_so_and_names_near_categories() {
    let shop = Shop::open().await;
    let found = search(&shop, &format!("q={}", escaped("oppo 冰箱"))).await;
    assert!(found.partial && found.total > 0);
    let is_near = |one: &Suggestion| !matches!(one, Suggestion::Product { .. });
    assert!(!found.suggestions.is_empty() && found.suggestions.len() <= 8);
    assert!(found.suggestions.iter().all(is_near), "{:?}", found.suggestions);
    let all = search(&shop, "q=oppo").await;
    assert!(!all.partial && all.suggestions.is_empty());
}

#[tokio::test]
async fn nonsense_leads_to_categories_and_to_what_is_bought_most() {
    let shop = Shop::open().await;
    let found = search(&shop, "q=qqqqzzzz").await;
    assert_eq!((found.total, found.partial), (0, false));
    let is_category = |one: &Suggestion| matches!(one, Suggestion::Category { .. });
    let is_product = |one: &Suggestion| matches!(one, Suggestion::Product { .. });
    assert!(found.suggestions.iter().any(is_category) && found.suggestions.iter().any(is_product));
    assert_eq!(search(&shop, "q=").await.suggestions, Vec::new());
    let html = shop.get("/search?q=qqqqzzzz").await.text();
    assert!(html.contains("看看这些"), "{html}");
}

#[tokio::test]
async fn a_page_of_search_says_when_only_some_words_match() {
    let shop = Shop::open().await;
    let html = shop.get(&format!("/search?q={}", escaped("oppo 冰箱"))).await.text();
    assert!(html.contains("没有完全符合“oppo 冰箱”的商品"), "{html}");
    let html = shop.get(&format!("/en/search?q={}", escaped("oppo 冰箱"))).await.text();
    assert!(html.contains("Nothing matches all of “oppo 冰箱”"), "{html}");
}

#[tokio::test]
async fn traditional_characters_everyday_words_and_stock_keeping_units_are_found() {
    let shop = Shop::open().await;
    let total = search(&shop, &format!("q={}", escaped("手机"))).await.total;
    assert_eq!(search(&shop, &format!("q={}", escaped("手機"))).await.total, total);
    assert!(
        search(&shop, &format!("q={}", escaped("洗衣皂")))
            .await
            .items
            .iter()
            .all(|card| card.title.contains("肥皂"))
    );
    let coded = search(&shop, "q=s17-0").await;
    assert_eq!(coded.total, 1, "a stock keeping unit is one product's");
}
