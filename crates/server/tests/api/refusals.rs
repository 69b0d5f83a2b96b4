use crate::shop::{Answer, Shop};

#[tokio::test]
async fn every_bad_request_is_refused_with_a_problem_that_says_why() {
    let shop = Shop::open().await;
    for (target, status, code) in [
        ("/api", 404, "not_found"),
        ("/api/", 404, "not_found"),
        ("/api/v1/nothing", 404, "not_found"),
        ("/api/v2/store", 404, "not_found"),
        ("/api/v1/products/no-such-thing", 404, "product_not_found"),
        ("/api/v1/products/a%00b", 404, "product_not_found"),
        ("/api/v1/products/..%2f..%2fetc", 404, "product_not_found"),
        ("/api/v1/products/%ff", 400, "invalid_request"),
        ("/api/v1/products?category=nothing", 404, "category_not_found"),
        ("/api/v1/products?category=a%2Fb", 404, "category_not_found"),
        ("/api/v1/products?cursor=garbage", 400, "invalid_cursor"),
        ("/api/v1/products?cursor=%20", 400, "invalid_cursor"),
        ("/api/v1/products?cursor=", 400, "invalid_cursor"),
        ("/api/v1/search", 400, "invalid_request"),
    ] {
        let answer = shop.get(target).await;
        let problem = answer.problem();
        assert_eq!((answer.status, problem["code"].as_str()), (status, Some(code)), "{target}");
        assert_eq!(problem["instance"], target);
    }
}

#[tokio::test]
async fn every_bad_parameter_is_named() {
    let shop = Shop::open().await;
    for (query, field) in [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=-1", "limit"),
        ("limit=1.5", "limit"),
        ("limit=", "limit"),
        ("limit=99999999999999999999", "limit"),
        ("sort=best", "sort"),
        ("price_min=abc", "price_min"),
        ("price_max=1e9", "price_max"),
        ("in_stock=perhaps", "in_stock"),
        ("colour=red", "colour"),
        ("q=x", "q"),
        ("sort=sales&sort=newest", "sort"),
        ("brand=%zz", "brand"),
        ("brand=%E6%B4", "brand"),
        ("brand=%00", "brand"),
        ("brand=%", "brand"),
        ("%ff=1", "%ff"),
    ] {
        let answer = shop.get(&format!("/api/v1/products?{query}")).await;
        let problem = answer.problem();
        assert_eq!((answer.status, problem["code"].as_str()), (400, Some("invalid_request")), "{query}");
        assert_eq!(problem["errors"][0]["field"], field, "{query}: {problem}");
    }
    let long = format!("/api/v1/search?q={}", "%E6%B4%97".repeat(101));
    assert_eq!(shop.get(&long).await.problem()["errors"][0]["field"], "q");
    let both = shop.get("/api/v1/products?limit=0&sort=best").await.problem();
    assert_eq!(both["errors"].as_array().map(Vec::len), Some(2));
    let many = format!("/api/v1/products?{}", "a=1&".repeat(500));
    assert_eq!(shop.get(&many).await.status, 400);
}

#[tokio::test]
async fn a_cursor_of_another_list_is_refused() {
    let shop = Shop::open().await;
    let next = shop.json("/api/v1/products?sort=sales").await["next"].as_str().expect("more").to_owned();
    let other = shop.get(&format!("/api/v1/products?sort=newest&cursor={next}")).await;
    assert_eq!(
        (other.status, other.problem()["code"].as_str().map(str::to_owned)),
        (400, Some("invalid_cursor".to_owned()))
    );
    assert_eq!(shop.get(&format!("/api/v1/products?sort=sales&limit=3&cursor={next}")).await.status, 200);
}

#[tokio::test]
async fn other_methods_are_refused_with_those_that_are_known() {
    let shop = Shop::open().await;
    for method in ["POST", "PUT", "DELETE", "PATCH", "BREW"] {
        let answer = shop.send(method, "/api/v1/store", &[("sec-fetch-site", "same-origin")]).await;
        assert_eq!((answer.status, answer.header("allow")), (405, "GET, HEAD, OPTIONS"), "{method}");
        assert_eq!(answer.problem()["code"], "method_not_allowed");
    }
    assert_eq!(shop.send("POST", "/index.html", &[]).await.status, 405);
    let options = shop.send("OPTIONS", "/api/v1/store", &[]).await;
    assert_eq!((options.status, options.header("allow"), options.body.len()), (204, "GET, HEAD, OPTIONS", 0));
}

