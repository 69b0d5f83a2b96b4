//! The app's rules, without a browser.

mod cart;
mod choice;
mod first_screen;
mod layers;
mod picture;
mod price;
mod remote;
mod route;
mod sample;
mod wire;
