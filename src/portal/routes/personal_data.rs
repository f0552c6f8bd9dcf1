//! A copy of everything that is stored about a member, and leaving for good: for browsers and for programs.

use super::{
    bearer, security,
    signed_in::{SignedIn, Submitted},
};
use crate::{
    accounts::{self, changes, erasure, export},
    authorization::{DELETE, EXPORT},
    error::Error,
    ledger::balances,
    pages::{self, PageError, account::data},
    refusal::Refusal,
    session,
    state::Portal,
};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use serde_json::Value;

pub(super) async fn page(
    State(portal): State<Portal>,
    SignedIn { member, headers }: SignedIn,
) -> Result<Response, PageError> {
    show(&portal, &headers, &member, None).await
}

async fn show(
    portal: &Portal,
    headers: &HeaderMap,
    member: &str,
    refusal: Option<Refusal>,
) -> Result<Response, PageError> {
    let form = session::form_token(portal, headers)?;
    let page = data::page(&data::View {
        email: accounts::email(portal, member).await?,
        balances: balances::of(portal, member).await?,
        refusal,
        form: &form.value,
    });
    Ok(pages::with_cookie(page.into_response(), form.cookie))
}

pub(super) async fn download(
    State(portal): State<Portal>,
    SignedIn { member, .. }: SignedIn,
) -> Result<Response, PageError> {
    let copy = export::of(&portal, &member).await?;
    let headers = [(
        header::CONTENT_DISPOSITION,
        "attachment; filename=\"pointback-account.json\"",
    )];
    Ok((headers, Json(copy)).into_response())
}

#[derive(Debug, Deserialize)]
pub(super) struct Leaving {
    current: String,
    #[serde(default)]
    understood: String,
}

pub(super) async fn leave(
    State(portal): State<Portal>,
    Submitted {
        member,
        headers,
        fields,
    }: Submitted<Leaving>,
) -> Result<Response, PageError> {
    let confirmed = if fields.understood == "yes" {
        security::outcome(changes::confirm(&portal, &member, fields.current).await)?
    } else {
        Err(Refusal {
            field: "understood",
            sentence: "Tick this first: deleting cannot be undone.",
        })
    };
    let confirmed = match confirmed {
        Ok(confirmed) => confirmed,
        Err(refusal) => {
            let mut page = show(&portal, &headers, &member, Some(refusal)).await?;
            *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            return Ok(page);
        }
    };
    erasure::erase(&portal, &member, Some(&confirmed)).await?;
    let cookie = session::end(&portal, &headers).await?;
    let goodbye = Redirect::to("/goodbye").into_response();
    Ok(pages::with_cookie(goodbye, Some(cookie)))
}

pub(super) async fn goodbye() -> impl IntoResponse {
    pages::message(
        "Your account is deleted",
        "Nothing that tells who you are is left here. The extension keeps its own settings until you remove it.",
    )
}

/// `GET /v1/me/export`
pub(super) async fn export(
    State(portal): State<Portal>,
    headers: HeaderMap,
) -> Result<Json<Value>, Error> {
    let member = bearer(&portal, &headers, EXPORT).await?;
    export::of(&portal, &member).await.map(Json)
}

/// `DELETE /v1/me`
pub(super) async fn delete(
    State(portal): State<Portal>,
    headers: HeaderMap,
) -> Result<StatusCode, Error> {
    let member = bearer(&portal, &headers, DELETE).await?;
    erasure::erase(&portal, &member, None).await?;
    Ok(StatusCode::NO_CONTENT)
}
