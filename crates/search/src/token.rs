//! The runs of characters that a folded text is made of.

use crate::fold::is_han;

/// A part of a text whose characters are of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Run {
    /// Han characters, and which Han character of the text the first one is.
    Han { chars: Vec<char>, first: usize },
    /// Letters of any other script.
    Letters(String),
    /// Digits, with their decimal point.
    Digits(String),
}

/// What stands between a run and the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gap {
    /// Nothing: `p30`.
    Nothing,
    /// A hyphen: `t-shirt`.
    Hyphen,
    /// Anything else, or there is none before.
    Break,
}

/// A run and how it stands to the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) run: Run,
    pub(crate) gap: Gap,
}

impl Token {
    /// The letters or digits; nothing of a Han run.
    pub(crate) fn latin(&self) -> Option<&str> {
        match &self.run {
            Run::Letters(text) | Run::Digits(text) => Some(text),
            Run::Han { .. } => None,
        }
    }

    /// Whether it is a letter or two: the kind that makes a model's name with digits beside it.
    pub(crate) fn is_short(&self) -> bool {
        matches!(&self.run, Run::Letters(text) if text.chars().count() <= 2)
    }

    /// Whether it is of digits.
    pub(crate) fn is_digits(&self) -> bool {
        matches!(self.run, Run::Digits(_))
    }
}

/// The runs of a folded text, in order. Apostrophes within a word are left out: `men's` is `mens`. A plus sign at the end
/// of a word is the word: `note 10+` is `note 10 plus`.
pub(crate) fn tokens(folded: &str) -> Vec<Token> {
    let mut rest = folded;
    let mut tokens: Vec<Token> = Vec::new();
    let (mut gap, mut han_seen) = (Gap::Break, 0);
    while let Some(c) = rest.chars().next() {
        let (run, length) = if is_han(c) {
            let length = rest.find(|c| !is_han(c)).unwrap_or(rest.len());
            let chars: Vec<char> = rest[..length].chars().collect();
            let first = han_seen;
            han_seen += chars.len();
            (Some(Run::Han { chars, first }), length)
        } else if c.is_ascii_digit() {
            let (digits, length) = digits(rest);
            (Some(Run::Digits(digits)), length)
        } else if c.is_alphanumeric() {
            let (letters, length) = letters(rest);
            (Some(Run::Letters(letters)), length)
        } else {
            let is_plus = c == '+' && gap == Gap::Nothing && ends_a_word(&rest[1..]);
            (is_plus.then(|| Run::Letters("plus".to_owned())), c.len_utf8())
        };
        rest = &rest[length..];
        gap = match (run, gap) {
            (Some(run), gap) => {
                tokens.push(Token { run, gap });
                Gap::Nothing
            }
            (None, Gap::Nothing) if c == '-' => Gap::Hyphen,
            (None, Gap::Nothing) if c == '\'' => Gap::Nothing,
            (None, _) => Gap::Break,
        };
    }
    tokens
}

/// Whether a plus sign before `rest` belongs to what stands before it: a sum goes on with a digit.
fn ends_a_word(rest: &str) -> bool {
    let next = rest.trim_start().chars().next();
    !rest.starts_with(|c: char| c.is_alphanumeric() || c == '+') && !next.is_some_and(|c| c.is_ascii_digit())
}

/// The letters at the beginning of `text`, and how many bytes they take.
fn letters(text: &str) -> (String, usize) {
    let is_letter = |c: char| c.is_alphanumeric() && !c.is_ascii_digit() && !is_han(c);
    let (mut word, mut length) = (String::new(), 0);
    while let Some(c) = text[length..].chars().next() {
        if is_letter(c) {
            word.push(c);
        } else if c != '\'' || !text[length + 1..].starts_with(is_letter) {
            break;
        }
        length += c.len_utf8();
    }
    (word, length)
}

/// The number at the beginning of `text` without commas between thousands and without noughts after the point, and how
/// many bytes it takes.
fn digits(text: &str) -> (String, usize) {
    let bytes = text.as_bytes();
    let digits_from = |at: usize| bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut length = digits_from(0);
    let mut number = text[..length].to_owned();
    while length <= 3 + 4 * 3 && bytes.get(length) == Some(&b',') && digits_from(length + 1) == 3 {
        number.push_str(&text[length + 1..length + 4]);
        length += 4;
    }
    if bytes.get(length) == Some(&b'.') && digits_from(length + 1) > 0 {
        let places = digits_from(length + 1);
        let fraction = text[length + 1..=length + places].trim_end_matches('0');
        if !fraction.is_empty() {
            number.push('.');
            number.push_str(fraction);
        }
        length += 1 + places;
    }
    (number, length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        let text_of = |token: &Token| match &token.run {
            Run::Han { chars, .. } => chars.iter().collect(),
            Run::Letters(text) | Run::Digits(text) => text.clone(),
        };
        tokens(text).iter().map(text_of).collect()
    }

    #[test]
    fn runs_end_where_the_kind_of_character_changes_and_where_there_is_a_mark() {
        assert_eq!(texts("oppo手机5g 全网-通"), ["oppo", "手机", "5", "g", "全网", "通"]);
        assert_eq!(texts("wh-1000xm3"), ["wh", "1000", "xm", "3"]);
        assert_eq!(texts("  -- "), Vec::<String>::new());
    }

    #[test]
    fn apostrophes_points_commas_and_plus_signs_are_read_as_people_mean_them() {
        assert_eq!(texts("men's xi'yi'fen 'quoted'"), ["mens", "xiyifen", "quoted"]);
        assert_eq!(texts("1.70l 2.0 10,000mah 1,2"), ["1.7", "l", "2", "10000", "mah", "1", "2"]);
        assert_eq!(texts("note 10+ (8gb+128gb)"), ["note", "10", "plus", "8", "gb", "128", "gb"]);
    }

    #[test]
    fn the_gap_says_what_stands_before_a_run() {
        let gaps: Vec<Gap> = tokens("t-shirt p30 a").iter().map(|token| token.gap).collect();
        assert_eq!(gaps, [Gap::Break, Gap::Hyphen, Gap::Break, Gap::Nothing, Gap::Break]);
    }
}
