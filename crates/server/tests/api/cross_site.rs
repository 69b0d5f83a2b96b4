use crate::shop::{Opening, Shop};

/// What a request says about where it comes from, and whether a write is taken from there. 405 is the path's own answer:
/// the guard has let it through.
const MATRIX: [(&[(&str, &str)], u16); 24] = [
    (&[("sec-fetch-site", "same-origin")], 405),
    (&[("sec-fetch-site", "none")], 405),
    (&[("sec-fetch-site", "same-site")], 403),
    (&[("sec-fetch-site", "cross-site")], 403),
    (&[("sec-fetch-site", "made-up")], 403),
    (&[("sec-fetch-site", "")], 403),
    (&[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")], 403),
    (&[("sec-fetch-site", "cross-site"), ("origin", "http://shop.test")], 403),
    (&[("origin", "http://shop.test")], 405),
    (&[("origin", "https://shop.test")], 405),
    (&[("origin", "http://SHOP.test")], 405),
    (&[("origin", "http://shop.test:8080")], 403),
    (&[("origin", "http://shop.test.evil.test")], 403),
    (&[("origin", "http://evil.test/shop.test")], 403),
    (&[("origin", "http://evil.test")], 403),
    (&[("origin", "null")], 403),
    (&[("origin", "")], 403),
    (&[("origin", "ftp://shop.test")], 403),
    (&[("referer", "http://shop.test/")], 403),
    (&[], 403),
    (&[("cookie", "__Host-fairday=x")], 403),
    (&[("authorization", "Bearer token")], 405),
    (&[("authorization", "Bearer token"), ("cookie", "a=b"), ("sec-fetch-site", "cross-site")], 403),
    (&[("authorization", "Basic dXNlcjpw"), ("origin", "http://evil.test")], 403),
];

#[tokio::test]
async fn a_write_is_taken_from_the_shops_own_pages_and_from_servers_alone() {
    let shop = Shop::open().await;
    for method in ["POST", "PUT", "DELETE", "PATCH", "BREW"] {
        for (headers, status) in MATRIX {
            let answer = shop.send(method, "/api/v1/store", headers).await;
            assert_eq!(answer.status, status, "{method} {headers:?}");
            if status == 403 {
                assert_eq!(answer.problem()["code"], "forbidden");
            }
        }
    }
}

#[tokio::test]
async fn what_only_reads_may_be_asked_from_anywhere() {
    let shop = Shop::open().await;
    for (headers, _) in MATRIX {
        assert_eq!(shop.send("GET", "/api/v1/store", headers).await.status, 200, "{headers:?}");
    }
    let answer = shop.send("OPTIONS", "/api/v1/store", &[("origin", "http://evil.test")]).await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("access-control-allow-origin"), "", "no other site reads an answer");
}

#[tokio::test]
async fn behind_a_proxy_the_public_address_counts_too() {
    let public_url = Some("https://shop.example".to_owned());
    let shop = Shop::open_with(Opening { public_url, ..Opening::default() }).await;
    for (origin, status) in [
        ("https://shop.example", 405),
        ("http://shop.example", 403),
        ("https://shop.example.evil.test", 403),
        ("https://shop.test", 405),
    ] {
        assert_eq!(
            shop.send("POST", "/api/v1/store", &[("origin", origin)]).await.status,
            status,
            "{origin}"
        );
    }
}
