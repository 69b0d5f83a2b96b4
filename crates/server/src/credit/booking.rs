//! Money that has come: from a provider, by its signed message, or at a counter. It counts once.
//!
//! What was paid to settle settles when it is what that takes on this day, or more: the rest is owed to the shopper. When it is
//! less, it counts as an ordinary payment; and when nothing of that fits, because the loan has ended in between, it is to be
//! paid back.
//!
//! Money counts from the day on which it was paid, as the counter or the provider says, whenever it is booked.

use super::agreement::{self, Stored};
use super::audit::{self, Note};
use super::book::Book;
use super::ledger::Request;
use super::payments::{Payment, numbered, payable, purpose_name};
use super::running::{ShopperAct, plan_exit, shopper};
use super::{Credit, CreditError};
use crate::alarms::{self, Alarm, Kind};
use crate::database::Transaction;
use crate::orders::payment::callback::Heard;
use crate::orders::payment::message::{Known, MessageKey, is_paid};
use crate::orders::payment::{second, status_name};
use fairday_contract::{AgreementId, PaymentMethod, PaymentNotice, PaymentStatus, RepaymentPurpose};
use fairday_credit::agreement::{Actor, Event, Paid, Refused};
use fairday_credit::ledger::{LedgerError, events};
use fairday_credit::{Amount, Date};

/// What the shop does about a payment, for its audit log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShopPaid {
    /// Has taken it at the counter, on this day when that was not today.
    Taken(Option<Date>),
    /// Has paid it back, because it could not be counted.
    Back,
}

impl Credit {
    /// Heeds what a provider tells of a payment, after its signature has been checked. The same again, by its id and its
    /// body, changes nothing.
    ///
    /// # Errors
    /// Those of the database; `Corrupt`.
    pub async fn heed_payment(&self, key: &MessageKey, notice: &PaymentNotice) -> Result<Heard, CreditError> {
        let (key, notice, now_ms) = (key.clone(), notice.clone(), self.now_ms);
        self.retried(move |transaction| heed(transaction, &key, &notice, now_ms)).await
    }

    /// The shop has taken a payment at its counter, or has paid one back; it is in the audit log afterwards. The same request
    /// again changes nothing.
    ///
    /// # Errors
    /// `NotFound`; `IdUsed` when another act had the request's id; `Refused` when it is not where this can be done; `Invalid`
    /// when it cannot have been paid on that day; `Ledger` when it does not fit what is owed any more: then it is not taken.
    pub async fn shop_paid(
        &self,
        (operator, request): (String, String),
        (id, number): (AgreementId, i64),
        act: ShopPaid,
    ) -> Result<(), CreditError> {
        let now_ms = self.now_ms;
        self.retried(move |transaction| {
            let stored = agreement::locked(transaction, &id)?;
            let (name, detail) = match act {
                ShopPaid::Taken(None) => ("paid", number.to_string()),
                ShopPaid::Taken(Some(on)) => ("paid", format!("{number}, paid on {on}")),
                ShopPaid::Back => ("paid_back", number.to_string()),
            };
            if let Some(before) = audit::answered(transaction, stored.number, &request)? {
                let is_same = before == [&operator, name, &detail];
                return if is_same { Ok(()) } else { Err(CreditError::IdUsed) };
            }
            let payment = numbered(transaction, number)?.filter(|payment| payment.agreement == stored.number);
            let payment = payment.ok_or(CreditError::NotFound)?;
            let said = Note {
                operator: &operator,
                act: name,
                agreement: stored.number,
                detail: &detail,
                request: Some(&request),
            };
            match (act, payment.status) {
                (ShopPaid::Taken(on), PaymentStatus::OnHandOver) => {
                    let on = value_day(&stored, on, now_ms)?;
                    let Some(counted_as) = count(transaction, &stored, (&payment, on), now_ms)? else {
                        return Err(LedgerError::too_much(most(transaction, &stored, now_ms)?).into());
                    };
                    to_be(transaction, &payment, (PaymentStatus::Paid, Some((counted_as, on))), now_ms)?;
                }
                (ShopPaid::Back, PaymentStatus::RefundDue) => {
                    to_be(transaction, &payment, (PaymentStatus::Refunded, None), now_ms)?;
                    alarms::settle(transaction, (Kind::PayBack, &pay_back_subject(number)), now_ms)?;
                }
                _ => return Err(CreditError::Refused(Refused::NotInThisState)),
            }
            audit::append(transaction, &said, now_ms.max(stored.state_ms))
        })
        .await
    }
}

