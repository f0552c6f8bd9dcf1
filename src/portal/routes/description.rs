//! `GET /openapi.json`: every address that programs use, described in one file. Tests compare it with the routes and with
//! what the service answers.

use axum::{
    http::{HeaderName, header},
    response::IntoResponse,
};

const DESCRIPTION: &str = include_str!("../openapi.json");
const KIND: (HeaderName, &str) = (header::CONTENT_TYPE, "application/json");

pub(super) async fn openapi() -> impl IntoResponse {
    ([KIND], DESCRIPTION)
}
