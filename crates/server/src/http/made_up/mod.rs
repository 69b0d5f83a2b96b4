//! Whatever stands in a request, it is read without a panic, and what is refused is refused in words.

mod bodies;
mod headers;

use super::problem::Refusal;
use super::query;
use fairday_contract::{Changes, ListQuery, VariantOffers};
use fairday_fuzz::{CASES, texts};

/// Most characters of a field's name in a refusal.
const FIELD_CHARS_MAX: usize = 64;

/// A refusal that a client can do something about.
fn is_fair(refusal: &Refusal) {
    assert!(refusal.status.is_client_error(), "{refusal:?}");
    assert!(!refusal.detail.is_empty() || !refusal.errors.is_empty(), "{refusal:?}");
    for error in &refusal.errors {
        assert!(error.field.chars().count() <= FIELD_CHARS_MAX && !error.detail.is_empty(), "{error:?}");
    }
}

#[test]
fn no_query_string_is_more_than_its_limits_allow() {
    let list = "q=%E6%B4%97+%E8%A1%A3&category=a&brand=x&sort=price_asc&price_min=1&price_max=4294967295&in_stock=1&limit=100\
                &cursor=00000000000000ff00000001000000000000000200000000000000ff";
    let examples = [
        list,
        "since=7&limit=500&cursor=ab",
        "region=130624100",
        "ids=1,2,18446744073709551615",
        "status=placed",
        "state=signed",
    ];
    texts("a query string", CASES, &examples, |text| {
        for list in [query::list(Some(text)), query::search(Some(text))] {
            match list {
                Ok(list) => {
                    assert!(list.limit.is_none_or(|limit| (1..=ListQuery::LIMIT_MAX).contains(&limit)));
                    assert!(list.q.as_ref().is_none_or(|q| q.chars().count() <= ListQuery::Q_CHARS_MAX));
                    assert!(!query::normalised(&list).is_empty());
                }
                Err(refusal) => is_fair(&refusal),
            }
        }
        match query::changes(Some(text)) {
            Ok((_, _, limit)) => assert!((1..=Changes::LIMIT_MAX).contains(&limit)),
            Err(refusal) => is_fair(&refusal),
        }
        match query::variants(Some(text)) {
            Ok(ids) => assert!((1..=VariantOffers::IDS_MAX).contains(&ids.len())),
            Err(refusal) => is_fair(&refusal),
        }
        let _ = query::words(Some(text)).map_err(|refusal| is_fair(&refusal));
        let _ = query::region(Some(text)).map_err(|refusal| is_fair(&refusal));
        let _ = query::none(Some(text)).map_err(|refusal| is_fair(&refusal));
        let _ = query::orders(Some(text)).map_err(|refusal| is_fair(&refusal));
        let _ = query::agreements(Some(text)).map_err(|refusal| is_fair(&refusal));
        let _ = query::below(Some(text)).map_err(|refusal| is_fair(&refusal));
    });
}

#[test]
fn no_path_names_a_picture_that_is_none() {
    texts("a picture's path", CASES, &["abcDEF12-_34-640.webp", "abcDEF12-_34-160.webp"], |file| {
        if let Some((id, width)) = super::pictures::parse(file) {
            assert_eq!(format!("{id}-{width}.webp"), file);
            assert!(!file.contains(['/', '\\', '.']) || file.matches('.').count() == 1);
        }
    });
}
