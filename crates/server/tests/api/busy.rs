//! More is asked than can be answered: by one who means harm, and by many at a time.

use crate::shop::{Answer, Opening, PATIENCE, Shop};
use fairday_contract::{Changes, ListQuery};
use fairday_server::catalogue::renderer::CLIENT_WAITING_MAX;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::task::JoinSet;

/// A shop behind a proxy of this machine, which says whose each request is.
async fn behind_a_proxy() -> Shop {
    let trusted_proxies = vec!["127.0.0.1/32".parse().expect("a net")];
    Shop::open_with(Opening { trusted_proxies, ..Opening::default() }).await
}

async fn until(what: &str, is_so: impl Fn() -> bool) {
    let wait = async {
        while !is_so() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(PATIENCE, wait).await.unwrap_or_else(|_| panic!("{what}"));
}

fn kept(shop: &Shop) -> usize {
    shop.state.snapshot().rendered().count()
}

#[tokio::test]
async fn limits_that_nobody_asks_for_make_no_more_answers() {
    let shop = Shop::open().await;
    for limit in (1..=Changes::LIMIT_MAX).step_by(7).chain([Changes::LIMIT_MAX]) {
        let piece = shop.json(&format!("/api/v1/changes?limit={limit}")).await;
        let count = piece["products"].as_array().map_or(0, Vec::len);
        assert!(count >= 1 && count <= limit as usize, "{limit}: {count}");
    }
    assert!(kept(&shop) <= Changes::SIZES.len(), "{} answers", kept(&shop));
    let before = kept(&shop);
    for limit in 1..=ListQuery::LIMIT_MAX {
        let page = shop.json(&format!("/api/v1/products?sort=sales&limit={limit}")).await;
        let count = page["items"].as_array().map_or(0, Vec::len);
        assert!(count >= 1 && count <= limit as usize, "{limit}: {count}");
    }
    assert!(kept(&shop) - before <= ListQuery::SIZES.len(), "{} answers", kept(&shop) - before);
}

#[tokio::test]
async fn what_is_asked_in_other_words_is_one_answer() {
    let shop = Shop::open().await;
    for (asked, others) in [
        ("changes?since=1000", vec!["changes?since=1001", "changes?since=18446744073709551615"]),
        ("changes?cursor=9-1-ffff", vec!["changes?cursor=9-1-fffe", "changes?cursor=ff-1-eeee&limit=101"]),
        ("products?sort=sales", vec!["products?sort=sales&price_min=0", "products?limit=24&sort=sales"]),
        (
            "search?q=oppo",
            vec!["search?q=OPPO", "search?q=+Oppo+", "search?q=%EF%BC%AF%EF%BC%B0%EF%BC%B0%EF%BC%AF"],
        ),
        ("search/suggestions?q=oppo", vec!["search/suggestions?q=OPPO"]),
    ] {
        let (first, before) = (shop.get(&format!("/api/v1/{asked}")).await, kept(&shop));
        assert_eq!(first.status, 200, "{asked}: {}", first.text());
        for other in others {
            assert_eq!(shop.get(&format!("/api/v1/{other}")).await.body, first.body, "{other}");
            assert_eq!(kept(&shop), before, "{other}");
        }
    }
}

#[tokio::test]
async fn a_search_in_capitals_goes_on_where_it_was() {
    let shop = Shop::open().await;
    let first = shop.json("/api/v1/search?q=o&limit=1").await;
    let next = first["next"].as_str().expect("more than one is found");
    let same = shop.get(&format!("/api/v1/search?q=o&limit=1&cursor={next}")).await;
    let other = shop.get(&format!("/api/v1/search?q=O&limit=1&cursor={next}")).await;
    assert_eq!((same.status, &same.body), (200, &other.body));
}

#[tokio::test]
async fn requests_that_are_dropped_leave_no_renders() {
    let shop = Shop::open().await;
    let renderer = &shop.state.renderer;
    for number in 0..250 {
        let mut stream = shop.connect().await;
        let request = format!("GET /api/v1/products?price_max={number} HTTP/1.1\r\nhost: a\r\n\r\n");
        stream.write_all(request.as_bytes()).await.expect("sends");
        drop(stream);
        assert!(renderer.under_way() <= renderer.at_once());
    }
    assert_eq!(shop.get("/healthz").await.status, 200);
    until("what was begun ends", || renderer.under_way() == 0).await;
    assert_eq!(shop.get("/api/v1/products?price_max=7").await.status, 200);
}

#[tokio::test]
async fn one_visitors_flood_holds_up_no_other() {
    let shop = std::sync::Arc::new(behind_a_proxy().await);
    let ask = |from: &'static str, target: String| {
        let shop = std::sync::Arc::clone(&shop);
        async move { shop.send("GET", &target, &[("x-forwarded-for", from)]).await }
    };
    let mut flood = JoinSet::new();
    for number in 0..CLIENT_WAITING_MAX * 4 {
        flood.spawn(ask("203.0.113.9", format!("/api/v1/changes?cursor=9-1-{number:x}&limit=500")));
    }
    for number in 0..20 {
        let found = ask("198.51.100.7", format!("/api/v1/search?q=o&price_max={}", 100_000 + number)).await;
        assert_eq!(found.status, 200, "{}", found.text());
    }
    while let Some(answer) = flood.join_next().await {
        let answer = answer.expect("answers");
        if answer.status != 200 {
            assert_eq!((answer.status, answer.header("retry-after")), (503, "1"));
            assert_eq!(answer.problem()["code"], "unavailable");
        }
    }
}

