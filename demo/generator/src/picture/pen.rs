//! Writes SVG shapes: the few that the drawings need, with shading that makes flat shapes look round.

use super::Colour;
use std::fmt::{Display, Write};

/// The side of a picture, in SVG units and in pixels.
pub(crate) const SIDE: u32 = 640;

/// An SVG document in the making.
#[derive(Default)]
pub(crate) struct Pen {
    body: String,
    gradients: usize,
}

impl Pen {
    /// The finished document.
    pub(crate) fn finish(self) -> String {
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{SIDE}" height="{SIDE}" viewBox="0 0 {SIDE} {SIDE}">{}</svg>"#,
            self.body
        )
    }

    /// A rectangle with corners rounded by `r`.
    pub(crate) fn rect(&mut self, x: i32, y: i32, width: i32, height: i32, r: i32, fill: impl Display) {
        self.add(format_args!(
            r#"<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{r}" fill="{fill}"/>"#
        ));
    }

    /// A filled circle.
    pub(crate) fn circle(&mut self, x: i32, y: i32, r: i32, fill: impl Display) {
        self.ellipse(x, y, r, r, fill);
    }

    /// A filled ellipse.
    pub(crate) fn ellipse(&mut self, x: i32, y: i32, rx: i32, ry: i32, fill: impl Display) {
        self.add(format_args!(r#"<ellipse cx="{x}" cy="{y}" rx="{rx}" ry="{ry}" fill="{fill}"/>"#));
    }

    /// A circle's outline.
    pub(crate) fn ring(&mut self, x: i32, y: i32, r: i32, width: i32, colour: impl Display) {
        self.add(format_args!(
            r#"<circle cx="{x}" cy="{y}" r="{r}" fill="none" stroke="{colour}" stroke-width="{width}"/>"#
        ));
    }

    /// A filled path.
    pub(crate) fn path(&mut self, d: &str, fill: impl Display) {
        self.add(format_args!(r#"<path d="{d}" fill="{fill}"/>"#));
    }

    /// A line along a path, with round ends.
    pub(crate) fn line(&mut self, d: &str, width: i32, colour: impl Display) {
        self.add(format_args!(
            r#"<path d="{d}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linecap="round" stroke-linejoin="round"/>"#
        ));
    }

    /// A white highlight along a path, `percent` opaque.
    pub(crate) fn shine(&mut self, d: &str, width: i32, percent: u8) {
        self.add(format_args!(
            r##"<path d="{d}" fill="none" stroke="#fff" stroke-opacity="{}" stroke-width="{width}" stroke-linecap="round"/>"##,
            Percent(percent)
        ));
    }

    /// A dark veil over a path, `percent` opaque.
    pub(crate) fn shade(&mut self, d: &str, percent: u8) {
        self.add(format_args!(r##"<path d="{d}" fill="#1a1626" fill-opacity="{}"/>"##, Percent(percent)));
    }

    /// Draws what `draw` draws, turned by `degrees` about the picture's middle.
    pub(crate) fn turned(&mut self, degrees: i32, draw: impl FnOnce(&mut Self)) {
        self.add(format_args!(r#"<g transform="rotate({degrees} 320 320)">"#));
        draw(self);
        self.add(format_args!("</g>"));
    }

    /// Draws what `draw` draws, moved and scaled to `percent` of its size.
    pub(crate) fn placed(&mut self, x: i32, y: i32, percent: u8, draw: impl FnOnce(&mut Self)) {
        self.add(format_args!(r#"<g transform="translate({x} {y}) scale({})">"#, Percent(percent)));
        draw(self);
        self.add(format_args!("</g>"));
    }

    /// A fill for things round about an upright axis: lit from the left.
    pub(crate) fn round(&mut self, c: Colour) -> String {
        self.gradient(r#"x2="1" y2="0""#, &[(0, c.dark(14)), (25, c.light(32)), (60, c), (100, c.dark(24))])
    }

    /// A fill for faces: a little lighter above than below.
    pub(crate) fn face(&mut self, c: Colour) -> String {
        self.gradient(r#"x2="0.3" y2="1""#, &[(0, c.light(20)), (100, c.dark(12))])
    }

    /// A fill from one colour above to another below.
    pub(crate) fn blend(&mut self, above: Colour, below: Colour) -> String {
        self.gradient(r#"x2="0" y2="1""#, &[(0, above), (100, below)])
    }

    /// A fill for balls: lit from above on the left.
    pub(crate) fn ball(&mut self, c: Colour) -> String {
        let id = self.gradients;
        self.gradients += 1;
        self.add(format_args!(
            r#"<radialGradient id="g{id}" cx="0.35" cy="0.3" r="0.75"><stop offset="0" stop-color="{}"/><stop offset="0.5" stop-color="{c}"/><stop offset="1" stop-color="{}"/></radialGradient>"#,
            c.light(50),
            c.dark(28)
        ));
        format!("url(#g{id})")
    }

    /// The soft shadow that a thing `width` wide throws on the ground at height `y`.
    pub(crate) fn shadow(&mut self, x: i32, y: i32, width: i32) {
        let id = self.gradients;
        self.gradients += 1;
        self.add(format_args!(
            r##"<radialGradient id="g{id}"><stop offset="0.3" stop-color="#2a2440" stop-opacity="0.32"/><stop offset="1" stop-color="#2a2440" stop-opacity="0"/></radialGradient>"##
        ));
        self.ellipse(x, y, width / 2, width / 13, format_args!("url(#g{id})"));
    }

    /// Bold print centred on (`x`, `y`), at most `width` wide; four Chinese characters go on two lines.
    pub(crate) fn label(&mut self, x: i32, y: i32, width: i32, text: &str, colour: Colour) {
        /// The largest print, in SVG units.
        const LARGEST: i32 = 104;
        let characters: Vec<char> = text.chars().collect();
        if characters.len() == 4 && characters.iter().all(|c| !c.is_ascii()) {
            let size = (width / 2).min(LARGEST * 4 / 5);
            let (first, second): (String, String) =
                (characters[..2].iter().collect(), characters[2..].iter().collect());
            self.print(x, y - size * 6 / 10, size, &first, colour);
            self.print(x, y + size * 5 / 10, size, &second, colour);
            return;
        }
        let halves: i32 = characters.iter().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        self.print(x, y, (width * 2 / halves.max(2)).min(LARGEST), text, colour);
    }

    fn print(&mut self, x: i32, y: i32, size: i32, text: &str, colour: Colour) {
        let baseline = y + size * 37 / 100;
        self.add(format_args!(
            r#"<text x="{x}" y="{baseline}" font-size="{size}" font-weight="700" text-anchor="middle" fill="{colour}">{text}</text>"#
        ));
    }

    fn gradient(&mut self, direction: &str, stops: &[(u8, Colour)]) -> String {
        let id = self.gradients;
        self.gradients += 1;
        self.add(format_args!(r#"<linearGradient id="g{id}" x1="0" y1="0" {direction}>"#));
        for (at, colour) in stops {
            self.add(format_args!(r#"<stop offset="{at}%" stop-color="{colour}"/>"#));
        }
        self.add(format_args!("</linearGradient>"));
        format!("url(#g{id})")
    }

    fn add(&mut self, svg: std::fmt::Arguments<'_>) {
        self.body.write_fmt(svg).expect("writing to a string cannot fail");
    }
}

/// Whole percents written as a fraction.
struct Percent(u8);

impl Display for Percent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}
