//! Answers made ready once and then sent many times: bytes, compressed bytes and entity tags.

use super::budget::Budget;
pub use super::compress::{Effort, Encoding};
use super::compress::{compress, is_worth_the_best};
use super::renderer::UnderWay;
use crate::held::{Held, Hold};
use axum::body::Bytes;
use fairday_contract::Locale;
use http::HeaderValue;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use sha2::{Digest, Sha256};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Weak};

/// Bytes of ready answers kept for one snapshot. Each encoding is kept by itself, and only when somebody took it.
pub const CACHE_BYTES_MAX: u64 = 16 << 20;
/// Answers expected in the cache; sets its first size only.
const CACHE_ITEMS: usize = 2_000;
/// What an entry costs beside its bytes.
const ENTRY_BYTES: u64 = 400;
/// An answer that was asked for this often is one that many ask for, and is compressed again as small as it can be.
pub const ASKED_OFTEN: u32 = 3;

/// What is to be made ready.
#[derive(Clone, Debug)]
pub struct Content {
    /// Its media type.
    pub content_type: &'static str,
    /// The bytes as they are.
    pub bytes: Vec<u8>,
    /// [`Effort::Best`] for what is known beforehand to be asked for by many. A first answer is always compressed quickly;
    /// the best one takes its place behind the answer, at once or once it has been asked for [`ASKED_OFTEN`].
    pub effort: Effort,
}

/// The same content in one encoding, with the strong entity tag of exactly these bytes.
#[derive(Clone, Debug)]
pub struct Representation {
    /// What is sent.
    pub bytes: Bytes,
    /// Strong: differs between encodings, and between efforts.
    pub etag: HeaderValue,
    /// The tag of the same content in the same encoding with the other effort. Whoever has those bytes has the content, and
    /// need not be sent it again.
    pub twin: Option<HeaderValue>,
}

impl Representation {
    /// Of a content with this hash.
    fn new(bytes: Bytes, hash: &str, encoding: Encoding, effort: Effort) -> Self {
        let other = if effort == Effort::Best { Effort::Quick } else { Effort::Best };
        let etag = |effort| {
            HeaderValue::try_from(format!("\"{hash}{}\"", encoding.tag(effort))).expect("base64url is ASCII")
        };
        let twin = (encoding != Encoding::Identity).then(|| etag(other));
        Self { bytes, etag: etag(effort), twin }
    }
}

/// The part of a content's entity tags that its encodings have in common.
fn hash(bytes: &[u8]) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    URL_SAFE_NO_PAD.encode(&Sha256::digest(bytes)[..12])
}

/// Something that is the same for as long as the program runs, made ready in all encodings.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// Its media type.
    pub content_type: HeaderValue,
    /// Not encoded.
    pub identity: Representation,
    /// Brotli, when that is smaller.
    pub br: Option<Representation>,
    /// Gzip, when that is smaller.
    pub gzip: Option<Representation>,
}

impl Rendered {
    /// Compresses and tags; takes milliseconds, so not on an async thread.
    pub fn new(content: Content) -> Self {
        let Content { content_type, bytes, effort } = content;
        let br = compress(&bytes, Encoding::Br, effort);
        let gzip = compress(&bytes, Encoding::Gzip, effort);
        Self::with_encodings(content_type, bytes, br, gzip)
    }

    /// From bytes that are compressed already.
    pub fn with_encodings(
        content_type: &'static str,
        bytes: Vec<u8>,
        br: Option<Vec<u8>>,
        gzip: Option<Vec<u8>>,
    ) -> Self {
        let (hash, plain) = (hash(&bytes), bytes.len());
        let represent =
            |bytes: Vec<u8>, encoding| Representation::new(bytes.into(), &hash, encoding, Effort::Best);
        let smaller = |encoded: &Vec<u8>| encoded.len() < plain;
        Self {
            content_type: HeaderValue::from_static(content_type),
            br: br.filter(smaller).map(|bytes| represent(bytes, Encoding::Br)),
            gzip: gzip.filter(smaller).map(|bytes| represent(bytes, Encoding::Gzip)),
            identity: represent(bytes, Encoding::Identity),
        }
    }
}

/// An answer in one encoding, made ready from a snapshot.
#[derive(Debug)]
pub struct Ready {
    /// Its media type.
    pub content_type: HeaderValue,
    /// The encoding of its bytes. It is [`Encoding::Identity`] also when compression would not make them smaller.
    pub encoding: Encoding,
    /// The bytes that are sent, and their entity tag.
    pub representation: Representation,
    /// The effort that its bytes were compressed with.
    pub effort: Effort,
    /// The number of requests after which it is compressed again; none when it is as small as it can be.
    again_at: Option<u32>,
    asked: AtomicU32,
    is_queued: AtomicBool,
}

