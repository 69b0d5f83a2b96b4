//! Updates as differences: who has an earlier version of a file gets the new one compressed against it (Compression
//! Dictionary Transport, RFC 9842).
//!
//! `cargo xtask dist` makes the differences; here they are only found and handed out. Such a file begins with the digest
//! of the version it was made against, so that no name can be wrong about it.

use super::negotiate;
use super::respond::{Freshness, send};
use crate::catalogue::rendered::Representation;
use crate::hex::hex;
use axum::response::Response;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use std::collections::HashMap;

/// The ending of a difference, after the name of the file and a part that tells it from others.
pub(super) const ENDING: &str = ".dcb";
/// What a difference begins with; the digest of the dictionary follows, then the Brotli stream.
const MAGIC: [u8; 4] = [0xff, 0x44, 0x43, 0x42];
/// Length of a SHA-256.
const DIGEST_BYTES: usize = 32;
/// Kinds of files that shrink to almost nothing against their earlier version.
const KINDS: [&str; 3] = [".wasm", ".js", ".html"];

const USE_AS_DICTIONARY: HeaderName = HeaderName::from_static("use-as-dictionary");
const VARY: HeaderValue = HeaderValue::from_static("Accept-Encoding, Available-Dictionary");

/// What a file has to do with dictionaries: it is one for later versions, and there may be differences to earlier ones.
pub(super) struct Dictionaries {
    /// `match="…"`, covering the file's own name and its later ones.
    used_for: HeaderValue,
    /// By the digest of the earlier version.
    differences: HashMap<[u8; DIGEST_BYTES], Representation>,
}

impl Dictionaries {
    /// For the file at `path` whose name has the hash `hash`; `None` for kinds that are not worth it. Of `differences`
    /// those are taken that are what they should be; `etag` is the file's own.
    pub(super) fn new<'a>(
        path: &str,
        hash: &str,
        etag: &HeaderValue,
        differences: impl Iterator<Item = &'a Vec<u8>>,
    ) -> Option<Self> {
        // Nothing in it may mean something in a URL pattern.
        let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"/-_.".contains(&b);
        if !KINDS.iter().any(|kind| path.ends_with(kind)) || !path.bytes().all(is_plain) {
            return None;
        }
        let used_for = format!("match=\"{}\"", path.replacen(hash, "*", 1));
        let tag = etag.to_str().ok()?.trim_matches('"');
        let differences = differences.filter_map(|bytes| {
            let rest = bytes.strip_prefix(&MAGIC)?;
            let digest: [u8; DIGEST_BYTES] = rest.get(..DIGEST_BYTES)?.try_into().ok()?;
            let suffix = hex(&digest[..4]);
            let etag = HeaderValue::try_from(format!("\"{tag}-dcb-{suffix}\"")).ok()?;
            Some((digest, Representation { bytes: bytes.clone().into(), etag, twin: None }))
        });
        Some(Self { used_for: HeaderValue::try_from(used_for).ok()?, differences: differences.collect() })
    }

    /// The file as its difference to what the client has, if there is one.
    pub(super) fn respond(
        &self,
        request: &HeaderMap,
        content_type: &HeaderValue,
        freshness: Freshness,
    ) -> Option<Response> {
        let difference = self.differences.get(&negotiate::dictionary(request)?)?;
        Some(send(difference, Some("dcb"), content_type, request, freshness))
    }

    /// Tells the client to keep what it got as a dictionary, and every cache that the answer depends on having one.
    pub(super) fn announce(&self, headers: &mut HeaderMap) {
        headers.insert(USE_AS_DICTIONARY, self.used_for.clone());
        headers.insert(header::VARY, VARY);
    }
}
