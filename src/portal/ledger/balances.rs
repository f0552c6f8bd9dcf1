//! What a member has, read from the ledger.

use super::account::Account;
use crate::{error::Error, state::Portal};
use serde::Serialize;

/// Balances of one member in cents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Balances {
    pub(crate) pending: i64,
    pub(crate) confirmed: i64,
    pub(crate) in_payout: i64,
    pub(crate) paid: i64,
    /// Taken back after it was paid: the next earnings make up for it.
    pub(crate) to_offset: i64,
    pub(crate) cur: &'static str,
}

/// Reads a member's balances.
pub(crate) async fn of(portal: &Portal, member: &str) -> Result<Balances, Error> {
    let confirmed = balance(portal, &Account::confirmed(member)).await?;
    Ok(Balances {
        pending: balance(portal, &Account::pending(member)).await?,
        confirmed: confirmed.max(0),
        in_payout: balance(portal, &Account::in_payout(member)).await?,
        paid: paid(portal, member).await?,
        to_offset: (-confirmed).max(0),
        cur: super::account::USD,
    })
}

/// Points of a programme that were delivered to a member.
pub(crate) async fn delivered(portal: &Portal, member: &str, unit: &str) -> Result<i64, Error> {
    balance(portal, &Account::delivered(member, unit)).await
}

async fn balance(portal: &Portal, account: &Account) -> Result<i64, Error> {
    let balance = sqlx::query_scalar("SELECT credits - debits FROM balance WHERE account = $1")
        .bind(account.id())
        .fetch_optional(&portal.pool)
        .await?;
    Ok(balance.unwrap_or(0))
}

/// What left a payout towards the outside: over a rail, or converted to points.
async fn paid(portal: &Portal, member: &str) -> Result<i64, Error> {
    let paid = sqlx::query_scalar(
        "SELECT CAST(COALESCE(SUM(m.amount), 0) AS BIGINT) FROM movement m JOIN account a ON a.id = m.credit
         WHERE m.debit = $1 AND (a.kind LIKE 'rail:%' OR a.kind LIKE 'conv:%')",
    )
    .bind(Account::in_payout(member).id())
    .fetch_one(&portal.pool)
    .await?;
    Ok(paid)
}
