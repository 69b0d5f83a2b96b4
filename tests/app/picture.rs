//! Pictures: lazy in the HTML, so that none is asked for unasked, and labelled with what they cost.

use crate::sample::shirt;
use fairday::components::picture::{Frame, cost, label, picture};
use fairday::route::{Place, Route};
use fairday::shop::Shop;
use fairday_contract::{Currency, Locale, Picture};

fn shop(locale: Locale) -> Shop {
    let place = Place { locale, route: Route::Home };
    Shop { place, name: "赶集".into(), currency: Currency::CNY }
}

fn one(bytes: &[u32]) -> Picture {
    Picture { bytes: bytes.to_vec(), ..shirt().pictures.remove(0) }
}

#[test]
fn every_picture_is_lazy_and_the_first_ones_are_marked() {
    for (first, priority) in [(true, "high"), (false, "low")] {
        let html = picture(Some(&one(&[])), "", Frame::SMALL, first).into_string();
        assert!(
            html.contains(r#"loading="lazy""#),
            "the browser would ask before web/boot could say no: {html}"
        );
        assert!(html.contains(&format!(r#"fetchpriority="{priority}""#)), "{html}");
    }
}

#[test]
fn a_label_says_what_the_least_width_costs_and_is_named_in_the_pages_language() {
    let frame = Frame { least: 320, ..Frame::SMALL };
    let html = label(&shop(Locale::ZhCn), Some(&one(&[900, 1800, 4600, 12_300])), frame).into_string();
    assert_eq!(html, r#"<button class="show" aria-label="显示图片 5 kB">5 kB</button>"#);
    let html = label(&shop(Locale::En), Some(&one(&[900, 1800, 4600, 12_300])), Frame::SMALL).into_string();
    assert_eq!(html, r#"<button class="show" aria-label="Show picture 1 kB">1 kB</button>"#);
}

#[test]
fn a_cost_that_is_not_known_is_not_named() {
    let html = label(&shop(Locale::En), Some(&one(&[])), Frame::SMALL).into_string();
    assert_eq!(html, r#"<button class="show">Show picture</button>"#);
    assert_eq!(label(&shop(Locale::En), None, Frame::SMALL).into_string(), "");
    assert_eq!((cost(&one(&[1, 2]), 640), cost(&one(&[1, 2, 3, 4]), 100)), (None, None));
}

#[test]
fn no_cost_is_said_too_low() {
    for (bytes, said) in [(0, "0 kB"), (1, "1 kB"), (1000, "1 kB"), (1001, "2 kB"), (u32::MAX, "4294968 kB")]
    {
        assert_eq!(cost(&one(&[bytes]), 96).as_deref(), Some(said));
    }
}
