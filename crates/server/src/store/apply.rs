//! Brings the tables to what an import says, changing only the rows that differ.

use super::document::{Display, to_json};
use super::matching::{Key, match_variants};
use super::{StoreError, load};
use crate::catalogue::model::{Product, StoreProfile, Variant};
use fairday_contract::ProductHandle;
use sqlx::SqliteConnection;
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

/// A row of the table `product`, without what is compared by the database.
struct StoredProduct {
    id: i64,
    position: i64,
    sold: i64,
    display: String,
    withdrawn: bool,
}

/// The part of a row of the table `variant` that an import decides.
#[derive(Clone, Debug, PartialEq, Eq)]
struct VariantValues {
    position: i64,
    sku: Option<String>,
    choice: String,
    price: i64,
    compare_at: Option<i64>,
    stock: Option<i64>,
    picture: Option<i64>,
    withdrawn: bool,
}

struct StoredVariant {
    id: i64,
    values: VariantValues,
}

/// Does what [`Store::apply`](super::Store::apply) promises, inside its transaction.
pub(super) async fn apply(
    connection: &mut SqliteConnection,
    batch: &Batch,
) -> Result<ImportOutcome, StoreError> {
    let before = load::profile(&mut *connection).await?;
    let basis_changes =
        before.as_ref().is_some_and(|(profile, _, _)| basis(profile) != basis(&batch.profile));
    if let Some((profile, _, _)) = before.as_ref().filter(|_| basis_changes && !batch.replace) {
        return Err(StoreError::OtherBasis { have: basis(profile), given: basis(&batch.profile) });
    }
    let revision_before = before.as_ref().map_or(0, |(_, revision, _)| *revision);
    let revision = revision_before + 1;
    let mut stored = stored_products(&mut *connection).await?;
    let mut variants = stored_variants(&mut *connection).await?;
    let mut outcome = ImportOutcome::default();
    let mut position_next = stored.values().map(|product| product.position + 1).max().unwrap_or(0);

    for (index, product) in batch.products.iter().enumerate() {
        let old = stored.remove(product.handle.as_str());
        let position = match &old {
            _ if batch.replace => index as i64,
            Some(old) if !old.withdrawn => old.position,
            _ => {
                position_next += 1;
                position_next - 1
            }
        };
        let old_variants = old.as_ref().and_then(|old| variants.remove(&old.id)).unwrap_or_default();
        let write = Write { product, position, revision, now_ms: batch.now_ms };
        match write.product(&mut *connection, old, old_variants).await? {
            Change::Added => outcome.added += 1,
            Change::Updated => outcome.updated += 1,
            Change::None => outcome.unchanged += 1,
        }
    }

    let withdrawn: HashSet<&str> = batch.withdrawn.iter().map(ProductHandle::as_str).collect();
    let kept: HashSet<&str> = batch.kept.iter().map(ProductHandle::as_str).collect();
    for (handle, product) in &stored {
        let is_kept = kept.contains(handle.as_str()) && !basis_changes;
        if !product.withdrawn && (withdrawn.contains(handle.as_str()) || (batch.replace && !is_kept)) {
            sqlx::query("UPDATE product SET withdrawn = 1, revision = ? WHERE id = ?")
                .bind(revision)
                .bind(product.id)
                .execute(&mut *connection)
                .await?;
            outcome.withdrawn += 1;
        }
    }

    let is_changed = outcome.added + outcome.updated + outcome.withdrawn > 0
        || before.as_ref().is_none_or(|(profile, _, _)| *profile != batch.profile);
    if is_changed {
        write_profile(&mut *connection, batch, revision).await?;
    }
    let products: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM product WHERE withdrawn = 0")
        .fetch_one(&mut *connection)
        .await?;
    outcome.products = products as usize;
    outcome.revision = if is_changed { revision } else { revision_before } as u64;
    Ok(outcome)
}

