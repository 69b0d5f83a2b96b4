//! Amounts: `500 ml`, `500毫升` and `五百毫升` are one word, `500ml`; so are `五号` and `5号`.

use crate::token::{Gap, Run, Token};

/// Units in letters, each with the one it is written as. Gigabytes are written as people say them: `128G`.
const UNITS: [(&str, &str); 44] = [
    ("ml", "ml"),
    ("l", "l"),
    ("ltr", "l"),
    ("litre", "l"),
    ("litres", "l"),
    ("liter", "l"),
    ("liters", "l"),
    ("g", "g"),
    ("gb", "g"),
    ("gram", "g"),
    ("grams", "g"),
    ("tb", "tb"),
    ("mb", "mb"),
    ("kg", "kg"),
    ("kgs", "kg"),
    ("mg", "mg"),
    ("mah", "mah"),
    ("w", "w"),
    ("watt", "w"),
    ("watts", "w"),
    ("kw", "kw"),
    ("v", "v"),
    ("volt", "v"),
    ("volts", "v"),
    ("cm", "cm"),
    ("mm", "mm"),
    ("m", "m"),
    ("metre", "m"),
    ("metres", "m"),
    ("meter", "m"),
    ("meters", "m"),
    ("in", "in"),
    ("inch", "in"),
    ("inches", "in"),
    ("ft", "ft"),
    ("oz", "oz"),
    ("lb", "lb"),
    ("lbs", "lb"),
    ("hz", "hz"),
    ("mp", "mp"),
    ("pc", "pcs"),
    ("pcs", "pcs"),
    ("piece", "pcs"),
    ("pieces", "pcs"),
];
/// Units that are also words or parts of models, so that they count only when nothing stands before them.
const ONLY_BESIDE: [&str; 4] = ["in", "m", "v", "pc"];
/// Units in Han characters, longer ones before those they begin with.
const HAN_UNITS: [(&str, &str); 19] = [
    ("毫安时", "mah"),
    ("毫安", "mah"),
    ("毫升", "ml"),
    ("毫米", "mm"),
    ("毫克", "mg"),
    ("厘米", "cm"),
    ("公分", "cm"),
    ("公斤", "kg"),
    ("千克", "kg"),
    ("千瓦", "kw"),
    ("英寸", "in"),
    ("升", "l"),
    ("克", "g"),
    ("斤", "斤"),
    ("瓦", "w"),
    ("伏", "v"),
    ("米", "m"),
    ("寸", "in"),
    ("吋", "in"),
];
/// What things are counted in; each is its own unit.
const COUNTERS: &str = "号件只个片包支双层孔阶代抽卷粒枚条盒袋瓶罐桶张码岁段倍座人匹度根档联颗把副斗门";
/// Numbers above this are not reckoned with.
const NUMBER_MAX: u64 = 1_000_000_000;

/// An amount among the tokens of a text.
pub(crate) struct Measure {
    /// The amount as one word: `500ml`.
    pub(crate) word: String,
    /// The same amount in a smaller unit, if there is one: `1500ml` for `1.5l`.
    pub(crate) smaller: Option<String>,
    /// How many Han characters of the token after the digits belong to it; 0 when the unit is in letters.
    pub(crate) han: usize,
}

impl Measure {
    fn of(number: &str, unit: &str, han: usize) -> Self {
        Self { word: format!("{number}{unit}"), smaller: smaller(number, unit), han }
    }
}

/// The amount that begins with the digits at `at` and ends with the token after them.
pub(crate) fn measure_at(tokens: &[Token], at: usize) -> Option<Measure> {
    let Run::Digits(number) = &tokens.get(at)?.run else { return None };
    let next = tokens.get(at + 1)?;
    let is_glued = |at: usize| tokens.get(at).is_some_and(|token| token.gap == Gap::Nothing);
    let of_model = is_glued(at) && at > 0 && tokens[at - 1].is_short();
    if of_model || next.gap == Gap::Hyphen {
        return None;
    }
    match &next.run {
        Run::Han { chars, .. } => {
            let (length, unit) = han_unit(chars)?;
            Some(Measure::of(number, &unit, length))
        }
        Run::Letters(text) => {
            let (_, unit) = UNITS.iter().find(|(name, _)| name == text)?;
            let goes_on = is_glued(at + 2) && tokens[at + 2].latin().is_some();
            let is_word = next.gap == Gap::Break && ONLY_BESIDE.contains(&text.as_str());
            (!goes_on && !is_word).then(|| Measure::of(number, unit, 0))
        }
        Run::Digits(_) => None,
    }
}

