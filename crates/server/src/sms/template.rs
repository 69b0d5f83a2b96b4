//! What is sent to an SMS gateway: the operator's text with places in braces.

use crate::accounts::codes::VALID_MS;
use crate::sms::{Message, Reminder};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

const PLACES: [&str; 4] = ["{phone}", "{national}", "{code}", "{minutes}"];
const REMINDER_PLACES: [&str; 6] = ["{phone}", "{national}", "{text}", "{amount}", "{day}", "{locale}"];

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
    places: &'static [&'static str],
}

impl Template {
    /// JSON when it begins with a brace that is no place, otherwise a form (`to={phone}&text=…`).
    ///
    /// # Errors
    /// In words, when it has no place for the number or the code, or is no JSON.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if !text.contains("{code}") || !has_number(text) {
            return Err("it needs {code}, and {phone} or {national}".to_owned());
        }
        Self::of_places(text, &PLACES, &["+8613800138000", "13800138000", "123456", "5"])
    }

    /// The same for reminders.
    ///
    /// # Errors
    /// In words, when it has no place for the number or for what is due, or is no JSON.
    pub(super) fn of_reminders(text: &str) -> Result<Self, String> {
        let says_what = text.contains("{text}") || (text.contains("{amount}") && text.contains("{day}"));
        if !says_what || !has_number(text) {
            return Err("it needs {text}, or {amount} and {day}, and {phone} or {national}".to_owned());
        }
        let example = ["+8613800138000", "13800138000", "\"", "¥1", "1", "en"];
        Self::of_places(text, &REMINDER_PLACES, &example)
    }

    fn of_places(text: &str, places: &'static [&'static str], example: &[&str]) -> Result<Self, String> {
        let text = text.trim().to_owned();
        let begins_with_place = places.iter().any(|place| text.starts_with(place));
        let form = if text.starts_with('{') && !begins_with_place { Form::Json } else { Form::UrlEncoded };
        let template = Self { text, form, places };
        let filled = template.fill_with(example);
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

    /// The body for a reminder.
    pub(super) fn fill_reminder(&self, reminder: &Reminder) -> String {
        let Reminder { phone, locale, text, amount, day } = reminder;
        self.fill_with(&[&phone.e164(), phone.national(), text, amount, day, locale.tag()])
    }

    /// Each place once, from the left: what is filled in is not looked at again.
    fn fill_with(&self, values: &[&str]) -> String {
        let (mut filled, mut rest) = (String::new(), self.text.as_str());
        while let Some(brace) = rest.find('{') {
            filled.push_str(&rest[..brace]);
            rest = &rest[brace..];
            let mut places = self.places.iter().zip(values);
            let length = if let Some((place, value)) = places.find(|(place, _)| rest.starts_with(**place)) {
                filled.push_str(&self.written(value));
                place.len()
            } else {
                filled.push('{');
                1
            };
            rest = &rest[length..];
        }
        filled + rest
    }

    fn written(&self, value: &str) -> String {
        match self.form {
            Form::Json => {
                let quoted = serde_json::Value::from(value).to_string();
                quoted[1..quoted.len() - 1].to_owned()
            }
            Form::UrlEncoded => utf8_percent_encode(value, NON_ALPHANUMERIC).to_string(),
        }
    }
}

fn has_number(text: &str) -> bool {
    text.contains("{phone}") || text.contains("{national}")
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
    fn a_reminder_is_filled_in_as_its_form_needs_and_what_it_says_is_no_place() {
        let reminder = Reminder {
            phone: Phone::parse("13800138000").expect("a number"),
            locale: fairday_contract::Locale::En,
            text: "“{phone}” \"A&B\"".to_owned(),
            amount: "¥1".to_owned(),
            day: "5 May".to_owned(),
        };
        for (text, filled) in [
            (r#"{"to":"{phone}","say":"{text}"}"#, r#"{"to":"+8613800138000","say":"“{phone}” \"A&B\""}"#),
            ("to={national}&a={amount}&d={day}&l={locale}", "to=13800138000&a=%C2%A51&d=5%20May&l=en"),
        ] {
            let template = Template::of_reminders(text).map(|template| template.fill_reminder(&reminder));
            assert_eq!(template.as_deref(), Ok(filled));
        }
        for text in ["", "to={phone}", "{text}", "to={phone}&a={amount}", r#"{"to":{phone},"t":"{text}"}"#] {
            assert!(Template::of_reminders(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_template_that_could_not_work_is_refused_at_the_start() {
        for text in ["", "{}", r#"{"to":"{phone}"}"#, "code={code}", r#"{"to":{phone},"code":{code}"#] {
            assert!(Template::parse(text).is_err(), "{text}");
        }
    }
}
