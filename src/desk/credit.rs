//! What the pages of phone credit are given. Name and resident ID are here while they are typed, and nowhere else on the phone.

use super::{Sent, Trouble};
use crate::domain::credit::{Draft, Kept, next_due, typed_amount};
use fairday_contract::{
    Agreement, AgreementId, AgreementState, AgreementText, CreditAnswer, CreditChoice, CreditOffers,
    Currency, HardshipStatus, LoanStanding, ProductDetail, Reminders, Repayment, TermChange,
};
use fairday_credit::resident_id::ResidentIdError;

/// How many applications are kept that were set aside; the oldest go first.
const BEGUN_MAX: usize = 8;

/// Everything that the pages of phone credit show.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools)] // each is a fact of its own
pub struct CreditDesk {
    /// What the shop offers.
    pub offers: Option<CreditOffers>,
    /// As of when that is, when it was not asked for now.
    pub offers_as_of: Option<i64>,
    /// When the shop said what is known of it, milliseconds since 1970 UTC by this phone's clock.
    pub offers_ms: i64,
    /// Whether the shop has said that it sells nothing on credit.
    pub is_closed: bool,
    /// What is looked at.
    pub product: Option<ProductDetail>,
    /// Whether the shop has said that there is no such product.
    pub is_unknown: bool,
    /// What is chosen, and how far that has come.
    pub draft: Draft,
    /// Applications that were begun for something else than is chosen now, the newest first.
    pub begun: Vec<Draft>,
    /// Whether every month and every early end are drawn: not before the shopper opens them. They are most of the page, and a
    /// slow phone would draw them with each choice.
    pub is_whole: bool,
    /// The age as typed.
    pub age: String,
    /// What was asked about last, and what the shop said.
    pub answer: Option<(CreditChoice, CreditAnswer)>,
    /// The name as typed. Never kept.
    pub name: String,
    /// The resident ID as typed. Never kept.
    pub resident_id: String,
    /// What is not right yet, once it was tried.
    pub wrong: Vec<Wrong>,
    /// Whether the box of consent is ticked.
    pub is_agreed: bool,
    /// What was said when a code to sign was sent, and for which terms.
    pub sent: Option<(String, Sent)>,
    /// The code as typed. Never kept.
    pub code: String,
    /// What is otherwise than it was read.
    pub changes: Vec<TermChange>,
    /// Why the guarantor did not stand in when an agreement was to be signed.
    pub refused: Option<(AgreementId, CreditAnswer)>,
    /// The text of an agreement, with its digest.
    pub text: Option<(String, AgreementText)>,
    /// The shopper's agreements, the newest first.
    pub agreements: Vec<Agreement>,
    /// What the account may owe altogether.
    pub granted: i64,
    /// What of that is free.
    pub available: i64,
    /// As of when they are, when they were not asked for now.
    pub as_of: Option<i64>,
    /// When the shop said what is known of them, milliseconds since 1970 UTC by this phone's clock.
    pub known_ms: i64,
    /// Whether the shop has answered what was asked for the page that is open.
    pub is_answered: bool,
    /// The agreement whose page was open last.
    pub opened: Option<AgreementId>,
    /// What is asked about.
    pub asking: Option<(AgreementId, Act)>,
    /// What is to be paid.
    pub pay: Pay,
    /// Whether it is paid at the counter; else online.
    pub is_counter: bool,
    /// Whether the shop has said that it takes no payments online.
    pub no_online: bool,
    /// The amount as typed.
    pub amount: String,
    /// What was paid for, and is not known to be booked.
    pub payment: Option<Kept>,
    /// What the shop says of it.
    pub repayment: Option<Repayment>,
    /// Why times are hard, as typed.
    pub reason: String,
    /// How the shopper is reminded.
    pub reminders: RemindersDesk,
}

/// How the shopper is reminded of what is due.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools)] // each is a fact of its own
pub struct RemindersDesk {
    /// What the shop says.
    pub known: Option<Reminders>,
    /// Whether this phone can show notifications.
    pub can_push: bool,
    /// Whether its browser has asked for them.
    pub is_here: bool,
    /// Whether a choice is on its way.
    pub is_busy: bool,
    /// Why the last choice was not kept.
    pub trouble: Option<ReminderTrouble>,
}

/// Why a choice of reminders was not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReminderTrouble {
    /// The browser may not show notifications.
    Denied,
    /// The browser could not ask for them.
    NoService,
    /// As many phones get them as can.
    TooMany,
    /// The shop did not take it.
    Failed(Trouble),
}

/// What a shopper does with a loan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Withdraws in time.
    Cancel,
    /// Asks for patience.
    Hardship,
}

/// What is to be paid of a loan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pay {
    /// What is due, or else the next instalment.
    #[default]
    Due,
    /// What is typed.
    Any,
    /// All of the loan.
    Settle,
    /// All of it, and leaving the plan.
    SettleAndLeave,
}

