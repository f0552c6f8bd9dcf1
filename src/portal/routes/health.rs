//! For whoever watches over the service: is it alive, can it work, and what has it done?

use crate::{error::Error, metrics, readiness, state::Portal};
use axum::{
    Json, Router,
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
    routing::get,
};
use serde_json::{Value, json};

/// `GET /healthz`: the process answers. Says nothing about the database: starting it again would not bring that back.
pub(super) async fn health() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: requests may be sent here.
pub(super) async fn ready(State(portal): State<Portal>) -> (StatusCode, Json<Value>) {
    let checks = readiness::checks(&portal).await;
    let is_ready = checks.iter().all(readiness::Check::holds);
    let status = if is_ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, Json(json!({ "ready": is_ready, "checks": checks })))
}

/// `GET /metrics`, on a port of its own: the operator's server in front must not hand it to everyone by accident.
pub(crate) fn metrics_router(portal: &Portal) -> Router {
    Router::new()
        .route("/metrics", get(metrics))
        .with_state(portal.clone())
}

async fn metrics(State(portal): State<Portal>) -> Result<impl IntoResponse, Error> {
    let text = metrics::text(&portal).await?;
    Ok(([(header::CONTENT_TYPE, metrics::KIND)], text))
}
