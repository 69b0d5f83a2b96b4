//! One slip of the finger.

/// Words shorter than this are not corrected: too many others are one slip away.
pub(crate) const TYPO_CHARS_MIN: usize = 4;

/// Whether one letter left out, added, changed, or swapped with its neighbour makes `typed` into `word`.
pub(crate) fn is_one_slip(typed: &str, word: &str) -> bool {
    let (typed, word): (Vec<char>, Vec<char>) = (typed.chars().collect(), word.chars().collect());
    let common = typed.iter().zip(&word).take_while(|(a, b)| a == b).count();
    let (rest_typed, rest_word) = (&typed[common..], &word[common..]);
    match (rest_typed, rest_word) {
        ([], [_]) | ([_], []) => true,
        ([a, b, rest_a @ ..], [c, d, rest_b @ ..]) if a == d && b == c && rest_a == rest_b => true,
        ([_, rest_a @ ..], [_, rest_b @ ..]) if rest_a == rest_b => true,
        ([_, rest @ ..], whole) if rest == whole => true,
        (whole, [_, rest @ ..]) if rest == whole => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_one_slip;

    #[test]
    fn one_letter_left_out_added_changed_or_swapped_is_one_slip() {
        for typed in ["samsnug", "samsng", "samsuung", "samzung", "asmsung", "samsun", "samsungg"] {
            assert!(is_one_slip(typed, "samsung"), "{typed}");
        }
    }

    #[test]
    fn two_slips_and_no_slip_are_not_one() {
        for typed in ["samsung", "smasnug", "sumsang", "sams", "xsamsungx", ""] {
            assert!(!is_one_slip(typed, "samsung"), "{typed}");
        }
    }
}
