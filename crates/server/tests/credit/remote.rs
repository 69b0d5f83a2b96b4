//! A guarantor that is another system: whatever it answers, a yes is one only when it says so, signed, and to this request.

use fairday_credit::Amount;
use fairday_credit::assess::{Applicant, Decision, Reason};
use fairday_server::clock::Clock;
use fairday_server::credit::guarantor::{Act, Guarantor, Message, NoAnswer};
use fairday_server::credit::remote::{FAILURES_MAX, Remote, TRIES_MAX};
use fairday_server::shop_config::credit::GuarantorEndpoint;
use fairday_server::signature::Secret;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const OTHER_SECRET: &str = "whsec_AAAA9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// How a request is answered; `ID` in a body is the request's.
#[derive(Clone)]
enum Say {
    /// Signed, as it should be.
    Json(&'static str),
    /// Signed by somebody else.
    Forged(&'static str),
    /// Signed an hour ago.
    Old(&'static str),
    /// Two answers to one request.
    Twice(&'static str),
    Status(u16),
    Never,
    Hangs,
}

struct StandIn {
    remote: Remote,
    ids: Arc<Mutex<Vec<String>>>,
    serving: JoinHandle<()>,
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl StandIn {
    /// Answers as `say` has it, which is given how many requests came before.
    async fn open(say: impl Fn(usize) -> Say + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/guarantor", listener.local_addr().unwrap());
        let ids = Arc::new(Mutex::new(Vec::new()));
        let (seen, count) = (Arc::clone(&ids), AtomicUsize::new(0));
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let say = say(count.fetch_add(1, Ordering::Relaxed));
                tokio::spawn(answer(stream, say, Arc::clone(&seen)));
            }
        });
        let endpoint = GuarantorEndpoint { url, secret: Secret::parse(SECRET).unwrap() };
        let remote = Remote::new(endpoint).unwrap().within(Duration::from_millis(300));
        Self { remote, ids, serving }
    }

    async fn assess(&self) -> Result<Decision, NoAnswer> {
        self.remote.assess(applicant()).await
    }

    fn asked(&self) -> usize {
        self.ids.lock().unwrap().len()
    }
}

fn applicant() -> Applicant {
    let amount = |minor| Amount::new(minor).unwrap();
    Applicant {
        age: 30,
        months_known: 12,
        orders_received: 3,
        orders_refused: 0,
        active_agreements: 0,
        overdue_days: 0,
        line_used: amount(100),
        asked: amount(900),
    }
}

async fn answer(mut stream: TcpStream, say: Say, seen: Arc<Mutex<Vec<String>>>) {
    let (mut bytes, mut chunk) = (Vec::new(), [0; 4096]);
    let (head, body) = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            let length: usize = header(&head, "content-length").parse().unwrap();
            if bytes.len() == end + 4 + length {
                break (head, bytes[end + 4..].to_vec());
            }
        }
        match stream.read(&mut chunk).await {
            Ok(0) | Err(_) => return,
            Ok(count) => bytes.extend_from_slice(&chunk[..count]),
        }
    };
    let id = header(&head, "webhook-id").to_owned();
    let signed = (id.as_str(), header(&head, "webhook-timestamp"), header(&head, "webhook-signature"));
    let now_ms = Clock::default().now_ms();
    Secret::parse(SECRET).unwrap().verify(signed, &body, now_ms).expect("what is asked is signed");
    seen.lock().unwrap().push(id.clone());
    let said = |body: &str, secret: &str, at_ms| {
        let body = body.replace("ID", &id);
        let mut text = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n", body.len());
        for (name, value) in Secret::parse(secret).unwrap().headers("answer-1", at_ms, body.as_bytes()) {
            text.push_str(&[name, ": ", &value, "\r\n"].concat());
        }
        format!("{text}\r\n{body}")
    };
    let text = match say {
        Say::Json(body) => said(body, SECRET, now_ms),
        Say::Forged(body) => said(body, OTHER_SECRET, now_ms),
        Say::Old(body) => said(body, SECRET, now_ms - 3_600_000),
        Say::Twice(body) => said(body, SECRET, now_ms).repeat(2),
        Say::Status(code) => format!("HTTP/1.1 {code} Said\r\ncontent-length: 0\r\n\r\n"),
        Say::Hangs => return,
        Say::Never => {
            let _ = stream.read(&mut chunk).await;
            return;
        }
    };
    let _ = stream.write_all(text.as_bytes()).await;
}

