//! Writes JSON (RFC 8259).

use crate::{Wire, table};

/// A text that grows. Derived code uses its methods; everyone else calls [`crate::write`].
#[derive(Default)]
pub struct Writer {
    text: String,
    /// The table's entries for the fields of the object being written that are still to come.
    names: &'static str,
}

impl Writer {
    /// What was written.
    pub(crate) fn into_text(self) -> String {
        self.text
    }

    /// Begins an object whose fields are those of a [table](crate#tables). Gives what [`Self::close`] needs.
    pub fn open(&mut self, names: &'static str) -> &'static str {
        self.text.push('{');
        std::mem::replace(&mut self.names, names)
    }

    /// Writes the name of the next field, unless it is left out. Gives back whether its value is to be written.
    pub fn name(&mut self, is_written: bool) -> bool {
        let entry = self.next_entry();
        if is_written {
            self.key(table::name(entry));
        }
        is_written
    }

    /// Ends an object.
    pub fn close(&mut self, outer: &'static str) {
        self.text.push('}');
        self.names = outer;
    }

    /// Writes a value's fields among those of the object being written: the next field is flattened.
    pub fn flatten(&mut self, value: &impl Wire) {
        self.next_entry();
        let begin = self.text.len();
        value.write(self);
        let inner = self.text.split_off(begin);
        let fields = inner.strip_prefix('{').and_then(|inner| inner.strip_suffix('}')).unwrap_or_default();
        if !fields.is_empty() {
            self.item();
            self.text.push_str(fields);
        }
    }

    /// Writes one of the table's names as a text.
    pub fn choice(&mut self, names: &'static str, index: usize) {
        self.string(table::name(names.split(',').nth(index).unwrap_or_default()));
    }

    /// Begins an enum's variant that holds something: `{"name":`, and its value is next.
    pub fn variant(&mut self, names: &'static str, index: usize) {
        self.text.push('{');
        self.choice(names, index);
        self.text.push(':');
    }

    /// Ends such a variant.
    pub fn end_variant(&mut self) {
        self.text.push('}');
    }

    /// Writes a field's name.
    pub(crate) fn key(&mut self, name: &str) {
        self.item();
        self.string(name);
        self.text.push(':');
    }

    /// Writes letters that are JSON already: a number, `true`, `null`.
    pub(crate) fn word(&mut self, word: &str) {
        self.text.push_str(word);
    }

    /// Writes a text.
    pub fn string(&mut self, text: &str) {
        self.text.push('"');
        for c in text.chars() {
            match c {
                '"' | '\\' => {
                    self.text.push('\\');
                    self.text.push(c);
                }
                '\u{0}'..='\u{1f}' => {
                    self.text.push_str("\\u00");
                    self.text.push(if c < '\u{10}' { '0' } else { '1' });
                    self.text.extend(char::from_digit(u32::from(c) & 15, 16));
                }
                c => self.text.push(c),
            }
        }
        self.text.push('"');
    }

    /// Writes the comma before an item, unless it is the first of its list or object.
    pub(crate) fn item(&mut self) {
        if !self.text.ends_with(['{', '[']) {
            self.text.push(',');
        }
    }

    fn next_entry(&mut self) -> &'static str {
        let (entry, rest) = self.names.split_once(',').unwrap_or((self.names, ""));
        self.names = rest;
        entry
    }
}
