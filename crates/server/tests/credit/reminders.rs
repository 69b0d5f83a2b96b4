//! Who asks for it is reminded of what is due: once, in time, and only while it is owed.

use super::ENGINE;
use crate::gateway::{Gateway, SAYS};
use crate::shop::{BILL, SHOP, Shop, new_id};
use fairday_contract::{AgreementId, Locale};
use fairday_credit::agreement::State;
use fairday_server::accounts::{AccountId, deletion};
use fairday_server::clock::Clock;
use fairday_server::credit::CreditError;
use fairday_server::credit::reminders::choice::{CHOSEN, Wish};
use fairday_server::credit::reminders::{
    BACKOFF_MS, MESSAGE_AGE_MS_MAX, RemindError, Reminded, Reminding, TRIES_MAX,
};
use fairday_server::credit::running::{ShopAct, ShopperAct};
use fairday_server::database::{DatabaseError, Transaction};
use fairday_server::lease::Holder;
use fairday_server::shop_config::RemindersConfig;
use fairday_server::sms::{Budget, Sms};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

const HOUR_MS: i64 = 60 * 60 * 1000;
const DAY_MS: i64 = 24 * HOUR_MS;

fn reminding(shop: &Shop, gateway: &Gateway) -> Reminding {
    Reminding { credit: shop.credit.clone(), sms: Sms::by(gateway.clone()), push: None }
}

/// Everything of the shop's day, by a process of its own.
async fn remind(shop: &Shop, gateway: &Gateway) -> Reminded {
    let (today, now_ms) = (shop.credit.today().unwrap(), shop.credit.now_ms);
    reminding(shop, gateway).remind(Holder::new(), today, &|| Some(now_ms)).await.unwrap()
}

fn remind_on(shop: &mut Shop, days_before: Vec<u32>, day_after: bool) {
    let reminders = Some(RemindersConfig { days_before, day_after, hour: 9, push: None });
    shop.credit.config = Arc::new(fairday_server::shop_config::CreditConfig {
        reminders,
        ..(*shop.credit.config).clone()
    });
}

async fn choose(shop: &Shop, account: AccountId, sms: bool, locale: Locale) -> Result<(), CreditError> {
    let session = shop.session(account).await;
    shop.credit.choose_reminders(account, session, Wish { sms, push: None, locale }).await
}

/// A shop that reminds three days before, on the day and the day after; and a loan of which 95.58 is due on 5 December.
async fn lent() -> Option<(Shop, AccountId, AgreementId, Gateway)> {
    let mut shop = Shop::open(ENGINE).await?;
    remind_on(&mut shop, vec![3, 0], true);
    let account = shop.shopper(12).await;
    let id = shop.lent(account, 0).await;
    Some((shop, account, id, Gateway::default()))
}

/// The same, with a shopper who has asked for messages.
async fn chosen() -> Option<(Shop, AccountId, AgreementId, Gateway)> {
    let (shop, account, id, gateway) = lent().await?;
    choose(&shop, account, true, Locale::ZhCn).await.unwrap();
    Some((shop, account, id, gateway))
}

#[tokio::test]
async fn nobody_is_reminded_who_has_not_asked_for_it_or_not_any_more() {
    let Some((mut shop, account, _, gateway)) = lent().await else { return };
    shop.go_to("2026-12-02");
    assert_eq!(remind(&shop, &gateway).await, Reminded::default());
    choose(&shop, account, true, Locale::ZhCn).await.unwrap();
    choose(&shop, account, false, Locale::ZhCn).await.unwrap();
    assert_eq!(remind(&shop, &gateway).await, Reminded::default());
    assert_eq!(gateway.texts(), Vec::<String>::new());
    choose(&shop, account, true, Locale::En).await.unwrap();
    remind(&shop, &gateway).await;
    let text = "赶集消费金融: ¥95.58 of your phone credit is due on 5 December 2026. Please pay by then.";
    assert_eq!(gateway.texts(), [text], "also who asks for it in the middle of the day");
}

