//! From the bytes of a picture file to upright pixels without transparency.

use super::super::limits::{PICTURE_PIXELS_MAX, PICTURE_SIDE_MAX};
use image::codecs::{jpeg::JpegDecoder, png::PngDecoder, webp::WebPDecoder};
use image::{DynamicImage, ImageDecoder, ImageFormat, Limits, Rgb, RgbImage};
use std::io::Cursor;

/// Room for a decoder beside the pixels themselves, bytes.
const DECODER_BYTES_MAX: u64 = PICTURE_PIXELS_MAX * 8 + 64 * 1024 * 1024;

/// Decodes a JPEG, PNG or WebP, turns it as its EXIF orientation says and lays it on white.
///
/// # Errors
/// The reason, as a clause after the picture's name. The header is judged before any pixel is decoded.
pub(super) fn decode(bytes: &[u8]) -> Result<RgbImage, String> {
    let reader = Cursor::new(bytes);
    match image::guess_format(bytes) {
        Ok(ImageFormat::Jpeg) => {
            let decoder = JpegDecoder::new(reader).map_err(broken)?;
            check_size(&decoder)?;
            if is_whole_jpeg(bytes) { pixels(decoder) } else { without_end(bytes) }
        }
        Ok(ImageFormat::Png) => {
            let decoder = PngDecoder::with_limits(reader, limits()).map_err(broken)?;
            check_size(&decoder)?;
            if decoder.is_apng().map_err(broken)? {
                return Err("is animated".to_owned());
            }
            pixels(decoder)
        }
        Ok(ImageFormat::WebP) => {
            let decoder = WebPDecoder::new(reader).map_err(broken)?;
            check_size(&decoder)?;
            if decoder.has_animation() {
                return Err("is animated".to_owned());
            }
            pixels(decoder)
        }
        _ => Err("is not a JPEG, PNG or WebP picture".to_owned()),
    }
}

/// What is wrong with a picture that is shown all the same, as a clause after its name.
pub(super) fn flaw(bytes: &[u8]) -> Option<&'static str> {
    let is_jpeg = image::guess_format(bytes).is_ok_and(|format| format == ImageFormat::Jpeg);
    (is_jpeg && !is_whole_jpeg(bytes))
        .then_some("lacks its end marker, and is shown: all of its pixels are there")
}

/// The pixels of a JPEG without its end-of-image marker, if all of them are there. Then it makes no difference what comes
/// behind them; if some are missing, the decoder takes what comes there for them.
fn without_end(bytes: &[u8]) -> Result<RgbImage, String> {
    /// More than a decoder reads ahead, and more than enough to change a pixel.
    const PADDING_BYTES: usize = 64;
    let padded = |byte: u8| {
        let bytes = bytes.strip_suffix(&[0xFF]).unwrap_or(bytes);
        let whole = [bytes, &[byte; PADDING_BYTES], &[0xFF, 0xD9]].concat();
        pixels(JpegDecoder::new(Cursor::new(whole)).map_err(broken)?)
    };
    match (padded(0x00), padded(0x55)) {
        (Ok(one), Ok(other)) if one == other => Ok(one),
        _ => Err("is cut off".to_owned()),
    }
}

fn broken(error: image::ImageError) -> String {
    format!("cannot be read: {error}")
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(DECODER_BYTES_MAX);
    limits
}

fn check_size(decoder: &impl ImageDecoder) -> Result<(), String> {
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err("has no pixels".to_owned());
    }
    if u64::from(width) * u64::from(height) > PICTURE_PIXELS_MAX {
        return Err(format!("has {width} x {height} pixels, more than {PICTURE_PIXELS_MAX}"));
    }
    if width.max(height) > PICTURE_SIDE_MAX {
        return Err(format!("is {width} x {height} pixels: a side is longer than {PICTURE_SIDE_MAX}"));
    }
    Ok(())
}

fn pixels(mut decoder: impl ImageDecoder) -> Result<RgbImage, String> {
    decoder.set_limits(limits()).map_err(broken)?;
    // A damaged EXIF block is no reason to lose the picture: it is then shown as it lies.
    let orientation = decoder.orientation();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(broken)?;
    if let Ok(orientation) = orientation {
        picture.apply_orientation(orientation);
    }
    Ok(if picture.color().has_alpha() { on_white(&picture) } else { picture.into_rgb8() })
}

fn on_white(picture: &DynamicImage) -> RgbImage {
    let rgba = picture.to_rgba8();
    RgbImage::from_fn(rgba.width(), rgba.height(), |x, y| {
        let [r, g, b, alpha] = rgba.get_pixel(x, y).0;
        let blend = |channel: u8| {
            ((u32::from(channel) * u32::from(alpha) + 255 * (255 - u32::from(alpha)) + 127) / 255) as u8
        };
        Rgb([blend(r), blend(g), blend(b)])
    })
}

/// Whether a JPEG goes on to its end-of-image marker. The decoder fills what is missing with grey and says nothing.
fn is_whole_jpeg(bytes: &[u8]) -> bool {
    const START: u8 = 0xD8;
    const END: u8 = 0xD9;
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == 0xFF)) {
        let marker_at = at + found + 1;
        let Some(&marker) = bytes.get(marker_at) else { return false };
        match marker {
            END => return true,
            // Fill bytes, stuffed zeros and restarts inside a scan, and markers without a length.
            0xFF => at = marker_at,
            0x00 | 0x01 | START | 0xD0..=0xD7 => at = marker_at + 1,
            _ => {
                let Some([high, low]) = bytes.get(marker_at + 1..marker_at + 3) else { return false };
                // A segment is skipped by its length. What follows a scan's header is its data: searched as above.
                at = marker_at + 1 + usize::from(u16::from_be_bytes([*high, *low]));
            }
        }
    }
    false
}
