//! Daily seals: `seal(day) = sha256(seal of the day before | every movement of the day)`. Whoever changes a movement of the
//! past would have to change every seal since then, and the newest one is in the operator's log: write it down elsewhere
//! from time to time. A seal a day costs no lock on the ledger, unlike a hash in every movement.

use crate::{
    db::{self, Turn},
    error::Error,
    state::Portal,
};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use pointback_core::hash::sha256_hex;
use std::time::Duration;

/// Servers whose clocks differ by less than this never write into a day that is sealed.
const GRACE_MS: i64 = 60 * 60 * 1_000;
const LOOK_EVERY: Duration = Duration::from_secs(60 * 60);

/// The seal of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// UTC, e.g. `2027-02-15`.
    pub day: String,
    /// How many movements it covers.
    pub movements: i64,
    /// Over them, and over the seal before.
    pub hash: String,
}

/// Seals every day that is over and not sealed yet, days without a movement too. Returns the new seals.
///
/// # Errors
/// `Internal`.
pub async fn seal(pool: &db::Pool, now_ms: i64) -> Result<Vec<Seal>, Error> {
    let mut made = Vec::new();
    loop {
        let mut tx = db::write(pool).await?;
        db::turn(&mut tx, Turn::Ledger).await?;
        let newest = newest(&mut tx).await?;
        let Some(day) = next_day(&mut tx, newest.as_ref()).await? else {
            return Ok(made);
        };
        if now_ms - GRACE_MS < start_ms(tomorrow(day)?)? {
            return Ok(made);
        }
        let seal = of_day(&mut tx, newest.as_ref(), day).await?;
        sqlx::query("INSERT INTO seal (day, movements, hash) VALUES ($1, $2, $3)")
            .bind(&seal.day)
            .bind(seal.movements)
            .bind(&seal.hash)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        made.push(seal);
    }
}

/// The newest seal. It stands for the whole past.
///
/// # Errors
/// `Internal`.
pub async fn newest(connection: &mut db::Connection) -> Result<Option<Seal>, Error> {
    Ok(all(connection).await?.pop())
}

/// The moment under which a movement may be written by whoever read the clock at `now_ms`: a command may have been suspended, or
/// waited for its turn, until that day was sealed, and a clock that was ahead may have sealed today.
pub(crate) async fn not_sealed(connection: &mut db::Connection, now_ms: i64) -> Result<i64, Error> {
    let day: Option<String> = sqlx::query_scalar("SELECT MAX(day) FROM seal")
        .fetch_one(connection)
        .await?;
    let Some(day) = day else { return Ok(now_ms) };
    let day: Date = day.parse().map_err(Error::internal)?;
    Ok(now_ms.max(start_ms(tomorrow(day)?)?))
}

/// All seals, by day.
pub(crate) async fn all(connection: &mut db::Connection) -> Result<Vec<Seal>, Error> {
    let rows: Vec<(String, i64, String)> =
        sqlx::query_as("SELECT day, movements, hash FROM seal ORDER BY day")
            .fetch_all(connection)
            .await?;
    let seals = rows.into_iter().map(|(day, movements, hash)| Seal {
        day,
        movements,
        hash,
    });
    Ok(seals.collect())
}

/// The first day that has no seal: the day after the newest one, or that of the first movement.
pub(crate) async fn next_day(
    connection: &mut db::Connection,
    newest: Option<&Seal>,
) -> Result<Option<Date>, Error> {
    if let Some(newest) = newest {
        let day: Date = newest.day.parse().map_err(Error::internal)?;
        return Ok(Some(tomorrow(day)?));
    }
    let first: Option<i64> = sqlx::query_scalar("SELECT MIN(at_ms) FROM movement")
        .fetch_one(connection)
        .await?;
    first.map(day_of).transpose()
}

type Row = (String, String, String, i64, String, i64, i64);

/// What the seal of a day must be, given the one before.
pub(crate) async fn of_day(
    connection: &mut db::Connection,
    before: Option<&Seal>,
    day: Date,
) -> Result<Seal, Error> {
    let mut rows: Vec<Row> = sqlx::query_as(
        "SELECT id, debit, credit, amount, code, at_ms, effective_ms FROM movement
         WHERE at_ms >= $1 AND at_ms < $2",
    )
    .bind(start_ms(day)?)
    .bind(start_ms(tomorrow(day)?)?)
    .fetch_all(connection)
    .await?;
    rows.sort();
    let mut text = before.map_or_else(String::new, |before| before.hash.clone());
    for (id, debit, credit, amount, code, at_ms, effective_ms) in &rows {
        text += &format!("|{id} {debit} {credit} {amount} {code} {at_ms} {effective_ms}");
    }
    Ok(Seal {
        day: day.to_string(),
        movements: i64::try_from(rows.len()).unwrap_or(i64::MAX),
        hash: sha256_hex(text.as_bytes()),
    })
}

fn day_of(at_ms: i64) -> Result<Date, Error> {
    let moment = Timestamp::from_millisecond(at_ms).map_err(Error::internal)?;
    Ok(moment.to_zoned_datetime(TimeZone::UTC).date())
}

fn tomorrow(day: Date) -> Result<Date, Error> {
    day.checked_add(1.day()).map_err(Error::internal)
}

fn start_ms(day: Date) -> Result<i64, Error> {
    let start = day
        .to_zoned_datetime(TimeZone::UTC)
        .map_err(Error::internal)?;
    Ok(start.timestamp().as_millisecond())
}

/// Looks every hour whether there is a day to seal, and says the newest seal in the log.
pub(crate) async fn run(portal: Portal) {
    loop {
        match seal(&portal.pool, portal.now_ms()).await {
            Ok(made) => {
                if let Some(Seal { day, hash, .. }) = made.last() {
                    tracing::info!(day, hash, "sealed");
                }
            }
            Err(error) => error.log(),
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}
