//! From pixels to the files that the shop serves.

use fairday_contract::{Picture, PictureId};
use image::RgbImage;
use image::imageops::{FilterType, resize, thumbnail};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Lossy WebP quality. Found by eye and scale: a photograph 320 px wide is then some 6 to 10 kB.
const QUALITY: f32 = 72.0;
/// `BlurHash` components across and down: 22 characters.
const PLACEHOLDER_COMPONENTS: u32 = 3;
/// The width a placeholder is worked out from, pixels. More shows no difference.
const PLACEHOLDER_WIDTH: u32 = 32;

/// The file of the picture `id` at `width`.
pub(super) fn path(folder: &Path, id: &PictureId, width: u32) -> PathBuf {
    folder.join(format!("{id}-{width}.webp"))
}

/// The size of the picture `id` at every width, bytes; nothing unless it is there, and whole, at each.
pub(super) fn made(folder: &Path, id: &PictureId) -> Option<Vec<u32>> {
    Picture::WIDTHS.iter().map(|width| whole(&path(folder, id, *width))).collect()
}

/// The size of a WebP file that is as long as its own beginning says, bytes; nothing when it is missing, or was cut short or
/// emptied by a power cut or a copy that failed.
fn whole(path: &Path) -> Option<u32> {
    /// `RIFF`, the length of the rest, `WEBP`.
    const BEGINNING_BYTES: u32 = 12;
    let mut file = std::fs::File::open(path).ok()?;
    let size = u32::try_from(file.metadata().ok().filter(std::fs::Metadata::is_file)?.len()).ok()?;
    let mut beginning = [0; BEGINNING_BYTES as usize];
    file.read_exact(&mut beginning).ok()?;
    let (riff, rest) = beginning.split_at(4);
    let (length, webp) = rest.split_at(4);
    let said = u32::from_le_bytes(length.try_into().ok()?).checked_add(8)?;
    (riff == b"RIFF" && webp == b"WEBP" && said == size).then_some(size)
}

/// Writes `picture` at every width into `folder`. Each file appears whole or not at all. Files that are there already
/// are left alone, if they are whole: the same name is the same content.
pub(super) fn write(folder: &Path, id: &PictureId, picture: &RgbImage) -> std::io::Result<()> {
    // From the widest down, each made from the one before: a quarter of the work of going back to the original.
    let mut current: Option<RgbImage> = None;
    for width in Picture::WIDTHS.into_iter().rev() {
        let next = scale(current.as_ref().unwrap_or(picture), width);
        let path = path(folder, id, width);
        if whole(&path).is_none() {
            let encoded = webp::Encoder::from_rgb(next.as_raw(), next.width(), next.height())
                .encode_simple(false, QUALITY)
                .map_err(|error| std::io::Error::other(format!("WebP encoding failed: {error:?}")))?;
            write_whole(&path, &encoded)?;
        }
        current = Some(next);
    }
    Ok(())
}

/// Writes to a name of its own first, and has it on the disk before it gets the real name, so that neither a kill nor a full
/// disk nor a power cut leaves half a picture under the real name.
fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    // Two names in a merchant's folder can be one picture, made by two threads at once.
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let number = COUNTER.fetch_add(1, Ordering::Relaxed);
    let temporary = path.with_extension(format!("{}-{number}.tmp", std::process::id()));
    let written = std::fs::File::create(&temporary)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| std::fs::rename(&temporary, path));
    if written.is_err() {
        // The error that matters is the first; a temporary file that stays behind is harmless.
        let _ = std::fs::remove_file(&temporary);
    }
    written
}

/// `picture` at most `width` wide, never enlarged.
fn scale(picture: &RgbImage, width: u32) -> RgbImage {
    if picture.width() <= width {
        return picture.clone();
    }
    let height = |width: u32| {
        let height = u64::from(picture.height()) * u64::from(width) / u64::from(picture.width());
        u32::try_from(height).unwrap_or(u32::MAX).max(1)
    };
    if picture.width() > width * 3 {
        // A large photograph is averaged down first: the slow filter then has little left to do and looks the same.
        let rough = thumbnail(picture, width * 2, height(width * 2));
        return resize(&rough, width, height(width), FilterType::Lanczos3);
    }
    resize(picture, width, height(width), FilterType::Lanczos3)
}

/// The `BlurHash` of `picture`.
pub(super) fn placeholder(picture: &RgbImage) -> Result<String, String> {
    let height = (picture.height() * PLACEHOLDER_WIDTH / picture.width()).clamp(1, PLACEHOLDER_WIDTH * 2);
    let small = thumbnail(picture, PLACEHOLDER_WIDTH, height);
    let rgba: Vec<u8> = small.pixels().flat_map(|pixel| [pixel.0[0], pixel.0[1], pixel.0[2], 255]).collect();
    blurhash::encode(PLACEHOLDER_COMPONENTS, PLACEHOLDER_COMPONENTS, PLACEHOLDER_WIDTH, height, &rgba)
        .map_err(|error| format!("has no placeholder: {error}"))
}
