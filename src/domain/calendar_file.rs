//! Due dates as a file that a phone's calendar takes in (iCalendar, RFC 5545).

use fairday_credit::Date;
use std::fmt::Write;

/// The most bytes of a line before it is folded (RFC 5545, 3.1).
const LINE_BYTES_MAX: usize = 75;

/// Something that is due on a day.
pub struct Event {
    /// The day.
    pub on: Date,
    /// What the calendar says.
    pub title: String,
}

/// The calendar: each event lasts its day, and the phone reminds a day before. `name` tells the events of one calendar from
/// those of others: the same file taken in again changes nothing. `stamp_ms` is now, milliseconds since 1970 UTC.
pub fn write(name: &str, events: &[Event], stamp_ms: i64) -> String {
    let mut file = Lines(String::new());
    file.add("BEGIN:VCALENDAR");
    file.add("VERSION:2.0");
    file.add("PRODID:-//Fairday//Phone credit//EN");
    for (n, event) in events.iter().enumerate() {
        file.add("BEGIN:VEVENT");
        file.add(&format!("UID:{name}-{}@fairday", n + 1));
        file.add(&format!("DTSTAMP:{}", stamp(stamp_ms)));
        file.add(&format!("DTSTART;VALUE=DATE:{}", event.on.to_string().replace('-', "")));
        file.add(&format!("SUMMARY:{}", escaped(&event.title)));
        file.add("TRANSP:TRANSPARENT");
        file.add("BEGIN:VALARM");
        file.add("ACTION:DISPLAY");
        file.add(&format!("DESCRIPTION:{}", escaped(&event.title)));
        file.add("TRIGGER:-PT15H"); // nine o'clock of the day before
        file.add("END:VALARM");
        file.add("END:VEVENT");
    }
    file.add("END:VCALENDAR");
    file.0
}

/// `20261121T160500Z`.
fn stamp(ms: i64) -> String {
    let text: String = super::moment::show(ms, 0).chars().filter(char::is_ascii_digit).collect();
    format!("{}T{}00Z", &text[..8], &text[8..])
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

struct Lines(String);

impl Lines {
    /// A line, folded where it is too long: never within a character.
    fn add(&mut self, line: &str) {
        let mut length = 0;
        for c in line.chars() {
            if length + c.len_utf8() > LINE_BYTES_MAX {
                self.0.push_str("\r\n ");
                length = 1;
            }
            length += c.len_utf8();
            _ = self.0.write_char(c); // to a text: cannot fail
        }
        self.0.push_str("\r\n");
    }
}
