//! One product on its way into the tables, and what the tables have of it so far.

use super::StoreError;
use super::document::{Display, to_json};
use super::matching::{Key, match_variants};
use crate::catalogue::model::{Product, Variant};
use crate::database::{ToValue, Transaction};
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

pub(super) fn stored_products(
    transaction: &mut Transaction<'_>,
) -> Result<HashMap<String, StoredProduct>, StoreError> {
    let rows =
        transaction.query("SELECT id, handle, position, sold, display, withdrawn FROM product", &[])?;
    let mut products = HashMap::with_capacity(rows.len());
    for row in rows {
        let product = StoredProduct {
            id: row.get(0)?,
            position: row.get(2)?,
            sold: row.get(3)?,
            display: row.get(4)?,
            withdrawn: row.get(5)?,
        };
        products.insert(row.get(1)?, product);
    }
    Ok(products)
}

pub(super) fn stored_variants(
    transaction: &mut Transaction<'_>,
) -> Result<HashMap<i64, Vec<StoredVariant>>, StoreError> {
    let rows = transaction.query(
        "SELECT id, product_id, position, sku, choice, price, compare_at, stock, picture, withdrawn FROM variant \
         ORDER BY withdrawn, position, id",
        &[],
    )?;
    let mut by_product: HashMap<i64, Vec<StoredVariant>> = HashMap::new();
    for row in rows {
        let values = VariantValues {
            position: row.get(2)?,
            sku: row.get(3)?,
            choice: row.get(4)?,
            price: row.get(5)?,
            compare_at: row.get(6)?,
            stock: row.get(7)?,
            picture: row.get(8)?,
            withdrawn: row.get(9)?,
        };
        by_product.entry(row.get(1)?).or_default().push(StoredVariant { id: row.get(0)?, values });
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
    pub(super) fn product(
        &self,
        transaction: &mut Transaction<'_>,
        old: Option<StoredProduct>,
        old_variants: Vec<StoredVariant>,
    ) -> Result<Change, StoreError> {
        let display = Display::write(self.product)?;
        let Some(old) = old else {
            let id = self.insert_product(transaction, &display)?;
            self.variants(transaction, id, &[])?;
            return Ok(Change::Added);
        };
        let variants = self.variants(transaction, old.id, &old_variants)?;
        let is_same = old.display == display
            && old.position == self.position
            && old.sold == i64::from(self.product.sold)
            && !old.withdrawn;
        if is_same && variants == VariantsChange::None {
            return Ok(Change::None);
        }
        let is_shown = old.display != display || old.withdrawn || variants == VariantsChange::Shown;
        transaction.execute(
            "UPDATE product SET position = $1, sold = $2, display = $3, revision = $4, withdrawn = 0, \
             shown_revision = CASE WHEN $5 = 1 THEN $4 ELSE shown_revision END WHERE id = $6",
            &[&self.position, &self.product.sold, &display, &self.revision, &is_shown, &old.id],
        )?;
        Ok(if old.withdrawn { Change::Added } else { Change::Updated })
    }

    fn insert_product(&self, transaction: &mut Transaction<'_>, display: &str) -> Result<i64, StoreError> {
        let row = transaction.query_one(
            "INSERT INTO product (handle, position, sold, display, created_ms, revision, shown_revision, withdrawn) \
             VALUES ($1, $2, $3, $4, $5, $6, $6, 0) RETURNING id",
            &[
                &self.product.handle.as_str(),
                &self.position,
                &self.product.sold,
                &display,
                &self.now_ms,
                &self.revision,
            ],
        )?;
        Ok(row.get(0)?)
    }

    /// Brings the product's variants up to date; says what changed about them.
    fn variants(
        &self,
        transaction: &mut Transaction<'_>,
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
                self.write_variant(transaction, product_id, id, new)?;
                let is_shown = found.is_none_or(|index| stored[index].values.shown() != new.shown());
                change = change.max(if is_shown { VariantsChange::Shown } else { VariantsChange::Repriced });
            }
        }
        for (index, old) in stored.iter().enumerate() {
            if !old.values.withdrawn && !matched.contains(&Some(index)) {
                let gone = VariantValues { withdrawn: true, ..old.values.clone() };
                self.write_variant(transaction, product_id, Some(old.id), &gone)?;
                change = VariantsChange::Shown;
            }
        }
        Ok(change)
    }

    /// Writes the variant `id`, or a new one.
    fn write_variant(
        &self,
        transaction: &mut Transaction<'_>,
        product_id: i64,
        id: Option<i64>,
        values: &VariantValues,
    ) -> Result<(), StoreError> {
        let mut row: Vec<&dyn ToValue> = vec![
            &product_id,
            &values.position,
            &values.sku,
            &values.choice,
            &values.price,
            &values.compare_at,
            &values.stock,
            &values.picture,
            &self.revision,
            &values.withdrawn,
        ];
        if let Some(id) = &id {
            row.push(id);
            transaction.execute(
                "UPDATE variant SET product_id = $1, position = $2, sku = $3, choice = $4, price = $5, \
                 compare_at = $6, stock = $7, picture = $8, revision = $9, withdrawn = $10 WHERE id = $11",
                &row,
            )?;
        } else {
            transaction.execute(
                "INSERT INTO variant (product_id, position, sku, choice, price, compare_at, stock, picture, \
                 revision, withdrawn) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                &row,
            )?;
        }
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