#[tokio::test]
async fn three_days_before_on_the_day_and_the_day_after_there_is_one_message_however_often_it_is_run() {
    let Some((mut shop, _, _, gateway)) = chosen().await else { return };
    for (day, count, billed) in [
        ("2026-12-01", 0, false),
        ("2026-12-02", 1, false),
        ("2026-12-03", 1, false),
        ("2026-12-04", 1, false),
        ("2026-12-05", 2, true),
        ("2026-12-06", 3, false),
        ("2026-12-07", 3, true),
        ("2027-01-01", 3, true),
        ("2027-01-02", 4, true),
    ] {
        shop.go_to(day);
        for _ in 0..2 {
            remind(&shop, &gateway).await;
            assert_eq!(gateway.texts().len(), count, "{day}");
        }
        if billed {
            shop.bill().await; // whether the bills were run or not
        }
    }
    let texts = gateway.texts();
    assert!(texts[0].contains("将在2026年12月5日到期"), "{texts:?}");
    assert!(texts[1].contains("今天(2026年12月5日)到期"), "{texts:?}");
    assert!(texts[2].contains("已在2026年12月5日到期,还没有还清"), "{texts:?}");
    assert!(texts[3].contains("¥95.58 将在2027年1月5日到期"), "{texts:?}");
    for text in texts {
        assert!(!text.contains("王小明") && !text.contains("139") && !text.contains("http"), "{text}");
    }
    assert_eq!(shop.count("SELECT COUNT(*) FROM credit_reminder_message WHERE outcome = 'sent'").await, 4);
}

#[tokio::test]
async fn two_servers_at_once_remind_once() {
    let Some((mut shop, _, _, gateway)) = chosen().await else { return };
    shop.go_to("2026-12-02");
    let (one, two) = (reminding(&shop, &gateway), reminding(&shop, &gateway));
    let today = shop.credit.today().unwrap();
    for _ in 0..5 {
        let now = || Some(shop.credit.now_ms);
        let (one, two) = tokio::join!(one.remind(Holder::new(), today, &now), two.remind(Holder::new(), today, &now));
        for outcome in [one, two] {
            assert!(matches!(outcome, Ok(_) | Err(RemindError::Busy)), "{outcome:?}");
        }
    }
    assert_eq!(gateway.texts().len(), 1);
}

#[tokio::test]
async fn what_is_paid_is_not_reminded_of_and_what_is_paid_in_part_with_what_is_left() {
    let Some((mut shop, account, id, gateway)) = chosen().await else { return };
    shop.go_to("2026-12-01");
    shop.repay(account, &id, 5_000).await;
    shop.go_to("2026-12-02");
    remind(&shop, &gateway).await;
    assert!(gateway.texts()[0].contains("¥45.58 "), "{:?}", gateway.texts());
    shop.repay(account, &id, BILL - 5_000).await;
    for day in ["2026-12-05", "2026-12-06"] {
        shop.go_to(day);
        assert_eq!(remind(&shop, &gateway).await, Reminded::default(), "{day}");
    }
    assert_eq!(gateway.texts().len(), 1);
}

#[tokio::test]
async fn what_is_paid_while_a_message_waits_makes_it_void() {
    let Some((mut shop, account, id, gateway)) = chosen().await else { return };
    shop.go_to("2026-12-05");
    gateway.fail(1);
    assert_eq!(remind(&shop, &gateway).await, Reminded { claimed: 1, put_off: 1, ..Reminded::default() });
    shop.bill().await;
    shop.repay(account, &id, BILL).await;
    shop.credit.now_ms += BACKOFF_MS;
    assert_eq!(remind(&shop, &gateway).await, Reminded::default());
    assert_eq!(gateway.texts(), Vec::<String>::new());
    assert_eq!(shop.count("SELECT COUNT(*) FROM credit_reminder_message WHERE outcome = 'void'").await, 1);
}

#[tokio::test]
async fn a_choice_that_is_taken_back_while_a_message_waits_makes_it_void() {
    let Some((mut shop, account, _, gateway)) = chosen().await else { return };
    shop.go_to("2026-12-05");
    gateway.fail(1);
    remind(&shop, &gateway).await;
    choose(&shop, account, false, Locale::ZhCn).await.unwrap();
    shop.credit.now_ms += BACKOFF_MS;
    remind(&shop, &gateway).await;
    assert_eq!(gateway.texts(), Vec::<String>::new());
}

