//! Notifications on shoppers' phones: web push (RFC 8030) with VAPID (RFC 8292), encrypted for the phone alone (RFC 8291).
//!
//! Where they are sent is what a browser said, so it is somebody else's URL: only push services of a list are asked
//! ([`services`]), over HTTPS, and no redirect is followed. The curve, the cipher and the key derivation are `RustCrypto`'s; how
//! they are put together here is checked against the example of the standard.

pub mod encrypt;
mod send;
pub mod services;
pub mod vapid;

pub use send::{Notification, Push, Pushed, RETRY_AFTER_MS_MAX, TTL_S};

use services::Services;
use vapid::VapidKey;

/// What a shop needs to send notifications.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PushConfig {
    /// Who can be reached when something is wrong with them: `mailto:` or `https:` (RFC 8292, `sub`).
    pub contact: String,
    /// What they are signed with.
    pub key: VapidKey,
    /// Where they may be sent.
    pub services: Services,
}
