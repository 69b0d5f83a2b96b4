//! What the shop's own systems prove themselves with.

use sha2::{Digest, Sha256};
use std::fmt;
use std::path::Path;
use zeroize::Zeroizing;

/// Fewest characters of a token.
const TOKEN_CHARS_MIN: usize = 32;
/// Most characters of a token.
const TOKEN_CHARS_MAX: usize = 256;
/// The variable that the token is in when no file is named.
const TOKEN_VARIABLE: &str = "FAIRDAY_ADMIN_TOKEN";

/// The hash of an operator's token. The token itself is not kept.
#[derive(Clone, PartialEq, Eq)]
pub struct AdminToken([u8; 32]);

impl AdminToken {
    /// Reads a token: 32 to 256 visible ASCII characters.
    ///
    /// # Errors
    /// What would be right; never the token.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let is_long = (TOKEN_CHARS_MIN..=TOKEN_CHARS_MAX).contains(&text.len());
        if is_long && text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Ok(Self(Sha256::digest(text).into()));
        }
        Err(format!("an operator's token is {TOKEN_CHARS_MIN} to {TOKEN_CHARS_MAX} visible ASCII characters"))
    }

    /// The token in this file, or else in the environment, or none.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub fn find(file: Option<&Path>) -> Result<Option<Self>, String> {
        if let Some(file) = file {
            let unreadable = |error| format!("--admin-token-file {}: {error}.", file.display());
            let text = std::fs::read_to_string(file).map(Zeroizing::new).map_err(unreadable)?;
            return Self::parse(&text).map(Some).map_err(|why| format!("{}: {why}.", file.display()));
        }
        match std::env::var(TOKEN_VARIABLE).map(Zeroizing::new) {
            Ok(text) if !text.is_empty() => {
                Self::parse(&text).map(Some).map_err(|why| format!("{TOKEN_VARIABLE}: {why}."))
            }
            _ => Ok(None),
        }
    }

    /// Whether this is the token. Hashes are compared, in a time that does not depend on where they differ.
    pub fn is(&self, text: &str) -> bool {
        let hash: [u8; 32] = Sha256::digest(text).into();
        let differs = self.0.iter().zip(hash).fold(0, |differs, (one, other)| differs | (one ^ other));
        std::hint::black_box(differs) == 0
    }
}

impl fmt::Debug for AdminToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AdminToken(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_long_and_only_it_is_it() {
        let text = "0123456789abcdef0123456789abcdef";
        let token = AdminToken::parse(&format!("{text}\n")).expect("a line of a file");
        assert!(token.is(text));
        for other in ["", &text[1..], &format!("{text}0"), &text.replace('0', "1")] {
            assert!(!token.is(other), "{other}");
        }
        for bad in [&text[1..], &"x".repeat(257), &format!("{text} x"), &format!("{text}é")] {
            let why = AdminToken::parse(bad).expect_err(bad);
            assert!(!why.contains(bad) && why.contains("32 to 256"));
        }
        assert_eq!(format!("{token:?}"), "AdminToken(…)");
    }
}
