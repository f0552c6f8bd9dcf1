//! The account's overview, and its trips.

use super::{payout::standing, signed_in::SignedIn};
use crate::{
    accounts, earned,
    error::Error,
    pages::{
        self, PageError,
        account::{hindrance, overview, trips},
    },
    payout::{self, history},
    payout_calendar, session,
    state::Portal,
    summary::{self, Summary},
    trip_log::{self, Cursor},
};
use axum::{
    extract::{Query, State},
    response::{IntoResponse, Response},
};
use pointback_core::money::Unit;
use serde::Deserialize;

/// Trips on the overview.
const NEWEST: usize = 5;

pub(super) async fn account(
    State(portal): State<Portal>,
    SignedIn { member, headers }: SignedIn,
) -> Result<Response, PageError> {
    let mut newest = trip_log::page(&portal, &member, None).await?.trips;
    newest.truncate(NEWEST);
    let form = session::form_token(&portal, &headers)?;
    let published = portal.published()?;
    let units = &published.head.head.units;
    let summary = summary::of(&portal, &member).await?;
    let unit = paid_in(&summary, units).to_owned();
    let (way, confirmed) = standing(&portal, &member, &unit).await?;
    let page = overview::page(&overview::View {
        email: accounts::email(&portal, &member).await?,
        hindrance: hindrance(&portal, &member, units, &unit, &summary).await?,
        way,
        confirmed,
        summary,
        months: earned::by_month(&portal, &member).await?,
        trips: newest,
        units,
        zone: &portal.config.zone,
        now_s: portal.now_s(),
        form: &form.value,
    });
    Ok(pages::with_cookie(page.into_response(), form.cookie))
}

/// The elected unit; cash once that is no longer offered.
fn paid_in<'u>(summary: &'u Summary, units: &[Unit]) -> &'u str {
    let elected = summary.election.unit.as_str();
    let is_offered = units.iter().any(|unit| unit.id() == elected);
    if is_offered { elected } else { accounts::CASH }
}

/// What kept the last payout from the member, and what would keep the next one.
async fn hindrance<'a>(
    portal: &Portal,
    member: &str,
    units: &[Unit],
    unit: &'a str,
    summary: &Summary,
) -> Result<hindrance::View<'a>, Error> {
    let (now, zone) = (portal.now_ms(), &portal.config.zone);
    let mut connection = portal.pool.acquire().await?;
    let last = history::of(&mut connection, member)
        .await?
        .into_iter()
        .next();
    let hindrance = match payout_calendar::next_date(now, zone) {
        Some(day) => payout::hindrance(&mut connection, units, member, now, (day, zone)).await?,
        None => None,
    };
    Ok(hindrance::View {
        last,
        now: hindrance,
        unit,
        confirmed: summary.balances.confirmed,
    })
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
