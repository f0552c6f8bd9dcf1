//! `/oauth/authorize`: a member says whether the extension may act for them.

use crate::{
    accounts,
    authorization::{self, Asked, Refusal},
    pages::{self, PageError, consent},
    session,
    state::Portal,
};
use axum::{
    Form,
    extract::{Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

pub(super) async fn ask(
    State(portal): State<Portal>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let request = match authorization::check(&portal.config.redirects, &portal.config.base, &asked)
    {
        Ok(request) => request,
        Err(refusal) => return Ok(refused(refusal)),
    };
    let member = session::member(&portal, &headers).await?;
    let Some(member) = member.filter(|_| asked.prompt != "login") else {
        return Ok(super::sign_in::first_sign_in(&asked.path()));
    };
    let email = accounts::email(&portal, &member).await?;
    let form = session::form_token(&portal, &headers)?;
    let at = portal.config.base.host_str().unwrap_or_default();
    let page = consent::page(&asked, &email, at, &form.value);
    Ok(pages::with_cookie(
        (pages::may_submit_to(&request.redirect), page).into_response(),
        form.cookie,
    ))
}

#[derive(Debug, Deserialize)]
pub(super) struct Decision {
    #[serde(flatten)]
    asked: Asked,
    form: String,
    decision: String,
}

pub(super) async fn decide(
    State(portal): State<Portal>,
    headers: HeaderMap,
    Form(decision): Form<Decision>,
) -> Result<Response, PageError> {
    session::check_form(&portal, &headers, &decision.form)?;
    let request = match authorization::check(
        &portal.config.redirects,
        &portal.config.base,
        &decision.asked,
    ) {
        Ok(request) => request,
        Err(refusal) => return Ok(refused(refusal)),
    };
    let Some(member) = session::member(&portal, &headers).await? else {
        return Ok(super::sign_in::first_sign_in(&decision.asked.path()));
    };
    let address = if decision.decision == "allow" {
        authorization::issue(&portal, &request, &member, &headers).await?
    } else {
        authorization::denied_address(&portal.config.base, &decision.asked)
    };
    Ok(sent_to(address))
}

#[derive(Debug, Deserialize)]
pub(super) struct Answer {
    error: Option<String>,
}

/// Where browsers without a window for signing in come back to. The extension reads the rest of the address.
/// What the page loads is not told its address.
pub(super) async fn returned(Query(answer): Query<Answer>) -> impl IntoResponse {
    let page = consent::decided(answer.error.is_none());
    ([(header::REFERRER_POLICY, "no-referrer")], page)
}

fn refused(refusal: Refusal) -> Response {
    match refusal {
        Refusal::Show(sentence) => (
            StatusCode::BAD_REQUEST,
            pages::message("Cannot sign in", sentence),
        )
            .into_response(),
        Refusal::Tell(address) => sent_to(address),
    }
}

fn sent_to(address: String) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response()
}
