//! What orders do to the stock and to the use of coupons. Every rule is a condition of the statement that changes the row.
//!
//! Whoever changes several variants does so in the order of their numbers, and coupons after them, so that two orders
//! never wait for each other.

use super::coupons::Coupon;
use super::status::Goods;
use crate::accounts::AccountId;
use crate::database::{DatabaseError, Transaction};
use fairday_contract::{AgreedLine, Currency};

/// Sets a line's pieces aside, if that many are for sale at exactly this price. The product they belong to; nothing when
/// it cannot be.
pub(super) fn reserve(
    transaction: &mut Transaction<'_>,
    line: &AgreedLine,
    currency: Currency,
) -> Result<Option<i64>, DatabaseError> {
    // NULL, not counted, stays NULL.
    let row = transaction.query_optional(
        "UPDATE variant SET stock = stock - $1, reserved = reserved + $1 \
         WHERE id = $2 AND price = $3 AND withdrawn = 0 AND (stock IS NULL OR stock >= $1) \
         AND EXISTS (SELECT 1 FROM product WHERE product.id = variant.product_id AND product.withdrawn = 0) \
         AND EXISTS (SELECT 1 FROM catalogue WHERE catalogue.currency = $4) RETURNING product_id",
        &[&line.quantity, &line.variant.0, &line.price, &currency.code()],
    )?;
    row.map(|row| row.get(0)).transpose()
}

/// Ends what an order has set aside: for sale again, or sold. The caller has moved the order in the same transaction, so
/// this happens once.
pub(super) fn settle(
    transaction: &mut Transaction<'_>,
    order_number: i64,
    goods: Goods,
    now_ms: i64,
) -> Result<(), DatabaseError> {
    let sql = match goods {
        Goods::Stay => return Ok(()),
        Goods::Return => {
            "UPDATE variant SET stock = stock + $1, reserved = reserved - $1 WHERE id = $2 RETURNING product_id"
        }
        Goods::Sold => {
            "UPDATE variant SET reserved = reserved - $1, sold = sold + $1 WHERE id = $2 RETURNING product_id"
        }
    };
    let lines = transaction.query(
        "SELECT quantity, variant_id FROM order_line WHERE order_number = $1 ORDER BY variant_id",
        &[&order_number],
    )?;
    let mut products = Vec::with_capacity(lines.len());
    for line in lines {
        let row = transaction.query_one(sql, &[&line.get::<i64>(0)?, &line.get::<i64>(1)?])?;
        products.push(row.get(0)?);
    }
    if goods == Goods::Return { note_changes(transaction, products, now_ms) } else { Ok(()) }
}

/// Notes that the stock of these products has changed, for [`publish`](super::publish).
pub(super) fn note_changes(
    transaction: &mut Transaction<'_>,
    mut products: Vec<i64>,
    now_ms: i64,
) -> Result<(), DatabaseError> {
    products.sort_unstable();
    products.dedup();
    for product in products {
        transaction
            .execute("INSERT INTO stock_change (product_id, at_ms) VALUES ($1, $2)", &[&product, &now_ms])?;
    }
    Ok(())
}

/// Uses a coupon once. Whether its limits let it.
pub(super) fn use_coupon(
    transaction: &mut Transaction<'_>,
    coupon: &Coupon,
    account: AccountId,
) -> Result<bool, DatabaseError> {
    // A limit is at least 1, so the first use is always within it.
    let limit = |limit: Option<u32>| limit.map_or(i64::MAX, i64::from);
    let all = transaction.execute(
        "INSERT INTO coupon_use (code, used) VALUES ($1, 1) \
         ON CONFLICT (code) DO UPDATE SET used = coupon_use.used + 1 WHERE coupon_use.used < $2",
        &[&coupon.code.as_str(), &limit(coupon.uses)],
    )?;
    let own = transaction.execute(
        "INSERT INTO coupon_account_use (code, account_id, used) VALUES ($1, $2, 1) ON CONFLICT (code, account_id) \
         DO UPDATE SET used = coupon_account_use.used + 1 WHERE coupon_account_use.used < $3",
        &[&coupon.code.as_str(), &account.0, &limit(coupon.uses_per_account)],
    )?;
    Ok(all == 1 && own == 1)
}

/// Gives back the use of a coupon by an order that was cancelled.
pub(super) fn release_coupon(
    transaction: &mut Transaction<'_>,
    code: &str,
    account: AccountId,
) -> Result<(), DatabaseError> {
    transaction.execute("UPDATE coupon_use SET used = used - 1 WHERE code = $1", &[&code])?;
    transaction.execute(
        "UPDATE coupon_account_use SET used = used - 1 WHERE code = $1 AND account_id = $2",
        &[&code, &account.0],
    )?;
    Ok(())
}