fn heed(
    transaction: &mut Transaction<'_>,
    key: &MessageKey,
    notice: &PaymentNotice,
    now_ms: i64,
) -> Result<Heard, CreditError> {
    match key.known(transaction, notice)? {
        Known::Same => return Ok(Heard::Known),
        Known::Other => {
            alarms::raise(transaction, &key.alarm(Kind::PaymentMessageChanged, notice), now_ms)?;
            return Ok(Heard::OtherSaid);
        }
        Known::New => {}
    }
    let number = notice.repayment.and_then(|number| i64::try_from(number).ok());
    let found = number.map(|number| numbered(transaction, number)).transpose()?.flatten();
    let Some(found) = found else {
        alarms::raise(transaction, &key.alarm(Kind::PaymentUnknown, notice), now_ms)?;
        return Ok(Heard::NoSuch);
    };
    let stored = agreement::numbered(transaction, found.agreement)?;
    transaction.lock(&stored.account.lock())?;
    // As it is now that nobody else can change it.
    let stored = agreement::numbered(transaction, found.agreement)?;
    let payment = numbered(transaction, found.number)?.ok_or(CreditError::NotFound)?;
    let is_of = stored.read_sheet()?.terms.currency == notice.currency.code();
    if payment.method != PaymentMethod::Online || payment.amount.minor() != notice.amount || !is_of {
        alarms::raise(transaction, &key.alarm(Kind::PaymentDoesNotFit, notice), now_ms)?;
        return Ok(Heard::DoesNotFit);
    }
    if !key.note(transaction, notice, now_ms)? {
        return Err(CreditError::Changing);
    }
    match (payment.status, is_paid(notice)) {
        (PaymentStatus::Pending, false) => {
            to_be(transaction, &payment, (PaymentStatus::Failed, None), now_ms)?;
            Ok(Heard::Changed(PaymentStatus::Failed))
        }
        (PaymentStatus::Pending | PaymentStatus::Failed, true) => {
            let (today, _) = stored.moment(now_ms)?;
            let on = told_day(&stored, notice, today)?;
            let counted_as = count(transaction, &stored, (&payment, on), now_ms)?;
            let status = if counted_as.is_some() { PaymentStatus::Paid } else { PaymentStatus::RefundDue };
            to_be(transaction, &payment, (status, counted_as.map(|counted_as| (counted_as, on))), now_ms)?;
            if status == PaymentStatus::RefundDue {
                let detail = "It fits nothing that is owed any more.";
                let alarm = Alarm::new(Kind::PayBack, pay_back_subject(payment.number), detail);
                alarms::raise(transaction, &alarm, now_ms)?;
            }
            Ok(Heard::Changed(status))
        }
        (_, true) => {
            let order = stored.order_number.ok_or(CreditError::Corrupt("its order"))?;
            second::keep(transaction, (key, notice), (order, Some(payment.number)), now_ms)?;
            Ok(Heard::PaidAgain)
        }
        (_, false) => Ok(Heard::Known),
    }
}

/// The subject of the alarm about a payment to be paid back.
fn pay_back_subject(payment: i64) -> String {
    format!("repayment {payment}")
}

/// The day on which the counter says that it was paid; today when it says none.
fn value_day(stored: &Stored, on: Option<Date>, now_ms: i64) -> Result<Date, CreditError> {
    let (today, _) = stored.moment(now_ms)?;
    let (Some(on), Some(loan)) = (on, &stored.loan) else { return Ok(today) };
    Paid::check_day(on, today, loan).map_err(|why| CreditError::field("paid_on", why.to_string()))?;
    Ok(on)
}

