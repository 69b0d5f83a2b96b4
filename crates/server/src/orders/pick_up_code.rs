//! What is shown at the pick-up point.

use crate::privacy::random;

/// Characters of a code.
pub const CODE_CHARS: usize = 6;
/// Digits and letters that nobody takes for one another: no 0 and O, no 1, I and L, no 2 and Z, no 5 and S, no 8 and B.
const ALPHABET: &[u8] = b"34679ACDEFGHJKMNPQRTUVWXY";

/// A new code: one of 244 million. It opens nothing by itself: a person at the point compares it.
pub fn generate() -> String {
    let one = |_| char::from(ALPHABET[random::below(ALPHABET.len() as u32) as usize]);
    (0..CODE_CHARS).map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn codes_are_short_easily_read_out_and_differ() {
        let codes: HashSet<String> = (0..100).map(|_| generate()).collect();
        assert_eq!(codes.len(), 100);
        for code in codes {
            assert_eq!(code.len(), CODE_CHARS);
            assert!(!code.contains(['0', 'O', '1', 'I', 'L', '2', 'Z', '5', 'S', '8', 'B']), "{code}");
        }
    }
}
