//! What the browser knows about a form.

use wasm_bindgen::JsCast;
use web_sys::{FormData, HtmlFormElement, SubmitEvent, UrlSearchParams};

/// The URL that the browser would ask for if the form of this event were sent.
pub fn url_of(event: &SubmitEvent) -> Option<String> {
    let form: HtmlFormElement = event.target()?.dyn_into().ok()?;
    let data = FormData::new_with_form(&form).ok()?;
    let query = UrlSearchParams::new_with_str_sequence_sequence(data.as_ref()).ok()?;
    Some([&form.get_attribute("action")?, "?", &String::from(query.to_string())].concat())
}
