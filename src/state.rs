//! The few signals of the app, provided once. No IO here.

use crate::domain::cart::{Cart, Line};
use crate::route::Place;
use crate::sync::content::Boot;
use crate::texts::{self, Texts};
use fairday_contract::{Locale, Store};
use leptos::prelude::*;

/// What the whole app knows. Copied freely; the signals live as long as the app.
#[derive(Clone, Copy)]
pub struct State {
    /// Where the shopper is.
    pub place: RwSignal<Place>,
    /// The store's own facts, from the first screen.
    pub store: StoredValue<Store>,
    /// What the shopper has put aside.
    pub cart: RwSignal<Cart>,
    /// What was last said to the shopper.
    pub notice: RwSignal<Option<Notice>>,
    /// What came with the first screen, until the page that it is for has taken it.
    pub boot: StoredValue<Option<Boot>>,
}

/// Something said to the shopper, below the page, until they go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The sentence.
    pub text: String,
    /// What can be done about it.
    pub action: Option<Action>,
}

/// What can be done about a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Put a removed line back where it was.
    RestoreLine(usize, Line),
    /// Go to the cart.
    SeeCart,
}

impl State {
    /// The app's state at its start, provided to every component.
    pub fn provide(place: Place, store: Store, boot: Option<Boot>) -> Self {
        let state = Self {
            place: RwSignal::new(place),
            store: StoredValue::new(store),
            cart: RwSignal::new(Cart::default()),
            notice: RwSignal::new(None),
            boot: StoredValue::new(boot),
        };
        provide_context(state);
        state
    }

    /// The state that [`State::provide`] provided.
    pub fn get() -> Self {
        expect_context()
    }

    /// The language now. Not tracked: a change of language builds the whole view anew.
    pub fn locale(self) -> Locale {
        self.place.with_untracked(|place| place.locale)
    }

    /// The sentences of the language now. Not tracked, like [`State::locale`].
    pub fn texts(self) -> &'static Texts {
        texts::of(self.locale())
    }

    /// Says something to the shopper, in place of what was said before.
    pub fn say(self, text: impl Into<String>, action: Option<Action>) {
        self.notice.set(Some(Notice { text: text.into(), action }));
    }
}
