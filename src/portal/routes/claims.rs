//! Claims: a member's list and form, and the same for the extension.

use super::{
    bearer,
    security::Pressed,
    signed_in::{SignedIn, Submitted},
};
use crate::{
    claims::{self, packet::Packet},
    error::Error,
    pages::{self, PageError, account::claims as page},
    refusal::{self, FormError, Refusal},
    session,
    state::Portal,
    trip_log,
};
use axum::{
    Json,
    body::Bytes,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

const PATH: &str = "/account/claims";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct About {
    trip: String,
}

pub(super) async fn list(
    State(portal): State<Portal>,
    Query(about): Query<About>,
    SignedIn { member, headers }: SignedIn,
) -> Result<Response, PageError> {
    let typed = page::Typed {
        click: about.trip,
        ..page::Typed::default()
    };
    show(&portal, &headers, &member, &typed, None).await
}

pub(super) async fn file(
    State(portal): State<Portal>,
    Submitted {
        member,
        headers,
        fields: typed,
    }: Submitted<page::Typed>,
) -> Result<Response, PageError> {
    let packet = if typed.packet.trim().is_empty() {
        Packet::of_form(&typed.click, &typed.order, &typed.amount, &typed.note)
    } else {
        Packet::read(&typed.packet)
    };
    let filed = match packet {
        Ok(packet) => claims::file(&portal, &member, &packet).await,
        Err(error) => Err(error),
    };
    match refusal::split(filed)? {
        Ok(_) => Ok(Redirect::to(PATH).into_response()),
        Err(refusal) => {
            let mut page = show(&portal, &headers, &member, &typed, Some(refusal)).await?;
            *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(page)
        }
    }
}

async fn show(
    portal: &Portal,
    headers: &HeaderMap,
    member: &str,
    typed: &page::Typed,
    refusal: Option<Refusal>,
) -> Result<Response, PageError> {
    let mut trips = trip_log::page(portal, member, None).await?.trips;
    // A link from an older trip's row must find that trip in the choice.
    if !typed.click.is_empty() && trips.iter().all(|trip| trip.click != typed.click) {
        trips.extend(trip_log::of_click(portal, member, &typed.click).await?);
    }
    trips.dedup_by(|a, b| a.click == b.click);
    let form = session::form_token(portal, headers)?;
    let page = page::page(&page::View {
        claims: claims::of_member(portal, member).await?,
        trips,
        typed,
        refusal,
        zone: &portal.config.zone,
        form: &form.value,
    });
    Ok(pages::with_cookie(page.into_response(), form.cookie))
}

pub(super) async fn close(
    State(portal): State<Portal>,
    Path(id): Path<String>,
    Submitted { member, .. }: Submitted<Pressed>,
) -> Result<Response, PageError> {
    claims::close_own(&portal, &member, &id).await?;
    Ok(Redirect::to(PATH).into_response())
}

/// `POST /v1/claims`: the extension sends its packet. Sent again, it is the same claim.
pub(super) async fn receive(
    State(portal): State<Portal>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Error> {
    let member = bearer(&portal, &headers, "clicks:write").await?;
    let filed = match std::str::from_utf8(&body).map(Packet::read) {
        Ok(Ok(packet)) => claims::file(&portal, &member, &packet).await,
        Ok(Err(error)) => Err(error),
        Err(_) => Err(FormError::refused(
            "packet",
            "The packet is not UTF-8 text.",
        )),
    };
    let id = refusal::split(filed)?.map_err(|refusal| Error::Malformed(refusal.sentence))?;
    Ok((StatusCode::CREATED, Json(json!({ "id": id }))))
}
