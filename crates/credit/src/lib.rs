//! The rules of phone credit, for the server and for the phone.
//!
//! Pure functions over whole minor units and civil dates: no IO, no clock, no floats, nothing but the standard library
//! behind them. The caller says what day it is. The phone works out the same [`sheet::Sheet`] as the server, byte for
//! byte, also without network; each module stands by itself, so that what the phone does not call is not in its download.
//!
//! ```
//! use fairday_credit::apr::AnnualRates;
//! use fairday_credit::schedule::{FeeTerms, Schedule};
//! use fairday_credit::sheet::rates_of;
//! use fairday_credit::{Amount, BillDay};
//!
//! // 999.00 lent on 21 November, paid back in twelve months without any cost.
//! let (lent, hand_over, bill_day) = (Amount::new(99_900)?, "2026-11-21".parse()?, BillDay::new(5)?);
//! let loan = Schedule::new(lent, 12, FeeTerms::default(), hand_over, bill_day)?;
//! assert_eq!(loan.first_due(), "2026-12-05".parse()?);
//! assert_eq!(loan.instalments()[0].total(), Amount::new(8_325)?);
//! assert_eq!(rates_of(&loan)?, AnnualRates { effective_bp: 0, nominal_bp: 0 });
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | module | answers |
//! | --- | --- |
//! | [`amount`], [`calendar`] | what money and a date are |
//! | [`plan`], [`schedule`], [`apr`] | what is lent, how it is paid back, and what that costs in a year |
//! | [`late`], [`early`] | what being late costs, and what ending early costs |
//! | [`sheet`] | everything that the shopper is promised before signing, and the bytes that are signed |
//! | [`resident_id`], [`assess`] | who asks, and whether the shop's own guarantor says yes |
//! | [`ledger`], [`agreement`] | what is owed by whom, and what may happen to an agreement |

pub mod agreement;
pub mod amount;
pub mod apr;
pub mod assess;
pub mod calendar;
pub mod early;
pub mod late;
pub mod ledger;
pub mod plan;
pub mod resident_id;
pub mod schedule;
pub mod sheet;

pub use amount::{Amount, AmountError};
pub use calendar::{BillDay, Date, UtcOffset};
