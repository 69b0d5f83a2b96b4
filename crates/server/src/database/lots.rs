//! One statement for many rows: what is said for each row alone takes an engine many times as long. `SQLite` prepares it once
//! and runs it for each row; `PostgreSQL` is sent the columns as lists, and runs it once.

use super::DatabaseError;
use super::transaction::{Transaction, placeholders};
use super::value::ToValue;
use std::fmt::Write;

/// A statement that is run for many rows.
pub struct Lots {
    /// How many values a row has.
    pub(super) columns: usize,
    /// For one row, whose values are `$1`, `$2` …
    pub(super) one: &'static str,
    /// For all of them, whose columns are `$1`, `$2` …
    pub(super) many: &'static str,
}

impl Lots {
    /// Of the statement for one row, without a list of rows: `INSERT … VALUES ($1, …) …`, or `UPDATE … WHERE …`, which has only
    /// one `WHERE`. Each value is a number or a text. For a `static`: the text is kept for ever.
    pub fn new(one: &'static str) -> Self {
        let columns = placeholders(one);
        Self { columns, one, many: many(one, columns).leak() }
    }

    /// Runs the statement for all rows, whose values stand one after the other, and says how many rows it changed.
    ///
    /// # Errors
    /// See [`DatabaseError`].
    pub fn execute(
        &self,
        transaction: &mut Transaction<'_>,
        values: &[&dyn ToValue],
    ) -> Result<u64, DatabaseError> {
        if values.is_empty() { Ok(0) } else { transaction.execute_lot(self, values) }
    }
}

/// `VALUES ($1, $2)` becomes `SELECT new.c1, new.c2 FROM unnest($1, $2) AS new (c1, c2)`, and `WHERE a = $1` becomes
/// `FROM unnest($1) AS new (c1) WHERE a = new.c1`.
fn many(one: &str, columns: usize) -> String {
    let list = |prefix: &str| {
        let names: Vec<_> = (1..=columns).map(|column| format!("{prefix}{column}")).collect();
        names.join(", ")
    };
    let rows = format!("FROM unnest({}) AS new ({})", list("$"), list("c"));
    if let Some((before, rest)) = one.split_once("VALUES (") {
        let (values, after) = rest.split_once(')').unwrap_or((rest, ""));
        return format!("{before}SELECT {} {rows}{after}", of_row(values));
    }
    let (before, after) = one.split_once("WHERE ").unwrap_or((one, "TRUE"));
    format!("{}{rows} WHERE {}", of_row(before), of_row(after))
}

/// With `new.c1` for `$1`.
fn of_row(sql: &str) -> String {
    let mut parts = sql.split('$');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        // Writing to a string cannot fail.
        let _ = write!(text, "new.c{part}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_rows_are_inserted_from_lists() {
        let lots = Lots::new("INSERT INTO t (a, b) VALUES ($1, $2)");
        assert_eq!(lots.columns, 2);
        assert_eq!(
            lots.many,
            "INSERT INTO t (a, b) SELECT new.c1, new.c2 FROM unnest($1, $2) AS new (c1, c2)"
        );
    }

    #[test]
    fn many_rows_are_changed_from_lists() {
        let lots = Lots::new("UPDATE t SET b = $2, c = $3 WHERE a = $1 AND b <> $2");
        assert_eq!(
            lots.many,
            "UPDATE t SET b = new.c2, c = new.c3 FROM unnest($1, $2, $3) AS new (c1, c2, c3) \
             WHERE a = new.c1 AND b <> new.c2"
        );
    }
}
