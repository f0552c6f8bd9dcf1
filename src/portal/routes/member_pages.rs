//! The account page and its buttons.

use crate::{
    accounts,
    pages::{self, PageError, account},
    session,
    state::Portal,
    summary, tokens, trips,
};
use axum::{
    Form,
    extract::{Path, State},
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

const PATH: &str = "/account";

pub(super) async fn account(
    State(portal): State<Portal>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let Some(member) = session::member(&portal, &headers).await? else {
        return Ok(super::sign_in::first_sign_in(PATH));
    };
    let form = session::form_token(&portal, &headers)?;
    let page = account::page(&account::View {
        email: accounts::email(&portal, &member).await?,
        summary: summary::of(&portal, &member).await?,
        trips: trips::of(&portal, &member, None).await?.earnings,
        links: tokens::open_links(&portal, &member).await?,
        units: &portal.published()?.head.head.units,
        zone: &portal.config.zone,
        form: &form.value,
    });
    Ok(pages::with_cookie(page.into_response(), form.cookie))
}

#[derive(Debug, Deserialize)]
pub(super) struct Elected {
    unit: String,
    form: String,
}

pub(super) async fn elect(
    State(portal): State<Portal>,
    headers: HeaderMap,
    Form(elected): Form<Elected>,
) -> Result<Response, PageError> {
    session::check_form(&portal, &headers, &elected.form)?;
    let Some(member) = session::member(&portal, &headers).await? else {
        return Ok(super::sign_in::first_sign_in(PATH));
    };
    accounts::elect(&portal, &member, &elected.unit).await?;
    Ok(Redirect::to(PATH).into_response())
}

#[derive(Debug, Deserialize)]
pub(super) struct Ending {
    form: String,
}

pub(super) async fn end_link(
    State(portal): State<Portal>,
    Path(link): Path<String>,
    headers: HeaderMap,
    Form(ending): Form<Ending>,
) -> Result<Response, PageError> {
    session::check_form(&portal, &headers, &ending.form)?;
    let Some(member) = session::member(&portal, &headers).await? else {
        return Ok(super::sign_in::first_sign_in(PATH));
    };
    tokens::end_own_link(&portal, &member, &link).await?;
    Ok(Redirect::to(PATH).into_response())
}
