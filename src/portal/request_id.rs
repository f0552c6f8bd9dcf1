//! `x-request-id`: every request has a name, which stands in its answer, in each of its log lines and in the problem that
//! it may end with. A sensible one from outside is taken over, so that several servers' logs can be laid side by side.

use crate::random;
use axum::{
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use tracing::Instrument;

/// Where the name stands, in requests and in answers.
pub(crate) const HEADER: HeaderName = HeaderName::from_static("x-request-id");
const LONGEST: usize = 64;

tokio::task_local! {
    static CURRENT: String;
}

/// The name of the request that is being answered, if one is.
pub(crate) fn current() -> Option<String> {
    CURRENT.try_with(Clone::clone).ok()
}

/// Names a request before anything else is done with it.
pub(crate) async fn name(request: Request, next: Next) -> Response {
    let id = given(request.headers())
        .map(str::to_owned)
        .or_else(|| random::short_id().ok())
        .unwrap_or_default();
    let span = tracing::info_span!("request", id);
    let answer = CURRENT.scope(id.clone(), next.run(request));
    let mut response = answer.instrument(span).await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}

/// A name from outside, unless it is long or holds anything that an address, an e-mail or a line break needs.
fn given(headers: &HeaderMap) -> Option<&str> {
    let id = headers.get(HEADER)?.to_str().ok()?;
    let is_plain = id
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    (is_plain && (1..=LONGEST).contains(&id.len())).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_are_taken_over() {
        let long = "x".repeat(65);
        for (sent, is_taken) in [
            ("0f8b_A-7", true),
            ("", false),
            ("ann@example.org", false),
            ("a b", false),
            (long.as_str(), false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(HEADER, HeaderValue::from_str(sent).unwrap());
            assert_eq!(given(&headers).is_some(), is_taken, "{sent}");
        }
    }
}
