//! What becomes of an account that is deleted.

use super::AccountId;
use crate::database::{DatabaseError, Transaction};

/// What is done for every table that has something of an account, in this order; `$1` is the account. A table that comes
/// later is added here: what nobody needs is deleted, and of what must be kept (an order, for the books) everything that
/// says who it was is taken out.
const STEPS: &[&str] = &[
    "DELETE FROM session WHERE account_id = $1",
    "DELETE FROM address WHERE account_id = $1",
    "DELETE FROM order_refusal WHERE account_id = $1",
    "DELETE FROM reservation WHERE account_id = $1",
    "UPDATE order_event SET said = NULL WHERE order_number IN (SELECT number FROM orders WHERE account_id = $1)",
    "DELETE FROM credit_code WHERE agreement IN (SELECT number FROM credit_agreement WHERE account_id = $1)",
    "UPDATE credit_hardship SET reason = NULL, note = NULL \
     WHERE agreement IN (SELECT number FROM credit_agreement WHERE account_id = $1)",
    "INSERT INTO credit_unpaid (resident_index) SELECT resident_index FROM credit_person WHERE account_id = $1 \
     AND EXISTS (SELECT 1 FROM credit_agreement WHERE credit_agreement.account_id = $1 AND state = 'written_off') \
     ON CONFLICT DO NOTHING",
    "DELETE FROM credit_person WHERE account_id = $1",
    "DELETE FROM credit_push WHERE account_id = $1",
    "DELETE FROM credit_reminders WHERE account_id = $1",
    "UPDATE orders SET private = NULL, answer = NULL WHERE account_id = $1",
];

/// Deletes an account and what is known of its owner. Its row stays, empty, for what must be kept and points at it. The
/// same number can sign up again, as a new account. False, and nothing is done, while an order is under way (somebody has
/// to bring it to somebody), a loan runs (somebody has to pay it back), or money of a loan is owed to its owner (somebody has
/// to get it).
///
/// # Errors
/// Those of the database.
pub fn delete(
    transaction: &mut Transaction<'_>,
    account: AccountId,
    now_ms: i64,
) -> Result<bool, DatabaseError> {
    // An order that is being placed holds the same lock.
    transaction.lock(&account.lock())?;
    let under_way = transaction.query_one(
        "SELECT (SELECT COUNT(*) FROM orders \
         WHERE account_id = $1 AND status NOT IN ('received', 'cancelled', 'returned')), \
         (SELECT COUNT(*) FROM credit_agreement \
         WHERE account_id = $1 AND state IN ('signed', 'reserved', 'active', 'late')), \
         (SELECT CAST(COALESCE(SUM(CASE WHEN credit = 'refunds_owed' THEN amount ELSE -amount END), 0) AS BIGINT) \
         FROM credit_transfer JOIN credit_entry ON entry = number \
         WHERE account_id = $1 AND (credit = 'refunds_owed' OR debit = 'refunds_owed')), \
         (SELECT COUNT(*) FROM credit_payment JOIN credit_agreement ON credit_agreement.number = credit_payment.agreement \
         WHERE credit_agreement.account_id = $1 AND credit_payment.status = 'refund_due')",
        &[&account.0],
    )?;
    for count in 0..4 {
        if under_way.get::<i64>(count)? > 0 {
            return Ok(false);
        }
    }
    let id = &account.0;
    transaction.execute(
        "DELETE FROM sign_in_code WHERE phone_index = (SELECT phone_index FROM account WHERE id = $1)",
        &[id],
    )?;
    // Before the rest: whoever adds to the account holds this row, and comes before this or finds nobody.
    transaction.execute(
        "UPDATE account SET phone_index = NULL, phone = NULL, deleted_ms = $2 WHERE id = $1",
        &[id, &now_ms],
    )?;
    for sql in STEPS {
        transaction.execute(sql, &[id])?;
    }
    Ok(true)
}
