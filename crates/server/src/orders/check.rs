//! What is wrong with a request, before anything is looked up.

use super::OrderError;
use super::coupons::CODE_TYPED_BYTES_MAX;
use super::terms::AMOUNT_MAX;
use crate::http::text::Texts;
use crate::regions;
use fairday_contract::{
    AgreedLine, AgreedTerms, DeliveryChoice, FieldError, OrderRequest, QuoteLine, QuoteRequest, Recipient,
    RegionCode, VariantId,
};
use fairday_input::Kind;
use std::collections::HashSet;

/// Where a door can be.
const REGION_RULE: &str =
    "must be the code of a township, or of a county where townships are not listed: see /api/v1/regions";

pub(super) fn quote(request: &QuoteRequest) -> Result<(), OrderError> {
    let mut errors = lines("lines", &request.lines);
    if request.coupon.as_ref().is_some_and(|coupon| coupon.len() > CODE_TYPED_BYTES_MAX) {
        errors.push(error("coupon", format!("at most {CODE_TYPED_BYTES_MAX} bytes")));
    }
    if let DeliveryChoice::Door { region } = &request.delivery
        && !regions::is_deepest(region)
    {
        errors.push(error("delivery.region", REGION_RULE));
    }
    if errors.is_empty() { Ok(()) } else { Err(OrderError::Invalid(errors)) }
}

/// What is wrong with the lines and coupons of an order.
pub(super) fn order(request: &OrderRequest) -> Vec<FieldError> {
    let OrderRequest { quote, agreed, coupon, .. } = request;
    let mut errors = lines("agreed.lines", &wanted(agreed));
    for (field, code) in [("agreed.coupon", &agreed.coupon), ("coupon", coupon)] {
        if code.as_ref().is_some_and(|code| code.len() > CODE_TYPED_BYTES_MAX) {
            errors.push(error(field, format!("at most {CODE_TYPED_BYTES_MAX} bytes")));
        }
    }
    if coupon.is_some() && (quote.is_some() || agreed.coupon.is_some()) {
        errors.push(error(
            "coupon",
            "is for an order without a quote and without a coupon in what was agreed to",
        ));
    }
    errors
}

/// The code of the coupon that an order's terms are made with.
pub(super) fn coupon(request: &OrderRequest) -> Option<&str> {
    request.coupon.as_deref().or(request.agreed.coupon.as_deref())
}

/// What was agreed to, as a quote is asked for.
pub(super) fn wanted(agreed: &AgreedTerms) -> Vec<QuoteLine> {
    let line = |line: &AgreedLine| QuoteLine { variant: line.variant, quantity: line.quantity };
    agreed.lines.iter().map(line).collect()
}

/// The goods come to more than any cart.
pub(super) fn too_large() -> OrderError {
    OrderError::Invalid(vec![error("lines", format!("the goods come to more than {AMOUNT_MAX} minor units"))])
}

pub(super) fn error(field: &str, detail: impl Into<String>) -> FieldError {
    FieldError { field: field.to_owned(), detail: detail.into() }
}

fn lines(field: &str, lines: &[QuoteLine]) -> Vec<FieldError> {
    let (most, quantity_max) = (QuoteRequest::LINES_MAX, QuoteRequest::QUANTITY_MAX);
    if lines.is_empty() || lines.len() > most {
        return vec![error(field, format!("1 to {most} lines are needed"))];
    }
    let mut errors = Vec::new();
    let mut seen: HashSet<VariantId> = HashSet::new();
    for (index, line) in lines.iter().enumerate() {
        if !(1..=quantity_max).contains(&line.quantity) {
            errors.push(error(&format!("{field}[{index}].quantity"), format!("1 to {quantity_max} pieces")));
        }
        if !seen.insert(line.variant) {
            errors.push(error(&format!("{field}[{index}].variant"), "is there twice: add up the pieces"));
        }
    }
    errors
}

/// Who gets it, and the note, as they are kept.
pub(super) fn texts(request: &OrderRequest, errors: &mut Vec<FieldError>) -> (Recipient, String) {
    let mut texts = Texts::default();
    let note = texts.optional("note", &request.note, Kind::NOTE);
    let recipient = match &request.agreed.delivery {
        DeliveryChoice::Door { region } => at_the_door(&request.recipient, region, &mut texts),
        DeliveryChoice::PickUp { .. } => person(&request.recipient, &mut texts),
    };
    errors.append(&mut texts.errors);
    (recipient, note)
}

/// At a pick-up point only the person counts.
fn person(recipient: &Recipient, texts: &mut Texts) -> Recipient {
    let name = texts.needed("recipient.name", &recipient.name, Kind::NAME);
    let phone = texts.needed("recipient.phone", &recipient.phone, Kind::Phone);
    Recipient {
        name,
        phone,
        region: None,
        region_names: Vec::new(),
        village: String::new(),
        detail: String::new(),
    }
}

/// The region is that of the delivery, which the fee is for.
fn at_the_door(recipient: &Recipient, region: &RegionCode, texts: &mut Texts) -> Recipient {
    if recipient.region.as_ref() != Some(region) {
        texts.wrong("recipient.region", "must be the region that delivery was agreed to");
    } else if !regions::is_deepest(region) {
        texts.wrong("recipient.region", REGION_RULE);
    }
    let person = person(recipient, texts);
    let village = texts.optional("recipient.village", &recipient.village, Kind::VILLAGE);
    let detail = texts.needed("recipient.detail", &recipient.detail, Kind::DETAIL);
    Recipient {
        region: Some(region.clone()),
        region_names: regions::names(region),
        village,
        detail,
        ..person
    }
}
