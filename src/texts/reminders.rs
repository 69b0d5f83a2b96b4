//! What reminders say: sent by the server, by SMS and as notifications. No name, no number of anybody, no link.

use fairday_contract::Locale;

texts! {
    /// Above a notification.
    title: "还款提醒", "Payment reminder";
    /// Some days before. Who lends, the amount, the day.
    is_due: "{}提醒您:分期 {} 将在{}到期,请在这天之前还款。", "{}: {} of your phone credit is due on {}. Please pay by then.";
    /// On the day.
    is_due_today: "{}提醒您:分期 {} 今天({})到期,请今天还款。", "{}: {} of your phone credit is due today, {}.";
    /// After the day.
    was_due: "{}提醒您:分期 {} 已在{}到期,还没有还清。请尽快还款;有困难请告诉我们。", "{}: {} of your phone credit was due on {} and is not paid. Please pay soon, or tell us if you cannot.";
}
