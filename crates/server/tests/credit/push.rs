//! Notifications on phones: to those that asked and are signed in, read by nobody else, and as a push service wants them.

use super::ENGINE;
use crate::gateway::Gateway;
use crate::push_service::{PushService, Say};
use crate::shop::{BILL, Shop};
use fairday_contract::{AgreementId, Locale, PushSubscription};
use fairday_server::accounts::{AccountId, sessions};
use fairday_server::credit::CreditError;
use fairday_server::credit::reminders::choice::{PHONES_MAX, Wish};
use fairday_server::credit::reminders::{BACKOFF_MS, MESSAGE_AGE_MS_MAX, Reminded, Reminding};
use fairday_server::database::{DatabaseError, Transaction};
use fairday_server::lease::Holder;
use fairday_server::push::{Push, RETRY_AFTER_MS_MAX};
use fairday_server::shop_config::{CreditConfig, RemindersConfig};
use fairday_server::sms::Sms;
use std::sync::Arc;
use std::time::Duration;

const WAITING: &str = "SELECT COUNT(*) FROM credit_reminder_message WHERE done_ms IS NULL";
const PHONES: &str = "SELECT COUNT(*) FROM credit_push";

/// A loan of which 95.58 is due today, 5 December, and a push service.
async fn lent() -> Option<(Shop, AccountId, AgreementId, PushService)> {
    let mut shop = Shop::open(ENGINE).await?;
    let service = PushService::open().await;
    let reminders =
        Some(RemindersConfig { days_before: vec![0], day_after: true, hour: 9, push: Some(service.config()) });
    shop.credit.config = Arc::new(CreditConfig { reminders, ..(*shop.credit.config).clone() });
    let account = shop.shopper(12).await;
    let id = shop.lent(account, 0).await;
    shop.go_to("2026-12-05");
    Some((shop, account, id, service))
}

async fn remind(shop: &Shop, service: &PushService) -> Reminded {
    service.go_to(shop.credit.now_ms);
    let push = Push::new(service.config()).unwrap().within(Duration::from_millis(500));
    let reminding = Reminding { credit: shop.credit.clone(), sms: Sms::default(), push: Some(push) };
    let now_ms = shop.credit.now_ms;
    reminding.remind(Holder::new(), shop.credit.today().unwrap(), &|| Some(now_ms)).await.unwrap()
}

/// A phone of this account asks for notifications; its session.
async fn phone(shop: &Shop, account: AccountId, push: PushSubscription) -> Result<i64, CreditError> {
    let session = shop.session(account).await;
    let wish = Wish { sms: false, push: Some(push), locale: Locale::ZhCn };
    shop.credit.choose_reminders(account, session, wish).await.map(|()| session)
}

async fn sign_out(shop: &Shop, account: AccountId, session: i64) {
    let end = move |transaction: &mut Transaction<'_>| sessions::end(transaction, account, session);
    assert_eq!(shop.credit.database.write::<_, DatabaseError>(end).await.unwrap(), 1);
}

#[tokio::test]
async fn every_phone_that_asked_reads_it_in_its_language_once() {
    let Some((shop, account, id, service)) = lent().await else { return };
    phone(&shop, account, service.subscribe()).await.unwrap();
    let session = shop.session(account).await;
    let wish = Wish { sms: false, push: Some(service.subscribe()), locale: Locale::En };
    shop.credit.choose_reminders(account, session, wish).await.unwrap();
    assert_eq!(remind(&shop, &service).await, Reminded { claimed: 1, sent: 2, ..Reminded::default() });
    assert_eq!(remind(&shop, &service).await, Reminded::default());
    let mut read = service.read();
    read.sort_by_key(|one| one.phone);
    let (chinese, english) = (&read[0].says, &read[1].says);
    assert_eq!(chinese["title"], "还款提醒");
    assert_eq!(chinese["body"], "赶集消费金融提醒您:分期 ¥95.58 今天(2026年12月5日)到期,请今天还款。");
    assert_eq!((&chinese["path"], &chinese["lang"]), (&format!("/credit/{id}").into(), &"zh-CN".into()));
    assert_eq!(english["title"], "Payment reminder");
    assert_eq!((&english["path"], &english["lang"]), (&format!("/en/credit/{id}").into(), &"en".into()));
    assert_eq!(read[0].topic, read[1].topic, "a later one takes its place");
    assert!(!read[0].topic.contains(id.as_str()), "what the push service sees says nothing");
    for one in read {
        assert!(!one.says.to_string().contains("王小明"), "{one:?}");
    }
}

