//! `/api/v1/credit/reminders`: how a shopper is reminded of what is due.

use super::super::body::JsonBody;
use super::super::problem::Refusal;
use super::super::respond::private;
use super::super::session::SignedIn;
use super::super::sign_in::wrong_field;
use super::super::{SharedState, query};
use super::credit;
use crate::credit::reminders::choice::Wish;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use fairday_contract::{Problem, Reminders, RemindersRequest};
use http::StatusCode;

/// How the account is reminded of what is due, and how it could be.
#[utoipa::path(get, operation_id = "credit_reminders", path = "/api/v1/credit/reminders", tag = "credit",
    responses((status = 200, body = Reminders), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(in crate::http) async fn reminders(
    State(state): State<SharedState>,
    RawQuery(raw): RawQuery,
    signed_in: SignedIn,
) -> Result<Response, Refusal> {
    query::none(raw.as_deref())?;
    let chosen = credit(&state)?.reminders(signed_in.account, signed_in.session, state.sms.reminds()).await?;
    Ok(private(StatusCode::OK, &chosen))
}

/// Chooses how to be reminded, in place of what was chosen before. Notifications are chosen for each phone by itself: this
/// says of the one that asks whether it gets them, and they end when it is signed out.
#[utoipa::path(put, operation_id = "choose_credit_reminders", path = "/api/v1/credit/reminders", tag = "credit",
    request_body = RemindersRequest,
    responses((status = 200, body = Reminders), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(in crate::http) async fn choose(
    State(state): State<SharedState>,
    signed_in: SignedIn,
    JsonBody(request): JsonBody<RemindersRequest>,
) -> Result<Response, Refusal> {
    let (credit, account, session) = (credit(&state)?, signed_in.account, signed_in.session);
    let is_offered = credit.config.reminders.is_some();
    if request.sms && !(is_offered && state.sms.reminds()) {
        return Err(wrong_field("sms", "is false: this shop sends no reminders by SMS"));
    }
    let wish = Wish { sms: request.sms, push: request.push, locale: request.locale };
    credit.choose_reminders(account, session, wish).await?;
    Ok(private(StatusCode::OK, &credit.reminders(account, session, state.sms.reminds()).await?))
}
