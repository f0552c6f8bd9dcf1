//! Values across the border: JSON-shaped objects in, JSON-shaped objects out, errors with a stable `code`.

use js_sys::{JSON, Reflect};
use pointback_core::Error;
use pointback_core::json::{self, Json, Read};
use wasm_bindgen::JsValue;

/// A protocol value from the shim. Read as text, by the one reader that the core has.
pub fn from_js<T: Read>(value: &JsValue) -> Result<T, JsValue> {
    let text = JSON::stringify(value)
        .ok()
        .and_then(|text| text.as_string());
    // `undefined` has no text.
    let text = text.as_deref().unwrap_or("null");
    json::read(text.as_bytes()).ok_or_else(|| error_of("event.unknown"))
}

/// A protocol value for the shim, as text on the way: half the code of making objects field by field.
pub fn to_js(value: &Json<'_>) -> Result<JsValue, JsValue> {
    JSON::parse(&value.to_text()).map_err(|_| error_of("border.bad"))
}

/// A core error as a JavaScript `Error`.
pub fn error(error: Error) -> JsValue {
    error_of(error.code())
}

/// A JavaScript `Error` whose `code` is the closed part; its message is the same.
pub fn error_of(code: &str) -> JsValue {
    let error = js_sys::Error::new(code);
    // Setting a property of a fresh object cannot fail.
    let _ = Reflect::set(&error, &"code".into(), &code.into());
    error.into()
}