#[tokio::test]
async fn a_message_that_fails_is_tried_again_later_each_time_and_given_up_in_the_end() {
    let Some((mut shop, _, _, gateway)) = chosen().await else { return };
    shop.go_to("2026-12-05");
    let begin_ms = shop.credit.now_ms;
    gateway.fail(u32::MAX);
    assert_eq!(remind(&shop, &gateway).await, Reminded { claimed: 1, put_off: 1, ..Reminded::default() });
    let mut waits = Vec::new();
    for tries in 1..TRIES_MAX {
        let next_ms = shop.count("SELECT next_ms FROM credit_reminder_message").await;
        waits.push(next_ms - shop.credit.now_ms);
        shop.credit.now_ms = next_ms - 1;
        assert_eq!(remind(&shop, &gateway).await, Reminded::default(), "not before it is time");
        shop.credit.now_ms = next_ms;
        let done = remind(&shop, &gateway).await;
        let is_last = tries + 1 == TRIES_MAX;
        assert_eq!((done.put_off, done.failed), (usize::from(!is_last), usize::from(is_last)), "{tries}");
    }
    assert_eq!(waits, [1, 2, 4, 8].map(|times| times * BACKOFF_MS));
    assert!(shop.credit.now_ms - begin_ms <= MESSAGE_AGE_MS_MAX);
    gateway.fail(0);
    shop.credit.now_ms += HOUR_MS;
    assert_eq!(remind(&shop, &gateway).await, Reminded::default());
    assert_eq!(shop.count("SELECT COUNT(*) FROM credit_reminder_message WHERE outcome = 'failed'").await, 1);
}

#[tokio::test]
async fn a_message_that_waited_too_long_is_given_up_and_the_new_day_has_its_own() {
    let Some((mut shop, _, _, gateway)) = chosen().await else { return };
    shop.go_to("2026-12-05");
    gateway.fail(1);
    assert_eq!(remind(&shop, &gateway).await.put_off, 1);
    shop.go_to("2026-12-06");
    let done = remind(&shop, &gateway).await;
    assert_eq!((done.claimed, done.sent, done.failed), (1, 1, 1));
    assert_eq!(gateway.texts().len(), 1, "{:?}", gateway.texts());
}

#[tokio::test]
async fn a_gateway_that_sends_and_does_not_say_so_sends_once() {
    let Some((mut shop, _, _, gateway)) = chosen().await else { return };
    shop.go_to("2026-12-05");
    gateway.say_nothing();
    assert_eq!(remind(&shop, &gateway).await.failed, 1);
    shop.credit.now_ms += HOUR_MS;
    assert_eq!(remind(&shop, &gateway).await, Reminded::default());
    assert_eq!(gateway.texts().len(), 1);
}

#[tokio::test]
async fn a_run_that_takes_long_keeps_others_away_and_ends_when_it_is_time() {
    let Some((mut shop, _, _, gateway)) = chosen().await else { return };
    shop.go_to("2026-12-05");
    let (today, begin_ms) = (shop.credit.today().unwrap(), shop.credit.now_ms);
    // It is claimed at noon, and then it is too late to send.
    let asked = std::cell::Cell::new(0);
    let now = || {
        asked.set(asked.get() + 1);
        (asked.get() <= 2).then_some(begin_ms)
    };
    let done = reminding(&shop, &gateway).remind(Holder::new(), today, &now).await.unwrap();
    assert_eq!((done.claimed, done.sent), (1, 0));
    // Time passes with each batch: the lease is as new as the batch.
    gateway.hang(true);
    let (slow, passed_ms) = (reminding(&shop, &gateway), AtomicI64::new(0));
    let task = tokio::spawn(async move {
        let now = || Some(begin_ms + passed_ms.fetch_add(50_000, Ordering::Relaxed));
        slow.remind(Holder::new(), today, &now).await.map(|_| ())
    });
    gateway.until_asked().await;
    let later = || Some(begin_ms + 70_000);
    shop.credit.now_ms = begin_ms + 70_000;
    let other = reminding(&shop, &gateway).remind(Holder::new(), today, &later).await;
    assert!(matches!(other, Err(RemindError::Busy)), "{other:?}");
    task.abort();
}

