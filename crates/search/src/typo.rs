//! Slips of the finger and of the ear.

/// Words shorter than this are not corrected: too many others are one slip away.
pub(crate) const TYPO_CHARS_MIN: usize = 4;
/// Words shorter than this must at least begin right, unless their first two letters changed places.
const FREE_BEGINNING_CHARS_MIN: usize = 6;

/// Whether one letter left out, added, changed, or swapped with its neighbour makes `typed` into `word`. Digits are never
/// taken for a slip: another number is another thing.
pub(crate) fn is_one_slip(typed: &str, word: &str) -> bool {
    if typed.len().abs_diff(word.len()) > 4 {
        return false; // one character is at most four bytes
    }
    if typed.is_ascii() && word.is_ascii() {
        return is_one_slip_of(typed.as_bytes(), word.as_bytes());
    }
    let (typed, word): (Vec<char>, Vec<char>) = (typed.chars().collect(), word.chars().collect());
    is_one_slip_of(&typed, &word)
}

fn is_one_slip_of<T: Copy + PartialEq + Into<u32>>(typed: &[T], word: &[T]) -> bool {
    let common = typed.iter().zip(word).take_while(|(a, b)| a == b).count();
    let swapped = matches!((typed, word), ([a, b, ..], [c, d, ..]) if a == d && b == c);
    let begins_right = common > 0 || swapped || typed.len() >= FREE_BEGINNING_CHARS_MIN;
    begins_right && slip_at(&typed[common..], &word[common..], false)
}

/// Whether `typed` is, but for one slip, how some beginning of `spelling` sounds to whoever does not tell `zh` from `z`
/// or `eng` from `en`. Both of small letters a to z.
pub(crate) fn sounds_like(typed: &[u8], spelling: &[u8]) -> bool {
    let common = typed.iter().zip(spelling).take_while(|(a, b)| a == b).count();
    slip_at(&typed[common..], &spelling[common..], true)
}

/// Whether the rests, which differ in their first character, are one slip apart; `open` when `word` may go on.
fn slip_at<T: Copy + PartialEq + Into<u32>>(typed: &[T], word: &[T], open: bool) -> bool {
    let same = |typed: &[T], word: &[T]| if open { word.starts_with(typed) } else { word == typed };
    let is_digit = |rest: &[T]| {
        let first: Option<u32> = rest.first().map(|first| (*first).into());
        first.is_some_and(|first| (0x30..0x3a).contains(&first))
    };
    if is_digit(typed) || is_digit(word) {
        return false;
    }
    match (typed, word) {
        ([], []) => open,
        ([], [_, rest @ ..]) => open || rest.is_empty(),
        ([_], []) => true,
        ([a, b, rest_a @ ..], [c, d, rest_b @ ..]) if a == d && b == c && same(rest_a, rest_b) => true,
        ([_, rest_a @ ..], [_, rest_b @ ..]) if same(rest_a, rest_b) => true,
        ([_, rest @ ..], whole) if same(rest, whole) => true,
        (whole, [_, rest @ ..]) if same(whole, rest) => true,
        _ => false,
    }
}

/// Pinyin as it sounds: `zh`, `ch`, `sh` without their h, `ang`, `eng`, `ing` without their g, `v` as `u`.
pub(crate) fn sound(spelling: &str) -> Vec<u8> {
    let mut sound: Vec<u8> = Vec::with_capacity(spelling.len());
    for byte in spelling.bytes() {
        match (sound.last(), byte) {
            (Some(b'z' | b'c' | b's'), b'h') => {}
            (Some(b'n'), b'g') if matches!(sound[..], [.., b'a' | b'e' | b'i', b'n']) => {}
            (_, b'v') => sound.push(b'u'),
            (_, byte) => sound.push(byte),
        }
    }
    sound
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn digits_are_never_taken_for_a_slip() {
        for (typed, word) in
            [("mate2", "mate20"), ("mate20", "mate30"), ("note8", "note9"), ("p30pr", "p20pr")]
        {
            assert!(!is_one_slip(typed, word), "{typed}");
        }
    }

    #[test]
    fn short_words_begin_right() {
        assert!(!is_one_slip("coat", "boat") && is_one_slip("caot", "coat") && is_one_slip("ocat", "coat"));
    }

    #[test]
    fn pinyin_is_known_by_its_sound_and_with_a_slip() {
        for (typed, spelling) in [
            ("xiyifeng", "xiyifen"),
            ("sohuji", "shouji"),
            ("shoji", "shoujike"),
            ("congdianqi", "chongdianqi"),
            ("yanjin", "yanjing"),
        ] {
            assert!(sounds_like(&sound(typed), &sound(spelling)), "{typed}");
        }
        assert!(!sounds_like(&sound("maojin"), &sound("yagao")));
    }
}
