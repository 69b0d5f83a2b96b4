//! Reads JSON (RFC 8259) from a text.
//!
//! Nothing here returns an error. The first mistake is noted, and from there on every value reads as nothing: zero, an
//! empty text, an empty list. [`crate::read`] looks at the note at the end and throws the value away. So the code that
//! reads a type has no branches: each field is one call.
//!
//! This is the text's side: values and what stands between them. [`crate::object`] has the types' side.

use crate::escape::unescaped;

/// How deep arrays and objects may stand in each other: our deepest is 8.
const DEPTH_MAX: u8 = 32;
/// The place of a field that is not there. Every value reads as nothing from here.
pub(crate) const NOWHERE: usize = usize::MAX;

/// Where the reading is in a text. Derived code uses its methods; everyone else calls [`crate::read`].
pub struct Reader<'a> {
    text: &'a str,
    pub(crate) at: usize,
    pub(crate) depth: u8,
    pub(crate) has_failed: bool,
    /// For each object that is being read: where it ends, then the places of its fields, the first field on top.
    pub(crate) places: Vec<usize>,
    /// Where each object and list begins that was gone over, and where it ends: so nothing is gone over twice.
    ends: Vec<(usize, usize)>,
}

impl<'a> Reader<'a> {
    /// At the beginning of a text. Not public: only [`crate::read`] knows to throw a failed value away.
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0, depth: 0, has_failed: false, places: Vec::new(), ends: Vec::new() }
    }

    /// True when the text was read to its end without a mistake.
    pub(crate) fn has_ended_well(&mut self) -> bool {
        self.peek() == 0 && self.at == self.text.len() && !self.has_failed
    }

    /// Notes that the text is not of this shape.
    pub fn fail(&mut self) {
        if self.at != NOWHERE {
            self.has_failed = true;
            self.at = NOWHERE;
        }
    }

    /// True when there is no value: the field is not there, or it is `null`, which is read then.
    pub(crate) fn is_nothing(&mut self) -> bool {
        match self.peek() {
            b'n' => self.word("null"),
            _ => return self.at == NOWHERE,
        }
        true
    }

    /// `true` or `false`.
    pub(crate) fn boolean(&mut self) -> bool {
        let is_true = self.peek() == b't';
        self.word(if is_true { "true" } else { "false" });
        is_true && !self.has_failed
    }

    /// A whole number from `min` to `max`.
    pub(crate) fn integer(&mut self, min: i64, max: i64) -> i64 {
        let is_negative = self.peek() == b'-';
        if is_negative {
            self.at += 1;
        }
        let begin = self.at;
        let mut value = Some(0_i64);
        let is_padded =
            self.text.as_bytes().get(begin..).is_some_and(|rest| matches!(rest, [b'0', b'0'..=b'9', ..]));
        while let digit @ b'0'..=b'9' = self.byte() {
            let digit = i64::from(digit - b'0');
            let tens = value.and_then(|value| value.checked_mul(10));
            value = tens
                .and_then(|tens| if is_negative { tens.checked_sub(digit) } else { tens.checked_add(digit) });
            self.at += 1;
        }
        let is_whole = self.at != begin && !is_padded && !matches!(self.byte(), b'.' | b'e' | b'E');
        value.filter(|value| is_whole && (min..=max).contains(value)).unwrap_or_else(|| {
            self.fail();
            0
        })
    }

    /// A text.
    pub(crate) fn string(&mut self) -> String {
        let raw = self.raw_string();
        if !raw.contains('\\') {
            return raw.to_owned();
        }
        unescaped(raw).unwrap_or_else(|| {
            self.fail();
            String::new()
        })
    }

    /// Any value, as it stands.
    pub(crate) fn raw(&mut self) -> &'a str {
        self.peek();
        let begin = self.at;
        self.skip();
        self.text.get(begin..self.at).unwrap_or_default()
    }

    /// Any value, which is of no interest.
    pub fn skip(&mut self) {
        match self.peek() {
            b'"' => drop(self.raw_string()),
            open @ (b'{' | b'[') => self.skip_items(open, open + 2),
            b't' => self.word("true"),
            b'f' => self.word("false"),
            b'n' => self.word("null"),
            _ => {
                let begin = self.at;
                while matches!(self.byte(), b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E') {
                    self.at += 1;
                }
                if self.at == begin {
                    self.fail();
                }
            }
        }
    }

    fn skip_items(&mut self, open: u8, close: u8) {
        let begin = self.at;
        if let Ok(known) = self.ends.binary_search_by_key(&begin, |(begin, _)| *begin) {
            self.at = self.ends[known].1;
            return;
        }
        let known = self.ends.len();
        self.ends.push((begin, begin));
        if self.enter(open, close) {
            loop {
                if open == b'{' {
                    self.name();
                }
                self.skip();
                if !self.is_followed(close) {
                    break;
                }
            }
        }
        self.ends[known].1 = self.at;
    }

    /// The beginning of an object or a list; whether there is anything in it.
    pub(crate) fn enter(&mut self, open: u8, close: u8) -> bool {
        self.eat(open);
        if self.depth >= DEPTH_MAX {
            self.fail();
        }
        if self.peek() == close {
            self.at += 1;
            return false;
        }
        if self.at == NOWHERE {
            return false;
        }
        self.depth += 1;
        true
    }

    /// Reads what follows an item: a comma and another item, or the end.
    pub(crate) fn is_followed(&mut self, close: u8) -> bool {
        if self.peek() == b',' {
            self.at += 1;
            return true;
        }
        self.eat(close);
        self.depth = self.depth.wrapping_sub(1);
        false
    }

    /// A field's name as it is written, and the colon.
    pub(crate) fn name(&mut self) -> &'a str {
        let name = self.raw_string();
        self.eat(b':');
        name
    }

    /// A name that is a text of its own, and the colon.
    pub(crate) fn text_name(&mut self) -> String {
        let name = self.string();
        self.eat(b':');
        name
    }

    /// What stands between quotes, escapes and all.
    fn raw_string(&mut self) -> &'a str {
        self.eat(b'"');
        let begin = self.at;
        let mut rest = self.text.as_bytes().get(begin..).unwrap_or_default().iter();
        loop {
            match rest.next().copied().unwrap_or(0) {
                b'"' => break,
                b'\\' => _ = rest.next(),
                0..0x20 => {
                    self.fail();
                    return "";
                }
                _ => {}
            }
        }
        self.at = self.text.len() - rest.len();
        self.text.get(begin..self.at - 1).unwrap_or_default()
    }

    fn word(&mut self, word: &str) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        if rest.starts_with(word.as_bytes()) {
            self.at += word.len();
        } else {
            self.fail();
        }
    }

    fn eat(&mut self, byte: u8) {
        if self.peek() == byte {
            self.at += 1;
        } else {
            self.fail();
        }
    }

    /// The next character that is not white space, which stays where it is; 0 at the end.
    pub(crate) fn peek(&mut self) -> u8 {
        while matches!(self.byte(), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
        self.byte()
    }

    fn byte(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }
}
