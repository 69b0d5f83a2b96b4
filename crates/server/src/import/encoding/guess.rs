//! Guessing an older encoding from the text, and how sure the guess is.
//!
//! `chardetng`, the detector of a browser, always answers. A browser can show nonsense for a moment; a shop must not keep
//! it. So what comes out is looked at: characters that everybody uses, words that could be words.

use super::super::limits::ENCODING_SAMPLE_BYTES_MAX;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, GBK, SHIFT_JIS};
use fairday_contract::Locale;
use std::ops::RangeInclusive;

/// Of a hundred characters of Chinese, Japanese or Korean text, so many at least are common ones.
const COMMON_MIN: usize = 70;
/// By so many of a hundred the guess has more common characters than any other encoding, if detectors disagree.
const LEAD_MIN: usize = 20;
/// Every Korean text could be Chinese, byte for byte. Of Chinese, four characters of ten could not be Korean, so one of so
/// many characters in which each could be hardly is.
const KOREAN_CHARS_MIN: usize = 12;
/// From so many on it can be either, and nobody is sure.
const MAYBE_KOREAN_CHARS_MIN: usize = 8;
/// Of a hundred characters that are not ASCII, so many at most stand where none stands in a word.
const ODD_MAX: usize = 10;
/// Second bytes in the older half of GB18030 and of EUC-JP, which has the common characters. The rest was added later.
const HIGH: u8 = 0xa1;
/// Second bytes of Big5 and `Shift_JIS` can be any.
const ANY: u8 = 0;
/// Characters that may stand inside a word without being letters.
const INSIDE_WORDS: &str = "’‘´`·‧-‐–—°®™²³º/";

/// The encoding of `bytes`, which are not UTF-8; nothing when nobody can be sure.
pub(super) fn guess(bytes: &[u8], locale: Locale) -> Option<&'static Encoding> {
    let sample = sample(bytes);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&sample, true);
    let anywhere = wider(detector.guess(None, Utf8Detection::Deny));
    // The shop's own language is a hint: short lists have few characters to go by.
    let hint: Option<&[u8]> = if locale == Locale::ZhCn { Some(b"cn") } else { None };
    let here = wider(detector.guess(hint, Utf8Detection::Deny));
    let is_likely = |encoding: &'static Encoding| {
        common_share(encoding, &sample)
            .map_or_else(|| is_made_of_words(encoding, &sample), |share| share >= COMMON_MIN)
    };
    let korean_chars = korean_chars(&sample);
    match (is_likely(anywhere), is_likely(here)) {
        _ if anywhere == here => {
            let may_be_korean = here == GB18030 && korean_chars >= MAYBE_KOREAN_CHARS_MIN;
            (is_likely(here) && !may_be_korean).then_some(here)
        }
        (true, true) if anywhere == EUC_KR => (korean_chars >= KOREAN_CHARS_MIN).then_some(EUC_KR),
        (true, false) => Some(anywhere),
        (false, true) => Some(here),
        (true, true) => [anywhere, here].into_iter().find(|encoding| leads(encoding, &sample)),
        (false, false) => None,
    }
}

