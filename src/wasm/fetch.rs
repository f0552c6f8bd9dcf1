//! HTTP for lists and API, by `extension/net.js`: no cookies, no referrer, no redirects, a time-out, and a hard cap on every
//! body.

use js_sys::Uint8Array;
use pointback_core::Error;
use pointback_core::head::{MAX_OBJECT, Stored};
use pointback_core::task::FetchFailure;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "../net.js")]
extern "C" {
    /// What came back; its body is still to be read.
    type Answer;

    #[wasm_bindgen(catch)]
    async fn send(
        url: &str,
        cache: &str,
        token: Option<&str>,
        kind: Option<&str>,
        body: Option<&str>,
    ) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, getter)]
    fn status(this: &Answer) -> u16;

    /// How long the server asks us to stay away, as it says it.
    #[wasm_bindgen(method, getter)]
    fn wait(this: &Answer) -> Option<String>;

    #[wasm_bindgen(method, getter)]
    fn body(this: &Answer) -> JsValue;

    /// A stream's bytes; null as soon as they are more than `most`.
    #[wasm_bindgen(catch)]
    async fn capped(stream: JsValue, most: f64) -> Result<JsValue, JsValue>;

    /// What gzip has packed; null as soon as it is more than `most`.
    #[wasm_bindgen(catch)]
    async fn unpacked(bytes: Vec<u8>, most: f64) -> Result<JsValue, JsValue>;
}

/// No API answer is larger.
const MAX_ANSWER: u64 = 256 * 1024;

/// A file of a list, whole. `fresh` goes past the browser's own cache.
pub async fn file(url: &str, cap: u64, fresh: bool) -> Result<Vec<u8>, FetchFailure> {
    let cache = if fresh { "no-cache" } else { "default" };
    let answer = send(url, cache, None, None, None).await;
    let answer: Answer = answer.map_err(unreachable)?.unchecked_into();
    if answer.status() != 200 {
        let retry_after = answer.wait().and_then(|v| v.parse().ok());
        return Err(FetchFailure::Status(answer.status(), retry_after));
    }
    read(answer, cap).await
}

/// An object of a list: fetched, checked as stored, unpacked with a hard stop at its signed length.
pub async fn object(url: &str, cap: u64, promised: Promised<'_>) -> Result<Vec<u8>, FetchFailure> {
    let Promised { len, sha256, raw } = promised;
    let bytes = file(url, cap.min(raw.max(MAX_OBJECT)), false).await?;
    match Stored::check(&bytes, len, sha256).map_err(FetchFailure::Bad)? {
        Stored::Unpacked => Ok(bytes),
        Stored::Gzip => unpack(bytes, raw).await,
    }
}

/// What a signed head promises of an object.
pub struct Promised<'a> {
    /// Bytes as stored.
    pub len: u64,
    /// Of the bytes as stored.
    pub sha256: &'a str,
    /// Bytes after unpacking.
    pub raw: u64,
}

/// A call of the API: status and body.
pub async fn call(
    url: &str,
    token: Option<&str>,
    body: Option<(&str, &str)>,
) -> Result<(u16, Vec<u8>), FetchFailure> {
    let (kind, text) = body.unzip();
    let answer = send(url, "no-store", token, kind, text).await;
    let answer: Answer = answer.map_err(unreachable)?.unchecked_into();
    Ok((answer.status(), read(answer, MAX_ANSWER).await?))
}

/// Unpacks with a hard stop.
async fn unpack(bytes: Vec<u8>, cap: u64) -> Result<Vec<u8>, FetchFailure> {
    match unpacked(bytes, float(cap)).await {
        Ok(bytes) => within_cap(bytes),
        Err(_) => Err(FetchFailure::Bad(Error::WrongHash)),
    }
}

/// Reads a body to its end and gives up as soon as it is longer than promised.
async fn read(answer: Answer, cap: u64) -> Result<Vec<u8>, FetchFailure> {
    let bytes = capped(answer.body(), float(cap)).await;
    within_cap(bytes.map_err(unreachable)?)
}

fn within_cap(bytes: JsValue) -> Result<Vec<u8>, FetchFailure> {
    match bytes.dyn_into::<Uint8Array>() {
        Ok(bytes) => Ok(bytes.to_vec()),
        Err(_) => Err(FetchFailure::Bad(Error::TooLarge)),
    }
}

#[expect(clippy::cast_precision_loss, reason = "no cap is that large")]
fn float(cap: u64) -> f64 {
    cap as f64
}

fn unreachable<E>(_: E) -> FetchFailure {
    FetchFailure::Unreachable
}