impl Ready {
    /// The first answer, compressed quickly. `None` when the budget has no room for it.
    pub(super) fn quickly(content: Content, encoding: Encoding, budget: &Budget) -> Option<Self> {
        let Content { content_type, bytes, effort } = content;
        let (hash, plain) = (hash(&bytes), bytes.len());
        let content_type = HeaderValue::from_static(content_type);
        let Some(encoded) = compress(&bytes, encoding, Effort::Quick) else {
            let bytes = budget.hold(bytes)?;
            let representation = Representation::new(bytes, &hash, Encoding::Identity, Effort::Best);
            return Some(Self::of(content_type, Encoding::Identity, representation, (Effort::Best, None)));
        };
        let asked_for = if effort == Effort::Best { 1 } else { ASKED_OFTEN };
        let again_at = is_worth_the_best(plain).then_some(asked_for);
        let representation = Representation::new(budget.hold(encoded)?, &hash, encoding, Effort::Quick);
        Some(Self::of(content_type, encoding, representation, (Effort::Quick, again_at)))
    }

    /// The same as small as it can be. `None` when the budget has no room for it, or it is not whole.
    pub(super) fn best(&self, budget: &Budget) -> Option<Self> {
        let plain = super::compress::decompress(&self.representation.bytes, self.encoding)?;
        let encoded = budget.hold(compress(&plain, self.encoding, Effort::Best)?)?;
        let representation = Representation::new(encoded, &hash(&plain), self.encoding, Effort::Best);
        Some(Self::of(self.content_type.clone(), self.encoding, representation, (Effort::Best, None)))
    }

    fn of(
        content_type: HeaderValue,
        encoding: Encoding,
        representation: Representation,
        (effort, again_at): (Effort, Option<u32>),
    ) -> Self {
        let (asked, is_queued) = (AtomicU32::new(0), AtomicBool::new(false));
        Self { content_type, encoding, representation, effort, again_at, asked, is_queued }
    }

    /// Counts one request. Returns true when the answer is now to be compressed again; only one caller gets true.
    pub(super) fn count(&self) -> bool {
        let Some(again_at) = self.again_at else { return false };
        let asked = self.asked.fetch_add(1, Ordering::Relaxed).saturating_add(1);
        asked >= again_at && !self.is_queued.swap(true, Ordering::Relaxed)
    }

    /// True when many were expected to ask for it.
    pub(super) fn was_expected(&self) -> bool {
        self.again_at == Some(1)
    }

    /// There was no room to compress it again: whoever asks next may try.
    pub(super) fn put_off(&self) {
        self.is_queued.store(false, Ordering::Relaxed);
    }
}

/// Names an answer: its language, the route and the query with nothing left to chance (defaults out, fields in order).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RenderedKey {
    /// The language.
    pub locale: Locale,
    /// The route; pages and API resources must not share one.
    pub route: &'static str,
    /// The rest of what decides the answer.
    pub query: String,
}

/// An answer in one encoding.
pub type ReadyKey = (RenderedKey, Encoding);

#[derive(Clone)]
struct Bytewise;

impl Weighter<ReadyKey, Arc<Ready>> for Bytewise {
    fn weight(&self, (key, _): &ReadyKey, ready: &Arc<Ready>) -> u64 {
        ENTRY_BYTES + key.query.len() as u64 + ready.representation.bytes.len() as u64
    }
}

type Kept = Cache<ReadyKey, Arc<Ready>, Bytewise>;

/// Answers made ready from one snapshot; what is asked for least goes first when it is full. Clones share it.
#[derive(Clone)]
pub struct RenderedCache {
    kept: Arc<Kept>,
    /// Answers that somebody waits for.
    wanted: Held<ReadyKey, UnderWay>,
}

impl Default for RenderedCache {
    fn default() -> Self {
        let kept = Arc::new(Cache::with_weighter(CACHE_ITEMS, CACHE_BYTES_MAX, Bytewise));
        Self { kept, wanted: Held::default() }
    }
}

impl RenderedCache {
    /// The answer if it is ready: one look-up.
    pub(super) fn get(&self, key: &ReadyKey) -> Option<Arc<Ready>> {
        self.kept.get(key)
    }

    pub(super) fn keep(&self, key: ReadyKey, ready: Arc<Ready>) {
        self.kept.insert(key, ready);
    }

    /// The shared state of all requests that wait for one answer.
    pub(super) fn want(&self, key: &ReadyKey) -> Hold<ReadyKey, UnderWay> {
        self.wanted.hold(key.clone(), UnderWay::default)
    }

    /// Answers that are kept.
    pub fn count(&self) -> usize {
        self.kept.len()
    }

    pub(super) fn weak(&self) -> WeakCache {
        WeakCache(Arc::downgrade(&self.kept))
    }
}

/// A cache that may be gone with its snapshot.
pub(super) struct WeakCache(Weak<Kept>);

impl WeakCache {
    /// The answer if the cache is still there and has it.
    pub(super) fn get(&self, key: &ReadyKey) -> Option<Arc<Ready>> {
        self.0.upgrade()?.peek(key)
    }

    /// Puts another answer in the place of the one that is kept; nothing when that has gone meanwhile.
    pub(super) fn replace(&self, key: ReadyKey, ready: Ready) {
        if let Some(kept) = self.0.upgrade() {
            // It has been asked for as often as before.
            let _ = kept.replace(key, Arc::new(ready), true);
        }
    }
}
