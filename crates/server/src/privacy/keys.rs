//! The keys under which personal data is sealed, found and signed.
//!
//! Data is sealed with XChaCha20-Poly1305 under the current key, with a random nonce; the key's id stands in front, so that
//! older rows can be read after a rotation. What is looked up (a phone number) is also kept as a keyed hash, whose key
//! never changes: a plain hash of eleven digits could be tried out in seconds.

use super::key_file::KeyFile;
use super::random;
use super::states::{KeyState, States};
use arc_swap::ArcSwap;
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;
use tokio::sync::Notify;
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
    /// It was sealed under a key that is gone, and that the operator has given up.
    #[error("it is sealed under the key {0}, which was given up")]
    Lost(KeyId),
    /// It was changed, is of another place, or is no sealed text at all.
    #[error("it is damaged, or sealed for another place")]
    Damaged,
}

/// Names a key; not secret.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub [u8; KEY_ID_BYTES]);

impl KeyId {
    /// An id as it is written: eight digits 0-9 a-f.
    pub fn parse(text: &str) -> Option<Self> {
        let is_hex = text.len() == 8 && text.bytes().all(|b| b.is_ascii_hexdigit());
        let number = is_hex.then(|| u32::from_str_radix(text, 16).ok())??;
        Some(Self(number.to_be_bytes()))
    }
}

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

    pub(super) fn seal(&self, place: &str, plain: &[u8]) -> Vec<u8> {
        let nonce: [u8; NONCE_BYTES] = random::bytes();
        let payload = Payload { msg: plain, aad: place.as_bytes() };
        let sealed = self.cipher.encrypt(&XNonce::from(nonce), payload).expect("rows are not that long");
        [&self.id.0[..], &nonce, &sealed].concat()
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
    /// Keys that were given up: nobody looks for them.
    pub(super) lost: BTreeSet<KeyId>,
}

impl Keys {
    pub(super) fn generate() -> Self {
        Self {
            index: Zeroizing::new(random::bytes()),
            sealing: vec![Key::generate()],
            current: 0,
            lost: BTreeSet::new(),
        }
    }

    pub(super) fn find(&self, id: KeyId) -> Option<&Key> {
        self.sealing.iter().find(|key| key.id == id)
    }

    pub(super) fn ids(&self) -> BTreeSet<KeyId> {
        self.sealing.iter().map(|key| key.id).collect()
    }

    /// The key called current: in a ring the one that seals, in a file the one for a database that has no active key yet.
    pub(super) fn current(&self) -> &Key {
        &self.sealing[self.current]
    }

    /// Makes this key current, if it is there.
    pub(super) fn point_at(&mut self, id: KeyId) {
        self.current = self.sealing.iter().position(|key| key.id == id).unwrap_or(self.current);
    }

    /// Leaves out keys, but never the current one.
    pub(super) fn retain(&mut self, is_kept: impl Fn(KeyId) -> bool) {
        let current = self.current().id;
        self.sealing.retain(|key| key.id == current || is_kept(key.id));
        self.current = self.sealing.iter().position(|key| key.id == current).unwrap_or_default();
    }
}

/// The keys of a shop. Shows none of them.
pub struct KeyRing {
    keys: ArcSwap<Keys>,
    /// Where a key is looked for that is not here.
    file: Option<KeyFile>,
    suspicion: Notify,
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyRing").field("current", &self.current()).finish_non_exhaustive()
    }
}

impl KeyRing {
    pub(super) fn of(keys: Keys) -> Self {
        Self { keys: ArcSwap::from_pointee(keys), file: None, suspicion: Notify::new() }
    }

    pub(super) fn of_file(keys: Keys, file: KeyFile) -> Self {
        Self { file: Some(file), ..Self::of(keys) }
    }

    /// New random keys that are nowhere else: for tests.
    pub fn generate() -> Self {
        Self::of(Keys::generate())
    }

    pub(super) fn keys(&self) -> Arc<Keys> {
        self.keys.load_full()
    }

    /// Takes keys over from a file, to open with. What seals stays. False when the file is another shop's.
    pub(super) fn add(&self, found: &Keys) -> bool {
        if *found.index != *self.keys().index {
            return false;
        }
        let is_new = |keys: &Keys| found.sealing.iter().any(|key| keys.find(key.id).is_none());
        self.change(is_new, |keys| {
            let new =
                found.sealing.iter().filter(|key| keys.find(key.id).is_none()).cloned().collect::<Vec<_>>();
            keys.sealing.extend(new);
        });
        true
    }

