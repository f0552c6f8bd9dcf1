//! `/rates/v1`: the published tree, as any static host would serve it.

use super::set;
use crate::state::Portal;
use axum::{
    Router,
    extract::Request,
    http::{StatusCode, header},
    middleware,
    middleware::Next,
    response::Response,
};
use tower_http::services::ServeDir;

pub(super) fn router(portal: &Portal) -> Router<Portal> {
    let tree = ServeDir::new(portal.config.public.join("rates").join("v1"))
        .append_index_html_on_directories(false);
    // A demo publishes whenever somebody tries something, and wants it seen at once.
    let head = if portal.config.simulated {
        "no-cache"
    } else {
        "public, max-age=300"
    };
    Router::new()
        .nest_service("/rates/v1", tree)
        .layer(middleware::from_fn(move |request, next| {
            cache(request, next, head)
        }))
}

async fn cache(request: Request, next: Next, head: &'static str) -> Response {
    let is_head = request.uri().path().ends_with("/head.json");
    let mut response = next.run(request).await;
    // The same bytes as before are an answer too, for as long again.
    let is_there = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    let lifetime = match (is_there, is_head) {
        (true, true) => head,
        (true, false) => "public, max-age=31536000, immutable",
        _ => "no-store",
    };
    set(&mut response, header::CACHE_CONTROL, lifetime);
    response
}
