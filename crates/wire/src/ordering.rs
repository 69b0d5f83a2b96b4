//! How the types of accounts, addresses, quotes, orders and problems stand in JSON. The fields are explained in
//! `crates/contract`.

use crate::shapes::{ids, words};
use crate::{Reader, Wire, Writer, objects};
use fairday_contract::{
    Account, AccountDeletion, Address, AddressEntry, AddressId, Addresses, AgreedLine, AgreedTerms,
    CodeRequest, CodeSent, CouponRefused, DeliveryChoice, DeliveryOffer, DeliveryOptions, Difference,
    DifferenceKind, FieldError, Order, OrderEvent, OrderId, OrderReason, OrderRequest, OrderStatus, Orders,
    Payment, PaymentMethod, PaymentStatus, PickUpPoint, PickUpPointId, Problem, ProblemCode, Quote,
    QuoteLine, QuoteRequest, Recipient, Session, Sessions, SignIn, Terms, TermsLine, Tracking,
};

ids!(OrderId, AddressId, PickUpPointId);

words! {
    CouponRefused {
        NotFound = "not_found", TooEarly = "too_early", Expired = "expired", BelowMinimum = "below_minimum",
        UsedUp = "used_up",
    }
    PaymentMethod {
        CashOnDelivery = "cash_on_delivery", PayAtPickUp = "pay_at_pick_up", Online = "online",
        PhoneCredit = "phone_credit",
    }
    PaymentStatus {
        OnHandOver = "on_hand_over", Pending = "pending", Paid = "paid", Failed = "failed",
        RefundDue = "refund_due", Refunded = "refunded", Void = "void",
    }
    DifferenceKind {
        Price = "price", Stock = "stock", Gone = "gone", Discount = "discount", DeliveryFee = "delivery_fee",
        Total = "total",
    }
    OrderStatus {
        Placed = "placed", Confirmed = "confirmed", Packed = "packed", Sent = "sent", Ready = "ready",
        Received = "received", Cancelled = "cancelled", ReturnRequested = "return_requested", Returned = "returned",
    }
    ProblemCode {
        NotFound = "not_found", ProductNotFound = "product_not_found", CategoryNotFound = "category_not_found",
        InvalidRequest = "invalid_request", InvalidCursor = "invalid_cursor", SignInRequired = "sign_in_required",
        Forbidden = "forbidden", WrongCode = "wrong_code", CodeExpired = "code_expired",
        TooManyRequests = "too_many_requests", OrderNotFound = "order_not_found", OrderIdUsed = "order_id_used",
        TermsChanged = "terms_changed", OutOfStock = "out_of_stock", NoDelivery = "no_delivery",
        ReservedTooMuch = "reserved_too_much", NotPossibleNow = "not_possible_now", AgreementNotFound = "agreement_not_found",
        AgreementIdUsed = "agreement_id_used", CreditDeclined = "credit_declined",
        CreditTermsChanged = "credit_terms_changed", AmountDiffers = "amount_differs", OtherPerson = "other_person",
        MethodNotAllowed = "method_not_allowed", TooLarge = "too_large",
        Timeout = "timeout", Unavailable = "unavailable", Internal = "internal",
    }
}

objects! {
    Account { phone, created_ms }
    AccountDeletion { phone }
    Addresses { items }
    AgreedLine { variant, quantity, price }
    AgreedTerms { currency, lines, delivery, delivery_fee, total | coupon, discount }
    CodeRequest { phone }
    CodeSent { resend_ms, valid_ms, digits | demo_code }
    DeliveryOffer { fee, days_min, days_max | free_from }
    DeliveryOptions { region | door, points }
    Difference { what, agreed, now | variant }
    FieldError { field, detail }
    Order {
        id, number, status, terms, recipient, payment, timeline
        | point, pick_up_code, note, can_cancel, can_return
    }
    OrderEvent { status, at_ms | note, tracking }
    OrderReason { | reason }
    OrderRequest { quote, agreed, recipient, payment, locale | note }
    Orders { items | next }
    Payment { method, status | url }
    PickUpPoint { id, name, region, address, offer | hours, phone }
    Quote { id, digest, expires_ms, terms, payments | coupon_refused }
    QuoteLine { variant, quantity }
    QuoteRequest { lines, delivery | coupon }
    Recipient { name, phone | region, region_names, village, detail }
    Session { id, created_ms, seen_ms, is_current | device }
    Sessions { items }
    SignIn { phone, code | attempt }
    Terms { currency, lines, goods, delivery, delivery_fee, days_min, days_max, total | coupon, discount }
    TermsLine { variant, handle, title, price, quantity, amount | choice, picture }
    Tracking { carrier, number }
}

