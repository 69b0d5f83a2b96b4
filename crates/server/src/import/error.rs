//! What ends an import before it changes anything.

use super::limits;
use super::report::ImportReport;
use crate::database::DatabaseError;
use crate::store::StoreError;
use std::path::PathBuf;

/// Why nothing was imported. The catalogue is as it was.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The product file cannot be read.
    #[error("the product file {path} cannot be read: {source}")]
    File {
        /// The product file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The product file is larger than [`limits::FILE_BYTES_MAX`].
    #[error("the product file {0} is larger than {max} bytes: split it", max = limits::FILE_BYTES_MAX)]
    TooLarge(PathBuf),
    /// Nobody can be sure how the file's characters are to be read.
    #[error(
        "the file is not UTF-8, and how else to read it is not sure: save it as UTF-8 (in Excel \"CSV UTF-8\", or .xlsx), or \
         say its encoding, such as --encoding gb18030, big5, shift_jis, euc-kr, windows-1252 or windows-1251"
    )]
    Encoding,
    /// The file is an Excel workbook, or looks like one, and cannot be read.
    #[error("the workbook cannot be read: {0}")]
    Workbook(String),
    /// The file comes from another shop system, and is not one of those that can be read.
    #[error(
        "this is a product file of {system}, which cannot be imported as it is: export from there to Shopify's or \
         WooCommerce's format, or make a list with the headings name, price, stock, picture, category (or 名称、价格、库存、图片、分类)"
    )]
    OtherSystem {
        /// Which.
        system: &'static str,
    },
    /// The file is no list of products that can be read.
    #[error(
        "this is no product file that can be read: its first line has no column \"Handle\", as Shopify writes it, and not \
         both a name and a price (or 名称 and 价格), but {found}"
    )]
    NoHandle {
        /// The columns it has.
        found: String,
    },
    /// The file has more rows or products than an import takes.
    #[error("the product file has more than {0}: split it")]
    TooMany(String),
    /// No product could be read. The report says why.
    #[error("nothing in the file can be imported; the catalogue is as it was\n{0}")]
    Nothing(Box<ImportReport>),
    /// The pictures folder cannot be read or the folder for finished pictures cannot be written.
    #[error("pictures cannot be read from or written to {path}: {source}; the catalogue is as it was")]
    Pictures {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The store refused, or could not be written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The option `--database` names no database.
    #[error("--database: {0}")]
    Location(#[from] DatabaseError),
    /// What was named, or the file in the data folder, cannot be used as the database.
    #[error("{location} cannot be used: {source}")]
    Unusable {
        /// Where the database is.
        location: String,
        /// Why.
        source: StoreError,
    },
    /// The importer itself failed.
    #[error("the import stopped unexpectedly; the catalogue is as it was")]
    Stopped,
}
