//! The table: what a shop configures, checked.

use super::Applicant;
use crate::amount::Amount;
use thiserror::Error;

/// The most bands that a table has.
pub const BANDS_MAX: usize = 64;
/// The most points that a band gives or takes.
pub const POINTS_MAX: i32 = 1_000;
/// The most steps of lines.
pub const LINE_STEPS_MAX: usize = 16;
/// Nobody below this age is lent to (Civil Code of the PRC, article 17).
pub const AGE_MIN: u32 = crate::resident_id::BORROWER_AGE_MIN;

/// A fact that earns points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// [`Applicant::age`].
    Age,
    /// [`Applicant::months_known`].
    MonthsKnown,
    /// [`Applicant::orders_received`].
    OrdersReceived,
    /// [`Applicant::orders_refused`].
    OrdersRefused,
    /// [`Applicant::active_agreements`].
    ActiveAgreements,
}

impl Fact {
    /// Every fact.
    pub const ALL: [Self; 5] =
        [Self::Age, Self::MonthsKnown, Self::OrdersReceived, Self::OrdersRefused, Self::ActiveAgreements];

    pub(super) fn of(self, applicant: &Applicant) -> u32 {
        match self {
            Self::Age => applicant.age,
            Self::MonthsKnown => applicant.months_known,
            Self::OrdersReceived => applicant.orders_received,
            Self::OrdersRefused => applicant.orders_refused,
            Self::ActiveAgreements => applicant.active_agreements,
        }
    }
}

/// Points for a fact from some value on. Of the bands of a fact the highest that is reached counts, and no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    /// Which fact.
    pub fact: Fact,
    /// From this value on.
    pub from: u32,
    /// Earned; negative when it costs points.
    pub points: i32,
}

/// How much is lent altogether from some number of points on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineStep {
    /// From these points on.
    pub from: i32,
    /// All agreements of a shopper together.
    pub line: Amount,
}

/// The rules, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub(super) bands: Vec<Band>,
    pub(super) lines: Vec<LineStep>,
    pub(super) refer_from: i32,
    pub(super) age_min: u32,
    pub(super) age_max: u32,
    pub(super) agreements_max: u32,
}

/// What a shop configures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// In order of facts as in [`Fact::ALL`], and of values; each fact's first band from 0.
    pub bands: Vec<Band>,
    /// In order of points; the first says from how many on the answer is yes.
    pub lines: Vec<LineStep>,
    /// From so many points on, and below the first line, somebody looks.
    pub refer_from: i32,
    /// The youngest age, at least [`AGE_MIN`].
    pub age_min: u32,
    /// The oldest age at the time of asking.
    pub age_max: u32,
    /// How many agreements may run at once, with the one asked for.
    pub agreements_max: u32,
}

/// A table that cannot be worked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TableError {
    /// More bands than [`BANDS_MAX`].
    #[error("there are at most {BANDS_MAX} bands")]
    TooManyBands,
    /// A band with more points than [`POINTS_MAX`] either way.
    #[error("a band gives or takes at most {POINTS_MAX} points")]
    Points,
    /// The bands of a fact are out of order, twice, or do not begin at 0.
    #[error("the bands of {0:?} have to begin at 0 and go up")]
    Bands(Fact),
    /// No lines, more than [`LINE_STEPS_MAX`], or lines that do not go up.
    #[error("there are 1 to {LINE_STEPS_MAX} lines, and both points and lines go up")]
    Lines,
    /// Referring begins above approving.
    #[error("refer_from is above the points of the first line")]
    Refer,
    /// Ages that nobody has, or below [`AGE_MIN`].
    #[error("ages begin at {AGE_MIN} or later, and the oldest is not below the youngest")]
    Ages,
    /// No agreement at all.
    #[error("at least one agreement has to be allowed")]
    Agreements,
}

impl Table {
    /// The rules, if they make sense.
    ///
    /// # Errors
    /// When they do not: the first thing that is wrong.
    pub fn new(rules: Rules) -> Result<Self, TableError> {
        let Rules { bands, lines, refer_from, age_min, age_max, agreements_max } = rules;
        if bands.len() > BANDS_MAX {
            return Err(TableError::TooManyBands);
        }
        if bands.iter().any(|band| band.points.abs() > POINTS_MAX) {
            return Err(TableError::Points);
        }
        for fact in Fact::ALL {
            let values: Vec<u32> =
                bands.iter().filter(|band| band.fact == fact).map(|band| band.from).collect();
            let begins = values.first().is_none_or(|first| *first == 0);
            if !begins || values.windows(2).any(|pair| pair[0] >= pair[1]) {
                return Err(TableError::Bands(fact));
            }
        }
        let up = |pair: &[LineStep]| pair[0].from < pair[1].from && pair[0].line <= pair[1].line;
        let first = lines.first().ok_or(TableError::Lines)?;
        if lines.len() > LINE_STEPS_MAX || first.line.is_zero() || !lines.windows(2).all(up) {
            return Err(TableError::Lines);
        }
        if refer_from > first.from {
            return Err(TableError::Refer);
        }
        if age_min < AGE_MIN || age_max < age_min {
            return Err(TableError::Ages);
        }
        if agreements_max == 0 {
            return Err(TableError::Agreements);
        }
        Ok(Self { bands, lines, refer_from, age_min, age_max, agreements_max })
    }
}
