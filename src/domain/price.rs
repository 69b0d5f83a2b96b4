//! Money as people read it.

use fairday_contract::Money;

/// The sign and the decimal number, without trailing zeros of whole amounts: `¥12.9` is `¥12.90`, `¥12.00` is `¥12`.
pub fn show(money: Money) -> String {
    let decimal = money.decimal();
    let whole = decimal.split_once('.').filter(|(_, fraction)| fraction.bytes().all(|b| b == b'0'));
    let number = whole.map_or(decimal.as_str(), |(whole, _)| whole);
    let sign = money.currency.sign();
    let gap = if sign.len() == 3 && sign.is_ascii() { " " } else { "" };
    match number.strip_prefix('-') {
        Some(magnitude) => format!("-{sign}{gap}{magnitude}"),
        None => format!("{sign}{gap}{number}"),
    }
}

/// How many per cent `now` is below `before`, rounded down; nothing when it is not at least one.
pub fn percent_off(now: Money, before: Money) -> Option<u8> {
    if now.currency != before.currency || now.amount < 0 || before.amount <= now.amount {
        return None;
    }
    let off = before.amount.checked_sub(now.amount)?.checked_mul(100)? / before.amount;
    u8::try_from(off).ok().filter(|percent| *percent > 0)
}
