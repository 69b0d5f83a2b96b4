//! The shapes JSON has: texts, numbers, lists, and what objects and enums are made of.

use crate::reader::unescaped;
use crate::{Reader, Wire, Writer};
use std::collections::BTreeMap;

impl Wire for String {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        reader.string()
    }
    fn write(&self, writer: &mut Writer) {
        writer.string(self);
    }
}

impl Wire for bool {
    fn is_absent(&self) -> bool {
        !self
    }
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        if reader.peek()? == b't' {
            reader.word("true").map(|()| true)
        } else {
            reader.word("false").map(|()| false)
        }
    }
    fn write(&self, writer: &mut Writer) {
        writer.word(if *self { "true" } else { "false" });
    }
}

impl<T: Wire> Wire for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        if reader.peek()? == b'n' { reader.word("null").map(|()| None) } else { T::read(reader).map(Some) }
    }
    fn write(&self, writer: &mut Writer) {
        match self {
            Some(value) => value.write(writer),
            None => writer.word("null"),
        }
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let mut values = Self::new();
        reader.list(&mut |reader| {
            values.push(T::read(reader)?);
            Some(())
        })?;
        Some(values)
    }
    fn write(&self, writer: &mut Writer) {
        writer.list(self);
    }
}

/// An object whose names are texts of their own.
impl Wire for BTreeMap<String, String> {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let mut map = Self::new();
        reader.object(&mut |name, reader| {
            map.insert(unescaped(name)?, reader.string()?);
            Some(())
        })?;
        Some(map)
    }
    fn write(&self, writer: &mut Writer) {
        writer.object(|fields| self.iter().for_each(|(name, value)| fields.field(name, value)));
    }
}

impl<T: Wire> Wire for Box<T> {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        T::read(reader).map(Self::new)
    }
    fn write(&self, writer: &mut Writer) {
        self.as_ref().write(writer);
    }
}

macro_rules! integers {
    ($($type:ty),*) => {$(
        impl Wire for $type {
            fn is_absent(&self) -> bool {
                *self == 0
            }
            fn read(reader: &mut Reader<'_>) -> Option<Self> {
                reader.integer()?.try_into().ok()
            }
            fn write(&self, writer: &mut Writer) {
                writer.word(&self.to_string());
            }
        }
    )*};
}
integers!(i64, u64, i32, u32, u16, u8);

/// Texts that name something, checked as they are read.
macro_rules! ids {
    ($($type:ident),*) => {$(
        impl Wire for $type {
            fn read(reader: &mut Reader<'_>) -> Option<Self> {
                reader.string()?.try_into().ok()
            }
            fn write(&self, writer: &mut Writer) {
                writer.string(self.as_str());
            }
        }
    )*};
}
/// Enums of plain words; a word of a newer server reads as `Unknown`.
macro_rules! words {
    ($($type:ident { $($variant:ident = $word:literal),* $(,)? })*) => {$(
        impl Wire for $type {
            fn read(reader: &mut Reader<'_>) -> Option<Self> {
                Some(match reader.string()?.as_str() {
                    $($word => Self::$variant,)*
                    _ => Self::Unknown,
                })
            }
            fn write(&self, writer: &mut Writer) {
                writer.string(match self {
                    $(Self::$variant => $word,)*
                    Self::Unknown => "unknown",
                });
            }
        }
    )*};
}

pub(crate) use {ids, words};

/// Objects: fields that must be there, then after `|` fields that have a default.
#[macro_export]
macro_rules! objects {
    ($($type:ident { $($field:ident),* $(| $($other:ident),*)? })*) => {$(
        impl $crate::Wire for $type {
            fn read(reader: &mut $crate::Reader<'_>) -> Option<Self> {
                $(let mut $field = None;)*
                $($(let mut $other = None;)*)?
                reader.object(&mut |name, reader| {
                    match name {
                        $(stringify!($field) => $field = Some($crate::Wire::read(reader)?),)*
                        $($(stringify!($other) => $other = Some($crate::Wire::read(reader)?),)*)?
                        _ => reader.skip()?,
                    }
                    Some(())
                })?;
                Some(Self { $($field: $field?,)* $($($other: $other.unwrap_or_default(),)*)? })
            }
            fn write(&self, writer: &mut $crate::Writer) {
                writer.object(|fields| {
                    $(fields.field(stringify!($field), &self.$field);)*
                    $($(fields.optional(stringify!($other), &self.$other);)*)?
                });
            }
        }
    )*};
}

/// An enum's variant that holds something: an object of one field.
pub fn tagged<T>(reader: &mut Reader<'_>, read: fn(&str, &mut Reader<'_>) -> Option<T>) -> Option<T> {
    let mut value = None;
    reader.object(&mut |name, reader| {
        value = Some(read(name, reader)?);
        Some(())
    })?;
    value
}
