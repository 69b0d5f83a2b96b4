#![doc = include_str!("../README.md")]

extern crate self as fairday_wire;

mod escape;
mod object;
mod reader;
mod shapes;
mod table;
pub mod url;
mod writer;

pub use fairday_wire_derive::Wire;
pub use reader::Reader;
pub use shapes::Raw;
pub use writer::Writer;

/// A type that stands on the wire, or in the phone's storage. Derive it: `#[derive(Wire)]`.
pub trait Wire: Sized {
    /// True when [`Self::read`] gives the type's default where there is nothing to be read.
    const READS_NOTHING_AS_DEFAULT: bool = false;
    /// Reads a value. After a mistake in the text it is a stand-in, which may be no value that the type allows
    /// elsewhere: [`read`] throws it away.
    fn read(reader: &mut Reader<'_>) -> Self;
    /// Writes a value.
    fn write(&self, writer: &mut Writer);
}

/// Reads a whole text; nothing when it is not JSON, not of this shape, or followed by anything.
pub fn read<T: Wire>(text: &str) -> Option<T> {
    let mut reader = Reader::new(text);
    let value = T::read(&mut reader);
    reader.has_ended_well().then_some(value)
}

/// The value of an object's field as it stands in a text; nothing when the text is no object with such a field.
pub fn field<'a>(text: &'a str, wanted: &str) -> Option<&'a str> {
    let mut reader = Reader::new(text);
    reader.open(wanted);
    let value = reader.raw_field();
    reader.close();
    reader.has_ended_well().then_some(value)
}

/// The items of a list, each as it stands in a text, as far as the text is a list.
pub fn items(text: &str) -> Vec<&str> {
    let mut reader = Reader::new(text);
    let mut items = Vec::new();
    let mut has_more = reader.enter(b'[', b']');
    while has_more {
        items.push(reader.raw());
        has_more = reader.is_followed(b']');
    }
    items
}

/// Writes a value as a text.
pub fn write<T: Wire>(value: &T) -> String {
    let mut writer = Writer::default();
    value.write(&mut writer);
    writer.into_text()
}
