//! What goes over the wire, byte for byte. Each file under `golden` is read into its type and written again: a
//! difference is a change of the API, which older apps on people's phones must survive.
//! `FAIRDAY_UPDATE=1 cargo test` writes the files anew.

#[path = "golden/account.rs"]
mod account;
#[path = "golden/addresses.rs"]
mod addresses;
#[path = "golden/credit.rs"]
mod credit;
#[path = "golden/operator_credit.rs"]
mod operator_credit;
#[path = "golden/orders.rs"]
mod orders;

use fairday_contract::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::Path;

/// Without `Debug`: what has personal data in it has none.
fn check<T: Serialize + DeserializeOwned + PartialEq>(name: &str, value: T) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name).with_extension("json");
    let mut written = serde_json::to_string_pretty(&value).expect("writes");
    written.push('\n');
    if std::env::var_os("FAIRDAY_UPDATE").is_some() {
        std::fs::write(&path, &written).expect("the folder can be written");
    }
    let golden = std::fs::read_to_string(&path).expect("a golden file for every type");
    assert_eq!(golden, written, "{name}: the API has changed; FAIRDAY_UPDATE=1 if this is meant");
    assert!(
        serde_json::from_str::<T>(&golden).is_ok_and(|read| read == value),
        "{name} reads as what was written"
    );
}

fn handle(text: &str) -> ProductHandle {
    text.parse().expect("a handle")
}

fn slug(text: &str) -> CategorySlug {
    text.parse().expect("a slug")
}

fn yuan(amount: i64) -> Money {
    Money::new(amount, Currency::CNY)
}

fn picture() -> Picture {
    Picture {
        id: "AbC-_1234567".parse().expect("an id"),
        w: 800,
        h: 600,
        hash: "KRF$n[WB00ay~qj[Rjj[ay".into(),
        bytes: vec![900, 1800, 4600, 12300],
        alt: Some("一袋洗衣粉".into()),
    }
}

fn card() -> ProductCard {
    ProductCard {
        handle: handle("washing-powder"),
        title: "立白洗衣粉".into(),
        price: yuan(1290),
        price_max: Some(yuan(2490)),
        compare_at: Some(yuan(1590)),
        picture: Some(picture()),
        sold: 1203,
        sold_out: true,
        variant: Some(VariantId(7)),
    }
}

/// A card with everything left out that can be.
fn plain_card() -> ProductCard {
    ProductCard {
        price_max: None,
        compare_at: None,
        picture: None,
        sold: 0,
        sold_out: false,
        variant: None,
        ..card()
    }
}

fn category() -> Category {
    let child = Category {
        slug: slug("cleaning"),
        name: "洗护清洁".into(),
        count: 3,
        picture: None,
        children: Vec::new(),
    };
    Category {
        slug: slug("日用"),
        name: "日用百货".into(),
        count: 12,
        picture: Some(picture()),
        children: vec![child],
    }
}

#[test]
fn the_store() {
    let locales = Locale::ALL.to_vec();
    check(
        "store",
        Store {
            name: "赶集".into(),
            locales,
            currency: Currency::CNY,
            revision: 3,
            updated_ms: 1_700_000_000_000,
        },
    );
}

#[test]
fn the_home_page() {
    let section = |kind| Section { kind, items: vec![plain_card()] };
    let banner = |link| Banner { title: "好价".into(), picture: Some(picture()), link };
    check(
        "home",
        Home {
            banners: vec![
                banner(BannerLink::Product(handle("washing-powder"))),
                banner(BannerLink::Category(slug("cleaning"))),
            ],
            categories: vec![Category { children: Vec::new(), ..category() }],
            sections: vec![
                section(SectionKind::Popular),
                section(SectionKind::Reduced),
                section(SectionKind::New),
                section(SectionKind::Category { slug: slug("cleaning"), name: "洗护清洁".into() }),
            ],
        },
    );
}

#[test]
fn the_category_tree() {
    check("categories", vec![category()]);
}

#[test]
fn a_page_of_products() {
    check(
        "products",
        Page {
            items: vec![card(), plain_card()],
            total: 25,
            next: Some("AAAA-_09az".parse().expect("a cursor")),
        },
    );
    check("products_last", Page::<ProductCard> { items: Vec::new(), total: 0, next: None });
}

#[test]
fn a_product() {
    let variant = Variant {
        id: VariantId(7),
        choice: vec![1],
        price: yuan(1290),
        compare_at: Some(yuan(1590)),
        stock: Some(0),
        picture: Some(0),
        sku: Some("XYF-2".into()),
    };
    let product = ProductDetail {
        handle: handle("washing-powder"),
        title: "立白洗衣粉".into(),
        vendor: "立白".into(),
        categories: vec![CategoryRef { slug: slug("cleaning"), name: "洗护清洁".into() }],
        description_html: "<p>去污</p>".into(),
        pictures: vec![picture()],
        options: vec![ProductOption { name: "规格".into(), values: vec!["1kg".into(), "2kg".into()] }],
        variants: vec![
            variant.clone(),
            Variant {
                choice: Vec::new(),
                compare_at: None,
                stock: None,
                picture: None,
                sku: None,
                ..variant
            },
        ],
        specs: vec![Specification { name: "净含量".into(), value: "2kg".into() }],
        sold: 1203,
        monthly_from: None,
        related: vec![plain_card()],
    };
    check("product", product.clone());
    check("product_on_credit", ProductDetail { monthly_from: Some(yuan(6_825)), ..product });
}

