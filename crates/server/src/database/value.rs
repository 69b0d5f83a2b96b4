//! What is bound to a query and what comes back: whole numbers, text and bytes, the same on both engines.

use super::DatabaseError;

/// A value for a placeholder. Its type goes to the database with it, also when it is NULL.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// A `BIGINT`, or `INTEGER` in a migration. Truth is 0 or 1.
    Integer(Option<i64>),
    /// A `TEXT`.
    Text(Option<&'a str>),
    /// A `BLOB`.
    Blob(Option<&'a [u8]>),
}

/// What can be bound to a placeholder: `i64`, `i32`, `u32`, `u16`, `bool`, text, bytes, and an `Option` of each.
pub trait ToValue {
    /// The value.
    fn to_value(&self) -> Value<'_>;
    /// NULL of this type.
    fn null() -> Value<'static>
    where
        Self: Sized;
}

macro_rules! number {
    ($($number:ty),*) => {$(
        impl ToValue for $number {
            fn to_value(&self) -> Value<'_> {
                Value::Integer(Some(i64::from(*self)))
            }
            fn null() -> Value<'static> {
                Value::Integer(None)
            }
        }
    )*};
}
number!(i64, i32, u32, u16, bool);

macro_rules! borrowed {
    ($($kind:ident: $($type:ty),*;)*) => {$($(
        impl ToValue for $type {
            fn to_value(&self) -> Value<'_> {
                Value::$kind(Some(self.as_ref()))
            }
            fn null() -> Value<'static> {
                Value::$kind(None)
            }
        }
    )*)*};
}
borrowed! {
    Text: String, &str;
    Blob: Vec<u8>, &[u8];
}

impl<const N: usize> ToValue for [u8; N] {
    fn to_value(&self) -> Value<'_> {
        Value::Blob(Some(self))
    }
    fn null() -> Value<'static> {
        Value::Blob(None)
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Value<'_> {
        match self {
            Some(value) => value.to_value(),
            None => T::null(),
        }
    }
    fn null() -> Value<'static> {
        T::null()
    }
}

/// One field of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// NULL.
    Null,
    /// A whole number.
    Integer(i64),
    /// Text.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
    /// A number that is not whole. No column of ours holds one, but `SQLite` keeps it if another program writes it. Only
    /// whoever asks for this field meets it.
    Fraction,
    /// Text that is not UTF-8: the same.
    BrokenText,
}

/// One row of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row(pub(super) Vec<Field>);

impl Row {
    /// The field at `index`, counted from 0.
    ///
    /// # Errors
    /// [`DatabaseError::Sql`] when there is no such field, or it is of another type, or NULL where `T` is no `Option`.
    pub fn get<T: FromField>(&self, index: usize) -> Result<T, DatabaseError> {
        let field = self.0.get(index).ok_or_else(|| DatabaseError::Sql(format!("no field {index}")))?;
        T::from_field(field).ok_or_else(|| {
            if *field == Field::BrokenText {
                return DatabaseError::Corrupt("a text that is not UTF-8".to_owned());
            }
            let kind = match field {
                Field::Null => "NULL",
                Field::Integer(_) => "a number (or one that does not fit)",
                Field::Text(_) => "text",
                Field::Fraction => "a number that is not whole",
                Field::Blob(_) | Field::BrokenText => "bytes",
            };
            DatabaseError::Sql(format!("field {index} is {kind} and not what was asked for"))
        })
    }
}

/// What a field can be read as: `i64`, `bool`, `String`, `Vec<u8>`, and an `Option` of each.
pub trait FromField: Sized {
    /// The field as this type, if it is one.
    fn from_field(field: &Field) -> Option<Self>;
}

impl FromField for i64 {
    fn from_field(field: &Field) -> Option<Self> {
        if let Field::Integer(number) = field { Some(*number) } else { None }
    }
}

impl FromField for bool {
    fn from_field(field: &Field) -> Option<Self> {
        match field {
            Field::Integer(0) => Some(false),
            Field::Integer(1) => Some(true),
            _ => None,
        }
    }
}

impl FromField for String {
    fn from_field(field: &Field) -> Option<Self> {
        if let Field::Text(text) = field { Some(text.clone()) } else { None }
    }
}

impl FromField for Vec<u8> {
    fn from_field(field: &Field) -> Option<Self> {
        if let Field::Blob(bytes) = field { Some(bytes.clone()) } else { None }
    }
}

/// The bytes of a sealed column. A value of another type, which only another program can have written, is read as no bytes
/// at all: it cannot be opened, and the rows beside it can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedBytes(pub Vec<u8>);

impl std::ops::Deref for SealedBytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl FromField for SealedBytes {
    fn from_field(field: &Field) -> Option<Self> {
        match field {
            Field::Null => None,
            Field::Blob(bytes) => Some(Self(bytes.clone())),
            Field::Integer(_) | Field::Text(_) | Field::Fraction | Field::BrokenText => {
                Some(Self(Vec::new()))
            }
        }
    }
}

impl<T: FromField> FromField for Option<T> {
    fn from_field(field: &Field) -> Option<Self> {
        if *field == Field::Null { Some(None) } else { T::from_field(field).map(Some) }
    }
}
