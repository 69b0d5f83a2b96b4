//! Arrow keys: on a phone with keys (a D-pad) they move to the nearest control in that direction.

use crate::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{DomRect, Element, HtmlElement, KeyboardEvent};

/// What can be moved to.
const CONTROLS: &str = "a[href],button,input:not([type=hidden]),summary,select,textarea,[tabindex='0']";
/// How much a step aside counts against a step ahead: straight ahead wins over nearer but aside.
const ASIDE: f64 = 3.0;

#[derive(Clone, Copy)]
enum Direction {
    Up,
    Down,
    Left,
    Right,
}

/// Follows arrow keys from here on. Fields keep the keys that they use themselves.
pub fn listen() {
    _ = window_event_listener_untyped("keydown", |event| {
        let Ok(event) = event.dyn_into::<KeyboardEvent>() else { return };
        let direction = match event.key().as_str() {
            "ArrowUp" => Direction::Up,
            "ArrowDown" => Direction::Down,
            "ArrowLeft" => Direction::Left,
            "ArrowRight" => Direction::Right,
            _ => return,
        };
        let modified = event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key();
        let Some(from) = document().active_element().filter(|_| !modified && !event.default_prevented())
        else {
            return;
        };
        if keeps(&from, direction) {
            return;
        }
        if let Some(to) = nearest(&from, direction) {
            event.prevent_default();
            _ = to.focus();
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            to.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
}

/// Text fields move their cursor sideways, radio buttons and the picture strip move within themselves.
fn keeps(from: &Element, direction: Direction) -> bool {
    let sideways = matches!(direction, Direction::Left | Direction::Right);
    match (from.tag_name().as_str(), from.get_attribute("type").as_deref()) {
        ("INPUT", Some("checkbox")) => false,
        ("INPUT" | "UL", _) => sideways,
        ("TEXTAREA" | "SELECT", _) => true,
        _ => false,
    }
}

fn nearest(from: &Element, direction: Direction) -> Option<HtmlElement> {
    // From the page as a whole, down is its first control, and up is the search above it.
    if matches!(from.tag_name().as_str(), "BODY" | "MAIN") {
        let first = if matches!(direction, Direction::Up) {
            "header input"
        } else {
            "main a,main button,main [tabindex='0']"
        };
        return document().query_selector(first).ok()??.dyn_into().ok();
    }
    let here = from.get_bounding_client_rect();
    let all = document().query_selector_all(CONTROLS).ok()?;
    let mut best: Option<(f64, HtmlElement)> = None;
    for n in 0..all.length() {
        let Some(to) = all.get(n).and_then(|node| node.dyn_into::<HtmlElement>().ok()) else { continue };
        let there = to.get_bounding_client_rect();
        // What is folded away has a place all the same.
        let is_folded = to.closest("details:not([open]) form").is_ok_and(|folded| folded.is_some());
        if there.width() == 0.0 || is_folded || to.is_same_node(Some(from)) {
            continue;
        }
        if let Some(cost) = cost(&here, &there, direction)
            && best.as_ref().is_none_or(|(least, _)| cost < *least)
        {
            best = Some((cost, to));
        }
    }
    best.map(|(_, to)| to)
}

/// How far it is from here to there in a direction; nothing when it does not lie ahead.
fn cost(here: &DomRect, there: &DomRect, direction: Direction) -> Option<f64> {
    let across = (there.left() + there.right() - here.left() - here.right()) / 2.0;
    let down = (there.top() + there.bottom() - here.top() - here.bottom()) / 2.0;
    let (ahead, gap) = match direction {
        Direction::Up => (-down, here.top() - there.bottom()),
        Direction::Down => (down, there.top() - here.bottom()),
        Direction::Left => (-across, here.left() - there.right()),
        Direction::Right => (across, there.left() - here.right()),
    };
    let aside = match direction {
        Direction::Up | Direction::Down => {
            aside(across, here.left(), here.right(), there.left(), there.right())
        }
        Direction::Left | Direction::Right => {
            aside(down, here.top(), here.bottom(), there.top(), there.bottom())
        }
    };
    // It must lie ahead, not merely have its centre a little further on; or lie within: a label on a picture's link.
    let is_ahead = ahead > 1.0
        && (gap >= -there.height().min(here.height()) / 2.0 || within(here, there) || within(there, here));
    is_ahead.then(|| gap.max(0.0) + aside * ASIDE)
}

fn within(inner: &DomRect, outer: &DomRect) -> bool {
    inner.left() >= outer.left()
        && inner.right() <= outer.right()
        && inner.top() >= outer.top()
        && inner.bottom() <= outer.bottom()
}

/// How far aside: nothing when the two overlap on that axis.
fn aside(between_centres: f64, a_low: f64, a_high: f64, b_low: f64, b_high: f64) -> f64 {
    if a_low < b_high && b_low < a_high { 0.0 } else { between_centres.abs() }
}
