//! Turns SVG into WebP.

use super::pen::SIDE;
use resvg::{tiny_skia, usvg};
use std::{env, fs, path::PathBuf, sync::Arc};

/// WebP quality, 0 to 100: flat drawings still look clean here.
const QUALITY: f32 = 74.0;
/// Where Debian's package `fonts-noto-cjk` puts the bold face.
const FONT: &str = "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc";
/// Names another font file, for systems that keep theirs elsewhere.
const FONT_VARIABLE: &str = "FAIRDAY_DEMO_FONT";

/// Renders pictures with one font.
pub(crate) struct Studio {
    options: usvg::Options<'static>,
}

impl Studio {
    /// A studio with the Chinese font of this system.
    ///
    /// # Errors
    /// Says what to install when the font is missing.
    pub(crate) fn open() -> Result<Self, String> {
        let path = env::var_os(FONT_VARIABLE).map_or_else(|| PathBuf::from(FONT), PathBuf::from);
        let font = fs::read(&path).map_err(|error| {
            format!(
                "the labels need a Chinese font, and {} cannot be read ({error}); install Debian's package fonts-noto-cjk, or name a font file in {FONT_VARIABLE}",
                path.display()
            )
        })?;
        let mut fonts = usvg::fontdb::Database::new();
        fonts.load_font_data(font);
        let face = fonts.faces().find(|face| face.families.iter().any(|(name, _)| name.ends_with("SC")));
        let family = face
            .or_else(|| fonts.faces().next())
            .and_then(|face| face.families.first())
            .map(|(name, _)| name.clone())
            .ok_or_else(|| format!("{} is not a font", path.display()))?;
        Ok(Self {
            options: usvg::Options {
                font_family: family,
                fontdb: Arc::new(fonts),
                ..usvg::Options::default()
            },
        })
    }

    /// The picture as lossy WebP.
    ///
    /// # Errors
    /// When the SVG is not well formed, which is a mistake in a template.
    pub(crate) fn webp(&self, svg: &str) -> Result<Vec<u8>, String> {
        let tree = usvg::Tree::from_str(svg, &self.options).map_err(|error| error.to_string())?;
        let mut pixels = tiny_skia::Pixmap::new(SIDE, SIDE).ok_or("no room for a picture")?;
        resvg::render(&tree, tiny_skia::Transform::identity(), &mut pixels.as_mut());
        let rgb: Vec<u8> =
            pixels.pixels().iter().flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]).collect();
        Ok(webp::Encoder::from_rgb(&rgb, SIDE, SIDE).encode(QUALITY).to_vec())
    }
}
