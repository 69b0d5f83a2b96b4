//! Money as people read it.

use fairday_contract::Money;

/// The sign and the decimal number in groups of three digits, without trailing zeros of whole amounts: `¥1,299`, `¥12.90`.
/// Both languages of the shop write money so (CLDR, `zh` and `en`).
pub fn show(money: Money) -> String {
    let decimal = money.decimal();
    let (minus, magnitude) = decimal.strip_prefix('-').map_or(("", decimal.as_str()), |rest| ("-", rest));
    let (whole, fraction) = magnitude.split_once('.').unwrap_or((magnitude, ""));
    let sign = money.currency.sign();
    let mut text = format!("{minus}{sign}");
    if sign.ends_with(|last: char| last.is_ascii_alphabetic()) {
        text.push(' ');
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if fraction.bytes().any(|digit| digit != b'0') {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// How many per cent `now` is below `before`, rounded down; nothing when it is not at least one.
pub fn percent_off(now: Money, before: Money) -> Option<u8> {
    if now.currency != before.currency || now.amount < 0 || before.amount <= now.amount {
        return None;
    }
    let off = before.amount.checked_sub(now.amount)?.checked_mul(100)? / before.amount;
    u8::try_from(off).ok().filter(|percent| *percent > 0)
}
