//! A failed refresh never erases what was there.

use fairday::domain::content::ApiError;
use fairday::domain::content::Remote;

#[test]
fn what_was_there_stays_and_is_called_stale() {
    let noon = Some("12:00".to_owned());
    assert_eq!(Remote::Fresh(1).failed(ApiError::Offline, noon.clone()), Remote::Stale(1, noon.clone()));
    assert_eq!(Remote::Stale(1, None).failed(ApiError::Server, noon.clone()), Remote::Stale(1, noon));
    assert_eq!(Remote::<u8>::Loading.failed(ApiError::Offline, None), Remote::Missing(ApiError::Offline));
}

#[test]
fn what_is_not_sold_any_more_is_not_shown_as_if_it_were() {
    assert_eq!(Remote::Fresh(1).failed(ApiError::NotFound, None), Remote::Missing(ApiError::NotFound));
}
