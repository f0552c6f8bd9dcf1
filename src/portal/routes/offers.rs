//! Linked cards and the offers that work with them.

use crate::{
    card_linked::{added, card, offer},
    error::Error,
    other_earnings,
    pages::{self, PageError, offers},
    session,
    state::Portal,
};
use axum::{
    Form,
    extract::{Path, State},
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

pub(super) const PATH: &str = "/account/offers";

pub(super) async fn page(
    State(portal): State<Portal>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let Some(member) = session::member(&portal, &headers).await? else {
        return Ok(super::sign_in::first_sign_in(PATH));
    };
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
    form: String,
}

pub(super) async fn link_card(
    State(portal): State<Portal>,
    headers: HeaderMap,
    Form(new): Form<NewCard>,
) -> Result<Response, PageError> {
    let Some(member) = submitted(&portal, &headers, &new.form).await? else {
        return Ok(super::sign_in::first_sign_in(PATH));
    };
    card::link(&portal, &member, &new.label).await?;
    Ok(Redirect::to(PATH).into_response())
}

#[derive(Debug, Deserialize)]
pub(super) struct Pressed {
    form: String,
}

pub(super) async fn end_card(
    State(portal): State<Portal>,
    Path(card): Path<String>,
    headers: HeaderMap,
    Form(pressed): Form<Pressed>,
) -> Result<Response, PageError> {
    let Some(member) = submitted(&portal, &headers, &pressed.form).await? else {
        return Ok(super::sign_in::first_sign_in(PATH));
    };
    card::end(&portal, &member, &card).await?;
    Ok(Redirect::to(PATH).into_response())
}

pub(super) async fn add(
    State(portal): State<Portal>,
    Path(offer): Path<String>,
    headers: HeaderMap,
    Form(pressed): Form<Pressed>,
) -> Result<Response, PageError> {
    let Some(member) = submitted(&portal, &headers, &pressed.form).await? else {
        return Ok(super::sign_in::first_sign_in(PATH));
    };
    added::add(&portal, &member, &offer).await?;
    Ok(Redirect::to(PATH).into_response())
}

/// The member who sent a form of ours; none when the sign-in has run out.
async fn submitted(
    portal: &Portal,
    headers: &HeaderMap,
    form: &str,
) -> Result<Option<String>, Error> {
    session::check_form(portal, headers, form)?;
    session::member(portal, headers).await
}
