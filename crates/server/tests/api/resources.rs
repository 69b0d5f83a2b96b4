use crate::shop::Shop;
use fairday_contract::{Category, Home, ProductDetail, SectionKind, Store};
use fairday_server::catalogue::sample;
use fairday_server::refresh::empty_catalogue;
use std::collections::HashSet;

fn read<T: serde::de::DeserializeOwned>(value: serde_json::Value) -> T {
    serde_json::from_value(value).expect("as the contract says")
}

#[tokio::test]
async fn the_store_tells_its_name_languages_and_currency() {
    let store: Store = read(Shop::open().await.json("/api/v1/store").await);
    assert_eq!((store.name.as_str(), store.revision, store.locales.len()), ("样例铺", 1, 2));
    assert_eq!(store.currency.code(), "CNY");
}

#[tokio::test]
async fn the_home_page_has_banners_categories_and_rows_without_repeating_a_product() {
    let home: Home = read(Shop::open().await.json("/api/v1/home").await);
    assert_eq!(home.banners.len(), 3);
    assert!(home.banners.iter().all(|banner| banner.picture.is_some()));
    assert_eq!(home.categories.len(), 4);
    assert!(
        home.categories.iter().all(|category| category.picture.is_some() && category.children.is_empty())
    );
    let kinds: Vec<_> = home.sections.iter().map(|section| &section.kind).collect();
    assert!(
        matches!(
            kinds[..],
            [
                SectionKind::Popular,
                SectionKind::Reduced,
                SectionKind::New,
                SectionKind::Category { .. },
                SectionKind::Category { .. }
            ]
        ),
        "{kinds:?}"
    );
    let handles: Vec<_> =
        home.sections.iter().flat_map(|section| &section.items).map(|card| &card.handle).collect();
    assert_eq!(handles.iter().collect::<HashSet<_>>().len(), handles.len());
    assert!(home.sections.iter().all(|section| (2..=8).contains(&section.items.len())));
    assert!(home.sections[1].items.iter().all(|card| card.compare_at.is_some()));
}

#[tokio::test]
async fn an_empty_shop_answers_everything_with_nothing() {
    let shop = Shop::selling(empty_catalogue()).await;
    let home: Home = read(shop.json("/api/v1/home").await);
    assert_eq!((home.banners.len(), home.sections.len()), (0, 0));
    assert_eq!(shop.json("/api/v1/categories").await, serde_json::json!([]));
    assert_eq!(shop.json("/api/v1/products").await, serde_json::json!({"items": [], "total": 0}));
    assert_eq!(shop.json("/api/v1/search?q=x").await["total"], 0);
}

#[tokio::test]
async fn a_category_counts_its_childrens_products_and_has_a_readable_name_in_urls() {
    let tree: Vec<Category> = read(Shop::open().await.json("/api/v1/categories").await);
    assert_eq!(tree.iter().map(|category| category.count).sum::<u32>(), 120);
    let household = tree
        .iter()
        .find(|category| category.slug.as_str() == "household")
        .expect("a slug from the English name");
    assert_eq!(household.name, "日用百货");
    assert_eq!(household.children.iter().map(|child| child.count).sum::<u32>(), household.count);
}

#[tokio::test]
async fn a_product_tells_everything_and_what_is_like_it() {
    let product = sample::product(7);
    let detail: ProductDetail =
        read(Shop::open().await.json(&format!("/api/v1/products/{}", product.handle)).await);
    assert_eq!(detail.title, product.title.default);
    assert_eq!(detail.variants.len(), product.variants.len());
    assert_eq!(detail.categories.len(), 2);
    assert_eq!(detail.related.len(), 8);
    assert!(detail.related.iter().all(|card| card.handle != detail.handle && !card.sold_out));
}

#[tokio::test]
async fn a_product_with_a_chinese_handle_is_found_by_its_encoded_name() {
    let mut catalogue = sample::catalogue(3);
    catalogue.products[0].handle = "立白洗衣粉".parse().expect("a handle");
    let shop = Shop::selling(catalogue).await;
    let detail = shop.json("/api/v1/products/%E7%AB%8B%E7%99%BD%E6%B4%97%E8%A1%A3%E7%B2%89").await;
    assert_eq!(detail["handle"], "立白洗衣粉");
}

#[tokio::test]
async fn everything_is_told_in_the_language_asked_for_and_says_which() {
    let shop = Shop::open().await;
    let english = shop.send("GET", "/api/v1/store", &[("accept-language", "de, en;q=0.5")]).await;
    assert_eq!(
        (english.header("content-language"), english.json()["name"].as_str()),
        ("en", Some("Sample Store"))
    );
    let chinese = shop.get("/api/v1/store").await;
    assert_eq!(
        (chinese.header("content-language"), chinese.json()["name"].as_str()),
        ("zh-CN", Some("样例铺"))
    );
    assert_eq!(chinese.header("vary"), "Accept-Encoding, Accept-Language");
}
