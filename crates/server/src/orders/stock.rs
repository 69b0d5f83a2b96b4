//! What orders do to the stock and to the use of coupons. Every rule is a condition of the statement that changes the row.
//!
//! Whoever changes several variants does so in the order of their numbers, and coupons after them, so that two orders
//! never wait for each other.

use super::coupons::Coupon;
use super::status::Goods;
use crate::accounts::AccountId;
use crate::database::{DatabaseError, Step, Transaction, Value};
use fairday_contract::{AgreedLine, Currency};

/// Sets a line's pieces aside, if that many are for sale at exactly this price: then it changes one row, and otherwise none.
pub(super) fn reserve<'a>(line: &AgreedLine, currency: &'a Currency) -> Step<'a> {
    // NULL, not counted, stays NULL.
    let sql = "UPDATE variant SET stock = stock - $1, reserved = reserved + $1 \
               WHERE id = $2 AND price = $3 AND withdrawn = 0 AND (stock IS NULL OR stock >= $1) \
               AND EXISTS (SELECT 1 FROM product WHERE product.id = variant.product_id AND product.withdrawn = 0) \
               AND EXISTS (SELECT 1 FROM catalogue WHERE catalogue.currency = $4)";
    let numbers = [line.quantity.into(), line.variant.0.into(), line.price];
    let values = numbers.map(|number| Value::Integer(Some(number))).into_iter();
    (sql, values.chain([Value::Text(Some(currency.code()))]).collect())
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
        Goods::Return => "UPDATE variant SET stock = stock + $1, reserved = reserved - $1 WHERE id = $2",
        Goods::Sold => "UPDATE variant SET reserved = reserved - $1, sold = sold + $1 WHERE id = $2",
    };
    let lines = transaction.query(
        "SELECT quantity, variant_id FROM order_line WHERE order_number = $1 ORDER BY variant_id",
        &[&order_number],
    )?;
    for line in lines {
        let (quantity, variant): (i64, i64) = (line.get(0)?, line.get(1)?);
        transaction.execute(sql, &[&quantity, &variant])?;
        if goods == Goods::Return {
            transaction.execute_all(&[note_change(variant, now_ms)])?;
        }
    }
    Ok(())
}

/// Notes that the stock of a variant's product has changed, for [`publish`](super::publish).
pub(super) fn note_change(variant: i64, now_ms: i64) -> Step<'static> {
    let sql = "INSERT INTO stock_change (product_id, at_ms) SELECT product_id, $2 FROM variant WHERE id = $1";
    (sql, vec![Value::Integer(Some(variant)), Value::Integer(Some(now_ms))])
}

/// Uses a coupon once: each changes one row, or none where a limit does not let it.
pub(super) fn use_coupon(coupon: &Coupon, account: AccountId) -> [Step<'_>; 2] {
    // A limit is at least 1, so the first use is always within it.
    let limit = |limit: Option<u32>| Value::Integer(Some(limit.map_or(i64::MAX, i64::from)));
    let code = Value::Text(Some(coupon.code.as_str()));
    let all = "INSERT INTO coupon_use (code, used) VALUES ($1, 1) \
               ON CONFLICT (code) DO UPDATE SET used = coupon_use.used + 1 WHERE coupon_use.used < $2";
    let own = "INSERT INTO coupon_account_use (code, account_id, used) VALUES ($1, $2, 1) ON CONFLICT (code, account_id) \
               DO UPDATE SET used = coupon_account_use.used + 1 WHERE coupon_account_use.used < $3";
    [
        (all, vec![code, limit(coupon.uses)]),
        (own, vec![code, Value::Integer(Some(account.0)), limit(coupon.uses_per_account)]),
    ]
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
