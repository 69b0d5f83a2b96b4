//! Catalogues as documents of the index, made as the shop makes them.

use fairday_search::{Document, Field, FieldKind, is_han};
use pinyin::ToPinyin;
use std::collections::BTreeMap;
use std::path::Path;

/// Titles, for the reader, and documents of the same products.
#[derive(Default)]
pub(crate) struct Catalogue {
    pub(crate) titles: Vec<String>,
    pub(crate) documents: Vec<Document>,
}

type Row = BTreeMap<String, String>;

fn rows(path: &Path) -> Option<Vec<Row>> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(path).ok()?;
    let headings = reader.headers().ok()?.clone();
    let rows = reader.records().filter_map(Result::ok);
    Some(
        rows.map(|row| {
            headings.iter().zip(row.iter()).map(|(name, value)| (name.into(), value.into())).collect()
        })
        .collect(),
    )
}

fn of<'a>(row: &'a Row, column: &str) -> &'a str {
    row.get(column).map_or("", String::as_str)
}

fn field(kind: FieldKind, text: &str) -> Field {
    let reading = |c: char| c.to_pinyin().map_or("-".to_owned(), |reading| reading.plain().replace('ü', "v"));
    let readings: Vec<String> = text.chars().filter(|c| is_han(*c)).map(reading).collect();
    Field::new(kind, text, readings.join(" "))
}

impl Catalogue {
    fn begin(&mut self, title: String) {
        self.titles.push(title);
        self.documents.push(Document::new(0));
    }

    fn add(&mut self, kind: FieldKind, text: &str) {
        if let Some(document) = self.documents.last_mut().filter(|_| !text.is_empty()) {
            document.fields.push(field(kind, text));
        }
    }

    /// A way through categories, the widest first.
    fn add_categories(&mut self, way: &str, between: &str) {
        let levels: Vec<&str> = way.split(between).map(str::trim).collect();
        for (place, level) in levels.iter().enumerate() {
            let is_last = place + 1 == levels.len();
            self.add(if is_last { FieldKind::Shelf } else { FieldKind::Category }, level);
        }
    }

    fn add_tags(&mut self, tags: &str) {
        tags.split(',').for_each(|tag| self.add(FieldKind::Tag, tag.trim()));
    }
}

/// The demo's own products, in both languages.
pub(crate) fn demo() -> Catalogue {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo/products.csv");
    shopify(&rows(&path).expect("the demo's catalogue"))
}

/// Products as Shopify writes them.
fn shopify(rows: &[Row]) -> Catalogue {
    let mut catalogue = Catalogue::default();
    for row in rows {
        if !of(row, "Title").is_empty() {
            catalogue.begin(format!("{} / {}", of(row, "Title"), of(row, "Title (en)")));
        }
        for language in ["", " (en)"] {
            let of = |column: &str| of(row, &format!("{column}{language}")).to_owned();
            catalogue.add(FieldKind::Title, &of("Title"));
            catalogue.add(FieldKind::Brand, &of("Vendor"));
            catalogue.add_categories(&of("Type"), " > ");
            catalogue.add_tags(&of("Tags"));
            for number in 1..=3 {
                let value = of(&format!("Option{number} Value"));
                catalogue.add(FieldKind::Option, if value == "Default Title" { "" } else { &value });
            }
        }
        catalogue.add(FieldKind::Code, of(row, "Variant SKU"));
    }
    catalogue
}

/// Every other catalogue; without its files, none.
pub(crate) fn others(folder: &Path) -> [(&'static str, Option<Catalogue>); 4] {
    let file = |name: &str| rows(&folder.join(name));
    let litemall = || {
        let names = file("litemall-zh/category.csv")?;
        let names: BTreeMap<&str, &str> = names.iter().map(|row| (of(row, "id"), of(row, "name"))).collect();
        Some(litemall(&file("litemall-zh/goods.csv")?, &names))
    };
    [
        ("litemall", litemall()),
        ("phones", file("phones-smartprix/smartphones_cleaned.csv").map(|rows| phones(&rows))),
        ("spree", file("spree-catalogue/products.csv").map(|rows| spree(&rows))),
        ("shopify", file("shopify-csv/Product-data.csv").map(|rows| shopify(&rows))),
    ]
}

fn litemall(goods: &[Row], categories: &BTreeMap<&str, &str>) -> Catalogue {
    let mut catalogue = Catalogue::default();
    for row in goods {
        catalogue.begin(of(row, "name").to_owned());
        catalogue.add(FieldKind::Title, of(row, "name"));
        catalogue.add(FieldKind::Shelf, categories.get(of(row, "category_id")).unwrap_or(&""));
        catalogue.add_tags(of(row, "keywords"));
        catalogue.add(FieldKind::Code, of(row, "goods_sn"));
    }
    catalogue
}

fn phones(rows: &[Row]) -> Catalogue {
    let mut catalogue = Catalogue::default();
    for row in rows {
        catalogue.begin(of(row, "model").to_owned());
        catalogue.add(FieldKind::Title, of(row, "model"));
        catalogue.add(FieldKind::Brand, of(row, "brand"));
        catalogue.add(FieldKind::Shelf, "手机");
    }
    catalogue
}

fn spree(rows: &[Row]) -> Catalogue {
    let mut catalogue = Catalogue::default();
    for row in rows {
        if !of(row, "name").is_empty() {
            catalogue.begin(of(row, "name").to_owned());
            catalogue.add(FieldKind::Title, of(row, "name"));
            catalogue.add_categories(of(row, "category1"), "->");
            catalogue.add_tags(of(row, "tags"));
        }
        catalogue.add(FieldKind::Option, of(row, "option1_value"));
        catalogue.add(FieldKind::Code, of(row, "sku"));
    }
    catalogue
}
