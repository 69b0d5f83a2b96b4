//! A quote's id: the server's promise of terms, to one account, for a while. Nothing has to be kept for it.

use super::digest::digest;
use crate::accounts::AccountId;
use crate::privacy::{KeyRing, random};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use fairday_contract::AgreedTerms;

/// How long a quote can be agreed to.
pub const VALID_MS: i64 = 30 * 60 * 1000;
/// What the signature is made for.
const PURPOSE: &str = "quote";
/// Bytes of the time in front of the signature.
const TIME_BYTES: usize = 8;
/// Bytes that make two promises of the same terms, given in the same millisecond, two: an order that was refused is refused
/// for good, and must not come back as the same request under a new quote.
const NONCE_BYTES: usize = 8;
const SIGNATURE_BYTES: usize = 32;
type Nonce = [u8; NONCE_BYTES];

/// Why there is no promise that holds. To whoever asks, the first two are one thing: ask for another quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotHeld {
    /// It was given, and its time is over.
    Over,
    /// It was never given to this account for these terms.
    NeverGiven,
    /// It is no quote's id at all.
    Unreadable,
}

/// The proof that the server promised exactly these terms to this account: the account was told of their coupon. Made by
/// [`held`] alone.
pub struct Held {
    coupon: Option<String>,
}

impl Held {
    /// The code of the coupon of the terms.
    pub fn coupon(&self) -> Option<&str> {
        self.coupon.as_deref()
    }
}

/// The id of a quote, another one each time: until when, a random number, and a signature of these, the account and the
/// digest of the terms, in base64url.
pub fn give(keys: &KeyRing, account: AccountId, digest: &[u8; 32], expires_ms: i64) -> String {
    let nonce: Nonce = random::bytes();
    let signature = keys.sign(PURPOSE, &signed(account, digest, expires_ms, nonce));
    URL_SAFE_NO_PAD.encode([&expires_ms.to_be_bytes()[..], &nonce, &signature].concat())
}

/// True when `id` promises the account these terms at `now_ms`.
///
/// # Errors
/// Why it does not.
pub fn held(
    keys: &KeyRing,
    id: &str,
    account: AccountId,
    agreed: &AgreedTerms,
    now_ms: i64,
) -> Result<Held, NotHeld> {
    check(keys, id, account, &digest(agreed), now_ms)?;
    Ok(Held { coupon: agreed.coupon.clone() })
}

fn check(
    keys: &KeyRing,
    id: &str,
    account: AccountId,
    digest: &[u8; 32],
    now_ms: i64,
) -> Result<(), NotHeld> {
    let bytes = URL_SAFE_NO_PAD.decode(id).unwrap_or_default();
    let (time, rest) = bytes.split_first_chunk::<TIME_BYTES>().ok_or(NotHeld::Unreadable)?;
    let (nonce, signature) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(NotHeld::Unreadable)?;
    if signature.len() != SIGNATURE_BYTES {
        return Err(NotHeld::Unreadable);
    }
    let expires_ms = i64::from_be_bytes(*time);
    if !keys.verify(PURPOSE, &signed(account, digest, expires_ms, *nonce), signature) {
        return Err(NotHeld::NeverGiven);
    }
    if now_ms < expires_ms { Ok(()) } else { Err(NotHeld::Over) }
}

/// All parts have a fixed length, so no two promises are signed alike.
fn signed(account: AccountId, digest: &[u8; 32], expires_ms: i64, nonce: Nonce) -> Vec<u8> {
    [&expires_ms.to_be_bytes()[..], &nonce, &account.0.to_be_bytes(), digest].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_holds_for_its_account_its_terms_and_its_time_alone() {
        let (keys, other_keys) = (KeyRing::generate(), KeyRing::generate());
        let (account, digest) = (AccountId(7), [1; 32]);
        let id = give(&keys, account, &digest, 1_000);
        assert_ne!(id, give(&keys, account, &digest, 1_000));
        assert_eq!(check(&keys, &id, account, &digest, 999), Ok(()));
        assert_eq!(check(&keys, &id, account, &digest, 1_000), Err(NotHeld::Over));
        assert_eq!(check(&keys, &id, AccountId(8), &digest, 999), Err(NotHeld::NeverGiven));
        assert_eq!(check(&keys, &id, account, &[2; 32], 999), Err(NotHeld::NeverGiven));
        assert_eq!(check(&other_keys, &id, account, &digest, 999), Err(NotHeld::NeverGiven));
    }

    #[test]
    fn a_promise_that_was_made_longer_or_is_none_does_not_hold() {
        let keys = KeyRing::generate();
        let (account, digest) = (AccountId(7), [1; 32]);
        let id = give(&keys, account, &digest, 1_000);
        let mut bytes = URL_SAFE_NO_PAD.decode(&id).expect("base64url");
        bytes[..TIME_BYTES].copy_from_slice(&2_000_i64.to_be_bytes());
        assert_eq!(
            check(&keys, &URL_SAFE_NO_PAD.encode(&bytes), account, &digest, 999),
            Err(NotHeld::NeverGiven)
        );
        for none in ["", "quote", "?", &id[..id.len() - 2], &format!("{id}AA"), &"A".repeat(100_000)] {
            assert_eq!(check(&keys, none, account, &digest, 0), Err(NotHeld::Unreadable));
        }
    }
}
