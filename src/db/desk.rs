//! What must survive a tab killed in the middle of a letter: what is typed on the way to an order, who is signed in, when
//! the next code can be asked for. Never a code.

use super::StorageFailed;
use crate::desk::Sent;
use crate::domain::checkout::{Draft, Editing};
use crate::json;
use fairday_contract::Account;

/// The key of the draft of an order.
const DRAFT_KEY: &str = "fairday.draft";
/// The key of the entry of the address book that is being typed.
const EDITING_KEY: &str = "fairday.address";
/// The key of who is signed in, as far as a page may say it.
const ACCOUNT_KEY: &str = "fairday.account";
/// The key of when a code was sent, and to which number.
const SENT_KEY: &str = "fairday.code";
/// How long the name of an attempt to sign in is: 128 bits in hexadecimal digits.
const ATTEMPT_CHARS: usize = 32;
/// The key of how many orders wait.
const WAITING_KEY: &str = "fairday.waiting";

/// The draft; an empty one when there is none that can be read.
pub fn draft() -> Draft {
    super::read(DRAFT_KEY).ok().flatten().and_then(|text| json::read(&text)).unwrap_or_default()
}

/// Keeps the draft.
///
/// # Errors
/// [`StorageFailed`]; then what is typed lasts as long as the page.
pub fn save_draft(draft: &Draft) -> Result<(), StorageFailed> {
    super::write(DRAFT_KEY, &json::write(draft))
}

/// The entry of the address book that was being typed.
pub fn editing() -> Option<Editing> {
    json::read(&super::read(EDITING_KEY).ok()??)
}

/// Keeps it; nothing: none is being typed.
pub fn save_editing(editing: Option<&Editing>) {
    _ = super::write(EDITING_KEY, &editing.map(json::write).unwrap_or_default());
}

/// Who was signed in when the shop last said so.
pub fn account() -> Option<Account> {
    json::read(&super::read(ACCOUNT_KEY).ok()??)
}

/// Keeps who is signed in.
pub fn save_account(account: Option<&Account>) {
    _ = super::write(ACCOUNT_KEY, &account.map(json::write).unwrap_or_default());
}

/// When a code was sent, and to which number. What an app wrote that named no attempt is none: a code lasts minutes.
pub fn sent() -> Option<Sent> {
    let text = super::read(SENT_KEY).ok()??;
    let mut parts = text.split(' ');
    let mut number = || parts.next()?.parse::<i64>().ok();
    let (resend_at_ms, valid_until_ms, digits) = (number()?, number()?, number()?);
    let attempt = parts.next().filter(|name| name.len() == ATTEMPT_CHARS)?.to_owned();
    let phone = parts.collect::<Vec<_>>().join(" ");
    Some(Sent {
        phone,
        resend_at_ms,
        valid_until_ms,
        digits: digits.try_into().ok()?,
        attempt,
        demo_code: None,
    })
}

/// Keeps that; nothing: no code is awaited.
pub fn save_sent(sent: Option<&Sent>) {
    let text = sent.map(|sent| {
        let Sent { phone, resend_at_ms, valid_until_ms, digits, attempt, .. } = sent;
        format!("{resend_at_ms} {valid_until_ms} {digits} {attempt} {phone}")
    });
    _ = super::write(SENT_KEY, &text.unwrap_or_default());
}

/// Whether orders wait to be sent: then the piece that sends them is fetched at the start.
pub fn is_waiting() -> bool {
    super::read(WAITING_KEY).is_ok_and(|count| count.is_some_and(|count| count != "0"))
}

/// Keeps how many orders wait.
pub fn save_waiting(count: usize) {
    _ = super::write(WAITING_KEY, &count.to_string());
}
