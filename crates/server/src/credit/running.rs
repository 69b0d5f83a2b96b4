//! What happens to an agreement after it was signed, beside the bills: by the shopper, and by the shop.

use super::agreement::Kind;
use super::audit::{self, Note};
use super::book::Book;
use super::guarantor::{Act, note};
use super::ledger::{Request, answered};
use super::sign::hold;
use super::{Credit, CreditError, TRIES_MAX, agreement, hardship, person};
use crate::accounts::AccountId;
use crate::database::Transaction;
use crate::orders::advance::ask_return;
use crate::privacy::KeyRing;
use fairday_contract::AgreementId;
use fairday_credit::Amount;
use fairday_credit::agreement::{Actor, Event, Facts, State, WRITE_OFF_DAYS_MIN};
use fairday_credit::ledger::{Account, Balances, events};
use fairday_input::Kind as Input;
use std::sync::Arc;

/// What an agreement came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Where it is now.
    pub state: State,
    /// What is owed, and what was paid.
    pub balances: Balances,
    /// Whether the same request had been answered before.
    pub is_replay: bool,
}

/// What a shopper does.
#[derive(Clone, Debug)]
pub enum ShopperAct {
    /// Withdraws after the hand-over, within the cooling-off period. Before it, the order is cancelled.
    Cancel,
    /// Has paid this, by this request.
    Repay(Amount, Request),
    /// Has paid everything that is left, by this request; and leaves the plan as well.
    SettleEarly {
        /// What was paid: exactly what it takes.
        cash: Amount,
        /// Whether the plan ends too.
        leaves_plan: bool,
        /// The request.
        request: Request,
    },
}

/// What somebody of the shop does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShopAct {
    /// Stands in for a shopper after looking, up to this line.
    Approve(Amount),
    /// Gives up part of what is due.
    Waive(Amount),
    /// Gives up the rest.
    WriteOff,
    /// Takes the phone back; the shopper has paid this beside it.
    GiveBack(Amount),
    /// Has paid out what is owed to the shopper.
    Refund(Amount),
    /// Answers a shopper who asked for patience ([`super::hardship`]).
    AnswerHardship {
        /// Whether the late fees stop.
        is_accepted: bool,
        /// What is said to the shopper.
        note: String,
    },
}

impl ShopAct {
    const fn name(&self) -> &'static str {
        match self {
            Self::Approve(_) => "approve",
            Self::Waive(_) => "waive",
            Self::WriteOff => "write_off",
            Self::GiveBack(_) => "give_back",
            Self::Refund(_) => "refund",
            Self::AnswerHardship { .. } => "answer_hardship",
        }
    }

    /// True when the words of an answer are those that were given before. They are not in the audit log, which has nothing
    /// personal in it; other acts have none.
    fn is_what_was_said(
        &self,
        transaction: &mut Transaction<'_>,
        keys: &KeyRing,
        agreement: i64,
    ) -> Result<bool, CreditError> {
        let Self::AnswerHardship { note, .. } = self else { return Ok(true) };
        let Some(asked) = hardship::last(transaction, keys, agreement)? else { return Ok(true) };
        // Without a reason the account was deleted, and the words with it; without an answer another request has followed.
        Ok(asked.reason.is_empty() || asked.answer.is_none_or(|was| was.note == *note))
    }

    fn detail(&self) -> String {
        match self {
            Self::Approve(amount) | Self::Waive(amount) | Self::GiveBack(amount) | Self::Refund(amount) => {
                amount.minor().to_string()
            }
            Self::WriteOff => String::new(),
            Self::AnswerHardship { is_accepted: true, .. } => "accepted".to_owned(),
            Self::AnswerHardship { is_accepted: false, .. } => "declined".to_owned(),
        }
    }
}

