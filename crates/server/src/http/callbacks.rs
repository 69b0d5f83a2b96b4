//! `/api/v1/callbacks`: what other systems tell the shop. Each message is signed; see `docs/webhooks-and-payments.md`.

use super::SharedState;
use super::body;
use super::problem::Refusal;
use super::sign_in::wrong_field;
use crate::database::Class;
use crate::orders::payment::callback::{Heard, heed};
use crate::signature::{ID_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER};
use axum::body::to_bytes;
use axum::extract::{Request, State};
use fairday_contract::{PaymentNotice, PaymentStatus, Problem, ProblemCode};
use http::{HeaderMap, StatusCode};

/// Largest message of a payment provider, bytes.
const CALLBACK_BYTES_MAX: usize = 4 << 10;

/// A payment provider tells what came of an attempt to pay. Signed as Standard Webhooks says; the same `webhook-id` again
/// changes nothing.
#[utoipa::path(post, operation_id = "payment_callback", path = "/api/v1/callbacks/payments/online", tag = "callbacks", request_body = PaymentNotice,
    params(("webhook-id" = String, Header, description = "Names this message, also when it is sent again"),
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
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, CALLBACK_BYTES_MAX).await.map_err(|_| {
        let detail = format!("The body is larger than {CALLBACK_BYTES_MAX} bytes.");
        Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, ProblemCode::TooLarge, detail)
    })?;
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
    let notice: PaymentNotice = body::read(&bytes)?;
    let (what, heard) = match (notice.order, notice.repayment) {
        (Some(number), None) => {
            let orders = state.database.for_class(Class::Orders);
            (("order", number), heed(&orders, event, &notice, now_ms).await.map_err(Refusal::from))
        }
        (None, Some(number)) => {
            let credit = state.credit().ok_or_else(Refusal::not_found)?;
            (("repayment", number), credit.heed_payment(event, &notice).await.map_err(Refusal::from))
        }
        _ => return Err(wrong_field("order", "either order or repayment is needed")),
    };
    note(what, heard?)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says in the log what became of a message; 409 when it does not fit what was asked for.
fn note((what, number): (&str, u64), heard: Heard) -> Result<(), Refusal> {
    match heard {
        Heard::Changed(PaymentStatus::RefundDue) if what == "repayment" => {
            tracing::error!(
                what,
                number,
                "a payment fits nothing that is owed any more: pay it back at the provider"
            );
        }
        Heard::Changed(payment) => tracing::info!(what, number, ?payment, "a payment has changed"),
        Heard::Known => tracing::debug!(what, number, "nothing new about a payment"),
        Heard::PaidAgain => {
            tracing::error!(what, number, "this was paid twice: pay one of them back at the provider");
        }
        Heard::DoesNotFit => {
            tracing::error!(what, number, "a payment provider named another amount, currency or way to pay");
            let detail =
                "It is not paid in this way, or not in this amount and currency. Nothing was changed.";
            return Err(Refusal::new(StatusCode::CONFLICT, ProblemCode::NotPossibleNow, detail));
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
