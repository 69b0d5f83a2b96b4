//! Pages arrive as HTML that can be read at once, and the app starts from what they bring.

use crate::shop::Shop;
use fairday::domain::content::{Boot, Content};
use fairday::json;

fn boot(html: &str) -> Boot {
    let (_, rest) = html.split_once(r#"id="boot">"#).expect("data for the app");
    json::read(rest.split_once("</script>").expect("an end").0).expect("the app's own JSON")
}

async fn first_product(shop: &Shop) -> (String, String) {
    let list = shop.json("/api/v1/products?limit=1").await;
    let text = |name: &str| list["items"][0][name].as_str().expect("a text").to_owned();
    (text("handle"), text("title"))
}

#[tokio::test]
async fn every_page_is_there_in_both_languages() {
    let shop = Shop::open().await;
    let (handle, _) = first_product(&shop).await;
    let tree = shop.json("/api/v1/categories").await;
    let slug = tree[0]["slug"].as_str().expect("a slug");
    for page in [
        "",
        "/c",
        &format!("/c/{slug}"),
        &format!("/p/{handle}"),
        "/search",
        "/search?q=a",
        "/cart",
        "/checkout",
        "/orders",
        "/settings",
    ] {
        for (prefix, language) in [("", "zh-CN"), ("/en", "en")] {
            let path = format!("{prefix}{page}");
            let answer = shop.get(if path.is_empty() { "/" } else { &path }).await;
            assert_eq!(
                (answer.status, answer.header("content-type")),
                (200, "text/html; charset=utf-8"),
                "{path}"
            );
            let html = answer.text();
            assert!(html.contains(&format!("<html lang=\"{language}\">")), "{path}");
            assert!(!html.contains("fairday:"), "a mark was left: {path}");
            assert!(!html.contains(">shell<"), "what stands in until the app starts was left: {path}");
            let manifest =
                if language == "en" { "/manifest.en.webmanifest" } else { "/manifest.webmanifest" };
            assert!(html.contains(&format!("<link rel=\"manifest\" href=\"{manifest}\">")), "{path}");
            assert_eq!(answer.header("x-fairday"), "1", "{path}");
            assert_eq!(html.matches("<title>").count(), 1, "{path}");
        }
    }
}

#[tokio::test]
async fn a_product_page_says_what_the_api_says_and_brings_it_along() {
    let shop = Shop::open().await;
    let (handle, title) = first_product(&shop).await;
    let html = shop.get(&format!("/p/{handle}")).await.text();
    assert!(html.contains(&format!("<h1>{title}</h1>")), "{html}");
    let Some(Content::Product(product)) = boot(&html).content else { panic!("no product in {html}") };
    let by_api = shop.json(&format!("/api/v1/products/{handle}")).await;
    assert_eq!(serde_json::to_value(&*product).expect("JSON"), by_api);
}

#[tokio::test]
async fn a_narrowed_list_is_the_one_that_the_api_gives() {
    let shop = Shop::open().await;
    let html = shop.get("/search?sort=price_asc&min=10&stock=1").await.text();
    let Some(Content::List(listing)) = boot(&html).content else { panic!("no list in {html}") };
    let by_api = shop.json("/api/v1/products?sort=price_asc&price_min=1000&in_stock=true").await;
    let handles: Vec<_> = listing.items().iter().map(|card| card.handle.to_string()).collect();
    let expected: Vec<_> = by_api["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|card| card["handle"].as_str().expect("a handle").to_owned())
        .collect();
    assert!(!handles.is_empty());
    assert_eq!(handles, expected);
}

#[tokio::test]
async fn an_unknown_product_is_404_and_a_page_of_the_shop_in_the_language_asked_for() {
    let shop = Shop::open().await;
    for (path, words) in [
        ("/p/none", "没有这个页面"),
        ("/en/p/none", "No such page"),
        ("/en/p/%2f", "No such page"),
        ("/c/%22", "没有这个页面"),
        ("/en/c/none", "No such page"),
        ("/en/x/y", "No such page"),
    ] {
        let answer = shop.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.text().contains(words), "{path}");
    }
}

#[tokio::test]
async fn an_address_that_is_written_in_another_way_leads_to_the_pages_own() {
    let shop = Shop::open().await;
    let (handle, _) = first_product(&shop).await;
    let id = "0123456789abcdef0123456789abcdef";
    let encoded = format!("%{:02X}{}", handle.as_bytes()[0], &handle[1..]);
    for (way, own) in [
        (format!("/p/{handle}/"), format!("/p/{handle}")),
        (format!("//p/{handle}"), format!("/p/{handle}")),
        (format!("/p/{}", handle.to_uppercase()), format!("/p/{handle}")),
        (
            format!("/en//P/{}/?utm_source=a%20b&x", handle.to_uppercase()),
            format!("/en/p/{handle}?utm_source=a%20b&x"),
        ),
        (format!("/p/{}/plan", handle.to_uppercase()), format!("/p/{handle}/plan")),
        (format!("/p/{encoded}"), format!("/p/{handle}")),
        ("/c/".to_owned(), "/c".to_owned()),
        ("/c/Household?sort=price_asc".to_owned(), "/c/household?sort=price_asc".to_owned()),
        ("/cart/".to_owned(), "/cart".to_owned()),
        ("/Cart".to_owned(), "/cart".to_owned()),
        ("/search/?q=%E7%B1%B3&sort=".to_owned(), "/search?q=%E7%B1%B3&sort=".to_owned()),
        ("/en/".to_owned(), "/en".to_owned()),
        ("/EN".to_owned(), "/en".to_owned()),
        ("//".to_owned(), "/".to_owned()),
        (format!("/orders/{}/", id.to_uppercase()), format!("/orders/{id}")),
    ] {
        for method in ["GET", "HEAD"] {
            let answer = shop.send(method, &way, &[]).await;
            assert_eq!((answer.status, answer.header("location")), (308, own.as_str()), "{method} {way}");
        }
        assert_eq!(shop.get(&own).await.status, 200, "{own}");
    }
    for way in ["//evil.example/", "/p/none/", "/x/", "/c/none/"] {
        let answer = shop.get(way).await;
        let is_moved_within = answer.status == 308 && !answer.header("location").starts_with("//");
        assert!(answer.status == 404 || is_moved_within, "{way}: {}", answer.status);
    }
    assert_eq!(
        shop.json(&format!("/api/v1/products/{}", handle.to_uppercase())).await["handle"],
        handle.as_str()
    );
}

#[tokio::test]
async fn tracking_stays_in_the_address_and_out_of_the_canonical_link() {
    let shop = Shop::open().await;
    let (handle, _) = first_product(&shop).await;
    let html = shop.get(&format!("/p/{handle}?utm_source=letter&fbclid=1")).await.text();
    assert!(
        html.contains(&format!("/p/{handle}\">")) && !html.contains("utm_source") && !html.contains("fbclid")
    );
}

#[tokio::test]
async fn a_provider_that_sends_the_shopper_back_with_a_form_leads_to_the_order() {
    let shop = Shop::open().await;
    let id = "0123456789abcdef0123456789abcdef";
    for (path, own) in [
        (format!("/orders/{id}"), format!("/orders/{id}")),
        (format!("/orders/{id}?result=ok"), format!("/orders/{id}")),
        (format!("/en/orders/{id}/"), format!("/en/orders/{id}")),
        (format!("/credit/{id}"), format!("/credit/{id}")),
    ] {
        let form = [("content-type", "application/x-www-form-urlencoded"), ("origin", "https://pay.example")];
        let answer = shop.send("POST", &path, &form).await;
        assert_eq!((answer.status, answer.header("location")), (303, own.as_str()), "{path}");
    }
    for path in ["/", "/cart", "/cart/", "/orders", "/orders/x"] {
        assert_eq!(shop.send("POST", path, &[]).await.status, 405, "{path} takes no forms");
    }
    assert!(!shop.send("OPTIONS", "/cart", &[]).await.header("allow").contains("POST"));
}

#[tokio::test]
async fn a_page_is_sent_compressed_and_not_sent_again_while_it_is_the_same() {
    let shop = Shop::open().await;
    let first = shop.send("GET", "/", &[("accept-encoding", "br")]).await;
    assert_eq!((first.header("content-encoding"), first.header("cache-control")), ("br", "no-cache"));
    let etag = first.header("etag").to_owned();
    let again = shop.send("GET", "/", &[("accept-encoding", "br"), ("if-none-match", &etag)]).await;
    assert_eq!((again.status, again.body.len()), (304, 0));
}

#[tokio::test]
async fn the_host_header_cannot_put_markup_into_a_page() {
    let shop = Shop::open().await;
    for host in ["a\"><script>alert(1)</script>", "x'y", "evil.example/path"] {
        let html = shop.send("GET", "/", &[("host", host)]).await.text();
        assert!(
            !html.contains("alert(1)") && !html.contains("evil.example/path") && !html.contains("x'y"),
            "{host}"
        );
    }
}