    /// Seals from now on with the active key, if it is here and `proved`, lets go of forgotten ones, and notes which are lost.
    /// True when another key seals now.
    pub(super) fn follow(&self, states: &States, proved: &BTreeSet<KeyId>) -> bool {
        let before = self.current();
        if let Some(active) = states.active().filter(|active| proved.contains(active)) {
            self.change(|keys| keys.current().id != active, |keys| keys.point_at(active));
        }
        let lost: BTreeSet<KeyId> = states.having(KeyState::Lost).collect();
        self.change(|keys| keys.lost != lost, |keys| keys.lost.clone_from(&lost));
        let is_forgotten = |id: KeyId| states.forgotten.contains(&id) && id != self.current();
        self.change(
            |keys| keys.sealing.iter().any(|key| is_forgotten(key.id)),
            |keys| keys.retain(|id| !is_forgotten(id)),
        );
        let now = self.current();
        if now != before {
            tracing::info!(key = %now, "another key seals now");
        }
        now != before
    }

    /// Changes the keys at once for everybody, whatever else changes them at the same time.
    fn change(&self, is_needed: impl Fn(&Keys) -> bool, change: impl Fn(&mut Keys)) {
        self.keys.rcu(|keys| {
            if !is_needed(keys) {
                return Arc::clone(keys);
            }
            let mut changed = Keys::clone(keys);
            change(&mut changed);
            Arc::new(changed)
        });
    }

    /// A write was refused as if its key had been forgotten: whoever keeps the keys should look at once.
    pub fn suspect(&self) {
        self.suspicion.notify_one();
    }

    pub(super) async fn is_suspected(&self) {
        self.suspicion.notified().await;
    }

    /// The key that seals now.
    pub fn current(&self) -> KeyId {
        self.keys().current().id
    }

    /// All keys that open.
    pub fn ids(&self) -> Vec<KeyId> {
        self.keys().sealing.iter().map(|key| key.id).collect()
    }

    /// Seals `plain` under the current key for a place such as `"account.phone"`; only for the same place can it be opened.
    /// Never the same twice.
    pub fn seal(&self, place: &str, plain: &[u8]) -> Vec<u8> {
        self.keys().current().seal(place, plain)
    }

    /// Opens data sealed for this place. A key that is not in the ring is looked for in the key file at once.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let (id, rest) = sealed.split_first_chunk().ok_or(KeyError::Damaged)?;
        let (nonce, text) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(KeyError::Damaged)?;
        let id = KeyId(*id);
        let mut keys = self.keys();
        if keys.find(id).is_none() {
            if keys.lost.contains(&id) {
                return Err(KeyError::Lost(id));
            }
            self.look_in_file();
            keys = self.keys();
        }
        let key = keys.find(id).ok_or(KeyError::UnknownKey(id))?;
        let payload = Payload { msg: text, aad: place.as_bytes() };
        let plain = key.cipher.decrypt(&XNonce::from(*nonce), payload).map_err(|_| KeyError::Damaged)?;
        Ok(Zeroizing::new(plain))
    }

    /// Takes over what the key file has by now. A file is a few lines: it is read anew for each row under an unknown key.
    fn look_in_file(&self) {
        let Some(file) = &self.file else { return };
        match file.read() {
            Ok(found) if self.add(&found) => {}
            Ok(_) => tracing::error!(path = %file.path().display(), "the key file is another shop's now"),
            Err(error) => tracing::warn!(error, "the key file cannot be read again"),
        }
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
    fn another_key_becomes_active_and_the_old_one_still_opens() {
        let (ring, mut keys) = ring();
        let old = ring.seal("p", b"x");
        let (first, second) = (keys.sealing[0].id, Key::generate());
        let active = second.id;
        keys.sealing.push(second);
        assert!(ring.add(&keys));
        assert_eq!(ring.current(), first, "a key that is only in the file seals nothing");
        let mut states = States::default();
        states.keys.insert(active, KeyState::Active);
        assert!(!ring.follow(&states, &BTreeSet::new()), "nor does one that is not proved");
        assert!(ring.follow(&states, &keys.ids()));
        assert_eq!(ring.open_text("p", &old).as_deref(), Ok("x"));
        let new = ring.seal("p", b"x");
        states.forgotten.insert(first);
        assert!(!ring.follow(&states, &keys.ids()));
        assert_eq!(ring.open_text("p", &new).as_deref(), Ok("x"));
        assert_eq!(ring.open_text("p", &old), Err(KeyError::UnknownKey(first)));
    }

    #[test]
    fn keys_of_another_shop_are_not_taken_over() {
        let (ring, _) = ring();
        assert!(!ring.add(&Keys::generate()));
        assert_eq!(ring.ids().len(), 1);
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
