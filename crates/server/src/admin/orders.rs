//! `fairday orders`: the shop's side of orders, straight on the database. A running server need not be told.

use super::Common;
use super::common::Zone;
use super::orders_shown::{show, show_list, show_released, show_reserved};
use super::print::{json, word};
use crate::accounts::ContactPhone;
use crate::clock::Clock;
use crate::database::{Database, DatabaseError, Transaction};
use crate::http::admin::checked;
use crate::http::problem::Refusal;
use crate::orders::OrderError;
use crate::orders::advance::{By, Wish, advance};
use crate::orders::payment::{Payments, refund, second};
use crate::orders::release::{self, Whose};
use crate::orders::shop::{self, Listing, OrderName};
use crate::orders::status;
use crate::privacy::KeyRing;
use clap::{Args, Subcommand};
use fairday_contract::{
    AdminOrder, AdminOrderSummary, Currency, OrderAdvance, OrderStatus, ReservationsReleased, Tracking,
};
use std::net::IpAddr;
use std::sync::Arc;

/// Orders that `list` shows when nothing is said.
const LISTED_DEFAULT: usize = 20;
/// Most orders that `list` shows.
const LISTED_MAX: usize = 10_000;

/// What is to be done with orders.
#[derive(Debug, Subcommand)]
pub enum OrdersCommand {
    /// List orders, the newest first, with names and phone numbers mostly hidden
    List(ListArgs),
    /// Show an order with its whole recipient
    Show(OneArgs),
    /// Move an order on; its owner sees it, and the goods follow
    Advance(AdvanceArgs),
    /// Show what is reserved and not paid, by account, the most pieces first
    Reserved(ReservedArgs),
    /// Cancel what somebody has reserved and not paid, but for what is on its way; the goods are for sale again
    Release(ReleaseArgs),
    /// Note that an order whose payment is `refund_due`, or a second payment for it, was paid back at the provider's
    Refund(RefundArgs),
}

/// Options of `fairday orders list`.
#[derive(Args, Debug)]
pub struct ListArgs {
    /// Only orders that are here: placed, confirmed, packed, sent, ready, received, cancelled, `return_requested`, returned
    #[arg(long, value_parser = parse_status)]
    status: Option<OrderStatus>,
    /// How many, at most
    #[arg(long, value_name = "N", default_value_t = LISTED_DEFAULT, value_parser = parse_limit)]
    limit: usize,
    #[command(flatten)]
    common: Common,
}

/// An order, and nothing more.
#[derive(Args, Debug)]
pub struct OneArgs {
    /// The order's number, or its id
    order: OrderName,
    #[command(flatten)]
    common: Common,
}

/// Options of `fairday orders refund`.
#[derive(Args, Debug)]
pub struct RefundArgs {
    /// The order's number, or its id
    order: OrderName,
    /// The second payment with this number, which `show` lists, and not the order's own
    #[arg(long, value_name = "N")]
    payment: Option<i64>,
    #[command(flatten)]
    common: Common,
}

/// Options of `fairday orders advance`.
#[derive(Args, Debug)]
pub struct AdvanceArgs {
    /// The order's number, or its id
    order: OrderName,
    /// Where it is now: confirmed, packed, sent, ready, received, cancelled or returned
    #[arg(value_parser = parse_status)]
    status: OrderStatus,
    /// What to tell its owner, at most 200 characters
    #[arg(long, default_value = "", hide_default_value = true)]
    note: String,
    /// Who carries the parcel, with `sent`
    #[arg(long, requires = "tracking")]
    carrier: Option<String>,
    /// The parcel's number there
    #[arg(long, requires = "carrier", value_name = "NUMBER")]
    tracking: Option<String>,
    #[command(flatten)]
    common: Common,
}

/// Options of `fairday orders reserved`.
#[derive(Args, Debug)]
pub struct ReservedArgs {
    #[command(flatten)]
    common: Common,
}

