//! The few signals of the app, a context of every component. No IO here.

use crate::domain::cart::{Cart, Line};
use crate::domain::choice;
use crate::domain::content::{Content, Offer, Remote};
use crate::domain::invitation::Means;
use crate::route::Place;
use crate::shop::Shop;
use crate::texts::{self, Texts};
use fairday_contract::{Locale, Store};
use leptos::prelude::*;

/// What the whole app knows. Copied freely; the signals live as long as the app.
#[derive(Clone, Copy)]
pub struct State {
    /// Where the shopper is.
    pub place: RwSignal<Place>,
    /// What the page there shows.
    pub content: RwSignal<Remote<Content>>,
    /// Whether more of a list is on its way.
    pub loading_more: RwSignal<bool>,
    /// On a product's page: the index of the chosen value of each option.
    pub chosen: RwSignal<Vec<u16>>,
    /// What the shopper has put aside.
    pub cart: RwSignal<Cart>,
    /// What is offered under the search field; nothing while it is closed.
    pub offer: RwSignal<Option<Offer>>,
    /// What was last said to the shopper.
    pub notice: RwSignal<Option<Notice>>,
    /// Whether the shop could be reached when it was last tried.
    pub online: RwSignal<bool>,
    /// What waits for the shopper's answer, while nothing else is said.
    pub question: RwSignal<Option<Question>>,
    /// The store's own facts, from the first screen.
    pub store: RwSignal<Store>,
}

/// Something said to the shopper, below the page, until they go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The sentence.
    pub text: String,
    /// What can be done about it.
    pub remedy: Option<Remedy>,
}

/// What can be done about a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::large_enum_variant)] // there is one at a time
pub enum Remedy {
    /// Put a removed line back where it was.
    RestoreLine(usize, Line),
    /// Go to the cart.
    SeeCart,
}

/// Something that waits for the shopper's answer, and does not press.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Whether a new version of the shop may replace this one now.
    Update,
    /// Whether to install the shop.
    Install(Means),
}

impl State {
    /// The app's state at its start: on `place`, with its content as far as it is known.
    pub fn new(place: Place, store: Store, content: Option<Content>) -> Self {
        let content = content.map_or(Remote::Loading, Remote::Fresh);
        let state = Self {
            place: RwSignal::new(place),
            content: RwSignal::new(content),
            loading_more: RwSignal::new(false),
            chosen: RwSignal::new(Vec::new()),
            cart: RwSignal::new(Cart::default()),
            offer: RwSignal::new(None),
            notice: RwSignal::new(None),
            online: RwSignal::new(true),
            question: RwSignal::new(None),
            store: RwSignal::new(store),
        };
        state.choose_first();
        state
    }

    /// The shop as the page shows it. Follows the place, and the store's own facts.
    pub fn shop(self) -> Shop {
        let place = self.place.get();
        self.store.with(|store| {
            let name = if store.name.is_empty() { texts::of(place.locale).shop_name } else { &store.name };
            Shop { name: name.to_owned(), currency: store.currency, place }
        })
    }

    /// The language now. Not followed.
    pub fn locale(self) -> Locale {
        self.place.with_untracked(|place| place.locale)
    }

    /// The sentences of the language now. Not followed.
    pub fn texts(self) -> &'static Texts {
        texts::of(self.locale())
    }

    /// Says something to the shopper, in place of what was said before.
    pub fn say(self, text: impl Into<String>, remedy: Option<Remedy>) {
        self.notice.set(Some(Notice { text: text.into(), remedy }));
    }

    /// On a product's page, chooses what can be bought; the options may be of another product than before.
    pub fn choose_first(self) {
        let first = self.content.with_untracked(|content| match content.data() {
            Some(Content::Product(product)) => choice::first(product),
            _ => Vec::new(),
        });
        self.chosen.set(first);
    }
}

/// The app's state, in any component.
///
/// # Panics
/// Outside of the app, where nobody has provided it.
pub fn use_state() -> State {
    expect_context()
}

/// The shop as it is while a component is made. Pages are made anew when the place changes; what stays across pages follows
/// [`State::shop`] instead.
pub fn use_shop() -> Shop {
    untrack(|| use_state().shop())
}
