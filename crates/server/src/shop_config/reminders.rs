//! When shoppers who ask for it are reminded of what is due: `[credit.reminders]`.

use super::Mistakes;
use serde::Deserialize;
use std::ops::{Range, RangeInclusive};
use toml::Spanned;

/// The hours at which reminders can begin to go out. Nobody is woken by one.
pub const HOURS: RangeInclusive<u32> = 7..=20;
/// The most days before.
pub const DAYS_BEFORE_MAX: u32 = 14;
/// The most reminders of one instalment before it is due and on the day.
pub const TIMES_MAX: usize = 5;

/// When shoppers are reminded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemindersConfig {
    /// So many days before something is due, the most first; 0 is the day itself.
    pub days_before: Vec<u32>,
    /// Whether on the day after too, when it is not paid.
    pub day_after: bool,
    /// From this hour on, in the shop's time zone.
    pub hour: u32,
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
}

pub(super) fn check(section: Spanned<Section>, mistakes: &mut Mistakes) -> Option<RemindersConfig> {
    let span = section.span();
    let Section { mut days_before, day_after, hour } = section.into_inner();
    days_before.sort_unstable_by(|one, other| other.cmp(one));
    let is_right = [
        is_days(&days_before, &span, mistakes),
        is_some(&days_before, day_after, &span, mistakes),
        is_hour(hour, &span, mistakes),
    ];
    is_right.into_iter().all(|one| one).then_some(RemindersConfig { days_before, day_after, hour })
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