impl Credit {
    /// Where an agreement of this account stands today, bills that are due included. Changes nothing.
    ///
    /// # Errors
    /// `NotFound`, also for another account's.
    pub async fn standing(&self, account: AccountId, id: AgreementId) -> Result<Outcome, CreditError> {
        let now_ms = self.now_ms;
        let look = move |transaction: &mut Transaction<'_>| {
            let stored = agreement::find(transaction, &id)?.filter(|stored| stored.account == account);
            let mut book = Book::open(transaction, stored.ok_or(CreditError::NotFound)?, now_ms)?;
            book.bring_up_to_date()?;
            Ok(Outcome { state: book.state, balances: book.standing.balances, is_replay: false })
        };
        self.database.read(look).await
    }

    /// What settling early takes today.
    ///
    /// # Errors
    /// `NotFound`; `Refused` when no loan runs.
    pub async fn to_settle(
        &self,
        account: AccountId,
        id: AgreementId,
        leaves_plan: bool,
    ) -> Result<Amount, CreditError> {
        let now_ms = self.now_ms;
        let look = move |transaction: &mut Transaction<'_>| {
            let stored = agreement::find(transaction, &id)?.filter(|stored| stored.account == account);
            let mut book = Book::open(transaction, stored.ok_or(CreditError::NotFound)?, now_ms)?;
            book.bring_up_to_date()?;
            fairday_credit::agreement::next(book.state, Event::SettleEarly, Actor::Shopper)?;
            let exit = plan_exit(&book, leaves_plan)?;
            Ok(events::to_close(book.balances(), exit, Amount::ZERO)?)
        };
        self.database.read(look).await
    }

    /// The shopper does something with an agreement of their own.
    ///
    /// # Errors
    /// `NotFound`, also for another account's; `Refused`; `Ledger` when an amount does not fit; `IdUsed` when another
    /// payment had the request's id.
    pub async fn by_shopper(
        &self,
        account: AccountId,
        id: AgreementId,
        act: ShopperAct,
    ) -> Result<Outcome, CreditError> {
        let now_ms = self.now_ms;
        self.retried(move |transaction| {
            let stored = agreement::own(transaction, account, &id)?;
            if let ShopperAct::Repay(_, request) | ShopperAct::SettleEarly { request, .. } = &act
                && let Some(hash) = answered(transaction, stored.number, &request.id)?
            {
                if hash != request.hash {
                    return Err(CreditError::IdUsed);
                }
                let book = Book::open(transaction, stored, now_ms)?;
                return Ok(Outcome { state: book.state, balances: book.standing.balances, is_replay: true });
            }
            let is_done = matches!(act, ShopperAct::Cancel) && stored.state == State::CoolingOffCancelled;
            let mut book = Book::open(transaction, stored, now_ms)?;
            if is_done {
                return Ok(Outcome { state: book.state, balances: book.standing.balances, is_replay: true });
            }
            shopper(transaction, &mut book, &act)?;
            book.save(transaction)?;
            Ok(Outcome { state: book.state, balances: book.standing.balances, is_replay: false })
        })
        .await
    }

    /// Somebody of the shop does something with an agreement, by a request with this id; it is in the audit log afterwards.
    /// The same request again changes nothing.
    ///
    /// # Errors
    /// `NotFound`, `Refused`, `Ledger`, `Invalid`; `IdUsed` when another act had the request's id; `NothingAsked`.
    pub async fn by_shop(
        &self,
        operator: String,
        id: AgreementId,
        act: ShopAct,
        request: String,
    ) -> Result<Outcome, CreditError> {
        if let ShopAct::AnswerHardship { note, .. } = &act {
            Input::HARDSHIP.check(note).map_err(|why| CreditError::field("note", why.to_string()))?;
        }
        let (keys, now_ms) = (Arc::clone(&self.keys), self.now_ms);
        let grace_days = self.config.hardship_grace_days;
        self.retried(move |transaction| {
            let stored = agreement::locked(transaction, &id)?;
            let before = audit::answered(transaction, stored.number, &request)?;
            let mut book = Book::open(transaction, stored, now_ms)?;
            let detail = act.detail();
            if let Some(before) = before {
                let is_same = before == [&operator, act.name(), &detail]
                    && act.is_what_was_said(transaction, &keys, book.stored.number)?;
                let outcome =
                    Outcome { state: book.state, balances: book.standing.balances, is_replay: true };
                return if is_same { Ok(outcome) } else { Err(CreditError::IdUsed) };
            }
            if let ShopAct::AnswerHardship { is_accepted, note } = &act {
                hardship::answer(transaction, &keys, &mut book, (*is_accepted, note, grace_days))?;
            } else {
                shop(transaction, &mut book, &act)?;
            }
            book.save(transaction)?;
            let said = Note {
                operator: &operator,
                act: act.name(),
                agreement: book.stored.number,
                detail: &detail,
                request: Some(&request),
            };
            audit::append(transaction, &said, book.at_ms())?;
            Ok(Outcome { state: book.state, balances: book.standing.balances, is_replay: false })
        })
        .await
    }

    pub(super) async fn retried<T: Send + 'static>(
        &self,
        job: impl Fn(&mut Transaction<'_>) -> Result<T, CreditError> + Clone + Send + 'static,
    ) -> Result<T, CreditError> {
        for _ in 0..TRIES_MAX {
            match self.database.write(job.clone()).await {
                Err(CreditError::Changing) => {}
                outcome => return outcome,
            }
        }
        Err(CreditError::Changing)
    }
}

