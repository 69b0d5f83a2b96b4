//! Placeholders: from a `BlurHash` to a picture of a few pixels that the browser stretches softly.
//!
//! The format is described at <https://github.com/woltapp/blurhash/blob/master/Algorithm.md>.

/// Width and height of the placeholder, pixels. The browser's own smoothing does the rest.
const SIDE: usize = 6;
const ALPHABET: &[u8; 83] =
    b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";

/// The placeholder as a BMP file of 24-bit pixels, or nothing when the hash is broken.
pub fn bitmap(hash: &str) -> Option<Vec<u8>> {
    let colours = components(hash)?;
    let (across, down) = size(hash)?;
    let row = (SIDE * 3).next_multiple_of(4);
    let mut file = header(row * SIDE);
    for y in (0..SIDE).rev() {
        for x in 0..SIDE {
            let mut sum = [0.0; 3];
            for (n, colour) in colours.iter().enumerate() {
                let (i, j) = (n % across, n / across);
                let basis = wave(i, x) * wave(j, y);
                for (s, c) in sum.iter_mut().zip(colour) {
                    *s += c * basis;
                }
            }
            file.extend(sum.iter().rev().map(|linear| to_srgb(*linear)));
        }
        file.resize(file.len() + row - SIDE * 3, 0);
    }
    debug_assert_eq!(colours.len(), across * down);
    Some(file)
}

/// cos(n π (at + ½) / 6): always a multiple of π/12, so a table does, and the app carries no trigonometry.
fn wave(n: usize, at: usize) -> f32 {
    const COS: [f32; 7] =
        [1.0, 0.965_925_8, 0.866_025_4, std::f32::consts::FRAC_1_SQRT_2, 0.5, 0.258_819_05, 0.0];
    let twelfths = n * (2 * at + 1) % 24;
    let mirrored = if twelfths > 12 { 24 - twelfths } else { twelfths };
    if mirrored > 6 { -COS[12 - mirrored] } else { COS[mirrored] }
}

/// The two headers of an uncompressed 24-bit BMP, with `pixels` bytes to follow.
fn header(pixels: usize) -> Vec<u8> {
    const HEADER_BYTES: usize = 54;
    let mut file = Vec::with_capacity(HEADER_BYTES + pixels);
    file.extend(b"BM");
    for word in
        [(HEADER_BYTES + pixels) as u32, 0, HEADER_BYTES as u32, 40, SIDE as u32, SIDE as u32, 0x0018_0001]
    {
        file.extend(word.to_le_bytes());
    }
    file.resize(HEADER_BYTES, 0);
    file
}

fn number(text: &[u8]) -> Option<u32> {
    text.iter().try_fold(0, |sum, byte| Some(sum * 83 + ALPHABET.iter().position(|a| a == byte)? as u32))
}

fn size(hash: &str) -> Option<(usize, usize)> {
    let size = number(hash.as_bytes().get(..1)?)? as usize;
    Some((size % 9 + 1, size / 9 + 1))
}

fn components(hash: &str) -> Option<Vec<[f32; 3]>> {
    let bytes = hash.as_bytes();
    let (across, down) = size(hash)?;
    if bytes.len() != 4 + 2 * across * down {
        return None;
    }
    let scale = (number(&bytes[1..2])? + 1) as f32 / 166.0;
    let mean = number(&bytes[2..6])?;
    let mut colours = vec![[mean >> 16, mean >> 8 & 255, mean & 255].map(to_linear)];
    for pair in bytes[6..].chunks_exact(2) {
        let value = number(pair)?;
        colours.push([value / 361, value / 19 % 19, value % 19].map(|part| {
            let signed = (part as f32 - 9.0) / 9.0;
            signed * signed.abs() * scale
        }));
    }
    Some(colours)
}

fn to_linear(srgb: u32) -> f32 {
    let value = srgb as f32 / 255.0;
    value * value // close enough to the sRGB curve for a placeholder, and no `powf` to carry
}

fn to_srgb(linear: f32) -> u8 {
    (linear.clamp(0.0, 1.0).sqrt() * 255.0 + 0.5) as u8
}
