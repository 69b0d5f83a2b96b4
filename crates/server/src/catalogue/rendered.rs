//! Answers made ready once and then sent many times: bytes, compressed bytes and entity tags.

use axum::body::Bytes;
use fairday_contract::Locale;
use http::HeaderValue;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use sha2::{Digest, Sha256};
use std::io::Write;
use std::sync::{Arc, LazyLock};
use tokio::sync::Semaphore;

/// Bytes of ready answers kept for one snapshot.
const CACHE_BYTES_MAX: u64 = 32 << 20;
/// Answers expected in the cache; sets its first size only.
const CACHE_ITEMS: usize = 2_000;
/// Answers smaller than this are not compressed: it would not spare a packet.
const COMPRESS_BYTES_MIN: usize = 200;
/// What an entry costs beside its bytes.
const ENTRY_BYTES: u64 = 400;
/// Answers made ready at the same time, for each processor; others wait.
const RENDERS_PER_PROCESSOR: usize = 2;

static RENDERS: LazyLock<Semaphore> = LazyLock::new(|| {
    Semaphore::new(
        RENDERS_PER_PROCESSOR * std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
    )
});

/// How much time compression may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// The smallest: for answers that many shoppers get.
    Best,
    /// Nearly as small in a tenth of the time: for answers that few will ask for again.
    Quick,
}

impl Effort {
    const fn brotli_quality(self) -> i32 {
        match self {
            Self::Best => 11,
            Self::Quick => 5,
        }
    }

    const fn gzip_level(self) -> u32 {
        match self {
            Self::Best => 9,
            Self::Quick => 6,
        }
    }
}

/// What is to be made ready.
#[derive(Clone, Debug)]
pub struct Content {
    /// Its media type.
    pub content_type: &'static str,
    /// The bytes as they are.
    pub bytes: Vec<u8>,
    /// How hard to compress them.
    pub effort: Effort,
}

/// The same content in one encoding, with the strong entity tag of exactly these bytes.
#[derive(Clone, Debug)]
pub struct Representation {
    /// What is sent.
    pub bytes: Bytes,
    /// Strong: differs between encodings.
    pub etag: HeaderValue,
}

/// An answer made ready.
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
        let worth_it = bytes.len() >= COMPRESS_BYTES_MIN;
        let br = worth_it.then(|| brotli(&bytes, effort));
        let gzip = worth_it.then(|| gzip(&bytes, effort));
        Self::with_encodings(content_type, bytes, br, gzip)
    }

    /// From bytes that are compressed already.
    pub fn with_encodings(
        content_type: &'static str,
        bytes: Vec<u8>,
        br: Option<Vec<u8>>,
        gzip: Option<Vec<u8>>,
    ) -> Self {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
        let tag = URL_SAFE_NO_PAD.encode(&Sha256::digest(&bytes)[..12]);
        let plain = bytes.len();
        let represent = |bytes: Vec<u8>, suffix: &str| Representation {
            bytes: bytes.into(),
            etag: HeaderValue::try_from(format!("\"{tag}{suffix}\"")).expect("base64url is visible ASCII"),
        };
        let smaller = |encoded: &Vec<u8>| encoded.len() < plain;
        Self {
            content_type: HeaderValue::from_static(content_type),
            br: br.filter(smaller).map(|bytes| represent(bytes, "-br")),
            gzip: gzip.filter(smaller).map(|bytes| represent(bytes, "-gz")),
            identity: represent(bytes, ""),
        }
    }

    fn weight(&self) -> u64 {
        let of = |one: &Option<Representation>| one.as_ref().map_or(0, |one| one.bytes.len());
        (self.identity.bytes.len() + of(&self.br) + of(&self.gzip)) as u64
    }
}

fn brotli(bytes: &[u8], effort: Effort) -> Vec<u8> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: effort.brotli_quality(),
        size_hint: bytes.len(),
        ..brotli::enc::BrotliEncoderParams::default()
    };
    let mut encoded = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut encoded, &parameters)
        .expect("memory does not fail to be read or written");
    encoded
}

fn gzip(bytes: &[u8], effort: Effort) -> Vec<u8> {
    let mut encoder =
        flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(effort.gzip_level()));
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory does not fail to be written")
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

#[derive(Clone)]
struct Bytewise;

impl Weighter<RenderedKey, Arc<Rendered>> for Bytewise {
    fn weight(&self, key: &RenderedKey, rendered: &Arc<Rendered>) -> u64 {
        ENTRY_BYTES + key.query.len() as u64 + rendered.weight()
    }
}

/// Answers made ready from one snapshot; what is asked for least goes first when it is full.
pub struct RenderedCache(Cache<RenderedKey, Arc<Rendered>, Bytewise>);

impl RenderedCache {
    pub(crate) fn new() -> Self {
        Self(Cache::with_weighter(CACHE_ITEMS, CACHE_BYTES_MAX, Bytewise))
    }

    /// The answer if it is ready: one look-up.
    pub fn get(&self, key: &RenderedKey) -> Option<Arc<Rendered>> {
        self.0.get(key)
    }

    /// The answer, made by `render` on a thread of its own if it is not ready. Requests for one key wait for one
    /// rendering. Errors are not kept.
    ///
    /// # Errors
    /// Those of `render`.
    pub async fn get_or_render<E: Send + 'static>(
        &self,
        key: RenderedKey,
        render: impl FnOnce() -> Result<Content, E> + Send + 'static,
    ) -> Result<Arc<Rendered>, E> {
        let make = async {
            let _turn = RENDERS.acquire().await.expect("the semaphore is never closed");
            let made = tokio::task::spawn_blocking(move || render().map(Rendered::new)).await;
            match made {
                Ok(result) => result.map(Arc::new),
                Err(failed) => std::panic::resume_unwind(failed.into_panic()),
            }
        };
        self.0.get_or_insert_async(&key, make).await
    }
}
