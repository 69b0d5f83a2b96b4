//! Leptos, as far as the app uses it: signals and effects ([`reactive_graph`]), views that follow them ([`tachys`]) and
//! the browser's objects ([`leptos_dom`]).

pub(crate) use any_spawner::Executor;
pub(crate) use leptos_dom::helpers::{
    document, request_animation_frame, set_timeout, window, window_event_listener_untyped,
};
pub(crate) use reactive_graph::computed::Memo;
pub(crate) use reactive_graph::computed::ScopedFuture;
pub(crate) use reactive_graph::effect::Effect;
pub(crate) use reactive_graph::graph::untrack;
pub(crate) use reactive_graph::owner::Owner;
pub(crate) use reactive_graph::owner::StoredValue;
pub(crate) use reactive_graph::prelude::*;
pub(crate) use reactive_graph::signal::RwSignal;
pub(crate) use tachys::html::element::{div, main};
pub(crate) use tachys::prelude::*;

/// Runs a future on the browser's own event loop.
pub(crate) fn spawn_local(future: impl Future<Output = ()> + 'static) {
    Executor::spawn_local(future);
}
