//! Files as programs of many countries save them.

use super::*;
use encoding_rs::{BIG5, EUC_KR, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};
use proptest::prelude::*;

fn read(bytes: &[u8]) -> Option<Decoded> {
    decode(bytes, None, Locale::ZhCn).ok()
}

const FILES: [(&str, &Encoding, &str); 7] = [
    ("Handle,Title\nbox,Schöne Größe für süße Äpfel\nbag,Über 30 Stück\n", WINDOWS_1252, "windows-1252"),
    ("Handle,Title\ncafe,Café crème brûlée\nete,Été à la plage\n", WINDOWS_1252, "windows-1252"),
    ("Handle,Title\na,不鏽鋼保溫杯，適合旅行\nb,純棉毛巾與浴巾\nc,兒童雨傘\n", BIG5, "Big5"),
    ("Handle,Title\na,ステンレスの水筒\nb,綿のタオル、やわらかい\nc,子供用の傘\n", SHIFT_JIS, "Shift_JIS"),
    ("Handle,Title\na,스테인리스 보온병\nb,면 수건 세트\nc,어린이 우산\n", EUC_KR, "EUC-KR"),
    (
        "Handle,Title\na,Термос стальной\nb,Полотенце хлопковое\nc,Детский зонт\n",
        WINDOWS_1251,
        "windows-1251",
    ),
    ("Handle,Title\na,不锈钢保温杯，适合旅行\nb,纯棉毛巾\nc,儿童雨伞\n", GB18030, "GB18030"),
];

#[test]
fn the_encodings_of_other_countries_are_read_and_told() {
    for (text, encoding, name) in FILES {
        let decoded = read(&encoding.encode(text).0).unwrap_or_else(|| panic!("{name}: refused"));
        assert_eq!(decoded.text, text, "{name}");
        assert!(decoded.note.as_ref().is_some_and(|note| note.contains(name)), "{name}: {:?}", decoded.note);
    }
}

#[test]
fn a_word_or_two_is_read_right_or_not_at_all() {
    for (text, encoding, name) in FILES {
        for line in text.lines().skip(1) {
            let text = format!("Handle,Title\n{line}\n");
            if let Some(decoded) = read(&encoding.encode(&text).0) {
                assert_eq!(decoded.text, text, "{name}");
            }
        }
    }
}

#[test]
fn one_european_word_does_not_become_chinese() {
    for word in ["Größe", "Électrique", "Crème", "Señor"] {
        let bytes = WINDOWS_1252.encode(&format!("Handle,Title\na,{word}\n")).0.into_owned();
        let text = read(&bytes).map(|decoded| decoded.text);
        assert!(text.as_ref().is_none_or(|text| text.contains(word)), "{text:?}");
    }
}

#[test]
fn what_nobody_can_be_sure_of_is_refused_until_the_merchant_says_it() {
    // "Größe" as an old Macintosh saves it.
    let bytes = b"Handle,Title\na,Gr\x9a\xa7e\n";
    assert!(matches!(decode(bytes, None, Locale::En), Err(ImportError::Encoding)));
    let given = decode(bytes, Some(parse_encoding("macintosh").expect("an encoding")), Locale::En);
    assert!(given.is_ok_and(|decoded| decoded.text.contains("Größe") && decoded.note.is_none()));
}

#[test]
fn an_encoding_has_the_names_that_merchants_know() {
    for (name, encoding) in [
        ("UTF-8", "UTF-8"),
        ("gbk", "gb18030"),
        ("cp936", "gb18030"),
        ("936", "gb18030"),
        ("cp1252", "windows-1252"),
        ("latin1", "windows-1252"),
    ] {
        assert_eq!(parse_encoding(name).map(Encoding::name), Ok(encoding), "{name}");
    }
    assert!(parse_encoding("klingon").is_err_and(|why| why.contains("gb18030")));
}

fn wide(text: &str, big: bool) -> Vec<u8> {
    text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

#[test]
fn utf_16_without_a_mark_is_recognised() {
    for text in ["Handle,Title\na,Cup\n", "名称,价格\n搪瓷杯,12.90\n地垫,3\n"] {
        for big in [false, true] {
            let decoded = read(&wide(text, big)).expect("read");
            assert_eq!(decoded.text, text);
            assert!(decoded.note.is_some_and(|note| note.contains("UTF-16")));
        }
    }
}

proptest! {
    #[test]
    fn any_goods_in_utf_16_are_read_as_they_were_written(
        names in prop::collection::vec("[a-zA-Z搪瓷杯毛巾雨伞纯棉 0-9]{1,12}", 1..20), big: bool,
    ) {
        let text = format!("Handle,Title\n{}\n", names.iter().map(|name| format!("h,{name}")).collect::<Vec<_>>().join("\n"));
        prop_assert_eq!(read(&wide(&text, big)).map(|decoded| decoded.text), Some(text));
    }

    #[test]
    fn what_is_utf_8_stays_utf_8(text in ".{0,60}") {
        prop_assume!(!text.contains(['\r', '\0']));
        prop_assume!(!text.starts_with('\u{feff}'));
        prop_assert_eq!(read(text.as_bytes()).map(|decoded| decoded.text), Some(text));
    }
}
