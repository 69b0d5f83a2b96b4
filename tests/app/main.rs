//! The app's rules, without a browser.

mod backoff;
mod cart;
mod choice;
mod components;
mod credit;
mod first_screen;
mod invitation;
mod layers;
mod loan;
mod made_up;
mod manifest;
mod ordering;
mod outbox;
mod outbox_worker;
mod personal;
mod picture;
mod price;
mod refused;
mod region;
mod reminders;
mod remote;
mod route;
mod sample;
#[cfg(feature = "ssr")]
#[path = "../components/scenes.rs"]
mod scenes;
mod scripts;
mod storage;
mod stored;
mod style;
mod wire;
mod wire_credit;
mod wire_ordering;
