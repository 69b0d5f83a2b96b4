//! From the bytes of a file to text with one kind of line end.

mod guess;
mod wide;

use super::ImportError;
use encoding_rs::{Encoding, GB18030, UTF_8};
use fairday_contract::Locale;

/// A file is read as UTF-8 with damage, not in an older encoding, when it has at least this many good multi-byte
/// characters for each bad place. Text in an older encoding has hardly any that happen to be good UTF-8.
const UTF8_GOOD_FOR_EACH_BAD: usize = 4;

/// A file as text, every line ended by `\n` alone. What cannot be read is U+FFFD.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    /// What was assumed about its encoding, as a sentence for the report; nothing where the file says it itself.
    pub(super) note: Option<String>,
}

/// The text of `bytes`, in the encoding that the merchant has `given`, or else that the file shows.
///
/// A byte order mark decides (UTF-8 and UTF-16, as Excel's "Unicode text"). Without one it is UTF-16 if it has the zeros
/// of that, and UTF-8 if it is valid. Otherwise it is an older encoding, guessed from the text and told in the report.
///
/// # Errors
/// When the guess is not sure: a shop of nonsense is worse than a question.
pub(super) fn decode(
    bytes: &[u8],
    given: Option<&'static Encoding>,
    locale: Locale,
) -> Result<Decoded, ImportError> {
    let (text, note) = match (given, Encoding::for_bom(bytes)) {
        (_, Some((encoding, length))) => {
            (encoding.decode_without_bom_handling(&bytes[length..]).0.into_owned(), None)
        }
        (Some(encoding), None) => (encoding.decode_without_bom_handling(bytes).0.into_owned(), None),
        (None, None) => undeclared(bytes, locale)?,
    };
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
    Ok(Decoded { text, note })
}

/// The text of a file that does not say its encoding, and what was assumed.
fn undeclared(bytes: &[u8], locale: Locale) -> Result<(String, Option<String>), ImportError> {
    if let Some((text, name)) = wide::decode(bytes) {
        return Ok((text, Some(assumed(name))));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok((text.to_owned(), None));
    }
    if is_damaged_utf8(bytes) {
        return Ok((String::from_utf8_lossy(bytes).into_owned(), None));
    }
    let encoding = guess::guess(bytes, locale).ok_or(ImportError::Encoding)?;
    let text = encoding.decode_without_bom_handling(bytes).0.into_owned();
    Ok((text, Some(assumed(guess::name(encoding)))))
}

fn assumed(name: &str) -> String {
    format!(
        "The file does not say its encoding and was read as {name}. If words look wrong, say the right one with --encoding."
    )
}

fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= bad * UTF8_GOOD_FOR_EACH_BAD
}

/// The encoding that a merchant names: by one of the names that browsers know, or by the number of Windows' code page.
///
/// # Errors
/// A sentence that says what would be a name.
pub(super) fn parse_encoding(name: &str) -> Result<&'static Encoding, String> {
    let lower = name.trim().to_lowercase();
    let page = lower.trim_start_matches("cp").trim_start_matches("windows-");
    let label = match page {
        "65001" => "utf-8",
        "936" | "54936" => "gb18030",
        "950" => "big5",
        "932" => "shift_jis",
        "949" => "euc-kr",
        "1200" => "utf-16le",
        "1201" => "utf-16be",
        _ => lower.as_str(),
    };
    let known = Encoding::for_label_no_replacement(label.as_bytes())
        .or_else(|| Encoding::for_label_no_replacement(format!("windows-{page}").as_bytes()));
    // GB18030 has every character of GBK, and more.
    known.map(|encoding| if encoding == encoding_rs::GBK { GB18030 } else { encoding }).ok_or_else(|| {
        format!(
            "no encoding is called so; known are {}, gb18030, big5, shift_jis, euc-kr, windows-1252, windows-1251, utf-16le \
             and the other names that browsers know",
            UTF_8.name().to_lowercase()
        )
    })
}

#[cfg(test)]
mod tests;
