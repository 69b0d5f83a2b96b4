//! What pages showed.

use crate::browser;
use crate::shop::Shop;
use fairday_offline::sync::{KEPT_MAX, Phone};
use wasm_bindgen_test::wasm_bindgen_test;

const NOON: f64 = 1_790_000_000_000.0;

#[wasm_bindgen_test]
async fn a_page_is_kept_with_the_moment_it_was_shown() {
    browser::reset().await;
    browser::set_now(NOON);
    Phone::default().keep("/c/米".to_owned(), "{\"list\":1}").await;
    let kept = Phone::default().kept("/c/米").await;
    assert_eq!(kept.as_deref(), Some("1790000000000 {\"list\":1}"));
}

#[wasm_bindgen_test]
async fn only_so_many_pages_are_kept_and_the_oldest_goes_first() {
    browser::reset().await;
    let phone = Phone::default();
    for n in 0..KEPT_MAX + 3 {
        // The last to be opened has the name that sorts first: age decides, not the name.
        browser::set_now(NOON + n as f64);
        phone.keep(format!("/p/{:03}", 999 - n), "{}").await;
    }
    for n in 0..KEPT_MAX + 3 {
        assert_eq!(phone.kept(&format!("/p/{:03}", 999 - n)).await.is_some(), n >= 3, "page {n}");
    }
}

#[wasm_bindgen_test]
async fn news_throws_away_what_pages_showed_before_but_not_what_this_visit_showed() {
    let shop = Shop::open(30).await;
    let phone = Phone::default();
    browser::set_now(NOON);
    phone.keep("/old".to_owned(), "{}").await;
    browser::set_now(NOON + 2.0 * 3_600_000.0);
    phone.keep("/later".to_owned(), "{}").await; // the clock is set back after this
    browser::set_now(NOON + 3_600_000.0);
    phone.keep("/now".to_owned(), "{}").await;
    phone.sync().await;
    assert_eq!(phone.kept("/old").await, None);
    assert_eq!(phone.kept("/later").await, None);
    assert!(phone.kept("/now").await.is_some());
    browser::set_now(NOON + 2.0 * 3_600_000.0);
    phone.sync().await;
    assert!(phone.kept("/now").await.is_some(), "no news, nothing old");
    shop.withdraw(0);
    phone.sync().await;
    assert_eq!(phone.kept("/now").await, None);
}
