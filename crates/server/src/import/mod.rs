//! The importer: a merchant's product file and a folder of pictures become the catalogue.
//!
//! The way through: `encoding` (bytes to text) and `records` (text to rows, with line numbers), or `xlsx` → `format`
//! (whose file it is; every kind in Shopify's form) → `columns` (which field is where) → `price` (how the prices of the
//! whole file are written) → `product` and `variants` (rows of one Handle to a product) → `pictures` → the store, in one
//! transaction.
//! Nothing the shop shows changes before that last step, and nothing is ever fetched from a network.

mod amount;
mod categories;
mod columns;
mod command;
mod encoding;
mod error;
mod escaped;
mod file;
mod format;
mod html;
mod invisible;
pub mod limits;
#[cfg(test)]
mod made_up;
mod money_words;
mod not_shown;
mod pictures;
mod price;
mod priced;
mod product;
mod records;
mod report;
mod rules;
mod showing;
mod spelling;
mod stock;
mod table;
mod text;
mod variants;
mod xlsx;

pub use command::{CLEAN, FAILED, ImportArgs, WITH_PROBLEMS, command};
pub use error::ImportError;
pub use not_shown::{NAMED_MAX, NotShown, Unshown};
pub use report::{ImportProblem, ImportReport, Problems};
pub use rules::StockUnknown;

use crate::catalogue::model::{Catalogue, Localised, Picture, Product, StoreProfile};
use crate::store::{Batch, Store, StoreError};
use encoding_rs::Encoding;
use fairday_contract::{Currency, Locale, PictureId};
use fairday_credit::calendar::Date;
use file::{Input, Parsed};
use pictures::{Facts, Made, Workshop};
use product::Draft;
use spelling::Spelling;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const SECONDS_A_DAY: u64 = 24 * 60 * 60;

/// What to import and how. Fields that are `None` keep what the catalogue has.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// The product file.
    pub file: PathBuf,
    /// The folder where its pictures are found by name; without one, products come without pictures.
    pub images: Option<PathBuf>,
    /// The folder the shop serves pictures from.
    pub pictures_out: PathBuf,
    /// The currency of every price; CNY at the first import.
    pub currency: Option<Currency>,
    /// The language of columns without a language suffix; zh-CN at the first import.
    pub locale: Option<Locale>,
    /// The store's name in the catalogue's language.
    pub store_name: Option<String>,
    /// The store's name in English.
    pub store_name_en: Option<String>,
    /// Withdraw every product that is not in the file.
    pub replace: bool,
    /// The encoding of the file; without one, what the file shows.
    pub encoding: Option<&'static Encoding>,
    /// Sell what has the price 0.
    pub allow_free: bool,
    /// What becomes of goods whose stock is counted and not said; without a choice none is left, and the report says so.
    pub stock_unknown: Option<StockUnknown>,
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Reading the product file.
    Reading,
    /// Making pictures ready: so many of so many are done.
    Pictures {
        /// Done.
        done: usize,
        /// Of.
        total: usize,
    },
    /// Writing the catalogue.
    Writing,
}

/// Imports `options.file` into `store`. `progress` hears how far it is, from any thread.
///
/// # Errors
/// When nothing can be imported; the catalogue is then as it was. Rows that cannot be read are no error: the report
/// lists them.
pub async fn run(
    store: &Store,
    options: ImportOptions,
    progress: impl Fn(Progress) + Send + Sync + 'static,
) -> Result<ImportReport, ImportError> {
    let before = store.load_catalogue().await?;
    let profile = profile(before.as_ref(), &options);
    if let Some(before) = before.as_ref().filter(|_| !options.replace) {
        check_basis(&before.store, &profile)?;
    }
    let has_catalogue = before.is_some();
    // Reading and pictures keep the processor busy for minutes: not on a thread that serves anything.
    let prepare = move || {
        let prepared = prepare(before.as_ref(), profile, &options, &progress)?;
        progress(Progress::Writing);
        Ok::<_, ImportError>(prepared)
    };
    let (batch, mut report) =
        tokio::task::spawn_blocking(prepare).await.map_err(|_| ImportError::Stopped)??;
    let only_hides = has_catalogue && !batch.replace && !batch.withdrawn.is_empty();
    if batch.products.is_empty() && !only_hides {
        return Err(ImportError::Nothing(Box::new(report)));
    }
    let outcome = store.apply(batch).await?;
    report.added = outcome.added;
    report.updated = outcome.updated;
    report.unchanged = outcome.unchanged;
    report.withdrawn = outcome.withdrawn;
    report.products = outcome.products;
    report.revision = outcome.revision;
    Ok(report)
}

/// The store's profile after the import.
fn profile(before: Option<&Catalogue>, options: &ImportOptions) -> StoreProfile {
    let before = before.map(|catalogue| &catalogue.store);
    let default_locale = options.locale.or(before.map(|store| store.default_locale)).unwrap_or(Locale::ZhCn);
    let default_name = match default_locale {
        Locale::ZhCn => Localised { default: "赶集".into(), others: vec![(Locale::En, "Fairday".into())] },
        Locale::En => Localised { default: "Fairday".into(), others: vec![(Locale::ZhCn, "赶集".into())] },
    };
    let same_locale = before.filter(|store| store.default_locale == default_locale);
    let mut name = same_locale.map_or(default_name, |store| store.name.clone());
    if let Some(given) = &options.store_name {
        name = Localised::plain(given.trim());
    }
    if let Some(given) = &options.store_name_en {
        if default_locale == Locale::En {
            given.trim().clone_into(&mut name.default);
        } else {
            name.others.retain(|(locale, _)| *locale != Locale::En);
            name.others.push((Locale::En, given.trim().to_owned()));
        }
    }
    StoreProfile {
        name: text::tidy(name),
        default_locale,
        currency: options.currency.or(before.map(|store| store.currency)).unwrap_or(Currency::CNY),
    }
}