#[tokio::test]
async fn a_server_that_is_killed_while_it_sends_is_followed_by_another() {
    let Some((mut shop, _, _, gateway)) = chosen().await else { return };
    shop.go_to("2026-12-05");
    gateway.hang(true);
    let (killed, today) = (reminding(&shop, &gateway), shop.credit.today().unwrap());
    let now_ms = shop.credit.now_ms;
    let task = tokio::spawn(async move { killed.remind(Holder::new(), today, &|| Some(now_ms)).await.map(|_| ()) });
    gateway.until_asked().await;
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
    gateway.hang(false);
    let next = reminding(&shop, &gateway).remind(Holder::new(), today, &|| Some(now_ms)).await;
    assert!(matches!(next, Err(RemindError::Busy)), "the lease of the killed one has not ended: {next:?}");
    shop.credit.now_ms += 60_000;
    assert_eq!(remind(&shop, &gateway).await, Reminded { sent: 1, ..Reminded::default() });
    assert_eq!(gateway.texts().len(), 1);
}

#[tokio::test]
async fn while_the_shop_shows_patience_nobody_is_pressed() {
    let Some((mut shop, account, id, gateway)) = chosen().await else { return };
    shop.go_to("2026-12-04");
    shop.credit.ask_hardship(account, id.clone(), "住院了").await.unwrap();
    let answer = ShopAct::AnswerHardship { is_accepted: true, note: "保重".to_owned() };
    shop.shop_does(&id, answer).await.unwrap();
    for day in ["2026-12-05", "2026-12-06", "2027-01-02"] {
        shop.go_to(day);
        assert_eq!(remind(&shop, &gateway).await, Reminded::default(), "{day}");
    }
    shop.go_to("2027-01-05"); // thirty days later, as configured by default
    assert_eq!(remind(&shop, &gateway).await.sent, 1);
}

#[tokio::test]
async fn a_loan_that_has_ended_or_has_not_begun_is_not_reminded_of() {
    let Some((mut shop, account, id, gateway)) = chosen().await else { return };
    let other = shop.shopper(12).await;
    choose(&shop, other, true, Locale::ZhCn).await.unwrap();
    shop.signed(other, 1).await;
    shop.go_to("2026-12-04");
    let settle = shop.credit.agreement(account, id.clone()).await.unwrap().loan.unwrap().settle.unwrap();
    let act = ShopperAct::SettleEarly {
        cash: crate::shop::amount(settle),
        leaves_plan: false,
        request: crate::shop::request(&new_id(), settle),
    };
    shop.credit.by_shopper(account, id.clone(), act).await.unwrap();
    assert_eq!(shop.state(account, &id).await, State::SettledEarly);
    shop.go_to("2026-12-05");
    assert_eq!(remind(&shop, &gateway).await, Reminded::default());
    assert!(account.0 == 1 && shop.change("UPDATE orders SET status = 'received' WHERE account_id = 1").await > 0);
    let now_ms = shop.credit.now_ms;
    let delete = move |transaction: &mut Transaction<'_>| deletion::delete(transaction, account, now_ms);
    assert!(shop.credit.database.write::<_, DatabaseError>(delete).await.unwrap());
    assert_eq!(shop.count("SELECT COUNT(*) FROM credit_reminders").await, 1, "the other's");
    let gone = shop.credit.choose_reminders(account, 1, Wish { sms: true, push: None, locale: Locale::En }).await;
    assert!(matches!(gone, Err(CreditError::NoAccount)), "{gone:?}");
}

