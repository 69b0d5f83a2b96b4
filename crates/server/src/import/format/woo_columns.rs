//! The columns of a WooCommerce product export.

use super::headings::key;

/// A thing that a row of the export says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Woo {
    Id,
    Kind,
    Sku,
    Name,
    Published,
    Visibility,
    Summary,
    Description,
    SaleEnds,
    SaleStarts,
    InStock,
    Stock,
    Backorders,
    SalePrice,
    RegularPrice,
    Categories,
    Tags,
    Images,
    Parent,
    Brands,
}

/// The headings as WooCommerce writes them in English and Chinese, as [`key`] has them.
const NAMES: [(&str, Woo); 37] = [
    ("id", Woo::Id),
    ("type", Woo::Kind),
    ("类型", Woo::Kind),
    ("sku", Woo::Sku),
    ("name", Woo::Name),
    ("名称", Woo::Name),
    ("published", Woo::Published),
    ("已发布", Woo::Published),
    ("visibility in catalog", Woo::Visibility),
    ("visibility in catalogue", Woo::Visibility),
    ("在列表页可见", Woo::Visibility),
    ("short description", Woo::Summary),
    ("简短描述", Woo::Summary),
    ("简短的描述", Woo::Summary),
    ("description", Woo::Description),
    ("描述", Woo::Description),
    ("date sale price starts", Woo::SaleStarts),
    ("date sale price ends", Woo::SaleEnds),
    ("in stock", Woo::InStock),
    ("有库存", Woo::InStock),
    ("stock", Woo::Stock),
    ("库存", Woo::Stock),
    ("backorders allowed", Woo::Backorders),
    ("允许缺货下单", Woo::Backorders),
    ("sale price", Woo::SalePrice),
    ("促销价格", Woo::SalePrice),
    ("regular price", Woo::RegularPrice),
    ("常规售价", Woo::RegularPrice),
    ("categories", Woo::Categories),
    ("分类", Woo::Categories),
    ("tags", Woo::Tags),
    ("标签", Woo::Tags),
    ("images", Woo::Images),
    ("图片", Woo::Images),
    ("parent", Woo::Parent),
    ("父级", Woo::Parent),
    ("brands", Woo::Brands),
];

/// The most attributes of a product that are looked at.
const ATTRIBUTES_MAX: usize = 30;

/// Where everything is.
pub(super) struct Columns {
    fields: Vec<(Woo, usize)>,
    /// Where each attribute's name and values are.
    attributes: Vec<(usize, usize)>,
}

impl Columns {
    pub(super) fn of(header: &[String]) -> Self {
        let keys: Vec<String> = header.iter().map(|name| key(name)).collect();
        let at = |wanted: &str| keys.iter().position(|key| key == wanted);
        let fields = NAMES.iter().filter_map(|(name, field)| Some((*field, at(name)?))).collect();
        let attributes = (1..=ATTRIBUTES_MAX).filter_map(|number| {
            let name =
                at(&format!("attribute {number} name")).or_else(|| at(&format!("属性 {number} 名称")))?;
            let values =
                at(&format!("attribute {number} value(s)")).or_else(|| at(&format!("属性 {number} 值")))?;
            Some((name, values))
        });
        Self { fields, attributes: attributes.collect() }
    }

    pub(super) fn has(&self, field: Woo) -> bool {
        self.fields.iter().any(|(known, _)| *known == field)
    }

    /// What a row says, without the apostrophe that the export puts before what a spreadsheet would calculate.
    pub(super) fn get<'r>(&self, row: &'r [String], field: Woo) -> &'r str {
        let index = self.fields.iter().find(|(known, _)| *known == field).map(|(_, index)| *index);
        index.map_or("", |index| text(row, index))
    }

    /// The names and values of a row's attributes.
    pub(super) fn attributes<'r>(&self, row: &'r [String]) -> Vec<(&'r str, &'r str)> {
        let all = self.attributes.iter().map(|(name, values)| (text(row, *name), text(row, *values)));
        all.filter(|(name, values)| !name.is_empty() && !values.is_empty()).collect()
    }
}

fn text(row: &[String], index: usize) -> &str {
    let text = row.get(index).map_or("", |text| text.trim());
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
        _ => text,
    }
}

/// Whether these are the headings of such an export.
pub(super) fn is_header(header: &[String]) -> bool {
    let columns = Columns::of(header);
    [Woo::Kind, Woo::Name, Woo::RegularPrice].into_iter().all(|field| columns.has(field))
        && [Woo::Parent, Woo::Published, Woo::Visibility, Woo::InStock]
            .into_iter()
            .any(|field| columns.has(field))
}
