//! The cart: what the shopper has put aside, with limits that have names.

use crate::domain::choice;
use crate::domain::content::Content;
use fairday_contract::{
    Money, Picture, ProductCard, ProductDetail, ProductHandle, Variant, VariantId, VariantOffer,
};
use fairday_wire::Wire;

/// The most different things in a cart.
pub const LINES_MAX: usize = 100;
/// The most of one thing in a cart.
pub const QUANTITY_MAX: u32 = 99;

/// The most that the cart's badge counts to.
const BADGE_MAX: u32 = 99;

/// What the shopper has put aside, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Wire)]
pub struct Cart {
    /// At most [`LINES_MAX`], one for each variant.
    pub lines: Vec<Line>,
}

/// One variant in the cart, as it was when it was put in.
#[derive(Clone, Debug, PartialEq, Eq, Wire)]
pub struct Line {
    /// What is bought.
    pub variant: VariantId,
    /// Where to read about it.
    pub handle: ProductHandle,
    /// Its name.
    pub title: String,
    /// What one costs.
    pub price: Money,
    /// How many: 1 to [`QUANTITY_MAX`].
    pub quantity: u32,
    /// Whether it goes into the next order.
    pub selected: bool,
    /// The chosen values in words; empty when there was nothing to choose.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub choice: String,
    /// Its picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
    /// How many the shop had; absent when it does not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stock: Option<u32>,
    /// What is otherwise now. Nothing of it holds until the shopper has agreed: see [`Cart::agree`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub news: Option<News>,
}

/// What is otherwise than when a line was put in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Wire)]
pub struct News {
    /// It is not for sale any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gone: bool,
    /// What one costs now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// How many are left, when they are fewer than wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<u32>,
}

impl News {
    /// What an offer says that a line does not; nothing when they agree. No offer: it is not for sale any more.
    fn of(line: &Line, offer: Option<&VariantOffer>) -> Option<Self> {
        let Some(offer) = offer else { return Some(Self { gone: true, ..Self::default() }) };
        let price = Some(offer.price).filter(|price| *price != line.price);
        let left = offer.stock.filter(|left| *left < line.quantity);
        (price.is_some() || left.is_some()).then_some(Self { gone: false, price, left })
    }
}

/// Why something did not go into the cart as asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The cart has [`LINES_MAX`] lines.
    TooManyLines,
    /// The line is at this quantity already, and no more can be had: [`QUANTITY_MAX`] or what the shop has.
    NoMore(u32),
}

impl Line {
    /// One of the only variant of the product on a card; nothing when there is a choice to make.
    pub fn of_card(card: &ProductCard) -> Option<Self> {
        Some(Self {
            variant: card.variant?,
            handle: card.handle.clone(),
            title: card.title.clone(),
            choice: String::new(),
            price: card.price,
            picture: card.picture.clone(),
            quantity: 1,
            stock: card.sold_out.then_some(0),
            selected: true,
            news: None,
        })
    }

    /// One of a product's variant.
    pub fn of_variant(product: &ProductDetail, variant: &Variant) -> Self {
        let picture = variant.picture.and_then(|n| product.pictures.get(usize::from(n)));
        Self {
            variant: variant.id,
            handle: product.handle.clone(),
            title: product.title.clone(),
            choice: choice::words(product, &variant.choice),
            price: variant.price,
            picture: picture.or(product.pictures.first()).cloned(),
            quantity: 1,
            stock: variant.stock,
            selected: true,
            news: None,
        }
    }

    /// One of a variant that a page shows; nothing when the page does not sell it.
    pub fn of_content(content: &Content, variant: VariantId) -> Option<Self> {
        let of_cards = |cards: &[ProductCard]| {
            cards.iter().find(|card| card.variant == Some(variant)).and_then(Self::of_card)
        };
        let line = match content {
            Content::Home(home) => home.sections.iter().find_map(|section| of_cards(&section.items)),
            Content::List(listing) => of_cards(listing.items()),
            Content::Product(product) => match product.variants.iter().find(|one| one.id == variant) {
                Some(found) => Some(Self::of_variant(product, found)),
                None => of_cards(&product.related),
            },
            Content::Categories(_) => None,
        };
        line.filter(|line| line.stock != Some(0))
    }

    /// The most of this line: the limit, or what the shop has.
    pub fn quantity_max(&self) -> u32 {
        self.stock.unwrap_or(QUANTITY_MAX).min(QUANTITY_MAX)
    }

    /// Price times quantity; nothing if it does not fit (prices near the end of `i64`).
    pub fn total(&self) -> Option<Money> {
        self.price.checked_mul(self.quantity)
    }
}

impl Cart {
    /// Puts one more of `line`'s variant in. Gives how many of it there are now.
    ///
    /// # Errors
    /// A [`Refusal`], and the cart is as it was.
    pub fn add(&mut self, line: Line) -> Result<u32, Refusal> {
        if let Some(at) = self.lines.iter().position(|old| old.variant == line.variant) {
            let quantity = self.lines[at].quantity + line.quantity;
            let quantity_max = line.quantity_max();
            if quantity > quantity_max {
                return Err(Refusal::NoMore(quantity_max));
            }
            let old = &self.lines[at];
            // What lay in the cart before does not change its price on the quiet.
            let news = Some(line.price).filter(|price| *price != old.price);
            let news = news.map(|price| News { price: Some(price), ..News::default() });
            self.lines[at] = Line { quantity, selected: true, price: old.price, news, ..line };
            return Ok(quantity);
        }
        if self.lines.len() >= LINES_MAX {
            return Err(Refusal::TooManyLines);
        }
        if line.quantity > line.quantity_max() {
            return Err(Refusal::NoMore(line.quantity_max()));
        }
        let quantity = line.quantity;
        self.lines.insert(0, line);
        Ok(quantity)
    }

