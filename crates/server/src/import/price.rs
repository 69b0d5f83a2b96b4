//! Prices as merchants write them, read the way their whole column is written.
//!
//! `1.299` is thirteen hundred in Berlin and Hanoi and a bit more than one in London, and the number alone does not say
//! which. Its neighbours do: `12.90` in the same column says that the point is a decimal point, `1.299,00` that it is
//! not. So the column is looked at first, then each price is read; one that stays unclear is refused, never guessed.

use super::limits::PRICE_MINOR_MAX;
use super::money_words::{Stripped, strip};
use fairday_contract::Currency;

/// How many prices with an unclear point must agree before their column is taken for one with points between thousands.
const AGREEING_MIN: usize = 2;

/// What can stand for a decimal point or between thousands. The order is that of [`Prices::of`]'s counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Point,
    Comma,
}

impl Mark {
    fn of(text: &str) -> Self {
        if text == "," { Self::Comma } else { Self::Point }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Point => ".",
            Self::Comma => ",",
        }
    }

    fn other(self) -> Self {
        match self {
            Self::Point => Self::Comma,
            Self::Comma => Self::Point,
        }
    }
}

/// What a number shows by itself.
#[derive(Debug, PartialEq, Eq)]
enum Shape {
    /// Its marks can be read in one way.
    Certain { whole: String, fraction: String, decimal: Option<Mark>, thousands: Option<Mark> },
    /// One mark, one to three digits before it (not a zero) and exactly three after it.
    Either { mark: Mark, head: String, tail: String },
}

/// What a mark before three digits means in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Decimal,
    Thousands,
    Unclear,
}

/// How often a column has a mark as what.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    /// Certainly a decimal point.
    decimal: usize,
    /// Of those, the ones with another number of digits after it than three.
    not_three: usize,
    /// Certainly between thousands.
    thousands: usize,
    /// One or the other.
    either: usize,
    /// Of those, the ones whose third digit counts: no price in a currency with fewer decimals.
    odd: usize,
}

/// How the prices of a file are written.
#[derive(Clone, Debug)]
pub(super) struct Prices {
    currency: Currency,
    point: Meaning,
    comma: Meaning,
    /// What was concluded rather than seen, as a sentence for the report.
    note: Option<String>,
}

/// Why a price cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It can be read as two amounts, a thousand times apart.
    Unclear,
    /// The reason, as a clause that can follow "the price": `"x" is not a number`.
    Wrong(String),
}

impl Prices {
    /// Looks at a whole column, or at several that one program wrote.
    pub(super) fn of<'t>(texts: impl Iterator<Item = &'t str>, currency: Currency) -> Self {
        let mut seen = [Seen::default(); 2];
        let mut example = None;
        for text in texts {
            let Some(shape) = number(text).ok().and_then(|number| shape(&number)) else { continue };
            match shape {
                Shape::Certain { fraction, decimal, thousands, .. } => {
                    if let Some(mark) = decimal {
                        seen[mark as usize].decimal += 1;
                        seen[mark as usize].not_three += usize::from(fraction.len() != 3);
                    }
                    if let Some(mark) = thousands {
                        seen[mark as usize].thousands += 1;
                    }
                }
                Shape::Either { mark, head, tail } => {
                    seen[mark as usize].either += 1;
                    seen[mark as usize].odd += usize::from(!tail.ends_with('0'));
                    example.get_or_insert((mark, head, tail));
                }
            }
        }
        let [point, comma] = seen;
        let digits = currency.minor_digits();
        let meanings =
            [meaning(Mark::Point, point, comma, digits), meaning(Mark::Comma, comma, point, digits)];
        let is_concluded = point.decimal + comma.decimal + point.thousands + comma.thousands == 0;
        let mut prices = Self { currency, point: meanings[0], comma: meanings[1], note: None };
        prices.note = example.filter(|_| is_concluded).and_then(|(mark, head, tail)| {
            let count = point.either + comma.either;
            let (what, read) = match prices.meaning(mark) {
                Meaning::Unclear => return None,
                Meaning::Thousands => ("stands between thousands", format!("{head}{tail}")),
                Meaning::Decimal => ("is the decimal point", format!("{head}.{tail}")),
            };
            let sign = mark.text();
            Some(format!(
                "In {count} prices \"{sign}\" {what}: \"{head}{sign}{tail}\" is read as {read} {currency}."
            ))
        });
        prices
    }

    /// What the report says about how the prices were read, where no price said it for certain.
    pub(super) fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// The currency of every amount that is read.
    pub(super) fn currency(&self) -> Currency {
        self.currency
    }

    /// The currency that `text` names, where it is another one.
    pub(super) fn foreign(&self, text: &str) -> Option<Currency> {
        strip(text).currency.filter(|written| *written != self.currency)
    }

    fn meaning(&self, mark: Mark) -> Meaning {
        match mark {
            Mark::Point => self.point,
            Mark::Comma => self.comma,
        }
    }

    /// Reads a price into minor units, without a float in between.
    ///
    /// Signs, codes and words around the number are allowed (`¥12`, `12元/台`, `USD 1,299.00`), and thousands separated
    /// by commas, points, spaces or apostrophes.
    ///
    /// # Errors
    /// When it is no price, or stays unclear.
    pub(super) fn parse(&self, text: &str) -> Result<i64, Refusal> {
        let wrong = |why: String| Refusal::Wrong(format!("\"{}\" {why}", text.trim()));
        let not_a_number = || wrong("is not a number".to_owned());
        let number = number(text).map_err(|why| wrong(why.to_owned()))?;
        let (whole, fraction) = match shape(&number).ok_or_else(not_a_number)? {
            Shape::Certain { whole, fraction, .. } => (whole, fraction),
            Shape::Either { mark, head, tail } => match self.meaning(mark) {
                Meaning::Decimal => (head, tail),
                Meaning::Thousands => (head + &tail, String::new()),
                Meaning::Unclear => return Err(Refusal::Unclear),
            },
        };
        minor_units(&whole, &fraction, self.currency).map_err(wrong)
    }
}

