//! Earnings that no click led to: bonuses, and purchases with a linked card. They stand beside the trips.

use crate::{
    error::Error,
    ledger::{earning::State, earnings},
    state::Portal,
};
use serde::Serialize;

/// The newest so many are shown.
const MOST: i64 = 50;

/// An earning without a trip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct OtherEarning {
    /// `referral`, `welcome`, `in_store` or `dining`.
    pub(crate) kind: &'static str,
    /// Where it was bought; none for bonuses.
    pub(crate) name: Option<String>,
    pub(crate) state: &'static str,
    pub(crate) reward_minor: i64,
    /// Seconds.
    pub(crate) at: i64,
}

impl OtherEarning {
    /// Did it come from a card, rather than from the portal's own rules?
    pub(crate) fn is_card_purchase(&self) -> bool {
        matches!(self.kind, earnings::IN_STORE | earnings::DINING)
    }

    /// What it is, as members read it.
    pub(crate) fn label(&self) -> &str {
        match (self.kind, &self.name) {
            (_, Some(name)) => name,
            (earnings::REFERRAL, None) => "Referral bonus",
            (earnings::WELCOME, None) => "Welcome bonus",
            _ => "Card purchase",
        }
    }
}

row! {
    struct Row {
        kind: String,
        store: Option<String>,
        state: String,
        reward: i64,
        event_ms: i64,
    }
}

/// A member's other earnings, newest first.
pub(crate) async fn of(portal: &Portal, member: &str) -> Result<Vec<OtherEarning>, Error> {
    // A bonus that is no longer reached has gone back to where it was before: it is not an earning.
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT e.kind, o.store, e.state, e.base + e.boost AS reward, e.event_ms
         FROM earning e LEFT JOIN offer o ON o.id = e.click
         WHERE e.member = $1 AND e.kind <> $2 AND e.state <> $3
         ORDER BY e.event_ms DESC, e.id LIMIT $4",
    )
    .bind(member)
    .bind(earnings::PURCHASE)
    .bind(State::Processing.name())
    .bind(MOST)
    .fetch_all(&portal.pool)
    .await?;
    let earnings = rows.into_iter().filter_map(|row| {
        let is_that = |kind: &&'static str| **kind == row.kind;
        Some(OtherEarning {
            kind: earnings::OTHERS.iter().find(|kind| is_that(kind))?,
            name: row.store,
            state: State::named(&row.state)?.name(),
            reward_minor: row.reward,
            at: row.event_ms.div_euclid(1_000),
        })
    });
    Ok(earnings.collect())
}