#[tokio::test]
async fn head_is_get_without_the_body() {
    let shop = Shop::open().await;
    for target in ["/api/v1/home", "/", "/api/v1/nothing", "/nothing", "/api/docs/"] {
        let (get, head) = (shop.get(target).await, shop.send("HEAD", target, &[]).await);
        assert_eq!((head.status, head.body.len()), (get.status, 0), "{target}");
        assert_eq!(head.header("content-type"), get.header("content-type"), "{target}");
        assert_eq!(head.header("content-length"), get.header("content-length"), "{target}");
        assert_eq!(head.header("etag"), get.header("etag"), "{target}");
    }
}

#[tokio::test]
async fn what_is_too_large_is_refused() {
    let shop = Shop::open().await;
    let long = format!("/api/v1/search?q={}", "a".repeat(9_000));
    let answer = shop.get(&long).await;
    assert_eq!(
        (answer.status, answer.problem()["code"].as_str().map(str::to_owned)),
        (414, Some("too_large".to_owned()))
    );
    let header = "a".repeat(20_000);
    let answer = shop.send("GET", "/api/v1/store", &[("x-long", &header)]).await;
    assert_eq!(
        (answer.status, answer.problem()["code"].as_str().map(str::to_owned)),
        (431, Some("too_large".to_owned()))
    );
    let answer = shop.send("POST", "/api/v1/store", &[("content-length", "70000")]).await;
    assert_eq!(
        (answer.status, answer.problem()["code"].as_str().map(str::to_owned)),
        (413, Some("too_large".to_owned()))
    );
}

#[tokio::test]
async fn elsewhere_an_unknown_path_is_a_page_that_leads_home() {
    let shop = Shop::open().await;
    for target in ["/nothing", "/favicon.ico", "/%00", "/%ff", "/..%2f..%2fetc/passwd", "/../../etc/passwd"] {
        let answer = shop.get(target).await;
        assert_eq!(answer.status, 404, "{target}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{target}");
        assert!(
            answer.text().contains("href=\"/\"") && answer.text().contains("action=\"/search\""),
            "{target}"
        );
    }
}

#[tokio::test]
async fn a_request_id_is_made_or_taken_over_when_it_is_a_plain_word() {
    let shop = Shop::open().await;
    let of = async |id: &str| {
        shop.send("GET", "/api/v1/nothing", &[("x-request-id", id)]).await.problem()["request_id"].clone()
    };
    assert_eq!(of("abc-123").await, "abc-123");
    for odd in ["a b", "<script>", &"a".repeat(65), "é"] {
        assert_ne!(of(odd).await, odd);
    }
    let (one, two) = (shop.get("/").await, shop.get("/").await);
    assert_ne!(one.header("x-request-id"), two.header("x-request-id"));
}

#[tokio::test]
async fn a_request_without_a_host_or_with_two_is_refused() {
    let shop = Shop::open().await;
    let ask = async |version: &str, hosts: &str| {
        let request = format!("GET /api/v1/store HTTP/{version}\r\n{hosts}connection: close\r\n\r\n");
        Answer::parse(&shop.exchange(request.as_bytes()).await)
    };
    for (hosts, said) in [
        ("", "missing"),
        ("host: a\r\nhost: a\r\n", "two"),
        ("host: a\r\nHost: b\r\n", "two"),
        ("host:\r\n", "no host"),
        ("host: a b\r\n", "no host"),
        ("host: user@a\r\n", "no host"),
        ("host: a, b\r\n", "no host"),
    ] {
        let answer = ask("1.1", hosts).await;
        assert_eq!(answer.status, 400, "{hosts:?}");
        assert!(answer.problem()["detail"].as_str().is_some_and(|detail| detail.contains(said)), "{hosts:?}");
    }
    assert_eq!(ask("1.0", "").await.status, 200);
    assert_eq!(ask("1.0", "host: a\r\nhost: b\r\n").await.status, 400);
    assert_eq!(ask("1.1", "host: shop.example:8080\r\n").await.status, 200);
}
