//! Inviting and being invited: the page with the link, and the address that the link leads to.

use super::signed_in::SignedIn;
use crate::{
    bonuses::{
        campaign::{self, Kind},
        enrolment::{self, Arrival, Enrolment, Progress},
        invite,
    },
    db,
    error::Error,
    other_earnings,
    pages::{self, PageError, account::referral},
    session,
    state::Portal,
};
use axum::{
    extract::{Path, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response},
};

pub(super) const PATH: &str = "/account/referral";
const COOKIE: &str = "invite";
/// An invitation is remembered this long, in seconds, for those who look around first.
const REMEMBERED_S: i64 = 30 * 24 * 60 * 60;

pub(super) async fn page(
    State(portal): State<Portal>,
    SignedIn { member, .. }: SignedIn,
) -> Result<Response, PageError> {
    let code = invite::code(&portal, &member).await?;
    let earnings = other_earnings::of(&portal, &member).await?;
    let now = portal.now_ms();
    let mut connection = portal.pool.acquire().await?;
    let own = enrolment::of(&mut connection, &member).await?;
    let invited = enrolment::invited_by(&mut connection, &member).await?;
    let view = referral::View {
        link: invite::link(&portal, &code),
        campaign: campaign::in_force(&mut connection, Kind::Referral, now).await?,
        own: with_progress(&mut connection, own, now).await?.pop(),
        invited: with_progress(&mut connection, invited, now).await?,
        earnings,
        zone: &portal.config.zone,
    };
    Ok(referral::page(&view).into_response())
}

async fn with_progress(
    connection: &mut db::Connection,
    enrolments: impl IntoIterator<Item = Enrolment>,
    now: i64,
) -> Result<Vec<(Enrolment, Progress)>, Error> {
    let mut with = Vec::new();
    for enrolment in enrolments {
        let progress = enrolment::progress(connection, &enrolment, now).await?;
        with.push((enrolment, progress));
    }
    Ok(with)
}

/// Remembers who invited and leads to the sign-up. Says nothing about whether the code is known.
pub(super) async fn join(
    State(portal): State<Portal>,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    if session::member(&portal, &headers).await?.is_some() {
        let sentence = "Invitations are for people who are not members yet. You are signed in, so you are one.";
        return Ok(pages::message("You are a member already", sentence).into_response());
    }
    if !invite::is_code(&code) {
        return Err(Error::NotFound.into());
    }
    let cookie = session::set_cookie(&portal, COOKIE, &code, REMEMBERED_S)?;
    let to = Redirect::to("/sign-up").into_response();
    Ok(pages::with_cookie(to, Some(cookie)))
}

/// How whoever signs up in this browser came here.
pub(super) async fn arrival(portal: &Portal, headers: &HeaderMap) -> Result<Arrival, Error> {
    let code = session::cookie(portal, headers, COOKIE).filter(|code| invite::is_code(code));
    Ok(Arrival {
        code: code.map(str::to_owned),
        signed_in: session::member(portal, headers).await?,
    })
}

/// Forgets the invitation once it was used.
pub(super) fn forget(
    portal: &Portal,
    headers: &HeaderMap,
    mut response: Response,
) -> Result<Response, Error> {
    if session::cookie(portal, headers, COOKIE).is_none() {
        return Ok(response);
    }
    let cookie = session::set_cookie(portal, COOKIE, "", 0)?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}
