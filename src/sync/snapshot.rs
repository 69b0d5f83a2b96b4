//! What a shopper has done to a part of the page: typed, chosen, unfolded, scrolled to, focused. It is carried over from the
//! server's HTML to the components that take its place: both have the same elements, so an element is found again by its way
//! from the top.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlDetailsElement, HtmlElement, HtmlInputElement};

/// Where an element is: the id of the part, and from there which child each time.
#[derive(Clone)]
pub(super) struct Path {
    part: String,
    children: Vec<u32>,
}

/// What has been done to one element.
enum Done {
    Typed(String),
    Chosen(bool),
    Unfolded(bool),
    Scrolled(i32),
    /// And from where to where text is selected.
    Focused(Option<(u32, u32)>),
}

/// All that has been done.
pub(super) struct Snapshot(Vec<(Path, Done)>);

/// The way to an element from the nearest part that has an id in the frame; nothing outside of it.
pub(super) fn path(element: &Element) -> Option<Path> {
    let mut children = Vec::new();
    let mut at = element.clone();
    loop {
        let parent = at.parent_element()?;
        let mut before = 0;
        let mut sibling = at.previous_element_sibling();
        while let Some(one) = sibling {
            before += 1;
            sibling = one.previous_element_sibling();
        }
        children.push(before);
        if parent.parent_element().is_some_and(|root| root.id() == "app") {
            children.reverse();
            return Some(Path { part: parent.id(), children });
        }
        at = parent;
    }
}

impl Path {
    /// The element there now.
    pub(super) fn find(&self) -> Option<Element> {
        let part = document().get_element_by_id(&self.part)?;
        self.children.iter().try_fold(part, |at, child| at.children().item(*child))
    }
}

/// The elements below `parts` that fit a selector.
fn all(parts: &str, selector: &str) -> Vec<Element> {
    let selector = selector.split(',').map(|one| [parts, " ", one].concat()).collect::<Vec<_>>().join(",");
    let Ok(found) = document().query_selector_all(&selector) else { return Vec::new() };
    (0..found.length()).filter_map(|n| found.get(n)?.dyn_into().ok()).collect()
}

fn is_changed(field: &HtmlInputElement) -> bool {
    field.value() != field.default_value() || field.checked() != field.default_checked()
}

/// The fields in the frame that are no longer as the server sent them.
pub(super) fn changed_fields() -> Vec<HtmlElement> {
    let fields =
        all("#app", "input").into_iter().filter_map(|field| field.dyn_into::<HtmlInputElement>().ok());
    fields
        .filter(|field| is_changed(field) && (field.type_() != "radio" || field.checked()))
        .map(Into::into)
        .collect()
}

/// Takes down what has been done within the frame.
pub(super) fn take() -> Snapshot {
    let mut done = Vec::new();
    for element in all("#app", "input,details,ul") {
        let path = path(&element);
        let mut add = |one| done.extend(path.clone().map(|path| (path, one)));
        if let Some(field) = element.dyn_ref::<HtmlInputElement>() {
            if field.checked() != field.default_checked() {
                add(Done::Chosen(field.checked()));
            } else if field.value() != field.default_value() {
                add(Done::Typed(field.value()));
            }
        } else if let Some(details) = element.dyn_ref::<HtmlDetailsElement>() {
            add(Done::Unfolded(details.open()));
        } else if element.scroll_left() != 0 {
            add(Done::Scrolled(element.scroll_left()));
        }
    }
    if let Some(element) = document().active_element()
        && let Some(path) = path(&element)
    {
        let selection = element
            .dyn_ref::<HtmlInputElement>()
            .and_then(|field| Some((field.selection_start().ok()??, field.selection_end().ok()??)));
        done.push((path, Done::Focused(selection)));
    }
    Snapshot(done)
}

/// Takes down where the focus is, when it is within this part.
pub(super) fn focus_in(part: &str) -> Snapshot {
    let path = document().active_element().and_then(|element| path(&element));
    Snapshot(
        path.filter(|path| path.part == part).map(|path| (path, Done::Focused(None))).into_iter().collect(),
    )
}

impl Snapshot {
    /// Does it again, to the elements that are there now.
    pub(super) fn put_back(self) {
        for (path, done) in self.0 {
            if let Some(element) = path.find() {
                done.put_back(&element);
            }
        }
    }
}

impl Done {
    fn put_back(self, element: &Element) {
        let field = element.dyn_ref::<HtmlInputElement>();
        match self {
            Self::Typed(text) => _ = field.map(|field| field.set_value(&text)),
            Self::Chosen(is_chosen) => _ = field.map(|field| field.set_checked(is_chosen)),
            Self::Unfolded(is_open) => {
                _ = element.dyn_ref::<HtmlDetailsElement>().map(|details| details.set_open(is_open));
            }
            Self::Scrolled(left) => element.set_scroll_left(left),
            Self::Focused(selection) => {
                if let Some(element) = element.dyn_ref::<HtmlElement>() {
                    let options = FocusOptions::new();
                    options.set_prevent_scroll(true);
                    _ = element.focus_with_options(&options);
                }
                if let (Some(field), Some((from, to))) = (field, selection) {
                    _ = field.set_selection_range(from, to);
                }
            }
        }
    }
}
