//! What the merchant chose about an import, and the words of a file that mean yes or no.

use super::price::Prices;

/// What becomes of goods whose stock the file does not say although the shop that wrote it counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum StockUnknown {
    /// They are for sale, and not counted.
    Available,
    /// None is left until an import says how many there are.
    SoldOut,
}

/// How the rows of a file are judged.
pub(super) struct Rules {
    /// How its prices are written.
    pub(super) prices: Prices,
    /// What is free is sold.
    pub(super) allow_free: bool,
    /// `None` where the merchant has not said: then none is left, and the report says so.
    pub(super) stock_unknown: Option<StockUnknown>,
}

/// Whether a column that asks yes or no says no. An empty one does.
pub(super) fn is_no(text: &str) -> bool {
    let text = text.to_lowercase();
    matches!(
        text.as_str(),
        "" | "false"
            | "0"
            | "no"
            | "n"
            | "none"
            | "off"
            | "否"
            | "无"
            | "not tracked"
            | "don't track"
            | "不跟踪"
    )
}

/// Whether a column that asks yes or no says yes.
pub(super) fn is_yes(text: &str) -> bool {
    matches!(text.to_lowercase().as_str(), "true" | "1" | "yes" | "y" | "on" | "是" | "有")
}
