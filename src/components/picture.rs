//! A picture that holds its place before it is there, in the smallest width that is enough.

use crate::paths;
use crate::shop::Shop;
use fairday_contract::Picture;
use maud::{Markup, html};

/// Where a picture stands.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// How wide it is shown, as in HTML. A twentieth less than the truth where that makes a smaller file do: nobody sees
    /// the difference, and it is half of the bytes.
    pub sizes: &'a str,
    /// The file that is enough while data is dear: one of [`Picture::WIDTHS`].
    pub least: u32,
}

impl Frame<'_> {
    /// Beside words: banners, categories, the cart's lines.
    pub const SMALL: Self = Self { sizes: "96px", least: 96 };
}

/// A square picture; `first` says that it is on the first screen. Others let the app itself come first on a slow line.
/// All are lazy in the HTML, so that `web/boot` decides what is asked for, and when. An empty `alt` means that the
/// words beside it say what it shows. The placeholder is painted by [`crate::sync::placeholder`], not by a style
/// attribute, which the Content-Security-Policy forbids.
pub fn picture(picture: Option<&Picture>, alt: &str, frame: Frame<'_>, first: bool) -> Markup {
    let Some(picture) = picture else { return html! { span.pic {} } };
    let at = |width| paths::picture(picture, width);
    html! {
        img.pic loading="lazy" src=(at(frame.least)) sizes=(frame.sizes) width="160" height="160" decoding="async" alt=(alt) data-hash=(picture.hash)
            srcset={ (at(96)) " 96w," (at(160)) " 160w," (at(320)) " 320w," (at(640)) " 640w" }
            fetchpriority=(if first { "high" } else { "low" });
    }
}

/// The label of a picture that waits for a tap: what it costs. Stands in the same list item or section as the picture,
/// but not in its link; the stylesheet shows it while `web/boot` holds the picture.
pub fn label(shop: &Shop, picture: Option<&Picture>, frame: Frame<'_>) -> Markup {
    let Some(picture) = picture else { return html! {} };
    let words = shop.texts().show_picture;
    let Some(cost) = cost(picture, frame.least) else { return html! { button.show { (words) } } };
    html! { button.show aria-label={ (words) " " (cost) } { (cost) } }
}

/// What the file of that width costs, in whole kilobytes, never too little; nothing when it is not known.
pub fn cost(picture: &Picture, width: u32) -> Option<String> {
    let at = Picture::WIDTHS.iter().position(|one| *one == width)?;
    picture.bytes.get(at).map(|bytes| format!("{} kB", bytes.div_ceil(1000)))
}
