//! Terms in order, each with the documents it occurs in.

use std::collections::HashMap;
use std::hash::Hash;

/// A term's occurrence in a document: the best of them when there are several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Posting {
    pub(crate) document: u32,
    /// What the occurrence is worth: the field's weight, more at its beginning.
    pub(crate) worth: u16,
}

/// Collects the occurrences of terms. Documents must come in ascending order.
pub(crate) struct Collector<K>(HashMap<K, Vec<Posting>>);

impl<K: Hash + Eq> Collector<K> {
    pub(crate) fn new() -> Self {
        Self(HashMap::new())
    }

    pub(crate) fn add(&mut self, term: K, document: u32, worth: u16) {
        let postings = self.0.entry(term).or_default();
        match postings.last_mut() {
            Some(last) if last.document == document => last.worth = last.worth.max(worth),
            _ => postings.push(Posting { document, worth }),
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
