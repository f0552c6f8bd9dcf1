//! What the operator decides about payouts: the time zone, the cut-off, and who may elect which unit. Kept in the database,
//! so that every server and every command follows the same.

use super::{cut_off::Strategy, programme, refusal::Refusal};
use crate::{accounts, db, error::Error, failure::Failure};
use jiff::tz::TimeZone;

/// Payout days begin and end here unless the operator says otherwise.
const DEFAULT_ZONE: &str = "America/New_York";
const ZONE: &str = "zone";
const CUT_OFF: &str = "cut_off";

/// The rules in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// IANA name of the time zone.
    pub zone: String,
    /// Which earnings a payout day takes.
    pub strategy: Strategy,
}

/// Who may elect a unit. What was elected before stays in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Access {
    /// Every member.
    #[default]
    Anyone,
    /// Members whose account with the programme was confirmed.
    Confirmed,
    /// Nobody any more.
    Nobody,
}

impl Access {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Anyone, Self::Confirmed, Self::Nobody];

    /// The name in the database and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Anyone => "anyone",
            Self::Confirmed => "confirmed",
            Self::Nobody => "nobody",
        }
    }

    /// The access of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.name() == name)
    }
}

/// A time zone by its IANA name.
///
/// # Errors
/// `Payout` with a sentence when there is none of that name.
pub fn zone(name: &str) -> Result<TimeZone, Failure> {
    TimeZone::get(name).map_err(|_| Refusal::UnknownZone(name.to_owned()).into())
}

/// Reads the rules in force.
///
/// # Errors
/// `Database`.
pub async fn read(connection: &mut db::Connection) -> Result<Rules, Failure> {
    let zone = value(connection, ZONE).await?;
    let strategy = value(connection, CUT_OFF).await?;
    Ok(Rules {
        zone: zone.unwrap_or_else(|| DEFAULT_ZONE.to_owned()),
        strategy: strategy
            .and_then(|name| Strategy::named(&name))
            .unwrap_or_default(),
    })
}

/// The operator's time zone.
///
/// # Errors
/// `Database`, or `Payout` when this version does not know the zone.
pub async fn zone_in(pool: &db::Pool) -> Result<TimeZone, Failure> {
    zone(&read(&mut *pool.acquire().await?).await?.zone)
}

/// Changes the time zone; running servers follow when they are started again.
///
/// # Errors
/// As `zone`, and `Database`.
pub async fn set_zone(connection: &mut db::Connection, name: &str) -> Result<(), Failure> {
    zone(name)?;
    Ok(store(connection, ZONE, name).await?)
}

/// Changes the cut-off, for periods whose freeze has not begun.
///
/// # Errors
/// `Database`.
pub async fn set_strategy(
    connection: &mut db::Connection,
    strategy: Strategy,
) -> Result<(), Failure> {
    Ok(store(connection, CUT_OFF, strategy.name()).await?)
}

/// Who may elect a unit.
///
/// # Errors
/// `Database`.
pub async fn access(connection: &mut db::Connection, unit: &str) -> Result<Access, sqlx::Error> {
    let name = value(connection, &format!("elect/{unit}")).await?;
    Ok(name
        .and_then(|name| Access::named(&name))
        .unwrap_or_default())
}

/// Changes who may elect a unit.
///
/// # Errors
/// `Database`.
pub async fn set_access(
    connection: &mut db::Connection,
    unit: &str,
    access: Access,
) -> Result<(), Failure> {
    Ok(store(connection, &format!("elect/{unit}"), access.name()).await?)
}

/// May this member elect this unit now?
pub(crate) async fn check_election(
    connection: &mut db::Connection,
    member: &str,
    unit: &str,
    at_ms: i64,
) -> Result<(), Error> {
    match access(connection, unit).await? {
        // Cash is what members fall back on: it cannot be closed to them.
        _ if unit == accounts::CASH => Ok(()),
        Access::Anyone => Ok(()),
        Access::Confirmed
            if programme::account(connection, member, unit, at_ms)
                .await?
                .is_some() =>
        {
            Ok(())
        }
        Access::Confirmed => Err(Error::NotEligible(
            "Enter your account with this programme first. You can elect it once the programme has confirmed it.",
        )),
        Access::Nobody => Err(Error::NotEligible("This unit cannot be elected any more.")),
    }
}

async fn value(connection: &mut db::Connection, name: &str) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar("SELECT value FROM payout_rule WHERE name = $1")
        .bind(name)
        .fetch_optional(connection)
        .await
}

async fn store(
    connection: &mut db::Connection,
    name: &str,
    value: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO payout_rule (name, value) VALUES ($1, $2)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )
    .bind(name)
    .bind(value)
    .execute(connection)
    .await?;
    Ok(())
}
