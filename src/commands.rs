//! Lists everything that a shopper can ask the shop to do. Components send commands; [`crate::sync::commands`] carries them out.

use crate::domain::cart::Line;
use fairday_contract::{Locale, VariantId};
use leptos::prelude::*;

/// Something that a shopper asks for with a tap or by typing, or a component with its being there.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::large_enum_variant)] // one lives as long as a tap
pub enum Command {
    /// Puts one more of this into the cart.
    Add(Line),
    /// Changes how many of a line there are.
    Step(VariantId, i32),
    /// Takes a line out of the cart.
    Remove(VariantId),
    /// Agrees to what has changed about a line.
    Agree(VariantId),
    /// Marks a line for the next order, or not.
    Mark(VariantId, bool),
    /// Marks every line for the next order, or none.
    MarkAll(bool),
    /// Goes on to the order of what is marked.
    Order,
    /// Shows more of a list.
    LoadMore,
    /// Asks once more for what could not be loaded.
    Retry,
    /// Goes back to the page before.
    Back,
    /// Goes to a page of the shop, given by its URL.
    Open(String),
    /// Searches for words.
    Search(String),
    /// Looks for suggestions for what is typed so far.
    Suggest(String),
    /// Forgets the searches made on this phone.
    ForgetSearches,
    /// Does what the notice offers: an undo, or the way to the cart.
    Remedy,
    /// Closes the notice.
    CloseNotice,
    /// Lets the newer version of the shop in.
    Update,
    /// Leaves the question about the newer version for later.
    NotNow,
    /// Has the browser ask whether to install the shop.
    Install,
    /// Says no to installing, for good.
    DeclineInstall,
    /// Shows the shop in a language.
    Language(Locale),
    /// Shows the shop at a text size, per cent.
    TextSize(u16),
    /// Switches the data saver on or off, or lets the connection decide.
    Saver(Saver),
    /// Has the piece that orders draw its page, whose element is there now.
    DrawOrdering,
    /// Deletes what the phone keeps and can fetch again.
    FreeStorage,
}

/// When pictures wait for a tap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saver {
    /// When the browser saves data, or on a 2G network.
    Auto,
    /// Always.
    On,
    /// Never.
    Off,
}

impl Saver {
    /// All choices, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Auto, Self::On, Self::Off];

    /// The name that the phone keeps and the stylesheet knows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::On => "on",
            Self::Off => "off",
        }
    }
}

/// Carries commands out.
pub type Commands = Callback<Command>;

/// Has `carry_out` carry out the commands of every component below.
pub fn provide_commands(carry_out: impl Fn(Command) + Send + Sync + 'static) {
    provide_context(Commands::new(carry_out));
}

/// The way for a component to send commands. Where nobody carries them out, as on the server, they are dropped.
pub fn use_commands() -> Commands {
    use_context().unwrap_or_else(|| Commands::new(drop))
}
