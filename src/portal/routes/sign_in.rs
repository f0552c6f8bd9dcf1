//! Sign-up, sign-in and sign-out on the portal's own pages.

use crate::{
    accounts,
    error::Error,
    pages::{self, PageError, credentials},
    refusal::{self, Refusal},
    session,
    state::Portal,
};
use axum::{
    Form,
    extract::{Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

/// Where to go after the sign-in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Next {
    next: String,
}

/// A missing field is an empty one: then the form's token or the field itself is refused in plain words.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Credentials {
    email: String,
    password: String,
    form: String,
    next: String,
}

/// Sends a browser to the sign-in page and afterwards to `path`.
pub(super) fn first_sign_in(path: &str) -> Response {
    let next: String = url::form_urlencoded::byte_serialize(path.as_bytes()).collect();
    Redirect::to(&format!("/sign-in?next={next}")).into_response()
}

pub(super) async fn sign_in_page(
    State(portal): State<Portal>,
    Query(next): Query<Next>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    form_page(&portal, &headers, credentials::Form::sign_in(&next.next))
}

pub(super) async fn sign_up_page(
    State(portal): State<Portal>,
    Query(next): Query<Next>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    form_page(&portal, &headers, credentials::Form::sign_up(&next.next))
}

pub(super) async fn sign_in(
    State(portal): State<Portal>,
    headers: HeaderMap,
    Form(given): Form<Credentials>,
) -> Result<Response, PageError> {
    session::check_form(&portal, &headers, &given.form)?;
    portal.doors.sign_ins.pass(&portal, &headers)?;
    let form = credentials::Form::sign_in(&given.next).with_email(&given.email);
    match accounts::sign_in(&portal, &given.email, given.password).await {
        Ok(Some(cookie)) => Ok(signed_in(cookie, &given.next)),
        Ok(None) => {
            // Which of the two is not said: it would tell who has an account.
            let wrong = "The e-mail address or the password is not right.";
            refused_form(&portal, &headers, form.refused(beside_password(wrong)))
        }
        Err(error @ Error::TooManyAttempts(_)) => {
            let form = form.refused(beside_password(error.message()));
            let page = refused_form(&portal, &headers, form)?;
            Ok((error.status(), error.headers(), page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn sign_up(
    State(portal): State<Portal>,
    headers: HeaderMap,
    Form(given): Form<Credentials>,
) -> Result<Response, PageError> {
    session::check_form(&portal, &headers, &given.form)?;
    portal.doors.sign_up.pass(&portal, &headers)?;
    let arrival = super::referral::arrival(&portal, &headers).await?;
    let signed_up = accounts::sign_up(&portal, &given.email, given.password, &arrival).await;
    match refusal::split(signed_up)? {
        Ok(member) => {
            let response = signed_in(session::start(&portal, &member).await?, &given.next);
            Ok(super::referral::forget(&portal, &headers, response)?)
        }
        Err(refusal) => {
            let form = credentials::Form::sign_up(&given.next).with_email(&given.email);
            refused_form(&portal, &headers, form.refused(refusal))
        }
    }
}

const fn beside_password(sentence: &'static str) -> Refusal {
    Refusal {
        field: "password",
        sentence,
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SignOut {
    form: String,
    next: String,
}

pub(super) async fn sign_out(
    State(portal): State<Portal>,
    headers: HeaderMap,
    Form(given): Form<SignOut>,
) -> Result<Response, PageError> {
    session::check_form(&portal, &headers, &given.form)?;
    let cookie = session::end(&portal, &headers).await?;
    let to = if given.next.is_empty() {
        "/"
    } else {
        own_path(&given.next)
    };
    Ok(pages::with_cookie(
        Redirect::to(to).into_response(),
        Some(cookie),
    ))
}

fn signed_in(cookie: HeaderValue, next: &str) -> Response {
    let redirect = (StatusCode::SEE_OTHER, [(header::LOCATION, own_path(next))]);
    pages::with_cookie(redirect.into_response(), Some(cookie))
}

fn form_page(
    portal: &Portal,
    headers: &HeaderMap,
    form: credentials::Form<'_>,
) -> Result<Response, PageError> {
    let token = session::form_token(portal, headers)?;
    let page = form.page(&token.value).into_response();
    Ok(pages::with_cookie(page, token.cookie))
}

fn refused_form(
    portal: &Portal,
    headers: &HeaderMap,
    form: credentials::Form<'_>,
) -> Result<Response, PageError> {
    let mut page = form_page(portal, headers, form)?;
    *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(page)
}

/// Only pages of ours that a sign-in is needed for; anything else, and above all another host, becomes the account page.
fn own_path(next: &str) -> &str {
    let is_ours = next.starts_with("/oauth/authorize?")
        || [super::device::PATH, "/account"].contains(&next)
        || next.starts_with("/account/");
    let is_plain = next.bytes().all(|b| b.is_ascii_graphic());
    if is_ours && is_plain {
        next
    } else {
        "/account"
    }
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn a_sign_in_never_leads_elsewhere() {
        for good in ["/oauth/authorize?a=b", "/account/claims?trip=1"] {
            assert_eq!(own_path(good), good);
        }
        for bad in [
            "",
            "//evil.example/",
            "https://evil.example/",
            "/\\evil.example",
            "/account\r\nx: y",
        ] {
            assert_eq!(own_path(bad), "/account", "{bad}");
        }
    }
}
