//! The web app manifest: the front end's own, with the name and the description of the store. A phone that installs the shop
//! shows them on its home screen.

use super::problem::Refusal;
use super::respond::{Freshness, cached};
use super::visitor::Visitor;
use super::{SharedState, pages};
use crate::catalogue::rendered::{Content, Effort, RenderedKey};
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use fairday_contract::Locale;
use http::Uri;
use std::sync::Arc;

const CHINESE: &str = "/manifest.webmanifest";
const ENGLISH: &str = "/manifest.en.webmanifest";

pub(super) fn router() -> Router<SharedState> {
    Router::new().route(CHINESE, get(manifest)).route(ENGLISH, get(manifest))
}

async fn manifest(State(state): State<SharedState>, uri: Uri, visitor: Visitor) -> Result<Response, Refusal> {
    let (path, locale) = if uri.path() == ENGLISH { (ENGLISH, Locale::En) } else { (CHINESE, Locale::ZhCn) };
    let built = state.dist.get(path).ok_or_else(Refusal::not_found)?.identity.bytes.clone();
    let snapshot = state.snapshot();
    let (name, description) = (snapshot.store(locale).name, pages::description(&state, locale));
    let render = move || {
        Ok(Content {
            content_type: "application/manifest+json",
            bytes: of_store(&built, &name, &description),
            effort: Effort::Quick,
        })
    };
    let key = RenderedKey { locale, route: "manifest", query: String::new() };
    let cache = Arc::clone(&snapshot);
    cached((&state, cache.rendered()), &visitor, key, (Freshness::Revalidate, None), render).await
}

/// The manifest as it was built, with the store's words. One that is no JSON object stays as it is.
fn of_store(built: &[u8], name: &str, description: &str) -> Vec<u8> {
    let mut json: serde_json::Value = serde_json::from_slice(built).unwrap_or_default();
    let Some(object) = json.as_object_mut() else { return built.to_vec() };
    for (key, text) in [("name", name), ("short_name", name), ("description", description)] {
        object.insert(key.to_owned(), text.into());
    }
    serde_json::to_vec(&json).unwrap_or_else(|_| built.to_vec())
}

#[cfg(test)]
mod tests {
    use super::of_store;
    use serde_json::{Value, json};

    #[test]
    fn a_manifest_has_the_stores_words_and_else_stays_as_it_was_built() {
        let built = br#"{"id":"/","name":"Demo","short_name":"Demo","description":"Of the demo","lang":"en","icons":[]}"#;
        let of: Value =
            serde_json::from_slice(&of_store(built, "Corner Shop", "Tea and \"more\"")).expect("JSON");
        let words =
            json!({"name": "Corner Shop", "short_name": "Corner Shop", "description": "Tea and \"more\""});
        for (key, word) in words.as_object().expect("an object") {
            assert_eq!(&of[key], word);
        }
        assert_eq!((&of["id"], &of["lang"], &of["icons"]), (&json!("/"), &json!("en"), &json!([])));
        assert_eq!(of_store(b"no JSON", "a", "b"), b"no JSON");
    }
}
