//! Phone credit on both engines: what is offered, signed, held, billed, paid and ended; and what cannot happen.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed
#![allow(clippy::duplicate_mod)] // the same tests on two engines

#[path = "../engine/mod.rs"]
mod engine;

mod copies;
mod line;
mod remote;
mod rules;
mod shop;

macro_rules! all_on {
    ($engine:ident) => {
        pub(crate) const ENGINE: crate::engine::Engine = crate::engine::Engine::$engine;

        mod bills;
        mod books;
        mod endings;
        mod faults;
        mod goods;
        mod guarantor;
        mod hardship;
        mod journey;
        mod killed;
        mod offering;
        mod sequences;
        mod signing;
    };
}

#[path = "."]
mod sqlite {
    all_on!(Sqlite);
}

#[path = "."]
mod postgres {
    all_on!(Postgres);
}
