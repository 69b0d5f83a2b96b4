//! Traditional characters and their simplified forms.

use std::collections::HashMap;
use std::sync::OnceLock;

/// Pairs between blanks, the traditional character first; lines that begin with `#` are comments.
const TABLE: &str = include_str!("../data/traditional.txt");

/// The simplified form of a traditional character; any other character as it is.
pub(crate) fn simplified(c: char) -> char {
    static PAIRS: OnceLock<HashMap<char, char>> = OnceLock::new();
    let pairs = PAIRS.get_or_init(|| {
        let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
        lines.flat_map(str::split_whitespace).filter_map(pair).collect()
    });
    pairs.get(&c).copied().unwrap_or(c)
}

fn pair(text: &str) -> Option<(char, char)> {
    let mut chars = text.chars();
    Some((chars.next()?, chars.next()?))
}

#[cfg(test)]
mod tests {
    use super::{TABLE, pair, simplified};

    #[test]
    fn every_pair_is_two_characters_and_leads_to_one_that_stays() {
        let pairs = TABLE.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
        for text in pairs {
            let (from, to) = pair(text).expect("two characters");
            assert_eq!(text.chars().count(), 2, "{text}");
            assert_eq!((simplified(from), simplified(to)), (to, to), "{text}");
        }
    }
}
