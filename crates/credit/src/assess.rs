//! The built-in guarantor: points by a table, and an answer that says why.
//!
//! Some facts decide alone (age, something overdue, too many agreements, more asked than there is line); everything else
//! earns or costs points by bands. All of it is in a [`Table`] of the shop's configuration, and every [`Assessment`] lists
//! the bands that counted. Nothing is asked for that is not in [`Applicant`]: the age, and what the shop knows from its own
//! orders and agreements. An answer between yes and no is [`Decision::Refer`]: somebody looks, and until then it is
//! not a yes.

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

/// What is known of who asks, on the day of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Applicant {
    /// Whole years.
    pub age: u32,
    /// Whole months since the first order or sign-in.
    pub months_known: u32,
    /// Orders that arrived and were kept.
    pub orders_received: u32,
    /// Orders that were refused at the door.
    pub orders_refused: u32,
    /// Agreements that run.
    pub active_agreements: u32,
    /// Days for which the oldest unpaid instalment has been overdue; 0 when nothing is.
    pub overdue_days: u32,
    /// What runs or is held, in all agreements.
    pub line_used: Amount,
    /// What is asked for now.
    pub asked: Amount,
}

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

    fn of(self, applicant: &Applicant) -> u32 {
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
    bands: Vec<Band>,
    lines: Vec<LineStep>,
    refer_from: i32,
    age_min: u32,
    age_max: u32,
    agreements_max: u32,
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

/// Why the answer is no; each is something that the shopper can do something about, or wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Too young, still.
    TooYoung,
    /// Too old for this guarantor: a deposit, cash, or somebody else's name.
    TooOld,
    /// Something is overdue: pay it first.
    Overdue,
    /// Too many agreements run: finish one first.
    TooManyAgreements,
    /// More than the line has left: a cheaper handset, or a deposit of the difference.
    AskedTooMuch {
        /// What could be lent now; never nothing.
        free: Amount,
    },
    /// The line is used up: pay some of it back first.
    LineUsedUp,
    /// Too few months or orders with the shop: order, receive, come back.
    NotKnownEnough,
    /// Orders were refused at the door: receive the next ones.
    OrdersRefused,
}

/// The answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Yes, up to this line for all agreements together.
    Approve {
        /// The line, at least what is used and asked.
        line: Amount,
    },
    /// Somebody looks at it: "we are checking", not a yes.
    Refer,
    /// No.
    Decline(Reason),
}

/// A band that counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The band.
    pub band: Band,
    /// What the applicant has.
    pub value: u32,
}

/// An answer with what led to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// The answer.
    pub decision: Decision,
    /// All points together.
    pub points: i32,
    /// One band for each fact that has any.
    pub counted: Vec<Counted>,
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

    /// The answer to one applicant.
    pub fn assess(&self, applicant: &Applicant) -> Assessment {
        let counted: Vec<Counted> =
            Fact::ALL.into_iter().filter_map(|fact| self.counted(fact, applicant)).collect();
        let points = counted.iter().map(|one| one.band.points).sum(); // at most BANDS_MAX of POINTS_MAX
        let decision =
            self.stops(applicant).map_or_else(|| self.decide(points, &counted, applicant), Decision::Decline);
        Assessment { decision, points, counted }
    }

    fn counted(&self, fact: Fact, applicant: &Applicant) -> Option<Counted> {
        let value = fact.of(applicant);
        let band = self.bands.iter().rfind(|band| band.fact == fact && band.from <= value)?;
        Some(Counted { band: *band, value })
    }

    /// What decides alone.
    fn stops(&self, applicant: &Applicant) -> Option<Reason> {
        if applicant.age < self.age_min {
            Some(Reason::TooYoung)
        } else if applicant.age > self.age_max {
            Some(Reason::TooOld)
        } else if applicant.overdue_days > 0 {
            Some(Reason::Overdue)
        } else if applicant.active_agreements >= self.agreements_max {
            Some(Reason::TooManyAgreements)
        } else {
            None
        }
    }

    fn decide(&self, points: i32, counted: &[Counted], applicant: &Applicant) -> Decision {
        let Some(step) = self.lines.iter().rfind(|step| step.from <= points) else {
            return if points >= self.refer_from {
                Decision::Refer
            } else {
                Decision::Decline(weakest(counted))
            };
        };
        let free = step.line.less(applicant.line_used);
        if applicant.asked <= free {
            Decision::Approve { line: step.line }
        } else if free.is_zero() {
            Decision::Decline(Reason::LineUsedUp)
        } else {
            Decision::Decline(Reason::AskedTooMuch { free })
        }
    }
}

/// What to tell someone with too few points: refused orders when they cost any, and otherwise that time helps.
fn weakest(counted: &[Counted]) -> Reason {
    let cost = |one: &&Counted| one.band.points < 0;
    match counted.iter().filter(cost).min_by_key(|one| one.band.points).map(|one| one.band.fact) {
        Some(Fact::OrdersRefused) => Reason::OrdersRefused,
        Some(Fact::ActiveAgreements) => Reason::TooManyAgreements,
        _ => Reason::NotKnownEnough,
    }
}
