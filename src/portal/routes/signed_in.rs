//! Who asks: a handler that takes one of these cannot forget to look at the session, or at the form's token.

use super::sign_in::first_sign_in;
use crate::{error::Error, pages::PageError, session, state::Portal};
use axum::{
    Form, RequestExt,
    body::{Body, Bytes},
    extract::{FromRequest, FromRequestParts, Request},
    http::{HeaderMap, request::Parts},
    response::{IntoResponse, Response},
};
use serde::de::DeserializeOwned;

const UNREADABLE: &str = "This form is not complete. Go back, reload the page and try again.";
const TOO_LONG: &str = "This form is too long. Shorten it and try again.";
const ACCOUNT: &str = "/account";

/// A page that only members see; anyone else is sent to the sign-in and comes back afterwards.
pub(super) struct SignedIn {
    pub(super) member: String,
    pub(super) headers: HeaderMap,
}

impl FromRequestParts<Portal> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, portal: &Portal) -> Result<Self, Response> {
        let found = session::member(portal, &parts.headers).await;
        let member = found.map_err(|error| PageError::from(error).into_response())?;
        let path = parts.uri.path_and_query().map_or(ACCOUNT, |p| p.as_str());
        Ok(Self {
            member: member.ok_or_else(|| first_sign_in(path))?,
            headers: parts.headers.clone(),
        })
    }
}

/// A form of ours, sent by a member from this very browser.
pub(super) struct Submitted<T> {
    pub(super) member: String,
    pub(super) headers: HeaderMap,
    pub(super) fields: T,
}

impl<T: DeserializeOwned> FromRequest<Portal> for Submitted<T> {
    type Rejection = Response;

    async fn from_request(request: Request, portal: &Portal) -> Result<Self, Response> {
        let refused = |error: Error| PageError::from(error).into_response();
        let (parts, body) = request.with_limited_body().into_parts();
        let body = Bytes::from_request(Request::from_parts(parts.clone(), body), portal)
            .await
            .map_err(|_| refused(Error::Malformed(TOO_LONG)))?;
        let token = url::form_urlencoded::parse(&body)
            .find_map(|(key, value)| (key == "form").then_some(value))
            .unwrap_or_default();
        session::check_form(portal, &parts.headers, &token).map_err(refused)?;
        let headers = parts.headers.clone();
        let member = session::member(portal, &headers).await.map_err(refused)?;
        let member = member.ok_or_else(|| first_sign_in(ACCOUNT))?;
        let again = Request::from_parts(parts, Body::from(body));
        let Form(fields) = Form::from_request(again, portal)
            .await
            .map_err(|_| refused(Error::Malformed(UNREADABLE)))?;
        Ok(Self {
            member,
            headers,
            fields,
        })
    }
}
