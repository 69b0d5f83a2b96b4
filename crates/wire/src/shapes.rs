//! The shapes JSON has: texts, numbers, lists, and what may be missing.

use crate::{Reader, Wire, Writer};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Wire for String {
    const READS_NOTHING_AS_DEFAULT: bool = true;
    fn read(reader: &mut Reader<'_>) -> Self {
        reader.string()
    }
    fn write(&self, writer: &mut Writer) {
        writer.string(self);
    }
}

impl Wire for bool {
    const READS_NOTHING_AS_DEFAULT: bool = true;
    fn read(reader: &mut Reader<'_>) -> Self {
        reader.boolean()
    }
    fn write(&self, writer: &mut Writer) {
        writer.word(if *self { "true" } else { "false" });
    }
}

impl<T: Wire> Wire for Option<T> {
    const READS_NOTHING_AS_DEFAULT: bool = true;
    fn read(reader: &mut Reader<'_>) -> Self {
        if reader.is_nothing() { None } else { Some(T::read(reader)) }
    }
    fn write(&self, writer: &mut Writer) {
        match self {
            Some(value) => value.write(writer),
            None => writer.word("null"),
        }
    }
}

impl<T: Wire> Wire for Vec<T> {
    const READS_NOTHING_AS_DEFAULT: bool = true;
    fn read(reader: &mut Reader<'_>) -> Self {
        let mut values = Self::new();
        let mut has_more = reader.enter(b'[', b']');
        while has_more {
            values.push(T::read(reader));
            has_more = reader.is_followed(b']');
        }
        values
    }
    fn write(&self, writer: &mut Writer) {
        writer.word("[");
        for value in self {
            writer.item();
            value.write(writer);
        }
        writer.word("]");
    }
}

/// An object whose names are texts of their own.
impl Wire for BTreeMap<String, String> {
    const READS_NOTHING_AS_DEFAULT: bool = true;
    fn read(reader: &mut Reader<'_>) -> Self {
        let mut map = Self::new();
        let mut has_more = reader.enter(b'{', b'}');
        while has_more {
            let name = reader.text_name();
            map.insert(name, reader.string());
            has_more = reader.is_followed(b'}');
        }
        map
    }
    fn write(&self, writer: &mut Writer) {
        writer.word("{");
        for (name, value) in self {
            writer.key(name);
            writer.string(value);
        }
        writer.word("}");
    }
}

impl<T: Wire> Wire for Box<T> {
    fn read(reader: &mut Reader<'_>) -> Self {
        Self::new(T::read(reader))
    }
    fn write(&self, writer: &mut Writer) {
        self.as_ref().write(writer);
    }
}

/// Shared, so that pages and closures hold it without copying it.
impl<T: Wire> Wire for Arc<T> {
    fn read(reader: &mut Reader<'_>) -> Self {
        Self::new(T::read(reader))
    }
    fn write(&self, writer: &mut Writer) {
        self.as_ref().write(writer);
    }
}

macro_rules! integers {
    ($($type:ty),*) => {$(
        impl Wire for $type {
            const READS_NOTHING_AS_DEFAULT: bool = true;
            fn read(reader: &mut Reader<'_>) -> Self {
                reader.integer(i64::from(Self::MIN), i64::from(Self::MAX)) as Self
            }
            fn write(&self, writer: &mut Writer) {
                writer.word(&self.to_string());
            }
        }
    )*};
}
integers!(i64, i32, u32, u16, u8);

/// Nothing on the wire counts beyond [`i64::MAX`], and a larger number is an error: 64-bit arithmetic that reads both kinds
/// would be twice the code.
impl Wire for u64 {
    const READS_NOTHING_AS_DEFAULT: bool = true;
    fn read(reader: &mut Reader<'_>) -> Self {
        reader.integer(0, i64::MAX).unsigned_abs()
    }
    fn write(&self, writer: &mut Writer) {
        writer.word(&self.to_string());
    }
}

/// JSON that is kept as it stands, to be passed on or to be read later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raw(pub String);

impl Wire for Raw {
    fn read(reader: &mut Reader<'_>) -> Self {
        Self(reader.raw().to_owned())
    }
    fn write(&self, writer: &mut Writer) {
        writer.word(&self.0);
    }
}