pub(super) fn shopper(
    transaction: &mut Transaction<'_>,
    book: &mut Book,
    act: &ShopperAct,
) -> Result<(), CreditError> {
    match act {
        ShopperAct::Cancel => cancel(transaction, book),
        ShopperAct::Repay(cash, request) => {
            book.bring_up_to_date()?;
            let still_to_bill = book.loan()?.still_to_bill(book.standing.billed)?;
            let late_then = book.late_then();
            book.on_loan((Event::Repay, Actor::Shopper), Some(request.clone()), |_, standing| match late_then
            {
                None => events::repay(&standing.balances, *cash, still_to_bill),
                Some(late) => events::repay_before(&standing.balances, *cash, late, still_to_bill),
            })
        }
        ShopperAct::SettleEarly { cash, leaves_plan, request } => {
            book.bring_up_to_date()?;
            let exit = plan_exit(book, *leaves_plan)?;
            book.on_loan((Event::SettleEarly, Actor::Shopper), Some(request.clone()), |_, standing| {
                events::settle_early(&standing.balances, exit, *cash)
            })
        }
    }
}

/// The shopper withdraws after the hand-over: everything is undone, and the phone is on its way back. The guarantor stands in
/// until it is there. Before the hand-over there is an order, which would be left without its agreement: cancelling that ends
/// both.
fn cancel(transaction: &mut Transaction<'_>, book: &mut Book) -> Result<(), CreditError> {
    if matches!(book.state, State::Signed | State::Reserved) {
        return Err(CreditError::Order("cancel the order, and the agreement ends with it"));
    }
    if book.stored.kind == Kind::Goods {
        return Err(CreditError::Order("give the order back, and the agreement ends with it"));
    }
    book.on_loan((Event::Cancel, Actor::Shopper), None, |_, standing| events::cancel(&standing.balances))?;
    let order = book.stored.order_number.ok_or(CreditError::Corrupt("its order"))?;
    Ok(ask_return(transaction, order, book.at_ms())?)
}

fn shop(transaction: &mut Transaction<'_>, book: &mut Book, act: &ShopAct) -> Result<(), CreditError> {
    let by = Actor::Operator;
    match act {
        ShopAct::Approve(line) => {
            fairday_credit::agreement::next(book.state, Event::Reserve, Actor::Guarantor)?;
            let sheet = book.stored.read_sheet()?;
            let facts = Facts::before_loan(book.today, sheet.terms.offer_ends, true);
            book.stored.line = *line;
            let at = (book.today, book.at_ms());
            let coming_back = person::running(transaction, book.stored.account, at)?.coming_back;
            hold(transaction, book, &facts, (sheet.pairing.financed, coming_back))
        }
        ShopAct::Waive(amount) => {
            book.on_loan((Event::Waive, by), None, |_, standing| events::waive(&standing.balances, *amount))
        }
        ShopAct::WriteOff => {
            book.bring_up_to_date()?;
            if book.state.is_running() {
                let overdue = book.loan()?.overdue(&book.standing, book.today)?;
                let days = overdue.first().map_or(0, |one| one.days);
                if days < WRITE_OFF_DAYS_MIN {
                    return Err(CreditError::NotLongOverdue(days));
                }
            }
            book.on_loan((Event::WriteOff, by), None, |_, standing| events::write_off(&standing.balances))
        }
        ShopAct::GiveBack(_) if book.stored.kind == Kind::Goods => {
            Err(CreditError::Order("take the order back, and the agreement ends with it"))
        }
        ShopAct::GiveBack(cash) => {
            book.bring_up_to_date()?;
            let (end, used) = (early_end(book)?, book.balances().amount(Account::LineUsed));
            book.on_loan((Event::GiveBack, by), None, |_, standing| {
                events::give_back(&standing.balances, end.plan_exit, end.phone_credit, *cash)
            })?;
            Ok(note(transaction, (book.stored.number, &book.stored.id), Act::Release, (used, book.at_ms()))?)
        }
        ShopAct::Refund(amount) => {
            book.on_loan((Event::Refund, by), None, |_, standing| events::refund(&standing.balances, *amount))
        }
        ShopAct::AnswerHardship { .. } => Ok(()), // by the caller: it needs the keys
    }
}

/// What leaving the plan costs on top of settling.
pub(super) fn plan_exit(book: &Book, leaves_plan: bool) -> Result<Amount, CreditError> {
    if leaves_plan { Ok(early_end(book)?.plan_exit) } else { Ok(Amount::ZERO) }
}

fn early_end(book: &Book) -> Result<fairday_credit::early::EarlyEnd, CreditError> {
    book.loan()?.early_end(book.standing.billed).map_err(|_| CreditError::Corrupt("its bills"))
}
