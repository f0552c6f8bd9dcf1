//! A JSON object that a stranger sends.

use serde::de::DeserializeOwned;

/// Reads an object; nothing when it is none or does not fit. A structure by itself would also take an array for its fields, in
/// their order.
pub(crate) fn read<T: DeserializeOwned>(text: &[u8]) -> Option<T> {
    let is_object = text.trim_ascii_start().starts_with(b"{");
    is_object.then(|| serde_json::from_slice(text).ok())?
}
