//! `POST /in/{network}/{secret}`: a network says that it has news.

use crate::{error::Error, intake, state::Portal};
use axum::{
    extract::{Path, State},
    http::StatusCode,
};

pub(super) async fn receive(
    State(portal): State<Portal>,
    Path((network, secret)): Path<(String, String)>,
    body: String,
) -> Result<StatusCode, Error> {
    if !intake::fits(&portal.config, &network, &secret) {
        return Err(Error::NotFound);
    }
    intake::accept(&portal, &network, &body).await?;
    Ok(StatusCode::NO_CONTENT)
}