#[test]
fn a_search() {
    let category = CountedCategory { slug: slug("cleaning"), name: "洗护清洁".into(), count: 1 };
    let found = SearchResults {
        items: vec![plain_card()],
        total: 1,
        next: None,
        categories: vec![category],
        brands: vec![CountedBrand { name: "立白".into(), count: 1 }],
        partial: false,
        suggestions: vec![],
    };
    let near = Suggestion::Category { slug: slug("cleaning"), name: "洗护清洁".into() };
    check("search", found.clone());
    check("search_partial", SearchResults { partial: true, suggestions: vec![near], ..found });
    check(
        "suggestions",
        Suggestions {
            items: vec![
                Suggestion::Category { slug: slug("cleaning"), name: "洗护清洁".into() },
                Suggestion::Brand { name: "立白".into() },
                Suggestion::Product { handle: handle("washing-powder"), title: "立白洗衣粉".into() },
            ],
        },
    );
}

#[test]
fn a_list_query() {
    check(
        "list_query",
        ListQuery {
            q: Some("洗衣粉".into()),
            category: Some(slug("cleaning")),
            brand: Some("立白".into()),
            sort: Sort::PriceAsc,
            price_min: Some(100),
            price_max: Some(5000),
            in_stock: true,
            cursor: Some("AAAA".parse().expect("a cursor")),
            limit: Some(24),
        },
    );
}

#[test]
fn a_refusal() {
    check(
        "problem",
        Problem {
            kind: "about:blank".into(),
            title: "Bad Request".into(),
            status: 400,
            code: ProblemCode::InvalidRequest,
            detail: "The query has parameters that cannot be read: see errors.".into(),
            instance: "/api/v1/products?limit=0".into(),
            request_id: "0123456789abcdef".into(),
            errors: vec![FieldError { field: "limit".into(), detail: "a whole number from 1 to 100".into() }],
            retry_ms: None,
            quote: None,
            differences: Vec::new(),
            credit: None,
            changes: Vec::new(),
        },
    );
}

#[test]
fn a_problem_code_of_a_newer_server_reads_as_unknown() {
    let code: ProblemCode = serde_json::from_str("\"made_up_later\"").expect("reads");
    assert_eq!(code, ProblemCode::Unknown);
}

#[test]
fn a_field_of_a_newer_server_does_no_harm() {
    let mut card = serde_json::to_value(card()).expect("writes");
    card["made_up_later"] = true.into();
    assert!(serde_json::from_value::<ProductCard>(card).is_ok());
}

#[test]
fn changes_read_and_write_as_the_golden_file_does() {
    let texts = |zh: &str, en: &str| vec![zh.to_owned(), en.to_owned()];
    let whole = CatalogueProduct {
        handle: handle("washing-powder"),
        place: 3,
        title: texts("立白洗衣粉", "Washing powder"),
        vendor: texts("立白", "Liby"),
        category: vec![texts("日用百货", "Household"), vec!["洗护".into()]],
        description_html: texts("<p>去渍</p>", "<p>Cleans</p>"),
        tags: vec![texts("实惠", "Value")],
        options: vec![CatalogueOption {
            name: texts("规格", "Size"),
            values: vec![texts("小", "Small"), vec!["2kg".into()]],
        }],
        variants: vec![CatalogueVariant {
            id: VariantId(7),
            choice: vec![1],
            price: 1290,
            compare_at: Some(1590),
            stock: Some(0),
            picture: Some(0),
            sku: Some("LB-2".into()),
        }],
        pictures: vec![CataloguePicture {
            id: "AbC-_1234567".parse().expect("an id"),
            w: 800,
            h: 600,
            hash: "KRF$n[WB00ay~qj[Rjj[ay".into(),
            bytes: vec![900, 1800, 4600, 12300],
            alt: texts("一袋洗衣粉", "A bag"),
        }],
        specs: vec![CatalogueFact { name: texts("重量", "Weight"), value: vec!["2kg".into()] }],
        sold: 1203,
        created_ms: 1_700_000_000_000,
    };
    let bare = CatalogueProduct {
        handle: handle("rice"),
        place: 4,
        title: vec!["大米".into()],
        vendor: Vec::new(),
        category: Vec::new(),
        description_html: Vec::new(),
        tags: Vec::new(),
        options: Vec::new(),
        variants: vec![CatalogueVariant {
            id: VariantId(8),
            choice: Vec::new(),
            price: 4990,
            compare_at: None,
            stock: None,
            picture: None,
            sku: None,
        }],
        pictures: Vec::new(),
        specs: Vec::new(),
        sold: 0,
        created_ms: 1_700_000_000_000,
    };
    let price = VariantPrice { id: VariantId(9), price: 890, compare_at: Some(990), stock: Some(4) };
    let changes = Changes {
        epoch_ms: 1_690_000_000_000,
        revision: 12,
        updated_ms: 1_700_000_000_000,
        locales: Locale::ALL.to_vec(),
        currency: Currency::CNY,
        name: texts("赶集", "Fairday"),
        synonyms: "手纸, 卫生纸\nbread > toast".into(),
        products: vec![whole, bare],
        repriced: vec![RepricedProduct { handle: handle("soap"), place: 5, sold: 2, variants: vec![price] }],
        gone: vec![handle("old-phone")],
        readings: [("hang/xing", "行"), ("xi", "洗西")].map(|(a, b)| (a.to_owned(), b.to_owned())).into(),
        left: 40,
        next: Some("c-b-12c".parse().expect("a cursor")),
    };
    check("changes", changes);
}

#[test]
fn variants_read_and_write_as_the_golden_file_does() {
    let counted = VariantOffer {
        id: VariantId(7),
        handle: handle("washing-powder"),
        price: yuan(1290),
        stock: Some(3),
    };
    let uncounted = VariantOffer { id: VariantId(8), handle: handle("rice"), price: yuan(4990), stock: None };
    check("variants", VariantOffers { items: vec![counted, uncounted] });
}
