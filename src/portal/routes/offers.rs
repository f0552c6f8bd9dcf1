//! Linked cards and the offers that work with them.

use super::{
    security::Pressed,
    signed_in::{SignedIn, Submitted},
};
use crate::{
    card_linked::{added, card, offer},
    other_earnings,
    pages::{self, PageError, account::offers},
    session,
    state::Portal,
};
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

pub(super) const PATH: &str = "/account/offers";

pub(super) async fn page(
    State(portal): State<Portal>,
    SignedIn { member, headers }: SignedIn,
) -> Result<Response, PageError> {
    let form = session::form_token(&portal, &headers)?;
    let offers = offer::open(&portal).await?;
    let standings = added::standings(&portal, &member, &offers).await?;
    let mut connection = portal.pool.acquire().await?;
    let cards = card::all(&mut connection, &member).await?;
    drop(connection);
    let page = offers::page(&offers::View {
        cards,
        offers,
        standings,
        earnings: other_earnings::of(&portal, &member).await?,
        zone: &portal.config.zone,
        form: &form.value,
    });
    Ok(pages::with_cookie(page.into_response(), form.cookie))
}

#[derive(Debug, Deserialize)]
pub(super) struct NewCard {
    label: String,
}

pub(super) async fn link_card(
    State(portal): State<Portal>,
    Submitted { member, fields, .. }: Submitted<NewCard>,
) -> Result<Response, PageError> {
    card::link(&portal, &member, &fields.label).await?;
    Ok(Redirect::to(PATH).into_response())
}

pub(super) async fn end_card(
    State(portal): State<Portal>,
    Path(card): Path<String>,
    Submitted { member, .. }: Submitted<Pressed>,
) -> Result<Response, PageError> {
    card::end(&portal, &member, &card).await?;
    Ok(Redirect::to(PATH).into_response())
}

pub(super) async fn add(
    State(portal): State<Portal>,
    Path(offer): Path<String>,
    Submitted { member, .. }: Submitted<Pressed>,
) -> Result<Response, PageError> {
    added::add(&portal, &member, &offer).await?;
    Ok(Redirect::to(PATH).into_response())
}
