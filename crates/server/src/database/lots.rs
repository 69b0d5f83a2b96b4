//! One statement for many rows: what is said for each row alone takes an engine many times as long.

use super::DatabaseError;
use super::transaction::Transaction;
use super::value::{Row, ToValue};
use std::fmt::Write;

/// How many rows a statement has; what is left over goes by the smaller ones.
const SIZES: [usize; 3] = [64, 8, 1];

/// A statement with a list of rows in its middle, for each size of a lot.
pub struct Lots {
    columns: usize,
    statements: [&'static str; 3],
}

impl Lots {
    /// `before`, the rows, `after`: `INSERT INTO t (a, b) VALUES`, `($1, $2), ($3, $4)`. Each of `columns` is the type that
    /// its values have, as `BIGINT`, or empty where the statement says it. For a `static`: the text is kept for ever.
    pub fn new(before: &str, columns: &[&str], after: &str) -> Self {
        let statements = SIZES.map(|size| {
            let mut text = format!("{before} ");
            for row in 0..size {
                text.push_str(if row == 0 { "(" } else { ", (" });
                for (column, kind) in columns.iter().enumerate() {
                    let comma = if column == 0 { "" } else { ", " };
                    let place = row * columns.len() + column + 1;
                    // Writing to a string cannot fail.
                    let _ = if kind.is_empty() {
                        write!(text, "{comma}${place}")
                    } else {
                        write!(text, "{comma}CAST(${place} AS {kind})")
                    };
                }
                text.push(')');
            }
            text.push(' ');
            text.push_str(after);
            &*text.leak()
        });
        Self { columns: columns.len(), statements }
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
        let mut changed = 0;
        self.each(values, |sql, lot| {
            changed += transaction.execute(sql, lot)?;
            Ok(())
        })?;
        Ok(changed)
    }

    /// The same with what it returns, in no order.
    ///
    /// # Errors
    /// See [`DatabaseError`].
    pub fn query(
        &self,
        transaction: &mut Transaction<'_>,
        values: &[&dyn ToValue],
    ) -> Result<Vec<Row>, DatabaseError> {
        let mut rows = Vec::new();
        self.each(values, |sql, lot| {
            rows.extend(transaction.query(sql, lot)?);
            Ok(())
        })?;
        Ok(rows)
    }

    fn each(
        &self,
        mut values: &[&dyn ToValue],
        mut run: impl FnMut(&'static str, &[&dyn ToValue]) -> Result<(), DatabaseError>,
    ) -> Result<(), DatabaseError> {
        for (size, sql) in SIZES.into_iter().zip(self.statements) {
            while values.len() >= size * self.columns {
                if values.is_empty() {
                    break;
                }
                let (lot, rest) = values.split_at(size * self.columns);
                run(sql, lot)?;
                values = rest;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_in_one_statement() {
        let lots = Lots::new("INSERT INTO t (a, b) VALUES", &["", "BIGINT"], "RETURNING a");
        assert_eq!(lots.statements[2], "INSERT INTO t (a, b) VALUES ($1, CAST($2 AS BIGINT)) RETURNING a");
        let numbers: Vec<i64> = (0..2 * (64 + 8 + 3)).collect();
        let values: Vec<&dyn ToValue> = numbers.iter().map(|number| number as &dyn ToValue).collect();
        let mut sizes = Vec::new();
        let run = |_: &'static str, lot: &[&dyn ToValue]| {
            sizes.push(lot.len() / 2);
            Ok(())
        };
        lots.each(&values, run).expect("nothing fails");
        assert_eq!(sizes, [64, 8, 1, 1, 1]);
    }
}
