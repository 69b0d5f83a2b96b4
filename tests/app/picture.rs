//! Pictures: lazy in the HTML, so that none is asked for unasked, and labelled with what they cost.
#![cfg(feature = "ssr")]

use crate::sample::{shirt, store};
use fairday::components::image::{Frame, Image, ImageLabel, cost};
use fairday::route::{Place, Route};
use fairday::state::State;
use fairday_contract::{Locale, Picture};
use leptos::prelude::*;

fn html(locale: Locale, view: impl FnOnce() -> AnyView) -> String {
    Owner::new().with(|| {
        provide_context(State::new(Place { locale, route: Route::Home }, store(locale), None));
        view().to_html()
    })
}

fn one(bytes: &[u32]) -> Picture {
    Picture { bytes: bytes.to_vec(), ..shirt().pictures.remove(0) }
}

fn label(locale: Locale, bytes: &[u32], least: u32) -> String {
    let picture = Some(one(bytes));
    html(locale, || view! { <ImageLabel picture least/> }.into_any())
}

#[test]
fn every_picture_is_lazy_and_the_first_ones_are_marked() {
    for (is_first, priority) in [(true, "high"), (false, "low")] {
        let picture = Some(one(&[]));
        let html =
            html(Locale::En, || view! { <Image picture frame=Frame::small("96px") is_first/> }.into_any());
        let (lazy, asked) = (html.find(r#"loading="lazy""#), html.find(" src="));
        assert!(lazy.is_some() && lazy < asked, "the browser would ask before web/boot could say no: {html}");
        assert!(html.contains(&format!(r#"fetchpriority="{priority}""#)), "{html}");
    }
}

#[test]
fn a_label_says_what_the_least_width_costs_and_is_named_in_the_pages_language() {
    let bytes = [900, 1800, 4600, 12_300];
    let html = label(Locale::ZhCn, &bytes, 320);
    assert_eq!(html, r#"<button aria-label="显示图片 5 kB" class="show">5 kB</button>"#);
    let html = label(Locale::En, &bytes, 96);
    assert_eq!(html, r#"<button aria-label="Show picture 1 kB" class="show">1 kB</button>"#);
}

#[test]
fn a_cost_that_is_not_known_is_not_named() {
    assert_eq!(label(Locale::En, &[], 96), r#"<button class="show">Show picture</button>"#);
    let none = html(Locale::En, || view! { <ImageLabel picture=None least=96/> }.into_any());
    assert!(!none.contains("button"), "{none}");
    assert_eq!((cost(&one(&[1, 2]), 640), cost(&one(&[1, 2, 3, 4]), 100)), (None, None));
}

#[test]
fn no_cost_is_said_too_low() {
    for (bytes, said) in [(0, "0 kB"), (1, "1 kB"), (1000, "1 kB"), (1001, "2 kB"), (u32::MAX, "4294968 kB")]
    {
        assert_eq!(cost(&one(&[bytes]), 96).as_deref(), Some(said));
    }
}
