//! The keys under which personal data is sealed, found and signed.
//!
//! Data is sealed with XChaCha20-Poly1305 under the current key, with a random nonce; the key's id stands in front, so that
//! older rows can be read after a rotation. What is looked up (a phone number) is also kept as a keyed hash, whose key
//! never changes: a plain hash of eleven digits could be tried out in seconds.

use super::random;
use arc_swap::ArcSwap;
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::fmt;
use std::sync::Arc;
use zeroize::Zeroizing;

/// Bytes of every key.
pub const KEY_BYTES: usize = 32;
/// Bytes of a key's id, which stands in front of what is sealed.
pub const KEY_ID_BYTES: usize = 4;
const NONCE_BYTES: usize = 24;

/// A key's bytes, wiped when dropped.
pub(super) type Secret = Zeroizing<[u8; KEY_BYTES]>;
/// A keyed hash.
pub type Hash = [u8; 32];

/// Why something sealed cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// It was sealed under a key that is not in the ring.
    #[error("it is sealed under the key {0}, which the key file does not have")]
    UnknownKey(KeyId),
    /// It was changed, is of another place, or is no sealed text at all.
    #[error("it is damaged, or sealed for another place")]
    Damaged,
}

/// Names a key; not secret.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub [u8; KEY_ID_BYTES]);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", u32::from_be_bytes(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// One key for sealing.
pub(super) struct Key {
    pub(super) id: KeyId,
    pub(super) secret: Secret,
    cipher: XChaCha20Poly1305,
}

impl Key {
    pub(super) fn new(id: KeyId, secret: Secret) -> Self {
        let cipher = XChaCha20Poly1305::new((&*secret).into());
        Self { id, secret, cipher }
    }

    pub(super) fn generate() -> Self {
        Self::new(KeyId(random::bytes()), Zeroizing::new(random::bytes()))
    }
}

impl Clone for Key {
    fn clone(&self) -> Self {
        Self::new(self.id, self.secret.clone())
    }
}

/// All keys at one moment.
#[derive(Clone)]
pub(super) struct Keys {
    /// Hashes for looking up and signatures come from this one, which never changes.
    pub(super) index: Secret,
    /// Never empty; ids differ.
    pub(super) sealing: Vec<Key>,
    /// Which of them seals.
    pub(super) current: usize,
}

impl Keys {
    pub(super) fn generate() -> Self {
        Self { index: Zeroizing::new(random::bytes()), sealing: vec![Key::generate()], current: 0 }
    }

    pub(super) fn find(&self, id: KeyId) -> Option<&Key> {
        self.sealing.iter().find(|key| key.id == id)
    }
}

/// The keys of a shop. Shows none of them.
pub struct KeyRing {
    keys: ArcSwap<Keys>,
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyRing").field("current", &self.current()).finish_non_exhaustive()
    }
}

impl KeyRing {
    pub(super) fn of(keys: Keys) -> Self {
        Self { keys: ArcSwap::from_pointee(keys) }
    }

    /// New random keys that are nowhere else: for tests.
    pub fn generate() -> Self {
        Self::of(Keys::generate())
    }

    pub(super) fn keys(&self) -> Arc<Keys> {
        self.keys.load_full()
    }

    pub(super) fn replace(&self, keys: Keys) {
        self.keys.store(Arc::new(keys));
    }

    /// The key that seals now.
    pub fn current(&self) -> KeyId {
        let keys = self.keys();
        keys.sealing[keys.current].id
    }

    /// All keys that open.
    pub fn ids(&self) -> Vec<KeyId> {
        self.keys().sealing.iter().map(|key| key.id).collect()
    }

    /// Seals `plain` under the current key for a place such as `"account.phone"`; only for the same place can it be opened.
    /// Never the same twice.
    pub fn seal(&self, place: &str, plain: &[u8]) -> Vec<u8> {
        let keys = self.keys();
        let key = &keys.sealing[keys.current];
        let nonce: [u8; NONCE_BYTES] = random::bytes();
        let payload = Payload { msg: plain, aad: place.as_bytes() };
        let sealed = key.cipher.encrypt(&XNonce::from(nonce), payload).expect("rows are not that long");
        [&key.id.0[..], &nonce, &sealed].concat()
    }

