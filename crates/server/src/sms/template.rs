//! What is sent to an SMS gateway: the operator's text with places in braces.

use crate::accounts::codes::VALID_MS;
use crate::sms::Message;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

const PLACES: [&str; 4] = ["{phone}", "{national}", "{code}", "{minutes}"];

/// How a value is written into the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Json,
    UrlEncoded,
}

/// A body with places for number and code.
#[derive(Clone, Debug)]
pub(super) struct Template {
    text: String,
    pub(super) form: Form,
}

impl Template {
    /// JSON when it begins with a brace that is no place, otherwise a form (`to={phone}&text=…`).
    ///
    /// # Errors
    /// In words, when it has no place for the number or the code, or is no JSON.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim().to_owned();
        if !text.contains("{code}") || !(text.contains("{phone}") || text.contains("{national}")) {
            return Err("it needs {code}, and {phone} or {national}".to_owned());
        }
        let begins_with_place = PLACES.iter().any(|place| text.starts_with(place));
        let form = if text.starts_with('{') && !begins_with_place { Form::Json } else { Form::UrlEncoded };
        let template = Self { text, form };
        let filled = template.fill_with(&["+8613800138000", "13800138000", "123456", "5"]);
        if form == Form::Json && serde_json::from_str::<serde_json::Value>(&filled).is_err() {
            return Err("it begins as JSON and is none; put the places between quotation marks".to_owned());
        }
        Ok(template)
    }

    /// The body for a message.
    pub(super) fn fill(&self, message: &Message) -> String {
        let minutes = (VALID_MS / 60_000).to_string();
        self.fill_with(&[&message.phone.e164(), message.phone.national(), &message.code, &minutes])
    }

    fn fill_with(&self, values: &[&str; 4]) -> String {
        PLACES.iter().zip(values).fold(self.text.clone(), |text, (place, value)| {
            // Digits and a plus sign: nothing that JSON would read otherwise.
            let written = match self.form {
                Form::Json => (*value).to_owned(),
                Form::UrlEncoded => utf8_percent_encode(value, NON_ALPHANUMERIC).to_string(),
            };
            text.replace(place, &written)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::Phone;

    #[test]
    fn json_and_forms_are_filled_each_in_its_way() {
        let message =
            Message { phone: Phone::parse("13800138000").expect("a number"), code: "012345".to_owned() };
        for (text, filled) in [
            (
                r#"{"to":"{phone}","p":["{code}","{minutes}"]}"#,
                r#"{"to":"+8613800138000","p":["012345","5"]}"#,
            ),
            ("to={phone}&code={code}", "to=%2B8613800138000&code=012345"),
            ("{code}={national}", "012345=13800138000"),
        ] {
            assert_eq!(Template::parse(text).map(|template| template.fill(&message)).as_deref(), Ok(filled));
        }
    }

    #[test]
    fn a_template_that_could_not_work_is_refused_at_the_start() {
        for text in ["", "{}", r#"{"to":"{phone}"}"#, "code={code}", r#"{"to":{phone},"code":{code}"#] {
            assert!(Template::parse(text).is_err(), "{text}");
        }
    }
}