#[tokio::test]
async fn the_day_and_the_hour_are_those_of_the_shop() {
    let Some((mut shop, _, _, gateway)) = chosen().await else { return };
    shop.go_to("2026-12-02");
    let noon_ms = shop.credit.now_ms;
    for (hour_ms, is_time) in [
        (9 * HOUR_MS - 1, false),
        (9 * HOUR_MS, true),
        (21 * HOUR_MS - 1, true),
        (21 * HOUR_MS, false),
        (24 * HOUR_MS, false),
    ] {
        shop.credit.now_ms = noon_ms - 12 * HOUR_MS + hour_ms;
        assert_eq!(reminding(&shop, &gateway).is_time(), is_time, "{hour_ms}");
    }
    shop.credit.now_ms = noon_ms - 12 * HOUR_MS - 1;
    assert_eq!(remind(&shop, &gateway).await, Reminded::default(), "in China it is still 1 December");
    shop.credit.now_ms += 1;
    assert_eq!(remind(&shop, &gateway).await.sent, 1, "in Greenwich it is still 1 December");
}

#[tokio::test]
async fn days_are_counted_over_the_ends_of_months_and_leap_days() {
    let Some((mut shop, account, id, gateway)) = chosen().await else { return };
    remind_on(&mut shop, vec![14, 5], false);
    for (day, count) in [("2026-12-22", 1), ("2026-12-31", 2), ("2027-02-19", 3), ("2027-02-28", 4)] {
        shop.go_to(day);
        assert_eq!(remind(&shop, &gateway).await.sent, 1, "{day}");
        assert_eq!(gateway.texts().len(), count);
    }
    shop.go_to("2027-11-06");
    shop.bill().await;
    shop.repay(account, &id, shop.credit.standing(account, id.clone()).await.unwrap().balances.owed_now().unwrap().minor()).await;
    // A loan over a leap day.
    shop.go_to("2027-12-10");
    shop.bill().await;
    let other = shop.shopper(12).await;
    choose(&shop, other, true, Locale::ZhCn).await.unwrap();
    shop.lent(other, 1).await;
    shop.go_to("2028-02-29");
    assert_eq!(remind(&shop, &gateway).await.sent, 1);
    assert!(gateway.texts().last().unwrap().contains("2028年3月5日"));
}

#[tokio::test]
async fn a_day_that_was_missed_can_be_made_up_for_and_the_message_says_how_it_is_today() {
    let Some((mut shop, _, _, gateway)) = chosen().await else { return };
    shop.go_to("2026-12-06");
    let reminding = reminding(&shop, &gateway);
    let now = || Some(shop.credit.now_ms);
    let of = |day: &str| reminding.remind(Holder::new(), crate::shop::date(day), &now);
    for day in ["2026-12-07", "2026-11-28"] {
        assert!(matches!(of(day).await, Err(RemindError::OtherDay)), "{day}");
    }
    assert_eq!(of("2026-12-05").await.unwrap().sent, 1);
    assert!(gateway.texts()[0].contains("已在2026年12月5日到期"), "{:?}", gateway.texts());
    assert_eq!(of("2026-12-05").await.unwrap(), Reminded::default());
}

#[tokio::test]
async fn a_shop_without_reminders_sends_none_and_one_without_a_gateway_claims_nothing() {
    let Some((mut shop, _, _, gateway)) = chosen().await else { return };
    shop.go_to("2026-12-05");
    let now_ms = shop.credit.now_ms;
    let now = || Some(now_ms);
    let mute = Reminding { credit: shop.credit.clone(), sms: Sms::default(), push: None };
    assert_eq!(mute.remind(Holder::new(), shop.credit.today().unwrap(), &now).await.unwrap(), Reminded::default());
    remind_on(&mut shop, vec![0], false);
    assert_eq!(remind(&shop, &gateway).await.sent, 1, "another server of the shop has one");
    let mut config = (*shop.credit.config).clone();
    config.reminders = None;
    shop.credit.config = Arc::new(config);
    let none = reminding(&shop, &gateway);
    assert!(!none.is_time());
    let outcome = none.remind(Holder::new(), shop.credit.today().unwrap(), &now).await;
    assert!(matches!(outcome, Err(RemindError::Never)));
}

