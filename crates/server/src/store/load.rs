//! From rows to the catalogue.

use super::StoreError;
use super::document::{Display, from_json};
use crate::catalogue::model::{Catalogue, Gone, Product, ProductOption, Record, StoreProfile, Variant};
use crate::database::{Row, Transaction};
use fairday_contract::{Currency, Locale, ProductHandle, VariantId};
use std::collections::HashMap;

/// The catalogue's own row: profile, revision, when it changed.
pub(super) fn profile(
    transaction: &mut Transaction<'_>,
) -> Result<Option<(StoreProfile, i64, i64)>, StoreError> {
    let row = transaction.query_optional(
        "SELECT currency, default_locale, name, revision, updated_ms FROM catalogue WHERE id = 1",
        &[],
    )?;
    let Some(row) = row else { return Ok(None) };
    let (currency, locale, name) = (row.get::<String>(0)?, row.get::<String>(1)?, row.get::<String>(2)?);
    let profile = StoreProfile {
        name: from_json(&name)?,
        default_locale: Locale::from_tag(&locale)
            .ok_or_else(|| StoreError::Corrupt(format!("the language {locale}")))?,
        currency: currency
            .parse::<Currency>()
            .map_err(|_| StoreError::Corrupt(format!("the currency {currency}")))?,
    };
    Ok(Some((profile, row.get(3)?, row.get(4)?)))
}

/// Everything that is for sale.
pub(super) fn catalogue(transaction: &mut Transaction<'_>) -> Result<Option<Catalogue>, StoreError> {
    let Some((store, revision, updated_ms)) = profile(transaction)? else { return Ok(None) };
    let mut variants = variants(transaction)?;
    let gone = gone(transaction)?;
    let epoch_ms = transaction.query_one("SELECT epoch_ms FROM catalogue WHERE id = 1", &[])?.get(0)?;
    let rows = transaction.query(
        "SELECT id, handle, sold, display, created_ms, position, revision, shown_revision FROM product \
         WHERE withdrawn = 0 ORDER BY position, id",
        &[],
    )?;
    let mut products = Vec::with_capacity(rows.len());
    for row in rows {
        let id: i64 = row.get(0)?;
        let display: String = row.get(3)?;
        let display = Display::read(&display)?;
        let rows = variants.remove(&id).unwrap_or_default();
        let variants =
            rows.into_iter().map(|row| row.into_variant(&display.options)).collect::<Result<_, _>>()?;
        products.push(Product {
            handle: parse_handle(row.get(1)?)?,
            title: display.title,
            vendor: display.vendor,
            category: display.category,
            description_html: display.description_html,
            tags: display.tags,
            options: display.options,
            variants,
            pictures: display.pictures,
            specs: display.specs,
            sold: narrow(row.get(2)?)?,
            created_ms: row.get(4)?,
            record: Record {
                id: narrow(id)?,
                place: narrow(row.get(5)?)?,
                revision: row.get::<i64>(6)? as u64,
                shown_revision: row.get::<i64>(7)? as u64,
            },
        });
    }
    let (revision, synonyms) = (revision as u64, String::new());
    Ok(Some(Catalogue { store, revision, updated_ms, products, epoch_ms, gone, synonyms }))
}

/// Products that are not for sale any more.
fn gone(transaction: &mut Transaction<'_>) -> Result<Vec<Gone>, StoreError> {
    let rows =
        transaction.query("SELECT id, handle, revision FROM product WHERE withdrawn = 1 ORDER BY id", &[])?;
    let gone = |row: Row| {
        let revision = row.get::<i64>(2)? as u64;
        let record = Record { id: narrow(row.get(0)?)?, revision, ..Record::default() };
        Ok(Gone { handle: parse_handle(row.get(1)?)?, record })
    };
    rows.into_iter().map(gone).collect()
}

fn parse_handle(handle: String) -> Result<ProductHandle, StoreError> {
    let corrupt = |error| StoreError::Corrupt(format!("a product's handle: {error}"));
    ProductHandle::try_from(handle).map_err(corrupt)
}

/// A row of the table `variant`.
struct VariantRow {
    id: i64,
    sku: Option<String>,
    choice: String,
    price: i64,
    compare_at: Option<i64>,
    stock: Option<i64>,
    picture: Option<i64>,
}

impl VariantRow {
    fn into_variant(self, options: &[ProductOption]) -> Result<Variant, StoreError> {
        let values: Vec<String> = from_json(&self.choice)?;
        let choice = values
            .iter()
            .zip(options)
            .map(|(value, option)| option.values.iter().position(|known| known.default == *value))
            .map(|index| index.map(|index| index as u16))
            .collect::<Option<Vec<u16>>>()
            .filter(|choice| choice.len() == options.len())
            .ok_or_else(|| StoreError::Corrupt(format!("variant {} chooses what is no option", self.id)))?;
        Ok(Variant {
            id: VariantId(narrow(self.id)?),
            sku: self.sku,
            choice,
            price: self.price,
            compare_at: self.compare_at,
            // Cancelled orders may bring back more than a merchant's file can count.
            stock: self.stock.map(|stock| u32::try_from(stock).unwrap_or(u32::MAX)),
            picture: self.picture.map(narrow).transpose()?,
        })
    }
}

fn variants(transaction: &mut Transaction<'_>) -> Result<HashMap<i64, Vec<VariantRow>>, StoreError> {
    let rows = transaction.query(
        "SELECT id, product_id, sku, choice, price, compare_at, stock, picture FROM variant \
         WHERE withdrawn = 0 ORDER BY product_id, position, id",
        &[],
    )?;
    let mut by_product: HashMap<i64, Vec<VariantRow>> = HashMap::new();
    for row in rows {
        by_product.entry(row.get(1)?).or_default().push(VariantRow {
            id: row.get(0)?,
            sku: row.get(2)?,
            choice: row.get(3)?,
            price: row.get(4)?,
            compare_at: row.get(5)?,
            stock: row.get(6)?,
            picture: row.get(7)?,
        });
    }
    Ok(by_product)
}

fn narrow<T: TryFrom<i64>>(number: i64) -> Result<T, StoreError> {
    T::try_from(number).map_err(|_| StoreError::Corrupt(format!("the number {number}")))
}
