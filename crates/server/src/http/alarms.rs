//! `/api/v1/admin/alarms`: what somebody of the shop has to act on, for its own systems.

use super::SharedState;
use super::admin::Operator;
use super::body::JsonBody;
use super::problem::Refusal;
use super::query;
use super::respond::private;
use super::text::Texts;
use crate::alarms::{self, BY_CHARS_MAX, LISTED_MAX, Listed};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use fairday_contract::{AdminAlarm, AdminAlarms, AlarmDone, Problem};
use fairday_input::Kind;
use http::StatusCode;

/// Lists alarms, the newest first, 100 at a time. The same cause again is counted in the same alarm.
#[utoipa::path(get, operation_id = "admin_alarms", path = "/api/v1/admin/alarms", tag = "admin", security(("operator" = [])),
    params(("state" = Option<String>, Query, description = "`open` (when left out), `done` or `all`"),
        ("cursor" = Option<String>, Query, description = "`next` of the page before")),
    responses((status = 200, body = AdminAlarms), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn list(
    State(state): State<SharedState>,
    _: Operator,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refusal> {
    let (which, below) = query::alarms(raw.as_deref())?;
    let listed = alarms::list(&state.database, which, below).await?;
    let is_full = listed.len() >= LISTED_MAX as usize;
    let next = listed.last().filter(|_| is_full).and_then(|last| format!("{:x}", last.number).parse().ok());
    Ok(private(StatusCode::OK, &AdminAlarms { items: listed.into_iter().map(shown).collect(), next }))
}

/// Somebody has dealt with an alarm. Again changes nothing: who was first stays.
#[utoipa::path(post, operation_id = "admin_alarm_done", path = "/api/v1/admin/alarms/{number}/done", tag = "admin", security(("operator" = [])),
    request_body = AlarmDone, params(("number" = u64, Path, description = "The alarm's number")),
    responses((status = 200, body = AdminAlarm), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(super) async fn done(
    State(state): State<SharedState>,
    _: Operator,
    path: Result<Path<i64>, PathRejection>,
    JsonBody(request): JsonBody<AlarmDone>,
) -> Result<Response, Refusal> {
    let Ok(Path(number)) = path else { return Err(Refusal::not_found()) };
    let mut texts = Texts::default();
    let by = texts.needed("by", &request.by, Kind::Line(BY_CHARS_MAX));
    if !texts.errors.is_empty() {
        return Err(Refusal::invalid_body(texts.errors));
    }
    let done = alarms::done(&state.database, number, by, state.now_ms()).await?;
    Ok(private(StatusCode::OK, &shown(done.ok_or_else(Refusal::not_found)?)))
}

fn shown(one: Listed) -> AdminAlarm {
    let remedy = one.remedy().to_owned();
    let (done_ms, done_by) = one.done.unzip();
    AdminAlarm {
        number: one.number.unsigned_abs(),
        kind: one.kind,
        subject: one.subject,
        detail: one.detail,
        remedy,
        times: one.times.unsigned_abs(),
        first_ms: one.first_ms,
        last_ms: one.last_ms,
        done_ms,
        done_by,
    }
}
