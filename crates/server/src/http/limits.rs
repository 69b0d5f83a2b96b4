//! Every limit of the HTTP side, by name.

use std::time::Duration;

/// Longest path and query, bytes; beyond it 414.
pub const URL_BYTES_MAX: usize = 8 << 10;
/// Largest sum of header names and values, bytes; beyond it 431.
pub const HEADER_BYTES_MAX: usize = 16 << 10;
/// Largest request line and header that is read at all, bytes; beyond it a bare 431 and the connection is closed. A client may leave
/// so much unfinished on each of its connections, so it is little more than what the two limits above allow.
pub const HEADER_BYTES_READ_MAX: usize = URL_BYTES_MAX + HEADER_BYTES_MAX + (1 << 10);
/// Most header fields; beyond it a bare 431 and the connection is closed.
pub const HEADER_FIELDS_MAX: usize = 100;
/// Largest request body, bytes; beyond it 413.
pub const BODY_BYTES_MAX: u64 = 64 << 10;
/// Bytes of a request body that are kept whatever else is being sent to the shop: more than nearly every order has.
pub const UPLOAD_BYTES_FREE: usize = 8 << 10;
/// Bytes beyond those of all bodies that are being sent at a time; beyond it 503.
pub const UPLOADS_BYTES_MAX: usize = 16 << 20;
/// The same from one address, of IPv6 from one /64 network.
pub const UPLOADS_BYTES_PER_ADDRESS_MAX: usize = 4 << 20;
/// Most parameters in a query string.
pub const PARAMETERS_MAX: usize = 32;
/// How long a request's header may take to arrive, and how long a connection may wait for its next request.
pub const HEADER_TIME_MAX: Duration = Duration::from_secs(15);
/// How long an answer may take to be made.
pub const REQUEST_TIME_MAX: Duration = Duration::from_secs(20);
/// Connections served at once, unless `--connections` says otherwise. Beyond it the oldest idle one makes room.
pub const CONNECTIONS_MAX: usize = 4_096;
/// Connections of one address (of IPv6: of one /64 network), unless `--connections-per-address` says otherwise. Mobile
/// networks put many phones behind one address, so this is far more than a browser's six.
pub const CONNECTIONS_PER_ADDRESS_MAX: usize = 1_280;
/// How long a client may take for [`WRITE_WINDOW_BYTES_MIN`] bytes while an answer waits for it. A mobile network's proxy that
/// passes 1 kB on each second asks for more only when half of its buffer is free: with Linux's, after 130 seconds.
pub const WRITE_WINDOW: Duration = Duration::from_secs(150);
/// Bytes of an answer that a client must take within [`WRITE_WINDOW`], or it is cut off: 256 a second. A phone on a weak
/// 2G line takes four times as many. Where room is needed, those that take nothing are not waited for.
pub const WRITE_WINDOW_BYTES_MIN: u64 = 256 * WRITE_WINDOW.as_secs();
/// How long a connection is kept in use; then its request under way is answered, and it is closed.
pub const CONNECTION_TIME_MAX: Duration = Duration::from_mins(10);
/// How long one request and its answer may take on the line: 1.8 MB at 1 kB/s.
pub const EXCHANGE_TIME_MAX: Duration = Duration::from_mins(30);
/// Most of one answer that is given to the operating system ahead of what the line takes, bytes. It keeps the memory of
/// many slow clients small, and makes a client's progress visible in small steps.
pub const UNSENT_BYTES_MAX: u32 = 8 << 10;
/// Connections that may wait to be accepted; the operating system may allow fewer (`net.core.somaxconn`).
pub const BACKLOG: u32 = 4_096;
/// Connections that are told at once that the server is full; others beyond the limits are closed without a word.
pub const REFUSALS_AT_ONCE: usize = 64;
/// How long a connection that is told so is kept for.
pub const REFUSAL_TIME_MAX: Duration = Duration::from_secs(1);
/// Files that the server may have open beside its connections: the database, pictures, calls to other servers.
pub const FILES_BESIDE_CONNECTIONS: usize = 256;
/// How long requests under way may take when the server stops.
pub const STOP_TIME_MAX: Duration = Duration::from_secs(10);
/// Longest request id taken over from the client, characters.
pub const REQUEST_ID_CHARS_MAX: usize = 64;
/// Largest front-end folder that is read into memory, bytes.
pub const DIST_BYTES_MAX: u64 = 64 << 20;
/// Most files in the front-end folder.
pub const DIST_FILES_MAX: usize = 2_000;
/// Addresses in one sitemap; of more there are several, and an index of them. sitemaps.org allows 50,000 and 50 MB: so few
/// keep a sitemap of the longest names below that, and its answer small.
pub const SITEMAP_URLS_MAX: usize = 10_000;
/// How long to wait before trying again when the database is busy or away, milliseconds.
pub const DATABASE_RETRY_MS: u32 = 5_000;
/// How long to wait before asking again for personal data that is damaged, milliseconds: an operator has to act.
pub const UNREADABLE_RETRY_MS: u32 = 600_000;
/// The wait that a client is told when more answers are asked for than can be made ready, milliseconds.
pub const BUSY_RETRY_MS: u32 = 1_000;
/// Answers larger than this are counted in the budget of all answers while they are on their way, bytes. Smaller ones go
/// to the operating system at once, whoever reads slowly.
pub const UNCOUNTED_BYTES_MAX: u64 = 16 << 10;
/// Pictures read from the disk at the same time; more wait.
pub const PICTURE_READS_AT_ONCE: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    /// The memory that requests which are not sent to their end may take, bytes: as much as a server has without them.
    const OF_ONE_ADDRESS_MAX: usize = 48 << 20;

    #[test]
    fn what_one_address_leaves_unfinished_takes_little_memory() {
        let headers = CONNECTIONS_PER_ADDRESS_MAX * HEADER_BYTES_READ_MAX;
        let bodies = CONNECTIONS_PER_ADDRESS_MAX * UPLOAD_BYTES_FREE + UPLOADS_BYTES_PER_ADDRESS_MAX;
        assert!(headers.max(bodies) <= OF_ONE_ADDRESS_MAX, "{headers} bytes of headers, {bodies} of bodies");
        const { assert!(UPLOADS_BYTES_PER_ADDRESS_MAX < UPLOADS_BYTES_MAX, "the others are left some") };
    }
}
