//! Attacks by one account.

use std::io::Write;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::Target;
use super::client::{PATIENCE, request};
use super::process::database_mb;
use super::shopper::{Shopper, on_sale};

/// A variant, and how many of it.
type Line = (u64, u32);

/// How long attacks go on that have no end of their own.
const TIME: Duration = Duration::from_secs(4);
/// Lines and pieces of an order as large as one may be.
const LINES: usize = 100;
const PIECES: u32 = 99;
/// Orders that are tried to empty the shop.
const LARGE_ORDERS_MAX: usize = 60;
/// Characters of a note, about as many as one may have.
const NOTE_CHARS: usize = 200;
const EXPORTS: usize = 20;
/// Orders of the account that is exported so often, at most.
const EXPORTED_ORDERS_MAX: usize = 300;
const GUESSES: usize = 400;

/// Orders of all there is, to be paid when they come: as much at once as the shop lets through.
pub(super) fn empty_the_shop(target: &Target) -> Result<String> {
    let mut left: Vec<(u64, u64)> =
        on_sale(&target.client)?.into_iter().filter(|(_, pieces)| *pieces < u64::MAX).collect();
    let all: u64 = left.iter().map(|(_, pieces)| pieces).sum();
    let mut shopper = Shopper::sign_in(&target.client, "13800138000")?;
    let (mut orders, mut reserved, mut refused) = (0, 0, 0);
    // The pieces of an order: half as many after each refusal.
    let mut wanted = LINES as u64 * u64::from(PIECES);
    while wanted > 0 && reserved < all && orders + refused < LARGE_ORDERS_MAX {
        let lines = most(&mut left, wanted);
        let quote = shopper.quote(&lines, None)?;
        let is_placed = quote.status == 200 && shopper.order(&quote.json()?, |_| {})?.1.status == 201;
        if !is_placed {
            refused += 1;
            wanted /= 2;
            continue;
        }
        orders += 1;
        for ((_, pieces), (_, ordered)) in left.iter_mut().zip(&lines) {
            *pieces -= u64::from(*ordered);
            reserved += u64::from(*ordered);
        }
    }
    Ok(format!("{orders} orders reserved {reserved} of {all} pieces, {refused} were refused"))
}

/// The lines of an order of `wanted` pieces or as many as one may have: of the first of `left`, which is put in order for that, those
/// of which there is most first.
fn most(left: &mut [(u64, u64)], wanted: u64) -> Vec<Line> {
    left.sort_by_key(|(_, pieces)| std::cmp::Reverse(*pieces));
    let mut still = wanted;
    let lines = left.iter().take(LINES).map(|(variant, pieces)| {
        let ordered = still.min(*pieces).min(PIECES.into());
        still -= ordered;
        (*variant, ordered as u32)
    });
    lines.take_while(|(_, ordered)| *ordered > 0).collect()
}

/// Orders and cancels the same again and again.
pub(super) fn place_and_cancel(target: &Target) -> Result<String> {
    let variant = on_sale(&target.client)?.first().map_or(1, |(variant, _)| *variant);
    let mut shopper = Shopper::sign_in(&target.client, "13800138001")?;
    let quote = shopper.quote(&[(variant, 1)], None)?.json()?;
    let (begin, before, mut orders) = (Instant::now(), database_mb(&target.data), 0);
    while begin.elapsed() < TIME {
        let (path, answer) = shopper.order(&quote, |_| {})?;
        if answer.status == 201 {
            orders += 1;
            shopper.cancel(&path)?;
        }
    }
    Ok(format!("{orders} orders under one quote, {}", grown(target, before)))
}

/// Orders that cannot be placed, each with another id and a long note: of what the account itself has bought up meanwhile.
pub(super) fn refused_orders(target: &Target) -> Result<String> {
    let mut shopper = Shopper::sign_in(&target.client, "13800138002")?;
    let (mut lines, rare) = one_of_each(target)?;
    lines[0] = (rare.0, 1);
    let quote = shopper.quote(&lines, None)?.json()?;
    let all = shopper.quote(&[rare], None)?.json()?;
    let (_, bought) = shopper.order(&all, |_| {})?;
    ensure!(bought.status == 201, "the rarest goods could not be bought up: {}", bought.head);
    let (begin, before, mut orders, mut limited) = (Instant::now(), database_mb(&target.data), 0, 0);
    while begin.elapsed() < TIME {
        let (_, answer) = shopper.order(&quote, |order| order["note"] = json!("多".repeat(NOTE_CHARS)))?;
        orders += 1;
        limited += usize::from(answer.status == 429);
    }
    Ok(format!("{orders} orders refused, {limited} of them with 429, {}", grown(target, before)))
}

