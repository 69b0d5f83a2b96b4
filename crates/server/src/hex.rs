//! Bytes as text.

use std::fmt::Write;

/// Lower-case hexadecimal digits, two a byte.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// What [`hex`] wrote, when it is of so many bytes.
pub fn bytes<const COUNT: usize>(text: &str) -> Option<[u8; COUNT]> {
    let is_hex = text.len() == 2 * COUNT && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let mut bytes = [0; COUNT];
    for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks(2)).take_while(|_| is_hex) {
        *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    }
    is_hex.then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_read_as_they_were_written_and_nothing_else_is() {
        assert_eq!(bytes::<3>(&hex(&[0, 171, 255])), Some([0, 171, 255]));
        for bad in ["", "00abf", "00abff0", "00ABFF", "00abfg", "+0abff", "字字"] {
            assert_eq!(bytes::<3>(bad), None, "{bad}");
        }
    }
}