/// The amounts in Han numerals in a run: from which character to before which, and what.
pub(crate) fn han_measures(chars: &[char]) -> Vec<(usize, usize, Measure)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let numerals = chars[at..].iter().take_while(|c| numeral(**c).is_some()).count();
        let unit = (numerals > 0).then(|| han_unit(&chars[at + numerals..])).flatten();
        if let Some((length, unit)) = unit
            && let Some(number) = number(&chars[at..at + numerals])
        {
            let end = at + numerals + length;
            found.push((at, end, Measure::of(&number.to_string(), &unit, length)));
            at = end;
        } else {
            at += numerals.max(1);
        }
    }
    found
}

/// The unit that `chars` begin with, and how many characters it has.
fn han_unit(chars: &[char]) -> Option<(usize, String)> {
    let begins = |unit: &str| unit.chars().eq(chars.iter().copied().take(unit.chars().count()));
    if let Some((name, unit)) = HAN_UNITS.iter().find(|(name, _)| begins(name)) {
        return Some((name.chars().count(), (*unit).to_owned()));
    }
    chars.first().filter(|c| COUNTERS.contains(**c)).map(|c| (1, c.to_string()))
}

/// A numeral's value; powers of ten from ten on.
fn numeral(c: char) -> Option<u64> {
    Some(match c {
        '零' | '〇' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        '万' => 10_000,
        _ => return None,
    })
}

/// The number that the numerals make. One that begins with a hundred or more is a way of speaking.
fn number(chars: &[char]) -> Option<u64> {
    let values: Vec<u64> = chars.iter().filter_map(|c| numeral(*c)).collect();
    if values.first().is_none_or(|first| *first > 10) {
        return None;
    }
    if values.len() > 1 && values.iter().all(|value| *value < 10) {
        let digits = values.iter().fold(0_u64, |sum, digit| sum.saturating_mul(10).saturating_add(*digit));
        return Some(digits).filter(|number| *number <= NUMBER_MAX);
    }
    let (mut whole, mut part, mut digit) = (0_u64, 0_u64, 0_u64);
    for value in values {
        match value {
            10_000 => {
                whole = (part + digit).max(1).saturating_mul(value);
                (part, digit) = (0, 0);
            }
            10.. => {
                part = part.saturating_add(digit.max(1) * value);
                digit = 0;
            }
            _ => digit = value,
        }
    }
    Some(whole.saturating_add(part).saturating_add(digit)).filter(|number| *number <= NUMBER_MAX)
}

/// The same amount in the smaller unit that it is often given in, where that makes it a whole number.
fn smaller(number: &str, unit: &str) -> Option<String> {
    let (times, smaller) = match unit {
        "kg" => (1000, "g"),
        "斤" => (500, "g"),
        "l" => (1000, "ml"),
        "m" => (100, "cm"),
        "kw" => (1000, "w"),
        _ => return None,
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits = |text: &str| {
        text.bytes().try_fold(0_u64, |sum, b| sum.checked_mul(10)?.checked_add(u64::from(b - b'0')))
    };
    let parts = 10_u64.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let amount = digits(whole)?.checked_mul(parts)?.checked_add(digits(fraction)?)?.checked_mul(times)?;
    (amount % parts == 0 && amount / parts <= NUMBER_MAX)
        .then(|| [&(amount / parts).to_string(), smaller].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;
    use crate::token::tokens;

    fn first(text: &str) -> Option<String> {
        let tokens = tokens(&fold(text));
        (0..tokens.len()).find_map(|at| measure_at(&tokens, at)).map(|measure| measure.word)
    }

    fn in_han(text: &str) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        han_measures(&chars).into_iter().map(|(_, _, measure)| measure.word).collect()
    }

    #[test]
    fn an_amount_is_one_word_however_it_is_written() {
        for text in ["500ml", "500 ML", "500毫升", "500.0 ml"] {
            assert_eq!(first(text).as_deref(), Some("500ml"), "{text}");
        }
        assert_eq!(first("10,000 mAh").as_deref(), Some("10000mah"));
        assert_eq!(first("128GB"), first("128g"));
        assert_eq!(first("5号电池").as_deref(), Some("5号"));
    }

    #[test]
    fn numerals_in_characters_are_numbers() {
        assert_eq!(in_han("五号碱性电池"), ["5号"]);
        assert_eq!(in_han("一万毫安充电宝"), ["10000mah"]);
        assert_eq!(in_han("十二寸三百二十克"), ["12in", "320g"]);
        assert_eq!(in_han("万能百搭三星"), Vec::<String>::new());
    }

    #[test]
    fn models_and_words_are_no_amounts() {
        for text in ["p30 m", "10-in-1", "x5g", "redmi 7a", "10 in 1", "15t5"] {
            assert_eq!(first(text), None, "{text}");
        }
    }

    #[test]
    fn kilograms_are_also_told_in_grams() {
        assert_eq!(smaller("1.5", "kg").as_deref(), Some("1500g"));
        assert_eq!(smaller("2", "斤").as_deref(), Some("1000g"));
        assert_eq!(smaller("0.3333", "kg").as_deref(), None);
    }
}