/// What a merchant calls the encoding.
pub(super) fn name(encoding: &'static Encoding) -> &'static str {
    match encoding.name() {
        "gb18030" => "GB18030 (simplified Chinese)",
        "Big5" => "Big5 (traditional Chinese)",
        "Shift_JIS" => "Shift_JIS (Japanese)",
        "EUC-JP" => "EUC-JP (Japanese)",
        "EUC-KR" => "EUC-KR (Korean)",
        "windows-1252" => "windows-1252 (Western European)",
        "windows-1251" => "windows-1251 (Cyrillic)",
        other => other,
    }
}

/// GB18030 has every character of GBK, and more.
fn wider(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == GBK { GB18030 } else { encoding }
}

/// The lines that say something about the encoding: those with bytes beyond ASCII.
fn sample(bytes: &[u8]) -> Vec<u8> {
    let mut sample = Vec::new();
    for line in bytes.split_inclusive(|byte| matches!(byte, b'\n' | b'\r')).filter(|line| !line.is_ascii()) {
        // A field can be one line of half a megabyte: whole lines only, so that no character is cut.
        if !sample.is_empty() && sample.len() + line.len() > ENCODING_SAMPLE_BYTES_MAX {
            break;
        }
        sample.extend_from_slice(line);
    }
    sample
}

/// Whether `encoding` makes more common characters of the sample than every other encoding of its kind.
fn leads(encoding: &'static Encoding, sample: &[u8]) -> bool {
    let Some(own) = common_share(encoding, sample) else { return false };
    let others = [GB18030, BIG5, SHIFT_JIS, EUC_JP, EUC_KR].into_iter().filter(|other| *other != encoding);
    others.filter_map(|other| common_share(other, sample)).all(|other| own >= other + LEAD_MIN)
}

/// How many letters the sample has in Korean's encoding, if each of them is Korean; else 0.
fn korean_chars(sample: &[u8]) -> usize {
    let text = EUC_KR.decode_without_bom_handling_and_without_replacement(sample).unwrap_or_default();
    let letters = || text.chars().filter(|c| !c.is_ascii() && c.is_alphabetic());
    if letters().all(|c| matches!(c, '가'..='힣')) { letters().count() } else { 0 }
}

/// Of a hundred characters beyond ASCII, how many are common ones in the language that writes in `encoding`; nothing
/// when that is no encoding of an East Asian language. 0 when the bytes are no text in it.
fn common_share(encoding: &'static Encoding, sample: &[u8]) -> Option<usize> {
    let is_common: fn(&'static Encoding, char) -> bool = match encoding.name() {
        // The standards put the characters that everybody knows first.
        "gb18030" => |encoding, c| is_within(encoding, c, 0xb0..=0xd7, HIGH),
        "Big5" => |encoding, c| is_within(encoding, c, 0xa4..=0xc6, ANY),
        "Shift_JIS" => |encoding, c| is_kana(c) || is_within(encoding, c, 0x88..=0x97, ANY),
        "EUC-JP" => |encoding, c| is_kana(c) || is_within(encoding, c, 0xb0..=0xcf, HIGH),
        "EUC-KR" => |_, c| matches!(c, '가'..='힣'),
        _ => return None,
    };
    let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(sample) else {
        return Some(0);
    };
    let letters = text.chars().filter(|c| !c.is_ascii() && c.is_alphabetic());
    let (mut all, mut common) = (0, 0);
    for c in letters {
        all += 1;
        common += usize::from(is_common(encoding, c));
    }
    Some((common * 100_usize).checked_div(all).unwrap_or(0))
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30fe}')
}

/// Whether `c` is two bytes in `encoding`, the first of `leads` and the second not below `trail_min`.
fn is_within(encoding: &'static Encoding, c: char, leads: RangeInclusive<u8>, trail_min: u8) -> bool {
    let mut buffer = [0; 4];
    let (bytes, _, unmappable) = encoding.encode(c.encode_utf8(&mut buffer));
    !unmappable && matches!(*bytes, [lead, trail] if leads.contains(&lead) && trail >= trail_min)
}

/// Whether the sample, read in an encoding of one byte a character, is made of words that could be words.
fn is_made_of_words(encoding: &'static Encoding, sample: &[u8]) -> bool {
    let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(sample) else {
        return false;
    };
    let (mut all, mut odd) = (0, 0);
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if !c.is_ascii() {
            all += 1;
            odd += usize::from(is_odd(before, c, chars.peek().copied().unwrap_or(' ')));
        }
        before = c;
    }
    all > 0 && odd * 100 <= all * ODD_MAX
}

/// Whether no word has `c` between these two: a sign inside a word, a capital after a small letter, two scripts in one
/// word, a control character.
fn is_odd(before: char, c: char, after: char) -> bool {
    let is_inside = before.is_alphabetic() && after.is_alphabetic();
    let is_other_script = c.is_alphabetic() && c > '\u{24f}';
    let touches_latin = before.is_ascii_alphabetic() || after.is_ascii_alphabetic();
    c.is_control()
        || (is_inside && !c.is_alphabetic() && !INSIDE_WORDS.contains(c))
        || (c.is_uppercase() && before.is_lowercase())
        || (is_other_script && touches_latin)
}
