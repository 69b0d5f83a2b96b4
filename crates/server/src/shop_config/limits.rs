//! Limits on unpaid reservations, and how long they hold: `[limits]`.
//!
//! The values without the section are far above what a household or the kitchen of a small school orders, and far below what a
//! shop has: whoever orders without ever paying must not keep the goods from everybody else.

use super::Mistakes;
use crate::orders::terms::AMOUNT_MAX;
use serde::Deserialize;
use std::ops::Range;
use toml::Spanned;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// The most pieces, and the most orders an hour, that can be written as a limit: more than any shop has.
pub const COUNT_MAX: i64 = 1_000_000_000;
/// The longest time after which a reservation lapses, days.
pub const DAYS_MAX: i64 = 365;
/// When reservations lapse that nobody has confirmed or collected, when nothing is said, days.
pub const DAYS_DEFAULT: i64 = 14;

/// The most that somebody may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cap {
    /// Pieces that are reserved and not paid.
    pub pieces: i64,
    /// The sum of unpaid reservations, minor units.
    pub amount: i64,
    /// Orders within an hour, those that were cancelled too.
    pub orders_an_hour: i64,
}

/// Limits on unpaid reservations, and how long they hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderLimits {
    /// By one account. None: without limit, as below.
    pub account: Option<Cap>,
    /// For one recipient's phone number, whichever accounts order for it.
    pub number: Option<Cap>,
    /// From one IPv4 address or /64 network. Many phones of a mobile network share one.
    pub network: Option<Cap>,
    /// How long an order that is paid at the hand-over waits to be confirmed, milliseconds.
    pub unconfirmed_ms: i64,
    /// How long one that is ready waits to be collected, milliseconds.
    pub uncollected_ms: i64,
}

/// An account's limit when nothing is said.
const ACCOUNT: Cap = Cap { pieces: 500, amount: 1_000_000, orders_an_hour: 20 };
/// The same of a recipient's phone number.
const NUMBER: Cap = Cap { pieces: 1_000, amount: 2_000_000, orders_an_hour: 30 };
/// The same of a network.
const NETWORK: Cap = Cap { pieces: 10_000, amount: 20_000_000, orders_an_hour: 600 };

impl Default for OrderLimits {
    fn default() -> Self {
        Self {
            account: Some(ACCOUNT),
            number: Some(NUMBER),
            network: Some(NETWORK),
            unconfirmed_ms: DAYS_DEFAULT * DAY_MS,
            uncollected_ms: DAYS_DEFAULT * DAY_MS,
        }
    }
}

/// `[limits]` as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Section {
    account: Option<Entry>,
    number: Option<Entry>,
    network: Option<Entry>,
    #[serde(default)]
    unlimited: Vec<Subject>,
    unconfirmed_days: Option<i64>,
    uncollected_days: Option<i64>,
}

/// Whose limit it is.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Subject {
    Account,
    Number,
    Network,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    pieces: Option<i64>,
    amount: Option<i64>,
    orders_an_hour: Option<i64>,
}

pub(super) fn check(section: Option<Spanned<Section>>, mistakes: &mut Mistakes) -> OrderLimits {
    let Some(section) = section else { return OrderLimits::default() };
    let span = section.span();
    let Section { account, number, network, unlimited, unconfirmed_days, uncollected_days } =
        section.into_inner();
    let mut cap = |entry: Option<Entry>, default: Cap, subject: Subject| {
        let cap = entry.map_or(default, |entry| checked(&entry, default, span.clone(), mistakes));
        (!unlimited.contains(&subject)).then_some(cap)
    };
    let account = cap(account, ACCOUNT, Subject::Account);
    let number = cap(number, NUMBER, Subject::Number);
    let network = cap(network, NETWORK, Subject::Network);
    let mut days = |name: &str, days: Option<i64>| {
        let days = days.unwrap_or(DAYS_DEFAULT);
        if !(1..=DAYS_MAX).contains(&days) {
            mistakes.tell(span.clone(), format!("`{name}` is 1 to {DAYS_MAX}"));
        }
        days.clamp(1, DAYS_MAX) * DAY_MS
    };
    let unconfirmed_ms = days("unconfirmed_days", unconfirmed_days);
    let uncollected_ms = days("uncollected_days", uncollected_days);
    OrderLimits { account, number, network, unconfirmed_ms, uncollected_ms }
}

fn checked(entry: &Entry, default: Cap, span: Range<usize>, mistakes: &mut Mistakes) -> Cap {
    let cap = Cap {
        pieces: entry.pieces.unwrap_or(default.pieces),
        amount: entry.amount.unwrap_or(default.amount),
        orders_an_hour: entry.orders_an_hour.unwrap_or(default.orders_an_hour),
    };
    for (name, value, most) in [
        ("pieces", cap.pieces, COUNT_MAX),
        ("amount", cap.amount, AMOUNT_MAX),
        ("orders_an_hour", cap.orders_an_hour, COUNT_MAX),
    ] {
        if !(1..=most).contains(&value) {
            mistakes.tell(span.clone(), format!("`{name}` is 1 to {most}"));
        }
    }
    cap
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shop_config::ShopConfig;

    #[test]
    fn what_is_not_said_stays_as_it_is_without_the_section() {
        let parse = |text: &str| ShopConfig::parse(text).map(|config| config.limits);
        let default = OrderLimits::default();
        assert_eq!(parse(""), Ok(default));
        let said = parse("[limits]\naccount = { pieces = 40 }\nuncollected_days = 3\n").expect("it is right");
        assert_eq!(said.account, Some(Cap { pieces: 40, ..ACCOUNT }));
        assert_eq!((said.number, said.uncollected_ms), (Some(NUMBER), 3 * DAY_MS));
        let open = parse("[limits]\nunlimited = [\"number\", \"network\"]\n").expect("it is right");
        assert_eq!((open.account, open.number, open.network), (Some(ACCOUNT), None, None));
    }

    #[test]
    fn a_limit_that_nobody_could_keep_is_a_mistake() {
        for (text, told) in [
            ("account = { pieces = 0 }", "`pieces` is 1 to"),
            ("number = { amount = -5 }", "`amount` is 1 to"),
            ("network = { orders_an_hour = 0 }", "`orders_an_hour` is 1 to"),
            ("unconfirmed_days = 0", "`unconfirmed_days` is 1 to"),
            ("uncollected_days = 366", "`uncollected_days` is 1 to"),
            ("household = { pieces = 1 }", "unknown field"),
            ("unlimited = [\"household\"]", "unknown variant"),
        ] {
            let mistakes = ShopConfig::parse(&format!("[limits]\n{text}\n")).expect_err(text);
            assert!(mistakes.iter().any(|mistake| mistake.to_string().contains(told)), "{mistakes:?}");
        }
    }
}
