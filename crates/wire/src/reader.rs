//! Reads JSON (RFC 8259) from a text. Every method gives nothing where the text does not say what is asked for.

/// How deep arrays and objects may stand in each other: our deepest is 8.
const DEPTH_MAX: u8 = 32;

/// Where the reading is in a text.
pub struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: u8,
}

impl<'a> Reader<'a> {
    /// At the beginning of a text.
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0, depth: 0 }
    }

    /// The next character that is not white space, which stays where it is.
    pub fn peek(&mut self) -> Option<u8> {
        loop {
            let byte = *self.text.as_bytes().get(self.at)?;
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(byte);
            }
            self.at += 1;
        }
    }

    /// Nothing but white space is left.
    pub fn end(&mut self) -> Option<()> {
        if self.peek().is_none() { Some(()) } else { None }
    }

    /// `true`, `false` or `null`.
    pub fn word(&mut self, word: &str) -> Option<()> {
        self.peek()?;
        let is_here = self.text.as_bytes()[self.at..].starts_with(word.as_bytes());
        self.at += word.len();
        is_here.then_some(())
    }

    /// A whole number.
    pub fn integer(&mut self) -> Option<i64> {
        let is_negative = self.peek()? == b'-';
        self.at += usize::from(is_negative);
        let begin = self.at;
        let mut value = 0_i64;
        while let Some(digit @ b'0'..=b'9') = self.text.as_bytes().get(self.at) {
            let digit = i64::from(digit - b'0');
            value = value.checked_mul(10)?;
            value = if is_negative { value.checked_sub(digit)? } else { value.checked_add(digit)? };
            self.at += 1;
        }
        let is_more = matches!(self.text.as_bytes().get(self.at), Some(b'.' | b'e' | b'E'));
        (self.at > begin && !is_more).then_some(value)
    }

    /// A text.
    pub fn string(&mut self) -> Option<String> {
        unescaped(self.raw_string()?)
    }

    /// An object: `field` is given each name as it is written, and reads or skips the value.
    pub fn object(&mut self, field: &mut dyn FnMut(&str, &mut Self) -> Option<()>) -> Option<()> {
        self.each(b'{', b'}', &mut |reader| {
            let name = reader.raw_string()?;
            reader.eat(b':')?;
            field(name, reader)
        })
    }

    /// A list: `item` reads each item.
    pub fn list(&mut self, item: &mut dyn FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.each(b'[', b']', item)
    }

    /// Any value, as it stands.
    pub fn raw(&mut self) -> Option<&'a str> {
        self.peek()?;
        let begin = self.at;
        self.skip()?;
        self.text.get(begin..self.at)
    }

    /// Any value, which is of no interest.
    pub fn skip(&mut self) -> Option<()> {
        match self.peek()? {
            b'"' => self.raw_string().map(drop),
            b'{' => self.object(&mut |_, reader| reader.skip()),
            b'[' => self.list(&mut Self::skip),
            b't' => self.word("true"),
            b'f' => self.word("false"),
            b'n' => self.word("null"),
            _ => {
                let number = |byte: &u8| byte.is_ascii_digit() || b"+-.eE".contains(byte);
                let length = self.text.as_bytes()[self.at..].iter().take_while(|byte| number(byte)).count();
                self.at += length;
                (length > 0).then_some(())
            }
        }
    }

    fn eat(&mut self, byte: u8) -> Option<()> {
        if self.peek()? != byte {
            return None;
        }
        self.at += 1;
        Some(())
    }

    fn each(&mut self, open: u8, close: u8, one: &mut dyn FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.eat(open)?;
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return None;
        }
        if self.peek()? != close {
            loop {
                one(self)?;
                if self.peek()? != b',' {
                    break;
                }
                self.at += 1;
            }
        }
        self.depth -= 1;
        self.eat(close)
    }

    /// What stands between quotes, escapes and all.
    fn raw_string(&mut self) -> Option<&'a str> {
        self.eat(b'"')?;
        let begin = self.at;
        loop {
            match self.text.as_bytes().get(self.at)? {
                b'"' => break,
                b'\\' => self.at += 2,
                0..0x20 => return None,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        self.text.get(begin..self.at - 1)
    }
}

/// What a text between quotes says.
pub(crate) fn unescaped(raw: &str) -> Option<String> {
    if !raw.contains('\\') {
        return Some(raw.to_owned());
    }
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