/// Options of `fairday orders release`.
#[derive(Args, Debug)]
#[command(group = clap::ArgGroup::new("whose").required(true))]
pub struct ReleaseArgs {
    /// These orders, by their numbers or ids
    #[arg(group = "whose", value_name = "ORDER")]
    orders: Vec<OrderName>,
    /// Those of the account with this number, which `reserved` shows
    #[arg(long, group = "whose", value_name = "N")]
    account: Option<i64>,
    /// Those of the account with this phone number, and those for a recipient with it
    #[arg(long, group = "whose", value_name = "NUMBER", value_parser = parse_phone)]
    phone: Option<ContactPhone>,
    /// Those that were placed from this IP address, or from its /64 network
    #[arg(long, group = "whose", value_name = "IP")]
    address: Option<IpAddr>,
    /// A note for their owners, at most 200 characters
    #[arg(long, default_value = "", hide_default_value = true)]
    note: String,
    #[command(flatten)]
    common: Common,
}

impl ReleaseArgs {
    fn whose(&self) -> Whose {
        match (self.account, &self.phone, self.address) {
            (Some(account), ..) => Whose::Account(account),
            (_, Some(phone), _) => Whose::Phone(phone.clone()),
            (.., Some(address)) => Whose::Address(address),
            _ => Whose::Orders(self.orders.clone()),
        }
    }
}

impl OrdersCommand {
    fn common(&self) -> &Common {
        match self {
            Self::List(args) => &args.common,
            Self::Show(args) => &args.common,
            Self::Refund(args) => &args.common,
            Self::Advance(args) => &args.common,
            Self::Reserved(args) => &args.common,
            Self::Release(args) => &args.common,
        }
    }
}

/// Does what was asked.
///
/// # Errors
/// A sentence for the operator.
pub async fn command(command: OrdersCommand) -> Result<(), String> {
    let zone = command.common().zone()?;
    let (database, keys) = command.common().store.open_with_keys().await?;
    let (payments, now_ms) = (Payments::default(), Clock::default().now_ms());
    let shop = Shop { database, keys, payments, zone, now_ms };
    let done = shop.run(&command).await;
    shop.database.close().await;
    done
}

struct Shop {
    database: Database,
    keys: Arc<KeyRing>,
    payments: Payments,
    zone: Zone,
    now_ms: i64,
}

impl Shop {
    async fn run(&self, command: &OrdersCommand) -> Result<(), String> {
        let is_json = command.common().json;
        match command {
            OrdersCommand::List(args) => {
                let orders = self.list(args).await.map_err(|error| sentence(&error))?;
                if is_json {
                    json(&orders);
                } else {
                    show_list(&orders, self.zone);
                }
                return Ok(());
            }
            OrdersCommand::Reserved(_) => {
                let reserved = release::reserved(&self.database, &self.keys).await;
                let reserved = reserved.map_err(|error| sentence(&error))?;
                if is_json {
                    json(&reserved);
                } else {
                    show_reserved(&reserved, self.zone, self.currency().await);
                }
                return Ok(());
            }
            OrdersCommand::Release(args) => {
                let released = self.release(args).await?;
                if is_json {
                    json(&released);
                } else {
                    show_released(&released);
                }
                return Ok(());
            }
            OrdersCommand::Advance(args) => self.advance(args).await?,
            OrdersCommand::Refund(args) => {
                self.refund(args).await?;
            }
            OrdersCommand::Show(_) => {}
        }
        let (OrdersCommand::Show(OneArgs { order, .. })
        | OrdersCommand::Refund(RefundArgs { order, .. })
        | OrdersCommand::Advance(AdvanceArgs { order, .. })) = command
        else {
            return Ok(());
        };
        let order = self.order(order.clone()).await.map_err(|error| sentence(&error))?;
        if is_json {
            json(&order);
        } else {
            show(&order, self.zone);
        }
        Ok(())
    }

    async fn refund(&self, args: &RefundArgs) -> Result<(), String> {
        let id = shop::id_of(&self.database, args.order.clone()).await.map_err(|error| sentence(&error))?;
        let done = match args.payment {
            None => refund::refunded(&self.database, id, self.now_ms).await,
            Some(number) => second::refunded(&self.database, (id, number), self.now_ms).await,
        };
        done.map_err(|error| match (error, args.payment) {
            (OrderError::NotPossibleNow, _) => {
                "Nothing is to be paid back for this order. Second payments, which `show` lists, are named with --payment.".to_owned()
            }
            (OrderError::NotFound, Some(_)) => "There is no such second payment of this order.".to_owned(),
            (error, _) => sentence(&error),
        })
    }

