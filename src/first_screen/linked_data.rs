//! schema.org Product and Offer as JSON-LD (<https://schema.org/Product>), so that a search engine shows the price.

use super::head::{Site, plain_text};
use crate::domain::choice;
use crate::route::Place;
use fairday_contract::{Money, ProductDetail};
use serde_json::{Value, json};

pub(super) fn product(place: &Place, product: &ProductDetail, site: &Site) -> String {
    let in_stock = product.variants.iter().any(choice::is_available);
    let availability = format!("https://schema.org/{}", if in_stock { "InStock" } else { "OutOfStock" });
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.title,
        "url": site.url(place),
        "offers": offers(product, &availability),
    });
    let pictures: Vec<_> = product.pictures.iter().map(|picture| site.picture(picture)).collect();
    if !pictures.is_empty() {
        data["image"] = json!(pictures);
    }
    if !product.vendor.is_empty() {
        data["brand"] = json!({ "@type": "Brand", "name": product.vendor });
    }
    let description = plain_text(&product.description_html);
    if !description.is_empty() {
        data["description"] = json!(description);
    }
    if let Some(sku) = product.variants.first().and_then(|variant| variant.sku.as_ref()) {
        data["sku"] = json!(sku);
    }
    let json = data.to_string().replace('<', "\\u003c");
    format!(r#"<script type="application/ld+json">{json}</script>"#)
}

fn offers(product: &ProductDetail, availability: &str) -> Value {
    let prices = || product.variants.iter().map(|variant| variant.price);
    let low = prices().min_by_key(|price| price.amount);
    let high = prices().max_by_key(|price| price.amount);
    match (low, high) {
        (Some(low), Some(high)) if low != high => json!({
            "@type": "AggregateOffer",
            "lowPrice": low.decimal(),
            "highPrice": high.decimal(),
            "priceCurrency": low.currency.code(),
            "offerCount": product.variants.len(),
            "availability": availability,
        }),
        (low, _) => json!({
            "@type": "Offer",
            "price": low.map(Money::decimal),
            "priceCurrency": low.map(|low| low.currency.code().to_owned()),
            "availability": availability,
        }),
    }
}
