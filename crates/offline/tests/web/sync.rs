//! The copy of the store.

use crate::browser;
use crate::shop::Shop;
use fairday_contract::{Locale, ProductHandle};
use fairday_offline::allowance::SMALL_PIECE;
use fairday_offline::answer::{NoAnswer, Question, answer};
use fairday_offline::copy::Words;
use fairday_offline::sync::{Outcome, Phone};
use wasm_bindgen_test::wasm_bindgen_test;

const GOODS: usize = 330;
const CUT: Option<Option<(u16, String)>> = Some(None);

fn instead(status: u16, body: &str) -> Option<Option<(u16, String)>> {
    Some(Some((status, body.to_owned())))
}

/// The phone answers as the shop does, in both languages; a product's own words are kept apart, so they are compared
/// elsewhere.
async fn check(phone: &Phone, shop: &Shop) {
    let snapshot = shop.snapshot();
    for locale in Locale::ALL {
        for path in [
            "/api/v1/store",
            "/api/v1/home",
            "/api/v1/categories",
            "/api/v1/products?sort=price_asc&limit=24",
            "/api/v1/search?q=%E6%B4%97",
            "/api/v1/search?q=rice%20cooker",
            "/api/v1/search/suggestions?q=so",
        ] {
            let question = Question::of(path).expect("a question");
            let theirs = answer(&snapshot, locale, &question, Words::default()).expect("an answer");
            let mine = phone.answer(path, locale).await.expect("a whole copy");
            assert_eq!(mine.split_once(' ').map(|(_, json)| json), Some(theirs.as_str()), "{path}");
        }
    }
    for handle in snapshot.handles() {
        let path = format!("/api/v1/products/{handle}");
        assert!(phone.answer(&path, Locale::En).await.is_ok(), "{handle}");
    }
}

#[wasm_bindgen_test]
async fn a_whole_copy_answers_as_the_shop_does_also_after_the_shop_was_closed() {
    let shop = Shop::open(GOODS).await;
    let phone = Phone::default();
    assert_eq!(phone.answer("/api/v1/home", Locale::En).await, Err(NoAnswer::Unknown), "no copy yet");
    assert_eq!(phone.sync().await, Outcome::UpToDate);
    assert!(shop.asked().len() > 3, "in pieces: {:?}", shop.asked());
    check(&phone, &shop).await;
    check(&Phone::default(), &shop).await;
    let unknown = phone.answer("/api/v1/products/no-such-thing", Locale::En).await;
    assert_eq!(unknown, Err(NoAnswer::NotFound));
}

#[wasm_bindgen_test]
async fn a_walk_that_is_cut_off_goes_on_where_it_was() {
    let shop = Shop::open(GOODS).await;
    shop.fail(|nth| if nth < 2 { None } else { CUT });
    assert_eq!(Phone::default().sync().await, Outcome::Unreachable);
    assert_eq!(
        Phone::default().answer("/api/v1/home", Locale::En).await,
        Err(NoAnswer::Unknown),
        "half a copy"
    );
    shop.recover();
    let phone = Phone::default();
    assert_eq!(phone.sync().await, Outcome::UpToDate);
    assert!(shop.asked().iter().all(|path| path.contains("cursor=")), "from the start: {:?}", shop.asked());
    check(&phone, &shop).await;
}

#[wasm_bindgen_test]
async fn an_answer_that_is_not_the_shops_is_asked_for_again_and_takes_nothing_in() {
    let shop = Shop::open(GOODS).await;
    shop.fail(|nth| match nth {
        0 => instead(200, "<!doctype html><title>Log in to this network</title>"),
        1 => instead(200, "{\"products\":[]}"),
        2 => instead(200, "[1,2"),
        3 => instead(503, "{}"),
        _ => None,
    });
    let phone = Phone::default();
    assert_eq!(phone.sync().await, Outcome::UpToDate);
    check(&phone, &shop).await;
}

