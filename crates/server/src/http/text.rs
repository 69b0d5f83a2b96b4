//! Texts that people write: names, places, notes. They are kept as they are, and shown as text; what could not be shown,
//! or would change how others are shown, is refused here.

use fairday_contract::FieldError;

/// Reads the texts of one body, and gathers what is wrong with them.
#[derive(Debug, Default)]
pub struct Texts {
    /// What is wrong so far, field by field.
    pub errors: Vec<FieldError>,
}

impl Texts {
    /// A text of one line that must be there.
    pub fn needed(&mut self, field: &str, text: &str, chars_max: usize) -> String {
        let text = self.optional(field, text, chars_max);
        if text.is_empty() && self.errors.iter().all(|error| error.field != field) {
            self.wrong(field, "is needed");
        }
        text
    }

    /// A text of one line that may be empty. What is around it and repeated white space is taken out.
    pub fn optional(&mut self, field: &str, text: &str, chars_max: usize) -> String {
        match line(text, chars_max) {
            Ok(text) => text,
            Err(why) => {
                self.wrong(field, &why);
                String::new()
            }
        }
    }

    /// Notes that a field is wrong.
    pub fn wrong(&mut self, field: &str, detail: &str) {
        self.errors.push(FieldError { field: field.to_owned(), detail: detail.to_owned() });
    }
}

/// A text of one line: at most so many characters, nothing that cannot be seen. White space around it is taken out, and
/// within it is one space.
///
/// # Errors
/// What would be right.
pub fn line(text: &str, chars_max: usize) -> Result<String, String> {
    // Counted as it came: a megabyte of spaces is not a short text.
    if text.chars().count() > chars_max {
        return Err(format!("at most {chars_max} characters"));
    }
    if text.chars().any(is_unseen) {
        return Err("must not have control characters or marks of direction in it".to_owned());
    }
    Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// What nobody sees but changes what is seen: controls, line ends, marks of direction (Unicode UAX #9), characters without
/// width other than the joiners that scripts and emoji need, and what is no character at all.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
        || (u32::from(c) & 0xfffe) == 0xfffe
        || matches!(c, '\u{fdd0}'..='\u{fdef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_kept_as_it_is_but_for_the_space_around_it() {
        for (given, kept) in [
            ("  张 三  ", "张 三"),
            ("<b onclick=alert(1)>\"&'", "<b onclick=alert(1)>\"&'"),
            ("a\u{3000}\u{a0} b", "a b"),
            ("👨‍👩‍👧 ไทย नि", "👨‍👩‍👧 ไทย नि"),
            ("", ""),
        ] {
            assert_eq!(line(given, 40).as_deref(), Ok(kept));
        }
    }

    #[test]
    fn what_cannot_be_seen_is_refused() {
        for c in [
            '\0',
            '\n',
            '\r',
            '\t',
            '\u{7f}',
            '\u{85}',
            '\u{9b}',
            '\u{200b}',
            '\u{202e}',
            '\u{2066}',
            '\u{2069}',
            '\u{feff}',
            '\u{2028}',
            '\u{e0041}',
            '\u{ffff}',
            '\u{1fffe}',
            '\u{ad}',
        ] {
            assert!(line(&format!("a{c}b"), 40).is_err(), "{:x}", u32::from(c));
        }
    }

    #[test]
    fn the_length_is_counted_in_characters_and_the_field_is_named() {
        let mut texts = Texts::default();
        assert_eq!(texts.needed("name", &"张".repeat(40), 40), "张".repeat(40));
        texts.needed("name", &"张".repeat(41), 40);
        texts.needed("detail", " ", 120);
        texts.optional("label", "a\u{202e}", 20);
        let wrong: Vec<_> =
            texts.errors.iter().map(|error| (error.field.as_str(), error.detail.as_str())).collect();
        assert_eq!(
            wrong,
            [
                ("name", "at most 40 characters"),
                ("detail", "is needed"),
                ("label", "must not have control characters or marks of direction in it")
            ]
        );
    }
}
