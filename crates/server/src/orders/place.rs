//! Placing an order: exactly once, on exactly the terms agreed to, or not at all.
//!
//! What was agreed to is worked out again before the transaction from its own prices, by the function that makes quotes, and must
//! come to what was agreed: with the promise of a quote, or without one.
//! Within the transaction every row is changed only where it says the same: this price, for sale, enough of it, the coupon
//! within its limits. If one row says otherwise, everything is undone, the cart is quoted anew and the order refused with
//! what differs. The row with the client's id is put in first: of two requests with one id the second waits for the first
//! and finds its answer. A refusal leaves no order, so the same id may come again with other terms; but it is final for the
//! body it refused: a copy of that which arrives late is not placed after its sender was told that nothing was.
//!
//! An order need not name a quote. Its terms are then made now, like a quote's, and its coupon is looked up and counted as for a
//! quote; nothing else is otherwise. A quote makes one order. An order under a quote that another order has spent is refused
//! with a new quote, which may be agreed to at once. What an account can leave behind is bounded: orders by
//! [`reservations`](super::reservations), refusals by [`REFUSALS`].

mod on_credit;
mod prepare;
mod transaction;

pub use on_credit::OnCredit;
pub use transaction::Answer;

use super::coupon_guesses::Named;
use super::current::{Asked, Current};
use super::differences::differences;
use super::digest::digest;
use super::documents::json;
use super::promise::NotHeld;
use super::reservations::{HOUR_MS, KEPT_MS};
use super::{Checkout, Now, OrderError, TRIES_MAX, check};
use crate::accounts::AccountId;
use crate::accounts::rate_limit::{Limit, Use, count};
use crate::database::Transaction;
use fairday_contract::{DifferenceKind, OrderId, OrderRequest};
use prepare::Prepared;
use std::sync::Arc;
use transaction::{Identity, Plan, Stop, look, write};

/// What the keyed hash of a request's body is made for.
const BODY_PURPOSE: &str = "orders.body";

/// Refusals that are kept for an account: far more than prices change under a shopper. Beyond it an order that cannot be placed
/// is put off, and not refused for good.
pub const REFUSALS: Limit = Limit { name: "order/refusals", most: 60, window_ms: HOUR_MS };

impl Checkout {
    /// Places an order, or gives the answer that the same request got before.
    ///
    /// # Errors
    /// `IdUsed` when the id was used with another body, or by another account, which are told alike; `TermsChanged`,
    /// `OutOfStock`, `ReservedTooMuch`, `NoDelivery` and `Invalid`, after which nothing is placed and the id is still free;
    /// `Limited`, after which the same may be sent again later.
    pub async fn place(
        &self,
        account: AccountId,
        id: OrderId,
        request: OrderRequest,
    ) -> Result<Answer, OrderError> {
        let body_hash = self.keys.sign(BODY_PURPOSE, &json(&request));
        let identity = Identity { account, id, body_hash };
        let prepared = match self.prepare(&identity, &request).await {
            Ok(prepared) => prepared,
            Err(refusal @ OrderError::NoDelivery) => return self.refuse(&identity, refusal).await,
            // Whatever is wrong with it by now: what was placed before is still answered.
            Err(error) => return self.look(&identity).await?.ok_or(error),
        };
        let mut is_as_agreed = false;
        for _ in 0..TRIES_MAX {
            if let Prepared::Ready(plan, _) = &prepared {
                match self.write(plan).await {
                    Err(Stop::Missed) => is_as_agreed = true,
                    Err(Stop::RefusedBefore | Stop::QuoteSpent) => is_as_agreed = false,
                    // As final as other refusals, though the terms are the same.
                    Err(Stop::Refused(
                        refusal @ (OrderError::Declined(_) | OrderError::ReservedTooMuch(_)),
                    )) => return self.refuse(&identity, refusal).await,
                    Err(Stop::Refused(error)) => return Err(error),
                    Ok(answer) => return Ok(answer),
                }
            } else if let Some(answer) = self.look(&identity).await? {
                return Ok(answer);
            }
            let coupon = match &prepared {
                Prepared::Ready(_, coupon) | Prepared::Outdated(coupon) => *coupon,
                // Whoever names a code without a promise may be guessing.
                Prepared::Unpromised(_) => self.named(account, check::coupon(&request)).await?,
            };
            match self.what_differs(account, &request, (coupon, is_as_agreed)).await? {
                // It can never be placed, so there is nothing to remember.
                Some(refusal) if matches!(prepared, Prepared::Unpromised(NotHeld::NeverGiven)) => {
                    return Err(refusal);
                }
                Some(refusal) => return self.refuse(&identity, refusal).await,
                // What was missed is there again: somebody else's order was undone in between.
                None => {}
            }
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

    /// Makes the refusal of this request final and gives it; or gives the answer of a copy of the request that was placed in the
    /// meantime.
    async fn refuse(&self, identity: &Identity, refusal: OrderError) -> Result<Answer, OrderError> {
        let (identity, keys, now_ms) = (identity.clone(), Arc::clone(&self.keys), self.now_ms);
        let payments = self.payments.clone();
        let counted = Use::new(&self.keys, REFUSALS, &identity.account.0.to_string());
        let refuse = move |transaction: &mut Transaction<'_>| {
            transaction.lock(&identity.account.lock())?;
            if let Some(answer) = look(transaction, &keys, &payments, &identity)? {
                return Ok(Some(answer));
            }
            let expires_ms = now_ms + KEPT_MS;
            let is_new = transaction.execute(
                "INSERT INTO order_refusal (account_id, order_id, body_hash, expires_ms) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (account_id, order_id, body_hash) DO NOTHING",
                &[&identity.account.0, &identity.id.as_str(), &identity.body_hash, &expires_ms],
            )?;
            if is_new > 0 {
                count(transaction, &[counted], now_ms)?;
            }
            Ok::<_, OrderError>(None)
        };
        self.database.write(refuse).await?.ok_or(refusal)
    }

    /// Quotes what was agreed to anew. Nothing when that is exactly what was agreed to, and it was prepared so.
    async fn what_differs(
        &self,
        account: AccountId,
        request: &OrderRequest,
        (coupon, is_as_agreed): (Named<'_>, bool),
    ) -> Result<Option<OrderError>, OrderError> {
        let agreed = &request.agreed;
        let asked = Asked {
            lines: check::wanted(agreed),
            delivery: &agreed.delivery,
            coupon,
            locale: request.locale,
        };
        let Current { quote, amounts, shortages, .. } = self.current(account, asked).await?;
        let is_same = amounts.as_ref().is_some_and(|now| digest(now) == digest(agreed));
        if is_as_agreed && is_same && shortages.is_empty() {
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
