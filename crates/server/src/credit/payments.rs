//! What shoppers want to pay back. A payment is asked for, and counts in the ledger only once the money is there
//! ([`super::booking`]).

use super::agreement::{self, Stored};
use super::book::Book;
use super::ledger::{amount, day};
use super::{Credit, CreditError};
use crate::accounts::AccountId;
use crate::accounts::rate_limit::{Limit, Use, count};
use crate::database::{Row, Transaction};
use crate::orders::payment::{method_from_name, method_name, status_from_name, status_name};
use fairday_contract::{
    AgreementId, PaymentMethod, PaymentStatus, RepaymentId, RepaymentPurpose, RepaymentRequest,
};
use fairday_credit::agreement::Refused;
use fairday_credit::ledger::{Account, LedgerError, events};
use fairday_credit::{Amount, Date};

/// Payments that an account can ask for.
pub const ASKED: Limit =
    Limit { name: "credit/payment/account/day", most: 100, window_ms: 24 * 60 * 60 * 1000 };
/// Most payments of an agreement that are listed.
pub const LISTED_MAX: i64 = 100;
const BODY_PURPOSE: &str = "credit.payment";

/// A payment as it is kept.
#[derive(Clone, Debug)]
pub struct Payment {
    /// For people, and for the provider.
    pub number: i64,
    /// The client's.
    pub id: RepaymentId,
    /// The agreement's number.
    pub agreement: i64,
    /// What it is for.
    pub purpose: RepaymentPurpose,
    /// What it was counted as.
    pub counted_as: Option<RepaymentPurpose>,
    /// How much.
    pub amount: Amount,
    /// How.
    pub method: PaymentMethod,
    /// Whether it is paid.
    pub status: PaymentStatus,
    /// When it was asked for, milliseconds since 1970 UTC.
    pub asked_ms: i64,
    /// When it came to be as it is, milliseconds since 1970 UTC.
    pub moved_ms: i64,
    /// The day from which it counts, once it is paid.
    pub paid_on: Option<Date>,
    pub(super) body_hash: [u8; 32],
}

/// What the columns of [`Payment`] are, in its order.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT number, id, agreement, purpose, counted_as, amount, method, status, asked_ms, body_hash, status_ms, \
             paid_day FROM credit_payment WHERE ",
            $rest
        )
    };
}

impl Credit {
    /// Asks for a payment of an agreement of this account; whether the same request was made before.
    ///
    /// # Errors
    /// `NotFound`, also for another account's; `IdUsed`; `Refused` when no loan runs; `Ledger` when the amount does not fit
    /// what is owed today; `Limited`.
    pub async fn ask_payment(
        &self,
        account: AccountId,
        (id, payment): (AgreementId, RepaymentId),
        request: RepaymentRequest,
    ) -> Result<(Payment, bool), CreditError> {
        if request.amount < 1 {
            return Err(CreditError::field("amount", "is at least 1"));
        }
        let asked =
            Amount::new(request.amount).map_err(|error| CreditError::field("amount", error.to_string()))?;
        let said = super::documents::text(&(id.as_str(), payment.as_str(), &request));
        let body_hash = self.keys.sign(BODY_PURPOSE, said.as_bytes());
        let used = Use::new(&self.keys, ASKED, &account.0.to_string());
        let now_ms = self.now_ms;
        let job = move |transaction: &mut Transaction<'_>| {
            let stored = agreement::own(transaction, account, &id)?;
            if let Some(before) = find(transaction, &payment)? {
                let is_same = before.agreement == stored.number && before.body_hash == body_hash;
                return if is_same { Ok((before, true)) } else { Err(CreditError::IdUsed) };
            }
            let number = stored.number;
            check(transaction, stored, (request.purpose, asked), now_ms)?;
            count(transaction, &[used], now_ms)?;
            insert(transaction, number, &payment, (&request, &body_hash, now_ms))?;
            let made = find(transaction, &payment)?.filter(|made| made.agreement == number);
            // Of two accounts with one id, the later one is told that it is used.
            Ok((made.ok_or(CreditError::IdUsed)?, false))
        };
        self.database.write(job).await
    }

    /// A payment of an agreement of this account.
    ///
    /// # Errors
    /// `NotFound`, also for another account's.
    pub async fn payment(
        &self,
        account: AccountId,
        (id, payment): (AgreementId, RepaymentId),
    ) -> Result<Payment, CreditError> {
        let look = move |transaction: &mut Transaction<'_>| {
            let stored = agreement::find(transaction, &id)?.filter(|stored| stored.account == account);
            let number = stored.ok_or(CreditError::NotFound)?.number;
            let found = find(transaction, &payment)?.filter(|found| found.agreement == number);
            found.ok_or(CreditError::NotFound)
        };
        self.database.read(look).await
    }
}