    /// What was sealed for this place.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let (id, rest) = sealed.split_first_chunk().ok_or(KeyError::Damaged)?;
        let (nonce, text) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(KeyError::Damaged)?;
        let keys = self.keys();
        let key = keys.find(KeyId(*id)).ok_or(KeyError::UnknownKey(KeyId(*id)))?;
        let payload = Payload { msg: text, aad: place.as_bytes() };
        let plain = key.cipher.decrypt(&XNonce::from(*nonce), payload).map_err(|_| KeyError::Damaged)?;
        Ok(Zeroizing::new(plain))
    }

    /// The text that was sealed for this place.
    ///
    /// # Errors
    /// [`KeyError`]; `Damaged` also when it is no text.
    pub fn open_text(&self, place: &str, sealed: &[u8]) -> Result<String, KeyError> {
        let plain = self.open(place, sealed)?;
        String::from_utf8(plain.to_vec()).map_err(|_| KeyError::Damaged)
    }

    /// A keyed hash to look `text` up by. Another purpose gives another hash.
    pub fn index(&self, purpose: &str, text: &str) -> Hash {
        self.mac(&["index", purpose], text.as_bytes()).finalize().into_bytes().into()
    }

    /// Signs bytes that come back from outside, such as a quote's id.
    pub fn sign(&self, purpose: &str, bytes: &[u8]) -> Hash {
        self.mac(&["sign", purpose], bytes).finalize().into_bytes().into()
    }

    /// Whether [`sign`](Self::sign) gave this signature for these bytes. Takes as long for a wrong one as for the right
    /// one.
    pub fn verify(&self, purpose: &str, bytes: &[u8], signature: &[u8]) -> bool {
        self.mac(&["sign", purpose], bytes).verify_slice(signature).is_ok()
    }

    fn mac(&self, info: &[&str], bytes: &[u8]) -> Hmac<Sha256> {
        let mut key = Secret::default();
        let derived = Hkdf::<Sha256>::new(Some(b"fairday"), &*self.keys().index);
        derived.expand(info.join("/").as_bytes(), &mut *key).expect("one hash is never too long");
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&*key).expect("a key of any length will do");
        mac.update(bytes);
        mac
    }
}

/// The key as it is written in the key file.
pub(super) fn written(secret: &Secret) -> Zeroizing<String> {
    Zeroizing::new(STANDARD_NO_PAD.encode(**secret))
}

/// A key as [`written`].
pub(super) fn read(text: &str) -> Option<Secret> {
    let bytes = Zeroizing::new(STANDARD_NO_PAD.decode(text).ok()?);
    let mut secret = Secret::default();
    (bytes.len() == KEY_BYTES).then(|| secret.copy_from_slice(&bytes))?;
    Some(secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring() -> (KeyRing, Keys) {
        let keys = Keys::generate();
        (KeyRing::of(keys.clone()), keys)
    }

    #[test]
    fn what_was_sealed_opens_in_its_place_alone_and_is_never_the_same_twice() {
        let (ring, _) = ring();
        let (one, two) = (ring.seal("a.phone", b"secret"), ring.seal("a.phone", b"secret"));
        assert_ne!(one, two);
        assert_eq!(ring.open("a.phone", &one).as_deref().map(Vec::as_slice), Ok(&b"secret"[..]));
        assert_eq!(ring.open("a.name", &one), Err(KeyError::Damaged));
        assert!(!one.windows(6).any(|six| six == b"secret"));
    }

    #[test]
    fn a_changed_or_shortened_byte_anywhere_is_noticed() {
        let (ring, _) = ring();
        let sealed = ring.seal("p", b"x");
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(ring.open("p", &changed).is_err(), "{at}");
            assert!(ring.open("p", &sealed[..at]).is_err(), "{at}");
        }
    }

    #[test]
    fn another_key_becomes_current_and_the_old_one_still_opens() {
        let (ring, mut keys) = ring();
        let old = ring.seal("p", b"x");
        keys.sealing.push(Key::generate());
        keys.current = 1;
        ring.replace(keys.clone());
        assert_eq!(ring.open_text("p", &old).as_deref(), Ok("x"));
        let new = ring.seal("p", b"x");
        let gone = keys.sealing.remove(0).id;
        keys.current = 0;
        ring.replace(keys);
        assert_eq!(ring.open_text("p", &new).as_deref(), Ok("x"));
        assert_eq!(ring.open_text("p", &old), Err(KeyError::UnknownKey(gone)));
    }

    #[test]
    fn hashes_and_signatures_are_of_one_ring_and_one_purpose() {
        let ((ring, _), (other, _)) = (ring(), ring());
        assert_eq!(ring.index("phone", "1"), ring.index("phone", "1"));
        assert_ne!(ring.index("phone", "1"), ring.index("token", "1"));
        assert_ne!(ring.index("phone", "1"), other.index("phone", "1"));
        let signature = ring.sign("quote", b"x");
        assert!(ring.verify("quote", b"x", &signature));
        assert!(!ring.verify("quote", b"y", &signature) && !ring.verify("other", b"x", &signature));
        assert!(!ring.verify("quote", b"x", &signature[..16]) && !other.verify("quote", b"x", &signature));
        assert_ne!(ring.index("quote", "x"), signature, "to look up and to sign are two things");
    }

    #[test]
    fn no_dump_shows_a_secret() {
        let (ring, keys) = ring();
        assert!(!format!("{ring:?}").contains(written(&keys.index).as_str()));
        assert_eq!(format!("{ring:?}"), format!("KeyRing {{ current: {}, .. }}", ring.current()));
    }
}
