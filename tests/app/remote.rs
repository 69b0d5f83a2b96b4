//! A failed refresh never erases what was there.

use fairday::domain::content::ApiError;
use fairday::domain::content::Remote;

#[test]
fn what_was_there_stays_and_is_called_stale() {
    assert_eq!(Remote::Fresh(1).failed(ApiError::Offline), Remote::Stale(1));
    assert_eq!(Remote::Stale(1).failed(ApiError::Server), Remote::Stale(1));
    assert_eq!(Remote::<u8>::Loading.failed(ApiError::Offline), Remote::Missing(ApiError::Offline));
}
