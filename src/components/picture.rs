//! A picture that holds its place before it is there, in the smallest width that is enough.

use crate::paths;
use fairday_contract::Picture;
use maud::{Markup, html};

/// A square picture. `sizes` is how wide it is shown, as in HTML; `first` says that it is on the first screen.
/// Others wait, and let the app itself come first on a slow line. An empty `alt` means that the words beside it say what it shows. The placeholder is painted by
/// [`crate::sync::placeholder`], not by a style attribute, which the Content-Security-Policy forbids.
pub fn picture(picture: Option<&Picture>, alt: &str, sizes: &str, first: bool) -> Markup {
    let Some(picture) = picture else { return html! { span.pic {} } };
    let at = |width| paths::picture(picture, width);
    html! {
        img.pic src=(at(160)) sizes=(sizes) width="160" height="160" decoding="async" alt=(alt) data-hash=(picture.hash)
            srcset={ (at(96)) " 96w," (at(160)) " 160w," (at(320)) " 320w," (at(640)) " 640w" }
            loading=[(!first).then_some("lazy")] fetchpriority=(if first { "high" } else { "low" });
    }
}
