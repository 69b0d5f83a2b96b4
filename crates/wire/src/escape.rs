//! Reads the escapes of a JSON text (RFC 8259 section 7).

/// The text that `raw`, which stood between quotes, says; nothing when an escape is none.
pub(crate) fn unescaped(raw: &str) -> Option<String> {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw.chars();
    while let Some(c) = rest.next() {
        out.push(if c == '\\' { escaped(&mut rest)? } else { c });
    }
    Some(out)
}

/// The character that an escape stands for; the backslash is read already.
fn escaped(rest: &mut std::str::Chars<'_>) -> Option<char> {
    Some(match rest.next()? {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'u' => {
            let unit = hex(rest)?;
            // A character beyond the first 65,536 is two halves.
            let code = if (0xd800..0xdc00).contains(&unit) {
                let is_half = rest.next()? == '\\' && rest.next()? == 'u';
                let low = hex(rest).filter(|low| is_half && (0xdc00..0xe000).contains(low))?;
                0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00)
            } else {
                unit
            };
            char::from_u32(code)?
        }
        c @ ('"' | '\\' | '/') => c,
        _ => return None,
    })
}

fn hex(rest: &mut std::str::Chars<'_>) -> Option<u32> {
    (0..4).try_fold(0, |code, _| Some(code * 16 + rest.next()?.to_digit(16)?))
}
