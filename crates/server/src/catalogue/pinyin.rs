//! Readings of Han characters, in the form the search index takes.

use fairday_search::is_han;
use pinyin::{ToPinyin, ToPinyinMulti};

/// Everyday characters that people read, and type, in more than one way. For all others the most common reading is
/// enough: rare readings would only make wrong matches.
const EVERYDAY_HETERONYMS: &str =
    "行重乐长调干便薄壳还卡角朝藏降参都厦发传单弹得地种量好空少大石和盛熟露血削剥拓";
/// Readings of one character beyond this many are left out.
const READINGS_MAX: usize = 3;

/// The same for characters that are only read in another way in the names of places.
const PLACE_HETERONYMS: &str = "六蚌堡泊涡圩埔番尉铅莘筠荥犍浚陂";

/// The readings of every Han character of `text`, between spaces; see [`fairday_search::Field::pinyin`].
pub(crate) fn readings(text: &str) -> String {
    let mut line = String::new();
    for c in text.chars().filter(|c| is_han(*c)) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(reading(c, &[EVERYDAY_HETERONYMS]).as_deref().unwrap_or("-"));
    }
    line
}

/// The readings of a character in the name of a place, between slashes; nothing when it is not known.
pub(crate) fn reading_in_place(c: char) -> Option<String> {
    reading(c, &[EVERYDAY_HETERONYMS, PLACE_HETERONYMS])
}

/// The main reading and, for these heteronyms, the others after slashes.
fn reading(c: char, heteronyms: &[&str]) -> Option<String> {
    let main = c.to_pinyin()?.plain();
    let mut readings = vec![main];
    if heteronyms.iter().any(|all| all.contains(c))
        && let Some(all) = c.to_pinyin_multi()
    {
        for reading in all {
            if !readings.contains(&reading.plain()) && readings.len() < READINGS_MAX {
                readings.push(reading.plain());
            }
        }
    }
    Some(readings.join("/").replace('ü', "v"))
}

#[cfg(test)]
mod tests {
    use super::readings;

    #[test]
    fn every_han_character_has_its_reading_and_nothing_else_has() {
        assert_eq!(readings("立白 Liby 洗衣粉2kg"), "li bai xi yi fen");
        assert_eq!(readings("no han"), "");
    }

    #[test]
    fn everyday_characters_with_two_readings_have_both() {
        for (text, reading) in
            [("行", "hang"), ("行", "xing"), ("重", "chong"), ("重", "zhong"), ("乐", "le"), ("乐", "yue")]
        {
            assert!(readings(text).split('/').any(|r| r == reading), "{text} {reading}: {}", readings(text));
        }
    }

    #[test]
    fn green_is_typed_with_a_v() {
        assert!(readings("绿").starts_with("lv"), "{}", readings("绿"));
    }
}