    async fn list(&self, args: &ListArgs) -> Result<Vec<AdminOrderSummary>, OrderError> {
        let mut listing = Listing { status: args.status, cursor: None };
        let mut orders = Vec::new();
        while let Some(page) = shop::page(&self.database, &self.keys, &listing).await? {
            orders.extend(page.items);
            listing.cursor = page.next;
            if listing.cursor.is_none() || orders.len() >= args.limit {
                break;
            }
        }
        orders.truncate(args.limit);
        Ok(orders)
    }

    /// The catalogue's currency, when one was imported.
    async fn currency(&self) -> Option<Currency> {
        let look = |transaction: &mut Transaction<'_>| {
            let row = transaction.query_optional("SELECT currency FROM catalogue WHERE id = 1", &[])?;
            row.map(|row| row.get::<String>(0)).transpose()
        };
        let found = self.database.read_one::<_, DatabaseError>(look).await.ok()??;
        found.parse().ok()
    }

    async fn order(&self, name: OrderName) -> Result<AdminOrder, OrderError> {
        shop::order(&self.database, &self.keys, &self.payments, name, self.now_ms).await
    }

    async fn release(&self, args: &ReleaseArgs) -> Result<ReservationsReleased, String> {
        let wish = OrderAdvance { status: OrderStatus::Cancelled, note: args.note.clone(), tracking: None };
        let (_, note, _) = checked(wish).map_err(|refusal| told(&refusal))?;
        let mut all = ReservationsReleased::default();
        loop {
            let asked = (args.whose(), note.as_str());
            let some = release::release(&self.database, &self.keys, &self.payments, asked, self.now_ms).await;
            let some = some.map_err(|error| sentence(&error))?;
            let goes_on = some.has_more && !some.released.is_empty();
            all.released.extend(some.released);
            (all.kept, all.has_more) = (some.kept, some.has_more);
            if !goes_on {
                return Ok(all);
            }
        }
    }

    async fn advance(&self, args: &AdvanceArgs) -> Result<(), String> {
        let tracking = args.carrier.clone().zip(args.tracking.clone());
        let tracking = tracking.map(|(carrier, number)| Tracking { carrier, number });
        let wish = OrderAdvance { status: args.status, note: args.note.clone(), tracking };
        let (to, note, tracking) = checked(wish).map_err(|refusal| told(&refusal))?;
        let moved = async {
            let id = shop::id_of(&self.database, args.order.clone()).await?;
            let wish = Wish { id, by: By::Shop, to, note, tracking, now_ms: self.now_ms };
            advance(&self.database, &self.keys, &self.payments, wish).await
        };
        let Err(error) = moved.await else { return Ok(()) };
        if !matches!(error, OrderError::NotPossibleNow) {
            return Err(sentence(&error));
        }
        let AdminOrder { order, moves, .. } =
            self.order(args.order.clone()).await.map_err(|error| sentence(&error))?;
        let possible: Vec<&str> = moves.into_iter().map(status::name).collect();
        Err(format!(
            "Order {} is {}, its payment {}; it cannot be moved to {}. It can be moved to: {}.",
            order.number,
            status::name(order.status),
            word(&order.payment.status),
            status::name(to),
            if possible.is_empty() { "nothing".to_owned() } else { possible.join(", ") }
        ))
    }
}

/// The fields that are wrong.
fn told(refusal: &Refusal) -> String {
    let told = refusal.errors.iter().map(|error| format!("{} {}", error.field, error.detail));
    format!("{}.", told.collect::<Vec<_>>().join("; "))
}

fn sentence(error: &OrderError) -> String {
    match error {
        OrderError::NotFound => "There is no such order.".to_owned(),
        error => format!("This cannot be done: {error}."),
    }
}

fn parse_status(text: &str) -> Result<OrderStatus, String> {
    status::from_name(text)
        .ok_or_else(|| format!("it is one of {}", status::ALL.map(status::name).join(", ")))
}

fn parse_phone(text: &str) -> Result<ContactPhone, String> {
    ContactPhone::parse(text).map_err(|why| why.to_string())
}

fn parse_limit(text: &str) -> Result<usize, String> {
    let right = || format!("it is a number from 1 to {LISTED_MAX}");
    text.parse().ok().filter(|limit| (1..=LISTED_MAX).contains(limit)).ok_or_else(right)
}