/// Refuses early, before minutes of pictures, what the store would refuse anyway.
fn check_basis(before: &StoreProfile, now: &StoreProfile) -> Result<(), StoreError> {
    let words = |profile: &StoreProfile| format!("{} and {}", profile.currency, profile.default_locale.tag());
    if (before.currency, before.default_locale) == (now.currency, now.default_locale) {
        return Ok(());
    }
    Err(StoreError::OtherBasis { have: words(before), given: words(now) })
}

/// Everything before the transaction: the file read, the pictures made.
fn prepare(
    before: Option<&Catalogue>,
    profile: StoreProfile,
    options: &ImportOptions,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<(Batch, ImportReport), ImportError> {
    progress(Progress::Reading);
    let bytes = file::read(&options.file)?;
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let input = Input {
        profile: &profile,
        encoding: options.encoding,
        allow_free: options.allow_free,
        stock_unknown: options.stock_unknown,
        spelling: Spelling::of_catalogue(before),
        today: &today(since_1970),
    };
    let Parsed { rows, drafts, withdrawn, kept, notes, not_shown, mut problems } =
        file::parse(&bytes, input)?;
    let made = make_pictures(before, &drafts, options, progress)?;
    if options.images.is_none() && drafts.iter().any(|draft| !draft.pictures.is_empty()) {
        problems.add(0, "the file names pictures but no folder of pictures was given: products come without");
    }
    let mut reported = HashSet::new();
    let products =
        drafts.into_iter().map(|draft| finish(draft, &made, &mut reported, &mut problems)).collect();
    problems.sort();
    let report = ImportReport {
        rows,
        pictures_made: made.fresh,
        pictures_kept: made.kept,
        notes,
        not_shown,
        problems,
        ..ImportReport::default()
    };
    let now_ms = i64::try_from(since_1970.as_millis()).unwrap_or(i64::MAX);
    Ok((Batch { profile, products, withdrawn, kept, replace: options.replace, now_ms }, report))
}

/// The date of today, UTC, as exports write it: `2026-01-31`.
fn today(since_1970: Duration) -> String {
    let days = i32::try_from(since_1970.as_secs() / SECONDS_A_DAY).unwrap_or(i32::MAX);
    Date::from_days_since_1970(days).map_or_else(|_| String::new(), |date| date.to_string())
}

fn make_pictures(
    before: Option<&Catalogue>,
    drafts: &[Draft],
    options: &ImportOptions,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Made, ImportError> {
    let Some(images) = &options.images else { return Ok(Made::default()) };
    let mut seen = HashSet::new();
    let keys: Vec<String> = drafts
        .iter()
        .flat_map(|draft| &draft.pictures)
        .filter(|picture| seen.insert(picture.key.as_str()))
        .map(|picture| picture.key.clone())
        .collect();
    let known: HashMap<PictureId, Facts> = before
        .iter()
        .flat_map(|catalogue| &catalogue.products)
        .flat_map(|product| &product.pictures)
        .map(|picture| {
            let Picture { id, width, height, placeholder, bytes, .. } = picture.clone();
            (id.clone(), Facts { id, width, height, placeholder, bytes })
        })
        .collect();
    let total = keys.len();
    let workshop = Workshop { source: images, target: &options.pictures_out, known: &known };
    workshop
        .make(&keys, &|done| progress(Progress::Pictures { done, total }))
        .map_err(|(path, source)| ImportError::Pictures { path, source })
}

/// Puts the pictures that are ready into the product. One that is not is reported once, however many rows name it.
fn finish(draft: Draft, made: &Made, reported: &mut HashSet<String>, problems: &mut Problems) -> Product {
    let mut product = draft.product;
    let mut index_of: HashMap<String, u16> = HashMap::new();
    for source in draft.pictures {
        match made.by_key.get(&source.key) {
            Some(Ok(facts)) => {
                if let Some(note) = made.notes.get(&source.key)
                    && reported.insert(source.key.clone())
                {
                    problems.add(source.line, format!("the picture {} {note}", source.source));
                }
                let same = product.pictures.iter().position(|picture| picture.id == facts.id);
                index_of.insert(source.key, same.unwrap_or(product.pictures.len()) as u16);
                if same.is_none() {
                    let Facts { id, width, height, placeholder, bytes } = facts.clone();
                    // "What it shows" that only repeats the title would be read aloud twice.
                    let alt = if source.alt == product.title { Localised::default() } else { source.alt };
                    product.pictures.push(Picture { id, width, height, placeholder, bytes, alt });
                }
            }
            Some(Err(reason)) if reported.insert(source.key) => {
                problems.add(source.line, format!("the picture {} {reason}", source.source));
            }
            _ => {}
        }
    }
    for (variant, key) in product.variants.iter_mut().zip(&draft.variant_pictures) {
        variant.picture = key.as_ref().and_then(|key| index_of.get(key)).copied();
    }
    product
}
