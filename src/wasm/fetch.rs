//! HTTP for lists and API: no cookies, no referrer, no redirects, a time-out, and a hard cap on every body.

use gloo_net::http::{Method, Request, RequestBuilder};
use js_sys::Uint8Array;
use pointback_core::Error;
use pointback_core::head::{MAX_OBJECT, Stored};
use pointback_core::task::FetchFailure;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, ReadableStream, ReadableStreamDefaultReader, ReadableStreamReadResult,
    ReadableWritablePair, ReferrerPolicy, RequestCache, RequestCredentials, RequestRedirect,
    Response, WritableStream,
};

#[wasm_bindgen]
extern "C" {
    /// Behind an unstable switch in web-sys, so bound here.
    type DecompressionStream;

    #[wasm_bindgen(constructor)]
    fn new(format: &str) -> DecompressionStream;

    #[wasm_bindgen(method, getter)]
    fn readable(this: &DecompressionStream) -> ReadableStream;

    #[wasm_bindgen(method, getter)]
    fn writable(this: &DecompressionStream) -> WritableStream;
}

const TIME_OUT: u32 = 20_000;
/// No API answer is larger.
const MAX_ANSWER: u64 = 256 * 1024;

/// A file of a list, whole. `fresh` goes past the browser's own cache.
pub async fn file(url: &str, cap: u64, fresh: bool) -> Result<Vec<u8>, FetchFailure> {
    let cache = if fresh {
        RequestCache::NoCache
    } else {
        RequestCache::Default
    };
    let response = send(guarded(Request::get(url)).cache(cache).build()).await?;
    if response.status() != 200 {
        // `Backoff` is what list servers say before they are in trouble.
        let headers = response.headers();
        let asked = headers
            .get("retry-after")
            .or_else(|| headers.get("backoff"));
        let retry_after = asked.and_then(|v| v.parse().ok());
        return Err(FetchFailure::Status(response.status(), retry_after));
    }
    read(response.body(), cap).await
}

/// An object of a list: fetched, checked as stored, unpacked with a hard stop at its signed length.
pub async fn object(url: &str, cap: u64, promised: Promised<'_>) -> Result<Vec<u8>, FetchFailure> {
    let Promised { len, sha256, raw } = promised;
    let bytes = file(url, cap.min(raw.max(MAX_OBJECT)), false).await?;
    match Stored::check(&bytes, len, sha256).map_err(FetchFailure::Bad)? {
        Stored::Unpacked => Ok(bytes),
        Stored::Gzip => unpack(&bytes, raw).await,
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
    let method = if body.is_some() {
        Method::POST
    } else {
        Method::GET
    };
    let mut request = guarded(RequestBuilder::new(url).method(method)).cache(RequestCache::NoStore);
    if let Some(token) = token {
        request = request.header("authorization", &format!("Bearer {token}"));
    }
    let request = match body {
        Some((kind, text)) => request.header("content-type", kind).body(text),
        None => request.build(),
    };
    let response = send(request).await?;
    Ok((response.status(), read(response.body(), MAX_ANSWER).await?))
}

async fn send(
    request: Result<Request, gloo_net::Error>,
) -> Result<gloo_net::http::Response, FetchFailure> {
    let request = request.map_err(unreachable)?;
    request.send().await.map_err(unreachable)
}

fn guarded(request: RequestBuilder) -> RequestBuilder {
    request
        .credentials(RequestCredentials::Omit)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .redirect(RequestRedirect::Error)
        .abort_signal(Some(&AbortSignal::timeout_with_u32(TIME_OUT)))
}

async fn unpack(bytes: &[u8], cap: u64) -> Result<Vec<u8>, FetchFailure> {
    let bad = |_: JsValue| FetchFailure::Bad(Error::WrongHash);
    let packed = Response::new_with_opt_js_u8_array(Some(&Uint8Array::from(bytes))).map_err(bad)?;
    let gunzip = DecompressionStream::new("gzip");
    let through = ReadableWritablePair::new(&gunzip.readable(), &gunzip.writable());
    read(packed.body().map(|body| body.pipe_through(&through)), cap).await
}

/// Reads a stream to its end and gives up as soon as it is longer than promised.
async fn read(stream: Option<ReadableStream>, cap: u64) -> Result<Vec<u8>, FetchFailure> {
    let Some(stream) = stream else {
        return Ok(Vec::new());
    };
    let reader = ReadableStreamDefaultReader::new(&stream).map_err(unreachable)?;
    let mut bytes = Vec::new();
    loop {
        let chunk = JsFuture::from(reader.read()).await.map_err(unreachable)?;
        let chunk: ReadableStreamReadResult = chunk.unchecked_into();
        if chunk.get_done().unwrap_or(true) {
            return Ok(bytes);
        }
        let chunk: Uint8Array = chunk.get_value().unchecked_into();
        if bytes.len() as u64 + u64::from(chunk.length()) > cap {
            // The answer to cancelling does not matter: the bytes are refused either way.
            drop(reader.cancel());
            return Err(FetchFailure::Bad(Error::TooLarge));
        }
        bytes.extend(chunk.to_vec());
    }
}

fn unreachable<E>(_: E) -> FetchFailure {
    FetchFailure::Unreachable
}
