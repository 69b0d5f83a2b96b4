//! Paying at a provider's page: `[payment.online]`.

use super::{Mistakes, secret};
use crate::signature::Secret;
use serde::Deserialize;
use toml::Spanned;

/// How long an order waits to be paid when nothing is said, minutes.
pub const WAIT_MINUTES_DEFAULT: i64 = 30;
/// The shortest time an order waits, minutes.
pub const WAIT_MINUTES_MIN: i64 = 5;
/// The longest time an order waits, minutes: until then its goods are set aside.
pub const WAIT_MINUTES_MAX: i64 = 24 * 60;
/// Where a secret that is not in the file is.
const SECRET_VARIABLE: &str = "FAIRDAY_PAYMENT_SECRET";

/// A provider at whose page orders are paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnlinePayment {
    /// The page.
    pub url: String,
    /// What both sides sign with.
    pub secret: Secret,
    /// How long an order waits to be paid, milliseconds.
    pub wait_ms: i64,
}

/// `[payment]` as it is written.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Section {
    online: Option<Spanned<Online>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Online {
    url: String,
    secret: Option<String>,
    wait_minutes: Option<i64>,
}

pub(super) fn check(section: Section, mistakes: &mut Mistakes) -> Option<OnlinePayment> {
    let online = section.online?;
    let span = online.span();
    let Online { url, secret, wait_minutes } = online.into_inner();
    let minutes = wait_minutes.unwrap_or(WAIT_MINUTES_DEFAULT);
    if !(WAIT_MINUTES_MIN..=WAIT_MINUTES_MAX).contains(&minutes) {
        mistakes.tell(span.clone(), format!("`wait_minutes` is {WAIT_MINUTES_MIN} to {WAIT_MINUTES_MAX}"));
        return None;
    }
    let url = secret::url(&url, span.clone(), mistakes);
    let secret = secret::secret(secret.as_deref(), SECRET_VARIABLE, span, mistakes);
    Some(OnlinePayment { url: url?, secret: secret?, wait_ms: minutes * 60_000 })
}
