//! A payout day with the rules that hold for it, and its row: before the freeze the operator's rules of today, from its
//! beginning those that were written down then.

use super::{
    cut_off::{CutOff, Strategy, start_of},
    refusal::Refusal,
    rules::{self, Rules},
};
use crate::{db, failure::Failure, payout_calendar};
use jiff::{civil::Date, tz::TimeZone};

/// A payout day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// The payout day in the operator's zone.
    pub date: Date,
    /// Where that day begins and ends.
    pub zone: TimeZone,
    /// Which earnings it takes.
    pub strategy: Strategy,
    /// The moments that follow from day, zone and strategy.
    pub cut_off: CutOff,
    /// When the day begins, milliseconds.
    pub starts_ms: i64,
    /// How far its freeze has come.
    pub state: State,
}

/// How far a freeze has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Not begun.
    Open,
    /// Begun.
    Freezing,
    /// Done; the hash is over all its items.
    Frozen(String),
}

impl Period {
    fn new(date: Date, rules: &Rules, state: State) -> Result<Self, Failure> {
        let refused = || Refusal::NotAPayoutDay(date.to_string());
        if !payout_calendar::is_payout_day(date) {
            return Err(refused().into());
        }
        let zone = rules::zone(&rules.zone)?;
        let cut_off = rules.strategy.cut_off(date, &zone).ok_or_else(refused)?;
        Ok(Self {
            date,
            starts_ms: start_of(date, &zone).ok_or_else(refused)?,
            zone,
            strategy: rules.strategy,
            cut_off,
            state,
        })
    }

    /// The period's name in the database and in files, e.g. `2027-02-15`.
    #[must_use]
    pub fn name(&self) -> String {
        self.date.to_string()
    }

    /// The last moment whose elections and addresses count.
    pub(super) fn decided_ms(&self) -> i64 {
        self.cut_off.confirmed_before_ms - 1
    }

    /// Reads a period by its day.
    ///
    /// # Errors
    /// `Payout` when it is no payout day, or `Database`.
    pub async fn read(connection: &mut db::Connection, name: &str) -> Result<Self, Failure> {
        // One spelling only, because the name is also a key: `20270215` would be the same day under another.
        let date = name.parse().ok();
        let date = date
            .filter(|date: &Date| date.to_string() == name)
            .ok_or_else(|| Refusal::NotAPayoutDay(name.to_owned()))?;
        let row: Option<(String, String, String, Option<String>)> =
            sqlx::query_as("SELECT zone, cut_off, state, hash FROM period WHERE date = $1")
                .bind(name)
                .fetch_optional(&mut *connection)
                .await?;
        let Some((zone, strategy, state, hash)) = row else {
            return Self::new(date, &rules::read(connection).await?, State::Open);
        };
        let strategy = Strategy::named(&strategy).unwrap_or_default();
        let state = match hash {
            Some(hash) if state == FROZEN => State::Frozen(hash),
            _ => State::Freezing,
        };
        Self::new(date, &Rules { zone, strategy }, state)
    }

    /// The period whose turn it is: the last payout day that is over, or the next one once that is frozen.
    ///
    /// # Errors
    /// `Database`.
    pub async fn due(connection: &mut db::Connection, now_ms: i64) -> Result<Self, Failure> {
        let zone = rules::zone(&rules::read(connection).await?.zone)?;
        let outside = || Refusal::NotAPayoutDay("a day outside the calendar".to_owned());
        let last = payout_calendar::last_date(now_ms, &zone).ok_or_else(outside)?;
        let last = Self::read(connection, &last.to_string()).await?;
        if !matches!(last.state, State::Frozen(_)) {
            return Ok(last);
        }
        let next = payout_calendar::next_date(now_ms, &zone).ok_or_else(outside)?;
        Self::read(connection, &next.to_string()).await
    }
}

const FREEZING: &str = "freezing";
const FROZEN: &str = "frozen";

/// Writes the row with which a freeze begins; one that is there stays.
pub(super) async fn begin(tx: &mut db::Write, period: &Period, now_ms: i64) -> Result<(), Failure> {
    let other: Option<String> =
        sqlx::query_scalar("SELECT MIN(date) FROM period WHERE state = $1 AND date <> $2")
            .bind(FREEZING)
            .bind(period.name())
            .fetch_one(&mut **tx)
            .await?;
    if let Some(other) = other {
        return Err(Refusal::Unfinished(other).into());
    }
    sqlx::query(
        "INSERT INTO period (date, cut_off, zone, state, started_ms) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (date) DO NOTHING",
    )
    .bind(period.name())
    .bind(period.strategy.name())
    .bind(period.zone.iana_name().unwrap_or("UTC"))
    .bind(FREEZING)
    .bind(now_ms)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Is the freeze still going on? Another operator may have finished it.
pub(super) async fn is_freezing(tx: &mut db::Write, period: &Period) -> Result<bool, Failure> {
    let state: Option<String> = sqlx::query_scalar("SELECT state FROM period WHERE date = $1")
        .bind(period.name())
        .fetch_optional(&mut **tx)
        .await?;
    Ok(state.as_deref() == Some(FREEZING))
}

/// Ends a freeze, once: what is frozen stays as it is.
pub(super) async fn finish(
    tx: &mut db::Write,
    period: &Period,
    hash: &str,
    now_ms: i64,
) -> Result<(), Failure> {
    sqlx::query(
        "UPDATE period SET state = $1, hash = $2, frozen_ms = $3 WHERE date = $4 AND state = $5",
    )
    .bind(FROZEN)
    .bind(hash)
    .bind(now_ms)
    .bind(period.name())
    .bind(FREEZING)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
