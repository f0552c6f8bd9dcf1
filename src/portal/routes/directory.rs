//! The store directory, the style sheet, and the page for addresses that do not exist.

use crate::{
    error::Error,
    pages::{ICON, PageError, STYLE, directory},
    session,
    state::Portal,
};
use axum::{
    extract::{Query, State},
    http::{HeaderMap, header},
    response::IntoResponse,
};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Search {
    q: String,
    page: usize,
}

pub(super) async fn directory(
    State(portal): State<Portal>,
    Query(search): Query<Search>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, PageError> {
    let is_signed_in = session::member(&portal, &headers).await?.is_some();
    let published = portal.published()?;
    let view = directory::View {
        portal_name: &published.root.name,
        retailers: published.list.retailers(),
        now_s: portal.now_s(),
        query: search.q.trim(),
        page: search.page,
        base: &portal.config.base,
        is_signed_in,
    };
    Ok(directory::page(&view))
}

pub(super) async fn style() -> impl IntoResponse {
    still("text/css; charset=utf-8", STYLE)
}

pub(super) async fn icon() -> impl IntoResponse {
    still("image/svg+xml", ICON)
}

fn still(kind: &'static str, content: &'static str) -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "public, max-age=3600"),
    ];
    (headers, content)
}

pub(super) async fn missing() -> PageError {
    Error::NotFound.into()
}