/// What every price and text in the catalogue rests on, in words.
fn basis(profile: &StoreProfile) -> String {
    format!("{} and {}", profile.currency, profile.default_locale.tag())
}

async fn write_profile(
    connection: &mut SqliteConnection,
    batch: &Batch,
    revision: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO catalogue (id, currency, default_locale, name, revision, updated_ms) VALUES (1, ?, ?, ?, ?, ?) \
         ON CONFLICT (id) DO UPDATE SET currency = excluded.currency, default_locale = excluded.default_locale, \
         name = excluded.name, revision = excluded.revision, updated_ms = excluded.updated_ms",
    )
    .bind(batch.profile.currency.code())
    .bind(batch.profile.default_locale.tag())
    .bind(to_json(&batch.profile.name)?)
    .bind(revision)
    .bind(batch.now_ms)
    .execute(connection)
    .await?;
    Ok(())
}

async fn stored_products(
    connection: &mut SqliteConnection,
) -> Result<HashMap<String, StoredProduct>, StoreError> {
    let rows: Vec<(i64, String, i64, i64, String, bool)> =
        sqlx::query_as("SELECT id, handle, position, sold, display, withdrawn FROM product")
            .fetch_all(connection)
            .await?;
    let products = rows.into_iter().map(|(id, handle, position, sold, display, withdrawn)| {
        (handle, StoredProduct { id, position, sold, display, withdrawn })
    });
    Ok(products.collect())
}

type VariantColumns =
    (i64, i64, i64, Option<String>, String, i64, Option<i64>, Option<i64>, Option<i64>, bool);

async fn stored_variants(
    connection: &mut SqliteConnection,
) -> Result<HashMap<i64, Vec<StoredVariant>>, StoreError> {
    let rows: Vec<VariantColumns> = sqlx::query_as(
        "SELECT id, product_id, position, sku, choice, price, compare_at, stock, picture, withdrawn FROM variant \
         ORDER BY withdrawn, position, id",
    )
    .fetch_all(connection)
    .await?;
    let mut by_product: HashMap<i64, Vec<StoredVariant>> = HashMap::new();
    for (id, product_id, position, sku, choice, price, compare_at, stock, picture, withdrawn) in rows {
        let values = VariantValues { position, sku, choice, price, compare_at, stock, picture, withdrawn };
        by_product.entry(product_id).or_default().push(StoredVariant { id, values });
    }
    Ok(by_product)
}

enum Change {
    Added,
    Updated,
    None,
}

/// One product on its way into the tables.
struct Write<'a> {
    product: &'a Product,
    position: i64,
    revision: i64,
    now_ms: i64,
}

