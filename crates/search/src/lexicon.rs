//! Terms in order, each with the documents it occurs in.

use std::collections::HashMap;
use std::hash::Hash;

/// A term's occurrence in a document, in four bytes: the document's number and what the occurrence is worth, the field's
/// weight and more at its beginning and its end. Of several occurrences the best one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Posting(u32);

/// Documents beyond this many are not found: a posting has no room for their numbers.
pub(crate) const DOCUMENTS_MAX: u32 = 1 << 24;

impl Posting {
    pub(crate) fn new(document: u32, worth: u8) -> Self {
        Self(document << 8 | u32::from(worth))
    }

    pub(crate) fn document(self) -> usize {
        (self.0 >> 8) as usize
    }

    pub(crate) fn worth(self) -> u16 {
        (self.0 & 0xff) as u16
    }
}

/// Collects the occurrences of terms. Documents must come in ascending order.
pub(crate) struct Collector<K>(HashMap<K, Vec<Posting>>);

impl<K: Hash + Eq> Collector<K> {
    pub(crate) fn new() -> Self {
        Self(HashMap::new())
    }

    pub(crate) fn add(&mut self, term: K, document: u32, worth: u8) {
        let postings = self.0.entry(term).or_default();
        match postings.last_mut() {
            Some(last) if last.document() == document as usize => {
                *last = Posting::new(document, worth.max(last.worth() as u8));
            }
            _ => postings.push(Posting::new(document, worth)),
        }
    }

    pub(crate) fn into_map(self) -> HashMap<K, Box<[Posting]>> {
        self.0.into_iter().map(|(term, postings)| (term, postings.into_boxed_slice())).collect()
    }
}

/// Terms in byte order, so that those with a common beginning are neighbours.
pub(crate) struct Lexicon {
    terms: Vec<(Box<str>, Box<[Posting]>)>,
}

impl From<Collector<Box<str>>> for Lexicon {
    fn from(collector: Collector<Box<str>>) -> Self {
        let mut terms: Vec<_> = collector.into_map().into_iter().collect();
        terms.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        Self { terms }
    }
}

impl Lexicon {
    /// Every term that begins with `prefix`.
    pub(crate) fn starting_with<'a>(
        &'a self,
        prefix: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a [Posting])> {
        let from = self.terms.partition_point(|(term, _)| **term < *prefix);
        self.terms[from..]
            .iter()
            .map(|(term, postings)| (&**term, &**postings))
            .take_while(move |(term, _)| term.starts_with(prefix))
    }

    /// Where the term itself occurs.
    pub(crate) fn get(&self, term: &str) -> &[Posting] {
        let place = self.terms.binary_search_by(|(other, _)| (**other).cmp(term));
        place.map_or(&[], |place| &self.terms[place].1)
    }

    /// Every term.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &[Posting])> {
        self.terms.iter().map(|(term, postings)| (&**term, &**postings))
    }

    /// How many terms, and how many bytes they and their postings take.
    pub(crate) fn size(&self) -> (usize, usize) {
        let bytes =
            self.terms.iter().map(|(term, postings)| 32 + term.len() + size_of_val(&**postings)).sum();
        (self.terms.len(), bytes)
    }
}

/// What occurs so rarely and is looked up so exactly that its hash is enough: neighbours written as one word, whole
/// categories, stock keeping units. Eight bytes an occurrence.
pub(crate) struct Hashed(Box<[(u32, Posting)]>);

impl Hashed {
    /// From occurrences in any order.
    pub(crate) fn new(mut occurrences: Vec<(u32, Posting)>) -> Self {
        occurrences.sort_unstable_by_key(|(hash, posting)| (*hash, posting.0));
        occurrences.dedup();
        Self(occurrences.into_boxed_slice())
    }

    /// Where what has this hash occurs.
    pub(crate) fn get(&self, hash: u32) -> impl Iterator<Item = Posting> {
        let from = self.0.partition_point(|(other, _)| *other < hash);
        self.0[from..].iter().take_while(move |(other, _)| *other == hash).map(|(_, posting)| *posting)
    }

    /// How many there are of different hashes, and how many bytes they take.
    pub(crate) fn size(&self) -> (usize, usize) {
        (self.0.chunk_by(|one, other| one.0 == other.0).count(), size_of_val(&*self.0))
    }
}

/// What is hashed, so that one kind is never taken for another.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// Two runs that stand side by side.
    Neighbours = 1,
    /// The whole name of a category.
    Category = 2,
    /// A stock keeping unit.
    Code = 3,
}

/// FNV-1a of the texts one after the other.
pub(crate) fn hash(kind: Kind, texts: &[&str]) -> u32 {
    let bytes = texts.iter().flat_map(|text| text.bytes());
    std::iter::once(kind as u8)
        .chain(bytes)
        .fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
