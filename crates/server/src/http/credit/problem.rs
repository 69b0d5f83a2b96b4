//! Refusals of credit.

use super::super::problem::Refusal;
use super::super::session::sign_in_required;
use crate::credit::CreditError;
use crate::database::DatabaseError;
use fairday_contract::{CreditAnswer, CreditDecision, DeclineReason, ProblemCode, TermChange};
use fairday_credit::assess::Reason;
use fairday_credit::ledger::LedgerError;
use fairday_credit::sheet::Difference;
use http::StatusCode;

/// How long to wait while an agreement is changing, milliseconds.
const CHANGING_RETRY_MS: u32 = 1_000;
/// How long to wait for a guarantor who does not answer, milliseconds.
const GUARANTOR_RETRY_MS: u32 = 30_000;

impl From<CreditError> for Refusal {
    fn from(error: CreditError) -> Self {
        let conflict = |code, detail: &str| Self::new(StatusCode::CONFLICT, code, detail);
        let wrong = |code, detail: &str| Self::new(StatusCode::BAD_REQUEST, code, detail);
        match error {
            CreditError::Database(error) => error.into(),
            CreditError::Key(error) => error.into(),
            CreditError::Limited(limited) => limited.into(),
            CreditError::Placing(error) => (*error).into(),
            CreditError::Corrupt(what) => {
                DatabaseError::Corrupt(format!("{what}, of an agreement, cannot be read")).into()
            }
            CreditError::Invalid(errors) => Self::invalid_body(errors),
            CreditError::NoAccount => sign_in_required(),
            CreditError::NotFound => not_found(),
            CreditError::IdUsed => conflict(
                ProblemCode::AgreementIdUsed,
                "This id was used with another body. Nothing has changed; ask for the agreement.",
            ),
            CreditError::OtherPerson => conflict(
                ProblemCode::OtherPerson,
                "A person has credit with one account, and an account for one person. Use the account that was used before.",
            ),
            CreditError::TooManyPhones => conflict(
                ProblemCode::NotPossibleNow,
                "Five phones of this account get notifications already. Sign out one that is not used any more.",
            ),
            CreditError::Declined(reason) => declined(answer(reason)),
            CreditError::NothingAsked => conflict(
                ProblemCode::NotPossibleNow,
                "There is no request for patience that waits for an answer.",
            ),
            CreditError::NoGuarantor => unavailable(
                "The guarantor does not answer just now. Nothing was asked for: send the same again later.",
                GUARANTOR_RETRY_MS,
            ),
            CreditError::TermsChanged(changes) => terms_changed(changes),
            CreditError::OtherTerms => conflict(
                ProblemCode::CreditTermsChanged,
                "This is not the digest of the terms that were offered. Nothing was signed; ask for the agreement.",
            ),
            CreditError::WrongCode { tries_left } => wrong(
                ProblemCode::WrongCode,
                &format!(
                    "This is not the code that was sent for these terms. It can be tried {tries_left} times more."
                ),
            ),
            CreditError::NoCode => wrong(
                ProblemCode::CodeExpired,
                "There is no code for these terms that can still be used. Ask for another.",
            ),
            CreditError::Ledger(
                error @ (LedgerError::TooMuch { .. } | LedgerError::NotEnough { .. } | LedgerError::Nothing),
            ) => conflict(
                ProblemCode::AmountDiffers,
                &format!(
                    "The amount does not fit what there is now: {error}. Nothing was changed; ask for the agreement."
                ),
            ),
            error @ CreditError::NotLongOverdue(_) => {
                conflict(ProblemCode::NotPossibleNow, &format!("This cannot be done: {error}."))
            }
            CreditError::Refused(_) | CreditError::Ledger(_) => conflict(
                ProblemCode::NotPossibleNow,
                "This cannot be done with the agreement as it is now. Ask for the agreement.",
            ),
            CreditError::Order(why) => {
                conflict(ProblemCode::NotPossibleNow, &format!("This cannot be done: {why}."))
            }
            CreditError::Changing => unavailable(
                "The agreement is changing just now. Send the same again in a moment.",
                CHANGING_RETRY_MS,
            ),
        }
    }
}

pub(super) fn not_found() -> Refusal {
    let detail = "This account has no such agreement.";
    Refusal::new(StatusCode::NOT_FOUND, ProblemCode::AgreementNotFound, detail)
}

fn unavailable(detail: &str, retry_ms: u32) -> Refusal {
    Refusal::new(StatusCode::SERVICE_UNAVAILABLE, ProblemCode::Unavailable, detail).retry_in(retry_ms)
}

/// 409 with why, and what else there is.
pub(super) fn declined(answer: CreditAnswer) -> Refusal {
    let detail =
        "The guarantor does not stand in: credit says why, and what else there is. Nothing was kept.";
    let refusal = Refusal::new(StatusCode::CONFLICT, ProblemCode::CreditDeclined, detail);
    Refusal { credit: Some(Box::new(answer)), ..refusal }
}

fn terms_changed(changes: Vec<Difference>) -> Refusal {
    let detail = "The terms are not those that were read any more: see changes. Nothing was signed and nothing ordered; \
                  ask for new terms.";
    let refusal = Refusal::new(StatusCode::CONFLICT, ProblemCode::CreditTermsChanged, detail);
    let change = |one: Difference| TermChange {
        what: one.key,
        was: one.was.unwrap_or_default(),
        now: one.now.unwrap_or_default(),
    };
    Refusal { changes: changes.into_iter().map(change).collect(), ..refusal }
}

/// A no, without what else there is.
pub(super) fn answer(reason: Reason) -> CreditAnswer {
    let mut free = None;
    let reason = match reason {
        Reason::TooYoung => DeclineReason::TooYoung,
        Reason::TooOld => DeclineReason::TooOld,
        Reason::Overdue => DeclineReason::Overdue,
        Reason::TooManyAgreements => DeclineReason::TooManyAgreements,
        Reason::AskedTooMuch { free: left } => {
            free = Some(left.minor());
            DeclineReason::AskedTooMuch
        }
        Reason::LineUsedUp => DeclineReason::LineUsedUp,
        Reason::NotKnownEnough => DeclineReason::NotKnownEnough,
        Reason::OrdersRefused => DeclineReason::OrdersRefused,
    };
    CreditAnswer { decision: CreditDecision::Declined, reason: Some(reason), free, alternatives: Vec::new() }
}
