//! Writes JSON (RFC 8259).

use crate::Wire;

/// A text that grows.
#[derive(Default)]
pub struct Writer {
    text: String,
    /// Whether an item of the list or object that is being written stands before the next one.
    has_item: bool,
}

impl Writer {
    /// What was written.
    pub fn into_text(self) -> String {
        self.text
    }

    /// Letters that are JSON already: a number, `true`, `null`.
    pub fn word(&mut self, word: &str) {
        self.text.push_str(word);
    }

    /// A text.
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

    /// An object whose fields `fields` writes.
    pub fn object(&mut self, fields: impl FnOnce(&mut Self)) {
        self.text.push('{');
        self.has_item = false;
        fields(self);
        self.text.push('}');
        self.has_item = true;
    }

    /// A field of an object.
    pub fn field(&mut self, name: &str, value: &impl Wire) {
        self.item();
        self.string(name);
        self.text.push(':');
        value.write(self);
        self.has_item = true;
    }

    /// A field of an object whose value is JSON already.
    pub fn raw(&mut self, name: &str, json: &str) {
        self.item();
        self.string(name);
        self.text.push(':');
        self.text.push_str(json);
        self.has_item = true;
    }

    /// A field of an object, left out when it is as it would be without.
    pub fn optional(&mut self, name: &str, value: &impl Wire) {
        if !value.is_absent() {
            self.field(name, value);
        }
    }

    /// A field that is an object, whose fields `fields` writes.
    pub fn inner(&mut self, name: &str, fields: impl FnOnce(&mut Self)) {
        self.item();
        self.string(name);
        self.text.push(':');
        self.object(fields);
    }

    /// A list of values.
    pub fn list<T: Wire>(&mut self, values: &[T]) {
        self.text.push('[');
        self.has_item = false;
        for value in values {
            self.item();
            value.write(self);
            self.has_item = true;
        }
        self.text.push(']');
        self.has_item = true;
    }

    fn item(&mut self) {
        if self.has_item {
            self.text.push(',');
        }
    }
}
