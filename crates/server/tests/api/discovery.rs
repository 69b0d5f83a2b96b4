use crate::shop::{Opening, Shop};
use fairday_server::catalogue::sample;
use fairday_server::http::limits::SITEMAP_URLS_MAX;
use std::collections::HashSet;
use std::path::Path;

/// Kept so that a change of the API is a change in the repository. `FAIRDAY_UPDATE=1 cargo test` writes it anew.
#[test]
fn the_committed_description_of_the_api_is_the_served_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json");
    let served = fairday_server::http::docs::specification();
    if std::env::var_os("FAIRDAY_UPDATE").is_some() {
        std::fs::write(&path, &served).expect("writes");
    }
    assert_eq!(
        std::fs::read_to_string(path).expect("is committed"),
        served,
        "run with FAIRDAY_UPDATE=1 if this is meant"
    );
}

#[tokio::test]
async fn the_api_is_described_and_can_be_tried_without_any_outside_network() {
    let shop = Shop::open().await;
    let description = shop.json("/api/openapi.json").await;
    assert!(description["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
    for path in
        ["store", "home", "categories", "products", "products/{handle}", "search", "search/suggestions"]
    {
        assert!(description["paths"][format!("/api/v1/{path}")]["get"].is_object(), "{path}");
    }
    assert_eq!(shop.get("/api/docs").await.header("location"), "/api/docs/");
    let page = shop.get("/api/docs/").await;
    assert_eq!((page.status, page.header("content-type")), (200, "text/html"));
    assert!(!page.text().contains("https://"), "nothing from elsewhere");
    assert!(shop.get("/api/docs/swagger-initializer.js").await.text().contains("/api/openapi.json"));
    assert_eq!(shop.get("/api/docs/swagger-ui-bundle.js").await.status, 200);
    assert_eq!(shop.get("/api/docs/nothing.js").await.problem()["code"], "not_found");
}

#[tokio::test]
async fn every_operation_has_a_name_of_its_own_and_every_reference_leads_somewhere() {
    let shop = Shop::open().await;
    let description = shop.json("/api/openapi.json").await;
    let text = description.to_string();
    let after = |mark: &str| -> Vec<String> {
        text.split(mark).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
    };
    let names = after("\"operationId\":\"");
    let distinct: HashSet<&String> = names.iter().collect();
    assert!(names.len() > 30 && distinct.len() == names.len(), "clients are made of these names: {names:?}");
    for reference in after("\"$ref\":\"#") {
        assert!(description.pointer(&reference).is_some(), "{reference}");
    }
}

#[tokio::test]
async fn the_sitemap_names_every_page_in_both_languages() {
    let shop = Shop::open_with(Opening {
        public_url: Some("https://shop.example".to_owned()),
        ..Opening::default()
    })
    .await;
    let sitemap = shop.get("/sitemap.xml").await;
    assert_eq!(sitemap.header("content-type"), "application/xml");
    let text = sitemap.text();
    let handle = sample::product(0).handle;
    for address in [
        "https://shop.example/",
        "https://shop.example/en",
        "https://shop.example/en/c/household",
        &format!("https://shop.example/p/{handle}"),
    ] {
        assert!(text.contains(&format!("<loc>{address}</loc>")), "{address}");
    }
    assert_eq!(text.matches("<loc>").count(), 2 * (1 + 4 + 8 + 120));
    assert!(text.contains("hreflang=\"en\"") && text.contains("hreflang=\"zh-CN\""));
    assert!(shop.get("/robots.txt").await.text().contains("Sitemap: https://shop.example/sitemap.xml"));
}

#[tokio::test]
async fn a_shop_of_more_pages_than_one_sitemap_takes_has_an_index_that_leads_to_every_page() {
    let catalogue = sample::catalogue(12_000);
    let all: HashSet<String> = catalogue
        .products
        .iter()
        .map(|product| format!("https://shop.example/p/{}", product.handle))
        .collect();
    let shop = Shop::open_with(Opening {
        catalogue,
        public_url: Some("https://shop.example".to_owned()),
        ..Opening::default()
    })
    .await;
    let locations = |xml: String| -> Vec<String> {
        let parts = xml.split("<loc>").skip(1).filter_map(|rest| rest.split("</loc>").next());
        parts.map(str::to_owned).collect()
    };
    let index = shop.get("/sitemap.xml").await.text();
    assert!(index.contains("<sitemapindex"));
    let mut found = HashSet::new();
    for sitemap in locations(index) {
        let path = sitemap.strip_prefix("https://shop.example").expect("of this shop");
        let named = locations(shop.get(path).await.text());
        assert!(named.len() <= SITEMAP_URLS_MAX, "{sitemap}");
        found.extend(named);
    }
    assert_eq!(all.difference(&found).next(), None, "a product that no sitemap names");
    assert_eq!(found.len(), 2 * (1 + 4 + 8 + 12_000));
    for path in ["/sitemaps/0.xml", "/sitemaps/99.xml", "/sitemaps/1", "/sitemaps/x.xml"] {
        assert_eq!(shop.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn without_a_configured_address_the_host_header_decides_if_it_is_a_plain_host() {
    let shop = Shop::open().await;
    let robots = async |host: &str| shop.send("GET", "/robots.txt", &[("host", host)]).await.text();
    assert!(robots("192.0.2.1:8080").await.contains("Sitemap: http://192.0.2.1:8080/sitemap.xml"));
    assert!(robots("shop.example;x=y").await.contains("Sitemap: http://localhost/sitemap.xml"));
    assert!(!robots("evil\"><script>").await.contains("evil"));
}

#[tokio::test]
async fn health_tells_whether_the_catalogue_can_still_be_read() {
    let shop = Shop::open().await;
    assert_eq!(
        shop.json("/healthz").await,
        serde_json::json!({"live": true, "ready": true, "revision": 1, "products": 120})
    );
    shop.state.set_source_ready(false);
    assert_eq!(shop.json("/healthz").await["ready"], false);
}

#[tokio::test]
async fn what_was_asked_is_counted_by_route_and_not_by_path() {
    let shop = Shop::open().await;
    let handle = sample::product(0).handle;
    for _ in 0..2 {
        shop.get(&format!("/api/v1/products/{handle}")).await;
    }
    shop.get("/api/v1/products/none").await;
    shop.get("/random/one").await;
    shop.send("BREW", "/random/two", &[]).await;
    let text = shop.get("/metrics").await.text();
    for line in [
        "fairday_http_requests_total{route=\"/api/v1/products/{handle}\",method=\"GET\",status=\"2xx\"} 2",
        "fairday_http_requests_total{route=\"/api/v1/products/{handle}\",method=\"GET\",status=\"4xx\"} 1",
        "fairday_rendered_cache_hits_total{resource=\"product\"} 1",
        "fairday_catalogue_products 120",
        "fairday_catalogue_revision 1",
        "fairday_http_request_seconds_bucket{route=\"/api/v1/products/{handle}\"",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(!text.contains("random") && !text.contains("BREW"), "{text}");
}

#[tokio::test]
async fn measurements_are_for_this_machine_and_not_for_who_comes_by_a_proxy() {
    let shop = Shop::open().await;
    assert_eq!(shop.get("/metrics").await.status, 200);
    for (name, value) in [
        ("x-forwarded-for", "203.0.113.9"),
        ("X-Forwarded-For", "127.0.0.1"),
        ("x-forwarded-proto", "https"),
        ("x-forwarded-host", "shop.example"),
        ("forwarded", "for=203.0.113.9"),
        ("x-real-ip", "203.0.113.9"),
        ("via", "1.1 proxy"),
        ("cf-connecting-ip", "203.0.113.9"),
        ("x-forwarded-for", ""),
    ] {
        assert_eq!(shop.send("GET", "/metrics", &[(name, value)]).await.status, 404, "{name}: {value}");
    }
}
