//! Password, e-mail address, signed-in browsers and connected extensions.

use super::signed_in::{SignedIn, Submitted};
use crate::{
    accounts::{self, changes, sign_out},
    error::Error,
    pages::{self, PageError, account::security},
    refusal::{self, FormError, Refusal},
    session,
    state::Portal,
    tokens,
};
use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

const PATH: &str = "/account/security";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Done {
    done: String,
}

pub(super) async fn page(
    State(portal): State<Portal>,
    Query(done): Query<Done>,
    SignedIn { member, headers }: SignedIn,
) -> Result<Response, PageError> {
    show(
        &portal,
        &headers,
        &member,
        security::Outcome::named(&done.done),
    )
    .await
}

async fn show(
    portal: &Portal,
    headers: &HeaderMap,
    member: &str,
    outcome: security::Outcome<'_>,
) -> Result<Response, PageError> {
    let form = session::form_token(portal, headers)?;
    let page = security::page(&security::View {
        email: accounts::email(portal, member).await?,
        sessions: session::open_sessions(portal, headers, member).await?,
        links: tokens::open_links(portal, member).await?,
        zone: &portal.config.zone,
        outcome,
        form: &form.value,
    });
    Ok(pages::with_cookie(page.into_response(), form.cookie))
}

#[derive(Debug, Deserialize)]
pub(super) struct NewPassword {
    current: String,
    new: String,
}

pub(super) async fn password(
    State(portal): State<Portal>,
    Submitted {
        member,
        headers,
        fields,
    }: Submitted<NewPassword>,
) -> Result<Response, PageError> {
    let changed = changes::password(&portal, &member, fields.current, fields.new).await;
    match outcome(changed)? {
        Ok(cookie) => Ok(pages::with_cookie(done("password"), Some(cookie))),
        Err(refusal) => {
            let outcome = security::Outcome::PasswordRefused(refusal);
            refused(&portal, &headers, &member, outcome).await
        }
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct NewEmail {
    email: String,
    current: String,
}

pub(super) async fn email(
    State(portal): State<Portal>,
    Submitted {
        member,
        headers,
        fields,
    }: Submitted<NewEmail>,
) -> Result<Response, PageError> {
    let changed = changes::email(&portal, &member, fields.current, &fields.email).await;
    match outcome(changed)? {
        Ok(()) => Ok(done("email")),
        Err(refusal) => {
            let outcome = security::Outcome::EmailRefused(refusal, &fields.email);
            refused(&portal, &headers, &member, outcome).await
        }
    }
}

/// Too many wrong passwords are said beside the password, like a wrong one.
pub(super) fn outcome<T>(changed: Result<T, FormError>) -> Result<Result<T, Refusal>, Error> {
    match changed {
        Err(FormError::Failed(error @ Error::TooManyAttempts(_))) => Ok(Err(Refusal {
            field: "current",
            sentence: error.message(),
        })),
        changed => refusal::split(changed),
    }
}

async fn refused(
    portal: &Portal,
    headers: &HeaderMap,
    member: &str,
    outcome: security::Outcome<'_>,
) -> Result<Response, PageError> {
    let mut page = show(portal, headers, member, outcome).await?;
    *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(page)
}

fn done(what: &str) -> Response {
    Redirect::to(&format!("{PATH}?done={what}")).into_response()
}

/// A button without fields.
#[derive(Debug, Deserialize)]
pub(super) struct Pressed {}

pub(super) async fn end_session(
    State(portal): State<Portal>,
    Path(id): Path<String>,
    Submitted { member, .. }: Submitted<Pressed>,
) -> Result<Response, PageError> {
    session::end_own(&portal, &member, &id).await?;
    Ok(Redirect::to(PATH).into_response())
}

pub(super) async fn end_link(
    State(portal): State<Portal>,
    Path(link): Path<String>,
    Submitted { member, .. }: Submitted<Pressed>,
) -> Result<Response, PageError> {
    tokens::end_own_link(&portal, &member, &link).await?;
    Ok(Redirect::to(PATH).into_response())
}

/// Signs out here, in all other browsers and in all extensions.
pub(super) async fn end_everything(
    State(portal): State<Portal>,
    Submitted {
        member, headers, ..
    }: Submitted<Pressed>,
) -> Result<Response, PageError> {
    sign_out::everywhere(&portal, &member).await?;
    let cookie = session::end(&portal, &headers).await?;
    let goodbye = Redirect::to("/sign-in").into_response();
    Ok(pages::with_cookie(goodbye, Some(cookie)))
}
