//! Currency signs, codes and words around a price.

use fairday_contract::Currency;

/// Signs and words that stand beside a number, the longer before those they begin or end with, and the currency they
/// say where it is only one. `$`, `¥` and 元 are several countries'.
const WORDS: [(&str, Option<&str>); 79] = [
    ("HK$", Some("HKD")),
    ("NT$", Some("TWD")),
    ("US$", Some("USD")),
    ("AU$", Some("AUD")),
    ("NZ$", Some("NZD")),
    ("CA$", Some("CAD")),
    ("MX$", Some("MXN")),
    ("MOP$", Some("MOP")),
    ("R$", Some("BRL")),
    ("S$", Some("SGD")),
    ("A$", Some("AUD")),
    ("C$", Some("CAD")),
    ("CN¥", Some("CNY")),
    ("JP¥", Some("JPY")),
    ("RMB¥", Some("CNY")),
    ("人民币", Some("CNY")),
    ("RMB", Some("CNY")),
    ("新台币", Some("TWD")),
    ("新台幣", Some("TWD")),
    ("台币", Some("TWD")),
    ("台幣", Some("TWD")),
    ("港币", Some("HKD")),
    ("港幣", Some("HKD")),
    ("港元", Some("HKD")),
    ("澳门元", Some("MOP")),
    ("美元", Some("USD")),
    ("美金", Some("USD")),
    ("欧元", Some("EUR")),
    ("歐元", Some("EUR")),
    ("英镑", Some("GBP")),
    ("日元", Some("JPY")),
    ("日圆", Some("JPY")),
    ("韩元", Some("KRW")),
    ("块钱", Some("CNY")),
    ("塊錢", None),
    ("元整", None),
    ("块", Some("CNY")),
    ("塊", None),
    ("元", None),
    ("圆", None),
    ("円", Some("JPY")),
    ("원", Some("KRW")),
    ("¥", None),
    ("€", Some("EUR")),
    ("£", None),
    ("₹", Some("INR")),
    ("₩", None),
    ("₫", Some("VND")),
    ("đồng", Some("VND")),
    ("VNĐ", Some("VND")),
    ("đ", Some("VND")),
    ("฿", Some("THB")),
    ("บาท", Some("THB")),
    ("₱", Some("PHP")),
    ("₽", Some("RUB")),
    ("руб.", None),
    ("руб", None),
    ("р.", None),
    ("₴", Some("UAH")),
    ("грн", Some("UAH")),
    ("₸", Some("KZT")),
    ("₺", Some("TRY")),
    ("TL", Some("TRY")),
    ("₪", Some("ILS")),
    ("₦", Some("NGN")),
    ("₵", Some("GHS")),
    ("zł", Some("PLN")),
    ("Kčs", None),
    ("Kč", Some("CZK")),
    ("Ft", Some("HUF")),
    ("lei", None),
    ("kr.", None),
    ("kr", None),
    ("Fr.", None),
    ("RM", Some("MYR")),
    ("Rp.", Some("IDR")),
    ("Rp", Some("IDR")),
    ("Rs.", None),
    ("Rs", None),
];
/// The dollar and the peso come last: they end many of the others.
const DOLLAR: &str = "$";
/// ISO 4217's codes in use.
const CODES: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD \
CAD CDF CHF CLF CLP CNH CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL \
HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT \
MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK \
SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYI UYU UYW UZS VES VND VUV WST XAF XCD XOF \
XPF YER ZAR ZMW ZWG";
/// The most words around one number: `R$ 129,90 BRL` has two.
const WORDS_MAX: usize = 4;
/// The longest unit that a price is for, characters: `/500g`, `/台`, `/per piece`.
const UNIT_CHARS_MAX: usize = 12;

/// A price's number, and the currency that is written beside it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stripped {
    /// Digits and marks, perhaps with a sign before them.
    pub(super) number: String,
    /// The currency that the words beside the number say, where they say one.
    pub(super) currency: Option<Currency>,
}

