//! Being reminded of what is due. Nobody is who has not asked for it.

use crate::Locale;
use serde::{Deserialize, Serialize};

/// How an account is reminded, and how it could be: `GET` and `PUT /api/v1/credit/reminders`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct Reminders {
    /// Whether messages go to the account's phone number.
    pub sms: bool,
    /// Whether notifications go to the phone or browser that asks.
    pub push: bool,
    /// How many phones and browsers of the account get notifications, the one that asks among them.
    pub phones: u32,
    /// True when the push service ended the notifications of the phone that asks, until its shopper chooses again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub push_lost: bool,
    /// The language of the messages, once it was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
    /// What the shop can do.
    pub offered: RemindersOffered,
}

/// Which reminders a shop sends, and when. With neither way it sends none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct RemindersOffered {
    /// Whether it sends messages to phone numbers.
    pub sms: bool,
    /// The key for `PushManager.subscribe`, base64url, where it sends notifications (RFC 8292).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub push_key: Option<String>,
    /// How many days before something is due, the most first; 0 is the day itself.
    pub days_before: Vec<u32>,
    /// Whether there is one the day after, if it is not paid.
    pub day_after: bool,
    /// From which hour of the day on, in the shop's time zone.
    pub hour: u32,
}

/// Chooses how to be reminded: `PUT /api/v1/credit/reminders`. It takes the place of what was chosen before. Other phones of
/// the account keep their notifications.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct RemindersRequest {
    /// Whether messages go to the account's phone number.
    pub sms: bool,
    /// Where notifications for the phone that asks go; without it there are none for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub push: Option<PushSubscription>,
    /// The language of the messages, and of the notifications of this phone.
    pub locale: Locale,
}

/// What `PushSubscription.toJSON()` gives in a browser; its `expirationTime` is not asked for.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct PushSubscription {
    /// Where the push service takes messages for it.
    pub endpoint: String,
    /// What they are encrypted for.
    pub keys: PushKeys,
}

/// What messages of a subscription are encrypted for (RFC 8291).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "wire", derive(fairday_wire::Wire))]
pub struct PushKeys {
    /// A public key on P-256, 65 bytes, base64url.
    pub p256dh: String,
    /// 16 random bytes, base64url.
    pub auth: String,
}
