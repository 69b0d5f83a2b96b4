use crate::shop::{Answer, Shop};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// Paths and queries from sensible to nonsense, so that both the parsing and what is behind it are reached.
fn target() -> impl Strategy<Value = String> {
    let path = prop_oneof![
        Just("/api/v1/products".to_owned()),
        Just("/api/v1/search".to_owned()),
        Just("/api/v1/search/suggestions".to_owned()),
        "/api/v1/products/[a-z%0-9.\\-]{0,20}",
        "/pictures/[a-zA-Z0-9_%.\\-]{0,30}",
        "/(c|p|en|api|api/docs)/[!-~&&[^#?]]{0,30}",
        "/[!-~&&[^#?]]{0,60}",
    ];
    let name = prop_oneof![
        "q",
        "sort",
        "limit",
        "cursor",
        "category",
        "brand",
        "price_min",
        "price_max",
        "in_stock",
        "[a-z%]{0,5}"
    ];
    let value = prop_oneof![
        "[!-~&&[^#]]{0,40}",
        "(%[0-9A-F]{2}){0,20}",
        "[0-9]{1,25}",
        "(%E6%B4%97|%E8%A1%A3|x|y|f|%20){0,12}",
        "[A-Za-z0-9_-]{38}"
    ];
    let query = proptest::collection::vec((name, value), 0..5);
    (path, query).prop_map(|(path, query)| {
        let query: Vec<String> = query.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
    })
}

#[test]
fn no_path_and_no_query_makes_the_server_fail() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let shop = runtime.block_on(Shop::open());
    let mut runner = TestRunner::new(Config { cases: 600, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&(target(), "[ -~]{0,40}", "[ -~]{0,40}"), |(target, language, tag)| {
        let request = format!(
            "GET {target} HTTP/1.1\r\nhost: a\r\naccept-language: {language}\r\nif-none-match: {tag}\r\naccept-encoding: {tag}\r\nconnection: close\r\n\r\n"
        );
        let answer = Answer::parse(&runtime.block_on(shop.exchange(request.as_bytes())));
        prop_assert!(answer.status < 500, "{} for {target}", answer.status);
        if answer.status >= 400 && target.starts_with("/api/") && !answer.body.is_empty() {
            prop_assert_eq!(answer.header("content-type"), "application/problem+json");
        }
        Ok(())
    });
    outcome.expect("every request is answered");
}