/// The day from which a provider's payment counts: that on which it was paid as the provider says, within the loan; today when it
/// says none.
fn told_day(stored: &Stored, notice: &PaymentNotice, today: Date) -> Result<Date, CreditError> {
    let Some(paid_ms) = notice.paid_ms else { return Ok(today) };
    let on = super::day_at(paid_ms, stored.utc_offset)?.min(today);
    Ok(stored.loan.as_ref().map_or(on, |loan| on.max(loan.schedule.hand_over())))
}

/// The most that can be paid on this agreement now.
fn most(transaction: &mut Transaction<'_>, stored: &Stored, now_ms: i64) -> Result<Amount, CreditError> {
    let mut book = Book::open(transaction, stored.clone(), now_ms)?;
    book.bring_up_to_date()?;
    if !book.state.is_running() {
        return Err(Refused::NotInThisState.into());
    }
    payable(&book)
}

/// Counts a payment of this day in the ledger. As what; nothing when it fits nowhere any more.
fn count(
    transaction: &mut Transaction<'_>,
    stored: &Stored,
    (payment, on): (&Payment, Date),
    now_ms: i64,
) -> Result<Option<RepaymentPurpose>, CreditError> {
    for purpose in [payment.purpose, RepaymentPurpose::Instalments] {
        let request = Request { id: payment.id.as_str().to_owned(), hash: payment.body_hash };
        let act = match purpose {
            RepaymentPurpose::Instalments => ShopperAct::Repay(payment.amount, request),
            RepaymentPurpose::Settle | RepaymentPurpose::SettleAndLeave => ShopperAct::SettleEarly {
                cash: payment.amount,
                leaves_plan: purpose == RepaymentPurpose::SettleAndLeave,
                request,
            },
        };
        let mut book = Book::open(transaction, stored.clone(), now_ms)?;
        book.paid_on(transaction, (on, payment.amount))?;
        match shopper(transaction, &mut book, &act) {
            Ok(()) => {
                let settles = purpose != payment.purpose && settle_in_advance(&mut book, payment.purpose)?;
                book.save(transaction)?;
                return Ok(Some(if settles { payment.purpose } else { purpose }));
            }
            Err(CreditError::Refused(_) | CreditError::Ledger(_)) => {} // nothing of it was written
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// Settles when what was paid in advance is all that it takes, for whoever paid to settle. Whether it did.
fn settle_in_advance(book: &mut Book, purpose: RepaymentPurpose) -> Result<bool, CreditError> {
    if !book.state.is_running() {
        return Ok(false);
    }
    let exit = plan_exit(book, purpose == RepaymentPurpose::SettleAndLeave)?;
    if !events::to_close(book.balances(), exit, Amount::ZERO)?.is_zero() {
        return Ok(false);
    }
    book.on_loan((Event::SettleEarly, Actor::Shopper), None, |_, standing| {
        events::settle_early(&standing.balances, exit, Amount::ZERO)
    })?;
    Ok(true)
}

fn to_be(
    transaction: &mut Transaction<'_>,
    payment: &Payment,
    (status, counted): (PaymentStatus, Option<(RepaymentPurpose, Date)>),
    now_ms: i64,
) -> Result<(), CreditError> {
    let changed = transaction.execute(
        "UPDATE credit_payment SET status = $1, counted_as = $2, paid_day = $3, status_ms = $4 \
         WHERE number = $5 AND status = $6",
        &[
            &status_name(status),
            &counted.map(|(purpose, _)| purpose_name(purpose)),
            &counted.map(|(_, on)| on.days_since_1970()),
            &now_ms,
            &payment.number,
            &status_name(payment.status),
        ],
    )?;
    if changed == 1 { Ok(()) } else { Err(CreditError::Changing) }
}
