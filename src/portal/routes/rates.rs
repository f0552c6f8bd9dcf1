//! `/rates/v1`: the published tree, as any static host would serve it.

use super::set;
use crate::state::Portal;
use axum::{
    Router,
    extract::Request,
    http::{StatusCode, header},
    middleware,
    middleware::Next,
    response::{IntoResponse, Response},
};
use tower_http::services::ServeDir;

/// No path of the tree is longer, and no file system takes longer names.
const MAX_PATH: usize = 255;

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
    let path = request.uri().path();
    let is_head = path.ends_with("/head.json");
    let mut response = if is_plain(path) {
        next.run(request).await
    } else {
        StatusCode::NOT_FOUND.into_response()
    };
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

/// Could this be a path of the tree? What could not never reaches the disk, whose own words about it would be errors.
fn is_plain(path: &str) -> bool {
    let is_of_a_name = |b: u8| b.is_ascii_alphanumeric() || b"/.-_".contains(&b);
    path.len() <= MAX_PATH && path.bytes().all(is_of_a_name)
}
