//! Who sends (RFC 8292): a token signed with the shop's key, for one push service and a few hours.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::HeaderValue;
use p256::SecretKey;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::json;
use std::fmt;
use zeroize::Zeroizing;

/// For how long a token holds, seconds; the standard allows a day.
pub const TOKEN_S: i64 = 12 * 60 * 60;
/// The bytes of a private key.
pub const KEY_BYTES: usize = 32;

/// The shop's key, on P-256. Shown in no dump.
#[derive(Clone, PartialEq, Eq)]
pub struct VapidKey(SecretKey);

impl VapidKey {
    /// A new one.
    pub fn generate() -> Self {
        loop {
            // All but about one in 2^32 are keys.
            let bytes = Zeroizing::new(crate::privacy::random::bytes::<KEY_BYTES>());
            if let Ok(key) = SecretKey::from_slice(bytes.as_slice()) {
                return Self(key);
            }
        }
    }

    /// Reads 32 bytes in base64url, as other programs for web push write them.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(text.trim().trim_end_matches('=')).ok()?);
        let key = SecretKey::from_slice(&bytes).ok().filter(|_| bytes.len() == KEY_BYTES)?;
        Some(Self(key))
    }

    /// As [`parse`](Self::parse) reads it: to be kept secret.
    pub fn secret_text(&self) -> Zeroizing<String> {
        Zeroizing::new(URL_SAFE_NO_PAD.encode(Zeroizing::new(self.0.to_bytes())))
    }

    /// The public key for browsers, base64url.
    pub fn public_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.public_key().to_sec1_bytes())
    }

    /// The header `Authorization` for a push service (`https://host`), at `now_ms`.
    ///
    /// # Panics
    /// Never: what is put together is letters, digits and signs.
    pub fn authorization(&self, origin: &str, contact: &str, now_ms: i64) -> HeaderValue {
        let header = URL_SAFE_NO_PAD.encode(r#"{"typ":"JWT","alg":"ES256"}"#);
        let claims = json!({"aud": origin, "exp": now_ms.div_euclid(1000) + TOKEN_S, "sub": contact});
        let signed = format!("{header}.{}", URL_SAFE_NO_PAD.encode(claims.to_string()));
        let signature: Signature = SigningKey::from(&self.0).sign(signed.as_bytes());
        let signature = URL_SAFE_NO_PAD.encode(signature.to_bytes());
        let text = format!("vapid t={signed}.{signature}, k={}", self.public_text());
        let mut value = HeaderValue::try_from(text).expect("base64url and a few signs");
        value.set_sensitive(true);
        value
    }
}

impl fmt::Debug for VapidKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VapidKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use p256::ecdsa::VerifyingKey;
    use p256::ecdsa::signature::Verifier;

    #[test]
    fn a_token_is_signed_for_one_service_and_half_a_day() {
        let key = VapidKey::generate();
        let value = key.authorization("https://push.example", "mailto:a@b.example", 1_800_000_000_999);
        let text = value.to_str().expect("ASCII").to_owned();
        let (token, public) =
            text.strip_prefix("vapid t=").and_then(|rest| rest.split_once(", k=")).expect("both");
        assert_eq!(public, key.public_text());
        let public = URL_SAFE_NO_PAD.decode(public).expect("base64url");
        assert_eq!((public.len(), public[0]), (65, 4), "uncompressed");
        let (signed, signature) = token.rsplit_once('.').expect("three parts");
        let signature =
            Signature::from_slice(&URL_SAFE_NO_PAD.decode(signature).expect("base64url")).expect("64 bytes");
        let verifying = VerifyingKey::from_sec1_bytes(&public).expect("a point");
        verifying.verify(signed.as_bytes(), &signature).expect("it is right");
        let claims = URL_SAFE_NO_PAD.decode(signed.split('.').nth(1).expect("claims")).expect("base64url");
        let claims: serde_json::Value = serde_json::from_slice(&claims).expect("JSON");
        let expected = json!({"aud": "https://push.example", "exp": 1_800_000_000 + TOKEN_S, "sub": "mailto:a@b.example"});
        assert_eq!(claims, expected);
        assert!(!format!("{key:?} {value:?}").contains(key.secret_text().as_str()));
    }

    #[test]
    fn a_key_is_read_as_it_was_written_and_nothing_else_is() {
        let key = VapidKey::generate();
        assert!(VapidKey::parse(&key.secret_text()).is_some_and(|read| read == key));
        for bad in [
            "",
            "abc",
            &"A".repeat(43),
            &"_".repeat(43),
            &key.public_text(),
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2",
        ] {
            assert!(VapidKey::parse(bad).is_none(), "{bad}");
        }
    }
}
