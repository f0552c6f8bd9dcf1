//! Accounts with a points programme, as the programme confirmed them. The reference portal has no line to a programme:
//! the operator asks it and writes down what it said. A confirmation counts for that very account text, so a member who
//! enters another account waits for another confirmation, and one who goes back to a confirmed account does not.

use super::{
    refusal::Refusal,
    way::{Kind, way},
};
use crate::{
    accounts::{self, hold},
    db,
    error::Error,
    failure::Failure,
};

/// A confirmed account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// As the member entered it.
    pub account: String,
    /// The member's status with the programme, lower case; empty when it has none.
    pub tier: String,
}

/// The account in force at `at_ms`, if the programme had confirmed it by then.
///
/// # Errors
/// `Internal`.
pub async fn account(
    connection: &mut db::Connection,
    member: &str,
    unit: &str,
    at_ms: i64,
) -> Result<Option<Account>, Error> {
    let Some(chosen) = way(connection, member, unit, at_ms).await? else {
        return Ok(None);
    };
    // Asked for by the account: between its confirmation and now the member may have had another one.
    let tier: Option<String> = sqlx::query_scalar(
        "SELECT tier FROM programme_account
         WHERE member = $1 AND unit = $2 AND account = $3 AND since_ms <= $4
         ORDER BY since_ms DESC LIMIT 1",
    )
    .bind(member)
    .bind(unit)
    .bind(&chosen.address)
    .bind(at_ms)
    .fetch_optional(connection)
    .await?;
    Ok(tier.map(|tier| Account {
        account: chosen.address,
        tier,
    }))
}

/// Writes down that the programme confirmed the account a member has entered.
///
/// # Errors
/// `Payout` when the member has entered none, or another one than `account`.
pub async fn confirm(
    pool: &db::Pool,
    member: &str,
    unit: &str,
    account: &str,
    tier: &str,
    now_ms: i64,
) -> Result<(), Failure> {
    let mut tx = db::write(pool).await?;
    // Whoever leaves meanwhile takes the account along.
    let entered = match hold::member(&mut tx, member).await {
        Err(Error::SignInNeeded) => None,
        held => {
            held?;
            way(&mut tx, member, unit, now_ms).await?
        }
    };
    if entered.is_none_or(|way| way.kind != Kind::Account || way.address != account) {
        return Err(Refusal::OtherAccount {
            member: member.to_owned(),
            unit: unit.to_owned(),
        }
        .into());
    }
    // What a clock that was ahead has dated into the future gives way.
    sqlx::query(
        "DELETE FROM programme_account
         WHERE member = $1 AND unit = $2 AND account = $3 AND since_ms > $4",
    )
    .bind(member)
    .bind(unit)
    .bind(account)
    .bind(now_ms)
    .execute(&mut *tx)
    .await?;
    sqlx::query(
        "INSERT INTO programme_account (member, unit, since_ms, account, tier) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (member, unit, since_ms) DO UPDATE SET account = excluded.account, tier = excluded.tier",
    )
    .bind(member)
    .bind(unit)
    .bind(now_ms)
    .bind(account)
    .bind(tier.to_lowercase())
    .execute(&mut *tx)
    .await?;
    Ok(tx.commit().await?)
}

/// An account that waits for its confirmation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Whose.
    pub member: String,
    /// With which programme.
    pub unit: String,
    /// As the member entered it.
    pub account: String,
}

/// The accounts that members have entered and no programme has confirmed yet, by programme and member.
///
/// # Errors
/// `Database`.
pub async fn waiting(pool: &db::Pool) -> Result<Vec<Waiting>, Failure> {
    let rows: Vec<(String, String, String)> = sqlx::query_as(
        "SELECT w.member, w.unit, w.address FROM payout_way w
         WHERE w.unit <> $1
           AND NOT EXISTS (SELECT 1 FROM payout_way n
             WHERE n.member = w.member AND n.unit = w.unit AND n.since_ms > w.since_ms)
           AND NOT EXISTS (SELECT 1 FROM programme_account p
             WHERE p.member = w.member AND p.unit = w.unit AND p.account = w.address)",
    )
    .bind(accounts::CASH)
    .fetch_all(pool)
    .await?;
    let mut waiting: Vec<Waiting> = rows
        .into_iter()
        .map(|(member, unit, account)| Waiting {
            member,
            unit,
            account,
        })
        .collect();
    waiting.sort_by(|a, b| (&a.unit, &a.member).cmp(&(&b.unit, &b.member)));
    Ok(waiting)
}
