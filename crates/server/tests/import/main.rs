//! The importer and the store, from the merchant's side: files in, shop out. On both engines.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed
#![allow(clippy::print_stdout)] // what was skipped, and what was measured
#![allow(clippy::duplicate_mod)] // the same tests on two engines

#[path = "../engine/mod.rs"]
mod engine;

macro_rules! all_on {
    ($engine:ident) => {
        pub(crate) const ENGINE: crate::engine::Engine = crate::engine::Engine::$engine;

        mod broken;
        mod catalogue;
        mod failure;
        mod pictures;
        mod property;
        mod real;
        mod shop;
        mod texts;
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
