//! The ledger: double entry, append-only, in whole minor units.
//!
//! An [`Entry`] is what one business event does: a list of [`Transfer`]s, each of which debits one [`Account`] and credits
//! another by the same amount. So no entry can be out of balance. Entries are made by one constructor for each event
//! ([`events`]), or read back from storage through the same rules ([`Entry::restore`]). Balances are never stored: they
//! are the sum of the entries ([`Balances`]), and [`verify_agreement`] follows a whole history and says where it goes wrong.
//!
//! There are two books in one. The **line** is a memorandum of what a shopper may still owe: `line granted` = `line
//! available` + `held` + `line used`, across all agreements. The **money** is the lender's: receivables and cash on one
//! side, what is owed to merchants, operators and shoppers, and income, on the other. They meet in one rule: what an
//! agreement uses of the line is what is left of its principal.
//!
//! What each event debits and credits:
//!
//! | event | debit | credit |
//! | --- | --- | --- |
//! | line granted | line available | line granted |
//! | line reduced | line granted | line available |
//! | reserved, when signed | held | line available |
//! | released | line available | held |
//! | captured, at the hand-over | line used (and line available, for what is not needed) | held |
//! | | principal not due | merchant payable |
//! | billed, on the due date | principal due | principal not due |
//! | | fee due | fee income |
//! | | plan due | operator payable |
//! | | advance, then line available | what it pays, then line used |
//! | repaid | cash | late fee, fee, principal, plan due, then advance |
//! | | line available | line used, by the principal paid |
//! | late fee | late fee due | late fee income |
//! | late fee reversed | late fee income | late fee due; what was paid of it: fee, principal, plan due, then advance |
//! | | line available | line used, by the principal |
//! | waived | waivers | late fee, fee or principal due |
//! | | line granted | line used, by the principal |
//! | written off | write-offs | everything due and not due |
//! | | line granted | line used |
//! | settled early, returned | principal due | principal not due |
//! | | plan due | operator payable, by the exit fee |
//! | | merchant payable (for the phone), advance, cash | everything due, then refunds owed |
//! | | line available | line used |
//! | cancelled while cooling off | line available | held, or line used |
//! | | merchant and operator payable, income, advance | everything due and not due, waivers, then refunds owed |
//! | refunded | refunds owed | cash |
//!
//! **Order of allocation.** A repayment pays what has long been due before what is due since later, within each kind; late
//! fees first, then service fees, then the loan itself (Civil Code of the PRC, articles 560 and 561: costs, interest,
//! principal), and the operator's plan last, because only the loan grows when it is late. What is more than is due waits
//! as an advance, and pays the next bill.
//!
//! A principal that is waived or written off reduces the line for good: the line was lent out and has not come back.

mod account;
mod balances;
mod draft;
mod entry;
pub mod events;
mod verify;

pub use account::{Account, Scope};
pub use balances::{Balances, LedgerError};
pub use entry::{Entry, EntryKind, Posting, Transfer};
pub use verify::{Finding, Violation, verify_agreement, verify_shopper};
