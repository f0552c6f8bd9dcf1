//! `/v1`: what the extension asks with an access token.

use super::{bearer, bearer_on, json};
use crate::{
    accounts,
    clicks::{self, Answer},
    error::Error,
    state::Portal,
    summary::{self, Election, Summary},
    trips::{self, Trips},
};
use axum::{
    Json,
    body::Bytes,
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
};
use serde::Deserialize;

const READ: &str = "balances:read";
const WRITE: &str = "clicks:write";

pub(super) async fn click(
    State(portal): State<Portal>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<Answer>), Error> {
    let (member, connection) = bearer_on(&portal, &headers, WRITE).await?;
    let click = json(&body)?;
    portal.doors.click(&member, portal.now_ms())?;
    let (answer, is_new) = clicks::record(&portal, connection, &member, &click).await?;
    portal.metrics.clicks.add(usize::from(is_new));
    let status = if is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((status, Json(answer)))
}

pub(super) async fn me(
    State(portal): State<Portal>,
    headers: HeaderMap,
) -> Result<Json<Summary>, Error> {
    let member = bearer(&portal, &headers, READ).await?;
    summary::of(&portal, &member).await.map(Json)
}

#[derive(Debug, Deserialize)]
pub(super) struct Page {
    after: Option<i64>,
}

pub(super) async fn earnings(
    State(portal): State<Portal>,
    Query(page): Query<Page>,
    headers: HeaderMap,
) -> Result<Json<Trips>, Error> {
    let member = bearer(&portal, &headers, READ).await?;
    trips::of(&portal, &member, page.after).await.map(Json)
}

pub(super) async fn election(
    State(portal): State<Portal>,
    headers: HeaderMap,
) -> Result<Json<Election>, Error> {
    let (member, mut connection) = bearer_on(&portal, &headers, READ).await?;
    let election = accounts::election(&mut connection, &member, portal.now_ms()).await?;
    Ok(Json(election.into()))
}

#[derive(Debug, Deserialize)]
struct Elected {
    unit: String,
}

pub(super) async fn elect(
    State(portal): State<Portal>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Election>, Error> {
    let member = bearer(&portal, &headers, WRITE).await?;
    let elected: Elected = json(&body)?;
    let election = accounts::elect(&portal, &member, &elected.unit).await?;
    Ok(Json(election.into()))
}
