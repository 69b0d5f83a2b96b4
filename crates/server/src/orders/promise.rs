//! A quote's id: the server's promise of terms, to one account, for a while. Nothing has to be kept for it.

use crate::accounts::AccountId;
use crate::privacy::{KeyRing, random};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

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

/// What became of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Promise {
    /// It holds.
    Holds,
    /// It was given, or looks as if it was, and does not hold any more; or it was given to another account or for other
    /// terms. To whoever asks these are one thing: ask for another quote.
    Broken,
    /// It is no quote's id at all.
    Unreadable,
}

/// The id of a quote, another one each time: until when, a random number, and a signature of these, the account and the
/// digest of the terms, in base64url.
pub fn give(keys: &KeyRing, account: AccountId, digest: &[u8; 32], expires_ms: i64) -> String {
    let nonce: Nonce = random::bytes();
    let signature = keys.sign(PURPOSE, &signed(account, digest, expires_ms, nonce));
    URL_SAFE_NO_PAD.encode([&expires_ms.to_be_bytes()[..], &nonce, &signature].concat())
}

/// Whether `id` promises the account the terms with this digest at `now_ms`.
pub fn check(keys: &KeyRing, id: &str, account: AccountId, digest: &[u8; 32], now_ms: i64) -> Promise {
    let bytes = URL_SAFE_NO_PAD.decode(id).unwrap_or_default();
    let Some((time, rest)) = bytes.split_first_chunk::<TIME_BYTES>() else { return Promise::Unreadable };
    let Some((nonce, signature)) = rest.split_first_chunk::<NONCE_BYTES>() else {
        return Promise::Unreadable;
    };
    if signature.len() != SIGNATURE_BYTES {
        return Promise::Unreadable;
    }
    let expires_ms = i64::from_be_bytes(*time);
    let is_given = keys.verify(PURPOSE, &signed(account, digest, expires_ms, *nonce), signature);
    if is_given && now_ms < expires_ms { Promise::Holds } else { Promise::Broken }
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
        assert_eq!(check(&keys, &id, account, &digest, 999), Promise::Holds);
        assert_eq!(check(&keys, &id, account, &digest, 1_000), Promise::Broken);
        assert_eq!(check(&keys, &id, AccountId(8), &digest, 999), Promise::Broken);
        assert_eq!(check(&keys, &id, account, &[2; 32], 999), Promise::Broken);
        assert_eq!(check(&other_keys, &id, account, &digest, 999), Promise::Broken);
    }

    #[test]
    fn a_promise_that_was_made_longer_or_is_none_does_not_hold() {
        let keys = KeyRing::generate();
        let (account, digest) = (AccountId(7), [1; 32]);
        let id = give(&keys, account, &digest, 1_000);
        let mut bytes = URL_SAFE_NO_PAD.decode(&id).expect("base64url");
        bytes[..TIME_BYTES].copy_from_slice(&2_000_i64.to_be_bytes());
        assert_eq!(check(&keys, &URL_SAFE_NO_PAD.encode(&bytes), account, &digest, 999), Promise::Broken);
        for none in ["", "quote", "?", &id[..id.len() - 2], &format!("{id}AA"), &"A".repeat(100_000)] {
            assert_eq!(check(&keys, none, account, &digest, 0), Promise::Unreadable);
        }
    }
}
