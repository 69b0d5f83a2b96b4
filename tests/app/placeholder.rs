//! Placeholders hold a picture's place in its colours.

use fairday::domain::blurhash::bitmap;
use proptest::prelude::*;

#[test]
fn a_hash_becomes_a_small_bitmap_in_its_mean_colour() {
    // One component: the mean colour alone, here pure red ("T" times 83 and so on spells 0xff0000).
    let number = 0x00ff_0000_u32;
    let alphabet = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";
    let digits: String =
        (0..4).rev().map(|n| alphabet[(number / 83_u32.pow(n) % 83) as usize] as char).collect();
    let file = bitmap(&format!("00{digits}")).expect("a bitmap");
    assert_eq!(&file[..2], b"BM");
    assert_eq!(u32::from_le_bytes([file[2], file[3], file[4], file[5]]) as usize, file.len());
    assert_eq!(file[54..57], [0, 0, 255], "blue, green, red");
}

#[test]
fn a_broken_hash_is_no_picture() {
    for broken in ["", "L", "LEHV6nWB2yk8pyo0adR*.7kCMdn", "中文", "\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}"] {
        assert_eq!(bitmap(broken), None, "{broken}");
    }
}

proptest! {
    #[test]
    fn no_text_stops_the_app(hash in ".{0,40}") {
        let _ = bitmap(&hash);
    }
}
