//! The pick-up code: large, and as a QR code.

use crate::domain::qr;
use crate::texts::ordering::Texts;
use maud::{Markup, html};
use std::fmt::Write as _;

/// The free space around a QR code, modules (ISO/IEC 18004 asks for 4).
const QUIET: usize = 4;

pub(super) fn pick_up(texts: &Texts, secret: &str) -> Markup {
    html! {
        section.pick-up {
            h2 { (texts.pick_up_code) }
            b.code { (secret) }
            @if let Some(grid) = qr::encode(secret) {
                @let side = grid.len() + 2 * QUIET;
                svg.qr viewBox={ "0 0 " (side) " " (side) } role="img" aria-label=(texts.qr) { path d=(path(&grid)) {} }
            }
            p { (texts.show_code) }
        }
    }
}

/// Runs of dark modules as lines a module high.
fn path(grid: &[Vec<bool>]) -> String {
    let mut path = String::new();
    for (y, row) in grid.iter().enumerate() {
        let mut x = 0;
        while x < row.len() {
            let length = row[x..].iter().take_while(|dark| **dark).count();
            if length > 0 {
                _ = write!(path, "M{} {}h{length}v1h-{length}z", x + QUIET, y + QUIET); // to a text: cannot fail
            }
            x += length.max(1);
        }
    }
    path
}
