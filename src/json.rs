//! JSON to and from the wire's types.
//!
//! In a browser its own `JSON` does the reading: it is there anyway, and leaving serde_json out makes the app a tenth
//! smaller. The same types and attributes decide in both.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Reads a value; nothing when the text is not JSON or not of this shape.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    #[cfg(target_arch = "wasm32")]
    return serde_wasm_bindgen::from_value(js_sys::JSON::parse(text).ok()?).ok();
    #[cfg(not(target_arch = "wasm32"))]
    serde_json::from_str(text).ok()
}

/// Writes a value; nothing when it cannot be written.
pub(crate) fn write<T: Serialize>(value: &T) -> Option<String> {
    #[cfg(target_arch = "wasm32")]
    return js_sys::JSON::stringify(
        &value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).ok()?,
    )
    .ok()?
    .as_string();
    #[cfg(not(target_arch = "wasm32"))]
    serde_json::to_string(value).ok()
}
