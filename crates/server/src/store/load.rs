//! From rows to the catalogue.

use super::StoreError;
use super::document::{Display, from_json};
use crate::catalogue::model::{Catalogue, Gone, Product, ProductOption, Record, StoreProfile, Variant};
use fairday_contract::{Currency, Locale, ProductHandle, VariantId};
use sqlx::SqliteConnection;
use std::collections::HashMap;

/// The catalogue's own row: profile, revision, when it changed.
pub(super) async fn profile(
    connection: &mut SqliteConnection,
) -> Result<Option<(StoreProfile, i64, i64)>, StoreError> {
    let row: Option<(String, String, String, i64, i64)> = sqlx::query_as(
        "SELECT currency, default_locale, name, revision, updated_ms FROM catalogue WHERE id = 1",
    )
    .fetch_optional(connection)
    .await?;
    let Some((currency, locale, name, revision, updated_ms)) = row else { return Ok(None) };
    let profile = StoreProfile {
        name: from_json(&name)?,
        default_locale: Locale::from_tag(&locale)
            .ok_or_else(|| StoreError::Corrupt(format!("the language {locale}")))?,
        currency: currency
            .parse::<Currency>()
            .map_err(|_| StoreError::Corrupt(format!("the currency {currency}")))?,
    };
    Ok(Some((profile, revision, updated_ms)))
}

/// Everything that is for sale.
pub(super) async fn catalogue(connection: &mut SqliteConnection) -> Result<Option<Catalogue>, StoreError> {
    let Some((store, revision, updated_ms)) = profile(&mut *connection).await? else { return Ok(None) };
    let mut variants = variants(&mut *connection).await?;
    let gone = gone(&mut *connection).await?;
    let epoch_ms: i64 =
        sqlx::query_scalar("SELECT epoch_ms FROM catalogue WHERE id = 1").fetch_one(&mut *connection).await?;
    let rows: Vec<ProductColumns> = sqlx::query_as(
        "SELECT id, handle, sold, display, created_ms, position, revision, shown_revision FROM product \
         WHERE withdrawn = 0 ORDER BY position, id",
    )
    .fetch_all(connection)
    .await?;
    let mut products = Vec::with_capacity(rows.len());
    for (id, handle, sold, display, created_ms, position, revision, shown_revision) in rows {
        let display = Display::read(&display)?;
        let rows = variants.remove(&id).unwrap_or_default();
        let variants =
            rows.into_iter().map(|row| row.into_variant(&display.options)).collect::<Result<_, _>>()?;
        products.push(Product {
            handle: parse_handle(handle)?,
            title: display.title,
            vendor: display.vendor,
            category: display.category,
            description_html: display.description_html,
            tags: display.tags,
            options: display.options,
            variants,
            pictures: display.pictures,
            specs: display.specs,
            sold: narrow(sold)?,
            created_ms,
            record: Record {
                id: narrow(id)?,
                place: narrow(position)?,
                revision: revision as u64,
                shown_revision: shown_revision as u64,
            },
        });
    }
    Ok(Some(Catalogue { store, revision: revision as u64, updated_ms, products, epoch_ms, gone }))
}

type ProductColumns = (i64, String, i64, String, i64, i64, i64, i64);

/// Products that are not for sale any more.
async fn gone(connection: &mut SqliteConnection) -> Result<Vec<Gone>, StoreError> {
    let rows: Vec<(i64, String, i64)> =
        sqlx::query_as("SELECT id, handle, revision FROM product WHERE withdrawn = 1 ORDER BY id")
            .fetch_all(connection)
            .await?;
    let gone = |(id, handle, revision)| {
        let record = Record { id: narrow(id)?, revision: revision as u64, ..Record::default() };
        Ok(Gone { handle: parse_handle(handle)?, record })
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
            stock: self.stock.map(narrow).transpose()?,
            picture: self.picture.map(narrow).transpose()?,
        })
    }
}

type VariantColumns = (i64, i64, Option<String>, String, i64, Option<i64>, Option<i64>, Option<i64>);

async fn variants(connection: &mut SqliteConnection) -> Result<HashMap<i64, Vec<VariantRow>>, StoreError> {
    let rows: Vec<VariantColumns> = sqlx::query_as(
        "SELECT id, product_id, sku, choice, price, compare_at, stock, picture FROM variant \
         WHERE withdrawn = 0 ORDER BY product_id, position, id",
    )
    .fetch_all(connection)
    .await?;
    let mut by_product: HashMap<i64, Vec<VariantRow>> = HashMap::new();
    for (id, product_id, sku, choice, price, compare_at, stock, picture) in rows {
        let row = VariantRow { id, sku, choice, price, compare_at, stock, picture };
        by_product.entry(product_id).or_default().push(row);
    }
    Ok(by_product)
}

fn narrow<T: TryFrom<i64>>(number: i64) -> Result<T, StoreError> {
    T::try_from(number).map_err(|_| StoreError::Corrupt(format!("the number {number}")))
}
