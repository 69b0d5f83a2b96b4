//! `/api/v1/admin/credit`: for the shop's own systems, which prove themselves by a token.

use super::super::admin::Operator;
use super::super::body::JsonBody;
use super::super::problem::Refusal;
use super::super::respond::private;
use super::super::sign_in::wrong_field;
use super::super::text::Texts;
use super::super::{SharedState, query};
use super::agreements::agreement_id;
use super::{IdPath, credit, problem};
use crate::credit::Credit;
use crate::credit::booking::ShopPaid;
use crate::credit::running::ShopAct;
use crate::database::Class;
use crate::orders::advance::{By, Wish, advance};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use fairday_contract::{
    AdminAgreement, AdminAgreements, AgreementId, AgreementState, AuditEntries, CreditAct, CreditActKind,
    OrderStatus, Problem,
};
use fairday_credit::Amount;
use fairday_input::Kind;
use http::StatusCode;

/// The longest name of whoever does something, characters.
const BY_CHARS_MAX: usize = 60;

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
    let mut texts = Texts::default();
    let by = texts.needed("by", &request.by, Kind::Line(BY_CHARS_MAX));
    let note = texts.optional("note", &request.note, Kind::NOTE);
    if !texts.errors.is_empty() {
        return Err(Refusal::invalid_body(texts.errors));
    }
    match wanted(&request, note)? {
        Wanted::Act(what) => {
            credit.by_shop(by, id.clone(), what, act.into()).await?;
        }
        Wanted::Paid(number, what) => credit.shop_paid((by, act.into()), (id.clone(), number), what).await?,
        Wanted::Decline(note) => decline(&state, &credit, (&id, &act), (by, note)).await?,
    }
    Ok(private(StatusCode::OK, &credit.any_agreement(id).await?))
}

enum Wanted {
    Act(ShopAct),
    Paid(i64, ShopPaid),
    Decline(String),
}

fn wanted(request: &CreditAct, note: String) -> Result<Wanted, Refusal> {
    let amount = || {
        let minor = request.amount.ok_or_else(|| wrong_field("amount", "is needed for this"))?;
        Amount::new(minor).map_err(|error| wrong_field("amount", &error.to_string()))
    };
    let payment = || {
        let number = request.payment.and_then(|number| i64::try_from(number).ok());
        number.ok_or_else(|| wrong_field("payment", "is needed for this: the payment's number"))
    };
    Ok(match request.kind {
        CreditActKind::Approve => Wanted::Act(ShopAct::Approve(amount()?)),
        CreditActKind::Waive => Wanted::Act(ShopAct::Waive(amount()?)),
        CreditActKind::WriteOff => Wanted::Act(ShopAct::WriteOff),
        CreditActKind::GiveBack => Wanted::Act(ShopAct::GiveBack(amount()?)),
        CreditActKind::Refund => Wanted::Act(ShopAct::Refund(amount()?)),
        CreditActKind::AcceptHardship => Wanted::Act(ShopAct::AnswerHardship { is_accepted: true, note }),
        CreditActKind::DeclineHardship => Wanted::Act(ShopAct::AnswerHardship { is_accepted: false, note }),
        CreditActKind::Paid => Wanted::Paid(payment()?, ShopPaid::Taken),
        CreditActKind::PaidBack => Wanted::Paid(payment()?, ShopPaid::Back),
        CreditActKind::Decline => Wanted::Decline(note),
    })
}

/// Nobody stands in after looking: who decided so is noted, then the order is cancelled, and the agreement lapses with it.
/// Sent again, what was not done before is done.
async fn decline(
    state: &SharedState,
    credit: &Credit,
    (id, act): (&AgreementId, &AgreementId),
    (by, note): (String, String),
) -> Result<(), Refusal> {
    let Some(order) = credit.decline(by, id.clone(), act.as_str().to_owned()).await? else { return Ok(()) };
    let wish = Wish {
        id: order,
        by: By::Shop,
        to: OrderStatus::Cancelled,
        note,
        tracking: None,
        now_ms: credit.now_ms,
    };
    advance(&state.database.for_class(Class::Orders), &state.keys, &state.payments, wish).await?;
    Ok(())
}
