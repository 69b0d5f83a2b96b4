//! Every component as the server renders it. `tests/web/components.rs` mounts the same in a browser and compares.
#![cfg(feature = "ssr")]

use crate::scenes::{LANGUAGES, Scene, all, mark};
use fairday_contract::Locale;
use leptos::prelude::*;
use std::path::Path;

/// Set to write the files anew in place of comparing with them.
const UPDATE: &str = "FAIRDAY_UPDATE";

fn html(scene: &Scene, locale: Locale) -> String {
    Owner::new().with(|| scene.view(locale, drop).1.to_html())
}

#[test]
fn each_component_is_what_its_file_says() {
    for (locale, written) in LANGUAGES {
        let rendered: Vec<String> =
            all().iter().map(|scene| mark(scene.name) + &html(scene, locale) + "\n").collect();
        if std::env::var_os(UPDATE).is_some() {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/components");
            std::fs::write(folder.join(format!("{}.html", locale.tag())), rendered.concat())
                .expect("it is written");
            continue;
        }
        for one in &rendered {
            assert!(written.contains(one), "FAIRDAY_UPDATE=1 writes the file anew; this is not in it: {one}");
        }
        assert_eq!(rendered.concat().len(), written.len(), "the file has more scenes than there are");
    }
}

#[test]
fn no_component_has_a_style_attribute_or_inline_handler() {
    for scene in all() {
        let html = html(&scene, Locale::ZhCn);
        assert!(!html.contains(" style=") && !html.contains(" on"), "{}: {html}", scene.name);
    }
}

#[test]
fn both_languages_say_something_else() {
    for scene in all().iter().filter(|scene| !["nothing", "no-question", "grid"].contains(&scene.name)) {
        assert_ne!(html(scene, Locale::ZhCn), html(scene, Locale::En), "{}", scene.name);
    }
}