#[wasm_bindgen_test]
async fn news_is_taken_in_without_fetching_the_rest_again() {
    let shop = Shop::open(GOODS).await;
    let phone = Phone::default();
    phone.sync().await;
    let gone = shop.withdraw(3);
    shop.change(|catalogue, revision| {
        let product = &mut catalogue.products[7];
        product.variants[0].price += 100;
        product.record.revision = revision; // only what it costs: what is shown stays
    });
    shop.change(|catalogue, revision| {
        let product = &mut catalogue.products[9];
        product.title.default.push('新');
        product.record.revision = revision;
        product.record.shown_revision = revision;
    });
    shop.recover();
    assert_eq!(phone.sync().await, Outcome::UpToDate);
    assert_eq!(shop.asked().len(), 1, "{:?}", shop.asked());
    check(&phone, &shop).await;
    let gone: ProductHandle = gone.try_into().expect("a handle");
    let path = format!("/api/v1/products/{gone}");
    assert_eq!(phone.answer(&path, Locale::En).await, Err(NoAnswer::NotFound));
}

#[wasm_bindgen_test]
async fn another_catalogue_takes_the_place_of_the_copy() {
    let shop = Shop::open(GOODS).await;
    let phone = Phone::default();
    phone.sync().await;
    shop.change(|catalogue, _| {
        catalogue.epoch_ms += 1;
        catalogue.products.truncate(40);
    });
    assert_eq!(phone.sync().await, Outcome::UpToDate);
    check(&phone, &shop).await;
}

#[wasm_bindgen_test]
async fn a_place_that_the_shop_does_not_know_any_more_begins_the_walk_anew() {
    let shop = Shop::open(GOODS).await;
    shop.fail(|nth| if nth < 1 { None } else { CUT });
    let phone = Phone::default();
    assert_eq!(phone.sync().await, Outcome::Unreachable);
    shop.fail(|nth| if nth == 0 { instead(400, "{\"code\":\"invalid_cursor\"}") } else { None });
    assert_eq!(phone.sync().await, Outcome::UpToDate);
    check(&phone, &shop).await;
}

#[wasm_bindgen_test]
async fn a_costly_line_brings_news_in_small_pieces_and_never_a_first_copy() {
    let shop = Shop::open(GOODS).await;
    browser::set_connection("2g");
    let phone = Phone::default();
    assert_eq!(phone.sync().await, Outcome::MoreToCome);
    assert_eq!(shop.asked(), Vec::<String>::new());
    browser::set_connection("4g");
    phone.sync().await;
    shop.change(|catalogue, revision| {
        for product in catalogue.products.iter_mut().take(SMALL_PIECE as usize + 1) {
            product.variants[0].price += 1;
            product.record.revision = revision;
        }
    });
    shop.recover();
    browser::set_connection("2g");
    assert_eq!(phone.sync().await, Outcome::MoreToCome);
    assert_eq!(shop.asked().len(), 1);
    assert!(shop.asked()[0].contains(&format!("limit={SMALL_PIECE}")), "{:?}", shop.asked());
    assert_eq!(phone.sync().await, Outcome::UpToDate);
    check(&phone, &shop).await;
}

#[wasm_bindgen_test]
async fn a_phone_without_a_database_has_the_copy_as_long_as_the_visit_lasts() {
    let shop = Shop::open(60).await;
    browser::refuse_databases();
    let phone = Phone::default();
    assert_eq!(phone.sync().await, Outcome::UpToDate);
    assert!(phone.is_memory());
    check(&phone, &shop).await;
}

#[wasm_bindgen_test]
async fn what_is_thrown_away_comes_again() {
    let shop = Shop::open(60).await;
    let phone = Phone::default();
    phone.sync().await;
    phone.keep("/".to_owned(), "{}").await;
    phone.free().await;
    assert_eq!(phone.kept("/").await, None);
    assert_eq!(phone.answer("/api/v1/home", Locale::En).await, Err(NoAnswer::Unknown));
    assert_eq!(phone.sync().await, Outcome::UpToDate);
    check(&phone, &shop).await;
}
