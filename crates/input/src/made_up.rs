//! Whatever is typed: what is kept is kept as the same again, and has nothing in it that nobody sees.

use crate::chars::{is_forbidden, is_format, is_joiner};
use crate::{CODE_CHARS_MAX, Kind, RESIDENT_ID_LENGTH, Wrong, digits, narrow};
use fairday_fuzz::{CASES, texts};

const KINDS: [Kind; 14] = [
    Kind::NAME,
    Kind::PERSON,
    Kind::VILLAGE,
    Kind::DETAIL,
    Kind::LABEL,
    Kind::NOTE,
    Kind::REASON,
    Kind::HARDSHIP,
    Kind::Mobile,
    Kind::Phone,
    Kind::OneTimeCode,
    Kind::Coupon,
    Kind::ResidentId,
    Kind::Search(100),
];

#[test]
fn what_is_kept_is_kept_as_the_same_again_and_is_seen() {
    let examples = [
        " 王\u{ad}秀英\u{200b} ",
        "放门口\r\n\r\n\r\n先打电话",
        "\u{202d}+86 138.0013\u{2011}8000\u{202c}",
        "0312–5021234",
        "“ＮＥＷ—５”\u{200b}",
        "110105 19491231 002ｘ",
        "👩\u{200d}\u{200d}👧 नि\u{200d} a\u{200d}b\u{2028}\u{85}c\0",
    ];
    texts("what is typed", CASES, &examples, |typed| {
        for kind in KINDS {
            let Ok(kept) = kind.check(typed) else { continue };
            assert_eq!(kind.check(&kept).as_ref(), Ok(&kept), "{kind:?}");
            assert_eq!(kind.normalise(typed), kept, "{kind:?}");
            assert_eq!(kind.need(typed), if kept.is_empty() { Err(Wrong::Needed) } else { Ok(kept.clone()) });
            assert!(!kept.contains(is_forbidden) && kept.trim() == kept, "{kind:?}: {kept:?}");
            assert!(kept.chars().all(|c| is_joiner(c) || !is_format(c)), "{kind:?}: {kept:?}");
            match kind {
                Kind::Line(most) | Kind::Search(most) => {
                    assert!(kept.chars().count() <= most && !kept.contains('\n'));
                }
                Kind::Lines(most) => assert!(kept.chars().count() <= most && !kept.contains("\n\n\n")),
                Kind::Coupon => assert!(kept.len() <= CODE_CHARS_MAX && kept.is_ascii()),
                Kind::ResidentId => assert_eq!(kept.len(), RESIDENT_ID_LENGTH),
                Kind::Mobile => assert_eq!(Kind::Phone.check(typed).as_ref(), Ok(&kept)),
                Kind::Phone => assert!(kept.len() >= 11 && kept.is_ascii()),
                Kind::OneTimeCode => assert_eq!(kept, digits(&narrow(typed))),
            }
        }
    });
}

#[test]
fn what_stands_between_words_and_numbers_changes_nothing() {
    texts("dressed up", CASES, &["王 秀英", "138 0013 8000", "FAIR-10"], |typed| {
        let dressed: String = typed.chars().flat_map(|c| ['\u{200b}', c, '\u{2060}']).collect();
        let wrapped = format!("\u{202d}\u{feff}{dressed}\u{202c}");
        for kind in KINDS {
            assert_eq!(kind.check(&wrapped), kind.check(typed), "{kind:?}");
        }
    });
}
