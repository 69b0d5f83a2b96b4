//! Reads objects and the variants of enums: what derived code calls.

use crate::reader::NOWHERE;
use crate::{Reader, Wire, table};

impl<'a> Reader<'a> {
    /// Finds the fields of an object, in one pass over it, and notes their places. [`Self::field`] then reads them in the
    /// order of the table, and [`Self::close`] goes on behind the object.
    ///
    /// `names` is a [table](crate#tables).
    pub fn open(&mut self, names: &str) {
        let bottom = self.places.len();
        let top = bottom + table::entries(names).count();
        self.places.resize(top + 1, NOWHERE);
        self.peek();
        let begin = self.at;
        if self.enter(b'{', b'}') {
            // Most texts have the fields in the table's order: each name is looked for from the one before on.
            let mut left = table::entries(names).enumerate();
            loop {
                let name = self.name();
                let mut found = left.find(|(_, entry)| table::is(entry, name));
                if found.is_none() {
                    left = table::entries(names).enumerate();
                    found = left.find(|(_, entry)| table::is(entry, name));
                }
                if let Some((index, _)) = found {
                    let is_second = self.places[top - index] != NOWHERE;
                    self.places[top - index] = self.at;
                    if is_second {
                        self.fail();
                    }
                }
                self.skip();
                if !self.is_followed(b'}') {
                    break;
                }
            }
        }
        self.places[bottom] = self.at;
        for (index, entry) in table::entries(names).enumerate() {
            if entry.is_empty() {
                self.places[top - index] = begin;
            } else if entry[0] != b'?' && self.places[top - index] == NOWHERE {
                self.fail();
            }
        }
        self.depth = self.depth.wrapping_add(1);
    }

    /// Reads the next field of the object that [`Self::open`] has gone over.
    pub fn field<T: Wire>(&mut self) -> T {
        self.step();
        T::read(self)
    }

    /// Reads the next field, which has a default.
    pub fn field_or_default<T: Wire + Default>(&mut self) -> T {
        self.step();
        if T::READS_NOTHING_AS_DEFAULT || self.at != NOWHERE { T::read(self) } else { T::default() }
    }

    /// The next field as it stands.
    pub(crate) fn raw_field(&mut self) -> &'a str {
        self.step();
        self.raw()
    }

    /// Goes on behind the object.
    pub fn close(&mut self) {
        self.depth = self.depth.wrapping_sub(1);
        self.step();
    }

    fn step(&mut self) {
        let place = self.places.pop().unwrap_or(NOWHERE);
        self.at = if self.has_failed { NOWHERE } else { place };
    }

    /// Reads a text that is one of the table's names: its index. Derived code takes any other index for the last name.
    pub fn choice(&mut self, names: &str) -> usize {
        let name = self.string();
        self.index(names, &name)
    }

    /// Reads the name of an enum's variant that holds something, `{"name":`; the variant's value is next.
    pub fn variant(&mut self, names: &str) -> usize {
        if !self.enter(b'{', b'}') {
            self.fail();
        }
        let name = self.name();
        self.index(names, name)
    }

    /// The end of such a variant, `}`.
    pub fn end_variant(&mut self) {
        if self.is_followed(b'}') {
            self.fail();
        }
    }

    /// Reads which variant an object is from its field `tag`. The object itself, with the variant's fields, is next.
    pub fn tag(&mut self, tag: &str, names: &str) -> usize {
        self.peek();
        let begin = self.at;
        self.open(tag);
        self.step();
        let index = self.choice(names);
        self.close();
        if !self.has_failed {
            self.at = begin;
        }
        index
    }

    fn index(&mut self, names: &str, name: &str) -> usize {
        table::find(names, name).unwrap_or_else(|| {
            self.fail();
            usize::MAX
        })
    }

    /// True when a text is next.
    pub fn is_text(&mut self) -> bool {
        self.peek() == b'"'
    }
}
