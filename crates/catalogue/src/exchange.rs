//! A product on its way from one catalogue to its copy, and back into a product there.

use crate::cards;
use crate::model::{Localised, Picture, Product, ProductOption, Record, Variant};
use fairday_contract::{
    CatalogueFact, CatalogueOption, CataloguePicture, CatalogueProduct, CatalogueVariant, Locale,
    RepricedProduct, Texts, VariantPrice,
};

/// A text in each of `locales`, those at the end left out that read as the first.
pub fn texts(text: &Localised, locales: &[Locale]) -> Texts {
    let mut texts: Texts = locales.iter().map(|locale| text.get(*locale).to_owned()).collect();
    while texts.len() > 1 && texts.last() == texts.first() {
        texts.pop();
    }
    texts.retain(|one| !one.is_empty() || !text.default.is_empty() || !text.others.is_empty());
    texts
}

/// The text that [`texts`] wrote.
pub fn localised(texts: Texts, locales: &[Locale]) -> Localised {
    let mut texts = texts.into_iter();
    let default = texts.next().unwrap_or_default();
    let others = locales.iter().skip(1).copied().zip(texts).filter(|(_, text)| *text != default).collect();
    Localised { default, others }
}

/// The whole of a product.
pub fn product(product: &Product, locales: &[Locale]) -> CatalogueProduct {
    let text = |text: &Localised| texts(text, locales);
    let all = |list: &[Localised]| list.iter().map(text).collect();
    CatalogueProduct {
        handle: product.handle.clone(),
        place: product.record.place,
        title: text(&product.title),
        vendor: text(&product.vendor),
        category: all(&product.category),
        description_html: text(&product.description_html),
        tags: all(&product.tags),
        options: product
            .options
            .iter()
            .map(|option| CatalogueOption { name: text(&option.name), values: all(&option.values) })
            .collect(),
        variants: product.variants.iter().map(variant).collect(),
        pictures: product
            .pictures
            .iter()
            .map(|one| CataloguePicture {
                id: one.id.clone(),
                w: one.width,
                h: one.height,
                hash: one.placeholder.clone(),
                bytes: cards::cost(one),
                alt: text(&one.alt),
            })
            .collect(),
        specs: product
            .specs
            .iter()
            .map(|(name, value)| CatalogueFact { name: text(name), value: text(value) })
            .collect(),
        sold: product.sold,
        created_ms: product.created_ms,
    }
}

fn variant(variant: &Variant) -> CatalogueVariant {
    CatalogueVariant {
        id: variant.id,
        choice: variant.choice.clone(),
        price: variant.price,
        compare_at: variant.compare_at,
        stock: variant.stock,
        picture: variant.picture,
        sku: variant.sku.clone(),
    }
}

/// What of a product changes often.
pub fn repriced(product: &Product) -> RepricedProduct {
    let price = |variant: &Variant| VariantPrice {
        id: variant.id,
        price: variant.price,
        compare_at: variant.compare_at,
        stock: variant.stock,
    };
    RepricedProduct {
        handle: product.handle.clone(),
        place: product.record.place,
        sold: product.sold,
        variants: product.variants.iter().map(price).collect(),
    }
}

/// Brings a copy's product up to date. Variants it does not have are passed over: they come with the whole product.
pub fn reprice(product: &mut CatalogueProduct, news: RepricedProduct) {
    product.place = news.place;
    product.sold = news.sold;
    for price in news.variants {
        if let Some(variant) = product.variants.iter_mut().find(|variant| variant.id == price.id) {
            variant.price = price.price;
            variant.compare_at = price.compare_at;
            variant.stock = price.stock;
        }
    }
}

/// The product that [`product`] wrote.
pub fn into_product(wire: CatalogueProduct, locales: &[Locale]) -> Product {
    let text = |texts| localised(texts, locales);
    let all = |list: Vec<Texts>| list.into_iter().map(text).collect();
    Product {
        handle: wire.handle,
        title: text(wire.title),
        vendor: text(wire.vendor),
        category: all(wire.category),
        description_html: text(wire.description_html),
        tags: all(wire.tags),
        options: wire
            .options
            .into_iter()
            .map(|option| ProductOption { name: text(option.name), values: all(option.values) })
            .collect(),
        variants: wire
            .variants
            .into_iter()
            .map(|one| Variant {
                id: one.id,
                sku: one.sku,
                choice: one.choice,
                price: one.price,
                compare_at: one.compare_at,
                stock: one.stock,
                picture: one.picture,
            })
            .collect(),
        pictures: wire
            .pictures
            .into_iter()
            .map(|one| Picture {
                id: one.id,
                width: one.w,
                height: one.h,
                placeholder: one.hash,
                bytes: one.bytes,
                alt: text(one.alt),
            })
            .collect(),
        specs: wire.specs.into_iter().map(|fact| (text(fact.name), text(fact.value))).collect(),
        sold: wire.sold,
        created_ms: wire.created_ms,
        record: Record { place: wire.place, ..Record::default() },
    }
}
