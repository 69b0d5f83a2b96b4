//! Every limit of the HTTP side, by name.

use std::time::Duration;

/// Longest path and query, bytes; beyond it 414.
pub const URL_BYTES_MAX: usize = 8 << 10;
/// Largest sum of header names and values, bytes; beyond it 431.
pub const HEADER_BYTES_MAX: usize = 16 << 10;
/// Largest request line and header that is read at all, bytes; beyond it a bare 431 and the connection is closed.
pub const HEADER_BYTES_READ_MAX: usize = 64 << 10;
/// Most header fields; beyond it a bare 431 and the connection is closed.
pub const HEADER_FIELDS_MAX: usize = 100;
/// Largest request body, bytes; beyond it 413.
pub const BODY_BYTES_MAX: u64 = 64 << 10;
/// Most parameters in a query string.
pub const PARAMETERS_MAX: usize = 32;
/// How long a request's header may take to arrive, and how long a connection may wait for its next request.
pub const HEADER_TIME_MAX: Duration = Duration::from_secs(15);
/// How long an answer may take to be made.
pub const REQUEST_TIME_MAX: Duration = Duration::from_secs(20);
/// Connections served at once; more wait to be accepted.
pub const CONNECTIONS_MAX: usize = 2_000;
/// How long requests under way may take when the server stops.
pub const STOP_TIME_MAX: Duration = Duration::from_secs(10);
/// Longest request id taken over from the client, characters.
pub const REQUEST_ID_CHARS_MAX: usize = 64;
/// Largest front-end folder that is read into memory, bytes.
pub const DIST_BYTES_MAX: u64 = 64 << 20;
/// Most files in the front-end folder.
pub const DIST_FILES_MAX: usize = 2_000;
/// Addresses in a sitemap, as sitemaps.org allows.
pub const SITEMAP_URLS_MAX: usize = 50_000;
/// How long to wait before trying again when the database is busy or away, milliseconds.
pub const DATABASE_RETRY_MS: u32 = 5_000;
/// The wait that a client is told when more answers are asked for than can be made ready, milliseconds.
pub const BUSY_RETRY_MS: u32 = 1_000;
/// Answers larger than this are counted in the budget of all answers while they are on their way, bytes. Smaller ones go
/// to the operating system at once, whoever reads slowly.
pub const UNCOUNTED_BYTES_MAX: u64 = 16 << 10;
/// Pictures read from the disk at the same time; more wait.
pub const PICTURE_READS_AT_ONCE: usize = 16;
