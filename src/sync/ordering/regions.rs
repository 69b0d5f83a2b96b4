//! The administrative divisions, a province at a time: from the phone when it has them, else from the shop.

use super::desk;
use crate::api::Method;
use crate::db;
use crate::json::{self, Wire};
use crate::paths;
use crate::state::State;
use fairday_contract::{Province, RegionCode, Regions};

/// How long the phone's copy is good, milliseconds: divisions change once a year.
const GOOD_MS: f64 = 30.0 * 86_400_000.0;

/// Has the provinces, and everything within the province of `code`.
pub(super) async fn load(state: State, code: Option<RegionCode>) {
    if desk::with(|desk| desk.provinces.is_empty()) {
        let provinces: Option<Regions> = read(state, paths::API_REGIONS).await;
        if let Some(provinces) = provinces {
            desk::change(state, |desk| desk.provinces = provinces.items);
        }
    }
    let province = code.and_then(|code| code.as_str().get(..2)?.parse::<RegionCode>().ok());
    let Some(code) = province else { return };
    if desk::with(|desk| desk.province.as_ref().is_some_and(|province| province.code == code)) {
        return;
    }
    let province: Option<Province> = read(state, &paths::api_region(&code)).await;
    if province.is_some() {
        desk::change(state, |desk| desk.province = province);
    }
}

async fn read<T: Wire>(state: State, path: &str) -> Option<T> {
    let kept = db::orders::kept(path).await;
    let is_good = |at_ms: f64| desk::now() as f64 - at_ms < GOOD_MS;
    if let Some(found) =
        kept.as_ref().filter(|kept| is_good(kept.at_ms)).and_then(|kept| json::read(&kept.json))
    {
        return Some(found);
    }
    match crate::api::send(Method::Get, path, state.locale(), None).await {
        Ok(text) => {
            let found = json::read(&text)?;
            db::orders::keep(path, desk::now(), &text).await;
            Some(found)
        }
        Err(_) => json::read(&kept?.json), // older than it should be, and better than nothing
    }
}
