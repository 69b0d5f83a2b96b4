//! Compression: quickly for whoever asks first, as small as possible for what many ask for.

use std::io::{Read, Write};

/// Contents smaller than this are not compressed: it would not spare a packet.
const BYTES_MIN: usize = 200;
/// Contents larger than this are compressed with the quickest settings, so that no first answer takes long.
const QUICK_BYTES_MAX: usize = 128 << 10;
/// Contents larger than this are never compressed with [`Effort::Best`], which needs a second for each megabyte.
const BEST_BYTES_MAX: usize = 2 << 20;

/// An encoding that answers are kept in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// Brotli.
    Br,
    /// Gzip.
    Gzip,
    /// As it is.
    Identity,
}

impl Encoding {
    /// As written in `Content-Encoding`; nothing for [`Encoding::Identity`].
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::Br => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }

    /// The end of the entity tags of what is compressed in this encoding with this effort. Both coders are deterministic,
    /// so the content's hash with this end names exactly these bytes.
    pub const fn tag(self, effort: Effort) -> &'static str {
        match (self, effort) {
            (Self::Br, Effort::Best) => "-br",
            (Self::Br, Effort::Quick) => "-brq",
            (Self::Gzip, Effort::Best) => "-gz",
            (Self::Gzip, Effort::Quick) => "-gzq",
            (Self::Identity, _) => "",
        }
    }
}

/// How much time compression may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effort {
    /// The smallest: for answers that many shoppers get.
    Best,
    /// Nearly as small in a hundredth of the time: for answers that may never be asked for again.
    Quick,
}

impl Effort {
    const fn brotli_quality(self, is_large: bool) -> i32 {
        match self {
            Self::Best => 11,
            Self::Quick if is_large => 2,
            Self::Quick => 5,
        }
    }

    const fn gzip_level(self, is_large: bool) -> u32 {
        match self {
            Self::Best => 9,
            Self::Quick if is_large => 1,
            Self::Quick => 6,
        }
    }
}

/// True for a content whose length is worth the best compression.
pub const fn is_worth_the_best(bytes: usize) -> bool {
    bytes >= BYTES_MIN && bytes <= BEST_BYTES_MAX
}

/// The content in this encoding; `None` when that would not be smaller.
pub fn compress(bytes: &[u8], encoding: Encoding, effort: Effort) -> Option<Vec<u8>> {
    if bytes.len() < BYTES_MIN {
        return None;
    }
    let encoded = match encoding {
        Encoding::Br => brotli(bytes, effort),
        Encoding::Gzip => gzip(bytes, effort),
        Encoding::Identity => return None,
    };
    (encoded.len() < bytes.len()).then_some(encoded)
}

/// The content that was compressed; `None` when these bytes are not whole.
pub fn decompress(bytes: &[u8], encoding: Encoding) -> Option<Vec<u8>> {
    let mut plain = Vec::new();
    match encoding {
        Encoding::Br => brotli::Decompressor::new(bytes, bytes.len()).read_to_end(&mut plain).ok()?,
        Encoding::Gzip => flate2::read::GzDecoder::new(bytes).read_to_end(&mut plain).ok()?,
        Encoding::Identity => {
            plain.extend_from_slice(bytes);
            plain.len()
        }
    };
    Some(plain)
}

fn brotli(bytes: &[u8], effort: Effort) -> Vec<u8> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: effort.brotli_quality(bytes.len() > QUICK_BYTES_MAX),
        size_hint: bytes.len(),
        ..brotli::enc::BrotliEncoderParams::default()
    };
    let mut encoded = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut encoded, &parameters)
        .expect("memory does not fail to be read or written");
    encoded
}

fn gzip(bytes: &[u8], effort: Effort) -> Vec<u8> {
    let level = effort.gzip_level(bytes.len() > QUICK_BYTES_MAX);
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(level));
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory does not fail to be written")
}
