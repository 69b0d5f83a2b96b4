//! Many agreements of one: for what takes many.

use fairday_server::database::{Database, DatabaseError, Transaction};

/// Each of all accounts and agreements up to the number `$1`.
const COPIES: [&str; 6] = [
    "WITH RECURSIVE copy (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM copy WHERE i < $1) \
     INSERT INTO account (id, created_ms) SELECT i, 0 FROM copy",
    "INSERT INTO credit_line (account_id, granted, available) SELECT account.id, granted, available \
     FROM account JOIN credit_line ON account_id = 1 WHERE account.id > 1 AND account.id <= $1",
    "INSERT INTO credit_agreement (number, id, account_id, body_hash, kind, state, sequence, state_ms, offered_ms, offered_day, \
     utc_offset, digest, decision, line, loan, up_to_day, check_day, standing) \
     SELECT account.id, 'c00000000000000' || SUBSTR(CAST(100000000000000000 + account.id AS TEXT), 2), account.id, body_hash, kind, state, sequence, state_ms, offered_ms, \
     offered_day, utc_offset, digest, decision, line, loan, up_to_day, check_day, standing \
     FROM account JOIN credit_agreement ON number = 1 WHERE account.id > 1 AND account.id <= $1 ORDER BY account.id",
    "INSERT INTO credit_sheet (agreement, wanted, sheet) SELECT account.id, wanted, sheet \
     FROM account JOIN credit_sheet ON agreement = 1 WHERE account.id > 1 AND account.id <= $1 ORDER BY account.id",
    "INSERT INTO credit_entry (account_id, agreement, sequence, kind, instalment, counts_from, at_ms) \
     SELECT account.id, CASE WHEN agreement IS NULL THEN NULL ELSE account.id END, sequence, kind, instalment, counts_from, \
     at_ms FROM account JOIN credit_entry ON account_id = 1 WHERE account.id > 1 AND account.id <= $1 \
     ORDER BY account.id, number",
    "INSERT INTO credit_transfer (entry, place, debit, credit, amount) SELECT own.number, place, debit, credit, amount \
     FROM credit_entry own JOIN credit_entry first ON first.account_id = 1 AND first.kind = own.kind \
     AND COALESCE(first.sequence, 0) = COALESCE(own.sequence, 0) JOIN credit_transfer ON entry = first.number \
     WHERE own.account_id > 1 AND own.account_id <= $1 ORDER BY own.number, place",
];

/// Copies the agreement, the entries and the line of account 1, whose agreement is number 1, until there are `count` of them,
/// each with an account of its own and without an order.
pub(crate) async fn make(database: &Database, count: i64) -> Result<(), DatabaseError> {
    for sql in COPIES {
        let job = move |transaction: &mut Transaction<'_>| transaction.execute(sql, &[&count]);
        database.write::<_, DatabaseError>(job).await?;
    }
    Ok(())
}
