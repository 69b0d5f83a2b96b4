//! The built-in guarantor: points by a table, and an answer that says why.
//!
//! Some facts decide alone (age, something overdue, too many agreements, more asked than there is line); everything else
//! earns or costs points by bands. All of it is in a [`Table`] of the shop's configuration, and every [`Assessment`] lists
//! the bands that counted. Nothing is asked for that is not in [`Applicant`]: the age, and what the shop knows from its own
//! orders and agreements. An answer between yes and no is [`Decision::Refer`]: somebody looks, and until then it is
//! not a yes.

mod table;

pub use table::{
    AGE_MIN, BANDS_MAX, Band, Fact, LINE_STEPS_MAX, LineStep, POINTS_MAX, Rules, Table, TableError,
};

use crate::amount::Amount;

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
    /// How many agreements may run at a time.
    pub const fn agreements_max(&self) -> u32 {
        self.agreements_max
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
