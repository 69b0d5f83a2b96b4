//! Signed messages between the shop and other systems, as <https://www.standardwebhooks.com> has them: HMAC-SHA256 over
//! `id.timestamp.body`. The same for what the shop tells and for what it is told.

use crate::hex::hex;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;
use zeroize::Zeroizing;

/// Names the message; the same when it is sent again.
pub const ID_HEADER: &str = "webhook-id";
/// When it was sent, seconds since 1970 UTC.
pub const TIMESTAMP_HEADER: &str = "webhook-timestamp";
/// `v1,` and the signature in base64; several between spaces while a secret is being changed.
pub const SIGNATURE_HEADER: &str = "webhook-signature";
/// How far the timestamp of a message may be from the receiver's clock, milliseconds. An older one may be a replay.
pub const REPLAY_WINDOW_MS: i64 = 5 * 60 * 1000;
/// How every secret begins.
const PREFIX: &str = "whsec_";
const VERSION: &str = "v1,";
/// Fewest bytes of a secret.
pub const SECRET_BYTES_MIN: usize = 24;
/// Most bytes of a secret.
pub const SECRET_BYTES_MAX: usize = 64;
/// Longest id of a message that is taken, bytes.
pub const ID_BYTES_MAX: usize = 128;
/// Most signatures of one message that are looked at.
const SIGNATURES_MAX: usize = 8;

/// Why a message is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// An id, a timestamp or a signature is missing or cannot be read.
    #[error("webhook-id, webhook-timestamp and webhook-signature are needed")]
    Missing,
    /// It was signed too long ago, or too far in the future.
    #[error("the timestamp is more than five minutes away from the time here")]
    Stale,
    /// It was not signed with this secret, or something was changed.
    #[error("the signature is not right")]
    Wrong,
}

