//! Files that the shopper chooses, read with a bound.

use crate::thrown;
use gloo_file::{File, futures::read_as_text};
use pointback_core::Error;
use wasm_bindgen::prelude::*;

/// Bytes of the longest file that is read: all that is ever kept is far less.
const LONGEST_FILE: u64 = 16_000_000;

/// The text of a file that the shopper chose.
///
/// # Errors
/// An `Error` with a `code` when it cannot be read, or is longer than any copy of ours.
#[wasm_bindgen(js_name = textOf)]
pub async fn text_of(file: web_sys::File) -> Result<String, JsValue> {
    let file = File::from(file);
    if file.size() > LONGEST_FILE {
        return Err(thrown(Error::BadFile));
    }
    let text = read_as_text(&file).await;
    text.map_err(|_| thrown(Error::BadFile))
}
