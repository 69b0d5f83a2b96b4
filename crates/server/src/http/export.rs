//! `/api/v1/account/export`: everything that is known of an account, written while it is read.

use super::account::owner;
use super::problem::Refusal;
use super::session::SignedIn;
use super::sessions::shown;
use super::{SharedState, query};
use crate::accounts::sessions;
use crate::addresses;
use crate::database::Transaction;
use crate::held::{Held, Hold};
use crate::orders::read;
use axum::body::{Body, Bytes};
use axum::extract::{RawQuery, State};
use axum::response::Response;
use fairday_contract::{AccountExport, Agreement, Order, Problem, ProblemCode, Reminders};
use futures_util::future::BoxFuture;
use futures_util::stream::{self, Stream};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

/// Exports that are written at the same time, of all accounts. Each holds a page of orders and two pieces of the document.
const AT_ONCE: usize = 8;
/// The wait that a refused client is told, milliseconds.
const RETRY_MS: u32 = 10_000;

/// Deadlines of an export; tests use shorter ones.
#[derive(Clone, Copy)]
struct Timing {
    /// The longest that its reader may take nothing.
    stall: Duration,
    /// The longest that all of it may take: 28 MB in 15 minutes are 31 kB a second.
    whole: Duration,
}

const TIMING: Timing = Timing { stall: Duration::from_secs(30), whole: Duration::from_mins(15) };

/// Exports that are being written.
pub(super) struct Exports {
    places: Arc<Semaphore>,
    /// By account: one each.
    accounts: Held<i64, Arc<Semaphore>>,
}

impl Default for Exports {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(AT_ONCE)), accounts: Held::default() }
    }
}

/// The right to write one export, given back when this is dropped.
struct Place {
    _one_of_account: OwnedSemaphorePermit,
    _one_of_all: OwnedSemaphorePermit,
    _account: Hold<i64, Arc<Semaphore>>,
}

impl Exports {
    fn begin(&self, account: i64) -> Result<Place, Refusal> {
        let held = self.accounts.hold(account, || Arc::new(Semaphore::new(1)));
        let one_of_account = Arc::clone(&held).try_acquire_owned().map_err(|_| {
            let detail = "Another export of this account is being written. Read it to its end, or break it off, and ask again.";
            Refusal::new(StatusCode::TOO_MANY_REQUESTS, ProblemCode::TooManyRequests, detail).retry_in(RETRY_MS)
        })?;
        let one_of_all = Arc::clone(&self.places).try_acquire_owned().map_err(|_| {
            let detail = "As many exports are being written as can be at a time. Ask again in a moment.";
            Refusal::new(StatusCode::SERVICE_UNAVAILABLE, ProblemCode::Unavailable, detail).retry_in(RETRY_MS)
        })?;
        Ok(Place { _one_of_account: one_of_account, _one_of_all: one_of_all, _account: held })
    }
}

