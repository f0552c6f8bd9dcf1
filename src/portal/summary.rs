//! What a member sees first, in the popup and on the account page: balances, election, next payout.

use crate::{
    accounts,
    error::Error,
    ledger::balances,
    payout::{self, Period, programme},
    payout_calendar,
    state::Portal,
};
use pointback_core::money::Unit;
use serde::Serialize;

/// The answer of `GET /v1/me`.
#[derive(Debug, Serialize)]
pub(crate) struct Summary {
    pub(crate) member: String,
    /// Seconds.
    pub(crate) as_of: i64,
    pub(crate) balances: balances::Balances,
    pub(crate) election: Election,
    pub(crate) delivered: Vec<Delivered>,
    pub(crate) next_payout: payout_calendar::NextPayout,
}

/// What the member is paid in.
#[derive(Debug, Serialize)]
pub(crate) struct Election {
    pub(crate) unit: String,
    /// Seconds.
    pub(crate) since: i64,
}

impl From<accounts::Election> for Election {
    fn from(election: accounts::Election) -> Self {
        Self {
            unit: election.unit,
            since: election.since_ms.div_euclid(1_000),
        }
    }
}

/// Points that have left the portal for good.
#[derive(Debug, Serialize)]
pub(crate) struct Delivered {
    pub(crate) unit: String,
    pub(crate) points: i64,
}

/// Reads a member's summary.
pub(crate) async fn of(portal: &Portal, member: &str) -> Result<Summary, Error> {
    let (now, zone) = (portal.now_ms(), &portal.config.zone);
    let date = payout_calendar::next_date(now, zone).ok_or_else(|| Error::internal(NoDate))?;
    let units = portal.published()?.head.head.units.clone();
    let balances = balances::of(portal, member).await?;
    let mut connection = portal.pool.acquire().await?;
    let election = accounts::election(&mut connection, member, now).await?;
    let account = programme::account(&mut connection, member, &election.unit, now).await?;
    let period = Period::read(&mut connection, &date.to_string()).await?;
    let payable = payout::payable(&mut connection, &period, member).await?;
    drop(connection);
    let tier = account.map_or_else(String::new, |account| account.tier);
    // A unit that is no longer offered is paid in cash.
    let cash = Unit::Cash {
        id: accounts::CASH.to_owned(),
        cur: balances.cur.to_owned(),
        exp: 2,
    };
    let unit = units
        .iter()
        .find(|u| u.id() == election.unit)
        .unwrap_or(&cash);
    // What was confirmed between these two looks is payable, and not yet among the balances.
    let held = (balances.confirmed - payable).max(0);
    let next_payout = payout_calendar::next((date, zone), balances.confirmed, held, unit, &tier);
    let mut delivered = Vec::new();
    for unit in &units {
        let points = balances::delivered(portal, member, unit.id()).await?;
        if points > 0 {
            let unit = unit.id().to_owned();
            delivered.push(Delivered { unit, points });
        }
    }
    Ok(Summary {
        member: member.to_owned(),
        as_of: now.div_euclid(1_000),
        balances,
        election: election.into(),
        delivered,
        next_payout,
    })
}

#[derive(Debug)]
struct NoDate;

impl std::fmt::Display for NoDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the clock is outside the calendar")
    }
}

impl std::error::Error for NoDate {}
