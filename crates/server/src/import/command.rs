//! `fairday import`: options, progress and report.

use super::encoding::parse_encoding;
use super::{ImportError, ImportOptions, ImportReport, Progress, StockUnknown, run};
use crate::database::DatabaseArgs;
use crate::store::Store;
use clap::Args;
use encoding_rs::Encoding;
use fairday_contract::{Currency, Locale};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::Write;
use std::path::PathBuf;

/// The exit code when everything was imported as the file says.
pub const CLEAN: u8 = 0;
/// The exit code when nothing was imported.
pub const FAILED: u8 = 1;
/// The exit code when the file was imported and the report lists problems.
pub const WITH_PROBLEMS: u8 = 2;

/// Import products from Shopify, WooCommerce or a plain list: new products are added, known ones updated, and nothing
/// changes if anything goes wrong on the way. Rows that cannot be read are listed with their line and the reason, and the
/// rest is imported.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Exit code: 0 when everything was imported as the file says, 2 when it was imported and the report \
                        lists problems, 1 when nothing was imported."
)]
pub struct ImportArgs {
    /// The product file: a CSV of Shopify or WooCommerce, or a list with the headings name and price (名称, 价格), as CSV
    /// (comma, semicolon or tab) or .xlsx
    #[arg(env = "FAIRDAY_IMPORT_FILE")]
    pub file: PathBuf,
    /// The folder with the pictures that the file names; they are matched by file name and never fetched
    #[arg(long, env = "FAIRDAY_IMAGES", value_name = "DIR")]
    pub images: Option<PathBuf>,
    /// Folder of the database (fairday.db) and the finished pictures (pictures/), as for `fairday serve`
    #[arg(long, env = "FAIRDAY_DATA", value_name = "DIR", default_value = "data")]
    pub data: PathBuf,
    /// Where the database is
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// The currency of all prices, such as CNY or USD [default: the catalogue's, or CNY]
    #[arg(long, env = "FAIRDAY_CURRENCY", value_name = "CODE")]
    pub currency: Option<Currency>,
    /// The language of columns without a language suffix: zh-CN or en [default: the catalogue's, or zh-CN]
    #[arg(long, env = "FAIRDAY_LOCALE", value_name = "TAG", value_parser = parse_locale)]
    pub locale: Option<Locale>,
    /// The store's name in the catalogue's language
    #[arg(long, env = "FAIRDAY_STORE_NAME", value_name = "NAME")]
    pub store_name: Option<String>,
    /// The store's name in English
    #[arg(long, env = "FAIRDAY_STORE_NAME_EN", value_name = "NAME")]
    pub store_name_en: Option<String>,
    /// Also withdraw every product that is not in the file; needed to change the currency or the language
    #[arg(long, env = "FAIRDAY_REPLACE")]
    pub replace: bool,
    /// The encoding of the file, such as utf-8, gb18030, big5, shift-jis, euc-kr or windows-1252 [default: what the file
    /// shows]
    #[arg(long, env = "FAIRDAY_ENCODING", value_name = "NAME", value_parser = parse_encoding)]
    pub encoding: Option<&'static Encoding>,
    /// Sell what has the price 0, too
    #[arg(long, env = "FAIRDAY_ALLOW_FREE")]
    pub allow_free: bool,
    /// Goods whose stock is counted although the file does not say how much is left [default: sold-out, and the report
    /// lists them as a problem]
    #[arg(long, env = "FAIRDAY_STOCK_UNKNOWN", value_name = "WHAT")]
    pub stock_unknown: Option<StockUnknown>,
}

fn parse_locale(tag: &str) -> Result<Locale, String> {
    Locale::from_tag(tag).ok_or_else(|| "the shop speaks zh-CN and en".to_owned())
}

impl From<ImportArgs> for ImportOptions {
    fn from(args: ImportArgs) -> Self {
        Self {
            file: args.file,
            images: args.images,
            pictures_out: args.data.join("pictures"),
            currency: args.currency,
            locale: args.locale,
            store_name: args.store_name,
            store_name_en: args.store_name_en,
            replace: args.replace,
            encoding: args.encoding,
            allow_free: args.allow_free,
            stock_unknown: args.stock_unknown,
        }
    }
}

/// Runs an import, prints the report, and gives the exit code: [`CLEAN`], [`WITH_PROBLEMS`] or [`FAILED`].
pub async fn command(args: ImportArgs) -> u8 {
    match import(args).await {
        Ok(report) => {
            // A closed pipe is no reason to fail after the work is done.
            let _ = write!(std::io::stdout(), "{report}");
            if report.is_clean() { CLEAN } else { WITH_PROBLEMS }
        }
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "fairday import: {error}");
            FAILED
        }
    }
}

async fn import(args: ImportArgs) -> Result<ImportReport, ImportError> {
    let location = args.database.location(&args.data)?;
    let store = Store::open(&location)
        .await
        .map_err(|source| ImportError::Unusable { location: location.to_string(), source })?;
    let bar = progress_bar();
    let shown = bar.clone();
    let outcome = run(&store, args.into(), move |progress| show(&shown, progress)).await;
    bar.finish_and_clear();
    store.close().await;
    outcome
}

/// A bar on standard error, which indicatif draws only when that is a terminal.
fn progress_bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn show(bar: &ProgressBar, progress: Progress) {
    match progress {
        Progress::Reading => bar.set_message("reading products"),
        Progress::Pictures { done, total } => {
            bar.set_message("making pictures ready");
            bar.set_length(total as u64);
            bar.set_position(done as u64);
        }
        Progress::Writing => bar.set_message("writing the catalogue"),
    }
}