/// What `mark` before three digits means, from how often it was `seen` as what, and the `other` mark.
fn meaning(mark: Mark, seen: Seen, other: Seen, digits: u8) -> Meaning {
    let is_decimal = seen.decimal > 0;
    // Of two marks one is the decimal point, so the other is not.
    let is_thousands = seen.thousands > 0 || other.decimal > 0;
    match (is_decimal, is_thousands) {
        (false, true) => Meaning::Thousands,
        // Whoever writes three decimals writes three in every price; one with three among others is something else.
        (true, false) if digits >= 3 || seen.not_three + seen.odd == 0 => Meaning::Decimal,
        (true, _) => Meaning::Unclear,
        (false, false) if digits == 0 => Meaning::Thousands,
        (false, false) if other.either > 0 => Meaning::Unclear,
        (false, false) => match mark {
            Mark::Point if digits >= 3 => Meaning::Decimal,
            Mark::Comma if digits < 3 => Meaning::Thousands,
            // No price in this currency has three decimals, and several say that they are none.
            Mark::Point if seen.either >= AGREEING_MIN && seen.odd > 0 => Meaning::Thousands,
            _ => Meaning::Unclear,
        },
    }
}

/// The digits and marks of a price.
fn number(text: &str) -> Result<String, &'static str> {
    const NOT_A_NUMBER: &str = "is not a number";
    let Stripped { number, .. } = strip(text);
    if number.starts_with(['-', '(']) {
        return Err("is negative");
    }
    let number = without_gaps(&number).ok_or(NOT_A_NUMBER)?;
    let is_number = number.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && number.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',');
    if is_number { Ok(number) } else { Err(NOT_A_NUMBER) }
}

/// `1 299` and `1'299` without the gaps between their thousands; nothing where a gap separates something else.
fn without_gaps(text: &str) -> Option<String> {
    let groups: Vec<&str> = text.split(|c: char| c.is_whitespace() || "'’`´".contains(c)).collect();
    let digits = |group: &&str| group.bytes().take_while(u8::is_ascii_digit).count();
    let are_thousands = groups.iter().skip(1).all(|group| digits(group) == 3);
    let are_whole = groups.iter().rev().skip(1).all(|group| group.bytes().all(|b| b.is_ascii_digit()));
    (are_thousands && are_whole).then(|| groups.concat())
}

/// What a number shows by itself; nothing when it is none.
fn shape(number: &str) -> Option<Shape> {
    let Some(last) = number.rfind([',', '.']) else {
        let whole = number.to_owned();
        return Some(Shape::Certain { whole, fraction: String::new(), decimal: None, thousands: None });
    };
    let (head, tail) = (&number[..last], &number[last + 1..]);
    let mark = Mark::of(&number[last..=last]);
    if head.contains(mark.text()) {
        // It repeats, so it stands between thousands.
        let whole = join_groups(number, mark.text()).filter(|whole| !whole.contains(mark.other().text()))?;
        return Some(Shape::Certain { whole, fraction: String::new(), decimal: None, thousands: Some(mark) });
    }
    let grouped = head.contains(mark.other().text());
    if !grouped && tail.len() == 3 && (1..=3).contains(&head.len()) && !head.starts_with('0') {
        return Some(Shape::Either { mark, head: head.to_owned(), tail: tail.to_owned() });
    }
    Some(Shape::Certain {
        whole: join_groups(head, mark.other().text())?,
        fraction: tail.to_owned(),
        decimal: (!tail.is_empty()).then_some(mark),
        thousands: grouped.then(|| mark.other()),
    })
}

/// `1,299,000` without its separators; nothing if a group after the first has not two or three digits (India
/// writes 1,29,900) or the last has not three.
pub(super) fn join_groups(text: &str, separator: &str) -> Option<String> {
    let groups: Vec<&str> = text.split(separator).collect();
    let (first, rest) = groups.split_first()?;
    let last_has_three = rest.last().is_none_or(|group| group.len() == 3);
    let is_grouped =
        rest.iter().all(|group| matches!(group.len(), 2 | 3)) && first.len() <= 3 && !first.is_empty();
    (rest.is_empty() || (is_grouped && last_has_three)).then(|| groups.concat())
}

fn minor_units(whole: &str, fraction: &str, currency: Currency) -> Result<i64, String> {
    let digits = usize::from(currency.minor_digits());
    // Exports pad: 12.9000 is 12.90. A digit that counts is never dropped.
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > digits {
        return Err(format!("has more decimal digits than {currency} has ({digits})"));
    }
    let all = format!("{whole}{fraction:0<digits$}");
    let significant = all.trim_start_matches('0');
    let amount = if significant.is_empty() { Some(0) } else { significant.parse().ok() };
    match amount {
        Some(amount) if amount <= PRICE_MINOR_MAX && !(whole.is_empty() && fraction.is_empty()) => Ok(amount),
        Some(_) | None => Err("is too large".to_owned()),
    }
}

#[cfg(test)]
#[path = "price_tests.rs"]
mod tests;