/// As many lines as an order may have, of one piece each, and all there is of the rarest goods, which are not among them.
fn one_of_each(target: &Target) -> Result<(Vec<Line>, Line)> {
    let mut stock = on_sale(&target.client)?;
    stock.retain(|(_, pieces)| *pieces > 0);
    stock.sort_by_key(|(_, pieces)| *pieces);
    let (variant, pieces) = *stock.first().context("nothing is for sale")?;
    let lines: Vec<_> = stock.iter().rev().take(LINES).map(|(variant, _)| (*variant, 1)).collect();
    ensure!(lines.len() == LINES && pieces <= PIECES.into(), "the catalogue is too small for this attack");
    Ok((lines, (variant, pieces as u32)))
}

/// Everything the shop has of an account, asked for many times at once and not read.
pub(super) fn exports(target: &Target) -> Result<String> {
    let (lines, _) = one_of_each(target)?;
    let mut shopper = Shopper::sign_in(&target.client, "13800138003")?;
    let mut orders = 0;
    for _ in 0..EXPORTED_ORDERS_MAX {
        let quote = shopper.quote(&lines, None)?;
        if quote.status != 200 {
            break;
        }
        let (path, answer) = shopper.order(&quote.json()?, |_| {})?;
        if answer.status != 201 {
            break;
        }
        orders += 1;
        shopper.cancel(&path)?;
    }
    ensure!(orders > 0, "there is nothing to export");
    let export = shopper.get("/api/v1/account/export")?.body.len();
    let asked = request(&format!("GET /api/v1/account/export HTTP/1.1\r\ncookie: {}", shopper.cookie), "");
    let mut held = Vec::new();
    for _ in 0..EXPORTS {
        let mut stream = target.client.connect_narrow(PATIENCE)?;
        stream.write_all(asked.as_bytes())?;
        held.push(stream);
    }
    std::thread::sleep(TIME);
    Ok(format!("{EXPORTS} exports of {orders} orders, {:.1} MB each", export as f64 / 1e6))
}

/// Codes of coupons, guessed in quotes and in orders without a quote.
pub(super) fn coupon_guesses(target: &Target) -> Result<String> {
    let variant = on_sale(&target.client)?.first().map_or(1, |(variant, _)| *variant);
    let mut shopper = Shopper::sign_in(&target.client, "13800138004")?;
    let quote = shopper.quote(&[(variant, 1)], None)?.json()?;
    let (mut in_quotes, mut in_orders) = (0, 0);
    for number in 0..GUESSES {
        let code = format!("GUESS{number}");
        // An answer that is not 429 says whether there is such a code.
        in_quotes += usize::from(shopper.quote(&[(variant, 1)], Some(&code))?.status != 429);
        let (_, answer) = shopper.order(&quote, |order| {
            // Well formed, and nobody's.
            let id = order["quote"].as_str().unwrap_or_default();
            let id: String = id.chars().take(id.len().saturating_sub(4)).collect();
            order["quote"] = json!(format!("{id}{number:04}"));
            order["agreed"]["coupon"] = json!(code);
            order["agreed"]["discount"] = json!(1);
        })?;
        in_orders += usize::from(answer.status != 429);
    }
    Ok(format!(
        "of {GUESSES} guesses each, {in_quotes} in quotes and {in_orders} in orders were not stopped with 429"
    ))
}

fn grown(target: &Target, before: f64) -> String {
    format!("the database grew by {:.1} MB in {} s", database_mb(&target.data) - before, TIME.as_secs())
}

#[cfg(test)]
mod tests {
    use super::{LINES, most};

    #[test]
    fn an_order_of_much_takes_of_what_there_is_most_and_no_more_than_there_is() {
        let mut left: Vec<(u64, u64)> = vec![(1, 5), (2, 400), (3, 0)];
        assert_eq!(most(&mut left, 1_000), [(2, 99), (1, 5)]);
        assert_eq!(most(&mut left, 99), [(2, 99)]);
        assert_eq!(most(&mut left, 100), [(2, 99), (1, 1)]);
        let mut many: Vec<(u64, u64)> = (0..500).map(|variant| (variant, 1)).collect();
        assert_eq!(most(&mut many, 1_000).len(), LINES);
    }
}