/// A field that is not right yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The age.
    Age,
    /// The name.
    Name,
    /// The resident ID.
    ResidentId(ResidentIdError),
    /// Who has this resident ID may not borrow yet.
    TooYoung,
    /// The box of consent.
    Consent,
    /// The recipient.
    Recipient,
    /// The code.
    Code,
    /// The amount.
    Amount,
    /// The reason.
    Reason,
}

impl CreditDesk {
    /// As of when the offers are, when that is not now: they were not asked for, or cannot be.
    pub fn offers_stale_since(&self, is_online: bool) -> Option<i64> {
        self.offers_as_of.or((!is_online && self.offers_ms > 0).then_some(self.offers_ms))
    }

    /// An agreement that the phone has.
    pub fn agreement(&self, id: &AgreementId) -> Option<&Agreement> {
        self.agreements.iter().find(|one| one.id == *id)
    }

    /// As of when the agreements are, when that is not now: they were not asked for, or cannot be.
    pub fn stale_since(&self, is_online: bool) -> Option<i64> {
        self.as_of.or((!is_online && self.known_ms > 0).then_some(self.known_ms))
    }

    /// Applications that were begun and of which the shop has offered nothing yet.
    pub fn begun(&self) -> impl Iterator<Item = (&Draft, &AgreementId)> {
        let all = std::iter::once(&self.draft).chain(&self.begun);
        all.filter_map(|one| Some((one, one.agreement.as_ref().filter(|id| self.agreement(id).is_none())?)))
    }

    /// Something else is to be chosen: an application that was begun is set aside, to be gone on with.
    pub fn set_aside(&mut self) {
        let draft = std::mem::take(&mut self.draft);
        let is_begun = draft.agreement.as_ref().is_some_and(|id| self.agreement(id).is_none());
        if is_begun && draft.choice.is_some() {
            self.begun.insert(0, draft);
            self.begun.truncate(BEGUN_MAX);
        }
    }

    /// Goes on with an application that was set aside, if there is such a one. Says whether there is.
    pub fn go_on_with(&mut self, is_it: impl Fn(&Draft) -> bool) -> bool {
        let Some(at) = self.begun.iter().position(is_it) else { return false };
        let draft = self.begun.remove(at);
        self.set_aside();
        self.draft = draft;
        true
    }

    /// The agreement that what is chosen is applied for with: the one that was begun or offered. Nothing once that is over: then
    /// it is another wish, which needs an id of its own.
    pub fn wish(&self) -> Option<&AgreementId> {
        let is_over =
            |id: &AgreementId| self.agreement(id).is_some_and(|one| one.state != AgreementState::Offered);
        self.draft.agreement.as_ref().filter(|id| !is_over(id))
    }

    /// The page of an agreement is open, or that of all: what was chosen and typed for another one is not for this one.
    pub fn open(&mut self, id: Option<&AgreementId>) {
        if self.opened.as_ref() == id {
            return;
        }
        self.opened = id.cloned();
        self.asking = None;
        self.pay = Pay::default();
        self.amount.clear();
        self.reason.clear();
        self.changes.clear();
        self.refused = None;
    }

    /// What the payment that is chosen comes to; none when there is nothing to pay.
    pub fn to_pay(&self, loan: &LoanStanding, currency: Currency) -> Option<i64> {
        let amount = match self.pay {
            Pay::Due => next_due(loan).map(|(amount, _)| amount),
            Pay::Any => typed_amount(&self.amount, currency),
            Pay::Settle => loan.settle,
            Pay::SettleAndLeave => loan.settle_and_leave,
        };
        amount.filter(|amount| *amount > 0)
    }

    /// Whether what is asked about can be done now.
    pub fn can_do(&self) -> bool {
        let Some((id, act)) = &self.asking else { return false };
        self.agreement(id).is_some_and(|one| match act {
            Act::Cancel => one.can_cancel,
            Act::Hardship => one.loan.as_ref().is_some_and(|loan| {
                loan.hardship.as_ref().is_none_or(|known| known.status == HardshipStatus::Declined)
            }),
        })
    }

    /// What the shop said to what is chosen now.
    pub fn answer(&self) -> Option<&CreditAnswer> {
        let (choice, answer) = self.answer.as_ref()?;
        (self.draft.choice.as_ref() == Some(choice)).then_some(answer)
    }

    /// Forgets whatever is one person's.
    pub fn forget_person(&mut self) {
        let (offers, offers_as_of, offers_ms) = (self.offers.take(), self.offers_as_of, self.offers_ms);
        let product = self.product.take();
        *self = Self { offers, offers_as_of, offers_ms, product, ..Self::default() };
    }

    /// Forgets what is to be nowhere once it was sent, or the page was left.
    pub fn forget_typed(&mut self) {
        self.name.clear();
        self.resident_id.clear();
        self.code.clear();
        self.is_agreed = false;
        self.asking = None;
    }
}
