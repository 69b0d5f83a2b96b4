//! `fairday import`: options, progress and report.

use super::{ImportError, ImportOptions, ImportReport, Progress, run};
use crate::database::DatabaseArgs;
use crate::store::Store;
use clap::Args;
use fairday_contract::{Currency, Locale};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::Write;
use std::path::PathBuf;

/// Import a Shopify product CSV: new products are added, known ones updated, and nothing changes if anything goes wrong
/// on the way. Rows that cannot be read are listed with their line and the reason, and the rest is imported.
#[derive(Args, Clone, Debug)]
pub struct ImportArgs {
    /// The product file, as Shopify exports it (UTF-8, UTF-16 or GB18030; comma, semicolon or tab)
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
        }
    }
}

/// Runs an import, prints the report, and gives the exit code: 0 when something could be imported, even with rows left
/// out; 1 when not.
pub async fn command(args: ImportArgs) -> u8 {
    match import(args).await {
        Ok(report) => {
            // A closed pipe is no reason to fail after the work is done.
            let _ = write!(std::io::stdout(), "{report}");
            0
        }
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "fairday import: {error}");
            1
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
