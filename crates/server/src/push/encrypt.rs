//! Messages that the phone alone can read (RFC 8291, with the content coding `aes128gcm` of RFC 8188).

use crate::privacy::random;
use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes128Gcm, Nonce};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hkdf::Hkdf;
use p256::{PublicKey, SecretKey};
use sha2::Sha256;

/// The longest message, bytes: with everything around it, it fits into the 4096 that every push service takes.
pub const PLAIN_BYTES_MAX: usize = 3_000;
const SALT_BYTES: usize = 16;
const AUTH_BYTES: usize = 16;
const POINT_BYTES: usize = 65;
/// The longest key of a subscription: a point in base64, with what fills it up.
const KEY_CHARS_MAX: usize = 88;
/// The size of a record: one is enough.
const RECORD_BYTES: u32 = 4_096;
/// What ends the last record.
const LAST: u8 = 2;

/// Who can read it: the keys of a subscription. Shown in no dump.
#[derive(Clone)]
pub struct Recipient {
    public: PublicKey,
    auth: [u8; AUTH_BYTES],
}

/// Which key of a subscription is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidKey {
    /// `p256dh`
    P256dh,
    /// `auth`
    Auth,
}

impl Recipient {
    /// Reads the keys as a browser gives them.
    ///
    /// # Errors
    /// [`InvalidKey`].
    pub fn parse(p256dh: &str, auth: &str) -> Result<Self, InvalidKey> {
        let is_short = p256dh.len() <= KEY_CHARS_MAX && auth.len() <= KEY_CHARS_MAX;
        let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok().filter(|_| is_short);
        let point = bytes(p256dh).filter(|bytes| bytes.len() == POINT_BYTES).ok_or(InvalidKey::P256dh)?;
        let public = PublicKey::from_sec1_bytes(&point).map_err(|_| InvalidKey::P256dh)?;
        let auth = bytes(auth).and_then(|bytes| bytes.try_into().ok()).ok_or(InvalidKey::Auth)?;
        Ok(Self { public, auth })
    }

    /// A message for it; nothing when it is too long.
    pub fn encrypt(&self, plain: &[u8]) -> Option<Vec<u8>> {
        let sender = loop {
            if let Ok(key) = SecretKey::from_slice(&random::bytes::<32>()) {
                break key;
            }
        };
        self.encrypt_from(&sender, random::bytes(), plain)
    }

    fn encrypt_from(&self, sender: &SecretKey, salt: [u8; SALT_BYTES], plain: &[u8]) -> Option<Vec<u8>> {
        if plain.len() > PLAIN_BYTES_MAX {
            return None;
        }
        let from = sender.public_key().to_sec1_bytes();
        let shared = sender.diffie_hellman(&self.public);
        let info = [b"WebPush: info\0".as_slice(), &self.public.to_sec1_bytes(), &from].concat();
        let secret: [u8; 32] = derived(&self.auth, shared.raw_secret_bytes(), &info)?;
        let key: [u8; 16] = derived(&salt, &secret, b"Content-Encoding: aes128gcm\0")?;
        let nonce: [u8; 12] = derived(&salt, &secret, b"Content-Encoding: nonce\0")?;
        let sealed = Aes128Gcm::new(&key.into())
            .encrypt(&Nonce::from(nonce), [plain, &[LAST]].concat().as_slice())
            .ok()?;
        let length = u8::try_from(from.len()).ok()?;
        Some([salt.as_slice(), &RECORD_BYTES.to_be_bytes(), &[length], &from, &sealed].concat())
    }
}

fn derived<const N: usize>(salt: &[u8], secret: &[u8], info: &[u8]) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    Hkdf::<Sha256>::new(Some(salt), secret).expand(info, &mut bytes).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 8291, section 5 and appendix A.
    #[test]
    fn a_message_is_encrypted_as_the_standard_has_it() {
        let recipient = Recipient::parse(
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            "BTBZMqHH6r4Tts7J_aSIgg",
        )
        .expect("keys");
        let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).expect("base64url");
        let sender =
            SecretKey::from_slice(&bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")).expect("a key");
        let salt = bytes("DGv6ra1nlYgDCS1FRnbzlw").try_into().expect("16 bytes");
        let message = recipient.encrypt_from(&sender, salt, b"When I grow up, I want to be a watermelon");
        let expected = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz\
                        AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";
        assert_eq!(message.map(|message| URL_SAFE_NO_PAD.encode(message)).as_deref(), Some(expected));
    }

    #[test]
    fn keys_that_are_none_are_refused_and_long_messages_are_not_sent() {
        let good = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
        let auth = "BTBZMqHH6r4Tts7J_aSIgg";
        let not_on_the_curve = good.replace("iw4", "iw8");
        let compressed = URL_SAFE_NO_PAD.encode([2; 33]);
        for bad in ["", "?", auth, &not_on_the_curve, &compressed, &good[..80]] {
            assert_eq!(Recipient::parse(bad, auth).err(), Some(InvalidKey::P256dh), "{bad}");
        }
        for bad in ["", "?", "BTBZMqHH6r4Tts7J_aSI", good] {
            assert_eq!(Recipient::parse(good, bad).err(), Some(InvalidKey::Auth), "{bad}");
        }
        let recipient = Recipient::parse(good, auth).expect("keys");
        let longest = recipient.encrypt(&[b'x'; PLAIN_BYTES_MAX]).expect("it fits");
        assert!(longest.len() <= 4_096);
        assert_eq!(recipient.encrypt(&[b'x'; PLAIN_BYTES_MAX + 1]), None);
        assert_ne!(recipient.encrypt(b"x"), recipient.encrypt(b"x"), "salt and key are new each time");
    }
}
