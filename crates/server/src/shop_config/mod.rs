//! The shop's configuration file: what a merchant decides beside the catalogue. TOML, read once at the start.
//!
//! A section is one file here: the tables as they are written (`serde`, unknown keys refused), and what they become once
//! they are checked. All mistakes of a file are told at once, each with its line and what would be right; none of them
//! repeats a value, because values may be secrets.

mod coupon;
pub mod credit;
pub mod delivery;
mod file;
pub mod limits;
mod mistakes;
pub mod payment;
pub mod pick_up;
pub mod reminders;
pub mod search;
mod secret;
mod store;
#[cfg(test)]
mod tests;
mod text;
mod webhooks;

pub use credit::{CreditConfig, OperatorPlan};
pub use delivery::{DeliveryRate, DeliveryTable};
pub use limits::OrderLimits;
pub use mistakes::{Mistake, Mistakes};
pub use payment::OnlinePayment;
pub use pick_up::{PickUpPlace, PickUpPlaces};
pub use reminders::RemindersConfig;
pub use text::Text;
pub use webhooks::WebhookEndpoint;

use crate::orders::coupon_guesses::Coupons;
use fairday_contract::DeliveryChoice;
use std::path::Path;

/// Largest file, bytes.
pub const FILE_BYTES_MAX: u64 = 1 << 20;

/// What the shop is like.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShopConfig {
    /// The shop in a sentence, if it says one.
    pub description: Option<Text>,
    /// Where it delivers to the door, for how much.
    pub delivery: DeliveryTable,
    /// Where orders can be picked up.
    pub pick_up: PickUpPlaces,
    /// Its coupons.
    pub coupons: Coupons,
    /// The provider at whose page orders can be paid, if there is one.
    pub online: Option<OnlinePayment>,
    /// Who is told when an order changes, if anybody is.
    pub webhooks: Option<WebhookEndpoint>,
    /// Limits on unpaid reservations, and how long they hold.
    pub limits: OrderLimits,
    /// Phone credit, if the shop offers it.
    pub credit: Option<CreditConfig>,
    /// Its own synonyms for the search, a line each.
    pub synonyms: String,
}

impl ShopConfig {
    /// Reads the file at `path`.
    ///
    /// # Errors
    /// With one sentence a line: why the file cannot be read, or its mistakes.
    pub fn read(path: &Path) -> Result<Self, String> {
        let shown = path.display();
        let unreadable =
            |error: std::io::Error| format!("The shop's configuration {shown} cannot be read: {error}.");
        if std::fs::metadata(path).map_err(unreadable)?.len() > FILE_BYTES_MAX {
            return Err(format!("The shop's configuration {shown} is larger than {FILE_BYTES_MAX} bytes."));
        }
        let text = std::fs::read_to_string(path).map_err(unreadable)?;
        Self::parse(&text).map_err(|mistakes| {
            let lines: Vec<String> = mistakes.iter().map(|mistake| format!("\n  {mistake}")).collect();
            format!("The shop's configuration {shown} cannot be used:{}", lines.concat())
        })
    }

    /// What the text of a file says.
    ///
    /// # Errors
    /// With every mistake found, in the order of the sections; never none.
    pub fn parse(text: &str) -> Result<Self, Vec<Mistake>> {
        let mut mistakes = Mistakes::new(text);
        let Some(file) = file::File::parse(text, &mut mistakes) else { return Err(mistakes.into_found()) };
        let mut config = Self {
            description: store::check(file.store, &mut mistakes),
            delivery: DeliveryTable::check(file.delivery, &mut mistakes),
            pick_up: PickUpPlaces::check(file.pick_up, &mut mistakes),
            coupons: coupon::check(file.coupon, &mut mistakes),
            online: payment::check(file.payment, &mut mistakes),
            webhooks: webhooks::check(file.webhooks, &mut mistakes),
            limits: limits::check(file.limits, &mut mistakes),
            credit: credit::check(file.credit, &mut mistakes),
            synonyms: search::check(file.search, &mut mistakes),
        };
        if let Some(credit) = &mut config.credit {
            credit.takes_online = config.online.is_some();
        }
        match mistakes.into_found() {
            none if none.is_empty() => Ok(config),
            found => Err(found),
        }
    }

    /// What a way of delivery costs and takes; nothing where there is no delivery in that way.
    pub fn delivery_rate(&self, choice: &DeliveryChoice) -> Option<DeliveryRate> {
        match choice {
            DeliveryChoice::Door { region } => self.delivery.rate(region),
            DeliveryChoice::PickUp { point } => self.pick_up.get(point).map(|place| place.rate),
        }
    }
}