/// Takes everything off a price that is no part of its number: signs, codes and words for money at both ends, and what
/// it is the price of (`/台`).
pub(super) fn strip(text: &str) -> Stripped {
    if text.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',') {
        return Stripped { number: text.to_owned(), currency: None };
    }
    let narrow: String = super::invisible::strip(text).chars().map(narrow).collect();
    let mut rest = without_unit(narrow.trim());
    let mut currency = None;
    for _ in 0..WORDS_MAX {
        let Some((shorter, named)) = without_word(rest) else { break };
        rest = shorter;
        currency = currency.or(named);
    }
    // As in "129,-": no cents.
    let number = [",-", ".-"].iter().find_map(|none| rest.strip_suffix(none)).unwrap_or(rest);
    Stripped { number: number.trim().to_owned(), currency }
}

/// Full-width letters, digits and signs, as a Chinese keyboard gives them, become plain ones; so does every dash.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '￥' => '¥',
        '￡' => '£',
        '￦' => '₩',
        '﹩' => '$',
        '−' | '–' | '—' | '‐' | '‑' => '-',
        _ => c,
    }
}

/// `1299元/台` is `1299元`. Two numbers with a slash between them stay what they are: no price.
fn without_unit(text: &str) -> &str {
    let Some(at) = text.find(['/', '每']) else { return text };
    let unit = &text[at..];
    let is_unit = unit.chars().any(char::is_alphabetic)
        && unit.chars().count() <= UNIT_CHARS_MAX
        && !unit.contains(['.', ',']);
    if is_unit { text[..at].trim_end() } else { text }
}

/// `text` without one word for money at either end.
fn without_word(text: &str) -> Option<(&str, Option<Currency>)> {
    let words = WORDS.iter().copied().chain(CODES.split(' ').map(|code| (code, Some(code))));
    for (word, currency) in words.chain([(DOLLAR, None)]) {
        if let Some(rest) = strip_start(text, word).or_else(|| strip_end(text, word)) {
            return Some((rest, currency.and_then(|code| code.parse().ok())));
        }
    }
    None
}

fn is_letter_beside(word: &str, beside: Option<char>) -> bool {
    let ends_in_letters = word.chars().all(|c| c.is_ascii_alphabetic());
    ends_in_letters && beside.is_some_and(|c| c.is_ascii_alphabetic())
}

fn strip_start<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let start = text.get(..word.len())?;
    let rest = &text[word.len()..];
    let is_word = start.eq_ignore_ascii_case(word) && !is_letter_beside(word, rest.chars().next());
    is_word.then(|| rest.trim_start())
}

fn strip_end<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let at = text.len().checked_sub(word.len())?;
    let rest = text.get(..at)?;
    let is_word = text[at..].eq_ignore_ascii_case(word) && !is_letter_beside(word, rest.chars().next_back());
    is_word.then(|| rest.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_around_a_number_is_taken_off_and_says_the_currency() {
        let cases = [
            ("R$ 129,90", "129,90", Some("BRL")),
            ("HK$88", "88", Some("HKD")),
            ("NT$1,980", "1,980", Some("TWD")),
            ("25块", "25", Some("CNY")),
            ("1299元/台", "1299", None),
            ("￥１２．５／斤", "12.5", None),
            ("USD 1,299.00", "1,299.00", Some("USD")),
            ("1.299,00 €", "1.299,00", Some("EUR")),
            ("250.000₫", "250.000", Some("VND")),
            ("\u{202a}129.00\u{202c} usd", "129.00", Some("USD")),
            ("129,-", "129", None),
            ("12 kr", "12", None),
            ("25元/3斤", "25", None),
            ("12/24", "12/24", None),
            ("-¥5", "-¥5", None),
            ("BRLX 5", "BRLX 5", None),
            ("$", "", None),
        ];
        for (text, number, currency) in cases {
            let stripped = strip(text);
            let code = stripped.currency.map(|currency| currency.code().to_owned());
            assert_eq!((stripped.number.as_str(), code.as_deref()), (number, currency), "{text}");
        }
    }

    #[test]
    fn every_code_is_a_currency() {
        let named = WORDS.iter().filter_map(|(_, code)| *code).chain(CODES.split(' '));
        for code in named {
            assert!(code.parse::<Currency>().is_ok() && CODES.contains(code), "{code}");
        }
    }
}
