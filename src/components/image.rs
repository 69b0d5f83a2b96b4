//! A picture that holds its place before it is there, in the smallest width that is enough.

use crate::paths;
use crate::state::use_shop;
use fairday_contract::Picture;
use leptos::prelude::*;
use std::borrow::Cow;

/// Where a picture stands.
#[derive(Clone, Debug)]
pub struct Frame {
    /// How wide it is shown, as in HTML. A twentieth less than the truth where that makes a smaller file do: nobody sees
    /// the difference, and it is half of the bytes.
    pub sizes: Cow<'static, str>,
    /// The file that is enough while data is dear: one of [`Picture::WIDTHS`].
    pub least: u32,
}

impl Frame {
    /// Beside words, at a width in CSS pixels: banners, categories, the cart's lines.
    pub const fn small(sizes: &'static str) -> Self {
        Self { sizes: Cow::Borrowed(sizes), least: 96 }
    }
}

/// A square picture, or its place where there is none.
///
/// Every picture is lazy in the HTML, so that `boot` decides what is asked for, and when. The placeholder is painted by a
/// script, not by a style attribute, which the Content-Security-Policy forbids.
#[component]
pub fn Image(
    /// What is shown.
    picture: Option<Picture>,
    /// Where it stands.
    frame: Frame,
    /// What it shows, for those who cannot see it; empty when the words beside it say so.
    #[prop(optional, into)]
    alt: String,
    /// Whether it is on the first screen. Others let the app itself come first on a slow line.
    #[prop(optional)]
    is_first: bool,
) -> impl IntoView {
    let Some(picture) = picture else { return view! { <span class="pic"></span> }.into_any() };
    let at = |width| paths::picture(&picture, width);
    let widths =
        [at(96), " 96w,".into(), at(160), " 160w,".into(), at(320), " 320w,".into(), at(640), " 640w".into()];
    view! {
        <img class="pic" loading="lazy" src=at(frame.least) srcset=widths.concat() sizes=frame.sizes
            width="160" height="160" decoding="async" alt=alt data-hash=picture.hash.clone()
            fetchpriority=if is_first { "high" } else { "low" }/>
    }
    .into_any()
}

/// The label of a picture that waits for a tap: what it costs. Stands in the same list item or section as the picture, but
/// not in its link; the stylesheet shows it while `boot` holds the picture.
#[component]
pub fn ImageLabel(
    /// What is shown.
    picture: Option<Picture>,
    /// The file that a tap asks for: one of [`Picture::WIDTHS`].
    least: u32,
) -> impl IntoView {
    let picture = picture?;
    let words = use_shop().texts().show_picture;
    let label = match cost(&picture, least) {
        Some(cost) => {
            let name = [words, " ", &cost].concat();
            view! { <button class="show" aria-label=name>{cost}</button> }.into_any()
        }
        None => view! { <button class="show">{words}</button> }.into_any(),
    };
    Some(label)
}

/// What the file of that width costs, in whole kilobytes, never too little; nothing when it is not known.
pub fn cost(picture: &Picture, width: u32) -> Option<String> {
    let at = Picture::WIDTHS.iter().position(|one| *one == width)?;
    picture.bytes.get(at).map(|bytes| [&bytes.div_ceil(1000).to_string(), " kB"].concat())
}
