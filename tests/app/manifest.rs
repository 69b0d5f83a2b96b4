//! The web app manifests, one a language, and the page that stands in for a first screen.

use fairday::route::{Place, Route};
use fairday::texts;
use fairday_contract::Locale;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// Longer names are cut below an icon.
const SHORT_NAME_CHARS_MAX: usize = 12;
/// A screenshot is fetched on the shopper's connection.
const SCREENSHOT_BYTES_MAX: usize = 60_000;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn manifests() -> [(Locale, Value); 2] {
    [(Locale::ZhCn, "manifest.webmanifest"), (Locale::En, "manifest.en.webmanifest")].map(|(locale, name)| {
        let text = fs::read_to_string(root().join("public").join(name)).expect("a manifest");
        (locale, serde_json::from_str(&text).expect("JSON"))
    })
}

/// Width and height of a PNG or a lossy WebP.
fn size(bytes: &[u8]) -> (u32, u32) {
    let le = |at: usize| u32::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]) & 0x3fff);
    let be = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes"));
    match &bytes[..4] {
        b"\x89PNG" => (be(16), be(20)),
        b"RIFF" if &bytes[12..16] == b"VP8 " => (le(26), le(28)),
        _ => panic!("neither PNG nor lossy WebP"),
    }
}

/// Checks that a picture of a manifest is there, as large as the manifest says; gives its bytes.
fn check_picture(picture: &Value) -> usize {
    let src = picture["src"].as_str().expect("a path");
    let bytes = fs::read(root().join("public").join(src.trim_start_matches('/'))).expect(src);
    match picture["sizes"].as_str().expect("sizes") {
        "any" => assert_eq!(picture["type"], "image/svg+xml", "{src}"),
        sizes => {
            let (width, height) = size(&bytes);
            assert_eq!(sizes, format!("{width}x{height}"), "{src}");
        }
    }
    bytes.len()
}

#[test]
fn each_manifest_says_all_that_an_installed_shop_needs() {
    for (locale, manifest) in manifests() {
        assert_eq!(manifest["id"], "/", "one shop, whichever language it was installed in");
        assert_eq!(manifest["scope"], "/");
        assert_eq!(manifest["lang"], locale.tag());
        assert_eq!(manifest["start_url"], Place { locale, route: Route::Home }.url());
        assert!(
            manifest["short_name"].as_str().expect("a short name").chars().count() <= SHORT_NAME_CHARS_MAX
        );
        for member in [
            "name",
            "dir",
            "description",
            "display",
            "display_override",
            "launch_handler",
            "orientation",
            "background_color",
            "theme_color",
            "categories",
        ] {
            assert!(!manifest[member].is_null(), "{member} is missing in {locale:?}");
        }
    }
}

#[test]
fn icons_are_there_for_every_purpose_and_as_large_as_they_say() {
    for (_, manifest) in manifests() {
        let icons = manifest["icons"].as_array().expect("icons");
        for icon in icons {
            check_picture(icon);
        }
        for purpose in ["maskable", "monochrome"] {
            assert!(icons.iter().any(|icon| icon["purpose"] == purpose), "no {purpose} icon");
        }
        for size in ["192x192", "512x512"] {
            assert!(icons.iter().any(|icon| icon["sizes"] == size && icon["purpose"].is_null()), "no {size}");
        }
    }
}

#[test]
fn screenshots_are_there_for_phones_and_desktops_and_small() {
    for (_, manifest) in manifests() {
        let screenshots = manifest["screenshots"].as_array().expect("screenshots");
        for form in ["narrow", "wide"] {
            assert!(screenshots.iter().any(|one| one["form_factor"] == form), "none is {form}");
        }
        for one in screenshots {
            let bytes = check_picture(one);
            assert!(bytes <= SCREENSHOT_BYTES_MAX, "{} has {bytes} bytes", one["src"]);
        }
    }
}

#[test]
fn shortcuts_lead_to_search_cart_and_orders_in_the_language_of_the_manifest() {
    for (locale, manifest) in manifests() {
        let urls: Vec<_> = manifest["shortcuts"]
            .as_array()
            .expect("shortcuts")
            .iter()
            .map(|shortcut| shortcut["url"].as_str().expect("a URL").to_owned())
            .collect();
        let routes = [Route::Search(fairday::route::Filter::default()), Route::Cart, Route::Orders];
        let expected: Vec<_> = routes.map(|route| Place { locale, route }.url()).into();
        assert_eq!(urls, expected);
    }
}

#[test]
fn the_page_that_stands_in_says_in_every_language_that_it_could_not_start() {
    let page = fs::read_to_string(root().join("index.html")).expect("index.html");
    for locale in Locale::ALL {
        let (texts, said) = (texts::of(locale), texts::first_screen::of(locale));
        assert!(
            page.contains(said.shell_failed) && page.contains(&format!(">{}<", texts.retry)),
            "{locale:?}"
        );
    }
    for mark in ["head", "app", "data"] {
        assert_eq!(page.matches(&format!("<!--fairday:{mark}-->")).count(), 1, "{mark}");
        assert_eq!(page.matches(&format!("<!--/fairday:{mark}-->")).count(), 1, "{mark}");
    }
}
