//! Placing an order: exactly once, on exactly the terms agreed to, or not at all.
//!
//! What was agreed to is worked out again before the transaction from its own prices, and must come to what was agreed.
//! Within the transaction every row is changed only where it says the same: this price, for sale, enough of it, the coupon
//! within its limits. If one row says otherwise, everything is undone, the cart is quoted anew and the order refused with
//! what differs. The row with the client's id is put in first: of two requests with one id the second waits for the first
//! and finds its answer. A refusal leaves no order, so the same id may come again with other terms; but it is final for the
//! body it refused: a copy of that which arrives late is not placed after its sender was told that nothing was.

mod on_credit;

pub use on_credit::OnCredit;

use super::coupons::{Coupon, Uses};
use super::current::{Asked, Current};
use super::differences::differences;
use super::digest::digest;
use super::documents::{ANSWER_PLACE, Private, StoredTerms, json};
use super::payment::{Payments, method_name, status_name};
use super::promise::{self, Promise};
use super::read::StoredOrder;
use super::status::Way;
use super::terms::{AskedCoupon, Basis, WorkedOut, work_out};
use super::{Checkout, Now, OrderError, TRIES_MAX, check, events, pick_up_code, status, stock};
use crate::accounts::AccountId;
use crate::credit::CreditError;
use crate::credit::goods::Purchase;
use crate::database::{DatabaseError, Transaction, Value};
use crate::privacy::KeyRing;
use crate::privacy::keys::Hash;
use fairday_contract::{
    AgreedLine, Currency, DeliveryChoice, DifferenceKind, Order, OrderEvent, OrderId, OrderRequest,
    OrderStatus, Payment, PaymentMethod, PickUpPoint, Terms,
};
use std::sync::Arc;

/// What the keyed hash of a request's body is made for.
const BODY_PURPOSE: &str = "orders.body";

/// How long a refusal is remembered, milliseconds: longer than a quote holds, by however much servers' clocks may differ.
const REFUSAL_KEPT_MS: i64 = 24 * 60 * 60 * 1000;

/// The answer to a request that placed an order: the order as it was then, as JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The same each time.
    pub json: Vec<u8>,
    /// Whether the order had been placed before.
    pub is_replay: bool,
}

/// Which request this is.
#[derive(Clone)]
struct Identity {
    account: AccountId,
    id: OrderId,
    body_hash: Hash,
}

/// Everything an order is written from, made before the transaction.
struct Plan {
    identity: Identity,
    /// By the number of their variants: orders never wait for each other.
    lines: Vec<AgreedLine>,
    currency: Currency,
    coupon: Option<Coupon>,
    terms: String,
    private: Vec<u8>,
    /// As it is answered, but for its number and the page to pay at.
    order: Order,
    /// The same, sealed: what the order's row keeps of its answer.
    answer: Vec<u8>,
    payments: Payments,
    /// Of the line, when it is paid with the next bill.
    purchase: Option<Purchase>,
    now_ms: i64,
}

/// What a request comes to before any row was looked at.
enum Prepared {
    Ready(Arc<Plan>),
    /// The promise does not hold, or the terms do not come to the same any more.
    Outdated,
}

/// Why the transaction was undone.
enum Stop {
    /// A row says otherwise than what was agreed to.
    Missed,
    /// This very request was refused before.
    RefusedBefore,
    Refused(OrderError),
}

