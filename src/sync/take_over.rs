//! The first screen stays the server's HTML until something of it has to change. Then the components take its place, with
//! all that the shopper has done to it: typed, chosen, unfolded, scrolled to, focused; and the taps that wait are carried out.
//!
//! Links, the search and radio buttons work in HTML alone, so most first screens are left as they came.

use crate::app::MAIN;
use crate::pages::groups::{self, Group};
use crate::route::Place;
use crate::state::State;
use crate::sync::frame::{self, Mount, Part};
use crate::sync::mounting::within;
use crate::sync::{content, early, follow, navigation, snapshot};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::{Cell, RefCell};
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlFormElement, HtmlInputElement};

/// What waits for the components.
enum Act {
    /// A tap on a button.
    Tap(HtmlElement),
    /// A form that was sent.
    Submit(HtmlFormElement),
    /// A field that was typed into or chosen.
    Change(HtmlElement),
}

/// How long a page that the phone alone knows waits before it asks for its components again.
const RETRY: Duration = Duration::from_secs(5);
/// The parts of the frame that stay the server's.
const PARTS: &str = "#top,#main";

thread_local! {
    /// The place of the first screen while it is still the server's.
    static INERT: RefCell<Option<Place>> = const { RefCell::new(None) };
    /// Whether the components are on their way.
    static IS_COMING: Cell<bool> = const { Cell::new(false) };
    /// Whether letters are being composed in a field, which would end if the field were replaced.
    static IS_COMPOSING: Cell<bool> = const { Cell::new(false) };
    /// Whether the components were there while letters were being composed.
    static IS_PUT_OFF: Cell<bool> = const { Cell::new(false) };
    static WAITING: RefCell<Vec<Act>> = const { RefCell::new(Vec::new()) };
}

/// Whether the page is still the server's.
pub(super) fn is_inert() -> bool {
    INERT.with_borrow(Option::is_some)
}

/// Leaves the server's page as it is until it has to change; hears when that is.
pub(super) fn listen(state: State) {
    INERT.set(Some(state.place.get_untracked()));
    for kind in ["click", "submit", "change", "input", "focusin"] {
        _ = window_event_listener_untyped(kind, move |event| {
            if let Some(act) = is_inert().then(|| act_of(&event)).flatten() {
                wait_for(state, act);
            }
        });
    }
    for (kind, is_composing) in [("compositionstart", true), ("compositionend", false)] {
        _ = window_event_listener_untyped(kind, move |_| {
            IS_COMPOSING.set(is_composing);
            if !is_composing && (IS_PUT_OFF.replace(false) || !WAITING.with_borrow(Vec::is_empty)) {
                come(state);
            }
        });
    }
    Effect::new(move |is_later: Option<()>| {
        state.place.track();
        state.content.track();
        if is_later.is_some() && is_inert() {
            show_busy(true);
            mount(state);
        }
    });
    // What was chosen or typed before the start has consequences that only the components know.
    for field in snapshot::changed_fields() {
        wait_for(state, Act::Change(field));
    }
    // What only the phone knows is not on the server's page.
    if state.place.with_untracked(|place| !place.route.has_content()) {
        come(state);
    }
}

/// What an event on the server's page asks for that HTML alone does not do.
fn act_of(event: &Event) -> Option<Act> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest(PARTS).ok()??;
    let field =
        |kind: &str| target.dyn_ref::<HtmlInputElement>().filter(|field| field.type_() == kind).cloned();
    match event.type_().as_str() {
        "click" if !event.default_prevented() => {
            let button: HtmlElement = target.closest("button").ok()??.dyn_into().ok()?;
            let is_sent = button.closest("form[action]").ok()?.is_some();
            (!is_sent).then_some(Act::Tap(button))
        }
        "submit" => {
            event.prevent_default();
            Some(Act::Submit(target.dyn_into().ok()?))
        }
        "change" => field("radio").map(|field| Act::Change(field.into())),
        "input" | "focusin" => field("search").map(|field| Act::Change(field.into())),
        _ => None,
    }
}

fn wait_for(state: State, act: Act) {
    if let Act::Tap(button) = &act {
        // What was done before is carried out before: a choice decides what is put into the cart.
        if WAITING.with_borrow(Vec::is_empty) && early::answer(state, button) {
            return;
        }
        _ = button.class_list().add_1("pressed");
    }
    WAITING.with_borrow_mut(|waiting| waiting.push(act));
    come(state);
}

