//! What a member must be able to say before points may be elected: a question of the operator for each programme, with a
//! version, because programmes change who may join. What was answered is kept with the version.

use crate::{accounts::hold, db, error::Error, state::Portal};
use pointback_core::money::Unit;

/// The version of a question that the operator has not replaced.
const STANDARD: &str = "standard";

row! {
    /// A question for a programme.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Terms {
        /// The programme's short name.
        pub unit: String,
        /// The operator's name for this wording.
        pub version: String,
        /// A statement that the member agrees to.
        pub question: String,
    }
}

/// The question that a member had not agreed to at `at_ms` and that stands before this unit; none for cash.
pub(crate) async fn open_question(
    connection: &mut db::Connection,
    member: &str,
    unit: &Unit,
    at_ms: i64,
) -> Result<Option<Terms>, Error> {
    match in_force(connection, unit, at_ms).await? {
        Some(terms) if !has_agreed(connection, member, &terms, at_ms).await? => Ok(Some(terms)),
        _ => Ok(None),
    }
}

/// The question for a unit; none for cash.
async fn in_force(
    connection: &mut db::Connection,
    unit: &Unit,
    at_ms: i64,
) -> Result<Option<Terms>, Error> {
    let Unit::Points { id, name, .. } = unit else {
        return Ok(None);
    };
    let set = sqlx::query_as(
        "SELECT unit, version, question FROM programme_terms WHERE unit = $1 AND since_ms <= $2
         ORDER BY since_ms DESC, version DESC LIMIT 1",
    )
    .bind(id)
    .bind(at_ms)
    .fetch_optional(connection)
    .await?;
    Ok(Some(set.unwrap_or_else(|| standard(id, name))))
}

fn standard(id: &str, name: &str) -> Terms {
    let question = if id == "mr" {
        "I have a US consumer card that earns Membership Rewards points. Corporate cards cannot take part.".to_owned()
    } else {
        format!("I have an account of my own with {name}, and it may receive points.")
    };
    Terms {
        unit: id.to_owned(),
        version: STANDARD.to_owned(),
        question,
    }
}

/// Had the member agreed to this wording by then?
async fn has_agreed(
    connection: &mut db::Connection,
    member: &str,
    terms: &Terms,
    at_ms: i64,
) -> Result<bool, Error> {
    let agreed: Option<i64> = sqlx::query_scalar(
        "SELECT at_ms FROM programme_consent
         WHERE member = $1 AND unit = $2 AND version = $3 AND at_ms <= $4",
    )
    .bind(member)
    .bind(&terms.unit)
    .bind(&terms.version)
    .bind(at_ms)
    .fetch_optional(connection)
    .await?;
    Ok(agreed.is_some())
}

/// Notes that the member agreed. The first time counts, but what a clock that was ahead has dated into the future gives way.
///
/// `SignInNeeded` when the member has left.
pub(crate) async fn agree(portal: &Portal, member: &str, terms: &Terms) -> Result<(), Error> {
    let mut tx = db::write(&portal.pool).await?;
    hold::member(&mut tx, member).await?;
    sqlx::query(
        "INSERT INTO programme_consent (member, unit, version, at_ms) VALUES ($1, $2, $3, $4)
         ON CONFLICT (member, unit, version) DO UPDATE SET at_ms = excluded.at_ms
           WHERE programme_consent.at_ms > excluded.at_ms",
    )
    .bind(member)
    .bind(&terms.unit)
    .bind(&terms.version)
    .bind(portal.now_ms())
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Puts a new wording in force, whatever a clock that was ahead has dated into the future. `false` when that version is there already: a wording that people agreed to stays.
///
/// # Errors
/// When the database refuses.
pub async fn set(pool: &db::Pool, terms: &Terms, now_ms: i64) -> Result<bool, sqlx::Error> {
    let mut tx = db::write(pool).await?;
    let set = sqlx::query(
        "INSERT INTO programme_terms (unit, version, question, since_ms) VALUES ($1, $2, $3, $4)
         ON CONFLICT (unit, version) DO NOTHING",
    )
    .bind(&terms.unit)
    .bind(&terms.version)
    .bind(&terms.question)
    .bind(now_ms)
    .execute(&mut *tx)
    .await?;
    let is_new = set.rows_affected() == 1;
    if is_new {
        sqlx::query(
            "UPDATE programme_terms SET since_ms = $1 - 1
             WHERE unit = $2 AND version <> $3 AND since_ms >= $1",
        )
        .bind(now_ms)
        .bind(&terms.unit)
        .bind(&terms.version)
        .execute(&mut *tx)
        .await?;
    }
    tx.commit().await?;
    Ok(is_new)
}

/// Every wording that the operator has set, oldest first, with the moment from which it is in force.
///
/// # Errors
/// When the database refuses.
pub async fn all(pool: &db::Pool) -> Result<Vec<(Terms, i64)>, sqlx::Error> {
    let rows: Vec<(String, String, String, i64)> = sqlx::query_as(
        "SELECT unit, version, question, since_ms FROM programme_terms ORDER BY unit, since_ms, version",
    )
    .fetch_all(pool)
    .await?;
    let terms = rows.into_iter().map(|(unit, version, question, since)| {
        (
            Terms {
                unit,
                version,
                question,
            },
            since,
        )
    });
    Ok(terms.collect())
}
