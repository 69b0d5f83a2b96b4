//! What stays on the phone.

use fairday::db::{self, cart, desk, recent};
use fairday::desk::Sent;
use fairday::domain::cart::{Cart, Line};
use fairday_contract::{Currency, Locale, Money, VariantId};
use wasm_bindgen_test::wasm_bindgen_test;

fn storage() -> web_sys::Storage {
    web_sys::window().and_then(|window| window.local_storage().ok().flatten()).expect("a browser's storage")
}

fn cart_of(title: &str) -> Cart {
    let line = Line {
        variant: VariantId(7),
        handle: "rice".parse().expect("a handle"),
        title: title.to_owned(),
        choice: "5 kg".to_owned(),
        price: Money::new(4990, Currency::CNY),
        picture: None,
        quantity: 2,
        stock: Some(9),
        selected: true,
        news: None,
    };
    Cart { lines: vec![line] }
}

#[wasm_bindgen_test]
fn a_cart_is_there_again_after_it_was_saved() {
    storage().clear().expect("clears");
    assert_eq!(cart::load(), Ok(None), "nothing was saved yet");
    let cart = cart_of("东北大米 \"五常\"\n");
    cart::save(&cart).expect("saves");
    assert_eq!(cart::load(), Ok(Some(cart)));
}

#[wasm_bindgen_test]
fn a_cart_that_cannot_be_read_is_put_aside() {
    storage().clear().expect("clears");
    storage().set_item(cart::KEY, "{\"version\":9}").expect("writes");
    assert_eq!(cart::load(), Ok(Some(Cart::default())));
    assert_eq!(storage().get_item("fairday.cart.unreadable"), Ok(Some("{\"version\":9}".to_owned())));
}

#[wasm_bindgen_test]
fn a_full_phone_is_told_and_the_old_cart_stays() {
    storage().clear().expect("clears");
    let old = cart_of("大米");
    cart::save(&old).expect("saves");
    // Fill what is left, ever smaller pieces, until not a byte fits.
    let mut piece = 1 << 20;
    let mut n = 0;
    while piece > 0 {
        if storage().set_item(&format!("fill{n}"), &"x".repeat(piece)).is_err() {
            piece /= 2;
        }
        n += 1;
    }
    let larger = cart_of(&"很长的名字".repeat(1000));
    assert_eq!(cart::save(&larger), Err(db::StorageFailed));
    assert_eq!(cart::load(), Ok(Some(old)));
    storage().clear().expect("clears");
}

#[wasm_bindgen_test]
fn searches_are_remembered_newest_first_without_doubles_and_not_for_ever() {
    storage().clear().expect("clears");
    for words in ["米", "油", "米"] {
        recent::remember(words);
    }
    assert_eq!(recent::load(), ["米", "油"]);
    for n in 0..20 {
        recent::remember(&n.to_string());
    }
    assert_eq!(recent::load().len(), recent::RECENT_MAX);
    recent::clear();
    assert!(recent::load().is_empty());
}

#[wasm_bindgen_test]
fn the_language_is_kept_under_the_name_that_the_first_script_reads() {
    storage().clear().expect("clears");
    db::preferences::save_language(Locale::En).expect("saves");
    db::preferences::save_text_size(150).expect("saves");
    assert_eq!(storage().get_item("fairday.language"), Ok(Some("en".to_owned())));
    assert_eq!(storage().get_item("fairday.text"), Ok(Some("150".to_owned())));
}

#[wasm_bindgen_test]
fn a_code_that_was_sent_is_awaited_after_a_reload_under_the_same_attempt_and_is_not_kept() {
    storage().clear().expect("clears");
    let sent = Sent {
        phone: "138 0013 8000".to_owned(),
        resend_at_ms: 1_800_000_060_000,
        valid_until_ms: 1_800_000_300_000,
        digits: 6,
        attempt: "00112233445566778899aabbccddeeff".to_owned(),
        demo_code: Some("246810".to_owned()),
    };
    desk::save_sent(Some(&sent));
    assert!(desk::sent() == Some(Sent { demo_code: None, ..sent }));
    desk::save_sent(None);
    assert!(desk::sent().is_none());
}

#[wasm_bindgen_test]
fn a_code_that_an_older_app_awaited_is_asked_for_again() {
    for phone in ["13800138000", "138 0013 8000"] {
        let kept = format!("1800000060000 1800000300000 6 {phone}");
        storage().set_item("fairday.code", &kept).expect("writes");
        assert!(desk::sent().is_none(), "{kept}");
    }
    storage().clear().expect("clears");
}