/// Fetches the components of the page, and has them take its place.
fn come(state: State) {
    if IS_COMPOSING.get() || IS_COMING.replace(true) {
        return;
    }
    let group = state.place.with_untracked(|place| Group::of(&place.route));
    spawn_local(async move {
        let is_here = match group {
            Some(group) => groups::load(group).await.is_some(),
            None => true,
        };
        IS_COMING.set(false);
        if is_here && is_inert() && !IS_COMPOSING.get() {
            mount(state);
        } else if !is_here {
            give_up(state);
        }
    });
}

/// The components cannot be had. Where the shop can be reached, the browser goes on without them: the server's pages, links and forms
/// work by themselves. Otherwise whoever waits is told, and may try again.
fn give_up(state: State) {
    let Some(first) = INERT.with_borrow(Clone::clone) else { return };
    let is_elsewhere = state.place.with_untracked(|place| *place != first);
    let is_reachable = state.online.get_untracked();
    show_busy(false);
    if is_elsewhere && is_reachable {
        _ = window().location().reload();
        return;
    }
    // A choice is still on the page, and decides what a later tap puts into the cart.
    let (choices, others): (Vec<_>, Vec<_>) = WAITING.take().into_iter().partition(Act::is_choice);
    WAITING.set(choices);
    for act in others {
        match act {
            Act::Tap(button) => _ = button.class_list().remove_1("pressed"),
            Act::Submit(form) if is_reachable => _ = form.submit(),
            Act::Submit(_) | Act::Change(_) => {}
        }
    }
    state.say(state.texts().offline, None);
    if is_elsewhere {
        navigation::replace(state, first);
    } else if !first.route.has_content() {
        set_timeout(move || come(state), RETRY);
    }
}

/// Shows that another page is on its way, while the old one is still there.
fn show_busy(is_busy: bool) {
    if let Some(main) = document().get_element_by_id(MAIN) {
        _ = if is_busy {
            main.set_attribute("aria-busy", "true")
        } else {
            main.remove_attribute("aria-busy")
        };
    }
}

/// Puts the components in the place of the server's page as soon as they are there.
fn mount(state: State) {
    if is_inert() {
        spawn_local(async move {
            match frame::load().await {
                Some(mount) => mount_page(state, mount),
                None => give_up(state),
            }
        });
    }
}

/// On the same place, what was done to the server's page is done to the components.
fn mount_page(state: State, mount: Mount) {
    if IS_COMPOSING.get() {
        IS_PUT_OFF.set(true);
        return;
    }
    let Some(first) = INERT.take() else { return };
    let is_there = state.place.with_untracked(|place| *place == first);
    if is_there {
        content::read_first_screen(state);
    }
    let waiting: Vec<_> =
        WAITING.take().into_iter().map(|act| (snapshot::path(act.element()), act)).collect();
    let before = snapshot::take();
    show_busy(false);
    mount(Part::Page);
    frame::bring_around();
    within(|| follow::page(state));
    if is_there {
        before.put_back();
        for (path, act) in waiting {
            if let Some(element) = path.and_then(|path| path.find()) {
                act.repeat(&element);
            }
        }
    }
}

impl Act {
    fn is_choice(&self) -> bool {
        let field = self.element().dyn_ref::<HtmlInputElement>();
        matches!(self, Self::Change(_)) && field.is_some_and(|field| field.type_() == "radio")
    }

    fn element(&self) -> &Element {
        match self {
            Self::Tap(element) | Self::Change(element) => element,
            Self::Submit(form) => form,
        }
    }

    /// Does the same to the element that has taken the other's place.
    fn repeat(&self, element: &Element) {
        match self {
            Self::Tap(_) => element.unchecked_ref::<HtmlElement>().click(),
            Self::Submit(_) => _ = element.unchecked_ref::<HtmlFormElement>().request_submit(),
            Self::Change(_) => {
                for kind in ["input", "change"] {
                    let init = web_sys::EventInit::new();
                    init.set_bubbles(true);
                    if let Ok(event) = Event::new_with_event_init_dict(kind, &init) {
                        _ = element.dispatch_event(&event);
                    }
                }
            }
        }
    }
}
