//! The device grant's two sides: what the device asks, and the page where the member enters its code.

use super::token::Refusal;
use crate::{
    accounts,
    device::{self, Offer},
    error::Error,
    pages::{self, PageError, device as page},
    session,
    state::Portal,
};
use axum::{
    Form, Json,
    extract::{State, rejection::FormRejection},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

pub(super) const PATH: &str = "/oauth/device";

#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    client_id: String,
    #[serde(default)]
    scope: String,
}

pub(super) async fn begin(
    State(portal): State<Portal>,
    headers: HeaderMap,
    asked: Result<Form<Asked>, FormRejection>,
) -> Result<Json<Offer>, Refusal> {
    portal.doors.token.pass(&portal, &headers)?;
    let Form(asked) = asked?;
    Refusal::unless_known(&asked.client_id)?;
    let offer = device::begin(&portal, &asked.scope).await?;
    offer.map(Json).ok_or(Refusal::SCOPE)
}

pub(super) async fn page(
    State(portal): State<Portal>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    if session::member(&portal, &headers).await?.is_none() {
        return Ok(super::sign_in::first_sign_in(PATH));
    }
    enter(&portal, &headers, None)
}

#[derive(Debug, Deserialize)]
pub(super) struct Entered {
    form: String,
    code: String,
    /// Missing until the member has seen what the code is for.
    decision: Option<String>,
}

pub(super) async fn enter_or_decide(
    State(portal): State<Portal>,
    headers: HeaderMap,
    Form(entered): Form<Entered>,
) -> Result<Response, PageError> {
    session::check_form(&portal, &headers, &entered.form)?;
    let Some(member) = session::member(&portal, &headers).await? else {
        return Ok(super::sign_in::first_sign_in(PATH));
    };
    let entries = &portal.doors.device_code;
    entries
        .take(&member, portal.now_ms())
        .map_err(Error::TooMany)?;
    let Some(decision) = entered.decision else {
        if !device::is_waiting(&portal, &entered.code).await? {
            return enter(&portal, &headers, Some(page::UNKNOWN));
        }
        let email = accounts::email(&portal, &member).await?;
        let page = page::confirm(&entered.code, &email, &entered.form);
        return Ok(page.into_response());
    };
    let is_allowed = decision == "allow";
    if !device::decide(&portal, &entered.code, &member, &headers, is_allowed).await? {
        return enter(&portal, &headers, Some(page::UNKNOWN));
    }
    Ok(page::decided(is_allowed).into_response())
}

fn enter(
    portal: &Portal,
    headers: &HeaderMap,
    refusal: Option<&str>,
) -> Result<Response, PageError> {
    let token = session::form_token(portal, headers)?;
    let status = match refusal {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let page = (status, page::enter(&token.value, refusal)).into_response();
    Ok(pages::with_cookie(page, token.cookie))
}