impl From<DatabaseError> for Stop {
    fn from(error: DatabaseError) -> Self {
        Self::Refused(error.into())
    }
}

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

    fn prepare(&self, identity: &Identity, request: &OrderRequest) -> Result<Prepared, OrderError> {
        let agreed = &request.agreed;
        let (request, pay) = self.checked(request)?;
        let promised = digest(agreed);
        match promise::check(&self.keys, &request.quote, identity.account, &promised, self.now_ms) {
            Promise::Unreadable => {
                let detail = "is not the id of a quote: ask for one with POST /api/v1/quotes";
                return Err(OrderError::Invalid(vec![check::error("quote", detail)]));
            }
            Promise::Broken => return Ok(Prepared::Outdated),
            Promise::Holds => {}
        }
        let rate = self.shop.delivery_rate(&agreed.delivery).ok_or(OrderError::NoDelivery)?;
        let coupon = agreed.coupon.as_deref().map(|code| self.shop.coupons.find(code));
        let asked = match coupon {
            None => AskedCoupon::None,
            Some(None) => AskedCoupon::NotFound,
            // How often it was used is a condition of its row.
            Some(Some(coupon)) => AskedCoupon::Found(coupon, Uses::default()),
        };
        let (currency, lines, delivery) = (self.snapshot.currency(), &agreed.lines, &agreed.delivery);
        let basis = Basis { currency, lines, delivery, rate, coupon: asked, now_ms: self.now_ms };
        let Ok(worked_out) = work_out(&basis) else { return Ok(Prepared::Outdated) };
        if digest(&worked_out.amounts) != promised {
            return Ok(Prepared::Outdated);
        }
        let Some(terms) = self.terms(&worked_out, request.locale) else { return Ok(Prepared::Outdated) };
        let coupon = coupon.flatten().cloned();
        let purchase = self.purchase(&terms, pay.method)?;
        let plan = self.plan(identity, request, (terms, worked_out, coupon), pay);
        Ok(Prepared::Ready(Arc::new(Plan { purchase, ..plan })))
    }

    /// What is held of the line for an order on these terms that is paid with the next bill.
    fn purchase(&self, terms: &Terms, method: PaymentMethod) -> Result<Option<Purchase>, OrderError> {
        let (PaymentMethod::PhoneCredit, Some(config), Some(first)) =
            (method, &self.shop.credit, terms.lines.first())
        else {
            return Ok(None);
        };
        let more = terms.lines.len() - 1;
        let goods = if more == 0 { first.title.clone() } else { format!("{} +{more}", first.title) };
        let purchase =
            Purchase::new(config, (first.variant, &goods), (terms.total, terms.currency), self.now_ms);
        purchase.map(Some).map_err(|_| {
            OrderError::Invalid(vec![check::error("payment", "an order of this amount cannot be on credit")])
        })
    }

    /// The request with its texts as they are kept, and how it is paid.
    fn checked(&self, request: &OrderRequest) -> Result<(OrderRequest, Payment), OrderError> {
        let mut errors = check::agreed(&request.agreed);
        let (recipient, note) = check::texts(request, &mut errors);
        let way = Way::of(&request.agreed.delivery);
        let pay = self.payments.find(request.payment).filter(|pay| pay.suits(way, request.agreed.total));
        if pay.is_none() {
            errors.push(check::error("payment", "is not one of the ways that the quote offers"));
        }
        match pay {
            Some(pay) if errors.is_empty() => {
                let payment = Payment { method: pay.method(), status: pay.begins(), url: None };
                Ok((OrderRequest { recipient, note, ..request.clone() }, payment))
            }
            _ => Err(OrderError::Invalid(errors)),
        }
    }

    fn plan(
        &self,
        identity: &Identity,
        request: OrderRequest,
        (terms, worked_out, coupon): (Terms, WorkedOut, Option<Coupon>),
        payment: Payment,
    ) -> Plan {
        let mut lines = worked_out.amounts.lines;
        lines.sort_by_key(|line| line.variant);
        let point = self.point(&terms, request.locale);
        let code = point.is_some().then(pick_up_code::generate);
        let OrderRequest { recipient, note, .. } = request;
        let order = Order {
            id: identity.id.clone(),
            number: 0,
            status: OrderStatus::Placed,
            terms: terms.clone(),
            recipient: recipient.clone(),
            point: point.clone(),
            pick_up_code: None,
            payment,
            note: note.clone(),
            timeline: vec![OrderEvent {
                status: OrderStatus::Placed,
                at_ms: self.now_ms,
                note: String::new(),
                tracking: None,
            }],
            can_cancel: false,
            can_return: false,
        };
        let stored = StoredOrder {
            number: 0,
            account: identity.account,
            received_ms: None,
            moved_ms: self.now_ms,
            order,
        };
        let order = stored.for_owner(&self.payments, self.now_ms);
        Plan {
            answer: self.keys.seal(ANSWER_PLACE, &json(&order)),
            identity: identity.clone(),
            lines,
            currency: terms.currency,
            coupon,
            terms: StoredTerms::write(terms, point),
            private: Private::seal(&self.keys, recipient, note, code),
            order,
            payments: self.payments.clone(),
            purchase: None,
            now_ms: self.now_ms,
        }
    }

    fn point(&self, terms: &Terms, locale: fairday_contract::Locale) -> Option<PickUpPoint> {
        let DeliveryChoice::PickUp { point } = &terms.delivery else { return None };
        Some(self.shop.pick_up.get(point)?.point(locale, terms.currency))
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

fn write(transaction: &mut Transaction<'_>, keys: &KeyRing, plan: &Plan) -> Result<Answer, Stop> {
    transaction.lock(&plan.identity.account.lock())?;
    let Some(number) = claim(transaction, plan)? else {
        check_free(transaction, &plan.identity)?;
        // Not there any more would mean that it was deleted, and orders are not.
        let answer = look(transaction, keys, &plan.payments, &plan.identity).map_err(Stop::Refused)?;
        return answer.ok_or(Stop::Refused(OrderError::Changing));
    };
    // In one go: what must have changed a row is looked at in the end.
    let (mut steps, mut conditions) = (Vec::new(), Vec::new());
    for line in &plan.lines {
        conditions.push(steps.len());
        steps.push(stock::reserve(line, &plan.currency));
        let numbers = [number, line.variant.0.into(), line.quantity.into(), line.price];
        steps.push((
            "INSERT INTO order_line (order_number, variant_id, quantity, price) VALUES ($1, $2, $3, $4)",
            numbers.map(|number| Value::Integer(Some(number))).to_vec(),
        ));
        steps.push(stock::note_change(line.variant.0.into(), plan.now_ms));
    }
    if let Some(coupon) = &plan.coupon {
        conditions.extend([steps.len(), steps.len() + 1]);
        steps.extend(stock::use_coupon(coupon, plan.identity.account));
    }
    steps.extend(events::record(number, OrderStatus::Placed, plan.now_ms, None));
    let counts = transaction.execute_all(&steps)?;
    if conditions.into_iter().any(|index| counts[index] != 1) {
        return Err(Stop::Missed);
    }
    if let Some(purchase) = &plan.purchase {
        let Identity { account, id, body_hash } = &plan.identity;
        purchase.hold(transaction, *account, (id, number, body_hash)).map_err(|error| match error {
            CreditError::Declined(reason) => Stop::Refused(OrderError::Declined(reason)),
            CreditError::Database(error) => error.into(),
            CreditError::IdUsed => Stop::Refused(OrderError::IdUsed),
            CreditError::Changing => Stop::Refused(OrderError::Changing),
            _ => Stop::Refused(OrderError::Corrupt("its credit agreement")),
        })?;
    }
    Ok(Answer { json: answer(plan.order.clone(), number, &plan.payments, plan.now_ms), is_replay: false })
}

/// The answer to the request that placed this order, which is kept without what the order's row says.
fn answer(mut order: Order, number: i64, payments: &Payments, placed_ms: i64) -> Vec<u8> {
    order.number = number.unsigned_abs();
    order.payment.url = payments.page(&order, placed_ms);
    json(&order)
}

/// Why nothing was put in: the account is not there any more, or the request was refused before; or neither.
fn check_free(transaction: &mut Transaction<'_>, identity: &Identity) -> Result<(), Stop> {
    let row = transaction.query_one(
        "SELECT (SELECT COUNT(*) FROM account WHERE id = $1 AND deleted_ms IS NULL), \
         (SELECT COUNT(*) FROM order_refusal \
         WHERE account_id = $1 AND order_id = $2 AND body_hash = $3)",
        &[&identity.account.0, &identity.id.as_str(), &identity.body_hash],
    )?;
    match (row.get::<i64>(0)?, row.get::<i64>(1)?) {
        (0, _) => Err(Stop::Refused(OrderError::NoAccount)),
        (_, 0) => Ok(()),
        _ => Err(Stop::RefusedBefore),
    }
}

/// Puts the order's row in. Its number; nothing when there is one with this id, or for a reason of [`check_free`].
fn claim(transaction: &mut Transaction<'_>, plan: &Plan) -> Result<Option<i64>, DatabaseError> {
    let Plan { identity, order, now_ms, .. } = plan;
    let row = transaction.query_optional(
        "INSERT INTO orders (id, account_id, body_hash, placed_ms, status, status_ms, payment_method, payment_status, \
         coupon, currency, total, terms, private, answer) SELECT $1, $2, $3, $4, $5, $4, $6, $7, $8, $9, $10, $11, $12, $13 \
         WHERE EXISTS (SELECT 1 FROM account WHERE account.id = $2 AND account.deleted_ms IS NULL) \
         AND NOT EXISTS (SELECT 1 FROM order_refusal WHERE order_refusal.account_id = $2 \
         AND order_refusal.order_id = $1 AND order_refusal.body_hash = $3) \
         ON CONFLICT (id) DO NOTHING RETURNING number",
        &[
            &identity.id.as_str(),
            &identity.account.0,
            &identity.body_hash,
            now_ms,
            &status::name(OrderStatus::Placed),
            &method_name(order.payment.method),
            &status_name(order.payment.status),
            &order.terms.coupon,
            &order.terms.currency.code(),
            &order.terms.total,
            &plan.terms,
            &plan.private,
            &plan.answer,
        ],
    )?;
    row.map(|row| row.get(0)).transpose()
}

fn look(
    transaction: &mut Transaction<'_>,
    keys: &KeyRing,
    payments: &Payments,
    identity: &Identity,
) -> Result<Option<Answer>, OrderError> {
    let row = transaction.query_optional(
        "SELECT account_id, body_hash, answer, number, placed_ms FROM orders WHERE id = $1",
        &[&identity.id.as_str()],
    )?;
    let Some(row) = row else { return Ok(None) };
    let is_same =
        row.get::<i64>(0)? == identity.account.0 && row.get::<Vec<u8>>(1)? == identity.body_hash.as_slice();
    match row.get::<Option<Vec<u8>>>(2)? {
        Some(kept) if is_same => {
            let order = serde_json::from_slice(&keys.open(ANSWER_PLACE, &kept)?)
                .map_err(|_| OrderError::Corrupt("the answer to its request"))?;
            let json = answer(order, row.get(3)?, payments, row.get(4)?);
            Ok(Some(Answer { json, is_replay: true }))
        }
        _ => Err(OrderError::IdUsed),
    }
}
