//! The `.br` and `.gz` twins a server sends as they are.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::workspace::files_below;

/// Below this a compressed file saves nothing: the response's headers outweigh it.
const SMALLEST_WORTH_COMPRESSING: usize = 200;
/// Kinds of files that are not compressed already.
const COMPRESSIBLE: [&str; 12] =
    ["html", "js", "mjs", "css", "wasm", "json", "svg", "webmanifest", "txt", "xml", "ico", "map"];
pub(super) const BROTLI_QUALITY: i32 = 11;
/// The window in bits: 4 MB, more than any file here.
pub(super) const BROTLI_WINDOW_BITS: i32 = 22;

/// Writes the twins of every file below a folder that is worth it; gives how many files have some.
///
/// # Errors
/// When a file cannot be read or written.
pub(super) fn run(folder: &Path) -> Result<usize> {
    let mut count = 0;
    for file in files_below(folder)? {
        if !file.extension().is_some_and(|kind| COMPRESSIBLE.iter().any(|known| kind == *known)) {
            continue;
        }
        let content = std::fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
        if content.len() <= SMALLEST_WORTH_COMPRESSING {
            continue;
        }
        write_twin(&file, "br", &brotli(&content)?)?;
        write_twin(&file, "gz", &gzip(&content)?)?;
        count += 1;
    }
    Ok(count)
}

/// Brotli at its densest.
///
/// # Errors
/// Never in memory, but the encoder's interface has them.
pub(crate) fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        lgwin: BROTLI_WINDOW_BITS,
        size_hint: content.len(),
        ..Default::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut compressed, &parameters)?;
    Ok(compressed)
}

/// The size of a file's brotli twin, or of the file itself when it is too small to have one.
///
/// # Errors
/// When the file is missing.
pub(crate) fn compressed(dist: &Path, name: &str) -> Result<usize> {
    let twin = dist.join(format!("{name}.br"));
    let file = if twin.is_file() { twin } else { dist.join(name) };
    let size = file.metadata().with_context(|| format!("measuring {}", file.display()))?.len();
    Ok(usize::try_from(size)?)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

/// Writes another form of a file beside it.
///
/// # Errors
/// When the file system refuses.
pub(super) fn write_twin(file: &Path, ending: &str, content: &[u8]) -> Result<()> {
    let mut twin = PathBuf::from(file).into_os_string();
    twin.push(".");
    twin.push(ending);
    std::fs::write(&twin, content).with_context(|| format!("writing {}", twin.display()))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::{brotli, gzip};

    const TEXT: &[u8] = b"washing powder, washing powder, washing powder and a handset";

    #[test]
    fn what_was_compressed_comes_back_whole() {
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut brotli(TEXT).expect("compressed").as_slice(), &mut unpacked)
            .expect("brotli");
        assert_eq!(unpacked, TEXT);

        let mut unpacked = Vec::new();
        let packed = gzip(TEXT).expect("compressed");
        flate2::read::GzDecoder::new(packed.as_slice()).read_to_end(&mut unpacked).expect("gzip");
        assert_eq!(unpacked, TEXT);
    }

    #[test]
    fn compressing_twice_gives_the_same_bytes() {
        assert_eq!(brotli(TEXT).expect("compressed"), brotli(TEXT).expect("compressed"));
        assert_eq!(gzip(TEXT).expect("compressed"), gzip(TEXT).expect("compressed"));
    }
}