impl Wire for DeliveryChoice {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let (mut method, mut region, mut point) = (String::new(), None, None);
        reader.object(&mut |name, reader| {
            match name {
                "method" => method = reader.string()?,
                "region" => region = Some(Wire::read(reader)?),
                "point" => point = Some(Wire::read(reader)?),
                _ => reader.skip()?,
            }
            Some(())
        })?;
        match method.as_str() {
            "door" => Some(Self::Door { region: region? }),
            "pick_up" => Some(Self::PickUp { point: point? }),
            _ => None,
        }
    }
    fn write(&self, writer: &mut Writer) {
        writer.object(|fields| match self {
            Self::Door { region } => {
                fields.field("method", &"door".to_owned());
                fields.field("region", region);
            }
            Self::PickUp { point } => {
                fields.field("method", &"pick_up".to_owned());
                fields.field("point", point);
            }
        });
    }
}

/// One field of a recipient, which stands among the fields of what it belongs to; false for a field of that.
fn recipient_field(place: &mut Recipient, name: &str, reader: &mut Reader<'_>) -> Option<bool> {
    match name {
        "name" => place.name = Wire::read(reader)?,
        "phone" => place.phone = Wire::read(reader)?,
        "region" => place.region = Wire::read(reader)?,
        "region_names" => place.region_names = Wire::read(reader)?,
        "village" => place.village = Wire::read(reader)?,
        "detail" => place.detail = Wire::read(reader)?,
        _ => return Some(false),
    }
    Some(true)
}

fn write_recipient(fields: &mut Writer, place: &Recipient) {
    fields.field("name", &place.name);
    fields.field("phone", &place.phone);
    fields.optional("region", &place.region);
    fields.optional("region_names", &place.region_names);
    fields.optional("village", &place.village);
    fields.optional("detail", &place.detail);
}

fn no_recipient() -> Recipient {
    Recipient {
        name: String::new(),
        phone: String::new(),
        region: None,
        region_names: Vec::new(),
        village: String::new(),
        detail: String::new(),
    }
}

impl Wire for Address {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let (mut id, mut place, mut label, mut is_default) = (None, no_recipient(), String::new(), false);
        reader.object(&mut |name, reader| {
            match name {
                "id" => id = Some(Wire::read(reader)?),
                "label" => label = Wire::read(reader)?,
                "is_default" => is_default = Wire::read(reader)?,
                _ => {
                    if !recipient_field(&mut place, name, reader)? {
                        reader.skip()?;
                    }
                }
            }
            Some(())
        })?;
        Some(Self { id: id?, place, label, is_default })
    }
    fn write(&self, writer: &mut Writer) {
        writer.object(|fields| {
            fields.field("id", &self.id);
            write_recipient(fields, &self.place);
            fields.optional("label", &self.label);
            fields.field("is_default", &self.is_default);
        });
    }
}

/// The phone only sends these.
impl Wire for AddressEntry {
    fn read(_: &mut Reader<'_>) -> Option<Self> {
        None
    }
    fn write(&self, writer: &mut Writer) {
        writer.object(|fields| {
            write_recipient(fields, &self.place);
            fields.optional("label", &self.label);
            fields.field("is_default", &self.is_default);
        });
    }
}

/// The phone only reads these, and of what it does nothing with, nothing.
impl Wire for Problem {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let (mut status, mut code) = (None, None);
        let (mut detail, mut request_id) = (String::new(), String::new());
        let (mut errors, mut retry_ms, mut quote, mut differences) = (Vec::new(), None, None, Vec::new());
        let (mut credit, mut changes) = (None, Vec::new());
        reader.object(&mut |name, reader| {
            match name {
                "status" => status = Some(Wire::read(reader)?),
                "code" => code = Some(Wire::read(reader)?),
                "detail" => detail = Wire::read(reader)?,
                "request_id" => request_id = Wire::read(reader)?,
                "errors" => errors = Wire::read(reader)?,
                "retry_ms" => retry_ms = Wire::read(reader)?,
                "quote" => quote = Wire::read(reader)?,
                "differences" => differences = Wire::read(reader)?,
                "credit" => credit = Wire::read(reader)?,
                "changes" => changes = Wire::read(reader)?,
                _ => reader.skip()?,
            }
            Some(())
        })?;
        Some(Self {
            kind: String::new(),
            title: String::new(),
            status: status?,
            code: code?,
            detail,
            instance: String::new(),
            request_id,
            errors,
            retry_ms,
            quote,
            differences,
            credit,
            changes,
        })
    }
    fn write(&self, writer: &mut Writer) {
        writer.object(|_| {});
    }
}
