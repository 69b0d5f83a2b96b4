//! Text as it is compared: one width, one case, no accents, simplified characters.

use crate::traditional::simplified;

/// Whether a character is a Han character (CJK unified ideographs with extension A and the compatibility block).
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2ebef}')
}

/// Two texts that mean the same to a shopper fold to one: full-width forms become half-width, capitals small letters,
/// letters lose their accents, and traditional characters become simplified ones. `ＯＰＰＯ` reads as `oppo`, `Café` as
/// `cafe`, `手機` as `手机`. The number of Han characters stays what it was.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        let c = match c {
            '\u{3000}' => ' ',
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            '\u{2018}' | '\u{2019}' | '\u{02bc}' | '\u{00b4}' | '`' => '\'',
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            other => other,
        };
        if c.is_ascii() {
            folded.push(c.to_ascii_lowercase());
        } else if is_han(c) {
            folded.push(simplified(c));
        } else {
            c.to_lowercase().for_each(|c| push_plain(&mut folded, c));
        }
    }
    folded
}

/// A small letter without its accent. Marks that stand beside their letter, and characters that nobody sees, are left
/// out.
fn push_plain(folded: &mut String, c: char) {
    let plain = match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' => "a",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ǐ' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' | 'ǹ' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ǒ' => "o",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ǔ' | 'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        '\u{0300}'..='\u{036f}' | '\u{00ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => "",
        other => return folded.push(other),
    };
    folded.push_str(plain);
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn full_width_and_capital_letters_read_as_plain_ones() {
        assert_eq!(fold("ＯＰＰＯ　Reno１２"), "oppo reno12");
    }

    #[test]
    fn accents_are_left_out_however_they_are_written() {
        assert_eq!(fold("Café cafe\u{301} Größe NÜXIÉ xǐyīfěn Łódź"), "cafe cafe grosse nuxie xiyifen lodz");
    }

    #[test]
    fn traditional_characters_read_as_simplified_ones() {
        assert_eq!(fold("手機 口紅 充電器 電池"), "手机 口红 充电器 电池");
    }

    #[test]
    fn characters_that_nobody_sees_are_left_out() {
        assert_eq!(fold("iphone\u{200b}\u{ad}"), "iphone");
    }
}
