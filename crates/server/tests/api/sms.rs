//! The SMS gateway by HTTP, against a stand-in.

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use fairday_contract::Locale;
use fairday_server::accounts::Phone;
use fairday_server::sms::{
    HttpSms, Message, NoPlace, NotReminded, PrintedSms, Reminder, Sending, Sms, SmsGateway, WAITING_MAX,
};
use std::sync::{Arc, Mutex};
use std::time::Duration;

type Seen = Arc<Mutex<Vec<(String, String, String)>>>;

/// A gateway that answers with these statuses in turn; 0 is silence. It keeps content type, authorization and body.
async fn stand_in(statuses: &'static [u16]) -> (String, Seen) {
    let seen = Seen::default();
    let gateway = Router::new().fallback(answer).with_state((Arc::clone(&seen), statuses));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/send", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, gateway).await });
    (url, seen)
}

async fn answer(State((seen, statuses)): State<(Seen, &'static [u16])>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let header = |name: &str| {
        parts.headers.get(name).map(|value| value.to_str().expect("text").to_owned()).unwrap_or_default()
    };
    let (kind, secret) = (header("content-type"), header("authorization"));
    let body = to_bytes(body, 1 << 20).await.expect("a body");
    let count = keep(&seen, (kind, secret, String::from_utf8(body.to_vec()).expect("text")));
    let status = statuses[(count - 1).min(statuses.len() - 1)];
    if status == 0 {
        std::future::pending::<()>().await;
    }
    let status = http::StatusCode::from_u16(status).expect("a status");
    (status, [("location", "http://127.0.0.1:1/elsewhere")], "x").into_response()
}

fn keep(seen: &Seen, request: (String, String, String)) -> usize {
    let mut seen = seen.lock().expect("not poisoned");
    seen.push(request);
    seen.len()
}

fn message() -> Message {
    Message { phone: Phone::parse("13800138000").expect("a number"), code: "012345".to_owned() }
}

#[tokio::test]
async fn a_code_goes_out_as_the_template_says_with_the_secret() {
    let (url, seen) = stand_in(&[200]).await;
    let gateway =
        HttpSms::new(&url, r#"{"to":"{phone}","code":"{code}"}"#, Some("Authorization: Bearer s3cret"));
    gateway.expect("a gateway").send(message()).await.expect("sent");
    let body = r#"{"to":"+8613800138000","code":"012345"}"#;
    let expected = ("application/json".to_owned(), "Bearer s3cret".to_owned(), body.to_owned());
    assert_eq!(*seen.lock().expect("not poisoned"), [expected]);
}

#[tokio::test]
async fn what_may_pass_is_tried_once_more_and_the_rest_is_not() {
    for (statuses, tries, is_sent) in [
        (&[503, 200][..], 2, true),
        (&[429, 200][..], 2, true),
        (&[500][..], 2, false),
        (&[0, 200][..], 2, true),
        (&[400, 200][..], 1, false),
        (&[302, 200][..], 1, false),
    ] {
        let (url, seen) = stand_in(Box::leak(statuses.to_vec().into_boxed_slice())).await;
        let gateway = HttpSms::new(&url, "to={phone}&code={code}", None).expect("a gateway");
        let sent = gateway.within(Duration::from_millis(300)).send(message()).await;
        assert_eq!(
            (seen.lock().expect("not poisoned").len(), sent.is_ok()),
            (tries, is_sent),
            "{statuses:?}"
        );
        let why = sent.err().map(|error| error.to_string()).unwrap_or_default();
        assert!(!why.contains("138") && !why.contains("012345"), "{why}");
    }
}

#[tokio::test]
async fn a_reminder_is_tried_once_and_only_what_was_surely_not_sent_can_be_tried_again() {
    for (statuses, is_sent, can_come_again) in [
        (&[200][..], true, false),
        (&[503, 200][..], false, true),
        (&[429, 200][..], false, true),
        (&[400, 200][..], false, false),
        (&[0, 200][..], false, false),
    ] {
        let (url, seen) = stand_in(Box::leak(statuses.to_vec().into_boxed_slice())).await;
        let gateway = HttpSms::new(&url, "to={phone}&code={code}", None).expect("a gateway");
        let gateway = gateway.with_reminders("to={phone}&text={text}").expect("a gateway for reminders");
        let reminder = Reminder {
            phone: message().phone,
            locale: Locale::En,
            text: "due".to_owned(),
            amount: "¥1".to_owned(),
            day: "today".to_owned(),
        };
        let sent = gateway.within(Duration::from_millis(300)).remind(reminder).await;
        assert_eq!(seen.lock().expect("not poisoned").len(), 1, "{statuses:?}");
        assert_eq!(
            (sent.is_ok(), matches!(sent, Err(NotReminded::Yet(_)))),
            (is_sent, can_come_again),
            "{statuses:?}"
        );
    }
}

#[tokio::test]
async fn a_gateway_that_cannot_work_is_refused_at_the_start_without_its_secret() {
    for (url, body, header) in [
        ("gateway", "to={phone}&code={code}", None),
        ("ftp://gateway/", "to={phone}&code={code}", None),
        ("https://gateway.test/", "code={code}", None),
        ("https://gateway.test/", "to={phone}&code={code}", Some("s3cret")),
        ("https://gateway.test/", "to={phone}&code={code}", Some("a b: s3cret")),
    ] {
        let why = HttpSms::new(url, body, header).err().expect("is refused");
        assert!(why.starts_with("--sms-") && !why.contains("s3cret"), "{why}");
    }
}

/// Never done.
struct Stuck;

impl SmsGateway for Stuck {
    fn send(&self, _: Message) -> Sending<'_> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn when_too_many_codes_wait_no_more_are_taken() {
    let sms = Sms::by(Stuck);
    let mut taken = 0;
    while let Ok(place) = sms.place() {
        place.put(message());
        taken += 1;
        assert!(taken <= 2 * WAITING_MAX, "there is an end");
    }
    assert!(taken >= WAITING_MAX);
    assert_eq!(sms.place().err(), Some(NoPlace::Now));
    assert_eq!(Sms::default().place().err(), Some(NoPlace::Never));
    assert!(Sms::by(PrintedSms).place().is_ok());
}
