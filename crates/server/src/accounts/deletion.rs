//! What becomes of an account that is deleted.

use super::AccountId;
use crate::database::{DatabaseError, Transaction};

/// What is done for every table that has something of an account, in this order; `$1` is the account. A table that comes
/// later is added here: what nobody needs is deleted, and of what must be kept (an order, for the books) everything that
/// says who it was is taken out.
const STEPS: &[&str] = &[
    "DELETE FROM sign_in_code WHERE phone_index = (SELECT phone_index FROM account WHERE id = $1)",
    "DELETE FROM session WHERE account_id = $1",
    "DELETE FROM address WHERE account_id = $1",
];

/// Deletes an account and what is known of its owner. Its row stays, empty, for what must be kept and points at it. The
/// same number can sign up again, as a new account.
///
/// # Errors
/// Those of the database.
pub fn delete(
    transaction: &mut Transaction<'_>,
    account: AccountId,
    now_ms: i64,
) -> Result<(), DatabaseError> {
    for sql in STEPS {
        transaction.execute(sql, &[&account.0])?;
    }
    transaction.execute(
        "UPDATE account SET phone_index = NULL, phone = NULL, deleted_ms = $2 WHERE id = $1",
        &[&account.0, &now_ms],
    )?;
    Ok(())
}