#[tokio::test]
async fn what_is_kept_of_a_phone_is_sealed() {
    let Some((shop, account, _, service)) = lent().await else { return };
    let subscription = service.subscribe();
    phone(&shop, account, subscription.clone()).await.unwrap();
    let look = |transaction: &mut Transaction<'_>| {
        transaction.query_one("SELECT subscription, endpoint_index FROM credit_push", &[])
    };
    let row = shop.credit.database.read::<_, DatabaseError>(look).await.unwrap();
    let kept = [row.get::<Vec<u8>>(0).unwrap(), row.get(1).unwrap()].concat();
    let text = String::from_utf8_lossy(&kept);
    for secret in [subscription.endpoint.as_str(), "/push/", &subscription.keys.auth, &subscription.keys.p256dh] {
        assert!(!text.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn a_phone_that_signs_out_or_says_no_gets_nothing_more() {
    let Some((shop, account, _, service)) = lent().await else { return };
    let first = phone(&shop, account, service.subscribe()).await.unwrap();
    let second = phone(&shop, account, service.subscribe()).await.unwrap();
    sign_out(&shop, account, first).await;
    let no = Wish { sms: false, push: None, locale: Locale::ZhCn };
    shop.credit.choose_reminders(account, second, no).await.unwrap();
    assert_eq!(shop.count(PHONES).await, 0);
    assert_eq!(remind(&shop, &service).await, Reminded::default());
    assert_eq!(service.asked(), 0);
}

#[tokio::test]
async fn a_phone_that_signs_out_while_a_notification_waits_does_not_get_it() {
    let Some((mut shop, account, _, service)) = lent().await else { return };
    let session = phone(&shop, account, service.subscribe()).await.unwrap();
    service.say(&[Say::Status(500)]);
    assert_eq!(remind(&shop, &service).await.put_off, 1);
    sign_out(&shop, account, session).await;
    // Its number may be another's by now.
    let other = shop.shopper(12).await;
    phone(&shop, other, service.subscribe()).await.unwrap();
    shop.credit.now_ms += BACKOFF_MS;
    remind(&shop, &service).await;
    assert_eq!((service.asked(), shop.count(WAITING).await), (1, 0));
}

#[tokio::test]
async fn a_phone_has_the_notifications_of_one_account() {
    let Some((shop, account, _, service)) = lent().await else { return };
    let shared = service.subscribe();
    phone(&shop, account, shared.clone()).await.unwrap();
    let other = shop.shopper(12).await;
    phone(&shop, other, shared).await.unwrap();
    assert_eq!(shop.count(PHONES).await, 1);
    assert_eq!(remind(&shop, &service).await, Reminded::default(), "who owes is not on that phone any more");
}

#[tokio::test]
async fn an_account_has_so_many_phones_and_one_that_asks_again_is_the_same() {
    let Some((shop, account, _, service)) = lent().await else { return };
    let mut last = 0;
    for _ in 0..PHONES_MAX {
        last = phone(&shop, account, service.subscribe()).await.unwrap();
    }
    let again = Wish { sms: false, push: Some(service.subscribe()), locale: Locale::En };
    shop.credit.choose_reminders(account, last, again).await.unwrap();
    let more = phone(&shop, account, service.subscribe()).await;
    assert!(matches!(more, Err(CreditError::TooManyPhones)), "{more:?}");
    let seen = shop.credit.reminders(account, last, false).await.unwrap();
    assert_eq!((seen.push, seen.phones), (true, 5));
    sign_out(&shop, account, last).await;
    phone(&shop, account, service.subscribe()).await.unwrap();
    assert_eq!(shop.count(PHONES).await, PHONES_MAX);
}

#[tokio::test]
async fn subscriptions_that_are_none_are_refused_by_the_field() {
    let Some((shop, account, _, service)) = lent().await else { return };
    let good = service.subscribe();
    for (field, change) in [
        ("push.endpoint", ("endpoint", "https://evil.example/push/0")),
        ("push.endpoint", ("endpoint", "http://127.0.0.1:1/push/0")),
        ("push.endpoint", ("endpoint", "nonsense")),
        ("push.keys.p256dh", ("p256dh", "nonsense")),
        ("push.keys.auth", ("auth", "nonsense")),
    ] {
        let mut bad = good.clone();
        match change {
            ("endpoint", text) => bad.endpoint = text.to_owned(),
            ("p256dh", text) => bad.keys.p256dh = text.to_owned(),
            (_, text) => bad.keys.auth = text.to_owned(),
        }
        let Err(CreditError::Invalid(errors)) = phone(&shop, account, bad).await else { panic!("{change:?}") };
        assert_eq!(errors[0].field, field);
    }
    assert_eq!(shop.count(PHONES).await, 0);
}

#[tokio::test]
async fn a_subscription_that_has_gone_is_forgotten() {
    for status in [404, 410] {
        let Some((shop, account, _, service)) = lent().await else { return };
        phone(&shop, account, service.subscribe()).await.unwrap();
        service.say(&[Say::Status(status)]);
        assert_eq!(remind(&shop, &service).await, Reminded { claimed: 1, ..Reminded::default() });
        assert_eq!((shop.count(PHONES).await, shop.count(WAITING).await), (0, 0), "{status}");
    }
}

#[tokio::test]
async fn who_loses_notifications_is_told_on_the_page_and_reminded_by_sms_where_that_was_chosen() {
    for sms in [true, false] {
        let Some((shop, account, _, service)) = lent().await else { return };
        let (session, other) = (shop.session(account).await, shop.session(account).await);
        let wish = Wish { sms, push: Some(service.subscribe()), locale: Locale::En };
        shop.credit.choose_reminders(account, session, wish.clone()).await.unwrap();
        let gateway = Gateway::default();
        service.go_to(shop.credit.now_ms);
        service.say(&[Say::Status(410)]);
        let push = Some(Push::new(service.config()).unwrap());
        let reminding = Reminding { credit: shop.credit.clone(), sms: Sms::by(gateway.clone()), push };
        let today = shop.credit.today().unwrap();
        reminding.remind(Holder::new(), today, &|| Some(shop.credit.now_ms)).await.unwrap();
        assert_eq!(gateway.texts().len(), usize::from(sms));

        let known = shop.credit.reminders(account, session, true).await.unwrap();
        assert_eq!((known.sms, known.push, known.push_lost, known.locale), (sms, false, true, Some(Locale::En)));
        let elsewhere = shop.credit.reminders(account, other, true).await.unwrap();
        assert!(!elsewhere.push_lost, "it is said on the phone that lost them");
        shop.credit.choose_reminders(account, session, Wish { push: None, ..wish }).await.unwrap();
        assert!(!shop.credit.reminders(account, session, true).await.unwrap().push_lost, "it was chosen again");
    }
}

#[tokio::test]
async fn a_service_that_is_busy_broken_or_slow_is_asked_again_later_and_when_it_says() {
    for (answer, wait_ms) in [
        (Say::Status(500), BACKOFF_MS),
        (Say::Status(503), BACKOFF_MS),
        (Say::Nothing, BACKOFF_MS),
        (Say::Status(429), BACKOFF_MS),
        (Say::Later(429, "600"), 600_000),
        (Say::Later(503, "90"), 90_000),
        (Say::Later(429, "5"), BACKOFF_MS),
        (Say::Later(429, "Wed, 21 Oct 2026 07:28:00 GMT"), BACKOFF_MS),
        (Say::Later(429, "4000000000"), RETRY_AFTER_MS_MAX),
    ] {
        let Some((mut shop, account, _, service)) = lent().await else { return };
        phone(&shop, account, service.subscribe()).await.unwrap();
        service.say(&[answer]);
        assert_eq!(remind(&shop, &service).await, Reminded { claimed: 1, put_off: 1, ..Reminded::default() });
        shop.credit.now_ms += wait_ms - 1;
        assert_eq!(remind(&shop, &service).await, Reminded::default(), "{answer:?}");
        shop.credit.now_ms += 1;
        assert_eq!(remind(&shop, &service).await.sent, 1, "{answer:?}");
        assert_eq!((service.asked(), service.read().len()), (2, 1));
    }
}

#[tokio::test]
async fn a_service_that_refuses_is_not_asked_again_and_one_that_puts_off_for_ever_is_given_up() {
    for status in [301, 400, 401, 403, 413] {
        let Some((shop, account, _, service)) = lent().await else { return };
        phone(&shop, account, service.subscribe()).await.unwrap();
        service.say(&[Say::Status(status)]);
        assert_eq!(remind(&shop, &service).await.failed, 1, "{status}");
        assert_eq!((shop.count(PHONES).await, shop.count(WAITING).await), (1, 0));
    }
    let Some((mut shop, account, _, service)) = lent().await else { return };
    phone(&shop, account, service.subscribe()).await.unwrap();
    let begin_ms = shop.credit.now_ms;
    service.say(&[Say::Later(429, "3600"); 10]);
    let mut failed = 0;
    while failed == 0 {
        failed = remind(&shop, &service).await.failed;
        assert!(shop.credit.now_ms - begin_ms <= MESSAGE_AGE_MS_MAX);
        shop.credit.now_ms += 3_600_000;
    }
    assert_eq!((service.asked(), shop.count(WAITING).await), (4, 0), "at once, and after each hour");
}

#[tokio::test]
async fn sms_and_notification_go_side_by_side_and_what_is_paid_in_the_meantime_is_void() {
    let Some((mut shop, account, id, service)) = lent().await else { return };
    let session = shop.session(account).await;
    let wish = Wish { sms: true, push: Some(service.subscribe()), locale: Locale::ZhCn };
    shop.credit.choose_reminders(account, session, wish).await.unwrap();
    let gateway = Gateway::default();
    service.go_to(shop.credit.now_ms);
    service.say(&[Say::Status(503)]);
    let reminding = Reminding {
        credit: shop.credit.clone(),
        sms: Sms::by(gateway.clone()),
        push: Some(Push::new(service.config()).unwrap()),
    };
    let done = reminding.remind(Holder::new(), shop.credit.today().unwrap(), &|| Some(shop.credit.now_ms)).await.unwrap();
    assert_eq!(done, Reminded { claimed: 1, sent: 1, put_off: 1, failed: 0 });
    assert_eq!(gateway.texts().len(), 1);
    shop.bill().await;
    shop.repay(account, &id, BILL).await;
    shop.credit.now_ms += BACKOFF_MS;
    remind(&shop, &service).await;
    assert_eq!((service.read().len(), shop.count(WAITING).await), (0, 0));
}