#[tokio::test]
async fn without_memory_for_more_what_is_ready_is_served() {
    let shop = Shop::open().await;
    let home = shop.get("/api/v1/home").await;
    let budget = shop.state.renderer.budget();
    let all = budget.share(budget.left()).expect("all that is left");
    for target in ["/api/v1/categories", "/api/docs/swagger-ui-bundle.js"] {
        let refused = shop.get(target).await;
        assert_eq!((refused.status, refused.header("retry-after")), (503, "1"), "{target}");
        assert_eq!(refused.problem()["code"], "unavailable", "{target}");
    }
    assert_eq!(shop.get("/api/v1/home").await.body, home.body);
    drop(all);
    for target in ["/api/v1/categories", "/api/docs/swagger-ui-bundle.js"] {
        assert_eq!(shop.get(target).await.status, 200, "{target}");
    }
    until("what was sent is given back", || budget.left() >= (60 << 20)).await;
}

#[tokio::test]
async fn the_first_answer_is_quick_and_then_comes_the_best() {
    let shop = Shop::open().await;
    for encoding in ["br", "gzip"] {
        let ask = |tag: String| {
            let shop = &shop;
            async move {
                let headers = [("accept-encoding", encoding), ("if-none-match", tag.as_str())];
                shop.send("GET", "/api/v1/products?sort=newest", &headers).await
            }
        };
        let first = ask(String::new()).await;
        let best = tokio::time::timeout(PATIENCE, async {
            loop {
                let again: Answer = ask(String::new()).await;
                if again.header("etag") != first.header("etag") {
                    return again;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        });
        let best = best.await.expect("what is asked for often is compressed again");
        assert_eq!((first.header("content-encoding"), best.header("content-encoding")), (encoding, encoding));
        assert_eq!(first.decoded(), best.decoded());
        assert!(best.body.len() <= first.body.len());
        for copy in [&first, &best] {
            let again = ask(copy.header("etag").to_owned()).await;
            assert_eq!((again.status, again.header("etag")), (304, copy.header("etag")), "the copy it names");
        }
        let other = shop.get("/api/v1/products?sort=newest").await;
        assert_eq!(ask(other.header("etag").to_owned()).await.status, 200, "other bytes are no copy");
    }
}