/// Everything the shop has of the account, in one JSON document to keep. It is written while it is read: the orders come 20
/// at a time, each time as of that moment, and all else is as of `exported_ms`; an order placed meanwhile is not in it. When
/// something fails on the way, the connection ends before the document does: ask again for what is not whole. One at a time
/// for each account: 429 while another is being read.
#[utoipa::path(get, operation_id = "export_account", path = "/api/v1/account/export", tag = "account",
    responses((status = 200, body = AccountExport), (status = "4XX", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn export(
    State(state): State<SharedState>,
    RawQuery(raw): RawQuery,
    signed_in: SignedIn,
) -> Result<Response, Refusal> {
    query::none(raw.as_deref())?;
    let place = state.exports.begin(signed_in.account.0)?;
    let (phone, created_ms) = owner(&state, signed_in).await?;
    // A number that cannot be opened is left out, and the rest is given.
    let phone = phone.unwrap_or_default();
    let exported_ms = state.now_ms();
    let listed = state
        .database
        .read(move |transaction| sessions::list(transaction, signed_in.account, exported_ms))
        .await?;
    let keys = Arc::clone(&state.keys);
    let addresses = state
        .database
        .read(move |transaction| addresses::list(transaction, &keys, signed_in.account))
        .await?;
    let mut rest = Rest { agreements: Vec::new(), reminders: None };
    if let Some(credit) = state.credit() {
        rest.agreements = credit.agreements(signed_in.account).await?.items;
        let (account, session) = (signed_in.account, signed_in.session);
        rest.reminders = Some(credit.reminders(account, session, state.sms.reminds()).await?);
    }
    let sessions = shown(listed, signed_in);
    let before = AccountExport {
        exported_ms,
        phone,
        created_ms,
        sessions,
        addresses,
        orders: Vec::new(),
        agreements: Vec::new(),
        reminders: None,
    };
    let mut read = pages(state, signed_in, exported_ms);
    // What cannot be read at all is refused; only what fails later breaks the document off.
    let first = read(i64::MAX).await?;
    let document = Document { before, first, rest };
    let mut response = Response::new(document.into_body(read, TIMING, place));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let name = HeaderValue::from_static("attachment; filename=\"fairday-account.json\"");
    headers.insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}

/// Some of the orders, and the number that the next ones are below.
type Page = (Vec<Order>, Option<i64>);

/// Reads the account's orders below a number.
fn pages(
    state: SharedState,
    signed_in: SignedIn,
    now_ms: i64,
) -> impl FnMut(i64) -> BoxFuture<'static, Result<Page, Refusal>> + Send + 'static {
    move |below| {
        let state = Arc::clone(&state);
        Box::pin(async move {
            let (keys, payments) = (Arc::clone(&state.keys), state.payments.clone());
            let page = move |transaction: &mut Transaction<'_>| {
                read::whole_page(transaction, &keys, (signed_in.account, below), &payments, now_ms)
            };
            Ok(state.database.read(page).await?)
        })
    }
}

/// The fields after the orders, as in [`AccountExport`].
#[derive(Serialize)]
struct Rest {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    agreements: Vec<Agreement>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reminders: Option<Reminders>,
}

/// An export that is about to be written.
struct Document {
    /// All that comes before the orders; nothing after them.
    before: AccountExport,
    first: Page,
    rest: Rest,
}

/// A part of the document on its way.
enum Piece {
    Json(Vec<u8>),
    /// The document is whole.
    End,
}

/// The reason why a document is not whole.
#[derive(Debug, thiserror::Error)]
enum BrokenOff {
    #[error("its reader has gone")]
    Left,
    #[error("its reader took nothing")]
    Stalled,
    #[error("the orders cannot be read: {0}")]
    Unread(String),
}

impl Document {
    /// The document as a body, written as fast as it is read and no faster. `place` is held until it is written.
    fn into_body<F>(self, read: F, timing: Timing, place: impl Send + 'static) -> Body
    where
        F: FnMut(i64) -> BoxFuture<'static, Result<Page, Refusal>> + Send + 'static,
    {
        let (send, receive) = mpsc::channel(1);
        tokio::spawn(async move {
            let writing = self.write(Writer { send, stall: timing.stall }, read);
            let written = tokio::time::timeout(timing.whole, writing).await;
            match written.unwrap_or(Err(BrokenOff::Stalled)) {
                Ok(()) | Err(BrokenOff::Left) => {}
                Err(why) => tracing::warn!(%why, "an export of an account was broken off"),
            }
            drop(place);
        });
        Body::from_stream(pieces(receive))
    }

    async fn write<F>(self, writer: Writer, mut read: F) -> Result<(), BrokenOff>
    where
        F: FnMut(i64) -> BoxFuture<'static, Result<Page, Refusal>> + Send,
    {
        let Self { before, first: (mut orders, mut next), rest } = self;
        let before = json(&before);
        // It ends with the empty list that the orders come into.
        writer.put(before.strip_suffix(b"]}").unwrap_or(&before).to_vec()).await?;
        let mut is_first = true;
        loop {
            for order in orders.drain(..) {
                let mut piece = if is_first { Vec::new() } else { vec![b','] };
                piece.extend(json(&order));
                writer.put(piece).await?;
                is_first = false;
            }
            let Some(below) = next else { break };
            (orders, next) = read(below).await.map_err(|refusal| BrokenOff::Unread(refusal.detail))?;
        }
        let mut end = b"]".to_vec();
        match json(&rest).strip_prefix(b"{") {
            Some(fields) if fields != b"}" => {
                end.push(b',');
                end.extend_from_slice(fields);
            }
            _ => end.push(b'}'),
        }
        writer.put(end).await?;
        writer.send(Piece::End).await
    }
}

fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("wire types are plain data")
}

/// Where a document is written to.
struct Writer {
    send: mpsc::Sender<Piece>,
    stall: Duration,
}

impl Writer {
    async fn put(&self, json: Vec<u8>) -> Result<(), BrokenOff> {
        self.send(Piece::Json(json)).await
    }

    async fn send(&self, piece: Piece) -> Result<(), BrokenOff> {
        let sent = tokio::time::timeout(self.stall, self.send.send(piece)).await;
        sent.map_err(|_| BrokenOff::Stalled)?.map_err(|_| BrokenOff::Left)
    }
}

/// The document as it is written. One that is broken off ends with an error, which ends the connection: nobody takes what
/// is not whole for all there is.
fn pieces(receive: mpsc::Receiver<Piece>) -> impl Stream<Item = io::Result<Bytes>> + Send {
    stream::unfold(Some(receive), |receive| async move {
        let mut receive = receive?;
        match receive.recv().await {
            Some(Piece::Json(json)) => Some((Ok(json.into()), Some(receive))),
            Some(Piece::End) => None,
            None => Some((Err(io::ErrorKind::UnexpectedEof.into()), None)),
        }
    })
}

#[cfg(test)]
mod tests;
