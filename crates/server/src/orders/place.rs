//! Placing an order: exactly once, on exactly the terms agreed to, or not at all.
//!
//! What was agreed to is worked out again before the transaction from its own prices, and must come to what was agreed.
//! Within the transaction every row is changed only where it says the same: this price, for sale, enough of it, the coupon
//! within its limits. If one row says otherwise, everything is undone, the cart is quoted anew and the order refused with
//! what differs. The row with the client's id is put in first: of two requests with one id the second waits for the first
//! and finds its answer. A refusal leaves no order, so the same id may come again with other terms; but it is final for the
//! body it refused: a copy of that which arrives late is not placed after its sender was told that nothing was.

mod on_credit;
mod prepare;
mod transaction;

pub use on_credit::OnCredit;
pub use transaction::Answer;

use super::current::{Asked, Current};
use super::differences::differences;
use super::digest::digest;
use super::documents::json;
use super::{Checkout, Now, OrderError, TRIES_MAX, check};
use crate::accounts::AccountId;
use crate::database::Transaction;
use fairday_contract::{DifferenceKind, OrderId, OrderRequest};
use prepare::Prepared;
use std::sync::Arc;
use transaction::{Identity, Plan, Stop, look, write};

/// What the keyed hash of a request's body is made for.
const BODY_PURPOSE: &str = "orders.body";

/// How long a refusal is remembered, milliseconds: longer than a quote holds, by however much servers' clocks may differ.
const REFUSAL_KEPT_MS: i64 = 24 * 60 * 60 * 1000;

impl Checkout {
    /// Places an order, or gives the answer that the same request got before.
    ///
    /// # Errors
    /// `IdUsed` when the id was used with another body, or by another account, which are told alike; `TermsChanged`,
    /// `OutOfStock`, `NoDelivery` and `Invalid`, after which nothing is placed and the id is still free.
    pub async fn place(
        &self,
        account: AccountId,
        id: OrderId,
        request: OrderRequest,
    ) -> Result<Answer, OrderError> {
        let body_hash = self.keys.sign(BODY_PURPOSE, &json(&request));
        let identity = Identity { account, id, body_hash };
        let prepared = self.prepare(&identity, &request);
        let mut is_held = false;
        for _ in 0..TRIES_MAX {
            if let Ok(Prepared::Ready(plan)) = &prepared {
                match self.write(plan).await {
                    Err(Stop::Missed) => is_held = true,
                    Err(Stop::RefusedBefore) => {}
                    Err(Stop::Refused(refusal @ OrderError::Declined(_))) => {
                        // As final as other refusals, though the terms are the same.
                        return match self.refuse(&identity).await? {
                            Some(answer) => Ok(answer),
                            None => Err(refusal),
                        };
                    }
                    Err(Stop::Refused(error)) => return Err(error),
                    Ok(answer) => return Ok(answer),
                }
            } else if let Some(answer) = self.look(&identity).await? {
                return Ok(answer);
            }
            if let Err(error) = prepared {
                return Err(error);
            }
            if let Some(refusal) = self.what_differs(account, &request, is_held).await? {
                return match self.refuse(&identity).await? {
                    Some(answer) => Ok(answer),
                    None => Err(refusal),
                };
            }
            // What was missed is there again: somebody else's order was undone in between.
        }
        Err(OrderError::Changing)
    }

    async fn write(&self, plan: &Arc<Plan>) -> Result<Answer, Stop> {
        let (plan, keys) = (Arc::clone(plan), Arc::clone(&self.keys));
        self.database.write(move |transaction| write(transaction, &keys, &plan)).await
    }

    /// The answer that this very request got before.
    async fn look(&self, identity: &Identity) -> Result<Option<Answer>, OrderError> {
        let (identity, keys, payments) = (identity.clone(), Arc::clone(&self.keys), self.payments.clone());
        self.database.read(move |transaction| look(transaction, &keys, &payments, &identity)).await
    }

    /// Makes the refusal of this request final; or gives the answer of a copy of it that was placed in the meantime.
    async fn refuse(&self, identity: &Identity) -> Result<Option<Answer>, OrderError> {
        let (identity, keys, now_ms) = (identity.clone(), Arc::clone(&self.keys), self.now_ms);
        let payments = self.payments.clone();
        let refuse = move |transaction: &mut Transaction<'_>| {
            transaction.lock(&identity.account.lock())?;
            if let Some(answer) = look(transaction, &keys, &payments, &identity)? {
                return Ok(Some(answer));
            }
            transaction.execute("DELETE FROM order_refusal WHERE expires_ms < $1", &[&now_ms])?;
            transaction.execute(
                "INSERT INTO order_refusal (account_id, order_id, body_hash, expires_ms) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (account_id, order_id, body_hash) DO NOTHING",
                &[&identity.account.0, &identity.id.as_str(), &identity.body_hash, &(now_ms + REFUSAL_KEPT_MS)],
            )?;
            Ok(None)
        };
        self.database.write(refuse).await
    }

    /// Quotes what was agreed to anew. Nothing when that is exactly what was agreed to and the promise holds.
    async fn what_differs(
        &self,
        account: AccountId,
        request: &OrderRequest,
        is_held: bool,
    ) -> Result<Option<OrderError>, OrderError> {
        let agreed = &request.agreed;
        let asked = Asked {
            lines: check::wanted(agreed),
            delivery: &agreed.delivery,
            coupon: agreed.coupon.as_deref(),
            locale: request.locale,
        };
        let Current { quote, amounts, shortages } = self.current(account, asked).await?;
        let is_same = amounts.as_ref().is_some_and(|now| digest(now) == digest(agreed));
        if is_held && is_same && shortages.is_empty() {
            return Ok(None);
        }
        let differences = differences(agreed, amounts.as_ref(), &shortages);
        let is_short = differences
            .iter()
            .any(|difference| matches!(difference.what, DifferenceKind::Stock | DifferenceKind::Gone));
        let now = Box::new(Now { quote, differences });
        Ok(Some(if is_short { OrderError::OutOfStock(now) } else { OrderError::TermsChanged(now) }))
    }
}
