//! From the bytes of a file to text with one kind of line end.

use encoding_rs::{Encoding, GB18030};

/// A file is read as UTF-8 with damage, not as GB18030, when it has at least this many good multi-byte characters
/// for each bad place. Chinese text in GB18030 has hardly any that happen to be good UTF-8.
const UTF8_GOOD_FOR_EACH_BAD: usize = 4;

/// The text of `bytes`, every line ended by `\n` alone. What cannot be read becomes U+FFFD.
///
/// A byte order mark decides (UTF-8 and UTF-16, as Excel's "Unicode text"). Without one it is UTF-8, unless that fails:
/// then it is GB18030, what Excel writes on a Chinese Windows.
pub(super) fn decode(bytes: &[u8]) -> String {
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => encoding.decode_without_bom_handling(&bytes[length..]).0,
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.into(),
            Err(_) if is_damaged_utf8(bytes) => String::from_utf8_lossy(bytes),
            Err(_) => GB18030.decode_without_bom_handling(bytes).0,
        },
    };
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.into_owned() }
}

fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= bad * UTF8_GOOD_FOR_EACH_BAD
}
