//! `GET /go/{token}`: the click-out itself. The token names a click, and the click knows where it leads; nothing in the
//! request can change that.

use super::set;
use crate::{
    click_token::{self, Opened},
    clicks::{self, Click},
    db,
    error::Error,
    pages::{self, PageError},
    state::Portal,
    uuid,
};
use axum::{
    extract::{Path, State},
    http::{HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
};
use pointback_core::retailer::RetailerId;

pub(super) async fn go(
    State(portal): State<Portal>,
    Path(token): Path<String>,
) -> Result<Response, PageError> {
    let mut response = match click_token::open(&portal.config.click_key, &token, portal.now_s()) {
        Opened::Fresh(id) => {
            let mut connection = portal.at_hand.take(&portal.pool).await?;
            let click = click(&mut connection, id).await?;
            if clicks::note_use(&mut connection, &click, portal.now_ms()).await? {
                portal.metrics.click_outs.add(1);
            }
            portal.at_hand.keep(connection);
            (StatusCode::SEE_OTHER, [(header::LOCATION, click.link)]).into_response()
        }
        Opened::Expired(id) => {
            let mut connection = portal.pool.acquire().await?;
            let click = click(&mut connection, id).await?;
            let name = retailer_name(&portal, &click);
            (StatusCode::GONE, pages::expired_click(name.as_deref())).into_response()
        }
        Opened::Forged => return Err(Error::NotFound.into()),
    };
    set(&mut response, header::CACHE_CONTROL, "no-store");
    set(&mut response, header::REFERRER_POLICY, "origin");
    set(
        &mut response,
        HeaderName::from_static("x-robots-tag"),
        "noindex",
    );
    Ok(response)
}

async fn click(connection: &mut db::Connection, id: [u8; 16]) -> Result<Click, Error> {
    clicks::by_id(connection, &uuid::text(id))
        .await?
        .ok_or(Error::NotFound)
}

fn retailer_name(portal: &Portal, click: &Click) -> Option<String> {
    let id = RetailerId(u32::try_from(click.retailer).ok()?);
    Some(portal.published().ok()?.list.get(id)?.name.clone())
}