impl Write<'_> {
    async fn product(
        &self,
        connection: &mut SqliteConnection,
        old: Option<StoredProduct>,
        old_variants: Vec<StoredVariant>,
    ) -> Result<Change, StoreError> {
        let display = Display::write(self.product)?;
        let Some(old) = old else {
            let id = self.insert_product(&mut *connection, &display).await?;
            self.variants(connection, id, &[]).await?;
            return Ok(Change::Added);
        };
        let variants_changed = self.variants(&mut *connection, old.id, &old_variants).await?;
        let is_same = old.display == display
            && old.position == self.position
            && old.sold == i64::from(self.product.sold)
            && !old.withdrawn;
        if is_same && !variants_changed {
            return Ok(Change::None);
        }
        sqlx::query(
            "UPDATE product SET position = ?, sold = ?, display = ?, revision = ?, withdrawn = 0 WHERE id = ?",
        )
        .bind(self.position)
        .bind(i64::from(self.product.sold))
        .bind(display)
        .bind(self.revision)
        .bind(old.id)
        .execute(connection)
        .await?;
        Ok(if old.withdrawn { Change::Added } else { Change::Updated })
    }

    async fn insert_product(
        &self,
        connection: &mut SqliteConnection,
        display: &str,
    ) -> Result<i64, StoreError> {
        let id = sqlx::query_scalar(
            "INSERT INTO product (handle, position, sold, display, created_ms, revision, withdrawn) \
             VALUES (?, ?, ?, ?, ?, ?, 0) RETURNING id",
        )
        .bind(self.product.handle.as_str())
        .bind(self.position)
        .bind(i64::from(self.product.sold))
        .bind(display)
        .bind(self.now_ms)
        .bind(self.revision)
        .fetch_one(connection)
        .await?;
        Ok(id)
    }

    /// Brings the product's variants up to date; says whether any changed.
    async fn variants(
        &self,
        connection: &mut SqliteConnection,
        product_id: i64,
        stored: &[StoredVariant],
    ) -> Result<bool, StoreError> {
        let incoming = self
            .product
            .variants
            .iter()
            .enumerate()
            .map(|(position, variant)| values(self.product, variant, position as i64))
            .collect::<Result<Vec<_>, _>>()?;
        let old_keys: Vec<Key<'_>> = stored.iter().map(|old| key(&old.values)).collect();
        let new_keys: Vec<Key<'_>> = incoming.iter().map(key).collect();
        let matched = match_variants(&old_keys, &new_keys);
        let mut is_changed = false;
        for (new, found) in incoming.iter().zip(&matched) {
            let id = found.map(|index| stored[index].id);
            if found.is_none_or(|index| stored[index].values != *new) {
                self.write_variant(&mut *connection, product_id, id, new).await?;
                is_changed = true;
            }
        }
        for (index, old) in stored.iter().enumerate() {
            if !old.values.withdrawn && !matched.contains(&Some(index)) {
                let gone = VariantValues { withdrawn: true, ..old.values.clone() };
                self.write_variant(&mut *connection, product_id, Some(old.id), &gone).await?;
                is_changed = true;
            }
        }
        Ok(is_changed)
    }

    /// Writes the variant `id`, or a new one.
    async fn write_variant(
        &self,
        connection: &mut SqliteConnection,
        product_id: i64,
        id: Option<i64>,
        values: &VariantValues,
    ) -> Result<(), StoreError> {
        let sql = if id.is_some() {
            "UPDATE variant SET product_id = ?, position = ?, sku = ?, choice = ?, price = ?, compare_at = ?, \
             stock = ?, picture = ?, revision = ?, withdrawn = ? WHERE id = ?"
        } else {
            "INSERT INTO variant (product_id, position, sku, choice, price, compare_at, stock, picture, revision, \
             withdrawn) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        };
        let query = sqlx::query(sql)
            .bind(product_id)
            .bind(values.position)
            .bind(&values.sku)
            .bind(&values.choice)
            .bind(values.price)
            .bind(values.compare_at)
            .bind(values.stock)
            .bind(values.picture)
            .bind(self.revision)
            .bind(i64::from(values.withdrawn));
        let query = if let Some(id) = id { query.bind(id) } else { query };
        query.execute(connection).await?;
        Ok(())
    }
}

fn key(values: &VariantValues) -> Key<'_> {
    Key { sku: values.sku.as_deref(), choice: &values.choice }
}

fn values(product: &Product, variant: &Variant, position: i64) -> Result<VariantValues, StoreError> {
    let choice: Option<Vec<&str>> = variant
        .choice
        .iter()
        .zip(&product.options)
        .map(|(index, option)| option.values.get(usize::from(*index)).map(|value| value.default.as_str()))
        .collect();
    let choice = choice.filter(|choice| choice.len() == product.options.len()).ok_or_else(|| {
        StoreError::Corrupt(format!("a variant of {} that chooses what is no option", product.handle))
    })?;
    Ok(VariantValues {
        position,
        sku: variant.sku.clone(),
        choice: to_json(&choice)?,
        price: variant.price,
        compare_at: variant.compare_at,
        stock: variant.stock.map(i64::from),
        picture: variant.picture.map(i64::from),
        withdrawn: false,
    })
}
