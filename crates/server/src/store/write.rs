//! One product on its way into the tables, and what the tables have of it so far.

use super::StoreError;
use super::document::{Display, to_json};
use super::matching::{Key, match_variants};
use crate::catalogue::model::{Product, Variant};
use sqlx::SqliteConnection;
use std::collections::HashMap;

/// A row of the table `product`.
pub(super) struct StoredProduct {
    pub(super) id: i64,
    pub(super) position: i64,
    sold: i64,
    display: String,
    pub(super) withdrawn: bool,
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

impl VariantValues {
    /// Everything but what it costs and how many are left.
    fn shown(&self) -> (i64, Option<&str>, &str, Option<i64>, bool) {
        (self.position, self.sku.as_deref(), &self.choice, self.picture, self.withdrawn)
    }
}

/// What changed about a product's variants.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum VariantsChange {
    None,
    /// What they cost, or how many are left.
    Repriced,
    /// Which there are, or what is shown of them.
    Shown,
}

/// A row of the table `variant`.
pub(super) struct StoredVariant {
    id: i64,
    values: VariantValues,
}

pub(super) async fn stored_products(
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

pub(super) async fn stored_variants(
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

/// What became of a product.
pub(super) enum Change {
    Added,
    Updated,
    None,
}

/// One product on its way into the tables.
pub(super) struct Write<'a> {
    pub(super) product: &'a Product,
    pub(super) position: i64,
    pub(super) revision: i64,
    pub(super) now_ms: i64,
}

impl Write<'_> {
    /// Adds the product or brings it up to date; says which.
    pub(super) async fn product(
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
        let variants = self.variants(&mut *connection, old.id, &old_variants).await?;
        let is_same = old.display == display
            && old.position == self.position
            && old.sold == i64::from(self.product.sold)
            && !old.withdrawn;
        if is_same && variants == VariantsChange::None {
            return Ok(Change::None);
        }
        let is_shown = old.display != display || old.withdrawn || variants == VariantsChange::Shown;
        sqlx::query(
            "UPDATE product SET position = ?, sold = ?, display = ?, revision = ?, withdrawn = 0, \
             shown_revision = CASE WHEN ? THEN ? ELSE shown_revision END WHERE id = ?",
        )
        .bind(self.position)
        .bind(i64::from(self.product.sold))
        .bind(display)
        .bind(self.revision)
        .bind(is_shown)
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
            "INSERT INTO product (handle, position, sold, display, created_ms, revision, shown_revision, withdrawn) \
             VALUES (?, ?, ?, ?, ?, ?, ?, 0) RETURNING id",
        )
        .bind(self.product.handle.as_str())
        .bind(self.position)
        .bind(i64::from(self.product.sold))
        .bind(display)
        .bind(self.now_ms)
        .bind(self.revision)
        .bind(self.revision)
        .fetch_one(connection)
        .await?;
        Ok(id)
    }

    /// Brings the product's variants up to date; says what changed about them.
    async fn variants(
        &self,
        connection: &mut SqliteConnection,
        product_id: i64,
        stored: &[StoredVariant],
    ) -> Result<VariantsChange, StoreError> {
        let incoming = self
            .product
            .variants
            .iter()
            .zip(0..)
            .map(|(variant, position)| values(self.product, variant, position))
            .collect::<Result<Vec<_>, _>>()?;
        let old_keys: Vec<Key<'_>> = stored.iter().map(|old| key(&old.values)).collect();
        let new_keys: Vec<Key<'_>> = incoming.iter().map(key).collect();
        let matched = match_variants(&old_keys, &new_keys);
        let mut change = VariantsChange::None;
        for (new, found) in incoming.iter().zip(&matched) {
            let id = found.map(|index| stored[index].id);
            if found.is_none_or(|index| stored[index].values != *new) {
                self.write_variant(&mut *connection, product_id, id, new).await?;
                let is_shown = found.is_none_or(|index| stored[index].values.shown() != new.shown());
                change = change.max(if is_shown { VariantsChange::Shown } else { VariantsChange::Repriced });
            }
        }
        for (index, old) in stored.iter().enumerate() {
            if !old.values.withdrawn && !matched.contains(&Some(index)) {
                let gone = VariantValues { withdrawn: true, ..old.values.clone() };
                self.write_variant(&mut *connection, product_id, Some(old.id), &gone).await?;
                change = VariantsChange::Shown;
            }
        }
        Ok(change)
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
