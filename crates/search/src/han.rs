//! Runs of Han characters, matched in pairs.

use crate::lexicon::Posting;
use crate::matching::{Earning, surety};
use crate::query::CHAR_SHARE;

/// Characters that make a word of another without another meaning: 箱子 is 箱.
const SUFFIXES: [char; 2] = ['子', '儿'];

impl Earning<'_> {
    /// Pairs of characters; a character whose pairs are not there may stand apart. The last one is what the thing is: a
    /// short run is not found without it.
    pub(crate) fn han(&mut self, chars: &[char]) {
        let index = self.index;
        if let [single] = chars {
            return self.all(index.singles.get(single).map_or(&[], |all| all), surety::WORD);
        }
        if let [one, two] = chars {
            self.all(index.pairs.get(&(*one, *two)).map_or(&[], |all| all), surety::WORD);
            if SUFFIXES.contains(two) && !self.found && !self.manner.is_found {
                self.all(index.singles.get(one).map_or(&[], |all| all), surety::APART);
            }
            return;
        }
        let pairs: Vec<&[Posting]> = chars
            .windows(2)
            .map(|pair| index.pairs.get(&(pair[0], pair[1])).map_or(&[][..], |postings| postings))
            .collect();
        if !self.manner.is_typed && pairs.iter().any(|pair| pair.is_empty()) {
            return; // another word is there whole, or not at all
        }
        let mut covered = Covered::new(self.index.priors.len());
        for (place, postings) in pairs.iter().enumerate() {
            for posting in *postings {
                covered.add(posting.document(), 0b11 << place, posting.worth());
            }
        }
        let length = chars.len() as u32;
        if self.manner.is_typed {
            covered.add_apart(length, |place| index.singles.get(&chars[place]).map_or(&[], |all| all));
        }
        for document in covered.touched {
            let (mask, points) = covered.by_document[document as usize];
            let has_last = mask & 1 << (length - 1) != 0;
            let is_whole = mask.count_ones() == length;
            if is_whole || (self.manner.is_typed && (has_last || length > 3)) {
                let share = CHAR_SHARE * mask.count_ones() as u16 - u16::from(!has_last);
                let share = if is_whole { self.manner.share } else { share.min(self.manner.share) };
                let points = self.points(points / pairs.len() as u16, surety::WORD);
                self.cells.raise(document as usize, points, share);
                self.found = true;
            }
        }
    }
}

/// Which characters of a run documents have, and what that is worth.
struct Covered {
    by_document: Vec<(u32, u16)>,
    touched: Vec<u32>,
}

impl Covered {
    fn new(documents: usize) -> Self {
        Self { by_document: vec![(0, 0); documents], touched: Vec::new() }
    }

    fn add(&mut self, document: usize, places: u32, worth: u16) {
        let (mask, points) = &mut self.by_document[document];
        if *mask == 0 {
            self.touched.push(document as u32);
        }
        *mask |= places;
        *points += worth;
    }

    /// Adds characters that stand apart, where some others stand together.
    fn add_apart<'a>(&mut self, length: u32, postings: impl Fn(usize) -> &'a [Posting]) {
        let whole = u32::MAX >> (u32::BITS - length);
        for document in &self.touched {
            let (mask, points) = &mut self.by_document[*document as usize];
            let missing = whole & !*mask;
            for place in (0..length).filter(|place| missing & 1 << place != 0) {
                let postings = postings(place as usize);
                let found =
                    postings.binary_search_by_key(&(*document as usize), |posting| posting.document());
                if let Ok(at) = found {
                    *mask |= 1 << place;
                    *points += postings[at].worth() * surety::APART / 100;
                }
            }
        }
    }
}
