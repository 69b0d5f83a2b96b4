//! How the shopper is reminded of what is due. Nothing is ticked that they have not ticked.

use super::{sentence, words};
use crate::desk::Desk;
use crate::desk::credit::ReminderTrouble;
use crate::shop::Shop;
use crate::texts::credit::Texts;
use crate::texts::fill;
use fairday_contract::{Reminders, RemindersOffered};
use maud::{Markup, html};

/// Nothing in a shop that sends none.
pub(super) fn section(shop: &Shop, desk: &Desk) -> Markup {
    let (texts, one) = (words(shop), &desk.credit.reminders);
    let Some(known) = &one.known else { return html! {} };
    let offered = &known.offered;
    let has_push = offered.push_key.is_some();
    if !offered.sms && !has_push {
        return html! {};
    }
    let is_here = known.push && one.is_here;
    let others = known.phones.saturating_sub(u32::from(known.push));
    html! {
        section.reminders aria-labelledby="reminders" {
            h2 #reminders { (texts.reminders) }
            p { (fill(texts.reminders_when, when(texts, offered))) }
            @if offered.sms { (way("remind-sms", known.sms, desk.is_online, texts.by_sms)) }
            @if has_push && one.can_push { (way("remind-push", is_here, desk.is_online, texts.by_push)) }
            @if has_push && !one.can_push { p.by { (texts.push_impossible) } }
            @if has_push && has_lost(known, one.is_here) {
                p.wrong role="status" { (if known.sms { texts.push_lost_sms } else { texts.push_lost }) }
            }
            @if others > 0 { p.by { (fill(texts.other_phones, others)) } }
            @if !desk.is_online { p.by role="status" { (texts.reminders_offline) } }
            div role="alert" { @if let Some(trouble) = &one.trouble { p.wrong { (told(shop, trouble)) } } }
        }
    }
}

/// Whether notifications on this phone ended without the shopper: the push service, or the browser, let go of them.
fn has_lost(known: &Reminders, is_here: bool) -> bool {
    known.push_lost || (known.push && !is_here)
}

fn way(act: &str, is_chosen: bool, is_online: bool, label: &str) -> Markup {
    html! {
        label.choice {
            input type="checkbox" data-do=(act) checked[is_chosen] disabled[!is_online];
            div { (label) }
        }
    }
}

/// The days, in words.
fn when(texts: &Texts, offered: &RemindersOffered) -> String {
    let mut days: Vec<String> = offered
        .days_before
        .iter()
        .map(|days| match days {
            0 => texts.on_the_day.to_owned(),
            1 => texts.a_day_before.to_owned(),
            days => fill(texts.days_before, days),
        })
        .collect();
    if offered.day_after {
        days.push(texts.a_day_after.to_owned());
    }
    days.join(texts.reminders_and)
}

fn told(shop: &Shop, trouble: &ReminderTrouble) -> String {
    let texts = words(shop);
    match trouble {
        ReminderTrouble::Denied => texts.push_denied.to_owned(),
        ReminderTrouble::NoService => texts.push_failed.to_owned(),
        ReminderTrouble::TooMany => texts.push_too_many.to_owned(),
        ReminderTrouble::Failed(trouble) => sentence(shop, trouble),
    }
}
