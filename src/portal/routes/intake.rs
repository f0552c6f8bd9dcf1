//! `POST /in/{network}/{secret}`: a network says that it has news.

use crate::{error::Error, intake, networks, state::Portal};
use axum::{
    body::Bytes,
    extract::{Path, State},
    http::StatusCode,
};

pub(super) async fn receive(
    State(portal): State<Portal>,
    Path((network, secret)): Path<(String, String)>,
    body: Bytes,
) -> Result<StatusCode, Error> {
    // A secret outlives the network it was made for.
    let is_expected = intake::fits(&portal.config, &network, &secret)
        && networks::is_known(&portal, &network).await?;
    if !is_expected {
        return Err(Error::NotFound);
    }
    intake::accept(&portal, &network, &body).await?;
    Ok(StatusCode::NO_CONTENT)
}
