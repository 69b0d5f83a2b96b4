//! Everything an import is limited by, in one place, so that a merchant can be told the figure.

/// The largest product file, bytes. 20,000 products with long descriptions fit.
pub const FILE_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// The most records (rows) of a file, its header aside.
pub const ROWS_MAX: usize = 500_000;
/// The most columns of a file.
pub const COLUMNS_MAX: usize = 500;
/// The longest field, bytes: the largest description that any shop system writes is a fifth of it.
pub const FIELD_BYTES_MAX: usize = 512 * 1024;
/// The most products of a file.
pub const PRODUCTS_MAX: usize = 100_000;
/// The most variants of a product: Shopify's own limit.
pub const VARIANTS_MAX: usize = 2_048;
/// The most options of a product: Shopify's columns end at Option3.
pub const OPTIONS_MAX: usize = 3;
/// The most pictures of a product.
pub const PICTURES_MAX: usize = 20;
/// The most specifications of a product.
pub const SPECS_MAX: usize = 40;
/// The most tags of a product.
pub const TAGS_MAX: usize = 50;
/// The deepest category path.
pub const CATEGORY_DEPTH_MAX: usize = 6;
/// The longest title, characters.
pub const TITLE_CHARS_MAX: usize = 300;
/// The longest name of a brand, category, option or specification, of a tag or of an option's value, characters.
pub const NAME_CHARS_MAX: usize = 100;
/// The longest value of a specification and the longest description of a picture, characters.
pub const TEXT_CHARS_MAX: usize = 500;
/// The longest stock keeping unit, characters.
pub const SKU_CHARS_MAX: usize = 100;
/// The longest description, bytes of sanitised HTML: some ten screens of a small phone.
pub const DESCRIPTION_BYTES_MAX: usize = 64 * 1024;
/// The highest price in minor units: ten thousand million yuan, so that a full cart of them still adds up.
pub const PRICE_MINOR_MAX: i64 = 1_000_000_000_000;
/// The most problems a report lists; the rest is counted.
pub const PROBLEMS_LISTED_MAX: usize = 100;
/// The most examples that a report gives of a problem that many rows share.
pub const EXAMPLES_MAX: usize = 3;
/// How many of a file's first rows are looked at for its headings: price lists begin with a title.
pub const HEADING_ROWS_MAX: usize = 10;
/// The largest workbook unpacked, bytes: an `.xlsx` file is compressed, and a few kilobytes can hold gigabytes.
pub const WORKBOOK_BYTES_MAX: u64 = 512 * 1024 * 1024;
/// The most bytes of a file that its encoding is guessed from; only lines that are not ASCII count.
pub const ENCODING_SAMPLE_BYTES_MAX: usize = 256 * 1024;
/// The largest picture file, bytes.
pub const PICTURE_BYTES_MAX: u64 = 32 * 1024 * 1024;
/// The most pixels of a picture, known from its header before anything is decoded: 40 megapixels, 160 MB decoded.
pub const PICTURE_PIXELS_MAX: u64 = 40_000_000;
/// The longest side of a picture, pixels: what WebP can hold.
pub const PICTURE_SIDE_MAX: u32 = 16_383;
/// The most files looked at in the pictures folder and below it.
pub const PICTURE_FILES_MAX: usize = 500_000;