/// The amount fits what is owed now.
fn check(
    transaction: &mut Transaction<'_>,
    stored: Stored,
    (purpose, asked): (RepaymentPurpose, Amount),
    now_ms: i64,
) -> Result<(), CreditError> {
    let mut book = Book::open(transaction, stored, now_ms)?;
    book.bring_up_to_date()?;
    if !book.state.is_running() {
        return Err(CreditError::Refused(Refused::NotInThisState));
    }
    let loan = book.loan()?;
    let exit = match purpose {
        RepaymentPurpose::Instalments => {
            let most = payable(&book)?;
            return if asked <= most { Ok(()) } else { Err(LedgerError::too_much(most).into()) };
        }
        RepaymentPurpose::Settle => Amount::ZERO,
        RepaymentPurpose::SettleAndLeave if loan.plan.is_none() => {
            return Err(CreditError::field("purpose", "there is no plan to leave: settle"));
        }
        RepaymentPurpose::SettleAndLeave => {
            loan.early_end(book.standing.billed).map_err(|_| CreditError::Corrupt("its bills"))?.plan_exit
        }
    };
    let takes = events::to_close(book.balances(), exit, Amount::ZERO)?;
    match asked.cmp(&takes) {
        std::cmp::Ordering::Less => Err(LedgerError::NotEnough { missing: takes.less(asked).minor() }.into()),
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Greater => Err(LedgerError::too_much(takes).into()),
    }
}

/// The most that can be paid on a running loan: what is due, and what will be billed, without what was paid in advance.
pub(super) fn payable(book: &Book) -> Result<Amount, CreditError> {
    let later = book.loan()?.still_to_bill(book.standing.billed)?;
    let all = book.balances().owed_now()?.plus(later).map_err(LedgerError::from)?;
    Ok(all.less(book.balances().amount(Account::Advance)))
}

fn insert(
    transaction: &mut Transaction<'_>,
    agreement: i64,
    id: &RepaymentId,
    (request, body_hash, now_ms): (&RepaymentRequest, &[u8; 32], i64),
) -> Result<(), CreditError> {
    let begins = match request.method {
        PaymentMethod::Online => PaymentStatus::Pending,
        _ => PaymentStatus::OnHandOver,
    };
    transaction.execute(
        "INSERT INTO credit_payment (id, agreement, body_hash, purpose, amount, method, status, asked_ms, status_ms) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8) ON CONFLICT (id) DO NOTHING",
        &[
            &id.as_str(),
            &agreement,
            body_hash,
            &purpose_name(request.purpose),
            &request.amount,
            &method_name(request.method),
            &status_name(begins),
            &now_ms,
        ],
    )?;
    Ok(())
}

fn find(transaction: &mut Transaction<'_>, id: &RepaymentId) -> Result<Option<Payment>, CreditError> {
    let row = transaction.query_optional(select!("id = $1"), &[&id.as_str()])?;
    row.as_ref().map(read).transpose()
}

/// The payment with this number.
pub(super) fn numbered(
    transaction: &mut Transaction<'_>,
    number: i64,
) -> Result<Option<Payment>, CreditError> {
    let row = transaction.query_optional(select!("number = $1"), &[&number])?;
    row.as_ref().map(read).transpose()
}

/// The payments of an agreement, the newest first.
///
/// # Errors
/// When one cannot be read.
pub fn of_agreement(transaction: &mut Transaction<'_>, agreement: i64) -> Result<Vec<Payment>, CreditError> {
    let rows = transaction
        .query(select!("agreement = $1 ORDER BY number DESC LIMIT $2"), &[&agreement, &LISTED_MAX])?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Payment, CreditError> {
    let corrupt = CreditError::Corrupt;
    let counted_as: Option<String> = row.get(4)?;
    let purpose = |name: &str| purpose_from_name(name).ok_or(corrupt("what a payment is for"));
    Ok(Payment {
        number: row.get(0)?,
        id: row.get::<String>(1)?.parse().map_err(|_| corrupt("a payment's id"))?,
        agreement: row.get(2)?,
        purpose: purpose(&row.get::<String>(3)?)?,
        counted_as: counted_as.as_deref().map(purpose).transpose()?,
        amount: amount(row, 5)?,
        method: method_from_name(&row.get::<String>(6)?).ok_or(corrupt("a payment's way"))?,
        status: status_from_name(&row.get::<String>(7)?).ok_or(corrupt("whether it is paid"))?,
        asked_ms: row.get(8)?,
        body_hash: row.get::<Vec<u8>>(9)?.try_into().map_err(|_| corrupt("a payment's hash"))?,
        moved_ms: row.get(10)?,
        paid_on: row.get::<Option<i64>>(11)?.map(|_| day(row, 11)).transpose()?,
    })
}

/// As the database keeps it; the same word as on the wire.
pub(super) const fn purpose_name(purpose: RepaymentPurpose) -> &'static str {
    match purpose {
        RepaymentPurpose::Instalments => "instalments",
        RepaymentPurpose::Settle => "settle",
        RepaymentPurpose::SettleAndLeave => "settle_and_leave",
    }
}

fn purpose_from_name(text: &str) -> Option<RepaymentPurpose> {
    [RepaymentPurpose::Instalments, RepaymentPurpose::Settle, RepaymentPurpose::SettleAndLeave]
        .into_iter()
        .find(|purpose| purpose_name(*purpose) == text)
}
