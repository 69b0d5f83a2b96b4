//! Placing an order, before the transaction: the request is checked, its terms are worked out again, and everything that its
//! rows are written from is made.

use super::super::coupon_guesses::Named;
use super::super::coupons::{Coupon, Uses};
use super::super::digest::digest;
use super::super::documents::{ANSWER_PLACE, Private, StoredTerms, json};
use super::super::promise::{self, NotHeld};
use super::super::read::StoredOrder;
use super::super::reservations::{Reservation, Subjects, Wanted, network_index, number_index, spent};
use super::super::status::Way;
use super::super::terms::{AskedCoupon, Basis, WorkedOut, work_out};
use super::super::{Checkout, OrderError, check, pick_up_code};
use super::transaction::{Identity, Plan};
use crate::credit::goods::Purchase;
use fairday_contract::{
    DeliveryChoice, Locale, Order, OrderEvent, OrderRequest, OrderStatus, Payment, PaymentMethod,
    PickUpPoint, Terms,
};
use std::sync::Arc;

/// What a request comes to before its transaction.
pub(super) enum Prepared<'a> {
    /// Its terms are those agreed to, as far as they can be told.
    Ready(Arc<Plan>, Named<'a>),
    /// They do not come to the same any more.
    Outdated(Named<'a>),
    /// The promise of its quote does not hold.
    Unpromised(NotHeld),
}

/// The coupon that an order's terms are made with, and how often it has been used.
type Asked<'a> = Result<(Named<'a>, Uses), NotHeld>;

impl Checkout {
    pub(super) async fn prepare(
        &self,
        identity: &Identity,
        request: &OrderRequest,
    ) -> Result<Prepared<'_>, OrderError> {
        let agreed = &request.agreed;
        let (request, pay) = self.checked(request)?;
        let (named, uses) = match self.asked(identity, &request).await? {
            Ok(asked) => asked,
            Err(NotHeld::Unreadable) => {
                let detail = "is not the id of a quote: ask for one with POST /api/v1/quotes, or name none";
                return Err(OrderError::Invalid(vec![check::error("quote", detail)]));
            }
            Err(why) => return Ok(Prepared::Unpromised(why)),
        };
        let rate = self.shop.delivery_rate(&agreed.delivery).ok_or(OrderError::NoDelivery)?;
        let asked = AskedCoupon::of(named, uses);
        let (currency, lines, delivery) = (self.snapshot.currency(), &agreed.lines, &agreed.delivery);
        let basis = Basis { currency, lines, delivery, rate, coupon: asked, now_ms: self.now_ms };
        let Ok(worked_out) = work_out(&basis) else { return Ok(Prepared::Outdated(named)) };
        if digest(&worked_out.amounts) != digest(agreed) {
            return Ok(Prepared::Outdated(named));
        }
        let Some(terms) = self.terms(&worked_out, request.locale) else {
            return Ok(Prepared::Outdated(named));
        };
        // One that was asked for and does not hold is not used up.
        let coupon = named.found().filter(|_| agreed.coupon.is_some()).cloned();
        let purchase = self.purchase(&terms, pay.method)?;
        let quote = request.quote.as_deref().map(spent);
        let mut plan = self.plan(identity, request, (terms, worked_out, coupon), pay);
        plan.purchase = purchase;
        plan.reservation.quote = quote;
        plan.reservation.limits = Some(self.shop.limits);
        Ok(Prepared::Ready(Arc::new(plan), named))
    }

    /// With a quote it is the one that was promised, and how often it was used is a condition of its row. Without one it is
    /// looked up, which counts as a guess, and its uses are read, as they are for a quote.
    async fn asked(&self, identity: &Identity, request: &OrderRequest) -> Result<Asked<'_>, OrderError> {
        let (account, agreed) = (identity.account, &request.agreed);
        if let Some(quote) = &request.quote {
            let held = promise::held(&self.keys, quote, account, agreed, self.now_ms);
            return Ok(held.map(|held| (self.shop.coupons.promised(&held), Uses::default())));
        }
        let named = self.named(account, check::coupon(request)).await?;
        let uses = match named.found() {
            Some(coupon) => self.uses(account, coupon).await?,
            None => Uses::default(),
        };
        Ok(Ok((named, uses)))
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
        let mut errors = check::order(request);
        let (recipient, note) = check::texts(request, &mut errors);
        let way = Way::of(&request.agreed.delivery);
        let pay = self.payments.find(request.payment).filter(|pay| pay.suits(way, request.agreed.total));
        if pay.is_none() {
            errors.push(check::error("payment", "is not one of the ways that a quote of it offers"));
        }
        match pay {
            Some(pay) if errors.is_empty() => {
                let payment = Payment { method: pay.method(), status: pay.begins(), url: None };
                Ok((OrderRequest { recipient, note, ..request.clone() }, payment))
            }
            _ => Err(OrderError::Invalid(errors)),
        }
    }

    /// Everything that is written, without a quote that is spent and without limits.
    pub(super) fn plan(
        &self,
        identity: &Identity,
        request: OrderRequest,
        (terms, worked_out, coupon): (Terms, WorkedOut, Option<Coupon>),
        payment: Payment,
    ) -> Plan {
        let network = self.network.as_deref().map(|network| network_index(&self.keys, network));
        let number = Some(number_index(&self.keys, &request.recipient.phone));
        let subjects = Subjects { account: identity.account, number, network };
        let wanted = Wanted::of(&worked_out.amounts);
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
            unreadable: None,
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
            reservation: Reservation { subjects, wanted, quote: None, limits: None },
            now_ms: self.now_ms,
        }
    }

    fn point(&self, terms: &Terms, locale: Locale) -> Option<PickUpPoint> {
        let DeliveryChoice::PickUp { point } = &terms.delivery else { return None };
        Some(self.shop.pick_up.get(point)?.point(locale, terms.currency))
    }
}
