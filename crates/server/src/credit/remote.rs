//! A guarantor that is another system: see `docs/guarantor.md`.
//!
//! Requests and answers are signed alike (`signature.rs`). An answer is believed only when it is signed, was made just now,
//! and repeats the id of the request; anything else is no answer, and no answer is never a yes. A request that fails is
//! sent again under the same id a few times at once; what is told is tried again later as well ([`super::guarantor`]).
//! After [`FAILURES_MAX`] failures in a row nothing is sent for [`OPEN_TIME`], so that shoppers do not wait for a guarantor
//! that is down; then one request tries.

use super::guarantor::{Answering, Guarantor, Message, NoAnswer};
use crate::clock::Clock;
use crate::hex::hex;
use crate::outbound::Outbound;
use crate::privacy::random;
use crate::shop_config::credit::GuarantorEndpoint;
use crate::signature::{ID_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER};
use fairday_credit::Amount;
use fairday_credit::assess::{Applicant, Decision, Reason};
use http::Request;
use http::header::CONTENT_TYPE;
use serde::{Deserialize, Serialize};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a try may take, with everything.
pub const TRY_TIME_MAX: Duration = Duration::from_secs(3);
/// Tries of a request while somebody waits for it.
pub const TRIES_MAX: u32 = 3;
/// How long until the second try; twice as long until the third.
pub const BACKOFF: Duration = Duration::from_millis(200);
/// Tries that fail in a row before nothing is sent any more.
pub const FAILURES_MAX: u32 = 6;
/// For how long nothing is sent then.
pub const OPEN_TIME: Duration = Duration::from_secs(30);

/// What is asked.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Question<'a> {
    Assess {
        age: u32,
        months_known: u32,
        orders_received: u32,
        orders_refused: u32,
        active_agreements: u32,
        overdue_days: u32,
        line_used: i64,
        asked: i64,
    },
    Tell {
        act: &'a str,
        amount: i64,
    },
}

/// What is answered: `request` is the id of what was asked.
#[derive(Deserialize)]
struct Signed {
    request: String,
    #[serde(flatten)]
    said: Said,
}

#[derive(Deserialize)]
#[serde(tag = "decision", rename_all = "snake_case")]
enum Said {
    Approve {
        line: i64,
    },
    Refer,
    Decline {
        reason: Why,
        #[serde(default)]
        free: i64,
    },
    /// A message was heeded, now or before.
    Heeded,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Why {
    TooYoung,
    TooOld,
    Overdue,
    TooManyAgreements,
    AskedTooMuch,
    LineUsedUp,
    NotKnownEnough,
    OrdersRefused,
}

/// Whether requests are sent.
#[derive(Default)]
struct Breaker {
    failures: u32,
    open_until: Option<Instant>,
}

/// Another system that stands in.
pub struct Remote {
    endpoint: GuarantorEndpoint,
    outbound: Outbound,
    clock: Clock,
    breaker: Mutex<Breaker>,
}

impl Remote {
    /// Asks at this address.
    ///
    /// # Errors
    /// In words, when the system's certificates cannot be read.
    pub fn new(endpoint: GuarantorEndpoint) -> Result<Self, String> {
        let outbound = Outbound::new()?.within(TRY_TIME_MAX);
        Ok(Self { endpoint, outbound, clock: Clock::default(), breaker: Mutex::default() })
    }

    /// The same with another deadline for each try: for tests.
    #[must_use]
    pub fn within(self, time_max: Duration) -> Self {
        Self { outbound: self.outbound.clone().within(time_max), ..self }
    }

    async fn ask(&self, id: &str, question: &Question<'_>) -> Result<Said, NoAnswer> {
        let body = serde_json::to_vec(question).expect("questions are plain data");
        for attempt in 0..TRIES_MAX {
            if attempt > 0 {
                tokio::time::sleep(BACKOFF * (1 << (attempt - 1))).await;
            }
            if !self.may_send() {
                break;
            }
            let answer = self.send(id, &body).await;
            self.note(answer.is_ok());
            match answer {
                Ok(said) => return Ok(said),
                Err(why) => tracing::warn!(why, "the guarantor gave no answer"),
            }
        }
        Err(NoAnswer)
    }

