//! Quantities as merchants write them.

use super::price::join_groups;

/// Reads a count: digits, perhaps with thousands separators or `.0`. Below zero (oversold) is 0; too large is the
/// largest.
pub(super) fn parse_count(text: &str) -> Option<u32> {
    let narrow: String = text.trim().chars().map(to_ascii_digit).collect();
    let (negative, digits) = narrow.strip_prefix('-').map_or((false, narrow.as_str()), |rest| (true, rest));
    let whole = match digits.split_once('.') {
        Some((whole, zeros)) if zeros.bytes().all(|b| b == b'0') => whole,
        Some(_) => return None,
        None => digits,
    };
    let whole = join_groups(whole, ",")?;
    if whole.is_empty() || !whole.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(if negative { 0 } else { whole.parse().unwrap_or(u32::MAX) })
}

/// Full-width digits and points, as a Chinese keyboard gives them, become plain ones.
fn to_ascii_digit(c: char) -> char {
    match c {
        '０'..='９' | '．' | '，' | '－' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '−' => '-',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_below_zero_are_none_left() {
        assert_eq!(parse_count("-3"), Some(0));
        assert_eq!(parse_count("1,200"), Some(1200));
        assert_eq!(parse_count("5.0"), Some(5));
        assert_eq!(parse_count("99999999999"), Some(u32::MAX));
        assert_eq!(parse_count("five"), None);
        assert_eq!(parse_count(""), None);
    }
}
