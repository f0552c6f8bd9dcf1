//! One log line and one count for every answer: method, route template, status and time, and nothing that could tell who
//! asked for what.

use crate::state::Portal;
use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};
use std::time::Instant;

/// Watches a request until it is answered.
pub(crate) async fn watch(State(portal): State<Portal>, request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned());
    let start = Instant::now();
    let response = next.run(request).await;
    let (status, took) = (response.status().as_u16(), start.elapsed());
    portal
        .metrics
        .answered(&route, method.as_str(), status, took);
    let ms = took.as_millis();
    tracing::info!(%method, route, status, ms, "answered");
    response
}
