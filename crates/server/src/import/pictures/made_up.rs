//! Whatever bytes a picture's file has, decoding it ends, and ends within the limits.

use super::super::limits::{PICTURE_PIXELS_MAX, PICTURE_SIDE_MAX};
use super::decode::decode;
use fairday_fuzz::bytes;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use std::io::Cursor;

/// For each format.
const CASES_A_FORMAT: u32 = 600;

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("an encoder for what is decoded");
    bytes.into_inner()
}

/// A picture of a few pixels, with and without transparency.
fn small() -> [DynamicImage; 2] {
    let shade = |x: u32, y: u32| [(x * 16) as u8, (y * 16) as u8, 99];
    let plain = RgbImage::from_fn(16, 12, |x, y| Rgb(shade(x, y)));
    let clear = RgbaImage::from_fn(16, 12, |x, y| {
        let [red, green, blue] = shade(x, y);
        Rgba([red, green, blue, (x * 16) as u8])
    });
    [DynamicImage::ImageRgb8(plain), DynamicImage::ImageRgba8(clear)]
}

/// With an EXIF block that says how it lies.
fn turned(jpeg: &[u8]) -> Vec<u8> {
    let exif = b"\xff\xe1\0\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    [&jpeg[..2], exif, &jpeg[2..]].concat()
}

fn no_file_breaks_it(name: &str, examples: &[Vec<u8>]) {
    for example in examples {
        decode(example).expect("an example is a picture");
    }
    let examples: Vec<&[u8]> = examples.iter().map(Vec::as_slice).collect();
    bytes(name, CASES_A_FORMAT, &examples, |bytes| match decode(bytes) {
        Ok(picture) => {
            let (width, height) = picture.dimensions();
            assert!(width > 0 && height > 0 && width.max(height) <= PICTURE_SIDE_MAX);
            assert!(u64::from(width) * u64::from(height) <= PICTURE_PIXELS_MAX);
        }
        Err(why) => assert!(!why.is_empty()),
    });
}

#[test]
fn no_jpeg_breaks_the_import() {
    let [plain, _] = small();
    let jpeg = encoded(&plain, ImageFormat::Jpeg);
    let grey = encoded(&DynamicImage::ImageLuma8(plain.to_luma8()), ImageFormat::Jpeg);
    no_file_breaks_it("a JPEG", &[turned(&jpeg), jpeg, grey]);
}

#[test]
fn no_png_breaks_the_import() {
    let [plain, clear] = small();
    let deep = DynamicImage::ImageRgba16(clear.to_rgba16());
    no_file_breaks_it("a PNG", &[&plain, &clear, &deep].map(|picture| encoded(picture, ImageFormat::Png)));
}

#[test]
fn no_webp_breaks_the_import() {
    let [plain, clear] = small();
    let lossless = encoded(&clear, ImageFormat::WebP);
    let (width, height) = (plain.width(), plain.height());
    let lossy = webp::Encoder::from_rgb(plain.as_bytes(), width, height).encode(60.0).to_vec();
    let with_alpha = webp::Encoder::from_rgba(clear.as_bytes(), width, height).encode(60.0).to_vec();
    no_file_breaks_it("a WebP", &[lossless, lossy, with_alpha]);
}
