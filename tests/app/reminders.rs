//! How the shopper is reminded, as the page says it.

use crate::loan::{agreement, desk, page_at};
use fairday::desk::credit::{ReminderTrouble, RemindersDesk};
use fairday::desk::{Desk, Trouble, Who};
use fairday::route::Route;
use fairday_contract::{AgreementState, Locale, Reminders, RemindersOffered};

fn offered() -> RemindersOffered {
    RemindersOffered {
        sms: true,
        push_key: Some("BP4z".into()),
        days_before: vec![3, 1, 0],
        day_after: true,
        hour: 9,
    }
}

fn with(change: impl FnOnce(&mut RemindersDesk)) -> Desk {
    let mut desk = desk(vec![agreement(AgreementState::Active)]);
    let known =
        Reminders { sms: false, push: false, phones: 0, push_lost: false, locale: None, offered: offered() };
    desk.credit.reminders = RemindersDesk { known: Some(known), can_push: true, ..RemindersDesk::default() };
    change(&mut desk.credit.reminders);
    desk
}

fn page(locale: Locale, desk: &Desk) -> String {
    page_at(Route::Credit, locale, desk)
}

#[test]
fn nothing_is_ticked_that_was_not_ticked_and_when_it_happens_is_said() {
    for (locale, when) in [
        (Locale::ZhCn, "选了才会提醒:还款日前 3 天、还款日前一天、还款当天、过了还款日还没付的第二天。"),
        (
            Locale::En,
            "Only if you choose it: 3 days before something is due, the day before something is due, on the day, the day after if it is not paid.",
        ),
    ] {
        let page = page(locale, &with(|_| {}));
        assert!(page.contains(when), "{page}");
        assert_eq!(page.matches("type=\"checkbox\"").count(), 2);
        assert!(!page.contains("checked") && !page.contains("disabled"), "{page}");
    }
}

#[test]
fn what_was_chosen_is_ticked_and_a_phone_that_lost_it_is_not() {
    let chosen = |is_here| {
        with(|one| {
            let known = one.known.as_mut().expect("it is there");
            (known.sms, known.push, known.phones, one.is_here) = (true, true, 3, is_here);
        })
    };
    let both = page(Locale::ZhCn, &chosen(true));
    assert_eq!(both.matches(" checked").count(), 2);
    assert!(both.contains("另外收通知的手机:2 部。"), "{both}");
    assert_eq!(page(Locale::ZhCn, &chosen(false)).matches(" checked").count(), 1);
}

#[test]
fn notifications_that_ended_by_themselves_are_said_with_what_is_left() {
    let lost = |sms, change: fn(&mut RemindersDesk)| {
        with(|one| {
            one.known.as_mut().expect("known").sms = sms;
            change(one);
        })
    };
    let by_service = |one: &mut RemindersDesk| one.known.as_mut().expect("known").push_lost = true;
    let by_browser = |one: &mut RemindersDesk| one.known.as_mut().expect("known").push = true;
    for change in [by_service, by_browser] {
        assert!(page(Locale::ZhCn, &lost(true, change)).contains("之后用短信提醒您"));
        assert!(page(Locale::En, &lost(false, change)).contains("or choose messages instead"));
    }
    assert!(!page(Locale::En, &with(|_| {})).contains("have ended"));
}

#[test]
fn only_what_shop_and_phone_can_do_is_offered() {
    let without = page(Locale::En, &with(|one| one.can_push = false));
    assert!(!without.contains("remind-push") && without.contains("cannot get notifications"), "{without}");
    let sms_alone = page(Locale::En, &with(|one| one.known.as_mut().expect("known").offered.push_key = None));
    assert!(sms_alone.contains("remind-sms") && !sms_alone.contains("otification"), "{sms_alone}");
    let push_alone = page(Locale::En, &with(|one| one.known.as_mut().expect("known").offered.sms = false));
    assert!(!push_alone.contains("remind-sms") && push_alone.contains("remind-push"), "{push_alone}");
    let none = with(|one| one.known.as_mut().expect("known").offered = RemindersOffered::default());
    assert!(!page(Locale::En, &none).contains("Reminders"));
    assert!(!page(Locale::En, &with(|one| one.known = None)).contains("Reminders"));
    let nobody = Desk { who: Who::Nobody, ..with(|_| {}) };
    assert!(!page(Locale::En, &nobody).contains("Reminders"));
}

#[test]
fn without_network_it_cannot_be_changed_and_the_page_says_so() {
    let offline = Desk { is_online: false, ..with(|_| {}) };
    let page = page(Locale::ZhCn, &offline);
    assert_eq!(page.matches(" disabled").count(), 2);
    assert!(page.contains("没有网络,现在不能改提醒。"), "{page}");
}

#[test]
fn why_a_choice_was_not_kept_is_said_with_what_to_do() {
    for (trouble, zh, en) in [
        (ReminderTrouble::Denied, "改成允许", "allow “Notifications”"),
        (ReminderTrouble::NoService, "过一会儿再试", "try again later"),
        (ReminderTrouble::TooMany, "退出一部不用的", "Sign one out"),
        (ReminderTrouble::Failed(Trouble::Offline), "", ""),
    ] {
        let desk = with(|one| one.trouble = Some(trouble));
        for (locale, words) in [(Locale::ZhCn, zh), (Locale::En, en)] {
            let page = page(locale, &desk);
            assert!(page.contains("class=\"wrong\"") && page.contains(words), "{page}");
        }
    }
}