    async fn send(&self, id: &str, body: &[u8]) -> Result<Said, &'static str> {
        let mut request = Request::post(&self.endpoint.url).header(CONTENT_TYPE, "application/json");
        for (name, value) in self.endpoint.secret.headers(id, self.clock.now_ms(), body) {
            request = request.header(name, value);
        }
        let request = request.body(body.to_vec()).expect("the address was read with the configuration");
        let answer = self.outbound.send(request).await.map_err(|_| "it does not answer")?;
        if !answer.status.is_success() {
            return Err("its status is not 2xx");
        }
        let header =
            |name| answer.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let signed = (header(ID_HEADER), header(TIMESTAMP_HEADER), header(SIGNATURE_HEADER));
        let is_signed = self.endpoint.secret.verify(signed, &answer.body, self.clock.now_ms());
        is_signed.map_err(|_| "it is not signed by it, or long ago")?;
        let Signed { request, said } =
            serde_json::from_slice(&answer.body).map_err(|_| "it cannot be understood")?;
        if request == id { Ok(said) } else { Err("it answers another request") }
    }

    fn may_send(&self) -> bool {
        let mut breaker = self.breaker.lock().unwrap_or_else(PoisonError::into_inner);
        match breaker.open_until {
            Some(until) if Instant::now() < until => false,
            Some(_) => {
                // One tries; the others wait for what comes of it.
                breaker.open_until = Some(Instant::now() + OPEN_TIME);
                true
            }
            None => true,
        }
    }

    fn note(&self, is_answer: bool) {
        let mut breaker = self.breaker.lock().unwrap_or_else(PoisonError::into_inner);
        if is_answer {
            *breaker = Breaker::default();
            return;
        }
        breaker.failures = breaker.failures.saturating_add(1);
        if breaker.failures >= FAILURES_MAX {
            breaker.open_until = Some(Instant::now() + OPEN_TIME);
        }
    }
}

impl Guarantor for Remote {
    fn assess(&self, applicant: Applicant) -> Answering<'_, Decision> {
        Box::pin(async move {
            let question = Question::Assess {
                age: applicant.age,
                months_known: applicant.months_known,
                orders_received: applicant.orders_received,
                orders_refused: applicant.orders_refused,
                active_agreements: applicant.active_agreements,
                overdue_days: applicant.overdue_days,
                line_used: applicant.line_used.minor(),
                asked: applicant.asked.minor(),
            };
            let id = hex(&random::bytes::<16>());
            decision(&applicant, self.ask(&id, &question).await?)
        })
    }

    fn tell(&self, message: Message) -> Answering<'_, ()> {
        Box::pin(async move {
            let question = Question::Tell { act: message.act.code(), amount: message.amount.minor() };
            match self.ask(&message.key, &question).await? {
                Said::Heeded => Ok(()),
                _ => Err(NoAnswer),
            }
        })
    }
}

/// A yes has to be for at least what is used and asked, and a no for a reason that fits: anything else is not understood.
fn decision(applicant: &Applicant, said: Said) -> Result<Decision, NoAnswer> {
    let amount = |minor| Amount::new(minor).map_err(|_| NoAnswer);
    match said {
        Said::Approve { line } => {
            let line = amount(line)?;
            let needed = applicant.line_used.plus(applicant.asked).map_err(|_| NoAnswer)?;
            if line >= needed { Ok(Decision::Approve { line }) } else { Err(NoAnswer) }
        }
        Said::Refer => Ok(Decision::Refer),
        Said::Heeded => Err(NoAnswer),
        Said::Decline { reason, free } => Ok(Decision::Decline(match reason {
            Why::TooYoung => Reason::TooYoung,
            Why::TooOld => Reason::TooOld,
            Why::Overdue => Reason::Overdue,
            Why::TooManyAgreements => Reason::TooManyAgreements,
            Why::AskedTooMuch => match amount(free)? {
                free if free.is_zero() => Reason::LineUsedUp,
                free => Reason::AskedTooMuch { free },
            },
            Why::LineUsedUp => Reason::LineUsedUp,
            Why::NotKnownEnough => Reason::NotKnownEnough,
            Why::OrdersRefused => Reason::OrdersRefused,
        })),
    }
}
