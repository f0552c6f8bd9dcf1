//! A member's trips: every click that was followed, with what became of it.

use crate::{
    clicks::Terms,
    error::Error,
    ledger::earning::State,
    other_earnings::{self, OtherEarning},
    state::Portal,
};
use pointback_core::retailer::RetailerId;
use serde::Serialize;

/// Clicks per answer; more where several began in the millisecond at which it ends.
const PAGE: i64 = 50;
/// An answer ends with the trip at which it reaches this: extensions take no more than 256 KiB.
const MOST_BYTES: usize = 192 * 1024;
/// What stands in it beside the terms, about.
const BESIDE_TERMS: usize = 256;

/// One trip, or one order of a trip that led to several.
#[derive(Debug, Serialize)]
pub(crate) struct Trip {
    pub(crate) click: String,
    pub(crate) retailer: u32,
    /// As the retailer is called today; none when it has left the list.
    pub(crate) name: Option<String>,
    pub(crate) state: &'static str,
    pub(crate) reward_minor: i64,
    /// Seconds: the order, or the click while no order is known.
    pub(crate) at: i64,
    /// Seconds.
    clicked: i64,
    /// The purchase as it was reported last; none while no order is known.
    sale_minor: Option<i64>,
    /// What was promised with the click.
    #[serde(flatten)]
    terms: Terms,
}

/// Some trips, newest first.
#[derive(Debug, Serialize)]
pub(crate) struct Trips {
    pub(crate) earnings: Vec<Trip>,
    /// Hand this in as `after` to read on.
    pub(crate) next: Option<i64>,
    /// What no trip led to; with the newest trips only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) other: Vec<OtherEarning>,
}

row! {
    struct Row {
        id: String,
        retailer: i64,
        created_ms: i64,
        terms: String,
        state: Option<String>,
        sale: Option<i64>,
        reward: Option<i64>,
        event_ms: Option<i64>,
    }
}

/// The member's trips that began before `after` (milliseconds), or the newest.
pub(crate) async fn of(portal: &Portal, member: &str, after: Option<i64>) -> Result<Trips, Error> {
    // Up to the first one that began before the moment at which the page ends: it says that there is more.
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT c.id, c.retailer, c.created_ms, c.terms, e.state, e.sale, e.base + e.boost AS reward, e.event_ms
         FROM (SELECT * FROM click WHERE member = $1 AND used_ms IS NOT NULL AND created_ms < $2
               AND created_ms >= COALESCE((SELECT MAX(created_ms) FROM click
                 WHERE member = $1 AND used_ms IS NOT NULL AND created_ms < (SELECT created_ms FROM click
                   WHERE member = $1 AND used_ms IS NOT NULL AND created_ms < $2
                   ORDER BY created_ms DESC LIMIT 1 OFFSET $3)), 0)) c
         LEFT JOIN earning e ON e.click = c.id
         ORDER BY c.created_ms DESC, c.id, e.event_ms DESC",
    )
    .bind(member)
    .bind(after.unwrap_or(i64::MAX))
    .bind(PAGE - 1)
    .fetch_all(&portal.pool)
    .await?;
    let published = portal.published().ok();
    let name = |id| {
        let retailer = published.as_ref()?.list.get(RetailerId(id))?;
        Some(retailer.name.clone())
    };
    let mut earnings: Vec<Trip> = Vec::new();
    let (mut clicks, mut bytes, mut last, mut next) = (0, 0, None, None);
    for row in rows {
        bytes += row.terms.len() + BESIDE_TERMS;
        let is_full = clicks >= PAGE || bytes > MOST_BYTES;
        if is_full && last.is_some_and(|last| last != row.created_ms) {
            next = last;
            break;
        }
        last = Some(row.created_ms);
        clicks += i64::from(earnings.last().is_none_or(|trip| trip.click != row.id));
        let state = row.state.as_deref();
        let state = state.map_or(Some(State::Processing), State::named);
        let (Ok(retailer), Some(state)) = (u32::try_from(row.retailer), state) else {
            continue;
        };
        earnings.push(Trip {
            click: row.id,
            retailer,
            name: name(retailer),
            state: state.name(),
            reward_minor: row.reward.unwrap_or(0),
            at: row.event_ms.unwrap_or(row.created_ms).div_euclid(1_000),
            clicked: row.created_ms.div_euclid(1_000),
            sale_minor: row.sale,
            terms: serde_json::from_str(&row.terms)?,
        });
    }
    let other = match after {
        None => other_earnings::of(portal, member).await?,
        Some(_) => Vec::new(),
    };
    Ok(Trips {
        earnings,
        next,
        other,
    })
}
