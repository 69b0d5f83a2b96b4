//! Brings the tables to what an import says, changing only the rows that differ.

use super::document::to_json;
use super::write::{Change, StoredProduct, Write, stored_products, stored_variants};
use super::{StoreError, load};
use crate::catalogue::model::{Product, StoreProfile};
use crate::database::Transaction;
use fairday_contract::ProductHandle;
use std::collections::{HashMap, HashSet};

/// What an import wants the catalogue to be.
#[derive(Clone, Debug)]
pub struct Batch {
    /// What is true of the whole store.
    pub profile: StoreProfile,
    /// Products to add or update, in the merchant's order. Variant ids and `created_ms` in them are not looked at: the
    /// store gives them.
    pub products: Vec<Product>,
    /// Products that are not for sale any more.
    pub withdrawn: Vec<ProductHandle>,
    /// Products to leave as they are even when `replace` withdraws the rest: in the file, but unreadable.
    pub kept: Vec<ProductHandle>,
    /// Withdraw every product that is in neither list, and take the order of `products`.
    pub replace: bool,
    /// The time of the import, milliseconds since 1970 UTC.
    pub now_ms: i64,
}

/// What [`Store::apply`](super::Store::apply) changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportOutcome {
    /// Products that were not for sale before.
    pub added: usize,
    /// Products that changed.
    pub updated: usize,
    /// Products that were the same already.
    pub unchanged: usize,
    /// Products that are not for sale any more.
    pub withdrawn: usize,
    /// Products for sale now.
    pub products: usize,
    /// The catalogue's revision now.
    pub revision: u64,
}

/// Does what [`Store::apply`](super::Store::apply) promises, inside its transaction.
pub(super) fn apply(transaction: &mut Transaction<'_>, batch: &Batch) -> Result<ImportOutcome, StoreError> {
    // Two imports at once would both count up from the same revision.
    transaction.lock("catalogue")?;
    let before = load::profile(transaction)?;
    let basis_changes =
        before.as_ref().is_some_and(|(profile, _, _)| basis(profile) != basis(&batch.profile));
    if let Some((profile, _, _)) = before.as_ref().filter(|_| basis_changes && !batch.replace) {
        return Err(StoreError::OtherBasis { have: basis(profile), given: basis(&batch.profile) });
    }
    let revision_before = before.as_ref().map_or(0, |(_, revision, _)| *revision);
    let revision = revision_before + 1;
    let mut stored = stored_products(transaction)?;
    let mut variants = stored_variants(transaction)?;
    let mut outcome = ImportOutcome::default();
    let mut position_next = stored.values().map(|product| product.position + 1).max().unwrap_or(0);

    for (product, index) in batch.products.iter().zip(0_i64..) {
        let old = stored.remove(product.handle.as_str());
        let position = match &old {
            _ if batch.replace => index,
            Some(old) if !old.withdrawn => old.position,
            _ => {
                position_next += 1;
                position_next - 1
            }
        };
        let old_variants = old.as_ref().and_then(|old| variants.remove(&old.id)).unwrap_or_default();
        let write = Write { product, position, revision, now_ms: batch.now_ms };
        match write.product(transaction, old, old_variants)? {
            Change::Added => outcome.added += 1,
            Change::Updated => outcome.updated += 1,
            Change::None => outcome.unchanged += 1,
        }
    }

    let leaving = withdrawn_by(batch, &stored, basis_changes);
    outcome.withdrawn = leaving.len();
    for id in leaving {
        transaction
            .execute("UPDATE product SET withdrawn = 1, revision = $1 WHERE id = $2", &[&revision, &id])?;
    }

    let is_changed = outcome.added + outcome.updated + outcome.withdrawn > 0
        || before.as_ref().is_none_or(|(profile, _, _)| *profile != batch.profile);
    if is_changed {
        write_profile(transaction, batch, revision)?;
    }
    let products: i64 =
        transaction.query_one("SELECT COUNT(*) FROM product WHERE withdrawn = 0", &[])?.get(0)?;
    outcome.products = products as usize;
    outcome.revision = if is_changed { revision } else { revision_before } as u64;
    Ok(outcome)
}

/// The ids of those of `stored`, none of which the batch updates, that are not for sale any more.
fn withdrawn_by(batch: &Batch, stored: &HashMap<String, StoredProduct>, basis_changes: bool) -> Vec<i64> {
    let withdrawn: HashSet<&str> = batch.withdrawn.iter().map(ProductHandle::as_str).collect();
    let kept: HashSet<&str> = batch.kept.iter().map(ProductHandle::as_str).collect();
    let is_leaving = |handle: &str| {
        // Nothing is kept with a price in another currency or a text in another language.
        let is_kept = kept.contains(handle) && !basis_changes;
        withdrawn.contains(handle) || (batch.replace && !is_kept)
    };
    let for_sale = stored.iter().filter(|(_, product)| !product.withdrawn);
    for_sale.filter(|(handle, _)| is_leaving(handle)).map(|(_, product)| product.id).collect()
}

/// What every price and text in the catalogue rests on, in words.
fn basis(profile: &StoreProfile) -> String {
    format!("{} and {}", profile.currency, profile.default_locale.tag())
}

fn write_profile(transaction: &mut Transaction<'_>, batch: &Batch, revision: i64) -> Result<(), StoreError> {
    transaction.execute(
        // The time at which the catalogue was begun is that of the first import; later ones leave it.
        "INSERT INTO catalogue (id, currency, default_locale, name, revision, updated_ms, epoch_ms) \
         VALUES (1, $1, $2, $3, $4, $5, $5) ON CONFLICT (id) DO UPDATE SET currency = excluded.currency, default_locale = excluded.default_locale, \
         name = excluded.name, revision = excluded.revision, updated_ms = excluded.updated_ms",
        &[
            &batch.profile.currency.code(),
            &batch.profile.default_locale.tag(),
            &to_json(&batch.profile.name)?,
            &revision,
            &batch.now_ms,
        ],
    )?;
    Ok(())
}
