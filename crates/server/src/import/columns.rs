//! Which column holds what.

use fairday_contract::Locale;

/// What a column is for. Names are Shopify's, old and new; everything else is ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Field {
    Handle,
    Title,
    Body,
    Vendor,
    Type,
    /// Shopify's own taxonomy, used when Type is empty.
    ProductCategory,
    Tags,
    Published,
    Status,
    OptionName(u8),
    OptionValue(u8),
    Sku,
    Price,
    CompareAt,
    Tracker,
    Quantity,
    Policy,
    ImageSrc,
    ImagePosition,
    ImageAlt,
    VariantImage,
    /// Units sold: the metafield `shop.sold`.
    Sold,
    GiftCard,
}

/// Every name a field is known by, in lower case. The second name is the one of Shopify's newer template.
const NAMES: [(&str, Field); 48] = [
    ("handle", Field::Handle),
    ("url handle", Field::Handle),
    ("title", Field::Title),
    ("body (html)", Field::Body),
    ("body html", Field::Body),
    ("body", Field::Body),
    ("description", Field::Body),
    ("vendor", Field::Vendor),
    ("type", Field::Type),
    ("product type", Field::Type),
    ("product category", Field::ProductCategory),
    ("google shopping / google product category", Field::ProductCategory),
    ("tags", Field::Tags),
    ("published", Field::Published),
    ("published on online store", Field::Published),
    ("status", Field::Status),
    ("option1 name", Field::OptionName(0)),
    ("option2 name", Field::OptionName(1)),
    ("option3 name", Field::OptionName(2)),
    ("option1 value", Field::OptionValue(0)),
    ("option2 value", Field::OptionValue(1)),
    ("option3 value", Field::OptionValue(2)),
    ("variant sku", Field::Sku),
    ("sku", Field::Sku),
    ("variant price", Field::Price),
    ("price", Field::Price),
    ("variant compare at price", Field::CompareAt),
    ("variant compare-at price", Field::CompareAt),
    ("compare at price", Field::CompareAt),
    ("compare-at price", Field::CompareAt),
    ("variant inventory tracker", Field::Tracker),
    ("inventory tracker", Field::Tracker),
    ("variant inventory qty", Field::Quantity),
    ("variant inventory quantity", Field::Quantity),
    ("inventory qty", Field::Quantity),
    ("inventory quantity", Field::Quantity),
    ("variant inventory policy", Field::Policy),
    ("inventory policy", Field::Policy),
    ("continue selling when out of stock", Field::Policy),
    ("image src", Field::ImageSrc),
    ("product image url", Field::ImageSrc),
    ("image position", Field::ImagePosition),
    ("image alt text", Field::ImageAlt),
    ("image alt", Field::ImageAlt),
    ("variant image", Field::VariantImage),
    ("variant image url", Field::VariantImage),
    ("units sold", Field::Sold),
    ("gift card", Field::GiftCard),
];

/// The fields of a header.
#[derive(Debug, Default)]
pub(super) struct Columns {
    fields: Vec<(Field, Option<Locale>, usize)>,
    specs: Vec<SpecColumns>,
}

/// The columns of one specification: its name in each language and where its values are.
#[derive(Debug)]
pub(super) struct SpecColumns {
    key: String,
    pub(super) columns: Vec<(Option<Locale>, String, usize)>,
}

impl Columns {
    /// Reads a header. Names are compared without case or surrounding space; of two columns with the same name the
    /// first counts.
    pub(super) fn from_header(header: &[String]) -> Self {
        let mut columns = Self::default();
        for (index, name) in header.iter().enumerate() {
            let (base, locale) = split_locale(name.trim());
            if let Some((label, namespace, key)) = split_metafield(base) {
                match (namespace.as_str(), key.as_str()) {
                    ("spec", _) => columns.add_spec(key, locale, label, index),
                    ("shop", "sold") => columns.fields.push((Field::Sold, None, index)),
                    _ => {}
                }
                continue;
            }
            let lower = base.to_lowercase();
            if let Some((_, field)) = NAMES.iter().find(|(name, _)| *name == lower) {
                columns.fields.push((*field, locale, index));
            }
        }
        columns
    }

    fn add_spec(&mut self, key: String, locale: Option<Locale>, label: &str, index: usize) {
        let column = (locale, label.trim().to_owned(), index);
        match self.specs.iter_mut().find(|spec| spec.key == key) {
            Some(spec) => spec.columns.push(column),
            None => self.specs.push(SpecColumns { key, columns: vec![column] }),
        }
    }

    /// Whether the file has this column.
    pub(super) fn has(&self, field: Field) -> bool {
        self.fields.iter().any(|(known, _, _)| *known == field)
    }

    /// What a row has in this column, without surrounding space; empty when the column or the field is missing.
    /// With two names for one field, the first that is not empty.
    pub(super) fn get<'r>(&self, row: &'r [String], field: Field) -> &'r str {
        self.each(row, field)
            .find(|(locale, text)| locale.is_none() && !text.is_empty())
            .map_or("", |(_, text)| text)
    }

    /// What a row has in this column and in its twins in other languages.
    pub(super) fn each<'r>(
        &self,
        row: &'r [String],
        field: Field,
    ) -> impl Iterator<Item = (Option<Locale>, &'r str)> {
        self.fields
            .iter()
            .filter(move |(known, _, _)| *known == field)
            .map(|(_, locale, index)| (*locale, row.get(*index).map_or("", |text| text.trim())))
    }

    /// The columns of what shoppers read; a specification is no [`Field`].
    pub(super) fn texts(&self) -> impl Iterator<Item = (Option<Field>, usize)> {
        let is_text = |field: &Field| {
            matches!(
                field,
                Field::Title
                    | Field::Body
                    | Field::Vendor
                    | Field::Type
                    | Field::ProductCategory
                    | Field::Tags
                    | Field::OptionName(_)
                    | Field::OptionValue(_)
                    | Field::ImageAlt
            )
        };
        let fields = self.fields.iter().filter(move |(field, _, _)| is_text(field));
        let specs = self.specs.iter().flat_map(|spec| &spec.columns).map(|(_, _, index)| (None, *index));
        fields.map(|(field, _, index)| (Some(*field), *index)).chain(specs)
    }

    /// The specifications, in the order of the header.
    pub(super) fn specs(&self) -> &[SpecColumns] {
        &self.specs
    }
}

/// `Title (en)` is `Title` in English. A suffix that names no language of the shop stays part of the name.
pub(super) fn split_locale(name: &str) -> (&str, Option<Locale>) {
    let parts = name.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    match parts {
        Some((base, tag)) if tag.len() <= 10 => match Locale::from_tag(tag.trim()) {
            Some(locale) => (base.trim_end(), Some(locale)),
            None => (name, None),
        },
        _ => (name, None),
    }
}

/// `Screen (product.metafields.spec.screen)` is the metafield `spec.screen`, called "Screen".
fn split_metafield(name: &str) -> Option<(&str, String, String)> {
    let (label, path) = name.strip_suffix(')')?.rsplit_once('(')?;
    let path = path.trim().to_lowercase();
    let (namespace, key) = path.strip_prefix("product.metafields.")?.split_once('.')?;
    Some((label, namespace.to_owned(), key.to_owned()))
}
