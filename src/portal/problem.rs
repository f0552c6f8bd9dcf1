//! What went wrong, as programs read it: `application/problem+json` (RFC 9457) with a stable code. People who look with a
//! browser get a page instead.

use crate::{pages, request_id};
use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde_json::json;

const KIND: HeaderValue = HeaderValue::from_static("application/problem+json");

/// The answer to a request that failed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Problem {
    pub(crate) status: StatusCode,
    /// `area.reason`; never changes its meaning.
    pub(crate) code: &'static str,
    /// One sentence for whoever looks into it.
    pub(crate) detail: &'static str,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = json!({
            "type": format!("urn:pointback:problem:{}", self.code),
            "title": self.status.canonical_reason().unwrap_or("Problem"),
            "status": self.status.as_u16(),
            "detail": self.detail,
            "code": self.code,
            "request": request_id::current(),
        });
        let kind = [(header::CONTENT_TYPE, KIND)];
        (self.status, kind, body.to_string()).into_response()
    }
}

/// Puts errors into words that were answered without any, before a handler was reached: unknown addresses, wrong
/// methods, bodies that are too long or of another kind, requests that took too long.
pub(crate) async fn put_into_words(request: Request, next: Next) -> Response {
    let is_person = wants_page(request.headers());
    let response = next.run(request).await;
    if !is_bare(&response) {
        return response;
    }
    let problem = for_status(response.status());
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    let (worded, body) = if is_person {
        pages::refusal(problem.status, problem.detail)
    } else {
        problem.into_response()
    }
    .into_parts();
    parts.status = worded.status;
    parts.headers.extend(worded.headers);
    Response::from_parts(parts, body)
}

/// Is this an error whose body is not for reading?
fn is_bare(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    let is_plain = kind.is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    let status = response.status();
    is_plain && (status.is_client_error() || status.is_server_error())
}

fn wants_page(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT).iter();
    accepted
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.contains("text/html"))
}

fn for_status(status: StatusCode) -> Problem {
    let (status, code, detail) = match status {
        StatusCode::NOT_FOUND => (
            status,
            "request.notFound",
            "There is nothing at this address.",
        ),
        StatusCode::METHOD_NOT_ALLOWED => (
            status,
            "request.methodNotAllowed",
            "This address does not know that method; `Allow` names those it knows.",
        ),
        StatusCode::REQUEST_TIMEOUT => (
            status,
            "request.tookTooLong",
            "This took too long. Try again.",
        ),
        StatusCode::PRECONDITION_FAILED => (
            status,
            "request.preconditionFailed",
            "What was asked for is newer than the request allows.",
        ),
        StatusCode::RANGE_NOT_SATISFIABLE => (
            status,
            "request.rangeNotSatisfiable",
            "There is no such part; `Content-Range` says how long it is.",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => (status, "request.tooLarge", "The body is too long."),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => (
            status,
            "request.wrongKind",
            "The body is not of the kind that this address takes.",
        ),
        status if status.is_server_error() => (
            status,
            "portal.internal",
            "Something went wrong on our side. Try again.",
        ),
        // What could not be read is the same mistake wherever it stood.
        _ => (
            StatusCode::BAD_REQUEST,
            "request.malformed",
            "The request is not what this address expects.",
        ),
    };
    Problem {
        status,
        code,
        detail,
    }
}
