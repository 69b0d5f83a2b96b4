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

/// With a public address: the Host header, the Origin, and whether a write is taken from there.
const BEHIND_A_PROXY: [(&str, &str, u16); 16] = [
    ("shop.example", "https://shop.example", 405),
    ("SHOP.example", "https://SHOP.example", 405),
    ("10.0.0.7:8080", "https://shop.example", 405),
    ("shop.example", "http://shop.example", 403),
    ("shop.example", "https://shop.example:8443", 403),
    ("shop.example", "https://shop.example/", 403),
    ("shop.example", "https://shop.example.evil.test", 403),
    ("shop.example", "https://www.shop.example", 403),
    ("shop.example", "null", 403),
    ("shop.example", "", 403),
    // A name that a browser was led here by is not the shop's.
    ("shop.test", "https://shop.test", 403),
    ("shop.test", "http://shop.test", 403),
    ("evil.test", "https://evil.test", 403),
    ("evil.test:8080", "http://evil.test:8080", 403),
    ("127.0.0.1:8080", "http://127.0.0.1:8080", 403),
    ("localhost", "http://localhost", 403),
];

#[tokio::test]
async fn with_a_public_address_that_alone_is_the_shops() {
    for public_url in ["https://shop.example", "https://shop.example:443"] {
        let public_url = Some(public_url.to_owned());
        let shop = Shop::open_with(Opening { public_url, ..Opening::default() }).await;
        for (host, origin, status) in BEHIND_A_PROXY {
            let answer = shop.send("POST", "/api/v1/store", &[("host", host), ("origin", origin)]).await;
            assert_eq!(answer.status, status, "{host} {origin}");
        }
        let own = [("host", "shop.example"), ("sec-fetch-site", "same-origin")];
        assert_eq!(
            shop.send("POST", "/api/v1/store", &own).await.status,
            405,
            "a browser's own word counts first"
        );
    }
}
