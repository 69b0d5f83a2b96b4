//! Names that say what is in a file, so that a phone may keep it for ever.

use sha2::{Digest, Sha256};

/// How many bytes of the digest are in a name: enough that two versions of a file never share one.
const NAME_DIGEST_BYTES: usize = 8;

/// `stem-0123456789abcdef.ending`.
pub(super) fn hashed(stem: &str, ending: &str, content: &[u8]) -> String {
    format!("{stem}-{}.{ending}", hex(&Sha256::digest(content)[..NAME_DIGEST_BYTES]))
}

/// Stem, hash and ending of a name as [`hashed`] makes it.
pub(super) fn parts(name: &str) -> Option<(&str, &str, &str)> {
    let (stem, rest) = name.rsplit_once('-')?;
    let (hash, ending) = rest.split_once('.')?;
    let is_hash = hash.len() == NAME_DIGEST_BYTES * 2 && hash.bytes().all(|b| b.is_ascii_hexdigit());
    is_hash.then_some((stem, hash, ending))
}

/// Lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::{hashed, parts};

    #[test]
    fn the_name_changes_exactly_when_the_content_does() {
        assert_eq!(hashed("app", "js", b"one"), hashed("app", "js", b"one"));
        assert_ne!(hashed("app", "js", b"one"), hashed("app", "js", b"two"));
    }

    #[test]
    fn the_name_keeps_its_stem_and_ending() {
        let name = hashed("checkout", "wasm", b"");
        assert_eq!(name, "checkout-e3b0c44298fc1c14.wasm");
    }

    #[test]
    fn a_name_is_taken_apart_as_it_was_put_together_and_other_names_are_not() {
        assert_eq!(parts(&hashed("my-app", "wasm", b"")), Some(("my-app", "e3b0c44298fc1c14", "wasm")));
        assert_eq!(parts("app-e3b0c44298fc1c14.wasm.br").map(|(_, _, ending)| ending), Some("wasm.br"));
        assert_eq!([parts("icon-192.png"), parts("sw.js"), parts("index.html")], [None; 3]);
    }
}
