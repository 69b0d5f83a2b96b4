//! `/api/v1/callbacks`: what other systems tell the shop. Each message is signed; see `docs/webhooks-and-payments.md`.

use super::SharedState;
use super::body;
use super::problem::Refusal;
use super::sign_in::wrong_field;
use crate::alarms::{self, Alarm, Kind};
use crate::credit::CreditError;
use crate::database::Class;
use crate::orders::OrderError;
use crate::orders::payment::callback::{Heard, heed};
use crate::orders::payment::message::MessageKey;
use crate::signature::{ID_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER};
use axum::extract::{Request, State};
use fairday_contract::{PaymentNotice, Problem, ProblemCode};
use fairday_credit::agreement::VALUE_DAYS_MAX;
use http::{HeaderMap, StatusCode};

/// Largest message of a payment provider, bytes.
const CALLBACK_BYTES_MAX: usize = 4 << 10;
/// How far a provider's clock may be ahead, milliseconds: as for its signatures.
const AHEAD_MS: i64 = 5 * 60 * 1000;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A payment provider tells what came of an attempt to pay. Signed as Standard Webhooks says. The same `webhook-id` with the
/// same body again changes nothing; with another body it is 409, nothing is changed, and the shop has an alarm.
#[utoipa::path(post, operation_id = "payment_callback", path = "/api/v1/callbacks/payments/online", tag = "callbacks", request_body = PaymentNotice,
    params(("webhook-id" = String, Header, description = "Names this message alone, also when it is sent again"),
        ("webhook-timestamp" = String, Header, description = "Seconds since 1970 UTC, at most five minutes away"),
        ("webhook-signature" = String, Header, description = "`v1,` and HMAC-SHA256 of `id.timestamp.body` in base64")),
    responses((status = 204, description = "Heard, now or before"),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json", description = "Send the same again")))]
pub(super) async fn payment(
    State(state): State<SharedState>,
    request: Request,
) -> Result<StatusCode, Refusal> {
    let Some(provider) = &state.config.shop.online else { return Err(Refusal::not_found()) };
    let too_large = || {
        let detail = format!("The body is larger than {CALLBACK_BYTES_MAX} bytes.");
        Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, ProblemCode::TooLarge, detail)
    };
    let (parts, bytes) = body::whole(request, &state, CALLBACK_BYTES_MAX, too_large).await?;
    let now_ms = state.now_ms();
    let header = |name| text(&parts.headers, name);
    let event = header(ID_HEADER);
    let said = (event, header(TIMESTAMP_HEADER), header(SIGNATURE_HEADER));
    provider.secret.verify(said, &bytes, now_ms).map_err(|why| {
        tracing::warn!(%why, "a message about a payment was not believed");
        Refusal::new(
            StatusCode::FORBIDDEN,
            ProblemCode::Forbidden,
            format!("The message is not believed: {why}."),
        )
    })?;
    let notice = match understood(&bytes, now_ms) {
        Ok(notice) => notice,
        Err(refusal) => {
            let said = format!("The message {event}, {} bytes.", bytes.len());
            alarms::keep(&state.database, Alarm::new(Kind::PaymentUnreadable, "online", said), now_ms)
                .await?;
            return Err(refusal);
        }
    };
    let key = MessageKey::online(event, &bytes);
    let (what, heard) = if let Some(number) = notice.order {
        let heard = heed(&state.database.for_class(Class::Orders), &key, &notice, now_ms).await?;
        (("order", number), heard)
    } else {
        let Some(credit) = state.credit() else {
            alarms::keep(&state.database, key.alarm(Kind::PaymentUnknown, &notice), now_ms).await?;
            return Err(Refusal::not_found());
        };
        (("repayment", notice.repayment.unwrap_or_default()), credit.heed_payment(&key, &notice).await?)
    };
    answer(what, heard)?;
    Ok(StatusCode::NO_CONTENT)
}

/// The message, when it can be read, is about one thing, and was paid when something can have been paid.
fn understood(bytes: &[u8], now_ms: i64) -> Result<PaymentNotice, Refusal> {
    let notice: PaymentNotice = body::read(bytes)?;
    if notice.order.is_some() == notice.repayment.is_some() {
        return Err(wrong_field("order", "either order or repayment is needed"));
    }
    let Some(paid_ms) = notice.paid_ms else { return Ok(notice) };
    if paid_ms > now_ms + AHEAD_MS {
        return Err(wrong_field("paid_ms", "has not come yet: milliseconds since 1970 UTC are needed"));
    }
    if paid_ms < now_ms - i64::from(VALUE_DAYS_MAX) * DAY_MS {
        let detail = format!("is at most {VALUE_DAYS_MAX} days ago: milliseconds since 1970 UTC are needed");
        return Err(wrong_field("paid_ms", &detail));
    }
    Ok(notice)
}

/// Answers the provider. A cause to act on is an alarm by now, and in the log too.
fn answer((what, number): (&'static str, u64), heard: Heard) -> Result<(), Refusal> {
    let conflict = |detail| Err(Refusal::new(StatusCode::CONFLICT, ProblemCode::NotPossibleNow, detail));
    match heard {
        Heard::Changed(payment) => tracing::info!(what, number, ?payment, "a payment has changed"),
        Heard::Known => tracing::debug!(what, number, "nothing new about a payment"),
        Heard::PaidAgain => tracing::error!(what, number, "this was paid twice"),
        Heard::OtherSaid => {
            tracing::error!(what, number, "a payment provider gave a used id to another message");
            return conflict(
                "A message with this webhook-id said something else. Nothing was changed. Send this one under an id of its own.",
            );
        }
        Heard::DoesNotFit => {
            tracing::error!(what, number, "a payment provider named another amount, currency or way to pay");
            return conflict(
                "It is not paid in this way, or not in this amount and currency. Nothing was changed.",
            );
        }
        Heard::NoSuch => {
            tracing::error!(what, number, "a payment provider named something that is not there");
            return Err(if what == "order" {
                OrderError::NotFound.into()
            } else {
                CreditError::NotFound.into()
            });
        }
    }
    Ok(())
}

/// A header that came once, as text; else nothing.
fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    let mut values = headers.get_all(name).iter();
    let value = values.next().filter(|_| values.next().is_none());
    value.and_then(|value| value.to_str().ok()).unwrap_or_default()
}