/// What both sides know. Shown in no dump.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// Reads `whsec_` and 24 to 64 bytes in base64.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(STANDARD.decode(text.trim().strip_prefix(PREFIX)?).ok()?);
        (SECRET_BYTES_MIN..=SECRET_BYTES_MAX).contains(&bytes.len()).then_some(Self(bytes))
    }

    /// HMAC-SHA256 of all parts, one after the other.
    pub fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        self.keyed(parts).finalize().into_bytes().into()
    }

    /// The same in hexadecimal digits.
    pub fn mac_hex(&self, parts: &[&[u8]]) -> String {
        hex(&self.mac(parts))
    }

    /// The three headers of a message sent at `now_ms`.
    pub fn headers(&self, id: &str, now_ms: i64, body: &[u8]) -> Vec<(&'static str, String)> {
        let timestamp = now_ms.div_euclid(1000).to_string();
        let signature = self.mac(&[id.as_bytes(), b".", timestamp.as_bytes(), b".", body]);
        vec![
            (ID_HEADER, id.to_owned()),
            (TIMESTAMP_HEADER, timestamp),
            (SIGNATURE_HEADER, format!("{VERSION}{}", STANDARD.encode(signature))),
        ]
    }

    /// Checks a message that came at `now_ms` with these values of its headers.
    ///
    /// # Errors
    /// [`SignatureError`].
    pub fn verify(
        &self,
        (id, timestamp, signatures): (&str, &str, &str),
        body: &[u8],
        now_ms: i64,
    ) -> Result<(), SignatureError> {
        if id.is_empty() || id.len() > ID_BYTES_MAX {
            return Err(SignatureError::Missing);
        }
        let seconds: i64 = timestamp.parse().map_err(|_| SignatureError::Missing)?;
        let signed = [id.as_bytes(), b".", timestamp.as_bytes(), b".", body];
        let of_version =
            signatures.split(' ').take(SIGNATURES_MAX).filter_map(|one| one.strip_prefix(VERSION));
        let mut decoded = of_version.filter_map(|text| STANDARD.decode(text).ok());
        if !decoded.any(|signature| self.keyed(&signed).verify_slice(&signature).is_ok()) {
            return Err(SignatureError::Wrong);
        }
        let sent_ms = seconds.saturating_mul(1000);
        if sent_ms.abs_diff(now_ms) > REPLAY_WINDOW_MS.unsigned_abs() {
            return Err(SignatureError::Stale);
        }
        Ok(())
    }

    fn keyed(&self, parts: &[&[u8]]) -> Hmac<Sha256> {
        let mut mac =
            <Hmac<Sha256> as KeyInit>::new_from_slice(&self.0).expect("a key of any length will do");
        for part in parts {
            mac.update(part);
        }
        mac
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    fn secret() -> Secret {
        Secret::parse(TEXT).expect("a secret")
    }

    /// The values that the libraries of Standard Webhooks test themselves with.
    #[test]
    fn a_message_is_signed_as_standard_webhooks_says() {
        let headers =
            secret().headers("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330_123, b"{\"test\": 2432232314}");
        let signature =
            headers.iter().find(|(name, _)| *name == SIGNATURE_HEADER).map(|(_, value)| value.as_str());
        assert_eq!(signature, Some("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
    }

    #[test]
    fn only_the_message_that_was_signed_is_believed_and_only_for_five_minutes() {
        let (secret, body, now_ms) = (secret(), b"{}", 1_800_000_000_000);
        let headers = secret.headers("a", now_ms, body);
        let (timestamp, signature) = (headers[1].1.as_str(), headers[2].1.as_str());
        let check = |id: &str, timestamp: &str, signature: &str, body: &[u8], now_ms| {
            secret.verify((id, timestamp, signature), body, now_ms)
        };
        assert_eq!(check("a", timestamp, signature, body, now_ms + REPLAY_WINDOW_MS), Ok(()));
        assert_eq!(check("a", timestamp, &format!("v2,x {signature}"), body, now_ms), Ok(()));
        let later = [now_ms + REPLAY_WINDOW_MS + 1, now_ms - REPLAY_WINDOW_MS - 1];
        for now_ms in later {
            assert_eq!(check("a", timestamp, signature, body, now_ms), Err(SignatureError::Stale));
        }
        let other = (now_ms / 1000 + 1).to_string();
        for (id, timestamp, signature, body) in [
            ("b", timestamp, signature, &b"{}"[..]),
            ("a", &other, signature, b"{}"),
            ("a", timestamp, signature, b"{ }"),
            ("a", timestamp, "v1,", b"{}"),
            ("a", timestamp, "", b"{}"),
            ("a", timestamp, &signature[3..], b"{}"),
        ] {
            assert_eq!(check(id, timestamp, signature, body, now_ms), Err(SignatureError::Wrong));
        }
        assert_eq!(check("", timestamp, signature, body, now_ms), Err(SignatureError::Missing));
        assert_eq!(check("a", "today", signature, body, now_ms), Err(SignatureError::Missing));
    }

    #[test]
    fn the_examples_of_the_integrators_page_are_right() {
        let page = include_str!("../../../docs/webhooks-and-payments.md");
        let (mut messages, mut addresses) = (0, 0);
        for block in page.split("```\n").map(str::trim_end) {
            if let Some((_, query)) =
                block.split_once("shop=7&order=").filter(|_| block.starts_with("https://"))
            {
                let (signed, signature) = query.split_once("&signature=").expect("it is signed");
                assert_eq!(secret().mac_hex(&[b"order=", signed.as_bytes()]), signature);
                addresses += 1;
            } else if let Some((head, body)) = block.split_once("\n\n").filter(|_| block.starts_with("POST "))
            {
                let header =
                    |name| head.lines().find_map(|line| line.strip_prefix(name)).expect("is there").trim();
                let said =
                    (header("webhook-id:"), header("webhook-timestamp:"), header("webhook-signature:"));
                assert_eq!(secret().verify(said, body.as_bytes(), 1_800_000_000_000), Ok(()));
                messages += 1;
            }
        }
        assert_eq!((messages, addresses), (2, 1));
    }

    #[test]
    fn a_secret_is_long_enough_and_never_shown() {
        assert!(Secret::parse("whsec_c2hvcnQ=").is_none() && Secret::parse(&TEXT[6..]).is_none());
        assert_eq!(format!("{:?}", secret()), "Secret(…)");
    }
}
