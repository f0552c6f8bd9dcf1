//! Values across the border: JSON-shaped objects in, JSON-shaped objects out, errors with a stable `code`.

use js_sys::Reflect;
use pointback_core::Error;
use pointback_core::json::{Json, Read};
use serde::{Deserialize, Serialize};
use serde_wasm_bindgen::{Deserializer, Serializer};
use wasm_bindgen::JsValue;

/// A protocol value from the shim.
pub fn from_js<T: Read>(value: JsValue) -> Result<T, JsValue> {
    let json = Json::deserialize(Deserializer::from(value)).ok();
    json.and_then(|json| T::read(&json))
        .ok_or_else(|| error_of("event.unknown"))
}

/// A protocol value for the shim: extension messaging is JSON-shaped, so no `Map` and no `BigInt`.
pub fn to_js<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, JsValue> {
    value
        .serialize(&Serializer::json_compatible())
        .map_err(|_| error_of("border.bad"))
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
