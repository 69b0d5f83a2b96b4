//! UTF-16 without a byte order mark: some programs save "Unicode" so.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

/// How much of a file is looked at, bytes: headings and the first rows.
const SAMPLE_BYTES: usize = 16 * 1024;
/// Of a hundred units, so many at least have a zero byte where the file could be UTF-8 as well: plain English.
const ZEROS_IF_UTF8: usize = 15;
/// The same where it cannot be UTF-8: commas and line ends between Chinese words.
const ZEROS_IF_NOT_UTF8: usize = 4;

/// The text of a file in UTF-16, and the encoding's name; nothing when it is something else.
pub(super) fn decode(bytes: &[u8]) -> Option<(String, &'static str)> {
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    let units = sample.len() / 2;
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    let share = if is_utf8(sample) { ZEROS_IF_UTF8 } else { ZEROS_IF_NOT_UTF8 };
    if !bytes.len().is_multiple_of(2) || first.max(second) * 100 < units * share || first.max(second) == 0 {
        return None;
    }
    // The high byte of what is ASCII is zero; the low byte hardly ever.
    let (encoding, name): (&'static Encoding, _) = match (first, second) {
        (low, high) if low * 10 <= high => (UTF_16LE, "UTF-16, low byte first"),
        (high, low) if low * 10 <= high => (UTF_16BE, "UTF-16, high byte first"),
        _ => return None,
    };
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    let has_lines = text.contains(['\n', '\r', ',', ';', '\t']);
    has_lines.then(|| (text.into_owned(), name))
}

/// Whether the sample is UTF-8, the last character perhaps cut.
fn is_utf8(sample: &[u8]) -> bool {
    std::str::from_utf8(sample).map_or_else(|error| error.error_len().is_none(), |_| true)
}
