//! One file compressed against an earlier version of it, as browsers read it: `dcb` of RFC 9842.

use std::io::{Error, ErrorKind, Read};

use anyhow::{Result, ensure};
use brotli::enc::{BrotliEncoderParams, StandardAlloc};
use brotli::{Allocator, Decompressor, IoReaderWrapper, IoWriterWrapper, SliceWrapperMut};
use sha2::{Digest, Sha256};

use super::compress::{BROTLI_QUALITY, BROTLI_WINDOW_BITS};

/// What a difference begins with; the digest of the earlier version follows, then the Brotli stream.
const MAGIC: [u8; 4] = [0xff, 0x44, 0x43, 0x42];
const DIGEST_BYTES: usize = 32;
const BUFFER_BYTES: usize = 4096;

/// `content` for who has `earlier`.
///
/// # Errors
/// When what was compressed does not come back the same. A phone would keep the damage under a name that says
/// otherwise, so this is made sure of each time.
pub(super) fn between(earlier: &[u8], content: &[u8]) -> Result<Vec<u8>> {
    // Brotli's window has to reach over both.
    ensure!(earlier.len() + content.len() < 1 << BROTLI_WINDOW_BITS, "too large for a difference");
    let parameters = BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        lgwin: BROTLI_WINDOW_BITS,
        size_hint: content.len(),
        ..Default::default()
    };
    let mut difference = [&MAGIC[..], &Sha256::digest(earlier)].concat();
    brotli::BrotliCompressCustomIoCustomDict(
        &mut IoReaderWrapper(&mut &content[..]),
        &mut IoWriterWrapper(&mut difference),
        &mut [0; BUFFER_BYTES],
        &mut [0; BUFFER_BYTES],
        &parameters,
        StandardAlloc::default(),
        &mut |_, _, _, _| (),
        earlier,
        Error::from(ErrorKind::UnexpectedEof),
    )?;
    ensure!(applied(earlier, &difference)? == content, "a difference does not give back the file");
    Ok(difference)
}

/// What a browser makes of `difference`.
fn applied(earlier: &[u8], difference: &[u8]) -> Result<Vec<u8>> {
    let (head, stream) = difference.split_at(MAGIC.len() + DIGEST_BYTES);
    ensure!(head[MAGIC.len()..] == *Sha256::digest(earlier), "a difference to another file");
    let mut dictionary =
        <StandardAlloc as Allocator<u8>>::alloc_cell(&mut StandardAlloc::default(), earlier.len());
    dictionary.slice_mut().copy_from_slice(earlier);
    let mut reader = Decompressor::new(stream, BUFFER_BYTES);
    ensure!(reader.attach_dictionary(dictionary), "the dictionary was not taken");
    let mut content = Vec::new();
    reader.read_to_end(&mut content)?;
    Ok(content)
}

#[cfg(test)]
mod tests {
    use super::{MAGIC, applied, between};

    /// Something that does not compress by itself, as long as a small module.
    fn noise(seed: u32) -> Vec<u8> {
        let mut state = seed;
        let mut next = move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        (0..50_000).map(|_| next()).collect()
    }

    #[test]
    fn a_change_in_one_place_is_a_few_bytes_and_comes_back_whole() {
        let earlier = noise(1);
        let mut later = earlier.clone();
        later.splice(20_000..20_010, *b"a new sentence");
        let difference = between(&earlier, &later).expect("compressed");
        assert!(difference.starts_with(&MAGIC) && difference.len() < 100, "{} bytes", difference.len());
        assert_eq!(applied(&earlier, &difference).expect("decompressed"), later);
    }

    #[test]
    fn a_file_that_is_new_altogether_comes_back_too() {
        let difference = between(&noise(1), &noise(2)).expect("compressed");
        assert_eq!(applied(&noise(1), &difference).expect("decompressed"), noise(2));
    }

    #[test]
    fn it_is_the_same_each_time_and_of_no_use_without_the_file_it_was_made_against() {
        let difference = between(&noise(1), &noise(2)).expect("compressed");
        assert_eq!(between(&noise(1), &noise(2)).expect("compressed"), difference);
        assert!(applied(&noise(3), &difference).is_err());
    }
}
