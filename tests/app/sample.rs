//! A small shop.

use fairday::domain::cart::Line;
use fairday_contract::{
    CategoryRef, Currency, Locale, Money, Picture, ProductCard, ProductDetail, ProductOption, Specification,
    Store, Variant, VariantId,
};

pub(crate) fn yuan(fen: i64) -> Money {
    Money::new(fen, Currency::CNY)
}

pub(crate) fn line(variant: u32, fen: i64, quantity: u32) -> Line {
    Line {
        variant: VariantId(variant),
        handle: format!("goods-{variant}").parse().expect("a handle"),
        title: format!("洗衣粉 {variant}"),
        choice: String::new(),
        price: yuan(fen),
        picture: None,
        quantity,
        stock: None,
        selected: true,
        news: None,
    }
}

pub(crate) fn store(locale: Locale) -> Store {
    let name = if locale == Locale::En { "Fairday" } else { "赶集" };
    Store {
        name: name.into(),
        locales: Locale::ALL.to_vec(),
        currency: Currency::CNY,
        revision: 7,
        updated_ms: 1,
    }
}

pub(crate) fn card(handle: &str, title: &str, fen: i64) -> ProductCard {
    ProductCard {
        handle: handle.parse().expect("a handle"),
        title: title.into(),
        price: yuan(fen),
        price_max: None,
        compare_at: None,
        picture: None,
        sold: 3,
        sold_out: false,
        variant: Some(VariantId(1)),
    }
}

/// A shirt: red or blue, small or large; the small blue one is sold out, the large blue one is not made.
pub(crate) fn shirt() -> ProductDetail {
    let variant = |id, choice: [u16; 2], fen, stock| Variant {
        id: VariantId(id),
        choice: choice.to_vec(),
        price: yuan(fen),
        compare_at: None,
        stock,
        picture: None,
        sku: Some(format!("SHIRT-{id}")),
    };
    ProductDetail {
        handle: "shirt".parse().expect("a handle"),
        title: "格子衬衫 </script><b>\"&".into(),
        vendor: "青山".into(),
        categories: vec![CategoryRef { slug: "clothes".parse().expect("a slug"), name: "服装".into() }],
        description_html: "<p>纯棉 &amp; 透气</p>".into(),
        pictures: vec![Picture {
            id: "abcdefghijkl".parse().expect("an id"),
            w: 640,
            h: 640,
            hash: "LEHV6nWB2yk8pyo0adR*.7kCMdnj".into(),
            bytes: vec![900, 1800, 4600, 12_300],
            alt: None,
        }],
        options: vec![
            ProductOption { name: "颜色".into(), values: vec!["红".into(), "蓝".into()] },
            ProductOption { name: "尺码".into(), values: vec!["小".into(), "大".into()] },
        ],
        variants: vec![
            variant(1, [1, 0], 3900, Some(0)),
            variant(2, [0, 0], 3900, Some(5)),
            variant(3, [0, 1], 4500, None),
        ],
        specs: vec![Specification { name: "材质".into(), value: "棉".into() }],
        sold: 12,
        monthly_from: None,
        related: vec![card("socks", "棉袜", 990)],
    }
}
