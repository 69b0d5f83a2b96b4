//! Our values in `PostgreSQL`'s binary form, and back.

use super::DatabaseError;
use super::error::of_postgres;
use super::transaction::miscounted;
use super::value::{Field, Row, Value};
use tokio_postgres::types::{ToSql, Type};

/// The type that the server is told for a value: ours and not guessed from the query, so that a number is a BIGINT on
/// both engines.
pub(super) fn kind(value: &Value<'_>) -> Type {
    match value {
        Value::Integer(_) => Type::INT8,
        Value::Text(_) => Type::TEXT,
        Value::Blob(_) => Type::BYTEA,
    }
}

/// The value as the client takes it.
pub(super) fn parameter<'a>(value: &'a Value<'_>) -> &'a (dyn ToSql + Sync) {
    match value {
        Value::Integer(number) => number,
        Value::Text(text) => text,
        Value::Blob(bytes) => bytes,
    }
}

/// A column of many rows, for a statement of [`Lots`](super::Lots).
pub(super) enum Column<'a> {
    Integers(Vec<Option<i64>>),
    Texts(Vec<Option<&'a str>>),
}

impl<'a> Column<'a> {
    /// The values of the columns, of rows that stand one after the other.
    pub(super) fn all(columns: usize, values: &[Value<'a>]) -> Result<Vec<Self>, DatabaseError> {
        if !values.len().is_multiple_of(columns) {
            return Err(miscounted());
        }
        (0..columns).map(|column| Self::of(values.iter().skip(column).step_by(columns))).collect()
    }

    fn of<'v>(values: impl Iterator<Item = &'v Value<'a>> + Clone) -> Result<Self, DatabaseError>
    where
        'a: 'v,
    {
        let strange = || DatabaseError::Sql("a column of many rows is of numbers, or of texts".to_owned());
        let numbers = values.clone().map(|value| match value {
            Value::Integer(number) => Some(*number),
            _ => None,
        });
        if let Some(numbers) = numbers.collect() {
            return Ok(Self::Integers(numbers));
        }
        let texts = values.map(|value| match value {
            Value::Text(text) => Some(*text),
            _ => None,
        });
        texts.collect::<Option<_>>().map(Self::Texts).ok_or_else(strange)
    }

    /// The type that the server is told.
    pub(super) fn kind(&self) -> Type {
        match self {
            Self::Integers(_) => Type::INT8_ARRAY,
            Self::Texts(_) => Type::TEXT_ARRAY,
        }
    }

    /// As the client takes it.
    pub(super) fn parameter(&self) -> &(dyn ToSql + Sync) {
        match self {
            Self::Integers(numbers) => numbers,
            Self::Texts(texts) => texts,
        }
    }
}

/// A row in our own types.
pub(super) fn row(row: &tokio_postgres::Row) -> Result<Row, DatabaseError> {
    (0..row.len()).map(|index| field(row, index)).collect::<Result<_, _>>().map(Row)
}

fn field(row: &tokio_postgres::Row, index: usize) -> Result<Field, DatabaseError> {
    let kind = row.columns()[index].type_();
    let field = match *kind {
        Type::INT8 => row.try_get::<_, Option<i64>>(index).map(|number| number.map(Field::Integer)),
        Type::INT4 => {
            row.try_get::<_, Option<i32>>(index).map(|number| number.map(|n| Field::Integer(n.into())))
        }
        Type::INT2 => {
            row.try_get::<_, Option<i16>>(index).map(|number| number.map(|n| Field::Integer(n.into())))
        }
        Type::BOOL => {
            row.try_get::<_, Option<bool>>(index).map(|truth| truth.map(|t| Field::Integer(t.into())))
        }
        Type::TEXT | Type::VARCHAR | Type::NAME => {
            row.try_get::<_, Option<String>>(index).map(|text| text.map(Field::Text))
        }
        Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(index).map(|bytes| bytes.map(Field::Blob)),
        Type::VOID => Ok(None),
        _ => {
            return Err(DatabaseError::Sql(format!(
                "a field of type {kind}: say CAST(… AS BIGINT), or TEXT"
            )));
        }
    };
    field.map(|field| field.unwrap_or(Field::Null)).map_err(|error| of_postgres(&error))
}
