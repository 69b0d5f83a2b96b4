//! When shoppers who ask for it are reminded of what is due: `[credit.reminders]`.

use super::Mistakes;
use crate::push::PushConfig;
use crate::push::services::Services;
use crate::push::vapid::VapidKey;
use serde::Deserialize;
use std::ops::{Range, RangeInclusive};
use toml::Spanned;

/// The hours at which reminders can begin to go out. Nobody is woken by one.
pub const HOURS: RangeInclusive<u32> = 7..=20;
/// The most days before.
pub const DAYS_BEFORE_MAX: u32 = 14;
/// The most reminders of one instalment before it is due and on the day.
pub const TIMES_MAX: usize = 5;

/// Where the key for notifications is when it is not in the file.
const KEY_VARIABLE: &str = "FAIRDAY_PUSH_KEY";
/// The longest contact, bytes.
const CONTACT_BYTES_MAX: usize = 200;

/// When shoppers are reminded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemindersConfig {
    /// So many days before something is due, the most first; 0 is the day itself.
    pub days_before: Vec<u32>,
    /// Whether on the day after too, when it is not paid.
    pub day_after: bool,
    /// From this hour on, in the shop's time zone.
    pub hour: u32,
    /// How notifications are sent to phones, if they are.
    pub push: Option<PushConfig>,
}

impl RemindersConfig {
    /// How many days before it is due there is a reminder: the most first, -1 for the day after.
    pub fn days(&self) -> impl Iterator<Item = i32> + '_ {
        let after = self.day_after.then_some(-1);
        self.days_before.iter().filter_map(|days| i32::try_from(*days).ok()).chain(after)
    }
}

/// `[credit.reminders]` as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Section {
    days_before: Vec<u32>,
    #[serde(default)]
    day_after: bool,
    hour: u32,
    push: Option<Spanned<PushSection>>,
}

/// `[credit.reminders.push]` as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PushSection {
    contact: String,
    key: Option<String>,
    #[serde(default)]
    services: Vec<String>,
}

pub(super) fn check(section: Spanned<Section>, mistakes: &mut Mistakes) -> Option<RemindersConfig> {
    let span = section.span();
    let Section { mut days_before, day_after, hour, push } = section.into_inner();
    let is_pushed = push.is_some();
    let push = push.and_then(|section| push_of(section, mistakes));
    if is_pushed && push.is_none() {
        return None; // it was told
    }
    days_before.sort_unstable_by(|one, other| other.cmp(one));
    let is_right = [
        is_days(&days_before, &span, mistakes),
        is_some(&days_before, day_after, &span, mistakes),
        is_hour(hour, &span, mistakes),
    ];
    is_right.into_iter().all(|one| one).then_some(RemindersConfig { days_before, day_after, hour, push })
}

fn push_of(section: Spanned<PushSection>, mistakes: &mut Mistakes) -> Option<PushConfig> {
    let span = section.span();
    let PushSection { contact, key, services } = section.into_inner();
    let is_contact = contact.len() <= CONTACT_BYTES_MAX
        && contact.bytes().all(|b| b.is_ascii_graphic())
        && (contact.starts_with("mailto:") || contact.starts_with("https://"));
    if !is_contact {
        mistakes.tell(span.clone(), "`contact` begins with mailto: or https://: push services write there");
    }
    let from_outside = std::env::var(KEY_VARIABLE).ok().filter(|value| !value.is_empty());
    let key = from_outside.as_deref().or(key.as_deref()).and_then(VapidKey::parse);
    if key.is_none() {
        let sentence = format!(
            "a key is needed, in the variable {KEY_VARIABLE} or as `key`: 32 bytes in base64url, as `fairday keys push` makes it"
        );
        mistakes.tell(span.clone(), sentence);
    }
    let services = Services::with(&services);
    if services.is_err() {
        mistakes.tell(span, "`services` are at most 20 hosts, as push.example or *.push.example");
    }
    Some(PushConfig { contact, key: key?, services: services.ok()? }).filter(|_| is_contact)
}

fn is_days(days: &[u32], span: &Range<usize>, mistakes: &mut Mistakes) -> bool {
    let is_twice = days.windows(2).any(|two| two[0] == two[1]);
    let is_right = days.len() <= TIMES_MAX && !is_twice && days.iter().all(|days| *days <= DAYS_BEFORE_MAX);
    if !is_right {
        let sentence =
            format!("`days_before` are at most {TIMES_MAX} numbers from 0 to {DAYS_BEFORE_MAX}, none twice");
        mistakes.tell(span.clone(), sentence);
    }
    is_right
}

fn is_some(days: &[u32], day_after: bool, span: &Range<usize>, mistakes: &mut Mistakes) -> bool {
    let is_right = day_after || !days.is_empty();
    if !is_right {
        mistakes.tell(
            span.clone(),
            "`days_before` has a number, or `day_after` is true; without reminders leave the section out",
        );
    }
    is_right
}

fn is_hour(hour: u32, span: &Range<usize>, mistakes: &mut Mistakes) -> bool {
    let is_right = HOURS.contains(&hour);
    if !is_right {
        mistakes.tell(span.clone(), format!("`hour` is {} to {}", HOURS.start(), HOURS.end()));
    }
    is_right
}
