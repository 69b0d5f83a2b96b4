//! An order that is paid by a credit agreement: placed in the transaction that signs it, at the price of its sheet.

use super::super::documents::json;
use super::super::terms::{AskedCoupon, Basis, work_out};
use super::super::{Checkout, Now, OrderError, check, current};
use super::BODY_PURPOSE;
use super::transaction::{Identity, Plan, Stop, write};
use crate::accounts::AccountId;
use crate::database::Transaction;
use crate::privacy::KeyRing;
use crate::shop_config::DeliveryRate;
use fairday_contract::{
    AgreedLine, AgreedTerms, Difference, DifferenceKind, OrderRequest, Payment, PaymentMethod, PaymentStatus,
    SignatureRequest, VariantId,
};
use std::sync::Arc;

/// An order that can be placed together with something else. Cheap to clone.
#[derive(Clone)]
pub struct OnCredit {
    plan: Arc<Plan>,
    keys: Arc<KeyRing>,
    variant: VariantId,
}

impl Checkout {
    /// What one piece of a variant costs now; nothing when it is not for sale.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn price(&self, variant: VariantId) -> Result<Option<i64>, OrderError> {
        let look = move |transaction: &mut Transaction<'_>| current::for_sale(transaction, variant);
        Ok(self.database.read(look).await?.map(|found| found.price))
    }

    /// The order that a signature places: one piece at this price, its delivery included.
    ///
    /// # Errors
    /// `Invalid`, `NoDelivery`.
    pub fn on_credit(
        &self,
        account: AccountId,
        signature: &SignatureRequest,
        (variant, price): (VariantId, i64),
    ) -> Result<OnCredit, OrderError> {
        let rate = self.shop.delivery_rate(&signature.delivery).ok_or(OrderError::NoDelivery)?;
        let rate = DeliveryRate { fee: 0, free_from: None, ..rate };
        let lines = vec![AgreedLine { variant, quantity: 1, price }];
        let (request, payment) = checked(&self.request(signature, &lines))?;
        let basis = Basis {
            currency: self.snapshot.currency(),
            lines: &lines,
            delivery: &signature.delivery,
            rate,
            coupon: AskedCoupon::None,
            now_ms: self.now_ms,
        };
        let worked_out = work_out(&basis).map_err(|_| check::too_large())?;
        let terms = self.terms(&worked_out, signature.locale).ok_or(OrderError::Changing)?;
        let body_hash = self.keys.sign(BODY_PURPOSE, &json(signature));
        let identity = Identity { account, id: signature.order.clone(), body_hash };
        let plan = self.plan(&identity, request, (terms, worked_out, None), payment);
        Ok(OnCredit { plan: Arc::new(plan), keys: Arc::clone(&self.keys), variant })
    }

    /// Whether this very signature of this account has placed its order.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn was_on_credit(
        &self,
        account: AccountId,
        signature: &SignatureRequest,
    ) -> Result<bool, OrderError> {
        let body_hash = self.keys.sign(BODY_PURPOSE, &json(signature));
        let id = signature.order.clone();
        let look = move |transaction: &mut Transaction<'_>| {
            let row = transaction.query_one(
                "SELECT COUNT(*) FROM orders WHERE id = $1 AND account_id = $2 AND body_hash = $3",
                &[&id.as_str(), &account.0, &body_hash],
            )?;
            Ok::<_, OrderError>(row.get::<i64>(0)? == 1)
        };
        self.database.read(look).await
    }

    fn request(&self, signature: &SignatureRequest, lines: &[AgreedLine]) -> OrderRequest {
        let agreed = AgreedTerms {
            currency: self.snapshot.currency(),
            lines: lines.to_vec(),
            coupon: None,
            discount: 0,
            delivery: signature.delivery.clone(),
            delivery_fee: 0,
            total: lines.iter().map(|line| line.price).sum(),
        };
        OrderRequest {
            quote: None,
            agreed,
            coupon: None,
            recipient: signature.recipient.clone(),
            payment: PaymentMethod::PhoneCredit,
            note: signature.note.clone(),
            locale: signature.locale,
        }
    }
}

/// The request with its texts as they are kept.
fn checked(request: &OrderRequest) -> Result<(OrderRequest, Payment), OrderError> {
    let mut errors = Vec::new();
    let (recipient, note) = check::texts(request, &mut errors);
    if !errors.is_empty() {
        return Err(OrderError::Invalid(errors));
    }
    let payment = Payment { method: request.payment, status: PaymentStatus::OnHandOver, url: None };
    Ok((OrderRequest { recipient, note, ..request.clone() }, payment))
}

impl OnCredit {
    /// Places it. Its number. The caller undoes everything when this fails.
    ///
    /// # Errors
    /// `IdUsed`; `OutOfStock`; `Changing` when the price has changed since it was looked up.
    pub fn place(&self, transaction: &mut Transaction<'_>) -> Result<i64, OrderError> {
        match write(transaction, &self.keys, &self.plan) {
            Ok(answer) if answer.is_replay => Err(OrderError::IdUsed),
            Ok(_) => {
                let id = self.plan.identity.id.as_str();
                let row = transaction.query_one("SELECT number FROM orders WHERE id = $1", &[&id])?;
                Ok(row.get(0)?)
            }
            Err(Stop::Missed) => Err(self.missed(transaction)?),
            Err(Stop::RefusedBefore | Stop::QuoteSpent) => Err(OrderError::IdUsed),
            Err(Stop::Refused(error)) => Err(error),
        }
    }

    fn missed(&self, transaction: &mut Transaction<'_>) -> Result<OrderError, OrderError> {
        let left = match current::for_sale(transaction, self.variant)? {
            None => return Ok(OrderError::gone(self.variant)),
            Some(found) => found.stock,
        };
        if left.is_none_or(|left| left > 0) {
            return Ok(OrderError::Changing);
        }
        Ok(OrderError::missing(DifferenceKind::Stock, self.variant))
    }
}

impl OrderError {
    /// A variant is not for sale any more.
    pub fn gone(variant: VariantId) -> Self {
        Self::missing(DifferenceKind::Gone, variant)
    }

    fn missing(what: DifferenceKind, variant: VariantId) -> Self {
        let missing = Difference { what, variant: Some(variant), agreed: 1, now: 0 };
        Self::OutOfStock(Box::new(Now { quote: None, differences: vec![missing] }))
    }
}
