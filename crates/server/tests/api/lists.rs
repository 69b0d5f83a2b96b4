use crate::shop::Shop;
use fairday_contract::{Page, ProductCard};
use fairday_server::catalogue::{Snapshot, sample};

async fn page(shop: &Shop, query: &str) -> Page<ProductCard> {
    serde_json::from_value(shop.json(&format!("/api/v1/products?{query}")).await).expect("a page")
}

/// Every handle of a list, page by page.
async fn walk(shop: &Shop, query: &str) -> Vec<String> {
    walk_from(shop, query, String::new()).await
}

async fn walk_from(shop: &Shop, query: &str, mut cursor: String) -> Vec<String> {
    let mut handles = Vec::new();
    loop {
        let page = page(shop, &format!("{query}{cursor}")).await;
        handles.extend(page.items.iter().map(|card| card.handle.to_string()));
        match page.next {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return handles,
        }
    }
}

#[tokio::test]
async fn a_page_has_24_products_unless_told_otherwise() {
    let shop = Shop::open().await;
    let first = page(&shop, "").await;
    assert_eq!((first.items.len(), first.total, first.next.is_some()), (24, 120, true));
    assert_eq!(page(&shop, "limit=100").await.items.len(), 100);
}

#[tokio::test]
async fn the_pages_of_every_order_make_the_whole_list_once() {
    let shop = Shop::open().await;
    for sort in ["relevance", "newest", "price_asc", "price_desc", "sales"] {
        let mut handles = walk(&shop, &format!("sort={sort}&limit=17")).await;
        assert_eq!(handles.len(), 120, "{sort}");
        handles.sort();
        handles.dedup();
        assert_eq!(handles.len(), 120, "{sort}");
    }
}

#[tokio::test]
async fn each_order_goes_by_what_it_says() {
    let shop = Shop::open().await;
    let prices =
        |page: Page<ProductCard>| page.items.iter().map(|card| card.price.amount).collect::<Vec<_>>();
    assert!(prices(page(&shop, "sort=price_asc").await).is_sorted());
    assert!(prices(page(&shop, "sort=price_desc").await).is_sorted_by(|a, b| a >= b));
    assert!(page(&shop, "sort=sales").await.items.iter().map(|card| card.sold).is_sorted_by(|a, b| a >= b));
    let first = page(&shop, "").await.items[0].handle.clone();
    assert_eq!(first, sample::product(0).handle, "the merchant's first");
}

#[tokio::test]
async fn a_category_holds_its_childrens_products() {
    let shop = Shop::open().await;
    let wide = page(&shop, "category=household&limit=100").await;
    let narrow = page(&shop, "category=cleaning&limit=100").await;
    assert!(wide.total > narrow.total && narrow.total > 0);
    assert!(narrow.items.iter().all(|card| wide.items.contains(card)));
}

#[tokio::test]
async fn filters_keep_only_what_they_name() {
    let shop = Shop::open().await;
    let dear = page(&shop, "price_min=20000&price_max=50000&limit=100").await;
    assert!(dear.total > 0 && dear.items.iter().all(|card| (20_000..=50_000).contains(&card.price.amount)));
    let there = page(&shop, "in_stock=true&limit=100").await;
    assert!(there.total < 120 && there.items.iter().all(|card| !card.sold_out));
    let brand = page(&shop, "brand=OPPO&limit=100").await;
    assert!(brand.total > 0 && brand.items.iter().all(|card| card.title.starts_with("OPPO")));
    let both_names =
        (page(&shop, "brand=%E6%99%B4%E7%A6%BE").await.total, page(&shop, "brand=Qinghe").await.total);
    assert!(both_names.0 > 0 && both_names.0 == both_names.1, "a brand goes by its name in either language");
    assert_eq!(page(&shop, "brand=nobody").await.total, 0);
    assert_eq!(page(&shop, "price_min=9&price_max=1").await.total, 0);
}

#[tokio::test]
async fn products_added_or_removed_between_two_pages_neither_repeat_nor_hide_others() {
    for sort in ["relevance", "newest", "price_asc", "sales"] {
        let mut catalogue = sample::catalogue(60);
        let shop = Shop::selling(catalogue.clone()).await;
        let first = page(&shop, &format!("sort={sort}&limit=20")).await;
        let seen: Vec<_> = first.items.iter().map(|card| card.handle.clone()).collect();
        // The last product that was shown is gone, and there are new ones in front and behind.
        catalogue.products.retain(|product| product.handle != seen[19]);
        catalogue.products.insert(0, sample::product(900));
        catalogue.products.push(sample::product(901));
        catalogue.revision = 2;
        shop.state.replace_snapshot(Snapshot::build(catalogue.clone()));
        let rest = walk_from(
            &shop,
            &format!("sort={sort}&limit=20"),
            format!("&cursor={}", first.next.expect("more")),
        )
        .await;
        for product in catalogue.products.iter().filter(|product| product.sold_before()) {
            let times = rest.iter().filter(|handle| **handle == product.handle.to_string()).count()
                + usize::from(seen.contains(&product.handle));
            assert_eq!(times, 1, "{sort}: {}", product.handle);
        }
    }
}

trait SoldBefore {
    fn sold_before(&self) -> bool;
}

impl SoldBefore for fairday_server::catalogue::model::Product {
    /// Whether it was there when the first page was read.
    fn sold_before(&self) -> bool {
        !self.handle.as_str().ends_with("-900") && !self.handle.as_str().ends_with("-901")
    }
}

#[tokio::test]
async fn a_page_of_cards_is_small() {
    let answer = Shop::selling(sample::catalogue(300)).await.densest("/api/v1/products?limit=24").await;
    assert_eq!(answer.header("content-encoding"), "br");
    assert!(answer.body.len() <= 2_000, "{} bytes", answer.body.len());
}