#[tokio::test]
async fn what_was_due_long_ago_is_forgotten_and_choosing_has_a_limit() {
    let Some((mut shop, account, _, gateway)) = chosen().await else { return };
    shop.go_to("2026-12-05");
    remind(&shop, &gateway).await;
    shop.go_to("2027-03-06");
    remind(&shop, &gateway).await;
    let old = "SELECT COUNT(*) FROM credit_reminder WHERE due_day < 20600";
    assert_eq!(shop.count(old).await, 0);
    assert_eq!(shop.count("SELECT COUNT(*) FROM credit_reminder_message WHERE outcome IS NULL").await, 0);
    for _ in 0..CHOSEN.most {
        choose(&shop, account, true, Locale::ZhCn).await.unwrap();
    }
    let once_more = choose(&shop, account, true, Locale::ZhCn).await;
    assert!(matches!(once_more, Err(CreditError::Limited(_))), "{once_more:?}");
}

#[tokio::test]
async fn the_command_reminds_beside_a_server_and_again_sends_nothing() {
    let data = tempfile::tempdir().unwrap();
    let Some(mut shop) = Shop::with_key_file(ENGINE, data.path()).await else { return };
    // The command has the machine's clock: something is to be due today, or on the 28th of a month that has more days.
    let now_ms = Clock::default().now_ms();
    shop.credit.now_ms = now_ms;
    let today = shop.credit.today().unwrap();
    let due = today.plus_days(-i32::from(today.day().saturating_sub(28))).unwrap();
    let config = SHOP.replace("bill_day = 5", &format!("bill_day = {}", due.day()));
    let section = "\n[credit.reminders]\ndays_before = [0]\nhour = 9\n";
    std::fs::write(data.path().join("shop.toml"), format!("{config}{section}")).unwrap();
    let parsed = fairday_server::shop_config::ShopConfig::parse(&config).unwrap().credit.unwrap();
    shop.credit.config = Arc::new(parsed);
    shop.credit.now_ms = now_ms - 40 * DAY_MS;
    let account = shop.shopper(12).await;
    choose(&shop, account, true, Locale::En).await.unwrap();
    shop.lent(account, 0).await;
    let run = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fairday"));
        command.args(["credit", "remind", "--sms-url", "print", "--as-of", &due.to_string(), "--shop"]);
        command.arg(data.path().join("shop.toml")).arg("--data").arg(data.path());
        command.env("FAIRDAY_DATABASE", &shop.place.address);
        tokio::task::spawn_blocking(move || command.output().unwrap())
    };
    let (first, second) = (run().await.unwrap(), run().await.unwrap());
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    let said = String::from_utf8(first.stderr).unwrap();
    assert!(said.contains("****") && said.contains(SAYS) && !said.contains("王小明"), "{said}");
    assert!(String::from_utf8(first.stdout).unwrap().contains("1 due, 1 sent, 0 given up, 0 to be"));
    assert!(String::from_utf8(second.stdout).unwrap().contains("0 due, 0 sent"));
}

#[tokio::test]
async fn reminders_are_put_off_when_the_budget_is_spent() {
    let Some((mut shop, _, _, gateway)) = chosen().await else { return };
    let other = shop.shopper(12).await;
    shop.lent(other, 1).await;
    choose(&shop, other, true, Locale::En).await.unwrap();
    shop.go_to("2026-12-02");
    let few = Budget { hour_max: 4, day_max: 8 };
    let mut run = async |wait_ms: i64| {
        shop.credit.now_ms += wait_ms;
        let sms = Sms::by(gateway.clone()).within(few);
        let reminding = Reminding { credit: shop.credit.clone(), sms, push: None };
        let (today, now_ms) = (shop.credit.today().unwrap(), shop.credit.now_ms);
        reminding.remind(Holder::new(), today, &|| Some(now_ms)).await.unwrap()
    };
    let first = run(0).await;
    assert_eq!((first.claimed, first.sent, first.put_off), (2, 1, 1));
    assert_eq!(run(HOUR_MS - 1).await.sent, 0);
    assert_eq!(run(HOUR_MS).await.sent, 1, "the next hour has messages again");
    assert_eq!(gateway.texts().len(), 2);
    assert_eq!(shop.count("SELECT COUNT(*) FROM alarm WHERE subject = 'reminders, an hour'").await, 1);
}
