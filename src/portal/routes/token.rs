//! `/oauth/token` and `/oauth/revoke` (RFC 6749, 7009). Errors have the form those ask for, beside our own.

use crate::{
    authorization,
    config::CLIENT_ID,
    error::Error,
    state::Portal,
    tokens::{self, Issued, Refused},
};
use axum::{
    Form, Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Exchange {
    grant_type: String,
    client_id: String,
    code: String,
    redirect_uri: String,
    code_verifier: String,
    refresh_token: String,
}

pub(super) async fn token(State(portal): State<Portal>, Form(asked): Form<Exchange>) -> Response {
    if asked.client_id != CLIENT_ID {
        return refusal(StatusCode::UNAUTHORIZED, "invalid_client");
    }
    let issued = match asked.grant_type.as_str() {
        "authorization_code" => {
            authorization::exchange(
                &portal,
                &asked.code,
                &asked.client_id,
                &asked.redirect_uri,
                &asked.code_verifier,
            )
            .await
        }
        "refresh_token" => tokens::refresh(&portal, &asked.refresh_token).await,
        _ => return refusal(StatusCode::BAD_REQUEST, "unsupported_grant_type"),
    };
    answer(issued)
}

fn answer(issued: Result<Issued, Refused>) -> Response {
    match issued {
        Ok(issued) => Json(issued).into_response(),
        Err(Refused::Grant) => refusal(StatusCode::BAD_REQUEST, "invalid_grant"),
        Err(Refused::Failed(error)) => error.into_response(),
    }
}

fn refusal(status: StatusCode, error: &'static str) -> Response {
    let (code, message) = match error {
        "invalid_grant" => (
            "auth.invalidGrant",
            "This sign-in is no longer valid. Sign in again.",
        ),
        "invalid_client" => (
            "auth.invalidClient",
            "This portal does not know that program.",
        ),
        _ => (
            "auth.unsupportedGrant",
            "This kind of sign-in is not offered.",
        ),
    };
    let body =
        json!({ "error": error, "error_description": message, "code": code, "message": message });
    (status, Json(body)).into_response()
}

#[derive(Debug, Deserialize)]
pub(super) struct Revocation {
    token: String,
}

pub(super) async fn revoke(
    State(portal): State<Portal>,
    Form(asked): Form<Revocation>,
) -> Result<StatusCode, Error> {
    tokens::revoke(&portal, &asked.token).await?;
    Ok(StatusCode::OK)
}
