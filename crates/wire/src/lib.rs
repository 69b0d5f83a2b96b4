//! JSON to and from the wire's types, in as few bytes of WebAssembly as we know how.
//!
//! The types are serde's on the server. Derived readers, one for each type and format, were a third of the whole app:
//! 25 kB compressed. Here one reader and one writer serve all types, and a type is a list of its fields. It reads no
//! floats (the wire has none) and words no errors (the shopper sees none). Golden files and property tests hold both
//! sides to the same JSON.

mod credit;
mod ordering;
mod reader;
mod regions;
mod shapes;
mod types;
pub mod url;
mod writer;

pub use reader::Reader;
pub use shapes::tagged;
pub use writer::Writer;

/// A type that stands on the wire, or in the phone's storage.
pub trait Wire: Sized {
    /// Reads a value; nothing when the text is not of this shape.
    fn read(reader: &mut Reader<'_>) -> Option<Self>;
    /// Writes a value.
    fn write(&self, writer: &mut Writer);
    /// Whether an object may leave it out, where the field has a default.
    fn is_absent(&self) -> bool {
        false
    }
}

/// Reads a whole text; nothing when it is not JSON, not of this shape, or followed by anything.
pub fn read<T: Wire>(text: &str) -> Option<T> {
    let mut reader = Reader::new(text);
    let value = T::read(&mut reader)?;
    reader.end()?;
    Some(value)
}

/// The value of an object's field as it stands in a text; nothing when the text is no object with such a field.
pub fn field<'a>(text: &'a str, wanted: &str) -> Option<&'a str> {
    let mut found = None;
    Reader::new(text).object(&mut |name, reader| {
        let value = reader.raw()?;
        if name == wanted {
            found = Some(value);
        }
        Some(())
    })?;
    found
}

/// Writes a value as a text.
pub fn write<T: Wire>(value: &T) -> String {
    let mut writer = Writer::default();
    value.write(&mut writer);
    writer.into_text()
}
