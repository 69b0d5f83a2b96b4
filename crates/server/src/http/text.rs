//! Reads the texts of one body by the rules of [`fairday_input`], and gathers what is wrong with them.

use fairday_contract::FieldError;
use fairday_input::{Kind, Wrong};

/// What was read of one body.
#[derive(Debug, Default)]
pub struct Texts {
    /// What is wrong so far, field by field.
    pub errors: Vec<FieldError>,
}

impl Texts {
    /// A text that must be there, in the form that is kept.
    pub fn needed(&mut self, field: &str, text: &str, kind: Kind) -> String {
        self.read(field, kind.need(text))
    }

    /// A text that may be empty, in the form that is kept.
    pub fn optional(&mut self, field: &str, text: &str, kind: Kind) -> String {
        self.read(field, kind.check(text))
    }

    fn read(&mut self, field: &str, read: Result<String, Wrong>) -> String {
        read.unwrap_or_else(|why| {
            self.wrong(field, &why.to_string());
            String::new()
        })
    }

    /// Notes that a field is wrong.
    pub fn wrong(&mut self, field: &str, detail: &str) {
        self.errors.push(FieldError { field: field.to_owned(), detail: detail.to_owned() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_kept_in_its_form_and_a_field_that_is_wrong_is_named() {
        let mut texts = Texts::default();
        assert_eq!(texts.needed("name", " 王\u{ad}秀英 ", Kind::NAME), "王秀英");
        assert_eq!(texts.optional("note", "放门口\r\n先打电话", Kind::NOTE), "放门口\n先打电话");
        texts.needed("name", &"张".repeat(41), Kind::NAME);
        texts.needed("detail", " ", Kind::DETAIL);
        texts.optional("label", "a\0", Kind::LABEL);
        texts.needed("phone", "0312502123", Kind::Phone);
        let wrong: Vec<_> = texts.errors.iter().map(|error| (&*error.field, &*error.detail)).collect();
        assert_eq!(
            wrong[..3],
            [
                ("name", "at most 40 characters"),
                ("detail", "is needed"),
                ("label", "must not have control characters in it")
            ]
        );
        assert!(wrong[3].0 == "phone" && wrong[3].1.contains("after the area code come 7 or 8 digits"));
    }
}
