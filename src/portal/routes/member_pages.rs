//! The account's overview, its trips, and the choice of what to be paid in.

use super::signed_in::{SignedIn, Submitted};
use crate::{
    accounts, earned,
    error::Error,
    pages::{
        self, PageError,
        account::{overview, payout, trips},
    },
    programme_terms::{self, Terms},
    session,
    state::Portal,
    summary,
    trip_log::{self, Cursor},
};
use axum::{
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use pointback_core::money::Unit;
use serde::Deserialize;

const PATH: &str = "/account";
/// Trips on the overview.
const NEWEST: usize = 5;

pub(super) async fn account(
    State(portal): State<Portal>,
    SignedIn { member, headers }: SignedIn,
) -> Result<Response, PageError> {
    let mut newest = trip_log::page(&portal, &member, None).await?.trips;
    newest.truncate(NEWEST);
    let form = session::form_token(&portal, &headers)?;
    let page = overview::page(&overview::View {
        email: accounts::email(&portal, &member).await?,
        summary: summary::of(&portal, &member).await?,
        months: earned::by_month(&portal, &member).await?,
        trips: newest,
        question: open_question(&portal, &member).await?,
        units: &portal.published()?.head.head.units,
        zone: &portal.config.zone,
        now_s: portal.now_s(),
        form: &form.value,
    });
    Ok(pages::with_cookie(page.into_response(), form.cookie))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct After {
    after: String,
}

pub(super) async fn trips(
    State(portal): State<Portal>,
    Query(after): Query<After>,
    SignedIn { member, .. }: SignedIn,
) -> Result<impl IntoResponse, PageError> {
    let after = Cursor::read(&after.after);
    let log = trip_log::page(&portal, &member, after.as_ref()).await?;
    Ok(trips::page(&log, after.is_some(), &portal.config.zone))
}

#[derive(Debug, Deserialize)]
pub(super) struct Chosen {
    #[serde(default)]
    unit: String,
}

/// What the choice of a unit means, before it is made.
pub(super) async fn choice(
    State(portal): State<Portal>,
    Query(chosen): Query<Chosen>,
    SignedIn { member, headers }: SignedIn,
) -> Result<Response, PageError> {
    choice_page(&portal, &headers, &member, &chosen.unit, None).await
}

#[derive(Debug, Deserialize)]
pub(super) struct Elected {
    unit: String,
    /// The version of the question that was agreed to.
    #[serde(default)]
    agreed: String,
}

pub(super) async fn elect(
    State(portal): State<Portal>,
    Submitted {
        member,
        headers,
        fields,
    }: Submitted<Elected>,
) -> Result<Response, PageError> {
    let unit = offered(&portal, &fields.unit)?;
    if let Some(terms) = unanswered(&portal, &member, &unit).await? {
        if fields.agreed != terms.version {
            let refusal = "Tick this first: points can only be sent to those who can take part.";
            let mut page =
                choice_page(&portal, &headers, &member, unit.id(), Some(refusal)).await?;
            *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            return Ok(page);
        }
        programme_terms::agree(&portal, &member, &terms).await?;
    }
    accounts::elect(&portal, &member, unit.id()).await?;
    Ok(Redirect::to(PATH).into_response())
}

async fn choice_page(
    portal: &Portal,
    headers: &HeaderMap,
    member: &str,
    unit: &str,
    refusal: Option<&str>,
) -> Result<Response, PageError> {
    let unit = offered(portal, unit)?;
    let form = session::form_token(portal, headers)?;
    let page = payout::page(&payout::View {
        summary: summary::of(portal, member).await?,
        terms: unanswered(portal, member, &unit).await?,
        unit,
        now_s: portal.now_s(),
        refusal,
        form: &form.value,
    });
    Ok(pages::with_cookie(page.into_response(), form.cookie))
}

fn offered(portal: &Portal, id: &str) -> Result<Unit, Error> {
    let published = portal.published()?;
    let mut units = published.head.head.units.iter();
    let unit = units.find(|unit| unit.id() == id).cloned();
    unit.ok_or(Error::Malformed("This portal does not pay in that unit."))
}

/// The question of a unit, if the member has not agreed to it yet.
async fn unanswered(portal: &Portal, member: &str, unit: &Unit) -> Result<Option<Terms>, Error> {
    let mut connection = portal.pool.acquire().await?;
    let terms = programme_terms::in_force(&mut connection, unit, portal.now_ms()).await?;
    match terms {
        Some(terms) if !programme_terms::has_agreed(&mut connection, member, &terms).await? => {
            Ok(Some(terms))
        }
        _ => Ok(None),
    }
}

/// The question that the member's present election still waits for: the operator has changed it since, or the points
/// were elected in the extension.
async fn open_question(portal: &Portal, member: &str) -> Result<Option<Terms>, Error> {
    let mut connection = portal.pool.acquire().await?;
    let elected = accounts::election(&mut connection, member, portal.now_ms()).await?;
    drop(connection);
    match offered(portal, &elected.unit) {
        Ok(unit) => unanswered(portal, member, &unit).await,
        Err(_) => Ok(None),
    }
}