fn header<'a>(head: &'a str, name: &str) -> &'a str {
    let mut lines = head.lines().filter_map(|line| line.split_once(':'));
    lines.find(|(other, _)| other.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value.trim())
}

const YES: &str = r#"{"request":"ID","decision":"approve","line":1000}"#;

#[tokio::test]
async fn yes_no_and_that_somebody_looks_are_understood() {
    let amount = |minor| Amount::new(minor).unwrap();
    let no = Decision::Decline;
    for (said, decision) in [
        (YES, Decision::Approve { line: amount(1000) }),
        (r#"{"request":"ID","decision":"refer"}"#, Decision::Refer),
        (r#"{"request":"ID","decision":"decline","reason":"overdue"}"#, no(Reason::Overdue)),
        (
            r#"{"request":"ID","decision":"decline","reason":"asked_too_much","free":500,"more":1}"#,
            no(Reason::AskedTooMuch { free: amount(500) }),
        ),
    ] {
        let stand_in = StandIn::open(move |_| Say::Json(said)).await;
        assert_eq!(stand_in.assess().await, Ok(decision), "{said}");
    }
}

#[tokio::test]
async fn whatever_else_it_answers_is_no_answer_and_never_a_yes() {
    for say in [
        Say::Forged(YES),
        Say::Old(YES),
        Say::Status(500),
        Say::Status(204),
        Say::Hangs,
        Say::Never,
        Say::Json("{"),
        Say::Json("[]"),
        Say::Json(r#"{"request":"another","decision":"approve","line":1000}"#),
        Say::Json(r#"{"decision":"approve","line":1000}"#),
        Say::Json(r#"{"request":"ID","decision":"approve"}"#),
        Say::Json(r#"{"request":"ID","decision":"yes"}"#),
        Say::Json(r#"{"request":"ID","decision":"decline","reason":"because"}"#),
    ] {
        let stand_in = StandIn::open(move |_| say.clone()).await;
        assert_eq!(stand_in.assess().await, Err(NoAnswer));
        assert_eq!(stand_in.asked(), TRIES_MAX as usize, "it was tried again");
    }
}

#[tokio::test]
async fn a_yes_to_less_than_was_asked_is_none() {
    for said in [
        r#"{"request":"ID","decision":"approve","line":999}"#,
        r#"{"request":"ID","decision":"approve","line":-1}"#,
        r#"{"request":"ID","decision":"heeded"}"#,
    ] {
        let stand_in = StandIn::open(move |_| Say::Json(said)).await;
        assert_eq!(stand_in.assess().await, Err(NoAnswer), "{said}");
    }
}

#[tokio::test]
async fn a_request_that_failed_is_sent_again_under_the_same_id() {
    let stand_in = StandIn::open(|before| if before == 0 { Say::Hangs } else { Say::Json(YES) }).await;
    assert!(stand_in.assess().await.is_ok());
    let ids = stand_in.ids.lock().unwrap().clone();
    assert!(ids.len() == 2 && ids[0] == ids[1], "{ids:?}");
}

#[tokio::test]
async fn two_answers_to_one_request_are_one() {
    let stand_in = StandIn::open(|_| Say::Twice(YES)).await;
    for _ in 0..3 {
        assert!(stand_in.assess().await.is_ok());
    }
    assert_eq!(stand_in.asked(), 3, "the second is not taken for the answer to the next request");
}

#[tokio::test]
async fn a_message_is_told_under_its_key_and_heeded_only_when_that_is_said() {
    let message =
        || Message { key: "1-reserve".to_owned(), act: Act::Reserve, amount: Amount::new(5).unwrap() };
    let heeded = StandIn::open(|_| Say::Json(r#"{"request":"ID","decision":"heeded"}"#)).await;
    assert_eq!(heeded.remote.tell(message()).await, Ok(()));
    assert_eq!(*heeded.ids.lock().unwrap(), ["1-reserve"]);
    let other = StandIn::open(|_| Say::Json(YES)).await;
    assert_eq!(other.remote.tell(message()).await, Err(NoAnswer));
}

#[tokio::test]
async fn a_guarantor_that_is_down_is_left_alone_for_a_while() {
    let stand_in = StandIn::open(|_| Say::Status(503)).await;
    for _ in 0..5 {
        assert_eq!(stand_in.assess().await, Err(NoAnswer));
    }
    assert_eq!(stand_in.asked(), FAILURES_MAX as usize, "after so many failures nothing is sent");
}
