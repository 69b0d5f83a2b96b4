//! What a reminder says: who lends, how much, and when. Nothing that says who it is for, and nothing to tap.

use fairday::domain::price;
use fairday::texts::credit::{self, day, say};
use fairday::texts::reminders;
use fairday_contract::{Locale, Money};
use fairday_credit::Date;

/// A reminder in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// Above it, in a notification.
    pub title: &'static str,
    /// The whole sentence.
    pub sentence: String,
    /// The amount in it.
    pub amount: String,
    /// The day in it.
    pub day: String,
}

impl Words {
    /// Of so much, due on that day, as it is said `today`.
    pub fn new(locale: Locale, lender: &str, left: Money, due: Date, today: Date) -> Self {
        let texts = reminders::of(locale);
        let sentence = match due.cmp(&today) {
            std::cmp::Ordering::Greater => texts.is_due,
            std::cmp::Ordering::Equal => texts.is_due_today,
            std::cmp::Ordering::Less => texts.was_due,
        };
        let (amount, day) = (price::show(left), day(credit::of(locale), due));
        let sentence = say(sentence, &[lender, &amount, &day]);
        Self { title: texts.title, sentence, amount, day }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fairday_contract::Currency;

    fn said(locale: Locale, today: &str) -> String {
        let date = |text: &str| text.parse().expect("a day");
        let left = Money::new(9_558, Currency::CNY);
        Words::new(locale, "赶集金融", left, date("2026-12-05"), date(today)).sentence
    }

    #[test]
    fn a_reminder_says_who_lends_how_much_and_when() {
        for (locale, today, expected) in [
            (
                Locale::ZhCn,
                "2026-12-02",
                "赶集金融提醒您:分期 ¥95.58 将在2026年12月5日到期,请在这天之前还款。",
            ),
            (Locale::ZhCn, "2026-12-05", "赶集金融提醒您:分期 ¥95.58 今天(2026年12月5日)到期,请今天还款。"),
            (
                Locale::ZhCn,
                "2026-12-06",
                "赶集金融提醒您:分期 ¥95.58 已在2026年12月5日到期,还没有还清。请尽快还款;有困难请告诉我们。",
            ),
            (
                Locale::En,
                "2026-12-02",
                "赶集金融: ¥95.58 of your phone credit is due on 5 December 2026. Please pay by then.",
            ),
            (
                Locale::En,
                "2026-12-05",
                "赶集金融: ¥95.58 of your phone credit is due today, 5 December 2026.",
            ),
            (
                Locale::En,
                "2026-12-06",
                "赶集金融: ¥95.58 of your phone credit was due on 5 December 2026 and is not paid. \
                 Please pay soon, or tell us if you cannot.",
            ),
        ] {
            assert_eq!(said(locale, today), expected);
        }
    }
}