    /// Sets how many of a variant there are, within 1 and what can be had.
    pub fn set_quantity(&mut self, variant: VariantId, quantity: u32) {
        if let Some(line) = self.line_mut(variant) {
            line.quantity = quantity.clamp(1, line.quantity_max().max(1));
        }
    }

    /// Takes a line out, and gives it back with its place, for an undo.
    pub fn remove(&mut self, variant: VariantId) -> Option<(usize, Line)> {
        let at = self.lines.iter().position(|line| line.variant == variant)?;
        Some((at, self.lines.remove(at)))
    }

    /// Puts a removed line back where it was. A variant that was added again meanwhile keeps its new line.
    pub fn restore(&mut self, at: usize, line: Line) {
        let there = self.lines.iter().any(|old| old.variant == line.variant);
        if !there && self.lines.len() < LINES_MAX {
            self.lines.insert(at.min(self.lines.len()), line);
        }
    }

    /// Marks a line for the next order, or not.
    pub fn select(&mut self, variant: VariantId, selected: bool) {
        if let Some(line) = self.line_mut(variant) {
            line.selected = selected;
        }
    }

    /// Marks every line, or none.
    pub fn select_all(&mut self, selected: bool) {
        for line in &mut self.lines {
            line.selected = selected;
        }
    }

    /// Whether every line is marked for the next order (false for an empty cart).
    pub fn all_selected(&self) -> bool {
        !self.lines.is_empty() && self.lines.iter().all(|line| line.selected)
    }

    /// How many things there are, all quantities added.
    pub fn count(&self) -> u32 {
        self.lines.iter().map(|line| line.quantity).sum()
    }

    /// How many things there are as the cart's badge says it; nothing when there are none.
    pub fn badge(&self) -> Option<String> {
        let count = self.count();
        let shown =
            if count > BADGE_MAX { [&BADGE_MAX.to_string(), "+"].concat() } else { count.to_string() };
        (count > 0).then_some(shown)
    }

    /// How many things are marked for the next order.
    pub fn selected_count(&self) -> u32 {
        self.lines.iter().filter(|line| line.selected).map(|line| line.quantity).sum()
    }

    /// What the marked lines cost, one sum a currency (a cart may be older than the store's currency).
    /// Nothing if a sum does not fit.
    pub fn totals(&self) -> Option<Vec<Money>> {
        let mut totals: Vec<Money> = Vec::new();
        for line in self.lines.iter().filter(|line| line.selected) {
            let cost = line.total()?;
            match totals.iter_mut().find(|total| total.currency == cost.currency) {
                Some(total) => *total = total.checked_add(cost)?,
                None => totals.push(cost),
            }
        }
        Some(totals)
    }

    /// A cart read from storage, put back within its limits: it may have been written by another version.
    pub fn within_limits(mut self) -> Self {
        let mut seen = Vec::new();
        self.lines.retain(|line| {
            line.price.amount >= 0 && !seen.contains(&line.variant) && {
                seen.push(line.variant);
                true
            }
        });
        self.lines.truncate(LINES_MAX);
        for line in &mut self.lines {
            line.quantity = line.quantity.clamp(1, QUANTITY_MAX);
        }
        self
    }

    /// Takes in what the shop says about the variants that were `asked` about. Gives how many lines have news.
    pub fn learn(&mut self, asked: &[VariantId], offers: &[VariantOffer]) -> usize {
        for line in self.lines.iter_mut().filter(|line| asked.contains(&line.variant)) {
            let offer = offers.iter().find(|offer| offer.id == line.variant);
            line.news = News::of(line, offer);
            if let (None, Some(offer)) = (&line.news, offer) {
                line.stock = offer.stock;
            }
        }
        self.lines.iter().filter(|line| line.news.is_some()).count()
    }

    /// The shopper has agreed to a line's news: it holds from now on. A line that is not for sale any more is taken
    /// out and given back with its place, for an undo.
    pub fn agree(&mut self, variant: VariantId) -> Option<(usize, Line)> {
        let line = self.line_mut(variant)?;
        if line.news.as_ref()?.gone {
            return self.remove(variant); // with its news: put back, it is still not for sale
        }
        let news = line.news.take()?;
        line.price = news.price.unwrap_or(line.price);
        if let Some(left) = news.left {
            line.stock = Some(left);
            line.selected &= left > 0;
            line.quantity = line.quantity.min(left.max(1));
        }
        None
    }

    /// Whether something that is to be ordered has news to agree to.
    pub fn has_selected_news(&self) -> bool {
        self.lines.iter().any(|line| line.selected && line.news.is_some())
    }

    /// Brings two carts together, of two tabs or of a phone and an account: one line a variant, with the larger
    /// quantity, since both may count the same wish. Gives what did not fit; this cart's own lines all stay.
    pub fn merge(&mut self, other: Self) -> Vec<Line> {
        let mut left_out = Vec::new();
        for line in other.lines {
            if let Some(old) = self.line_mut(line.variant) {
                old.quantity = old.quantity.max(line.quantity);
                old.selected |= line.selected;
            } else if self.lines.len() < LINES_MAX {
                self.lines.push(line);
            } else {
                left_out.push(line);
            }
        }
        left_out
    }

    fn line_mut(&mut self, variant: VariantId) -> Option<&mut Line> {
        self.lines.iter_mut().find(|line| line.variant == variant)
    }
}
