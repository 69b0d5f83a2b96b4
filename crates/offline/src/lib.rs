//! The store on the phone.
//!
//! A worker beside the app, so that neither taking in thousands of products nor searching them holds up a tap. It keeps
//! what pages showed and a copy of the catalogue in `IndexedDB` ([`db`]), brings the copy up to date piece by piece
//! ([`sync`], which asks through [`api`]), and answers the API's own questions from it ([`answer`]) with the code and the
//! data the server has. [`worker`] is what the app calls.

pub mod allowance;
pub mod answer;
#[cfg(target_arch = "wasm32")]
pub mod api;
#[cfg(target_arch = "wasm32")]
mod browser;
pub mod copy;
#[cfg(target_arch = "wasm32")]
pub mod db;
#[cfg(target_arch = "wasm32")]
pub mod sync;
#[cfg(target_arch = "wasm32")]
pub mod worker;
