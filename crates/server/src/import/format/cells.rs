//! Cells of a plain list, in Shopify's words.

use crate::import::rules::{is_no, is_yes};

/// Words for stock that is there, uncounted.
const IN_STOCK: [&str; 6] = ["有货", "现货", "充足", "有貨", "in stock", "available"];
/// Words for stock that is not.
const SOLD_OUT: [&str; 8] =
    ["无货", "缺货", "售罄", "断货", "無貨", "out of stock", "sold out", "unavailable"];

/// A number without its unit; nothing where the list says that there is some and not how much.
pub(super) fn quantity(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    if IN_STOCK.contains(&lower.as_str()) || is_yes(&lower) && lower != "1" {
        return None;
    }
    if SOLD_OUT.contains(&lower.as_str()) || !lower.is_empty() && is_no(&lower) {
        return Some("0".to_owned());
    }
    let is_number = text.starts_with(|c: char| c.is_ascii_digit());
    let unit = |c: char| is_number && !c.is_ascii() && c.is_alphabetic();
    Some(text.trim_end_matches(unit).trim().to_owned())
}

/// Arrows of every kind between a category and the one within it.
pub(super) fn category(text: &str) -> String {
    text.replace("->", ">").replace(['→', '»', '›'], ">")
}

/// Shopify's word for what a list says.
pub(super) fn status(text: &str) -> String {
    match text.to_lowercase().as_str() {
        "上架" | "在售" | "正常" | "销售中" | "已上架" | "enabled" | "published" | "on sale" | "true"
        | "yes" | "1" | "是" => "active",
        "下架" | "停售" | "已下架" | "仓库中" | "未上架" | "草稿" | "disabled" | "inactive" | "false"
        | "no" | "0" | "否" => "draft",
        _ => return text.to_owned(),
    }
    .to_owned()
}

pub(super) fn published(text: &str) -> String {
    match status(text).as_str() {
        "draft" => "false".to_owned(),
        "active" => "true".to_owned(),
        _ => text.to_owned(),
    }
}

/// The pictures that a cell names: one a line, or with semicolons, bars or commas between them. A comma may also belong
/// to a name: then what is before it has no ending and is no address.
pub(super) fn pictures(cell: &str) -> Vec<String> {
    let mut pictures = Vec::new();
    for several in cell.split(['\n', ';', '；', '|', '、']) {
        let mut begun: Option<String> = None;
        for part in several.split(',').filter(|part| !part.trim().is_empty()) {
            let source = begun.take().map_or_else(|| part.to_owned(), |before| format!("{before},{part}"));
            if is_whole(&source) {
                pictures.push(source);
            } else {
                begun = Some(source);
            }
        }
        pictures.extend(begun);
    }
    let trimmed = pictures.iter().map(|source| source.trim().to_owned());
    trimmed.filter(|source| !source.is_empty()).collect()
}

fn is_whole(source: &str) -> bool {
    let name = source.rsplit(['/', '\\']).next().unwrap_or_default();
    source.contains("://") || name.contains('.')
}
