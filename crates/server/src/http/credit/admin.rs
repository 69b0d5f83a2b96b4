//! `/api/v1/admin/credit`: for the shop's own systems, which prove themselves by a token.

use super::super::admin::Operator;
use super::super::body::JsonBody;
use super::super::problem::Refusal;
use super::super::respond::private;
use super::super::sign_in::wrong_field;
use super::super::{SharedState, query};
use super::agreements::agreement_id;
use super::{IdPath, credit, problem};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use fairday_contract::{
    AdminAgreement, AdminAgreements, AgreementId, AgreementState, AuditEntries, CreditAct, Problem,
};
use http::StatusCode;

/// The agreements of all accounts, the newest first, 20 at a time.
#[utoipa::path(get, operation_id = "admin_credit_agreements", path = "/api/v1/admin/credit/agreements", tag = "admin", security(("operator" = [])),
    params(("state" = Option<AgreementState>, Query, description = "Only agreements that are here"),
        ("cursor" = Option<String>, Query, description = "`next` of the page before")),
    responses((status = 200, body = AdminAgreements), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(in crate::http) async fn list(
    State(state): State<SharedState>,
    _: Operator,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refusal> {
    let (only, below) = query::agreements(raw.as_deref())?;
    Ok(private(StatusCode::OK, &credit(&state)?.all_agreements(only, below).await?))
}

/// One agreement: its terms, where it stands, its payments. Its owner's name and resident ID are mostly hidden.
#[utoipa::path(get, operation_id = "admin_credit_agreement", path = "/api/v1/admin/credit/agreements/{id}", tag = "admin", security(("operator" = [])),
    params(("id" = String, Path, description = "The agreement's id")),
    responses((status = 200, body = AdminAgreement), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(in crate::http) async fn agreement(
    State(state): State<SharedState>,
    _: Operator,
    path: IdPath,
) -> Result<Response, Refusal> {
    let id = agreement_id(path)?;
    Ok(private(StatusCode::OK, &credit(&state)?.any_agreement(id).await?))
}

/// What somebody of the shop did, the newest first, 50 at a time. `fairday ledger verify` checks its hashes.
#[utoipa::path(get, operation_id = "admin_credit_audit", path = "/api/v1/admin/credit/audit", tag = "admin", security(("operator" = [])),
    params(("cursor" = Option<String>, Query, description = "`next` of the page before")),
    responses((status = 200, body = AuditEntries), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub(in crate::http) async fn audit(
    State(state): State<SharedState>,
    _: Operator,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refusal> {
    let below = query::below(raw.as_deref())?;
    Ok(private(StatusCode::OK, &credit(&state)?.audit_log(below).await?))
}

/// Does something with an agreement, once however often it is sent with this act's id; it is in the audit log afterwards.
#[utoipa::path(put, operation_id = "admin_credit_act", path = "/api/v1/admin/credit/agreements/{id}/acts/{act}", tag = "admin", security(("operator" = [])),
    request_body = CreditAct,
    params(("id" = String, Path, description = "The agreement's id"),
        ("act" = String, Path, description = "128 random bits as 32 hexadecimal digits, made and kept by the shop's system before it sends this")),
    responses((status = 200, body = AdminAgreement), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json", description = "Send the same again")))]
pub(in crate::http) async fn act(
    State(state): State<SharedState>,
    _: Operator,
    path: Result<Path<(String, String)>, PathRejection>,
    JsonBody(request): JsonBody<CreditAct>,
) -> Result<Response, Refusal> {
    let credit = credit(&state)?;
    let Ok(Path((id, act))) = path else { return Err(problem::not_found()) };
    let id = AgreementId::try_from(id).map_err(|_| problem::not_found())?;
    // Ids of acts look like those of agreements.
    let act = AgreementId::try_from(act)
        .map_err(|_| wrong_field("act", "an act's id is 32 characters of 0-9 a-f"))?;
    credit.act(&state.payments, (&id, &act), &request).await?;
    Ok(private(StatusCode::OK, &credit.any_agreement(id).await?))
}
