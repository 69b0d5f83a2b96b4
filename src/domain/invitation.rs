//! When to invite a shopper to install the shop: after use, never on first sight, and not again after a no.

use crate::route::Route;

/// Installing is worth it for those who came back so often.
const STARTS_MIN: u32 = 2;
/// Who has put nothing into the cart has at least looked at so many products.
const OPENED_MIN: u32 = 3;

/// How a shop can be installed on this phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    /// The browser asks, when told to.
    Prompt,
    /// The shopper has to do it, in the browser's menu.
    Words,
}

/// How much the shop has been used on this phone, and what was said to the invitation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// How often the shop was started.
    pub starts: u32,
    /// How often a product was opened.
    pub opened: u32,
    /// Whether something was put into the cart.
    pub has_filled_cart: bool,
    /// Whether the shopper does not want it, for good.
    pub is_declined: bool,
}

impl Usage {
    /// Whether the shopper is to be asked, on this page. `means` is nothing where the shop is installed or cannot be.
    pub fn is_due(&self, means: Option<Means>, route: &Route) -> bool {
        let has_used = self.starts >= STARTS_MIN && (self.has_filled_cart || self.opened >= OPENED_MIN);
        has_used && means.is_some() && !self.is_declined && *route != Route::Checkout
    }
}
